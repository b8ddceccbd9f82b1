using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Processing.Corrections;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Everything a report tells, filled from a finished run. All layers lie on one grid, shape (rows, columns).</summary>
public sealed record ReportModel
{
    /// <summary>Title of the report.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the place or the mine; may be empty.</summary>
    public string AreaName { get; init; } = "";

    /// <summary>What was measured with what.</summary>
    public required MeasurementSummary Measurement { get; init; }

    /// <summary>Rate, metres per year along the line of sight, positive towards the satellite; NaN is no-data.</summary>
    public required Layer Rate { get; init; }

    /// <summary>Standard deviation of the rate, metres per year; null when unknown.</summary>
    public Layer? RateSigma { get; init; }

    /// <summary>Temporal coherence, a pure number from 0 to 1; null when unknown.</summary>
    public Layer? TemporalCoherence { get; init; }

    /// <summary>Which pixels are good, and why the others are not.</summary>
    public required Mask Mask { get; init; }

    /// <summary>Displacement since the first date at chosen dates, metres, positive towards the satellite; three to nine show well.</summary>
    public IReadOnlyList<CumulativeMap> Cumulative { get; init; } = [];

    /// <summary>The time functions; null where none were fitted.</summary>
    public FitSummary? Fit { get; init; }

    /// <summary>Places that move away from the satellite fastest, fastest first.</summary>
    public IReadOnlyList<ReportPlace> Sinking { get; init; } = [];

    /// <summary>Places that move towards the satellite fastest, fastest first.</summary>
    public IReadOnlyList<ReportPlace> Rising { get; init; } = [];

    /// <summary>All dates; shape (date).</summary>
    public IReadOnlyList<NetworkNode> Dates { get; init; } = [];

    /// <summary>All interferograms between them, used and dropped; shape (pair).</summary>
    public IReadOnlyList<NetworkEdge> Pairs { get; init; } = [];

    /// <summary>What motion is measured against.</summary>
    public required ReferenceSummary Reference { get; init; }

    /// <summary>Typical residual of the inversion over the good pixels, radians; NaN when unknown.</summary>
    public double ResidualRms { get; init; } = double.NaN;

    /// <summary>Corrections that were made, each as a short phrase; empty when none.</summary>
    public IReadOnlyList<string> CorrectionsMade { get; init; } = [];

    /// <summary>Disturbances that were not removed, each as a short phrase, with the run's numbers where known.</summary>
    public IReadOnlyList<string> NotCorrected { get; init; } = [];

    /// <summary>What the check of the image pairs against each other found and changed; null where it was not made.</summary>
    public ClosureSummary? Closure { get; init; }

    /// <summary>The corrections with their evidence, metres; null when none were made.</summary>
    public CorrectionRecord? Corrections { get; init; }

    /// <summary>How sure the rates are; null where it was not worked out.</summary>
    public Plumb.Processing.Uncertainties.UncertaintyRecord? Uncertainty { get; init; }

    /// <summary>The comparison with stations on the ground, metres; null where none was made.</summary>
    public Plumb.Processing.Validations.ValidationRecord? Validation { get; init; }

    /// <summary>The basins; null where they were not looked for.</summary>
    public SubsidenceSummary? Subsidence { get; init; }

    /// <summary>What motion follows; null where no driver is named.</summary>
    public AssociationSummary? Association { get; init; }

    /// <summary>What areas do; null where none are named.</summary>
    public Plumb.Processing.AreaTables.AreaRecord? Areas { get; init; }

    /// <summary>Motion along lines; null where none are named.</summary>
    public Plumb.Processing.Corridors.CorridorRecord? Corridors { get; init; }

    /// <summary>What the run and other tracks gave together, metres per year; null where none is named.</summary>
    public ComponentsSummary? Components { get; init; }

    /// <summary>How slopes are seen and which move, metres per year; null where it was not asked for.</summary>
    public SlopesSummary? Slopes { get; init; }

    /// <summary>What a reader must know before using the numbers; each a sentence; empty when nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>All settings that were in effect.</summary>
    public IReadOnlyList<ReportSetting> Settings { get; init; } = [];

    /// <summary>Where the numbers come from.</summary>
    public required ReportProvenance Provenance { get; init; }
}

/// <summary>What the check of the image pairs against each other found and changed.</summary>
/// <param name="Record">Its numbers.</param>
/// <param name="OpenBefore">Failed checks (open loops) before the correction, a count, shape (rows, columns); NaN where nothing can be checked.</param>
/// <param name="OpenAfter">Failed checks after the correction, a count, shape (rows, columns); NaN where nothing can be checked.</param>
/// <param name="Changed">Image pairs corrected by whole cycles, a count, shape (rows, columns); NaN where nothing can be checked.</param>
public sealed record ClosureSummary(Plumb.Processing.Stages.ClosureRecord Record, Layer OpenBefore, Layer OpenAfter, Layer Changed);

/// <summary>What motion follows.</summary>
/// <param name="Record">Lags: days, metres.</param>
/// <param name="Maps">Maps of the season (metres, days, pure numbers), shape (rows, columns); may be empty.</param>
public sealed record AssociationSummary(Plumb.Processing.Associations.AssociationRecord Record, IReadOnlyList<Layer> Maps);

/// <summary>The basins of a run.</summary>
/// <param name="Record">What was found: metres, metres per year.</param>
/// <param name="Outlines">Their edges in pixels.</param>
public sealed record SubsidenceSummary(Plumb.Processing.Basins.SubsidenceRecord Record, IReadOnlyList<Plumb.Web.Figures.MapOutline> Outlines);

/// <summary>What was measured with what.</summary>
/// <param name="Sensor">The instrument, with its wavelength in metres.</param>
/// <param name="Pass">Direction of flight.</param>
/// <param name="Incidence">Mean incidence angle from the vertical, degrees; NaN when unknown.</param>
/// <param name="Heading">Heading of the satellite clockwise from north, degrees; NaN when unknown.</param>
/// <param name="Products">What was read: "60 HyP3 INSAR_GAMMA products".</param>
/// <param name="PixelWidth">Width of a pixel on the ground, metres; NaN when unknown.</param>
/// <param name="PixelHeight">Height of a pixel on the ground, metres; NaN when unknown.</param>
public sealed record MeasurementSummary(
    Sensor Sensor,
    PassDirection Pass,
    double Incidence,
    double Heading,
    string Products,
    double PixelWidth,
    double PixelHeight)
{
    /// <summary>Whether the pairs are offsets in metres: they have no cycles, and the wavelength is none of a radar's.</summary>
    public bool IsOffset { get; init; }
}

/// <summary>Displacement since the first date at one date.</summary>
/// <param name="Date">The date.</param>
/// <param name="Displacement">Displacement, metres, positive towards the satellite; NaN is no-data.</param>
public sealed record CumulativeMap(DateOnly Date, Layer Displacement);

/// <summary>A place that moves more than its surroundings.</summary>
/// <param name="Row">Row, 0 at the north.</param>
/// <param name="Column">Column, 0 at the west.</param>
/// <param name="Longitude">Longitude, degrees east; NaN when unknown.</param>
/// <param name="Latitude">Latitude, degrees north; NaN when unknown.</param>
/// <param name="Rate">Rate, metres per year, positive towards the satellite.</param>
/// <param name="Sigma">Standard deviation of the rate, metres per year; NaN when unknown.</param>
/// <param name="TemporalCoherence">Temporal coherence, a pure number from 0 to 1; NaN when unknown.</param>
/// <param name="Series">Its series, metres.</param>
public sealed record ReportPlace(
    int Row,
    int Column,
    double Longitude,
    double Latitude,
    double Rate,
    double Sigma,
    double TemporalCoherence,
    SeriesData Series);

/// <summary>One reference area.</summary>
/// <param name="Row">Row of its centre, pixels, 0 at the north.</param>
/// <param name="Column">Column of its centre, pixels, 0 at the west.</param>
/// <param name="Radius">Radius, pixels.</param>
/// <param name="Longitude">Longitude, degrees east; NaN when unknown.</param>
/// <param name="Latitude">Latitude, degrees north; NaN when unknown.</param>
/// <param name="PixelCount">Number of its pixels that were used (count).</param>
/// <param name="MeanCoherence">Mean coherence of those pixels, a pure number from 0 to 1; NaN when unknown.</param>
public sealed record ReferenceArea(
    double Row,
    double Column,
    double Radius,
    double Longitude,
    double Latitude,
    int PixelCount,
    double MeanCoherence)
{
    /// <summary>Rate of its own series against the other areas, metres per year; NaN when there are no others.</summary>
    public double Rate { get; init; } = double.NaN;

    /// <summary>Standard deviation of the rate, metres per year; NaN when unknown.</summary>
    public double RateSigma { get; init; } = double.NaN;

    /// <summary>Share in the joint value, pure number; 0 where it was left out, NaN when unknown.</summary>
    public double Weight { get; init; } = double.NaN;
}

/// <summary>What motion is measured against, and why.</summary>
/// <param name="Areas">The areas; empty when unknown.</param>
/// <param name="Statistic">How their pixels become one value: "median".</param>
/// <param name="ChosenByUser">Whether a person chose them.</param>
/// <param name="Reasons">Why they were chosen, each a short sentence.</param>
public sealed record ReferenceSummary(
    IReadOnlyList<ReferenceArea> Areas,
    string Statistic,
    bool ChosenByUser,
    IReadOnlyList<string> Reasons)
{
    /// <summary>A sentence on where the reference comes from when this run did not choose it; empty when it did.</summary>
    public string Origin { get; init; } = "";
}

/// <summary>One setting that was in effect.</summary>
/// <param name="Name">Its name with the names above it: "network.max_days".</param>
/// <param name="Value">Its value as written in the settings file.</param>
/// <param name="Unit">Its unit as printed; empty for a pure number or a word.</param>
/// <param name="IsDefault">Whether it is the default.</param>
/// <param name="Reason">What it does.</param>
public sealed record ReportSetting(string Name, string Value, string Unit, bool IsDefault, string Reason);

/// <summary>Where the numbers come from.</summary>
/// <param name="SoftwareVersion">Version of Plumb.</param>
/// <param name="InputHash">Hash over all inputs.</param>
/// <param name="SettingsHash">Hash over the effective settings.</param>
/// <param name="Notes">Further facts, name and value, such as stage versions.</param>
public sealed record ReportProvenance(
    string SoftwareVersion,
    string InputHash,
    string SettingsHash,
    IReadOnlyList<(string Name, string Value)> Notes);

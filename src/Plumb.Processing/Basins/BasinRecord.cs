using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Processing.Basins;

/// <summary>What the ground is doing, as it is stored (subsidence.json). Lengths are metres, rates metres per year, areas square metres, volumes cubic metres.</summary>
public sealed record SubsidenceRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "subsidence.json";

    /// <summary>Direction that motion is given along, in words.</summary>
    public required string Axis { get; init; }

    /// <summary>What motion is relative to.</summary>
    public required string RelativeTo { get; init; }

    /// <summary>What the contrast of a basin had to pass, in standard deviations (pure number).</summary>
    public required double Threshold { get; init; }

    /// <summary>The dates that basins were tracked through (UTC).</summary>
    public IReadOnlyList<DateOnly> Epochs { get; init; } = [];

    /// <summary>The basins, numbered from 1 as in the map subsidence/basins.</summary>
    public IReadOnlyList<BasinEntry> Basins { get; init; } = [];

    /// <summary>The tracks of basins through the dates.</summary>
    public IReadOnlyList<TrackEntry> Tracks { get; init; } = [];

    /// <summary>Area of good pixels by grade of the rate: bounds in metres per year, areas in square metres.</summary>
    public IReadOnlyList<GradeEntry> Grades { get; init; } = [];

    /// <summary>The classes of damage in words, the mildest first; empty without a series.</summary>
    public IReadOnlyList<string> DamageClasses { get; init; } = [];

    /// <summary>How damage was judged, in words; empty without a series.</summary>
    public string DamageMethod { get; init; } = "";

    /// <summary>What a reader should know, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where the run has none.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static SubsidenceRecord? Read(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<SubsidenceRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>Where a basin was found.</summary>
public enum BasinSource
{
    /// <summary>In the rate.</summary>
    Rate,

    /// <summary>In the series only: it moved for too short a time to show in the rate.</summary>
    Series,
}

/// <summary>A basin with what it did.</summary>
public sealed record BasinEntry
{
    /// <summary>Where it was found.</summary>
    public required BasinSource Source { get; init; }

    /// <summary>Longitude of the deepest place, degrees.</summary>
    public required double Longitude { get; init; }

    /// <summary>Latitude of the deepest place, degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>Its measures in the rate: metres per year, square metres, cubic metres per year.</summary>
    public required Basin Rate { get; init; }

    /// <summary>Its measures in the displacement from the first to the last date: metres, square metres, cubic metres; null without a series.</summary>
    public Basin? Displacement { get; init; }

    /// <summary>Volume since the first date at each date, cubic metres, gaps left out; shape (date).</summary>
    public IReadOnlyList<double> Volumes { get; init; } = [];

    /// <summary>
    /// Mean displacement of its core (the pixels that moved at least half as much as the deepest) less that of the still ground around it at each date, metres, without what
    /// filters in time took off; shape (date). Phases are read from it.
    /// </summary>
    public IReadOnlyList<double> Core { get; init; } = [];

    /// <summary>How its place of strongest motion moves; null where that could not be told.</summary>
    public BasinAdvance? Advance { get; init; }

    /// <summary>Growth of its area over the dates that it was tracked through, square metres per year; NaN where it was not.</summary>
    public double AreaGrowth { get; init; } = double.NaN;

    /// <summary>Standard deviation of <see cref="AreaGrowth"/>, square metres per year.</summary>
    public double AreaGrowthSigma { get; init; } = double.NaN;

    /// <summary>Deformation of the ground and damage by it; null without a series.</summary>
    public DamageEntry? Damage { get; init; }

    /// <summary>Life cycle of the core; null where it was not looked for.</summary>
    public LifeEntry? Life { get; init; }
}

/// <summary>Life cycle of a basin or a place.</summary>
/// <param name="Phases">Its phases.</param>
/// <param name="Now">Phase at the last date: steady, initial, active or residual.</param>
/// <param name="LogisticCentre">Date of fastest motion of the S-curve fitted (UTC); null where the series does not tell it.</param>
/// <param name="LogisticCentreSigma">Standard deviation of that date, days; NaN where there is none.</param>
/// <param name="LogisticConstant">Constant of the S-curve, per year; NaN where there is none.</param>
/// <param name="LogisticAmplitude">Whole displacement of the S-curve, metres; NaN where there is none.</param>
public sealed record LifeEntry(
    IReadOnlyList<PhaseEntry> Phases, string Now, DateOnly? LogisticCentre, double LogisticCentreSigma, double LogisticConstant, double LogisticAmplitude);

/// <summary>A phase of a life cycle.</summary>
/// <param name="Kind">steady, initial, active, pause (between two that are active) or residual.</param>
/// <param name="From">First day (UTC).</param>
/// <param name="FromSigma">Standard deviation of that day, days; NaN at the first date.</param>
/// <param name="To">Last day (UTC).</param>
/// <param name="Rate">Rate, metres per year.</param>
/// <param name="Sigma">Standard deviation of the rate, metres per year.</param>
public sealed record PhaseEntry(string Kind, DateOnly From, double FromSigma, DateOnly To, double Rate, double Sigma);

/// <summary>A track of a basin through the dates.</summary>
/// <param name="Track">Number of the track (unit: 1).</param>
/// <param name="Basin">Number of the basin in the map that it ends in; 0 for none.</param>
/// <param name="SplitFrom">Number of the track that it split from; 0 for none.</param>
/// <param name="MergedInto">Number of the track that it merged with; 0 for none.</param>
/// <param name="Points">The basin at the dates at which it was found: metres, square metres, cubic metres.</param>
public sealed record TrackEntry(int Track, int Basin, int SplitFrom, int MergedInto, IReadOnlyList<TrackPoint> Points);

/// <summary>Area by a grade of the rate.</summary>
/// <param name="From">Least size of the rate, metres per year.</param>
/// <param name="To">Largest size, metres per year; infinite for the last grade.</param>
/// <param name="Area">Area of good pixels that move in the direction looked for at such a rate, square metres.</param>
/// <param name="SureArea">Area of those whose rate is above the lower bound by two standard deviations, square metres.</param>
public sealed record GradeEntry(double From, double To, double Area, double SureArea);

/// <summary>Deformation of the ground in a basin over the whole series, and damage by it.</summary>
/// <param name="Radius">Radius of main influence, metres.</param>
/// <param name="Tilt">Greatest tilt (pure number, metre per metre).</param>
/// <param name="TiltSigma">Its standard deviation (pure number).</param>
/// <param name="Curvature">Greatest size of a curvature, per metre (1/m).</param>
/// <param name="CurvatureSigma">Its standard deviation, per metre (1/m).</param>
/// <param name="Strain">Greatest size of a horizontal strain (pure number).</param>
/// <param name="StrainSigma">Its standard deviation by the noise of the curvature (pure number).</param>
/// <param name="Areas">Area in each class of damage, square metres; shape (class).</param>
/// <param name="SureAreas">Area that stays in the class or a worse one when tilt, curvature and strain are two standard deviations smaller, square metres; shape (class).</param>
public sealed record DamageEntry(
    double Radius, double Tilt, double TiltSigma, double Curvature, double CurvatureSigma, double Strain, double StrainSigma, IReadOnlyList<double> Areas, IReadOnlyList<double> SureAreas);

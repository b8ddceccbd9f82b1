using Plumb.Grids;
using Plumb.Processing.Fits;
using Plumb.TimeFunctions;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>What a report tells of the time functions.</summary>
public sealed record FitSummary
{
    /// <summary>What was fitted and how it was chosen.</summary>
    public required FitRecord Record { get; init; }

    /// <summary>Typical RMS of the residuals over the good pixels, metres; NaN when unknown.</summary>
    public double ResidualRms { get; init; } = double.NaN;

    /// <summary>Quantities that stand out from their noise somewhere, with their maps, and those that do not, without.</summary>
    public IReadOnlyList<FitQuantity> Quantities { get; init; } = [];

    /// <summary>Places with their series and curves.</summary>
    public IReadOnlyList<FitExample> Examples { get; init; } = [];
}

/// <summary>One quantity of the time functions over the scene.</summary>
/// <param name="Title">A few words: "Amplitude of the annual motion".</param>
/// <param name="Unit">How its values are shown.</param>
/// <param name="Median">Median of its size over the good pixels, in its own unit (metres and the like).</param>
/// <param name="Largest">Largest size but for one pixel in a thousand, in its own unit.</param>
/// <param name="Share">Share of the good pixels where it is at least three standard deviations (pure number).</param>
/// <param name="Map">The map, NaN where it is less; null where it stands out nowhere.</param>
public sealed record FitQuantity(string Title, DisplayUnit Unit, double Median, double Largest, double Share, Layer? Map);

/// <summary>A place with its series and the curve through it.</summary>
/// <param name="Label">Its number or letter in the report's tables, or a word.</param>
/// <param name="Row">Row, 0 at the north.</param>
/// <param name="Column">Column, 0 at the west.</param>
/// <param name="Why">Why it is shown: "sinks fastest".</param>
/// <param name="Series">Its series with the curve, metres.</param>
/// <param name="Model">The terms in words.</param>
/// <param name="Phases">Its phases; empty where changes were not looked for or none was found.</param>
public sealed record FitExample(string Label, int Row, int Column, string Why, SeriesData Series, string Model, IReadOnlyList<LifePhase> Phases);

namespace Plumb.TimeFunctions;

/// <summary>What changes at a change point.</summary>
public enum ChangeKind
{
    /// <summary>The rate: the motion stays continuous.</summary>
    Rate,

    /// <summary>The displacement: a step.</summary>
    Step,
}

/// <summary>Options of a search for change points.</summary>
public sealed record ChangePointOptions
{
    /// <summary>Most changes (count).</summary>
    public const int Limit = 3;

    /// <summary>What changes.</summary>
    public ChangeKind Kind { get; init; } = ChangeKind.Rate;

    /// <summary>Most changes of a pixel (count), 1 to <see cref="Limit"/>.</summary>
    public int Most { get; init; } = 2;

    /// <summary>Least number of dates (count) before, between and after changes.</summary>
    public int LeastDates { get; init; } = 4;

    /// <summary>By what the number of changes is chosen.</summary>
    public InformationCriterion Criterion { get; init; } = InformationCriterion.Bic;

    /// <summary>Weight of each date (pure number), not negative; shape (date); empty for 1.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];
}

/// <summary>
/// Where the changes of some pixels go. An empty span is not written; the others are written in full. NaN where a pixel has fewer changes, or no fit.
/// </summary>
public readonly ref struct ChangeResult
{
    /// <summary>Number of changes (count); shape (pixel).</summary>
    public Span<float> Count { get; init; }

    /// <summary>Weight of the chosen number of changes among all numbers tried, a pure number from 0 to 1; shape (pixel).</summary>
    public Span<float> Weight { get; init; }

    /// <summary>Time of each change since the first date, years, ascending; shape (change, pixel).</summary>
    public Span<float> Times { get; init; }

    /// <summary>Standard deviation of each time, years; shape (change, pixel).</summary>
    public Span<float> TimeSigma { get; init; }

    /// <summary>Size of each change: metres per year of a change of rate, metres of a step; shape (change, pixel).</summary>
    public Span<float> Sizes { get; init; }

    /// <summary>Standard deviation of each size, in its unit; shape (change, pixel).</summary>
    public Span<float> SizeSigma { get; init; }

    /// <summary>Rate before, between and after the changes, metres per year; shape (change + 1, pixel). Steps leave one rate, the first.</summary>
    public Span<float> Rates { get; init; }

    /// <summary>Standard deviation of each rate, metres per year; shape (change + 1, pixel).</summary>
    public Span<float> RateSigma { get; init; }

    /// <summary>Coefficients of the base model beside the changes, in their units; shape (coefficient, pixel).</summary>
    public Span<float> Coefficients { get; init; }

    /// <summary>Weighted sum of squared residuals, square metres (a pure number beside given standard deviations); shape (pixel).</summary>
    public Span<float> SquareSum { get; init; }

    /// <summary>Root mean square of the residuals, metres; shape (pixel).</summary>
    public Span<float> ResidualRms { get; init; }

    /// <summary>Number of dates used (count); shape (pixel).</summary>
    public Span<float> DateCount { get; init; }
}

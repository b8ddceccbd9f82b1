using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Corrections;

/// <summary>
/// What the air of the dates gives to the rate in wide waves. A rate by least squares is a weighted sum of the dates, so air that differs from date to date leaves a trend in it
/// whose size follows from the scatter of the dates: of N dates of standard deviation A one of A / sqrt(sum (t - mean)^2). No fit in time tells it from steady motion; the scene
/// does, octave by octave of its waves: where steady ground has no more trend than its dates lead to expect of air alone, it is taken for air, and the more it has, the less of it. The number of independent places behind an octave, which says how much more is chance, is told from how alike its dates look. Places that stand out of the air at
/// their own are left out. Immutable once made and safe for threads.
/// </summary>
public sealed class WideTrend : IDisposable
{
    private readonly CoarseSeries field;

    internal WideTrend(CoarseSeries field, IReadOnlyList<WideTrendBand> bands, double leftOut)
    {
        this.field = field;
        (Bands, LeftOut) = (bands, leftOut);
    }

    /// <summary>The octaves, from the shortest waves to the longest.</summary>
    public IReadOnlyList<WideTrendBand> Bands { get; }

    /// <summary>Share of the steady ground that was left out because its own trend stands out of the air (pure number).</summary>
    public double LeftOut { get; }

    /// <summary>Root mean square of the trend that is taken off, metres per year.</summary>
    public double Taken => Math.Sqrt(Bands.Sum(b => b.Share * b.Share * b.Trend * b.Trend));

    /// <summary>
    /// Variance of the trend in wide waves that is left, as a share (pure number) of that of air: of what is taken off half is counted as unknown still, for it may have been slow motion.
    /// </summary>
    public double VarianceLeft
    {
        get
        {
            var byAir = Bands.Sum(b => b.ByAir * b.ByAir);
            return byAir > 0 ? Bands.Sum(b => b.ByAir * b.ByAir * (1 - (0.5 * b.Share))) / byAir : 1;
        }
    }

    /// <summary>The trend that is taken off over a tile.</summary>
    /// <param name="tile">The tile (pixels).</param>
    /// <param name="rate">Receives it, metres per year, positive towards the satellite; shape (tile rows, row stride).</param>
    /// <param name="rowStride">Distance from one row to the next (unit: elements).</param>
    public void Evaluate(Tile tile, Span<float> rate, int rowStride) => field.Interpolate(0, tile, rate, rowStride);

    /// <summary>Finds it.</summary>
    /// <param name="series">Series over cells of steady ground, metres.</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    /// <param name="options">The options.</param>
    /// <param name="budget">The budget of the fields.</param>
    /// <exception cref="RequestException">There are too few dates or too little ground, or an option is out of its range.</exception>
    public static WideTrend Estimate(CoarseSeries series, int rows, int columns, ReadOnlySpan<double> years, WideTrendOptions options, MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(budget);
        options.Validate();
        using var fit = new WideTrendFit(series, years.ToArray(), options, budget);
        return fit.Solve(rows, columns);
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose() => field.Dispose();
}

/// <summary>One octave of waves.</summary>
/// <param name="Length">Standard deviation of the Gaussian that bounds it towards short waves, pixels.</param>
/// <param name="Trend">Root mean square of its trend over steady ground, metres per year.</param>
/// <param name="ByAir">What air alone leads to expect, from the scatter of the dates, metres per year.</param>
/// <param name="Limit">What air alone exceeds with the chance of the options, metres per year.</param>
/// <param name="Places">Number of independent places behind it (count).</param>
public sealed record WideTrendBand(double Length, double Trend, double ByAir, double Limit, double Places)
{
    /// <summary>The part of it that is taken for air (pure number): all up to the limit; beyond it the fourth power of the limit over the trend, so that strong motion stays whole.</summary>
    public double Share => Trend <= Limit ? 1 : Math.Pow(Limit / Trend, 4);
}

/// <summary>Options of the wide trend.</summary>
public sealed record WideTrendOptions
{
    /// <summary>Standard deviation of the Gaussian whose waves and longer ones count as wide, pixels.</summary>
    public required double Length { get; init; }

    /// <summary>Chance (pure number, 0 to 0.5) with which a trend of air alone is kept as motion.</summary>
    public double Chance { get; init; } = 0.01;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="RequestException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!(Length > 0))
        {
            throw new RequestException("corrections.wide_trend.smoothing is a positive length.");
        }

        if (!(Chance is > 0 and < 0.5))
        {
            throw new RequestException("corrections.wide_trend.chance lies between 0 and 0.5: the chance with which a trend of air alone is kept as motion.");
        }
    }
}

using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Fits a model to the series of many pixels by least squares. Pixels with all dates share one factorisation of the design, A = Q R: their fit is a
/// small matrix product. Pixels with missing dates or weights of their own solve Q'WQ z = Q'W x, c = R^-1 z, several side by side, with one
/// step of refinement; in the basis Q that matrix is the identity but for what is missing, so that single precision
/// keeps what matters. Covariance s^2 (A'WA)^-1 with s^2 = RSS / (n - p) (Fattahi and Amelung 2015, doi:10.1002/2015JB012419, equation 10, for all terms).
/// It takes the residuals of the dates as independent; <see cref="CoefficientOperator"/> takes any covariance.
/// <para>A plan for one model and set of dates: immutable, safe for threads; each thread brings its own scratch. A pixel's result has the same bits
/// whatever tile and lane it stands in. Allocates nothing.</para>
/// </summary>
public sealed class TimeModelFit
{
    /// <summary>Share of the information about a basis function (pure number) that must be left by the dates a pixel has; below, its terms count as not told apart.</summary>
    internal const double LeastInformation = 1e-4;

    private readonly FitEngine engine;

    /// <summary>Plans a fit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="options">Weights and how standard deviations arise; null for the defaults.</param>
    /// <exception cref="RequestException">The dates cannot tell the model's terms apart, or a weight is not possible.</exception>
    public TimeModelFit(TimeModel model, SeriesDates dates, FitOptions? options = null)
        : this(model, dates, options ?? new FitOptions(), LaneWidth.Widest)
    {
    }

    internal TimeModelFit(TimeModel model, SeriesDates dates, FitOptions options, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dates);
        model.Check(dates);
        Model = model;
        Dates = dates;
        Options = options;
        Operator = new CoefficientOperator(model, dates, options.Weights.ToArray());
        engine = FitEngine.For(this, width);
    }

    /// <summary>The model.</summary>
    public TimeModel Model { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>The options.</summary>
    public FitOptions Options { get; }

    /// <summary>The fit of pixels with all dates, as a matrix.</summary>
    public CoefficientOperator Operator { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public TileBuffer<float> CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.Lease<float>(engine.ScratchFloats, "The working memory of a fit");
    }

    /// <summary>Fits the pixels of a tile.</summary>
    /// <param name="tile">Their series, metres.</param>
    /// <param name="result">Where the results go.</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile (unit: elements).</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Fit(in FitTile tile, in FitResult result, TileBuffer<float> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        FitChecks.Check(tile, result, Dates.Count, Model.Coefficients.Count);
        if (scratch.Length < engine.ScratchFloats)
        {
            throw new ArgumentException("The scratch belongs to another plan.", nameof(scratch));
        }

        if (tile.Pixels > 0)
        {
            engine.Fit(tile, result, scratch.Span);
        }
    }
}

/// <summary>Whether spans hold what a fit reads and writes.</summary>
internal static class FitChecks
{
    public static void Check(in FitTile tile, in FitResult result, int dates, int coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Stride, tile.Pixels);
        Length(tile.Series.Length, dates, tile.Stride, tile.Pixels, nameof(tile.Series), needed: true);
        Length(tile.Sigma.Length, dates, tile.Stride, tile.Pixels, nameof(tile.Sigma));
        Length(result.Coefficients.Length, coefficients, tile.Pixels, tile.Pixels, nameof(result.Coefficients));
        Length(result.Sigma.Length, coefficients, tile.Pixels, tile.Pixels, nameof(result.Sigma));
        Length(result.Covariance.Length, coefficients * (coefficients + 1) / 2, tile.Pixels, tile.Pixels, nameof(result.Covariance));
        Length(result.ResidualRms.Length, 1, tile.Pixels, tile.Pixels, nameof(result.ResidualRms));
        Length(result.SquareSum.Length, 1, tile.Pixels, tile.Pixels, nameof(result.SquareSum));
        Length(result.DateCount.Length, 1, tile.Pixels, tile.Pixels, nameof(result.DateCount));
        Length(result.Residuals.Length, dates, tile.Pixels, tile.Pixels, nameof(result.Residuals));
        Length(result.RobustWeights.Length, dates, tile.Pixels, tile.Pixels, nameof(result.RobustWeights));
    }

    public static void Length(int length, int rows, int stride, int pixels, string name, bool needed = false)
    {
        if ((needed || length > 0) && pixels > 0 && length < ((long)(rows - 1) * stride) + pixels)
        {
            throw new ArgumentException($"{name} has {length} values, too few for {rows} x {pixels} at a stride of {stride}.", name);
        }
    }
}

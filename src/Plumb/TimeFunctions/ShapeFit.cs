using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>How far the parameters of a shape can be trusted.</summary>
public enum ShapeState : byte
{
    /// <summary>The search ended inside the bounds, and the dates tell its parameters.</summary>
    Resolved = 0,

    /// <summary>A parameter ended at its bound: the true one may lie beyond.</summary>
    AtBound = 1,

    /// <summary>The dates do not tell the parameters: the standard deviation of a logarithm is above 1, or that of a time above a quarter of the series.</summary>
    Unresolved = 2,

    /// <summary>No fit: too few dates, or they do not tell the base model's terms apart.</summary>
    None = 3,
}

/// <summary>
/// Fits a base model and one shape whose parameters are searched for each pixel: first on a grid, then from the best of it by variable projection
/// (Golub and Pereyra 1973; Kaufman 1975). Standard deviations are those of all coefficients and parameters together, from the Gauss-Newton matrix at the
/// optimum times RSS / (n - p - 1 - k). The results' rows are the base model's coefficients, the amplitude (metres), and the parameters in their units.
/// <para>A plan for one model, shape and set of dates: immutable, safe for threads; each thread brings its own scratch. Allocates nothing.</para>
/// </summary>
public sealed class ShapeFit
{
    private readonly ShapeEngine engine;

    /// <summary>Plans a fit.</summary>
    /// <param name="model">The base model; it must hold a constant for the shape to be told from an offset.</param>
    /// <param name="shape">The shape that is searched.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="weights">Weight of each date (pure number), not negative; shape (date); empty for 1.</param>
    /// <exception cref="RequestException">The dates cannot tell the base model's terms apart, or leave nothing to search.</exception>
    public ShapeFit(TimeModel model, TimeShape shape, SeriesDates dates, IReadOnlyList<double>? weights = null)
        : this(model, shape, dates, weights ?? [], LaneWidth.Widest)
    {
    }

    internal ShapeFit(TimeModel model, TimeShape shape, SeriesDates dates, IReadOnlyList<double> weights, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(dates);
        model.Check(dates);
        (Model, Shape, Dates, Weights) = (model, shape, dates, weights);
        Parameters = shape.Parameters(dates);
        engine = ShapeEngine.For(this, width);
    }

    /// <summary>The base model.</summary>
    public TimeModel Model { get; }

    /// <summary>The shape.</summary>
    public TimeShape Shape { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>The parameters and their bounds.</summary>
    public IReadOnlyList<ShapeParameter> Parameters { get; }

    /// <summary>Rows of the results (count): coefficients of the base model, amplitude, parameters.</summary>
    public int Rows => Model.Coefficients.Count + 1 + Parameters.Count;

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    internal IReadOnlyList<double> Weights { get; }

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public TileBuffer<float> CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.Lease<float>(engine.ScratchFloats, "The working memory of a search");
    }

    /// <summary>Fits the pixels of a tile.</summary>
    /// <param name="tile">Their series, metres.</param>
    /// <param name="result">Where the results go, with <see cref="Rows"/> rows of coefficients and their standard deviations.</param>
    /// <param name="states">Receives what the parameters are worth; shape (pixel), or empty.</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile (unit: elements).</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Fit(in FitTile tile, in FitResult result, Span<ShapeState> states, TileBuffer<float> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        FitChecks.Check(tile, result, Dates.Count, Rows);
        FitChecks.Length(states.Length, 1, tile.Pixels, tile.Pixels, nameof(states));
        if (scratch.Length < engine.ScratchFloats)
        {
            throw new ArgumentException("The scratch belongs to another plan.", nameof(scratch));
        }

        if (tile.Pixels > 0)
        {
            engine.Fit(tile, result, states, scratch.Span);
        }
    }
}

using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// What each date's displacement adds to each number of a fitted shape, at the parameters that a search found: the operator P = (J'J)^-1 J' of the model linearised there, J
/// the derivatives of the curve by all coefficients, the amplitude and the searched parameters together (Seber and Wild 1989, Nonlinear Regression, section 2.1).
/// It is to <see cref="ShapeFit"/> what <see cref="CoefficientOperator"/> is to a linear fit, and another for each pixel; errors C of the series make P C P' of the numbers.
/// <para>A plan for one model, shape and set of dates: immutable, safe for threads; each thread brings its own scratch. Allocates nothing.</para>
/// </summary>
public sealed class ShapeOperator
{
    private readonly ShapeOperatorEngine engine;

    /// <summary>Plans the operators.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="shape">The shape whose parameters were searched.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <exception cref="RequestException">The dates leave nothing to search.</exception>
    public ShapeOperator(TimeModel model, TimeShape shape, SeriesDates dates)
        : this(model, shape, dates, LaneWidth.Widest)
    {
    }

    internal ShapeOperator(TimeModel model, TimeShape shape, SeriesDates dates, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(dates);
        (Model, Shape, Dates) = (model, shape, dates);
        Parameters = shape.Parameters(dates);
        engine = ShapeOperatorEngine.For(this, width);
    }

    /// <summary>The base model.</summary>
    public TimeModel Model { get; }

    /// <summary>The shape.</summary>
    public TimeShape Shape { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>The parameters and their bounds.</summary>
    public IReadOnlyList<ShapeParameter> Parameters { get; }

    /// <summary>Rows of an operator (count), in the order of <see cref="ShapeFit"/>'s results: coefficients of the base model, amplitude, parameters.</summary>
    public int Rows => Model.Coefficients.Count + 1 + Parameters.Count;

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    /// <summary>Leases the working memory of one thread, <see cref="ScratchBytes"/> bytes.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public TileBuffer<float> CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.Lease<float>(engine.ScratchFloats, "The working memory of the operators of a shape");
    }

    /// <summary>Works out the operators of the pixels of a tile.</summary>
    /// <param name="pixels">Number of pixels (count).</param>
    /// <param name="found">Amplitude (metres), then the parameters in their units (days, one over years); shape (1 + parameter, pixel).</param>
    /// <param name="series">The series that was fitted, metres, of which only NaN counts: such dates were no part of the fit; shape (date, pixel).</param>
    /// <param name="operators">Receives P, in units of the row per metre; NaN where the dates do not tell the rows apart or the shape was not found; shape (row, date, pixel).</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile (unit: elements).</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Evaluate(int pixels, ReadOnlySpan<float> found, ReadOnlySpan<float> series, Span<float> operators, TileBuffer<float> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        Check(found.Length, (1 + Parameters.Count) * (long)pixels, nameof(found));
        Check(series.Length, Dates.Count * (long)pixels, nameof(series));
        Check(operators.Length, Rows * (long)Dates.Count * pixels, nameof(operators));
        Check(scratch.Length, engine.ScratchFloats, nameof(scratch));
        if (pixels > 0)
        {
            engine.Evaluate(pixels, found, series, operators, scratch.Span);
        }
    }

    private static void Check(int length, long needed, string name)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{name} has {length} values, {needed} are needed.", name);
        }
    }
}

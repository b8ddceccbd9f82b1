using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Finds when the motion of each pixel changed, how often, and how sure that is. One change and two are found by trying every date and every pair of
/// dates against the base model with running sums. For three there are two starts, the best pair with a third added and the best three of some fourteen
/// dates; from both, each of the three is tried at every date with the others fixed, twice, and the better is kept. The number is chosen by the criterion.
/// <para>A change of rate is then moved between the dates by variable projection; its standard deviation is that of least squares with the time among the
/// unknowns (Feder 1975, doi:10.1214/aos/1176342999), or that of the time when every date is weighted with its interval times
/// exp(-(RSS difference) / (2 s^2)), whichever is larger: the first alone is too small for weak changes, the second for sharp ones. A step lies anywhere between
/// two dates: its time is the middle of that interval, its standard deviation that of the time with every interval so weighted.</para>
/// <para>The criterion counts two parameters for the time and size of a change of rate and four for a step, whose time counts as three (Ninomiya 2005,
/// doi:10.1016/j.spl.2005.04.011). A plan for one model and set of dates: immutable, safe for threads; each thread brings its own
/// scratch. Allocates nothing; a pixel's result has the same bits whatever tile and lane it stands in.</para>
/// </summary>
public sealed class ChangePointFit
{
    private readonly ChangeEngine engine;

    /// <summary>Plans a search.</summary>
    /// <param name="model">The base model: constant and rate, and what else moves beside the changes, such as seasons.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="options">What changes, how often, and how it is chosen.</param>
    /// <exception cref="RequestException">The base model has no constant and plain rate, the dates cannot tell its terms apart, or an option is out of range.</exception>
    public ChangePointFit(TimeModel model, SeriesDates dates, ChangePointOptions options)
        : this(model, dates, options, LaneWidth.Widest)
    {
    }

    internal ChangePointFit(TimeModel model, SeriesDates dates, ChangePointOptions options, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(options);
        model.Check(dates);
        if (!model.Terms.Contains(new ConstantTerm()) || !model.Terms.Contains(new PolynomialTerm(1)))
        {
            throw new RequestException($"Change points are looked for beside a constant and a steady rate, but the model is: {model.Title}. Use a polynomial of degree 1 with them.");
        }

        if (options.Most is < 1 or > ChangePointOptions.Limit)
        {
            throw new RequestException($"{options.Most} changes are not possible; 1 to {ChangePointOptions.Limit} are.");
        }

        if (options.LeastDates < 2)
        {
            throw new RequestException("Fewer than two dates between changes tell no rate. Ask for two at least.");
        }

        if (dates.Count < (2 * options.LeastDates) + model.Coefficients.Count)
        {
            throw new RequestException($"{dates.Count} dates are too few to look for changes beside {model.Coefficients.Count} coefficients with {options.LeastDates} dates before and after. Switch change points off.");
        }

        (Model, Dates, Options) = (model, dates, options);
        engine = ChangeEngine.For(this, width);
    }

    /// <summary>The base model.</summary>
    public TimeModel Model { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>The options.</summary>
    public ChangePointOptions Options { get; }

    /// <summary>Number of parameters (count) that the criterion counts for a change.</summary>
    public int ParametersPerChange => Options.Kind == ChangeKind.Rate ? 2 : 4;

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public TileBuffer<float> CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.Lease<float>(engine.ScratchFloats, "The working memory of a search for changes");
    }

    /// <summary>Searches the pixels of a tile.</summary>
    /// <param name="tile">Their series, metres.</param>
    /// <param name="result">Where the results go.</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile (unit: elements).</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Fit(in FitTile tile, in ChangeResult result, TileBuffer<float> scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        FitChecks.Check(tile, default, Dates.Count, Model.Coefficients.Count);
        var (pixels, most) = (tile.Pixels, Options.Most);
        FitChecks.Length(result.Count.Length, 1, pixels, pixels, nameof(result.Count));
        FitChecks.Length(result.Weight.Length, 1, pixels, pixels, nameof(result.Weight));
        FitChecks.Length(result.Times.Length, most, pixels, pixels, nameof(result.Times));
        FitChecks.Length(result.TimeSigma.Length, most, pixels, pixels, nameof(result.TimeSigma));
        FitChecks.Length(result.Sizes.Length, most, pixels, pixels, nameof(result.Sizes));
        FitChecks.Length(result.SizeSigma.Length, most, pixels, pixels, nameof(result.SizeSigma));
        FitChecks.Length(result.Rates.Length, most + 1, pixels, pixels, nameof(result.Rates));
        FitChecks.Length(result.RateSigma.Length, most + 1, pixels, pixels, nameof(result.RateSigma));
        FitChecks.Length(result.Coefficients.Length, Model.Coefficients.Count, pixels, pixels, nameof(result.Coefficients));
        FitChecks.Length(result.SquareSum.Length, 1, pixels, pixels, nameof(result.SquareSum));
        FitChecks.Length(result.ResidualRms.Length, 1, pixels, pixels, nameof(result.ResidualRms));
        FitChecks.Length(result.DateCount.Length, 1, pixels, pixels, nameof(result.DateCount));
        if (scratch.Length < engine.ScratchFloats)
        {
            throw new ArgumentException("The scratch belongs to another plan.", nameof(scratch));
        }

        if (pixels > 0)
        {
            engine.Fit(tile, result, scratch.Span);
        }
    }
}

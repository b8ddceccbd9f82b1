using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>
/// What a solver holds the radar to have seen at each date: the series and, where the error of the elevation model is solved for, its part B e / (R sin(incidence))
/// beside it; for a stack the rate times the years. The difference of two dates predicts a pair, one that was left out too. For one thread; working memory is leased
/// once. Dispose returns it.
/// </summary>
public sealed class DatesAsSeen : IDisposable
{
    private readonly NetworkInversion? inversion;
    private readonly PairStacking? stacking;
    private readonly InversionScratch scratch;
    private readonly TileBuffer<float> seen;
    private readonly TileBuffer<float> lines;
    private readonly MaskReasons[] reasons;
    private readonly int pixels;
    private readonly double[] years;

    /// <summary>A solver that makes a series.</summary>
    /// <param name="inversion">The solver.</param>
    /// <param name="pixels">Number of pixels of a tile (count).</param>
    /// <param name="budget">The budget that working memory is leased from.</param>
    public DatesAsSeen(NetworkInversion inversion, int pixels, MemoryBudget budget)
        : this(inversion, null, pixels, budget)
    {
    }

    /// <summary>A stack, which makes a rate.</summary>
    /// <param name="stacking">The stack.</param>
    /// <param name="pixels">Number of pixels of a tile (count).</param>
    /// <param name="budget">The budget that working memory is leased from.</param>
    public DatesAsSeen(PairStacking stacking, int pixels, MemoryBudget budget)
        : this(null, stacking, pixels, budget)
    {
    }

    private DatesAsSeen(NetworkInversion? inversion, PairStacking? stacking, int pixels, MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (inversion is null && stacking is null)
        {
            throw new ArgumentNullException(nameof(inversion));
        }

        const string purpose = "Comparing solvers";
        (this.inversion, this.stacking, this.pixels) = (inversion, stacking, pixels);
        var network = (inversion ?? stacking!.System).Network;
        scratch = inversion?.CreateScratch(budget) ?? stacking!.CreateScratch(budget);
        seen = budget.Lease<float>(checked(network.Dates.Count * pixels), purpose);
        lines = budget.Lease<float>(3 * pixels, purpose);
        reasons = new MaskReasons[pixels];
        years = [.. network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / 365.25)];
    }

    /// <summary>What was seen at each date, metres along the line of sight since the first date, NaN where the solver says nothing; shape (date, pixel).</summary>
    public ReadOnlySpan<float> Seen => seen.Span;

    /// <summary>Temporal coherence (pure number) of the last solution; shape (pixel); NaN for a stack.</summary>
    public ReadOnlySpan<float> TemporalCoherence => lines.Span[..pixels];

    /// <summary>Root mean square of the residuals of the last solution, radian; shape (pixel); NaN for a stack.</summary>
    public ReadOnlySpan<float> ResidualRms => lines.Span.Slice(pixels, pixels);

    /// <summary>What the last solution says of each pixel (flags): Disconnected where its pairs fall into parts; shape (pixel); none for a stack.</summary>
    public ReadOnlySpan<MaskReasons> Reasons => reasons;

    /// <summary>What one thread leases for a solver, bytes.</summary>
    /// <param name="scratchBytes">Working memory of the solver, bytes.</param>
    /// <param name="dates">Number of dates (count).</param>
    /// <param name="pixels">Number of pixels of a tile (count).</param>
    public static long Bytes(long scratchBytes, int dates, int pixels) => scratchBytes + ((dates + 3L) * pixels * sizeof(float));

    /// <summary>Solves a tile.</summary>
    /// <param name="tile">The observations (phase in radian); a pair whose reference phase is NaN is left out.</param>
    public void Solve(in InversionTile tile)
    {
        var extra = lines.Span[(2 * pixels)..];
        if (stacking is not null)
        {
            stacking.Stack(tile, new StackingResult { Rate = extra }, scratch);
            lines.Span[..(2 * pixels)].Fill(float.NaN);
            for (var d = 0; d < years.Length; d++)
            {
                Scale(seen.Span.Slice(d * pixels, pixels), extra, (float)years[d]);
            }

            return;
        }

        var baselines = inversion!.Options.DateBaselines;
        inversion.Invert(
            tile,
            new InversionResult
            {
                Series = seen.Span,
                TemporalCoherence = lines.Span[..pixels],
                ResidualRms = lines.Span.Slice(pixels, pixels),
                Reasons = reasons,
                DemError = baselines is null ? default : extra,
            },
            scratch);
        for (var d = 1; baselines is not null && d < years.Length; d++)
        {
            AddHeight(seen.Span.Slice(d * pixels, pixels), extra, tile.HorizontalRange, (float)(baselines[d] - baselines[0]));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scratch.Dispose();
        seen.Dispose();
        lines.Dispose();
    }

    private static void Scale(Span<float> date, ReadOnlySpan<float> rate, float factor)
    {
        for (var i = 0; i < date.Length; i++)
        {
            date[i] = rate[i] * factor;
        }
    }

    private static void AddHeight(Span<float> date, ReadOnlySpan<float> height, ReadOnlySpan<float> range, float baseline)
    {
        for (var i = 0; i < date.Length; i++)
        {
            // Where dates and baselines leave the error open it was not taken off either.
            date[i] += float.IsNaN(height[i]) ? 0 : height[i] * baseline / range[i];
        }
    }
}

using Plumb.Interferograms;
using Plumb.Kernels;

namespace Plumb.Processing.Operations;

/// <summary>
/// The filter of wrapped phases as a stage calls it: one instance for each thread, made once; for each pair and band of rows <see cref="Filter"/> with the band and <see cref="Halo"/> rows
/// around it. Phases become phasors of the length of their coherence, so that ground that tells nothing does not weigh. The result does not depend on the bands. A
/// stage that unwraps the filtered phase writes the unfiltered one plus the cycles found: round((unwrapped - original) / 2 pi) whole ones.
/// </summary>
public sealed class FilterTile : IDisposable
{
    private const float LeastWeight = 0.01f;
    private readonly InterferogramFilter filter;
    private readonly int columns;
    private readonly int rows;
    private readonly TileBuffer<float> scratch;
    private readonly TileBuffer<float> pairs;
    private readonly TileBuffer<float> result;

    /// <summary>A filter with its working memory.</summary>
    /// <param name="options">The filter, such as <see cref="Configuration.FilterSettings.Options"/> gives it.</param>
    /// <param name="rows">Most rows of a band, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <param name="budget">The memory that it is leased from.</param>
    /// <exception cref="RequestException">An option lies outside its range.</exception>
    /// <exception cref="MemoryBudgetException">It does not fit; take fewer rows.</exception>
    public FilterTile(FilterOptions options, int rows, int columns, MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        filter = new InterferogramFilter(options, columns);
        (this.rows, this.columns) = (rows, columns);
        scratch = budget.Lease<float>(filter.ScratchLength(rows), "Filtering: a band");
        pairs = budget.Lease<float>(2 * (rows + (2 * filter.Halo)) * columns, "Filtering: phasors of a band");
        result = budget.Lease<float>(2 * rows * columns, "Filtering: filtered phasors of a band");
    }

    /// <summary>Rows above and below a band that its result depends on, pixels.</summary>
    public int Halo => filter.Halo;

    /// <summary>Filters the phases of a band.</summary>
    /// <param name="phase">Wrapped phase, radian, NaN for no-data: the band and, where the image has them, <see cref="Halo"/> rows above and below; shape (rows, columns).</param>
    /// <param name="coherence">Coherence of the same rows, 0 to 1 (pure number), NaN for none; shape (rows, columns). Empty: all weigh the same.</param>
    /// <param name="firstRow">Row of the image that those begin with, pixels.</param>
    /// <param name="bandFirst">First row of the band in the image, pixels.</param>
    /// <param name="filtered">Receives the filtered phase, radian from -pi to pi, NaN for no-data; shape (band rows, columns).</param>
    /// <exception cref="ArgumentException">A span is not of its shape, or the band has more rows than stated.</exception>
    public void Filter(ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int firstRow, int bandFirst, Span<float> filtered)
    {
        if (2 * phase.Length > pairs.Length || filtered.Length > rows * columns || (coherence.Length > 0 && coherence.Length != phase.Length))
        {
            throw new ArgumentException($"{phase.Length} phases and {coherence.Length} coherences do not make a band of at most {rows} rows of {columns} pixels.");
        }

        var phasors = pairs.Span[..(2 * phase.Length)];
        for (var p = 0; p < phase.Length; p++)
        {
            var weight = coherence.Length == 0 ? 1 : Math.Max(LeastWeight, float.IsNaN(coherence[p]) ? 0 : coherence[p]);
            var (sine, cosine) = MathF.SinCos(phase[p]);
            (phasors[2 * p], phasors[(2 * p) + 1]) = (weight * cosine, weight * sine);
        }

        var made = result.Span[..(2 * filtered.Length)];
        filter.Filter(phasors, filter.NeedsCoherence ? coherence : [], firstRow, bandFirst, made, scratch);

        // The scratch is free again and takes the amplitudes.
        PolarForm.Of(made, filtered, scratch.Span[..filtered.Length]);
    }

    /// <summary>Returns the working memory.</summary>
    public void Dispose()
    {
        scratch.Dispose();
        pairs.Dispose();
        result.Dispose();
    }
}

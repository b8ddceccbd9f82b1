using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Processing.Progress;

namespace Plumb.Processing.Operations;

/// <summary>What <c>plumb filter</c> is asked for.</summary>
public sealed record FilterRequest
{
    /// <summary>The complex interferogram.</summary>
    public required string Input { get; init; }

    /// <summary>The file of the filtered interferogram.</summary>
    public required string Output { get; init; }

    /// <summary>The file of the coherence, 0 to 1 (pure number); null for none.</summary>
    public string? Coherence { get; init; }

    /// <summary>Columns (unit: pixels) of flat binary files; null where the files say themselves what they are.</summary>
    public int? Width { get; init; }

    /// <summary>The filter.</summary>
    public FilterOptions Options { get; init; } = new();

    /// <summary>Whether the report keeps the wrapped phases before and after, for a picture.</summary>
    public bool KeepPhases { get; init; }

    /// <summary>Most threads (count); 0 for all cores.</summary>
    public int Threads { get; init; }
}

/// <summary>What came out of filtering a file.</summary>
/// <param name="Rows">Rows, pixels.</param>
/// <param name="Columns">Columns, pixels.</param>
/// <param name="Pixels">Pixels with data (count).</param>
/// <param name="ResiduesBefore">Residues of the interferogram (count).</param>
/// <param name="ResiduesAfter">Residues of the filtered one (count).</param>
/// <param name="Seconds">Time of all, reading and writing included, seconds.</param>
public sealed record FilterReport(int Rows, int Columns, long Pixels, long ResiduesBefore, long ResiduesAfter, double Seconds)
{
    /// <summary>Wrapped phase before, radian; null where it was not asked for.</summary>
    public PhasePreview? Before { get; init; }

    /// <summary>Wrapped phase after, radian; null where it was not asked for.</summary>
    public PhasePreview? After { get; init; }
}

/// <summary>Filters one interferogram from file to file, strip by strip.</summary>
public static class FilterFiles
{
    /// <summary>Filters.</summary>
    /// <param name="request">Files and options.</param>
    /// <param name="budget">The memory that all is leased from.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">A file is missing, wrong, or of another size; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">Not even a few rows fit into the budget.</exception>
    public static FilterReport Run(FilterRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        request.Options.Check();
        ComplexInput.RequireApart(request.Output, request.Input, request.Coherence);
        var clock = Stopwatch.StartNew();
        using var input = ComplexInput.Open(request.Input, request.Width);
        using var beside = request.Coherence is { } path ? ComplexInput.OpenBeside(path, request.Width, false, input) : null;
        var grid = input.Grid;
        var filter = new InterferogramFilter(request.Options, grid.Columns);
        var coherence = filter.NeedsCoherence ? beside : null;
        Tell(filter, beside, progress);
        var plan = RowStrips.Plan(grid.Rows, grid.Columns, filter.Halo, coherence is null ? 2 : 3, 2, filter.ScratchLength, request.Threads, budget);
        using var pairs = budget.Lease<float>(2 * plan.RowsRead * grid.Columns, "Filtering: rows of the interferogram");
        using var gamma = budget.Lease<float>(coherence is null ? 0 : plan.RowsRead * grid.Columns, "Filtering: rows of the coherence");
        using var filtered = budget.Lease<float>(2 * plan.StripRows * grid.Columns, "Filtering: rows of the result");
        var scratch = Enumerable.Range(0, plan.Threads).Select(_ => budget.Lease<float>(filter.ScratchLength(plan.BandRows), "Filtering: a band")).ToArray();
        var (before, after) = (new ResidueCount(grid.Columns), new ResidueCount(grid.Columns));
        var (shownBefore, shownAfter) = request.KeepPhases ? (new PhasePreview(grid), new PhasePreview(grid)) : (null, null);
        try
        {
            using var output = ImageRowWriter.Create(request.Output, ComplexInput.FormatOf(request.Output, input), grid, true, new RasterBand("Filtered complex interferogram", ""));
            progress.Begin("Filter", grid.Rows);
            foreach (var (first, rows, readFirst, readRows) in plan.All())
            {
                stop.ThrowIfCancellationRequested();
                input.ReadRows(readFirst, pairs.Span[..(2 * readRows * grid.Columns)]);
                coherence?.ReadRows(readFirst, gamma.Span[..(readRows * grid.Columns)]);
                plan.Bands(first, rows, scratch, (top, count, work) => filter.Filter(
                    pairs.Span[..(2 * readRows * grid.Columns)],
                    coherence is null ? [] : gamma.Span[..(readRows * grid.Columns)],
                    readFirst,
                    top,
                    filtered.Span.Slice(2 * (top - first) * grid.Columns, 2 * count * grid.Columns),
                    work));
                before.Add(pairs.Span.Slice(2 * (first - readFirst) * grid.Columns, 2 * rows * grid.Columns));
                after.Add(filtered.Span[..(2 * rows * grid.Columns)]);
                shownBefore?.Add(first, pairs.Span.Slice(2 * (first - readFirst) * grid.Columns, 2 * rows * grid.Columns));
                shownAfter?.Add(first, filtered.Span[..(2 * rows * grid.Columns)]);
                output.Write(filtered.Span[..(2 * rows * grid.Columns)]);
                progress.Advance(rows);
            }

            if (before.Pixels == 0)
            {
                throw new RequestException($"{request.Input} holds no data: every pixel is 0 or not a number. Check that it is the file meant.");
            }

            output.Complete();
        }
        finally
        {
            Array.ForEach(scratch, s => s.Dispose());
        }

        progress.End(string.Create(CultureInfo.InvariantCulture, $"{before.Residues} residues before, {after.Residues} after"));
        return new FilterReport(grid.Rows, grid.Columns, before.Pixels, before.Residues, after.Residues, clock.Elapsed.TotalSeconds) { Before = shownBefore, After = shownAfter };
    }

    private static void Tell(InterferogramFilter filter, ImageFile? coherence, IRunProgress progress)
    {
        if (filter.NeedsCoherence && coherence is null)
        {
            progress.Note("No coherence is given: it is estimated from the interferogram's phases, in 5 x 5 pixels.");
        }
        else if (!filter.NeedsCoherence && coherence is not null)
        {
            progress.Note("This filter does not look at the coherence; --coherence has no effect.");
        }
    }
}

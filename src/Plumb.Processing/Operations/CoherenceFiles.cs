using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Processing.Progress;

namespace Plumb.Processing.Operations;

/// <summary>What <c>plumb coherence</c> is asked for.</summary>
public sealed record CoherenceRequest
{
    /// <summary>The first complex image, or an interferogram.</summary>
    public required string First { get; init; }

    /// <summary>The second image; null where the first is an interferogram.</summary>
    public string? Second { get; init; }

    /// <summary>The file of the coherence, 0 to 1 (pure number).</summary>
    public required string Output { get; init; }

    /// <summary>The file of its standard deviation (pure number); null for none.</summary>
    public string? Sigma { get; init; }

    /// <summary>Columns (unit: pixels) of flat binary files; null where the files say themselves what they are.</summary>
    public int? Width { get; init; }

    /// <summary>Window and form.</summary>
    public CoherenceOptions Options { get; init; } = new();

    /// <summary>Most threads (count); 0 for all cores.</summary>
    public int Threads { get; init; }
}

/// <summary>What came out of estimating the coherence.</summary>
/// <param name="Rows">Rows, pixels.</param>
/// <param name="Columns">Columns, pixels.</param>
/// <param name="Pixels">Pixels with a coherence (count).</param>
/// <param name="Mean">Their mean coherence (pure number).</param>
/// <param name="Seconds">Time of all, reading and writing included, seconds.</param>
public sealed record CoherenceReport(int Rows, int Columns, long Pixels, double Mean, double Seconds);

/// <summary>Estimates coherence from files to a file, strip by strip.</summary>
public static class CoherenceFiles
{
    /// <summary>Estimates.</summary>
    /// <param name="request">Files and options.</param>
    /// <param name="budget">The memory that all is leased from.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">A file is missing, wrong, or of another size; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">Not even a few rows fit into the budget.</exception>
    public static CoherenceReport Run(CoherenceRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        Check(request);
        var clock = Stopwatch.StartNew();
        using var first = ComplexInput.Open(request.First, request.Width);
        using var second = request.Second is { } path ? ComplexInput.OpenBeside(path, request.Width, true, first) : null;
        var grid = first.Grid;
        var estimator = new CoherenceEstimator(request.Options, grid.Columns);
        var plan = RowStrips.Plan(grid.Rows, grid.Columns, estimator.Halo, second is null ? 2 : 4, 2, estimator.ScratchLength, request.Threads, budget);
        using var a = budget.Lease<float>(2 * plan.RowsRead * grid.Columns, "Coherence: rows of the first image");
        using var b = budget.Lease<float>(second is null ? 0 : 2 * plan.RowsRead * grid.Columns, "Coherence: rows of the second image");
        using var coherence = budget.Lease<float>(plan.StripRows * grid.Columns, "Coherence: rows of the result");
        using var sigma = budget.Lease<float>(request.Sigma is null ? 0 : plan.StripRows * grid.Columns, "Coherence: rows of the standard deviation");
        var scratch = Enumerable.Range(0, plan.Threads).Select(_ => budget.Lease<float>(estimator.ScratchLength(plan.BandRows), "Coherence: a band")).ToArray();
        var (pixels, sum) = (0L, 0.0);
        try
        {
            var format = ComplexInput.FormatOf(request.Output, first);
            using var output = ImageRowWriter.Create(request.Output, format, grid, false, new RasterBand("Coherence", ""));
            using var spread = request.Sigma is { } s ? ImageRowWriter.Create(s, ComplexInput.FormatOf(s, first), grid, false, new RasterBand("Standard deviation of the coherence", "")) : null;
            progress.Begin("Coherence", grid.Rows);
            foreach (var (top, rows, readFirst, readRows) in plan.All())
            {
                stop.ThrowIfCancellationRequested();
                var read = 2 * readRows * grid.Columns;
                first.ReadRows(readFirst, a.Span[..read]);
                second?.ReadRows(readFirst, b.Span[..read]);
                plan.Bands(top, rows, scratch, (band, count, work) => estimator.Estimate(
                    a.Span[..read],
                    second is null ? [] : b.Span[..read],
                    readFirst,
                    band,
                    coherence.Span.Slice((band - top) * grid.Columns, count * grid.Columns),
                    request.Sigma is null ? [] : sigma.Span.Slice((band - top) * grid.Columns, count * grid.Columns),
                    work));
                var done = coherence.Span[..(rows * grid.Columns)];
                Add(done, ref pixels, ref sum);
                output.Write(done);
                spread?.Write(sigma.Span[..done.Length]);
                progress.Advance(rows);
            }

            if (pixels == 0)
            {
                throw new RequestException($"No pixel of {request.First} has a coherence: {(second is null ? "it holds no data" : "the two images have no data in common")}. Check that they are the files meant.");
            }

            output.Complete();
            spread?.Complete();
        }
        finally
        {
            Array.ForEach(scratch, s => s.Dispose());
        }

        progress.End(string.Create(CultureInfo.InvariantCulture, $"mean {sum / pixels:0.000}"));
        return new CoherenceReport(grid.Rows, grid.Columns, pixels, sum / pixels, clock.Elapsed.TotalSeconds);
    }

    private static void Check(CoherenceRequest request)
    {
        request.Options.Check();
        ComplexInput.RequireApart(request.Output, request.First, request.Second, request.Sigma);
        if (request.Sigma is { } sigma)
        {
            ComplexInput.RequireApart(sigma, request.First, request.Second);
        }

        if (request.Second is null && (request.Options.Unbiased || request.Sigma is not null))
        {
            throw new RequestException("The bias and the standard deviation of a coherence are known for two images, not for an interferogram alone, which no longer has their powers. Name both images, or leave --unbiased and --sigma out.");
        }
    }

    private static void Add(ReadOnlySpan<float> values, ref long pixels, ref double sum)
    {
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                pixels++;
                sum += value;
            }
        }
    }
}

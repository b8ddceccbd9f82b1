using System.Diagnostics;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Operations;

/// <content>All methods side by side.</content>
public sealed partial class UnwrapFiles
{
    /// <summary>Unwraps one interferogram by all methods and compares them.</summary>
    /// <param name="request">Files and options; the output is a folder.</param>
    /// <param name="truth">A file of the true phase, radian, of the same size; null where it is not known.</param>
    /// <param name="budget">The memory that all is leased from.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">A file is missing, wrong, of another size, or holds nothing to unwrap; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">The image does not fit into the budget.</exception>
    public static UnwrapComparison Compare(UnwrapRequest request, string? truth, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        return new UnwrapFiles(request, budget, progress, stop).Compare(truth);
    }

    private UnwrapComparison Compare(string? truthFile)
    {
        if (truthFile is not null && !File.Exists(truthFile))
        {
            throw new RequestException($"{truthFile} does not exist. Check the path of --truth.");
        }

        if (File.Exists(request.Output))
        {
            throw new RequestException($"{request.Output} is a file; --compare writes a folder. Name one with -o DIR.");
        }

        var layers = ReadLayers(out var grid, out var isFlat);
        var truth = truthFile is null ? null : ReadBeside(truthFile, ImageSample.Real32, grid, "truth");
        Tell();
        var methods = new ClassicalMethod?[] { null }.Concat(Enum.GetValues<ClassicalMethod>().Cast<ClassicalMethod?>()).ToArray();
        budget.Claim(methods.Length * sizeof(float) * grid.PixelCount, "Unwrapping: the results of all methods");
        var image = new WrappedImage(grid.Rows, grid.Columns, layers.Phase, layers.Coherence, layers.Amplitude);
        var runs = new List<(ClassicalMethod? Method, Result Result, double Seconds, long Bytes)>();
        progress.Begin("Unwrap by all methods", methods.Length);
        foreach (var method in methods)
        {
            var memory = new MemoryBudget(Math.Max(1, budget.Bytes - budget.Leased));
            var clock = Stopwatch.StartNew();
            var result = method is { } classical ? Classical(image, classical, new float[grid.PixelCount], memory) : Statistical(image, memory);
            runs.Add((method, result, clock.Elapsed.TotalSeconds, memory.Peak));
            if (layers.Expected is { } expected)
            {
                ExpectedPhase.PutBack(result.Phase, expected);
            }

            progress.Advance(1);
        }

        progress.End($"{runs[0].Result.Residues} residues");
        var comparison = new UnwrapComparison(grid, runs[0].Result.Residues, [.. runs.Select(r => RowOf(r.Method, r.Result, r.Seconds, r.Bytes, runs[0].Result.Phase, truth))]);
        WriteAll(comparison, isFlat);
        return comparison;
    }

    private Result Statistical(WrappedImage image, MemoryBudget memory)
    {
        var options = new UnwrapOptions { Costs = request.Costs, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
        var unwrapped = PhaseUnwrapper.Unwrap(image, options, memory, null, null, stop);
        return new Result(unwrapped.Phase, [], [], unwrapped.Pixels, unwrapped.Residues, unwrapped.Regions);
    }

    private static UnwrapComparisonRow RowOf(ClassicalMethod? method, Result result, double seconds, long bytes, float[] statistical, float[]? truth)
    {
        var fringes = truth is null ? (int?)null : (int)Math.Round(truth.Where(float.IsFinite).DefaultIfEmpty().Max() / (2 * Math.PI));
        var beside = CycleAgreement.Of(statistical, result.Phase);
        var right = truth is null ? null : CycleAgreement.Of(truth, result.Phase);
        return new UnwrapComparisonRow
        {
            Method = method,
            Phase = result.Phase,
            Pixels = result.Pixels,
            Unreached = result.Unreached,
            BesideStatistical = beside,
            BesideTruth = right,
            IsWithinRange = fringes is { } f ? right!.IsWithinRange(f) : null,
            Seconds = seconds,
            WorkingBytes = bytes,
        };
    }

    private void WriteAll(UnwrapComparison comparison, bool isFlat)
    {
        Directory.CreateDirectory(request.Output);
        foreach (var row in comparison.Rows)
        {
            var path = Path.Combine(request.Output, row.Name + (isFlat ? ".unw" : ".tif"));
            ImageWriter.Write(path, isFlat ? ImageFormat.Flat : ImageFormat.GeoTiff, comparison.Grid, row.Phase, new RasterBand("Unwrapped phase, " + row.Title, "rad"));
        }

        File.WriteAllText(Path.Combine(request.Output, "comparison.csv"), comparison.Csv());
    }
}

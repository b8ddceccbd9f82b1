using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Formats.Store;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Progress;
using Plumb.Unwrapping;

namespace Plumb.Processing.Operations;

/// <summary>Unwraps one interferogram from file to file. Everything is read and checked before anything is written.</summary>
public sealed class UnwrapFiles
{
    private const int BytesPerPoint = 240;

    private const int PixelsAtOnce = 1 << 18;
    private readonly UnwrapRequest request;
    private readonly MemoryBudget budget;
    private readonly IRunProgress progress;
    private readonly CancellationToken stop;

    private UnwrapFiles(UnwrapRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        (this.request, this.budget, this.progress, this.stop) = (request, budget, progress, stop);
    }

    /// <summary>Unwraps.</summary>
    /// <param name="request">Files and options.</param>
    /// <param name="budget">The memory that all is leased from.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">A file is missing, wrong, of another size, or holds nothing to unwrap, or the memory or the disk are too small; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">The points do not fit into the budget.</exception>
    public static UnwrapReport Run(UnwrapRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        return new UnwrapFiles(request, budget, progress, stop).Run();
    }

    private UnwrapReport Run()
    {
        using var inputs = UnwrapInputs.Open(request);
        Tell();
        var options = new UnwrapOptions { Costs = request.Costs, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
        progress.Begin("Unwrap", 100);
        return request.AsPoints ? Points(inputs, options) : Raster(inputs, options);
    }

    private void Tell()
    {
        if (request.Coherence is null)
        {
            progress.Note("No coherence is given: the reliability of each difference is judged by those around it alone.");
        }
        else if (request.Looks is null)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture, $"--looks is not given: {UnwrapRequest.UsualLooks} looks are taken to be behind the coherence."));
        }
    }

    private UnwrapReport Raster(UnwrapInputs inputs, UnwrapOptions options)
    {
        var place = new UnwrapMemory(request, inputs.Rows, inputs.Columns, inputs.IsFlat, budget.Bytes);
        var memory = place.Open(budget);
        using var scratch = memory as ScratchMemory;
        if (scratch is not null)
        {
            progress.Note($"The network of {MemorySize.Format(place.Whole)} lies in a working file beside the result while it is solved.");
        }

        var done = 0;
        var gate = new Lock();
        var clock = Stopwatch.StartNew();
        using var result = PhaseUnwrapper.Unwrap(inputs, options, memory, budget, Advance, stop);
        var seconds = clock.Elapsed.TotalSeconds;
        progress.End(string.Create(CultureInfo.InvariantCulture, $"{result.Pixels} pixels, {result.Residues} residues"));
        Write(inputs, (row, count) =>
        {
            var phase = result.Phase(row, count);
            inputs.PutBack(row, count, phase);
            return phase;
        }, result.ComponentOf);
        return new UnwrapReport
        {
            Rows = inputs.Rows,
            Columns = inputs.Columns,
            Pixels = result.Pixels,
            Residues = result.Residues,
            Regions = result.Regions,
            Components = result.Components,
            Looks = options.Looks,
            Seconds = seconds,
            ScratchBytes = scratch is null ? 0 : place.Whole,
        };

        void Advance(double share)
        {
            lock (gate)
            {
                if ((int)(100 * share) is var now && now > done)
                {
                    progress.Advance(now - done);
                    done = now;
                }
            }
        }
    }

    private UnwrapReport Points(UnwrapInputs inputs, UnwrapOptions options)
    {
        var clock = Stopwatch.StartNew();
        var layers = ReadWhole(inputs);
        var pixels = Enumerable.Range(0, layers.Phase.Length).Where(p => layers.IsValid(p)).ToArray();
        budget.Claim((long)pixels.Length * BytesPerPoint, "Unwrapping: points");
        var points = new WrappedPoints(
            Array.ConvertAll(pixels, p => (double)(p % inputs.Columns)),
            Array.ConvertAll(pixels, p => (double)(p / inputs.Columns)),
            Array.ConvertAll(pixels, p => layers.Phase[p]),
            layers.Coherence is null ? null : Array.ConvertAll(pixels, p => layers.Coherence[p]));
        var unwrapped = PointUnwrapper.Unwrap(points, options, stop);
        var components = new byte[layers.Phase.Length];
        Array.Fill(layers.Phase, float.NaN);
        for (var i = 0; i < pixels.Length; i++)
        {
            (layers.Phase[pixels[i]], components[pixels[i]]) = (unwrapped.Phase[i], unwrapped.ComponentOf[i]);
        }

        inputs.PutBack(0, inputs.Rows, layers.Phase);
        progress.Advance(100);
        var seconds = clock.Elapsed.TotalSeconds;
        progress.End(string.Create(CultureInfo.InvariantCulture, $"{pixels.Length} pixels, {unwrapped.Residues} residues"));
        Write(
            inputs,
            (row, count) => layers.Phase.AsSpan(row * inputs.Columns, count * inputs.Columns),
            (row, count) => components.AsSpan(row * inputs.Columns, count * inputs.Columns));
        return new UnwrapReport
        {
            Rows = inputs.Rows,
            Columns = inputs.Columns,
            Pixels = pixels.Length,
            Residues = unwrapped.Residues,
            Regions = 1,
            Components = unwrapped.Components,
            Looks = options.Looks,
            Seconds = seconds,
        };
    }

    /// <summary>Reads the whole image into memory.</summary>
    private Layers ReadWhole(UnwrapInputs inputs)
    {
        var pixels = (long)inputs.Rows * inputs.Columns;
        if (pixels > Array.MaxLength)
        {
            throw new RequestException($"{request.Input} has {inputs.Rows} x {inputs.Columns} pixels, more than are unwrapped as points. Crop it with gdal_translate -srcwin.");
        }

        var count = 1 + (inputs.HasAmplitude ? 1 : 0) + (inputs.HasCoherence ? 1 : 0);
        budget.Claim((count * sizeof(float) * pixels) + pixels, "Unwrapping: the image");
        var layers = new Layers(new float[pixels], inputs.HasAmplitude ? new float[pixels] : null, inputs.HasCoherence ? new float[pixels] : null);
        inputs.Read(0, inputs.Rows, layers.Phase, layers.Coherence, layers.Amplitude);
        return layers;
    }

    private void Write(UnwrapInputs inputs, RowsOf<float> phase, RowsOf<byte> components)
    {
        var otherwise = inputs.IsFlat ? ImageFormat.Flat : ImageFormat.Envi;
        using var writer = ImageRowWriter.OfNumbers(request.Output, ImageWriter.FormatOf(request.Output, otherwise), inputs.Grid, new RasterBand("Unwrapped phase", "rad"));
        using var numbers = request.Components is { } path
            ? ImageRowWriter.OfBytes(path, ImageWriter.FormatOf(path, otherwise), inputs.Grid, new RasterBand("Number of the connected component, 0 for none", ""))
            : null;
        var rows = Math.Max(16, PixelsAtOnce / inputs.Columns);
        for (var row = 0; row < inputs.Rows; row += rows)
        {
            stop.ThrowIfCancellationRequested();
            var count = Math.Min(rows, inputs.Rows - row);
            writer.Write(phase(row, count));
            numbers?.Write(components(row, count));
        }

        writer.Complete();
        numbers?.Complete();
    }

    private delegate ReadOnlySpan<T> RowsOf<T>(int row, int count);

    private sealed record Layers(float[] Phase, float[]? Amplitude, float[]? Coherence)
    {
        internal bool IsValid(int p) => float.IsFinite(Phase[p]) && (Coherence is null || Coherence[p] > 0) && (Amplitude is null || (Amplitude[p] > 0 && float.IsFinite(Amplitude[p])));
    }
}

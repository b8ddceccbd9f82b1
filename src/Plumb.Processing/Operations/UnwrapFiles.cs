using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Operations;

/// <summary>Unwraps one interferogram from file to file. Everything is read and checked before anything is written.</summary>
public sealed partial class UnwrapFiles
{
    private const int BytesPerPoint = 240;
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
    /// <exception cref="RequestException">A file is missing, wrong, of another size, or holds nothing to unwrap; nothing is written.</exception>
    /// <exception cref="MemoryBudgetException">The image does not fit into the budget.</exception>
    public static UnwrapReport Run(UnwrapRequest request, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(progress);
        return new UnwrapFiles(request, budget, progress, stop).Run();
    }

    private UnwrapReport Run()
    {
        var layers = ReadLayers(out var grid, out var isFlat);
        Tell(layers);
        var options = new UnwrapOptions { Costs = request.Costs, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
        progress.Begin("Unwrap", 100);
        var clock = Stopwatch.StartNew();
        var result = request.AsPoints ? Points(layers, grid, options) : Raster(layers, grid, options);
        if (layers.Expected is { } expected)
        {
            ExpectedPhase.PutBack(result.Phase, expected);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        progress.End(string.Create(CultureInfo.InvariantCulture, $"{result.Pixels} pixels, {result.Residues} residues"));
        Write(result, grid, isFlat);
        return new UnwrapReport
        {
            Rows = grid.Rows,
            Columns = grid.Columns,
            Pixels = result.Pixels,
            Residues = result.Residues,
            Regions = result.Regions,
            Unreached = result.Unreached,
            Components = result.Components,
            Looks = options.Looks,
            Seconds = seconds,
        };
    }

    private Layers ReadLayers(out Grid grid, out bool isFlat)
    {
        if (new[] { request.Input, request.Coherence, request.Mask, request.Expected }.FirstOrDefault(f => f is not null && !File.Exists(f)) is { } missing)
        {
            throw new RequestException($"{missing} does not exist. Check the path.");
        }

        foreach (var name in new[] { request.Output, request.Components })
        {
            if (name is not null && new[] { request.Input, request.Coherence, request.Mask, request.Expected }.Any(f => f is not null && Path.GetFullPath(f) == Path.GetFullPath(name)))
            {
                throw new RequestException($"{name} is both read and written. Name another file for the result.");
            }
        }

        using var input = ImageFile.Open(request.Input, request.Width, request.Width is null ? ImageSample.Real32 : SampleOf());
        (grid, isFlat) = (input.Grid, input.IsFlat);
        var pixels = grid.PixelCount;
        if (pixels > Array.MaxLength)
        {
            throw new RequestException($"{request.Input} has {grid.Rows} x {grid.Columns} pixels, more than are unwrapped at once. Crop it with gdal_translate -srcwin.");
        }

        var layersPerPixel = 1 + (input.IsComplex ? 1 : 0) + (request.Coherence is null ? 0 : 1) + (request.Expected is null ? 0 : 1);
        budget.Claim((layersPerPixel * sizeof(float) * pixels) + pixels, "Unwrapping: the image");
        var layers = new Layers(new float[pixels]);
        if (input.IsComplex)
        {
            layers.Amplitude = new float[pixels];
            input.ReadComplex((first, pairs) => PolarForm.Of(pairs, layers.Phase.AsSpan(first, pairs.Length / 2), layers.Amplitude.AsSpan(first, pairs.Length / 2)));
        }
        else
        {
            input.ReadReal(layers.Phase);
        }

        if (request.Coherence is { } coherence)
        {
            layers.Coherence = ReadBeside(coherence, ImageSample.Real32, grid, "coherence");
            LeaveOutBelow(layers.Phase, layers.Coherence, request.MinCoherence);
        }
        else if (request.MinCoherence > 0)
        {
            throw new RequestException("--min-coherence needs the coherence: --coherence FILE.");
        }

        if (request.Mask is { } mask)
        {
            LeaveOutZeros(layers.Phase, ReadBeside(mask, MaskSample(mask, pixels), grid, "mask"));
        }

        TakeOffExpected(layers, grid);
        return layers;
    }

    private void TakeOffExpected(Layers layers, Grid grid)
    {
        if (request.Expected is not { } path)
        {
            return;
        }

        layers.Expected = ReadBeside(path, ImageSample.Real32, grid, "expected phase");
        ExpectedPhase.TakeOff(layers.Phase, layers.Expected);
        if (!layers.Phase.Any(float.IsFinite))
        {
            throw new RequestException($"No pixel has both a phase in {request.Input} and an expected phase in {path}. Check that they cover the same ground and that the expected phase is 0, not no-data, where nothing moves.");
        }
    }

    /// <summary>Type of a flat interferogram's numbers: as stated, or by its size beside that of the coherence.</summary>
    private ImageSample SampleOf()
    {
        if (request.Sample is { } stated)
        {
            return stated;
        }

        if (request.Coherence is { } coherence)
        {
            var (own, other) = (new FileInfo(request.Input).Length, new FileInfo(coherence).Length);
            return own == 2 * other ? ImageSample.Complex64
                : own == other ? ImageSample.Real32
                : throw new RequestException($"{request.Input} has {own} bytes and {coherence} has {other}: an interferogram of complex numbers is twice as long as its coherence, one of phases just as long. Check that they belong together.");
        }

        throw new RequestException($"{request.Input} may hold complex numbers or phases; nothing beside it tells which. Say --type complex64 or --type float32.");
    }

    private static ImageSample MaskSample(string mask, long pixels) =>
        new FileInfo(mask).Length == pixels ? ImageSample.Byte : ImageSample.Real32;

    private float[] ReadBeside(string path, ImageSample sample, Grid grid, string what)
    {
        using var file = ImageFile.Open(path, request.Width, sample);
        if (file.Grid.Rows != grid.Rows || file.Grid.Columns != grid.Columns)
        {
            throw new RequestException($"The {what} {path} has {file.Grid.Rows} x {file.Grid.Columns} pixels, the interferogram {request.Input} {grid.Rows} x {grid.Columns}. Bring them to one grid first.");
        }

        if (!file.Grid.Crs.IsRadar && !grid.Crs.IsRadar && file.Grid != grid)
        {
            throw new RequestException($"The {what} {path} lies elsewhere on the map than the interferogram {request.Input}, though it has as many pixels. Bring them to one grid first: gdalwarp.");
        }

        var values = new float[grid.PixelCount];
        file.ReadReal(values);
        return values;
    }

    private static void LeaveOutBelow(float[] phase, float[] coherence, double limit)
    {
        for (var p = 0; p < phase.Length; p++)
        {
            if (!(coherence[p] >= limit))
            {
                phase[p] = float.NaN;
            }
        }
    }

    private static void LeaveOutZeros(float[] phase, float[] mask)
    {
        for (var p = 0; p < phase.Length; p++)
        {
            if (mask[p] == 0 || float.IsNaN(mask[p]))
            {
                phase[p] = float.NaN;
            }
        }
    }

    private void Tell(Layers layers)
    {
        if (request.Method is not null)
        {
            return;
        }

        if (layers.Coherence is null)
        {
            progress.Note("No coherence is given: the reliability of each difference is judged by those around it alone.");
        }
        else if (request.Looks is null)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture, $"--looks is not given: {UnwrapRequest.UsualLooks} looks are taken to be behind the coherence."));
        }
    }

    private Result Raster(Layers layers, Grid grid, UnwrapOptions options)
    {
        var image = new WrappedImage(grid.Rows, grid.Columns, layers.Phase, layers.Coherence, layers.Amplitude);
        if (request.Method is { } method)
        {
            return Classical(image, method, layers.Phase, budget);
        }

        var done = 0;
        var gate = new Lock();
        var unwrapped = PhaseUnwrapper.Unwrap(image, options, budget, layers.Phase, Advance, stop);
        return new Result(unwrapped.Phase, unwrapped.ComponentOf, unwrapped.Components, unwrapped.Pixels, unwrapped.Residues, unwrapped.Regions);

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

    private Result Classical(WrappedImage image, ClassicalMethod method, float[] target, MemoryBudget memory)
    {
        var unwrapped = ClassicalUnwrapper.Unwrap(image, method, new ClassicalOptions { Quality = request.Quality, Threads = request.Threads }, memory, target, stop);
        return new Result(unwrapped.Phase, [], [], unwrapped.Pixels, unwrapped.Residues, unwrapped.Regions, unwrapped.Unreached);
    }

    private Result Points(Layers layers, Grid grid, UnwrapOptions options)
    {
        var pixels = Enumerable.Range(0, layers.Phase.Length).Where(p => layers.IsValid(p)).ToArray();
        budget.Claim((long)pixels.Length * BytesPerPoint, "Unwrapping: points");
        var points = new WrappedPoints(
            Array.ConvertAll(pixels, p => (double)(p % grid.Columns)),
            Array.ConvertAll(pixels, p => (double)(p / grid.Columns)),
            Array.ConvertAll(pixels, p => layers.Phase[p]),
            layers.Coherence is null ? null : Array.ConvertAll(pixels, p => layers.Coherence[p]));
        var unwrapped = PointUnwrapper.Unwrap(points, options, stop);
        var components = new byte[layers.Phase.Length];
        Array.Fill(layers.Phase, float.NaN);
        for (var i = 0; i < pixels.Length; i++)
        {
            (layers.Phase[pixels[i]], components[pixels[i]]) = (unwrapped.Phase[i], unwrapped.ComponentOf[i]);
        }

        progress.Advance(100);
        return new Result(layers.Phase, components, unwrapped.Components, pixels.Length, unwrapped.Residues, 1);
    }

    private void Write(Result result, Grid grid, bool isFlat)
    {
        var otherwise = isFlat ? ImageFormat.Flat : ImageFormat.Envi;
        ImageWriter.Write(request.Output, ImageWriter.FormatOf(request.Output, otherwise), grid, result.Phase, new RasterBand("Unwrapped phase", "rad"));
        if (request.Components is { } components)
        {
            ImageWriter.Write(components, ImageWriter.FormatOf(components, otherwise), grid, result.ComponentOf, new RasterBand("Number of the connected component, 0 for none", ""));
        }
    }

    private sealed record Layers(float[] Phase)
    {
        internal float[]? Amplitude { get; set; }

        internal float[]? Coherence { get; set; }

        internal float[]? Expected { get; set; }

        internal bool IsValid(int p) => float.IsFinite(Phase[p]) && (Coherence is null || Coherence[p] > 0) && (Amplitude is null || (Amplitude[p] > 0 && float.IsFinite(Amplitude[p])));
    }

    private sealed record Result(float[] Phase, byte[] ComponentOf, IReadOnlyList<UnwrappedComponent> Components, long Pixels, long Residues, int Regions, long Unreached = 0);
}

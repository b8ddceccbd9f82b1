using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;
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
        if (request.Method is null && !request.AsPoints)
        {
            return RunByRows();
        }

        var layers = ReadLayers(out var grid, out var isFlat);
        Tell();
        var options = new UnwrapOptions { Costs = request.Costs, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
        progress.Begin("Unwrap", 100);
        var clock = Stopwatch.StartNew();
        var result = request.Method is { } method
            ? Classical(new WrappedImage(grid.Rows, grid.Columns, layers.Phase, layers.Coherence, layers.Amplitude), method, layers.Phase, budget)
            : Points(layers, grid, options);
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
            Bowls = layers.Bowls,
            Steepness = layers.Steepness,
            Phase = request.KeepSteepness ? result.Phase : null,
            Looks = options.Looks,
            Seconds = seconds,
        };
    }

    private Layers ReadLayers(out Grid grid, out bool isFlat)
    {
        using var inputs = UnwrapInputs.Open(request);
        (grid, isFlat) = (inputs.Grid, inputs.IsFlat);
        var pixels = (long)grid.Rows * grid.Columns;
        if (pixels > Array.MaxLength)
        {
            throw new RequestException($"{request.Input} has {grid.Rows} x {grid.Columns} pixels, more than are unwrapped at once by this method. Crop it with gdal_translate -srcwin.");
        }

        var layersPerPixel = 1 + (inputs.HasAmplitude ? 1 : 0) + (inputs.HasCoherence ? 1 : 0) + (request.Expected is null && request.Bowl is null ? 0 : 1);
        budget.Claim((layersPerPixel * sizeof(float) * pixels) + pixels, "Unwrapping: the image");
        var layers = new Layers(new float[pixels]) { Amplitude = inputs.HasAmplitude ? new float[pixels] : null, Coherence = inputs.HasCoherence ? new float[pixels] : null };
        layers.Bowls = TakeBowlsOff(inputs);
        layers.Steepness = JudgeSteepness(inputs);
        inputs.Read(0, grid.Rows, layers.Phase, layers.Coherence, layers.Amplitude);
        layers.Expected = request.Expected is { } expected ? ReadBeside(expected, ImageSample.Real32, grid, "expected phase") : layers.Bowls.Count > 0 ? new float[pixels] : null;
        BowlSurface.Add(layers.Bowls.Select(b => b.Bowl), 0, grid.Columns, layers.Expected);
        return layers;
    }

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

    private void Tell()
    {
        if (request.Method is not null)
        {
            return;
        }

        if (request.Coherence is null)
        {
            progress.Note("No coherence is given: the reliability of each difference is judged by those around it alone.");
        }
        else if (request.Looks is null)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture, $"--looks is not given: {UnwrapRequest.UsualLooks} looks are taken to be behind the coherence."));
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

        internal IReadOnlyList<FittedBowl> Bowls { get; set; } = [];

        internal UnwrapSteepness? Steepness { get; set; }

        internal bool IsValid(int p) => float.IsFinite(Phase[p]) && (Coherence is null || Coherence[p] > 0) && (Amplitude is null || (Amplitude[p] > 0 && float.IsFinite(Amplitude[p])));
    }

    private sealed record Result(float[] Phase, byte[] ComponentOf, IReadOnlyList<UnwrappedComponent> Components, long Pixels, long Residues, int Regions, long Unreached = 0);
}

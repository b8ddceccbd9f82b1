using Plumb.Acquisitions;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Formats.Hyp3;

/// <summary>
/// Writes simulated pairs as HyP3 delivers products: a folder per pair with GeoTIFFs and a parameter text file of the true
/// names and keys. Unwrapped phase is in radians and positive when the range grows, as HyP3's and Plumb's; no-data is 0; the
/// look vector's elevation (lv_theta) is in radians above the horizontal, its orientation (lv_phi) in radians
/// counter-clockwise from east, both from the ground to the satellite; the water mask is 1 on land. A product's folder
/// gets its name only when it is whole. Safe for threads, one call per pair.
/// </summary>
public sealed class Hyp3ProductWriter
{
    /// <summary>A valid value of exactly 0, which HyP3 reads as no-data, is written as this (radians, or a pure number).</summary>
    public const float NearlyZero = 1e-12f;

    private const int Strip = 256;
    private readonly SceneSimulator simulator;
    private readonly Hyp3WriterOptions options;

    /// <summary>A writer of the products of a scene.</summary>
    /// <param name="simulator">The scene.</param>
    /// <param name="options">How products are written.</param>
    /// <exception cref="RequestException">The scene's sensor is not Sentinel-1, whose wavelength HyP3 products imply.</exception>
    public Hyp3ProductWriter(SceneSimulator simulator, Hyp3WriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(options);
        if (Math.Abs(simulator.Scene.Sensor.Wavelength - Sensor.Sentinel1.Wavelength) > 1e-6)
        {
            throw new RequestException(FormattableString.Invariant(
                $"Scene: sensor.wavelength is {simulator.Scene.Sensor.Wavelength} m, but HyP3 products are of Sentinel-1, {Sensor.Sentinel1.Wavelength} m. Leave the entry out, or write a MintPy stack (--mintpy)."));
        }

        this.simulator = simulator;
        this.options = options;
    }

    /// <summary>Name of the product of a pair, also of its folder.</summary>
    /// <param name="pair">Index of the pair.</param>
    public string NameOf(int pair) => Hyp3ParameterText.Name(simulator, pair, options.Kind);

    /// <summary>Writes the product of one pair.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="folder">Folder that gets the product's folder; one of the same name is replaced.</param>
    /// <param name="cancel">Stops the writing; nothing of the product is left then.</param>
    /// <returns>The product's folder.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public string Write(int pair, string folder, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var name = NameOf(pair);
        var target = Path.Combine(folder, name);
        var part = Path.Combine(folder, "." + name + ".part");
        Remove(part);
        try
        {
            Directory.CreateDirectory(part);
            WriteMeasurement(pair, Path.Combine(part, name), cancel);
            WriteBytes(Path.Combine(part, name + "_water_mask.tif"), "Water mask, 1 on land", simulator.WaterMask, cancel);
            if (pair == 0 || options.GeometryInEveryProduct)
            {
                WriteGeometry(Path.Combine(part, name), cancel);
            }

            File.WriteAllText(Path.Combine(part, name + ".txt"), Hyp3ParameterText.Content(simulator, pair, options.Kind));
            Remove(target);
            Directory.Move(part, target);
            return target;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{target} cannot be written: {e.Message}", e);
        }
        finally
        {
            Remove(part);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Wrap(Span<float> phases)
    {
        foreach (ref var value in phases)
        {
            value = (float)Math.IEEERemainder(value, 2 * Math.PI);
        }
    }

    private static void ToNoData(Span<float> values)
    {
        foreach (ref var value in values)
        {
            value = float.IsNaN(value) ? 0f : value == 0f ? NearlyZero : value;
        }
    }

    private void WriteMeasurement(int pair, string stem, CancellationToken cancel)
    {
        var isWrapped = simulator.Scene.Unwrapping.Wrapped;
        using var phase = RasterWriter.Create(
            stem + (isWrapped ? "_wrapped_phase.tif" : "_unw_phase.tif"), simulator.Grid, Real(isWrapped ? "Wrapped phase" : "Unwrapped phase", "radian"));
        using var coherence = RasterWriter.Create(stem + "_corr.tif", simulator.Grid, Real("Coherence", ""));
        using var component = options.Kind == Hyp3ProductKind.IsceBurst && !isWrapped
            ? RasterWriter.Create(stem + "_conncomp.tif", simulator.Grid, Bytes("Connected component"))
            : null;
        var most = Math.Min(Strip, simulator.Grid.Rows) * simulator.Grid.Columns;
        var (phases, coherences, components) = (new float[most], new float[most], new byte[most]);
        foreach (var tile in Tile.Cover(simulator.Grid.Rows, simulator.Grid.Columns, Strip, simulator.Grid.Columns))
        {
            cancel.ThrowIfCancellationRequested();
            var n = tile.PixelCount;
            simulator.Interferogram(pair, tile, phases.AsSpan(0, n), coherences.AsSpan(0, n), components.AsSpan(0, n));
            if (isWrapped)
            {
                Wrap(phases.AsSpan(0, n));
            }

            ToNoData(phases.AsSpan(0, n));
            ToNoData(coherences.AsSpan(0, n));
            phase.Write(1, tile, phases.AsSpan(0, n));
            coherence.Write(1, tile, coherences.AsSpan(0, n));
            component?.Write(1, tile, components.AsSpan(0, n));
        }

        phase.Complete();
        coherence.Complete();
        component?.Complete();
    }

    private void WriteGeometry(string stem, CancellationToken cancel)
    {
        WriteReal(stem + "_dem.tif", "Height of the elevation model", "metre", simulator.Height, cancel);
        WriteReal(stem + "_lv_theta.tif", "Elevation of the look vector", "radian", Elevation, cancel);
        WriteReal(stem + "_lv_phi.tif", "Orientation of the look vector", "radian", Orientation, cancel);
        if (options.Kind == Hyp3ProductKind.Gamma)
        {
            WriteReal(stem + "_inc_map.tif", "Local incidence", "radian", simulator.LocalIncidence, cancel);
            WriteReal(stem + "_inc_map_ell.tif", "Incidence on the ellipsoid", "radian", simulator.Incidence, cancel);
        }
    }

    private void Elevation(Tile tile, Span<float> values)
    {
        simulator.Incidence(tile, values);
        foreach (ref var value in values)
        {
            value = (MathF.PI / 2f) - value;
        }
    }

    private void Orientation(Tile tile, Span<float> values) => values.Fill((float)simulator.View.Orientation);

    private void WriteReal(string path, string title, string unit, TileSource<float> source, CancellationToken cancel)
    {
        using var writer = RasterWriter.Create(path, simulator.Grid, Real(title, unit));
        var values = new float[Math.Min(Strip, simulator.Grid.Rows) * simulator.Grid.Columns];
        foreach (var tile in Tile.Cover(simulator.Grid.Rows, simulator.Grid.Columns, Strip, simulator.Grid.Columns))
        {
            cancel.ThrowIfCancellationRequested();
            var part = values.AsSpan(0, tile.PixelCount);
            source(tile, part);
            ToNoData(part);
            writer.Write(1, tile, part);
        }

        writer.Complete();
    }

    private void WriteBytes(string path, string title, TileSource<byte> source, CancellationToken cancel)
    {
        using var writer = RasterWriter.Create(path, simulator.Grid, Bytes(title));
        var values = new byte[Math.Min(Strip, simulator.Grid.Rows) * simulator.Grid.Columns];
        foreach (var tile in Tile.Cover(simulator.Grid.Rows, simulator.Grid.Columns, Strip, simulator.Grid.Columns))
        {
            cancel.ThrowIfCancellationRequested();
            source(tile, values.AsSpan(0, tile.PixelCount));
            writer.Write(1, tile, values.AsSpan(0, tile.PixelCount));
        }

        writer.Complete();
    }

    private RasterOptions Real(string title, string unit) => new()
    {
        Type = RasterType.Real32,
        Bands = [new RasterBand(title, unit)],
        NoData = 0,
        TileSize = Strip,
        CompressionLevel = options.CompressionLevel,
        Predictor = false,
    };

    private RasterOptions Bytes(string title) => new()
    {
        Type = RasterType.Byte,
        Bands = [new RasterBand(title, "")],
        NoData = null,
        TileSize = Strip,
        CompressionLevel = options.CompressionLevel,
        Predictor = false,
    };

    private delegate void TileSource<T>(Tile tile, Span<T> values);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Plumb.Formats.Gdal;
using Plumb.Formats.Hyp3;
using Plumb.Formats.MintPy;
using Plumb.Formats.Store;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Formats.Simulation;

/// <summary>How far the writing of a scene has come.</summary>
/// <param name="Done">Files of truth and products written, a pure number.</param>
/// <param name="Total">All of them, a pure number.</param>
/// <param name="What">What was written last.</param>
public readonly record struct SimulationProgress(int Done, int Total, string What);

/// <summary>In which form the products of a scene are written.</summary>
public enum SceneProducts
{
    /// <summary>A folder a pair, as HyP3 delivers them; Sentinel-1 alone.</summary>
    Hyp3,

    /// <summary>One stack in MintPy's files; any wavelength.</summary>
    MintPy,

    /// <summary>A GeoTIFF of offsets in metres a pair, and one of their correlation.</summary>
    Offsets,
}

/// <summary>
/// Writes a whole scene: products as HyP3 delivers them or as a stack of MintPy under <c>products</c>, the truth behind them under <c>truth</c>,
/// and the scene's GNSS stations and concessions (<see cref="SceneSurroundings"/>). Every file gets its name only when it is whole. The bytes do not depend on the number of threads.
/// </summary>
public sealed class SimulationWriter
{
    private const int Strip = 256;
    private readonly SceneSimulator simulator;
    private readonly Hyp3ProductWriter? products;
    private readonly OffsetSceneWriter? offsets;
    private readonly Hyp3WriterOptions options;
    private readonly int threads;

    /// <summary>A writer.</summary>
    /// <param name="simulator">The scene.</param>
    /// <param name="options">How products are written.</param>
    /// <param name="threads">Number of threads (pure number), at least 1.</param>
    /// <param name="form">In which form the products are written.</param>
    /// <exception cref="RequestException">The scene cannot be written as HyP3 products.</exception>
    /// <param name="offsetSigma">Standard deviation of the offsets at a correlation of 0.71, metres; with <see cref="SceneProducts.Offsets"/>.</param>
    public SimulationWriter(SceneSimulator simulator, Hyp3WriterOptions options, int threads, SceneProducts form = SceneProducts.Hyp3, double offsetSigma = 0.05)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (form == SceneProducts.MintPy && simulator.Scene.Unwrapping.Wrapped)
        {
            throw new RequestException("Scene: unwrapping.wrapped is true, but a MintPy stack holds unwrapped phase. Write HyP3 products (leave --mintpy out), or leave the entry out.");
        }

        (this.simulator, this.options, this.threads) = (simulator, options, threads);
        products = form == SceneProducts.Hyp3 ? new Hyp3ProductWriter(simulator, options) : null;
        offsets = form == SceneProducts.Offsets ? new OffsetSceneWriter(simulator, offsetSigma) : null;
    }

    /// <summary>Writes products and truth.</summary>
    /// <param name="folder">The folder; made when it does not exist.</param>
    /// <param name="progress">Told after each product and each file of truth, from any thread, one call at a time; may be null.</param>
    /// <param name="cancel">Stops the writing between strips of rows.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was stopped; whole products and files stay.</exception>
    public void Write(string folder, Action<SimulationProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var truth = Path.Combine(folder, "truth");
        var work = Truth(truth, cancel);
        work.AddRange(new SceneSurroundings(simulator).Work(folder));
        var productFolder = Path.Combine(folder, "products");
        for (var pair = 0; products is not null && pair < simulator.Network.Pairs.Count; pair++)
        {
            var index = pair;
            work.Add((products.NameOf(index), () => products.Write(index, productFolder, cancel)));
        }

        for (var pair = 0; offsets is not null && pair < simulator.Network.Pairs.Count; pair++)
        {
            work.Add(offsets.Pair(pair, productFolder, cancel));
        }

        try
        {
            Directory.CreateDirectory(truth);
            Directory.CreateDirectory(productFolder);
            offsets?.WriteSidecar(productFolder);
            if (simulator.Scene.Gnss.Stations.Count > 0)
            {
                Directory.CreateDirectory(Path.Combine(folder, SceneSurroundings.StationFolder));
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new RequestException($"{folder} cannot be made a folder of products: {e.Message} Choose another folder.", e);
        }

        var pairs = products is null && offsets is null ? simulator.Network.Pairs.Count : 0;
        Run(work, work.Count + pairs, progress, cancel);
        if (pairs > 0)
        {
            var done = work.Count;
            new MintPySceneWriter(simulator, threads).Write(
                productFolder, pair => progress?.Invoke(new SimulationProgress(++done, work.Count + pairs, pair)), cancel);
        }
    }

    private void Run(List<(string What, Action Write)> work, int total, Action<SimulationProgress>? progress, CancellationToken cancel)
    {
        var done = 0;
        var gate = new Lock();
        // One after the other, so that neighbouring pairs share the delay fields of their dates.
        var ordered = System.Collections.Concurrent.Partitioner.Create(work, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(ordered, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, item =>
            {
                item.Write();
                lock (gate)
                {
                    progress?.Invoke(new SimulationProgress(++done, total, item.What));
                }
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private List<(string What, Action Write)> Truth(string folder, CancellationToken cancel)
    {
        var work = new List<(string, Action)>
        {
            ("acquisitions.csv", () => WriteText(Path.Combine(folder, "acquisitions.csv"), Acquisitions())),
            ("pairs.csv", () => WriteText(Path.Combine(folder, "pairs.csv"), Pairs())),
            ("unwrapping_errors.csv", () => WriteText(Path.Combine(folder, "unwrapping_errors.csv"), Errors())),
        };
        void Add(string name, string title, string unit, string sign, TileSource source) =>
            work.Add((name + ".tif", () => WriteReal(Path.Combine(folder, name + ".tif"), title, unit, sign, source, cancel)));

        Add("rate", "True rate along the line of sight", "m/year", "positive towards the satellite", simulator.Rate);
        if (simulator.Scene.Unwrapping.Method != SceneUnwrappingMethod.None)
        {
            Add("wrong_pairs", "Number of pairs whose unwrapped phase is wrong by whole cycles, planted errors aside", "count", "none", simulator.WrongPairs);
        }

        if (simulator.Scene.Track > 0)
        {
            var components = new SceneComponents(simulator.Scene, simulator.Network.Dates);
            Add("east_rate", "True rate to the east", "m/year", "positive eastwards", (t, v) => components.Rate(t).East.CopyTo(v));
            Add("north_rate", "True rate to the north", "m/year", "positive northwards", (t, v) => components.Rate(t).North.CopyTo(v));
            Add("up_rate", "True rate upwards", "m/year", "positive upwards", (t, v) => components.Rate(t).Up.CopyTo(v));
        }

        Add("dem_error", "True height minus height of the elevation model", "m", "positive upwards", simulator.DemError);
        work.Add(("land_cover.tif", () => WriteCover(Path.Combine(folder, "land_cover.tif"), cancel)));
        for (var date = 0; date < simulator.Network.Dates.Count; date++)
        {
            var index = date;
            var day = simulator.Network.Dates[date].ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            Add("displacement_" + day, "True displacement along the line of sight since the first date", "m", "positive towards the satellite", (t, v) => simulator.Displacement(index, t, v));
            Add("atmosphere_" + day, "Delay in the atmosphere along the line of sight", "m", "positive lengthens the path", (t, v) => simulator.Atmosphere(index, t, v));
            Add("orbit_ramp_" + day, "Plane left by the orbit along the line of sight", "m", "positive lengthens the path", (t, v) => simulator.OrbitRamp(index, t, v));
        }

        return work;
    }

    private string Acquisitions()
    {
        var text = new StringBuilder("date,perpendicular_baseline_m\n");
        foreach (var acquisition in simulator.Acquisitions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{acquisition.Date:yyyy-MM-dd},{acquisition.Perpendicular:0.0000}\n");
        }

        return text.ToString();
    }

    private string Pairs()
    {
        var text = new StringBuilder("first,second,days,perpendicular_baseline_m,product\n");
        for (var pair = 0; pair < simulator.Network.Pairs.Count; pair++)
        {
            var dates = simulator.Network.Pairs[pair];
            text.Append(CultureInfo.InvariantCulture, $"{dates.First:yyyy-MM-dd},{dates.Second:yyyy-MM-dd},{dates.Days},{simulator.BaselineOf(pair).Perpendicular:0.0000},{products?.NameOf(pair) ?? dates.ToString()}\n");
        }

        return text.ToString();
    }

    private string Errors()
    {
        var text = new StringBuilder("first,second,row,column,radius_pixels,cycles,component,first_lobe_rad,second_lobe_rad\n");
        foreach (var error in simulator.UnwrappingErrors)
        {
            text.Append(CultureInfo.InvariantCulture, $"{error.Pair.First:yyyy-MM-dd},{error.Pair.Second:yyyy-MM-dd},{error.Row:0.000},{error.Column:0.000},{error.Radius:0.000},{error.Cycles},{error.Component},{error.FirstLobe:0.0000},{error.SecondLobe:0.0000}\n");
        }

        return text.ToString();
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), Durability.Synced);

    private void WriteReal(string path, string title, string unit, string sign, TileSource source, CancellationToken cancel)
    {
        using var writer = RasterWriter.Create(path, simulator.Grid, new RasterOptions
        {
            Bands = [new RasterBand(title, unit)],
            TileSize = Strip,
            CompressionLevel = options.CompressionLevel,
            Metadata = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new("SIGN", sign), new("UNIT", unit), new KeyValuePair<string, string>("TITLE", title)]),
        });
        var values = new float[Math.Min(Strip, simulator.Grid.Rows) * simulator.Grid.Columns];
        foreach (var tile in Tile.Cover(simulator.Grid.Rows, simulator.Grid.Columns, Strip, simulator.Grid.Columns))
        {
            cancel.ThrowIfCancellationRequested();
            source(tile, values.AsSpan(0, tile.PixelCount));
            writer.Write(1, tile, values.AsSpan(0, tile.PixelCount));
        }

        writer.Complete();
    }

    private void WriteCover(string path, CancellationToken cancel)
    {
        var names = simulator.Scene.Decorrelation.Classes.Select((c, k) => new KeyValuePair<string, string>(FormattableString.Invariant($"CLASS_{k:000}"), c.Name));
        using var writer = RasterWriter.Create(path, simulator.Grid, new RasterOptions
        {
            Type = RasterType.Byte,
            NoData = null,
            Bands = [new RasterBand("Land cover; 255 is water", "")],
            TileSize = Strip,
            CompressionLevel = options.CompressionLevel,
            Metadata = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, names),
        });
        var values = new byte[Math.Min(Strip, simulator.Grid.Rows) * simulator.Grid.Columns];
        foreach (var tile in Tile.Cover(simulator.Grid.Rows, simulator.Grid.Columns, Strip, simulator.Grid.Columns))
        {
            cancel.ThrowIfCancellationRequested();
            simulator.LandCover(tile, values.AsSpan(0, tile.PixelCount));
            writer.Write(1, tile, values.AsSpan(0, tile.PixelCount));
        }

        writer.Complete();
    }

    private delegate void TileSource(Tile tile, Span<float> values);
}

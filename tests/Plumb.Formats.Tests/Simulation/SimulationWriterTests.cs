using System.Diagnostics.CodeAnalysis;
using Plumb.Formats.Gdal;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Products;
using Plumb.Formats.Simulation;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Formats.Tests.Simulation;

public sealed class SimulationWriterTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "plumb-simulation-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Scene Small() => Scene.SmallMine() with
    {
        Grid = new() { Rows = 300, Columns = 70, Step = 40 },
        Dates = new() { Count = 4 },
        Gaps = new() { BlockShare = 0.1 },
    };

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    [InlineData(24, 0)]
    [InlineData(6, 5)]
    public void A_scene_has_one_track_whatever_the_days_between_its_dates(int interval, double secondSatellite)
    {
        var scene = Small() with { Grid = new() { Rows = 20, Columns = 20 }, Dates = new() { Count = 6, IntervalDays = interval }, Orbit = new() { SecondSatelliteMillimetres = secondSatellite } };
        new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions { Kind = Hyp3ProductKind.Gamma }, 2).Write(folder);
        var tracks = new Hyp3Family().Detect(List(Path.Combine(folder, "products"))).Products.Select(p => p.Track).Distinct();
        Assert.InRange(Assert.Single(tracks), 1, 175);
    }

    [Theory]
    [InlineData(Hyp3ProductKind.Gamma)]
    [InlineData(Hyp3ProductKind.IsceBurst)]
    public void Products_are_read_back_as_they_were_made(Hyp3ProductKind kind)
    {
        var simulator = new SceneSimulator(Small());
        var options = new Hyp3WriterOptions { Kind = kind };
        var told = new List<SimulationProgress>();
        new SimulationWriter(simulator, options, 2).Write(folder, told.Add);
        Assert.Equal(told[^1].Total, told[^1].Done);

        var found = new Hyp3Family().Detect(List(Path.Combine(folder, "products")));
        Assert.Empty(found.Findings);
        Assert.Equal(simulator.Network.Pairs, found.Products.Select(p => p.Pair));
        for (var pair = 0; pair < found.Products.Count; pair++)
        {
            var product = found.Products[pair];
            var n = (int)simulator.Grid.PixelCount;
            var (phase, coherence, component) = (new float[n], new float[n], new byte[n]);
            simulator.Interferogram(pair, simulator.Grid.Whole, phase, coherence, component);
            AssertSame(phase, Read(product.Unwrapped));
            AssertSame(coherence, Read(product.Coherence));
            Assert.Equal(simulator.Grid, product.Unwrapped.Grid);
            Assert.Equal(simulator.BaselineOf(pair).Perpendicular, product.Baseline.Perpendicular, 1e-4);
            Assert.Equal(simulator.View.Heading, product.Heading, 1e-8);
            Assert.Equal(37 * Math.PI / 180, product.IncidenceAtCentre, 1e-6);
            Assert.Equal(9.3, product.Looks.Effective, 0.1);
            Assert.Equal(kind == Hyp3ProductKind.IsceBurst, product.Components is not null);
        }

        var incidence = new float[simulator.Grid.PixelCount];
        simulator.Incidence(simulator.Grid.Whole, incidence);
        AssertSame(incidence, Read(found.Geometry.Incidence), 1e-6f);
        Assert.True(Read(found.Geometry.Heading).Max(h => Math.Abs(Math.IEEERemainder(h - simulator.View.Heading, 2 * Math.PI))) < 1e-5);
        var height = new float[simulator.Grid.PixelCount];
        simulator.Height(simulator.Grid.Whole, height);
        AssertSame(height, Read(found.Geometry.Height));
    }

    [Fact]
    public void A_bowl_is_read_as_sinking()
    {
        var simulator = new SceneSimulator(Scene.Bowl());
        new SimulationWriter(simulator, new Hyp3WriterOptions { GeometryInEveryProduct = false }, 1).Write(folder);
        var found = new Hyp3Family().Detect(List(Path.Combine(folder, "products")));
        var product = found.Products[0];
        var phase = Read(product.Unwrapped);
        Assert.DoesNotContain(phase, float.IsNaN);
        using var truth = GdalDataset.Open(Path.Combine(folder, "truth", "displacement_20220115.tif"));
        var displacement = new float[96 * 96];
        truth.Read(1, new Tile(0, 0, 96, 96), displacement);
        Assert.True(displacement.Min() < -0.02f);
        for (var i = 0; i < phase.Length; i++)
        {
            Assert.Equal(displacement[i], phase[i] * product.Sensor!.MetresPerRadian, 1e-6);
        }

        Assert.Equal("positive towards the satellite", truth.Metadata()["SIGN"]);
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "products"), "*_dem.tif", SearchOption.AllDirectories));
    }

    [Fact]
    public void Names_and_keys_are_those_of_real_products()
    {
        var simulator = new SceneSimulator(Small());
        foreach (var (kind, contract) in new[] { (Hyp3ProductKind.Gamma, "S1AC_"), (Hyp3ProductKind.IsceBurst, "S1_056072_") })
        {
            var writer = new Hyp3ProductWriter(simulator, new Hyp3WriterOptions { Kind = kind });
            var name = Path.GetFileName(writer.Write(0, folder));
            Assert.NotNull(Hyp3Name.TryParse(name));
            var real = RealParameters(contract);
            Assert.SkipUnless(real is not null, "The real HyP3 parameter files (shared/data/hyp3_contract) are not there.");
            var keys = File.ReadLines(Path.Combine(folder, name, name + ".txt")).Select(l => l[..l.IndexOf(": ", StringComparison.Ordinal)]).ToArray();
            // The same keys in the same order; real ones have some more about the reference point and the radar's own image.
            Assert.Equal(keys, real.Where(keys.Contains));
            Assert.Contains("Baseline", keys);
        }
    }

    [Fact]
    public void Bytes_do_not_depend_on_threads()
    {
        new SimulationWriter(new SceneSimulator(Small()), new Hyp3WriterOptions(), 1).Write(Path.Combine(folder, "one"));
        new SimulationWriter(new SceneSimulator(Small(), 1), new Hyp3WriterOptions(), 3).Write(Path.Combine(folder, "three"));
        var files = Directory.GetFiles(Path.Combine(folder, "one"), "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 50);
        foreach (var file in files)
        {
            var other = Path.Combine(folder, "three", Path.GetRelativePath(Path.Combine(folder, "one"), file));
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(other)), file);
        }
    }

    [Fact]
    public void Stopped_writing_leaves_only_whole_products()
    {
        var simulator = new SceneSimulator(Small());
        using var stop = new CancellationTokenSource();
        var products = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new SimulationWriter(simulator, new Hyp3WriterOptions(), 1).Write(
            folder,
            p =>
            {
                if (p.What.StartsWith("S1", StringComparison.Ordinal) && ++products == 2)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(folder, "products")).Length);
        Assert.Empty(Directory.GetFileSystemEntries(folder, "*.part", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
    }

    [Fact]
    public void Another_wavelength_and_an_impossible_folder_are_refused()
    {
        var scene = Small() with { Sensor = new() { Wavelength = 0.2424 } };
        Assert.Contains("sensor.wavelength", Assert.Throws<RequestException>(() => new Hyp3ProductWriter(new SceneSimulator(scene), new Hyp3WriterOptions())).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var writer = new SimulationWriter(new SceneSimulator(Small()), new Hyp3WriterOptions(), 1);
        Assert.Throws<RequestException>(() => writer.Write(Path.Combine(folder, "file")));
    }

    private static List<string>? RealParameters(string start)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Plumb.slnx")))
            {
                var data = Path.Combine(at.FullName, "..", "shared", "data", "hyp3_contract", "product_metadata");
                var file = Directory.Exists(data) ? Directory.GetFiles(data, start + "*.txt").FirstOrDefault() : null;
                return file is null ? null : [.. File.ReadLines(file).Select(l => l[..l.IndexOf(": ", StringComparison.Ordinal)])];
            }
        }

        return null;
    }

    private static FolderListing List(string root) =>
        new([root], [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]);

    private static float[] Read([NotNull] IRasterSource? source)
    {
        Assert.NotNull(source);
        var values = new float[source.Grid.PixelCount];
        using var reader = source.Open();
        reader.Read(source.Grid.Whole, values);
        return values;
    }

    private static void AssertSame(float[] expected, float[] actual, float tolerance = 1e-11f)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                float.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"pixel {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}

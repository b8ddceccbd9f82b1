using Plumb.Formats.GeoTiff;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Products;
using Plumb.Formats.Simulation;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Truth;

/// <summary>Offsets in metres through the whole chain: unit, sign and standard deviation against the truth of the scene, and what is refused.</summary>
public sealed class OffsetTests : IDisposable
{
    private const double Sigma = 0.01;
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-offsets-").FullName;

    private string Products => Path.Combine(folder, "products");

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Rate_and_series_are_those_of_the_truth_within_their_standard_deviations(int seed)
    {
        var simulator = Write(seed);
        using var run = new RunFolder(Products);
        var said = run.Run("--until", "publish").Expect(0, "offsets have no cycles: nothing to close");
        Assert.NotNull(said);
        var results = run.Results();
        Assert.True(results.Stack.IsOffset);
        Assert.False(run.Store().Exists(StorePaths.Aliasing));
        Assert.False(results.IsCorrected);

        var rate = LayerGeoTiff.Read(Path.Combine(run.Out, "maps", "rate.tif"));
        Assert.Equal((Unit.MetrePerYear, Sign.TowardsSatellite), (rate.Description.Unit, rate.Description.Sign));
        var truth = TruthComparison.Of(results, simulator);
        Assert.True(truth.Pixels > 10_000, $"{truth.Pixels} good pixels");
        Assert.InRange(truth.DeepestFound / truth.DeepestTruth, 0.8, 1.2);
        var sigmas = SigmaComparison.Of(results, simulator)!;
        Assert.InRange(sigmas.RateWithinOne, 0.62, 0.76);
        Assert.InRange(sigmas.RateWithinTwo, 0.92, 0.98);
        Assert.InRange(sigmas.SeriesWithinOne, 0.62, 0.76);
        Assert.InRange(sigmas.SeriesWithinTwo, 0.92, 0.98);
    }

    [Fact]
    public void Offsets_along_the_flight_say_so_in_their_maps_and_have_no_report()
    {
        Write(7);
        using var range = new RunFolder(Products);
        range.Done("--until", "publish");
        Replace("observation: offset\npositive: away_from_satellite", "observation: along_track_offset\npositive: along_flight");
        using var run = new RunFolder(Products);
        run.Run().Expect(0, "no report: it is about the line of sight");
        var (along, away) = (LayerGeoTiff.Read(Path.Combine(run.Out, "maps", "rate.tif")), LayerGeoTiff.Read(Path.Combine(range.Out, "maps", "rate.tif")));
        Assert.Equal(Sign.AlongFlight, along.Description.Sign);
        Assert.Contains("along the flight", along.Description.Title, StringComparison.Ordinal);
        for (var i = 0; i < along.Grid.PixelCount; i++)
        {
            Assert.True(float.IsNaN(along.Values[i]) ? float.IsNaN(away.Values[i]) : Math.Abs(along.Values[i] + away.Values[i]) < 1e-6, $"pixel {i}: {along.Values[i]} and {away.Values[i]}");
        }

        // North and east of a satellite that flies 12.6 degrees west of north.
        var look = run.Results().LookAt(10, 10);
        Assert.Equal((-0.2181, 0.9759, 0.0), (look.East, look.North, look.Up), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_same_metres_in_the_binary_files_of_ROI_PAC_and_GAMMA_give_the_same_rates(bool isRoiPac)
    {
        Write(9);
        var binary = Directory.CreateDirectory(Path.Combine(folder, "binary")).FullName;
        File.Copy(Path.Combine(Products, Sidecar.FileName), Path.Combine(binary, Sidecar.FileName));
        var offsets = Directory.GetFiles(Products, "*_off.tif").Order(StringComparer.Ordinal).ToList();
        Assert.True(offsets.Count > 20);
        foreach (var (k, file) in offsets.Index())
        {
            // Every fourth pair is delivered the other way round in time.
            var (name, turned) = (Path.GetFileName(file)[..17], k % 4 == 1);
            OffsetFiles.Write(binary, name, turned, file, file.Replace("_off", "_cor", StringComparison.Ordinal), isRoiPac);
        }

        using var expected = new RunFolder(Products);
        expected.Done("--until", "publish");
        using var run = new RunFolder(binary);
        run.Run("--until", "publish").Expect(0, "offsets have no cycles: nothing to close");
        Assert.True(run.Results().Stack.IsOffset);
        Assert.Equal(expected.Results().Grid, run.Results().Grid);
        foreach (var (a, b) in new[] { (expected.Results().Rate(), run.Results().Rate()), (expected.Results().RateSigma()!, run.Results().RateSigma()!) })
        {
            var (known, found) = (a.Values.ToArray(), b.Values.ToArray());
            Assert.True(known.Count(float.IsFinite) > 10_000);
            Assert.All(known.Zip(found), v => Assert.True(float.IsNaN(v.First) ? float.IsNaN(v.Second) : Math.Abs(v.First - v.Second) < 1e-6, $"{v.First} and {v.Second}"));
        }
    }

    [Fact]
    public void What_does_not_fit_offsets_is_refused_with_what_to_do()
    {
        Write(8);
        using (var run = new RunFolder(Products, s => s with { Corrections = s.Corrections with { Sequence = ["fading"] } }))
        {
            run.Run().Expect(2, "fading is not for these pairs");
        }

        var sidecar = File.ReadAllText(Path.Combine(Products, Sidecar.FileName));
        using var other = new RunFolder(Products);
        Replace($"sigma: {Sigma}", "");
        other.Run().Expect(2, "is missing, the standard deviation of one offset in metres");
        File.WriteAllText(Path.Combine(Products, Sidecar.FileName), sidecar.Replace("away_from_satellite", "along_flight", StringComparison.Ordinal));
        other.Run().Expect(2, "towards_satellite or away_from_satellite");
        File.WriteAllText(Path.Combine(Products, Sidecar.FileName), sidecar.Replace("observation: offset", "observation: range", StringComparison.Ordinal));
        other.Run().Expect(2, "it is phase, offset or along_track_offset");
        File.WriteAllText(Path.Combine(Products, Sidecar.FileName), "wavelength: 0.0555\nincidence: 37\nheading: -12\n");
        other.Run().Expect(2, "By their name these are offsets");
        Assert.False(Directory.Exists(other.Out));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private SceneSimulator Write(int seed)
    {
        var simulator = new SceneSimulator(SceneLibrary.SmallScene with { Seed = seed });
        new SimulationWriter(simulator, new Hyp3WriterOptions(), 2, SceneProducts.Offsets, Sigma).Write(folder);
        return simulator;
    }

    private void Replace(string old, string by)
    {
        var path = Path.Combine(Products, Sidecar.FileName);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, by, StringComparison.Ordinal));
    }
}

using Plumb.Formats.Hyp3;
using Plumb.Formats.Simulation;
using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Corrections of what the radar and its short pairs do, in a whole run.</summary>
public sealed class SensorCorrectionTests(SceneLibrary scenes)
{
    private static readonly string[] Fading = ["fading"];

    [Fact]
    public void Planted_fading_is_mapped_within_its_standard_deviation_and_taken_off()
    {
        var (clean, faded) = (new RunFolder(scenes.Make("clean", Field(0), Hyp3ProductKind.Gamma), s => Settings(s, 0) with { Corrections = new() { Sequence = [] } }), new RunFolder(scenes.Make("faded", Field(-0.3), Hyp3ProductKind.Gamma), s => Settings(s, 0)));
        using (clean)
        using (faded)
        {
            clean.Done("--until", "correct");
            faded.Done("--until", "correct");
            var without = Whole(clean.Store(), StorePaths.Rate);
            var known = Whole(faded.Store(), StorePaths.FadingRateSigma);
            int[] pixels = [.. Enumerable.Range(0, without.Length).Where(p => float.IsFinite(without[p]) && float.IsFinite(known[p]))];
            Assert.True(pixels.Length > 2500, $"{pixels.Length} pixels");

            // The same noise and the same motion in both: their difference is the bias and nothing else.
            var bias = Relative(pixels, Whole(faded.Store(), StorePaths.Rate), without);
            var (found, sigma) = (Relative(pixels, Whole(faded.Store(), StorePaths.FadingRate), new float[without.Length]), Whole(faded.Store(), StorePaths.FadingRateSigma));
            Assert.True(Rms(bias) > 0.001, $"{Rms(bias)} m/yr planted");
            var scores = pixels.Select((p, i) => (found[i] - bias[i]) / sigma[p]).ToArray();
            Assert.True(Rms(scores) is > 0.75 and < 1.3, $"{Rms(scores)} standard deviations; planted {Rms(bias)}, found {Rms(found)}, {pixels.Average(p => sigma[p])} m/yr");

            faded.Write(Settings(faded.Settings, 200));
            faded.Done("--until", "correct");
            var before = Relative(pixels, Whole(faded.Store(), StorePaths.Rate), without);
            var after = Relative(pixels, Whole(faded.Store(), StorePaths.CorrectedRate), without);
            Assert.True(Rms(after) < 0.5 * Rms(before), $"{Rms(before)} m/yr before, {Rms(after)} after");
            var record = CorrectionRecord.Read(faded.Out)!;
            Assert.Equal(Fading, record.Corrections.Select(c => c.Name));
            Assert.Contains("pairs of 60 days and more are taken to be free", record.Corrections[0].Notes[0], StringComparison.Ordinal);

            // The map alone, nothing taken off.
            faded.Write(faded.Settings with { Corrections = faded.Settings.Corrections with { Fading = new() { Correct = false } } });
            faded.Done("--until", "correct");
            Assert.Equal(Relative(pixels, Whole(faded.Store(), StorePaths.Rate), without), Relative(pixels, Whole(faded.Store(), StorePaths.CorrectedRate), without));
            Assert.True(faded.Store().Exists(StorePaths.FadingRate));
        }
    }

    [Fact]
    public void Networks_without_loops_are_refused_and_so_is_another_radars_oscillator()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Network = s.Network with { MaxDays = 12 }, Corrections = new() { Sequence = Fading } });
        run.Run("--until", "correct").Expect(2, "fading bias shows in pairs of different lengths");
        run.Write(run.Settings with { Network = new NetworkSettings(), Corrections = new() { Sequence = ["oscillator"] } });
        run.Run("--until", "correct").Expect(2, "The products are of Sentinel-1", "Envisat");
    }

    [Fact]
    public void Envisats_oscillator_is_a_slope_along_the_range()
    {
        var scene = SceneLibrary.SmallScene with { Sensor = SceneLibrary.SmallScene.Sensor with { Name = "Envisat", Wavelength = 0.0562356 } };
        using var run = new RunFolder("products", s => s with { Corrections = new() { Sequence = ["oscillator"] } });
        new SimulationWriter(new SceneSimulator(scene), new Hyp3WriterOptions(), 2, SceneProducts.MintPy).Write(run.Folder);
        run.Done("--until", "correct");
        var (store, results) = (run.Store(), run.Results());
        var off = Whole(store, StorePaths.Oscillator);
        var pixels = off.Length / results.Dates.Count;
        var years = (results.Dates[^1].DayNumber - results.Dates[0].DayNumber) / 365.25;
        var range = store.Exists(StorePaths.SlantRange) ? Whole(store, StorePaths.SlantRange) : Array.ConvertAll(Whole(store, StorePaths.Incidence), Range);
        var good = Enumerable.Range(0, pixels).Where(p => float.IsFinite(off[((results.Dates.Count - 1) * pixels) + p]) && float.IsFinite(range[p])).ToArray();
        var reference = results.Reference.TilesOn(results.Grid).SelectMany(t => from r in Enumerable.Range(t.Row, t.Rows) from c in Enumerable.Range(t.Column, t.Columns) select (r * results.Grid.Columns) + c).Intersect(good).ToArray();
        var zero = reference.Average(p => (double)range[p]);
        Assert.True(good.Length > 5000 && good.Max(p => range[p]) - good.Min(p => range[p]) > 3000);
        foreach (var p in good.Where((_, i) => i % 53 == 0))
        {
            Assert.Equal(3.87e-7 * (range[p] - zero) * years, off[((results.Dates.Count - 1) * pixels) + p], 3e-6);
        }
    }

    private static PlumbSettings Settings(PlumbSettings settings, double smoothing) =>
        settings with { Corrections = new() { Sequence = Fading, Fading = new() { Smoothing = smoothing } } };

    private static Scene Field(double rate) => new()
    {
        Seed = 11,
        Grid = new() { Rows = 64, Columns = 64 },
        Dates = new() { Count = 26, IntervalDays = 12 },
        Network = new() { Links = 5 },
        Atmosphere = new() { TurbulentMillimetres = 1, StratifiedMillimetresPer100Metres = 0 },
        Decorrelation = new()
        {
            PatchMetres = 1500,
            Classes =
            [
                new() { Name = "rock", Share = 0.5, Base = 0.9, LongTerm = 0.7, DecayDays = 200 },
                new() { Name = "field", Share = 0.5, Base = 0.85, LongTerm = 0.5, DecayDays = 60, FadingRate = rate, FadingDays = 8 },
            ],
        },
    };

    private static double[] Relative(int[] pixels, float[] values, float[] less)
    {
        double[] differences = [.. pixels.Select(p => (double)values[p] - less[p])];
        var mean = differences.Average();
        return [.. differences.Select(d => d - mean)];
    }

    private static double Rms(IReadOnlyList<double> values) => Math.Sqrt(values.Average(v => v * v));

    private static float Range(float incidence)
    {
        const double earth = 6_371_000, orbit = 7_161_000;
        return (float)(Math.Sqrt((orbit * orbit) - Math.Pow(earth * Math.Sin(incidence), 2)) - (earth * Math.Cos(incidence)));
    }

    private static float[] Whole(ChunkStore store, string name)
    {
        var array = store.OpenArray<float>(name);
        int[] shape = [.. array.Shape.Select(n => (int)n)];
        var values = new float[shape.Aggregate((a, b) => a * b)];
        array.ReadRegion([.. shape.Select(_ => 0)], shape, values);
        return values;
    }
}

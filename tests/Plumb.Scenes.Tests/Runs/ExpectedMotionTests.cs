using Plumb.Formats.Hyp3;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>The series of an earlier run foretells the phase that is unwrapped.</summary>
public sealed class ExpectedMotionTests(SceneLibrary scenes)
{
    // Extracted at once: 0.19 m of subsidence whose flanks change by some 6 radian a pixel in all pairs with the first date.
    private static readonly Scene Sudden = Steep(0.24, 2, 4);

    // Some 0.1 m of subsidence every 12 days, slowing down by a seventh over 72 days.
    private static readonly Scene Lasting = Steep(5.5, 0.002, 9);

    [Theory]
    [InlineData(UnwrappingMethod.Spatial, UnwrappingTime.None)]
    [InlineData(UnwrappingMethod.Stack, UnwrappingTime.None)]
    [InlineData(UnwrappingMethod.Stack, UnwrappingTime.Smooth)]
    [InlineData(UnwrappingMethod.Stack, UnwrappingTime.Flow)]
    public void A_steep_trough_is_right_with_the_series_of_an_earlier_run(UnwrappingMethod method, UnwrappingTime time)
    {
        using var known = Run(scenes.Once("sudden-right", Sudden, Hyp3ProductKind.Gamma), s => s);
        var wrapped = scenes.Once("sudden-wrapped", Wrapped(Sudden), Hyp3ProductKind.Gamma);
        PlumbSettings Own(PlumbSettings s, string expected) => s with { Unwrapping = s.Unwrapping with { Method = method, Time = time, ExpectedMotion = expected } };
        using var plain = Run(wrapped, s => Own(s, ""));
        using var run = Run(wrapped, s => Own(s, known.Out));
        var (bad, without) = (Wrong(known, run, 3), Wrong(known, plain, 3));
        Assert.True(bad == 0 && without > 50, $"{bad} pixels are wrong with the earlier series, {without} without");

        // What was taken off can be looked at; a second run finds it current.
        Assert.Equal([4L, 96, 96], run.Store().OpenArray<float>(StorePaths.ForecastMotion).Shape);
        Assert.False(plain.Store().Exists(StorePaths.ForecastMotion));
        Invocation.Done("why", run.SettingsFile).Expect(0, "unwrap");
    }

    [Fact]
    public void Bowls_and_time_together_are_right_too()
    {
        using var known = Run(scenes.Once("sudden-right", Sudden, Hyp3ProductKind.Gamma), s => s);
        foreach (var time in new[] { UnwrappingTime.Smooth, UnwrappingTime.Flow })
        {
            using var run = Run(
                scenes.Once("sudden-wrapped", Wrapped(Sudden), Hyp3ProductKind.Gamma),
                s => s with { Unwrapping = s.Unwrapping with { Method = UnwrappingMethod.Stack, Time = time, Bowl = UnwrappingBowl.ProbabilityIntegral } });
            Assert.Equal(0, Wrong(known, run, 3));
        }
    }

    [Theory]
    [InlineData(UnwrappingMethod.Spatial)]
    [InlineData(UnwrappingMethod.Stack)]
    public void The_motion_of_six_dates_goes_on_to_the_next_three(UnwrappingMethod method)
    {
        using var known = Run(scenes.Once("lasting-right-6", Lasting with { Dates = Lasting.Dates with { Count = 6 } }, Hyp3ProductKind.Gamma), s => s);
        using var truth = Run(scenes.Once("lasting-right", Lasting, Hyp3ProductKind.Gamma), s => s);
        var wrapped = scenes.Once("lasting-wrapped", Wrapped(Lasting), Hyp3ProductKind.Gamma);
        PlumbSettings Own(PlumbSettings s, string expected) => s with { Unwrapping = s.Unwrapping with { Method = method, ExpectedMotion = expected } };
        using var plain = Run(wrapped, s => Own(s, ""));
        using var run = new RunFolder(wrapped, s => Own(s, known.Out) with { Closure = s.Closure with { Method = ClosureMethod.None } });
        run.Run("--until", "invert").Expect(0, "3 dates lie beyond the earlier run's, and its motion goes on along a line");
        var (bad, without) = (Wrong(truth, run, 8), Wrong(truth, plain, 8));
        Assert.True(bad == 0 && without > 50, $"{bad} pixels are wrong with the earlier series, {without} without");
    }

    [Fact]
    public void A_changed_earlier_run_makes_unwrapping_anew()
    {
        using var known = Run(scenes.Once("sudden-right", Sudden, Hyp3ProductKind.Gamma), s => s);
        using var run = Run(scenes.Once("sudden-wrapped", Wrapped(Sudden), Hyp3ProductKind.Gamma), s => s with { Unwrapping = s.Unwrapping with { ExpectedMotion = known.Out } });
        run.Run("--until", "invert").Expect(0, "Unwrap the interferograms: current");
        known.Write(known.Settings with { Inversion = known.Settings.Inversion with { Weighting = Weighting.None } });
        known.Done("--until", "correct");
        Invocation.Done("why", run.SettingsFile).Expect(0, "its settings");
    }

    [Fact]
    public void An_earlier_run_that_does_not_fit_is_refused()
    {
        var products = scenes.Once("sudden-wrapped", Wrapped(Sudden), Hyp3ProductKind.Gamma);
        using var run = new RunFolder(products, s => s with { Unwrapping = s.Unwrapping with { ExpectedMotion = "nowhere" } });
        run.Run("--until", "unwrap").Expect(2, "unwrapping.expected_motion", "nowhere", "not there");
        Assert.False(Directory.Exists(run.Out));

        void Refused(string folder, params string[] words)
        {
            run.Write(run.Settings with { Unwrapping = run.Settings.Unwrapping with { ExpectedMotion = folder } });
            run.Run("--until", "unwrap").Expect(2, [.. words, "unwrapping.expected_motion"]);
        }

        using var other = Run(scenes.Once("small-dates-3", SceneLibrary.SmallScene with { Dates = new() { Count = 3 } }, Hyp3ProductKind.Gamma), s => s);
        Refused(other.Out, "another grid", "same grid and area");
        using var part = new RunFolder(scenes.Once("sudden-right", Sudden, Hyp3ProductKind.Gamma));
        part.Done("--until", "network");
        Refused(part.Out, "no series that is whole", "plumb run");
        Directory.Delete(Path.Combine(part.Out, "store"), recursive: true);
        Refused(part.Out, "no folder 'store'");
        var side = Sudden with { Sensor = Sudden.Sensor with { Heading = 190 } };
        using var east = Run(scenes.Once("sudden-east", side, Hyp3ProductKind.Gamma), s => s);
        Refused(east.Out, "another side", "plumb fuse");
        run.Write(run.Settings with { Unwrapping = new() });
        run.Done("--until", "correct");
        Refused(run.Out, "of this very run");
    }

    private static Scene Steep(double height, double rate, int dates)
    {
        var scene = Scene.Bowl();
        var panel = scene.Panels[0] with { MiningHeight = height, TimeRate = rate, AdvanceRate = 800 };
        return scene with { Panels = [panel], Dates = scene.Dates with { Count = dates } };
    }

    private static Scene Wrapped(Scene scene) => scene with { Unwrapping = new() { Wrapped = true } };

    private static RunFolder Run(string products, Func<PlumbSettings, PlumbSettings> change) =>
        new RunFolder(products, s => change(s) with { Closure = s.Closure with { Method = ClosureMethod.None } }).Done("--until", "correct");

    /// <summary>Pixels (count) whose displacement at a date differs by more than 3 mm.</summary>
    private static int Wrong(RunFolder truth, RunFolder run, int date)
    {
        return Last(truth).Zip(Last(run)).Count(e => !(Math.Abs(e.First - e.Second) < 0.003));

        float[] Last(RunFolder folder)
        {
            var values = new float[96 * 96];
            folder.Store().OpenArray<float>(StorePaths.Displacement).ReadRegion([date, 0, 0], [1, 96, 96], values);
            return values;
        }
    }
}

using Plumb.Formats.Hyp3;
using Plumb.Interferograms;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>A stack of wrapped products runs through the chain: the store unwraps it.</summary>
public sealed class UnwrapTests(SceneLibrary scenes)
{
    private static readonly Scene Wrapped = SceneLibrary.SmallScene with
    {
        Dates = new() { Count = 6 },
        Unwrapping = new() { Wrapped = true },
        Gaps = new(),
    };

    [Theory]
    [InlineData(UnwrappingMethod.Spatial, FilterMethod.None)]
    [InlineData(UnwrappingMethod.Spatial, FilterMethod.Baran)]
    [InlineData(UnwrappingMethod.Stack, FilterMethod.None)]
    [InlineData(UnwrappingMethod.Stack, FilterMethod.Baran)]
    public void Series_is_that_of_products_unwrapped_without_error(UnwrappingMethod method, FilterMethod filter)
    {
        var name = $"{method}-{filter}";
        var wrapped = scenes.Make("wrapped-" + name, Wrapped, Hyp3ProductKind.Gamma);
        var right = scenes.Make("right-" + name, Wrapped with { Unwrapping = new() }, Hyp3ProductKind.Gamma);
        Invocation.Done("inspect", wrapped).Expect(0, "rad, wrapped", "a run unwraps it");
        using var run = new RunFolder(wrapped, s => s with { Unwrapping = s.Unwrapping with { Method = method }, Filter = s.Filter with { Method = filter }, Closure = s.Closure with { Method = ClosureMethod.None } });
        using var known = new RunFolder(right, s => s with { Closure = s.Closure with { Method = ClosureMethod.None } });
        run.Done("--until", "mask");
        known.Done("--until", "mask");
        var (mine, theirs) = (run.Results(), known.Results());
        var (a, b) = (run.Store().OpenArray<float>(StorePaths.Rate), known.Store().OpenArray<float>(StorePaths.Rate));
        var (found, expected) = (new float[150 * 130], new float[150 * 130]);
        a.ReadRegion([0, 0], [130, 150], found);
        b.ReadRegion([0, 0], [130, 150], expected);
        var mask = new ushort[150 * 130];
        known.Store().OpenArray<ushort>(StorePaths.FinalMask).ReadRegion([0, 0], [130, 150], mask);
        var good = Enumerable.Range(0, found.Length).Where(p => mask[p] == 0).ToArray();
        var differs = good.Count(p => !(Math.Abs(found[p] - expected[p]) < 0.003));
        Assert.True(good.Length > 5000 && differs <= 0.01 * good.Length, $"{differs} of {good.Length} rates differ");
        Assert.DoesNotContain("unwrap/cycles", run.Store().ArrayNames);
        var record = UnwrapRecord.Read(run.Out);
        Assert.Equal(method == UnwrappingMethod.Stack ? 5 : 12, record.Images.Count);
        Assert.All(record.Images, i => Assert.InRange(i.Reliability, 0.9, 1));
        Assert.NotNull(mine);
        Assert.NotNull(theirs);
    }

    [Theory]
    [InlineData(UnwrappingTime.Smooth)]
    [InlineData(UnwrappingTime.Flow)]
    public void Time_before_space_gives_the_cycles_of_the_stack_whatever_memory_and_threads(UnwrappingTime time)
    {
        var products = scenes.Make("wrapped-time", Wrapped, Hyp3ProductKind.Gamma);
        PlumbSettings Own(PlumbSettings s, UnwrappingTime t) => s with { Unwrapping = s.Unwrapping with { Method = UnwrappingMethod.Stack, Time = t } };
        using var plain = new RunFolder(products, s => Own(s, UnwrappingTime.None));
        using var run = new RunFolder(products, s => Own(s, time));
        using var narrow = new RunFolder(products, s => Own(s, time) with { Processing = s.Processing with { Threads = 1, Memory = "24MiB" } });
        plain.Done("--until", "unwrap");
        var expected = run.Done("--until", "unwrap").Digest();
        RunFolder.Same(Arrays(expected), Arrays(narrow.Done("--until", "unwrap").Digest()));
        Assert.EndsWith(time.ToString().ToLowerInvariant(), UnwrapRecord.Read(run.Out).Method, StringComparison.Ordinal);
        Assert.DoesNotContain("unwrap/arc_across", run.Store().ArrayNames);
        var (a, b) = (new short[12 * 150 * 130], new short[12 * 150 * 130]);
        plain.Store().OpenArray<short>(StorePaths.UnwrapCycles).ReadRegion([0, 0, 0], [12, 130, 150], a);
        run.Store().OpenArray<short>(StorePaths.UnwrapCycles).ReadRegion([0, 0, 0], [12, 130, 150], b);
        var differ = a.Zip(b).Count(e => e.First != e.Second);
        Assert.True(differ < 0.01 * a.Length, $"{differ} of {a.Length} cycles differ");
    }

    [Theory]
    [InlineData(UnwrappingBowl.ProbabilityIntegral, UnwrappingMethod.Spatial)]
    [InlineData(UnwrappingBowl.ProbabilityIntegral, UnwrappingMethod.Stack)]
    public void A_bowl_steeper_than_half_a_cycle_a_pixel_comes_back_with_a_model(UnwrappingBowl bowl, UnwrappingMethod method)
    {
        // Extracted at once: 0.19 m of subsidence whose flanks change by some 6 radian a pixel in all pairs with the first date.
        var scene = Scene.Bowl() with { Unwrapping = new() { Wrapped = true } };
        scene = scene with { Panels = [scene.Panels[0] with { MiningHeight = 0.24, TimeRate = 2, AdvanceRate = 800 }] };
        var (right, wrong) = (scenes.Once("steep-right", scene with { Unwrapping = new() }, Hyp3ProductKind.Gamma), scenes.Once("steep-wrapped", scene, Hyp3ProductKind.Gamma));
        PlumbSettings Own(PlumbSettings s, UnwrappingBowl shape) => s with { Unwrapping = s.Unwrapping with { Bowl = shape, Method = method }, Closure = s.Closure with { Method = ClosureMethod.None } };
        using var known = new RunFolder(right, s => Own(s, UnwrappingBowl.None));
        using var plain = new RunFolder(wrong, s => Own(s, UnwrappingBowl.None));
        using var run = new RunFolder(wrong, s => Own(s, bowl));
        var (truth, without, with) = (Last(known), Last(plain), Last(run));
        var (badWithout, badWith) = (truth.Zip(without).Count(e => !(Math.Abs(e.First - e.Second) < 0.003)), truth.Zip(with).Count(e => !(Math.Abs(e.First - e.Second) < 0.003)));
        Assert.True(badWith == 0 && badWithout > 50, $"{badWith} pixels are wrong with the bowl, {badWithout} without");
        var record = UnwrapRecord.Read(run.Out);
        Assert.Contains(record.Images, i => i.Bowls.Count == 1 && i.Bowls[0].Sigma.Depth > 0);
        Assert.All(UnwrapRecord.Read(plain.Out).Images, i => Assert.Empty(i.Bowls));

        static float[] Last(RunFolder folder)
        {
            folder.Done("--until", "invert");
            var values = new float[96 * 96];
            folder.Store().OpenArray<float>(StorePaths.Displacement).ReadRegion([3, 0, 0], [1, 96, 96], values);
            return values;
        }
    }

    [Fact]
    public void Threads_memory_and_stops_change_no_byte()
    {
        var products = scenes.Make("wrapped-bytes", Wrapped, Hyp3ProductKind.Gamma);
        using var run = new RunFolder(products, s => s with { Unwrapping = s.Unwrapping with { Method = UnwrappingMethod.Stack } });
        var expected = run.Done("--until", "closure").Digest();
        using var narrow = new RunFolder(products, s => s with
        {
            Unwrapping = s.Unwrapping with { Method = UnwrappingMethod.Stack },
            Processing = s.Processing with { Threads = 1, Memory = "24MiB" },
        });
        var other = narrow.Done("--until", "closure").Digest();
        RunFolder.Same(Arrays(expected), Arrays(other));

        using var stopped = new RunFolder(products, s => s with { Unwrapping = s.Unwrapping with { Method = UnwrappingMethod.Stack } });
        stopped.Done("--until", "import");
        Directory.CreateDirectory(Path.Combine(stopped.Out, "store", "interferograms"));
        using (new FileStream(Path.Combine(stopped.Out, "store", "interferograms", "unwrap_cycles"), FileMode.CreateNew))
        {
            Assert.NotEqual(0, stopped.Run("--until", "closure").Code);
        }

        File.Delete(Path.Combine(stopped.Out, "store", "interferograms", "unwrap_cycles"));
        Invocation.Done("why", stopped.SettingsFile).Expect(0, "it was stopped part-way and goes on from there");
        RunFolder.Same(expected, stopped.Done("--until", "closure").Digest());
    }

    [Fact]
    public void Unwrapped_products_are_taken_as_they_are_unless_asked_for()
    {
        using var run = new RunFolder(scenes.Small);
        run.Run("--until", "unwrap").Expect(0, "the products are unwrapped");
        Assert.DoesNotContain(StorePaths.UnwrapCycles, run.Store().ArrayNames);
        run.Write(run.Settings with { Unwrapping = run.Settings.Unwrapping with { Again = true } });
        run.Run("--until", "unwrap").Expect(0, "30 interferograms");
        Assert.Contains(StorePaths.UnwrapCycles, run.Store().ArrayNames);
    }

    [Fact]
    public void Wrapped_and_unwrapped_products_are_not_mixed()
    {
        var products = scenes.Make("wrapped-mixed", Wrapped, Hyp3ProductKind.Gamma);
        var phase = Directory.GetFiles(products, "*_wrapped_phase.tif", SearchOption.AllDirectories).Order().First();
        File.Copy(phase, phase.Replace("wrapped_phase", "unw_phase", StringComparison.Ordinal));
        using var run = new RunFolder(products);
        run.Run().Expect(2, "wrapped phase only", "the other 1 are unwrapped", "Add the unwrapped phase");
        Assert.False(Directory.Exists(run.Out));
    }

    [Fact]
    public void Wrapped_products_without_looks_are_refused_and_without_coherence_unwrapped()
    {
        var products = scenes.Make("wrapped-bare", Wrapped with { Dates = new() { Count = 3 } }, Hyp3ProductKind.Gamma);
        foreach (var text in Directory.GetFiles(products, "*.txt", SearchOption.AllDirectories))
        {
            File.WriteAllLines(text, File.ReadAllLines(text).Where(l => !l.Contains("looks", StringComparison.OrdinalIgnoreCase)));
        }

        using (var run = new RunFolder(products))
        {
            run.Run().Expect(2, "number of independent looks", "input.looks");
        }

        foreach (var coherence in Directory.GetFiles(products, "*_corr.tif", SearchOption.AllDirectories))
        {
            File.Delete(coherence);
        }

        using var bare = new RunFolder(products);
        bare.Run("--until", "unwrap").Expect(0, "3 interferograms");
    }

    private static SortedDictionary<string, string> Arrays(SortedDictionary<string, string> digest) =>
        new(digest.Where(e => e.Key.StartsWith("store/", StringComparison.Ordinal) || e.Key == "unwrap.json").ToDictionary(), StringComparer.Ordinal);
}

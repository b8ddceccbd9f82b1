using Plumb.Formats.Hyp3;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>The stage that closes the loops, on products with planted errors: what it finds, what it writes, and what it leaves alone.</summary>
public sealed class ClosureRunTests(SceneLibrary scenes)
{
    private static readonly Scene Wrong = SceneLibrary.SmallScene with
    {
        Seed = 11,
        Network = new() { Links = 4 },
        UnwrappingErrors = new() { PairShare = 0.15, MaxBlobs = 1, MinRadius = 12, MaxRadius = 25 },
    };

    private static readonly string[] Arrays =
        ["interferograms/cycles", "quality/loops_told", "quality/loops_open_before", "quality/loops_open_after", "quality/pairs_changed", "quality/closure_undecided"];

    private static readonly string[] Maps = ["loops_open_before", "loops_open_after", "pairs_changed", "closure_undecided"];

    [Fact]
    public void Planted_errors_are_corrected_by_whole_cycles_beside_the_phase_which_is_kept()
    {
        using var run = new RunFolder(Products());
        run.Done("--until", "closure");
        var simulator = new SceneSimulator(Wrong);
        var record = ClosureRecord.ReadIfThere(run.Out)!;
        Assert.True(record.OpenShareAfter < 0.7 * record.OpenShareBefore && record.PixelsChanged > 1000, $"{record.OpenShareBefore} {record.OpenShareAfter} {record.PixelsChanged}");
        var (rows, columns) = (Wrong.Grid.Rows, Wrong.Grid.Columns);
        var (wrapped, added, cycles) = (new float[rows * columns], new float[rows * columns], new short[rows * columns]);
        var (errors, right) = (0, 0);
        for (var p = 0; p < simulator.Network.Pairs.Count; p++)
        {
            run.Store().OpenArray<float>(StorePaths.UnwrappedPhase).ReadRegion([p, 0, 0], [1, rows, columns], wrapped);
            run.Store().OpenArray<short>(StorePaths.Cycles).ReadRegion([p, 0, 0], [1, rows, columns], cycles);
            var planted = simulator.UnwrappingErrors.Where(e => e.PairIndex == p).ToArray();
            for (var i = 0; i < wrapped.Length; i++)
            {
                // The corrected phase is the same angle as the phase that was delivered.
                var corrected = wrapped[i] + (2 * Math.PI * cycles[i]);
                Assert.True(float.IsNaN(wrapped[i]) || Math.Abs(Math.IEEERemainder(corrected - wrapped[i], 2 * Math.PI)) < 1e-9);
            }

            foreach (var error in planted)
            {
                var inside = Enumerable.Range(0, wrapped.Length).Where(i => error.Contains(i / columns, i % columns) && float.IsFinite(wrapped[i])).ToArray();
                errors++;
                right += inside.Count(i => cycles[i] == -error.Cycles) >= 0.9 * inside.Length ? 1 : 0;
            }
        }

        Assert.True(errors >= 4 && right >= errors - 1, $"{right} of {errors} errors are corrected");
        using var none = new RunFolder(Products(), s => s with { Closure = s.Closure with { Method = ClosureMethod.None } });
        var before = none.Done("--until", "closure").Digest();
        var phase = run.Digest().Where(f => f.Key.StartsWith("store/interferograms/unwrapped_phase/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(phase);
        Assert.All(phase, f => Assert.Equal(before[f.Key], f.Value));
    }

    [Fact]
    public void Threads_memory_and_a_stop_before_it_change_no_byte()
    {
        using var first = new RunFolder(Products());
        var expected = first.Done("--until", "closure", "--threads", "1").Digest();
        Assert.Contains("closure.json", expected.Keys);
        foreach (var (threads, memory) in new[] { ("2", "64MiB"), ("3", "6MiB") })
        {
            using var other = new RunFolder(Products());
            other.Done("--until", "network");
            RunFolder.Same(expected, other.Done("--until", "closure", "--threads", threads, "--memory", memory).Digest());
        }
    }

    [Fact]
    public void Switched_off_it_leaves_nothing_of_an_earlier_run_and_switched_on_again_gives_the_same()
    {
        using var run = new RunFolder(Products());
        var settings = run.Settings;
        var expected = run.Publish().Digest();
        Assert.All(Arrays, a => Assert.True(run.Store().Exists(a), a));
        Assert.All(Maps, m => Assert.Contains($"maps/{m}.tif", expected.Keys));
        Assert.All(Maps, m => Assert.Contains($"maps/{m}.qml", expected.Keys));
        var layer = Plumb.Formats.GeoTiff.LayerGeoTiff.Read(Path.Combine(run.Out, "maps", "pairs_changed.tif"));
        Assert.Equal(Plumb.Grids.Unit.Count, layer.Description.Unit);
        Assert.Equal(ClosureRecord.ReadIfThere(run.Out)!.PixelsChanged, layer.Values.ToArray().Count(v => v > 0));

        run.Write(settings with { Closure = settings.Closure with { Method = ClosureMethod.None } });
        run.Publish();
        Assert.All(Arrays, a => Assert.False(run.Store().Exists(a), a));
        Assert.False(File.Exists(Path.Combine(run.Out, ClosureRecord.FileName)));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(run.Out, "maps")).Select(Path.GetFileNameWithoutExtension), Maps.Contains);

        run.Write(settings);
        RunFolder.Same(expected, run.Publish().Digest());
    }

    [Theory]
    [InlineData(ClosureMethod.Bridging)]
    [InlineData(ClosureMethod.Both)]
    public void Bridging_without_components_says_that_there_are_none(ClosureMethod method)
    {
        using var run = new RunFolder(Products(), s => s with { Closure = s.Closure with { Method = method } });
        run.Done("--until", "closure");
        var record = ClosureRecord.ReadIfThere(run.Out)!;
        Assert.Contains(record.Notes, n => n.Contains("no connected components", StringComparison.Ordinal));
        Assert.Equal(method == ClosureMethod.Both, record.PixelsChanged > 0);
    }

    [Theory]
    [InlineData("{method: magic}", "method")]
    [InlineData("{min_region: 0}", "min_region")]
    [InlineData("{min_margin: 0}", "min_margin")]
    [InlineData("{min_margin: .nan}", "min_margin")]
    [InlineData("{continuity: -1}", "continuity")]
    [InlineData("{max_gap: 65}", "max_gap")]
    [InlineData("{min_regoin: 20}", "min_region")]
    public void Settings_that_cannot_be_meant_are_refused_and_nothing_is_written(string closure, string word)
    {
        using var run = new RunFolder(Products());
        File.WriteAllText(run.SettingsFile, $"input: {{paths: ['{Products()}']}}\noutput: {{folder: out}}\nclosure: {closure}\n");
        run.Run().Expect(2, word);
        Assert.False(Directory.Exists(run.Out));
    }

    private string Products() => scenes.Once("wrong cycles", Wrong, Hyp3ProductKind.Gamma);
}

using Plumb.Inversion;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>What runs again after a change, and what does not.</summary>
public sealed class WhyTests(SceneLibrary scenes)
{
    private static readonly string[] All =
        ["import", "unwrap", "network", "closure", "reference", "aliasing", "invert", "correct", "fit", "uncertainty", "mask", "components", "validate", "subsidence", "corridors", "areas", "associate", "slopes", "publish", "report"];

    [Fact]
    public void Only_what_a_change_touches_runs_again()
    {
        var copy = Directory.CreateTempSubdirectory("plumb-products-").FullName;
        try
        {
            scenes.CopyOfSmall(copy);
            using var run = new RunFolder(copy);
            Assert.Equal(All, Running(run));
            Assert.False(Directory.Exists(run.Out));

            run.Done();
            Assert.Empty(Running(run));
            Invocation.Done("why", run.SettingsFile).Expect(0, "current");
            var before = run.Digest();
            run.Run().Expect(0, "Everything is current.");
            RunFolder.Same(before, run.Digest());

            var settings = run.Settings;
            run.Write(settings with { Inversion = settings.Inversion with { Weighting = Weighting.Coherence } });
            Assert.Equal(All[6..], Running(run));
            run.Write(settings with { Mask = settings.Mask with { MinTemporalCoherence = 0.9 } });
            Assert.Equal(All[9..], Running(run));
            run.Write(settings with { Mask = settings.Mask with { MinPairShare = 0.9 } });
            Assert.Equal(All[10..], Running(run));
            run.Write(settings with { Corrections = settings.Corrections with { CommonScene = new() { Partners = 2 } } });
            Assert.Equal(All[7..], Running(run));
            run.Write(settings with { Closure = settings.Closure with { MinRegion = 100 } });
            Assert.Equal(All[3..], Running(run));
            run.Write(settings with { Network = settings.Network with { MaxDays = 30 } });
            Assert.Equal(All[2..], Running(run));
            run.Write(settings with { Processing = settings.Processing with { Threads = 1, Memory = "64MiB" } });
            Assert.Empty(Running(run));
            run.Write(settings with { Output = settings.Output with { Title = "Another title" } });
            Assert.Equal(All[^2..], Running(run));
            run.Done();
            Assert.Contains("Another title", File.ReadAllText(Path.Combine(run.Out, "report.html")), StringComparison.Ordinal);

            run.Write(settings);
            RunFolder.Same(before, run.Done().Digest());
            var phases = Directory.GetFiles(copy, "*_unw_phase.tif", SearchOption.AllDirectories);
            var water = Directory.GetFiles(copy, "*_water_mask.tif", SearchOption.AllDirectories);
            File.SetLastWriteTimeUtc(phases[1], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            Assert.Empty(Running(run));
            File.Copy(phases[0], phases[1], overwrite: true);
            Assert.Equal(All, Running(run));
            Invocation.Done("why", run.SettingsFile).Expect(0, "the input files changed");
            Assert.NotEmpty(water);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public void Stopped_run_says_that_it_goes_on()
    {
        using var run = new RunFolder(scenes.Small);
        run.Done("--until", "reference");
        using (var stopped = new FileStream(Path.Combine(run.Out, "store", "series"), FileMode.CreateNew))
        {
            Assert.NotEqual(0, run.Run().Code);
        }

        File.Delete(Path.Combine(run.Out, "store", "series"));
        Invocation.Done("why", run.SettingsFile).Expect(0, "it was stopped part-way and goes on from there");
        Assert.Equal(All[6..], Running(run));
        RunFolder.Same(scenes.Finished.Digest(report: false), run.Publish().Digest(report: false));
    }

    [Theory]
    [InlineData("report.html", "report")]
    [InlineData("network.json", "network")]
    [InlineData("store/interferograms/coherence/0.1.1", "import")]
    [InlineData("store/rate/rate/.zarray", "invert")]
    [InlineData("store/corrections/common_scene/.zarray", "correct")]
    [InlineData("corrections.json", "correct")]
    public void Lost_output_is_made_again(string file, string stage)
    {
        using var run = new RunFolder(scenes.Small);
        var last = stage == "report" ? "report" : "publish";
        run.Done("--until", last);
        File.Delete(Path.Combine(run.Out, file));
        Assert.Equal(stage, Running(run)[0]);
        Invocation.Done("why", run.SettingsFile).Expect(0, "is not there any more");
        RunFolder.Same(scenes.Finished.Digest(last == "report"), run.Done("--until", last).Digest(last == "report"));
    }

    [Fact]
    public void Stage_that_is_none_is_refused_before_anything_is_written()
    {
        using var run = new RunFolder(scenes.Small);
        run.Run("--until", "invrt").Expect(2, "invrt", "invert");
        Assert.False(Directory.Exists(run.Out));
    }

    private static string[] Running(RunFolder run) =>
        [.. Invocation.Done("why", run.SettingsFile, "--json").Json.GetProperty("stages").EnumerateArray()
            .Where(s => s.GetProperty("runs").GetBoolean()).Select(s => s.GetProperty("stage").GetString()!)];
}

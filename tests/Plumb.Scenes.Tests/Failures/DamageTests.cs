using Plumb.Inversion;

namespace Plumb.Scenes.Tests.Failures;

/// <summary>Damage in the result folder is found, named, and mended by running again.</summary>
public sealed class DamageTests(SceneLibrary scenes)
{
    [Fact]
    public void Damaged_chunk_is_named_and_computed_anew()
    {
        using var whole = new RunFolder(scenes.Small, s => s with { Inversion = s.Inversion with { Weighting = Weighting.Fisher } });
        var expected = whole.Publish().Digest(report: false);

        using var run = new RunFolder(scenes.Small);
        run.Publish();
        var chunk = Path.Combine(run.Out, "store", "interferograms", "unwrapped_phase", "0.1.2");
        Flip(chunk);
        run.Write(whole.Settings);
        run.Run("--until", "publish").Expect(3, "0.1.2", "interferograms/unwrapped_phase", "damaged");
        RunFolder.Same(expected, run.Publish().Digest(report: false));
    }

    [Fact]
    public void Export_of_a_damaged_result_names_the_chunk_and_a_run_mends_it()
    {
        using var run = new RunFolder(scenes.Small);
        run.Publish();
        var chunk = Path.Combine(run.Out, "store", "series", "corrected", "0.0.0");
        Flip(chunk);
        Invocation.Of("export", run.Out, "--format", "csv").Expect(3, "series/corrected", "0.0.0", "damaged");
        Assert.False(File.Exists(Path.Combine(run.Out, "export", "points.csv")));
        Directory.Delete(Path.Combine(run.Out, "export"));
        File.Delete(chunk);
        RunFolder.Same(scenes.Finished.Digest(report: false), run.Publish().Digest(report: false));
    }

    [Theory]
    [InlineData("journal/import.json", "{\"stage\": ")]
    [InlineData("journal/invert.json", "null")]
    [InlineData("journal/inputs.json", "[1, 2]")]
    [InlineData("journal/inputs.json", "{\"x\": null}")]
    [InlineData("journal/mask.json", "{\"stage\":\"mask\",\"done\":true}")]
    public void Damaged_journal_is_no_obstacle(string file, string text)
    {
        using var run = new RunFolder(scenes.Small);
        run.Publish();
        File.WriteAllText(Path.Combine(run.Out, file), text);
        RunFolder.Same(scenes.Finished.Digest(report: false), run.Publish().Digest(report: false));
    }

    [Fact]
    public void Unit_whose_record_was_cut_short_is_computed_again()
    {
        using var run = new RunFolder(scenes.Small);
        run.Done("--until", "import");
        var record = Path.Combine(run.Out, "journal", "import.json");
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"done\": true", "\"done\": false", StringComparison.Ordinal));
        var units = Path.Combine(run.Out, "journal", "import.units");
        File.WriteAllText(units, "0\n1");
        File.Delete(Path.Combine(run.Out, "store", "interferograms", "unwrapped_phase", "0.0.1"));
        RunFolder.Same(scenes.Finished.Digest(report: false), run.Publish().Digest(report: false));
    }

    [Fact]
    public void Folder_that_is_no_store_is_left_alone()
    {
        using var run = new RunFolder(scenes.Small);
        Directory.CreateDirectory(Path.Combine(run.Out, "store"));
        var mine = Path.Combine(run.Out, "store", "thesis.txt");
        File.WriteAllText(mine, "mine");
        run.Run().Expect(2, "is not a store");
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }
}

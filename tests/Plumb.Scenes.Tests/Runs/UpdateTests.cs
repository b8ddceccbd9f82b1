using System.Globalization;
using Plumb.Inversion;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>A run that new interferograms were added to ends with the bytes of one that had them all from the start.</summary>
public sealed class UpdateTests(GrowingProducts products) : IClassFixture<GrowingProducts>
{
    [Theory]
    [InlineData(1, "report", "")]
    [InlineData(3, "publish", "")]
    [InlineData(0, "invert", "")]
    [InlineData(1, "closure", "--threads 1 --memory 64MiB")]
    public void Updated_run_has_the_bytes_of_a_whole_one(int lastDates, string before, string options)
    {
        var later = products.Hold(d => lastDates > 0 ? d.Second >= GrowingProducts.Dates - lastDates : d is { First: 3, Second: 5 });
        Assert.NotEmpty(later);
        using var run = new RunFolder(products.Folder);
        run.Done("--until", before);
        products.Release();
        Invocation.Done("why", run.SettingsFile).Expect(0, $"{later.Count} new interferogram", "added to the " + (products.Count - later.Count).ToString(CultureInfo.InvariantCulture));
        Update(run, options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Expect(0, $"{later.Count} interferogram", lastDates switch { 0 => "between dates that were there", 1 => "date 20", _ => "3 dates, 20" });
        Same(run);
        Update(run).Expect(0, "no interferogram", "Everything is current.");
        Same(run);
    }

    [Fact]
    public void Report_and_maps_of_an_earlier_date_do_not_stay()
    {
        products.Hold(d => d.Second >= GrowingProducts.Dates - 1);
        using var run = new RunFolder(products.Folder);
        run.Done();
        products.Release();
        Invocation.Done("update", run.SettingsFile);
        using var whole = new RunFolder(products.Folder);
        RunFolder.Same(whole.Done().Digest(), run.Digest());
        Assert.Empty(Running(run));
    }

    [Fact]
    public void Killed_update_goes_on_to_the_same_bytes()
    {
        products.Hold(d => d.Second >= GrowingProducts.Dates - 2);
        using var run = new RunFolder(products.Folder);
        run.Done("--until", "closure");
        products.Release();
        var random = new Random(20231207);
        var kills = 0;
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var process = Invocation.Start("update", run.SettingsFile, "--until", "publish");
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(300 + (900 * random.NextDouble()))))
            {
                process.Kill();
                process.WaitForExit();
                kills++;
            }
        }

        Assert.True(kills > 0, "no update was killed");
        Update(run);
        Same(run);
    }

    [Fact]
    public void What_lay_ready_takes_its_place_after_a_kill()
    {
        products.Hold(d => d.Second >= GrowingProducts.Dates - 1);
        using var run = new RunFolder(products.Folder);
        run.Done("--until", "network");
        using var updated = new RunFolder(products.Folder);
        products.Release();
        updated.Done("--until", "import");

        // As a kill between the last staged chunk and the first that takes its place would leave it: two of the files, one of them moved already.
        var ready = Path.Combine(run.Out, "journal", "append");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(updated.Out, "store", "interferograms"), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(updated.Out, "stack.json")).Append(Path.Combine(updated.Out, "journal", "imported.json")))
        {
            var name = Path.GetRelativePath(updated.Out, file);
            var target = name.EndsWith("1.0.0", StringComparison.Ordinal) ? Path.Combine(run.Out, name) : Path.Combine(ready, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        Update(run);
        Assert.False(Directory.Exists(ready));
        Same(run);
    }

    [Fact]
    public void What_is_more_than_an_addition_is_refused()
    {
        using var run = new RunFolder(products.Folder);
        products.Hold(d => d.Second >= GrowingProducts.Dates - 1);
        Refuse(run, "holds no run", "plumb run");
        run.Done("--until", "reference");
        var settings = run.Settings;
        run.Write(settings with { Inversion = settings.Inversion with { Weighting = Weighting.None } });
        Refuse(run, "inversion.weighting", "plumb why");
        run.Write(settings);

        var journal = run.Digest();
        var gone = Directory.GetDirectories(products.Folder).Order().Last();
        Directory.Move(gone, Path.Combine(products.Later, Path.GetFileName(gone)));
        Refuse(run, "1 that was imported is gone", "20");
        Directory.Move(Path.Combine(products.Later, Path.GetFileName(gone)), gone);

        var phases = Directory.GetFiles(products.Folder, "*_unw_phase.tif", SearchOption.AllDirectories).Order().ToArray();
        var kept = File.ReadAllBytes(phases[1]);
        File.Copy(phases[0], phases[1], overwrite: true);
        Refuse(run, "1 changed since it was imported");
        File.WriteAllBytes(phases[1], kept);
        RunFolder.Same(journal, run.Digest());

        var twin = Path.Combine(products.Folder, "twin");
        Directory.CreateDirectory(twin);
        foreach (var file in Directory.GetFiles(gone))
        {
            File.Copy(file, Path.Combine(twin, Path.GetFileName(file)));
        }

        Refuse(run, "The pair is there 2 times");
        Directory.Delete(twin, recursive: true);
        RunFolder.Same(journal, run.Digest());
    }

    [Fact]
    public void Another_grid_is_brought_to_that_of_the_run()
    {
        products.Hold(d => d.Second >= GrowingProducts.Dates - 1);
        using var run = new RunFolder(products.Folder);
        run.Done("--until", "network");
        products.ReleaseShifted();
        Update(run);
        using var whole = new RunFolder(products.Folder);
        RunFolder.Same(whole.Publish().Digest(report: false), run.Digest(report: false));
    }

    [Fact]
    public void Json_names_what_was_added()
    {
        var later = products.Hold(d => d.Second >= GrowingProducts.Dates - 1);
        using var run = new RunFolder(products.Folder);
        run.Done("--until", "import");
        products.Release();
        var json = Invocation.Done("update", run.SettingsFile, "--until", "import", "--json").Json;
        Assert.Equal(later.Count, json.GetProperty("added_pairs").GetArrayLength());
        Assert.Equal(1, json.GetProperty("added_dates").GetArrayLength());
    }

    private static Invocation Update(RunFolder run, params string[] more) => Invocation.Done(["update", run.SettingsFile, "--until", "publish", .. more]);

    private static void Refuse(RunFolder run, params string[] words) => Invocation.Of("update", run.SettingsFile).Expect(2, words);

    private static string[] Running(RunFolder run) =>
        [.. Invocation.Done("why", run.SettingsFile, "--json").Json.GetProperty("stages").EnumerateArray()
            .Where(s => s.GetProperty("runs").GetBoolean()).Select(s => s.GetProperty("stage").GetString()!)];

    private void Same(RunFolder updated) => RunFolder.Same(products.Whole, updated.Digest(report: false));
}

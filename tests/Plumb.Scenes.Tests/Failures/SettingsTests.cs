using System.Globalization;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Failures;

/// <summary>Settings that cannot be meant: exit code 2 and a message that helps.</summary>
public sealed class SettingsTests(SceneLibrary scenes)
{
    [Theory]
    [InlineData("inputt:\n  paths: [x]\n", "input")]
    [InlineData("input: {paths: [x], looks: -3}\n", "looks")]
    [InlineData("input: &a [*a]\n", "")]
    [InlineData("input:\n  paths: [x\n", "")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b]\n", "")]
    [InlineData("!!python/object/apply:os.system ['touch /tmp/plumb-was-here']\n", "")]
    [InlineData("inversion: {weighting: heavy}\n", "weighting")]
    [InlineData("processing: {threads: 1e99}\n", "threads")]
    [InlineData("mask: {min_temporal_coherence: .nan}\n", "min_temporal_coherence")]
    [InlineData("input: {paths: []}\n", "")]
    public void Hostile_settings_are_refused(string text, string word)
    {
        using var run = new RunFolder("x");
        File.WriteAllText(run.SettingsFile, text);
        var said = run.Run().Expect(2, word);
        Assert.True(said.Error.Length is > 10 and < 2000, said.Error);
        Assert.False(Directory.Exists(run.Out));
        Assert.Equal(2, Invocation.Of("why", run.SettingsFile).Code);
    }

    [Fact]
    public void Settings_that_are_no_text_or_not_there_are_refused()
    {
        using var run = new RunFolder("x");
        File.WriteAllBytes(run.SettingsFile, [0xff, 0xfe, 0, 0, 1, 2, 3]);
        run.Run().Expect(2);
        File.WriteAllText(run.SettingsFile, new string('[', 100_000));
        run.Run().Expect(2);
        File.Delete(run.SettingsFile);
        run.Run().Expect(2, run.SettingsFile);
    }

    [Fact]
    public void Reference_in_the_water_is_refused_with_three_candidates()
    {
        var simulator = new SceneSimulator(SceneLibrary.SmallScene);
        var land = new byte[simulator.Grid.PixelCount];
        simulator.WaterMask(simulator.Grid.Whole, land);
        var water = Centre(simulator.Grid, land);
        using var run = new RunFolder(scenes.Small, s => s with
        {
            Reference = s.Reference with { Areas = [string.Create(CultureInfo.InvariantCulture, $"row:{water.Row},column:{water.Column},1")] },
        });
        var said = run.Run().Expect(2, "masked", "water", "Candidates");
        Assert.Equal(2, said.Error.Split(" | ").Length - 1);

        run.Write(run.Settings with { Reference = run.Settings.Reference with { Areas = [] } });
        var free = new RunFolder(scenes.Small);
        RunFolder.Same(scenes.Finished.Digest(), run.Done().Digest());
        free.Dispose();
    }

    [Theory]
    [InlineData("row:500,column:3")]
    [InlineData("100,10")]
    [InlineData("here")]
    [InlineData("row:-1,column:3")]
    public void Reference_outside_the_grid_or_no_place_is_refused(string area)
    {
        using var run = new RunFolder(scenes.Small, s => s with { Reference = s.Reference with { Areas = [area] } });
        run.Run().Expect(2, "reference");
    }

    [Theory]
    [InlineData("1,2,3")]
    [InlineData("170,80,171,81")]
    [InlineData("nowhere.geojson")]
    public void Area_that_is_none_or_elsewhere_is_refused(string area)
    {
        using var run = new RunFolder(scenes.Small, s => s with { Input = s.Input with { Area = area } });
        run.Run().Expect(2, area.Split(',')[0]);
        Assert.False(Directory.Exists(run.Out));
    }

    [Fact]
    public void Pair_to_leave_out_that_is_none_is_refused()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Network = s.Network with { ExcludePairs = ["20220103-20220115"] } });
        run.Run().Expect(2, "exclude_pairs", "20220103-20220115");
    }

    private static (int Row, int Column) Centre(Grid grid, byte[] land)
    {
        for (var row = 3; row < grid.Rows - 3; row++)
        {
            for (var column = 3; column < grid.Columns - 3; column++)
            {
                var around = Enumerable.Range(-3, 7).All(r => Enumerable.Range(-3, 7).All(c => land[((row + r) * grid.Columns) + column + c] == 0));
                if (around)
                {
                    return (row, column);
                }
            }
        }

        throw new InvalidOperationException("The scene has no water.");
    }
}

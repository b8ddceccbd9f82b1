using Plumb.Formats.Hyp3;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>A stack far larger than the memory budget runs within it.</summary>
public sealed class MemoryTests(SceneLibrary scenes)
{
    [Fact]
    public void Stack_of_ten_budgets_runs_within_one()
    {
        const long budget = 8 << 20;
        var scene = Scene.Bowl() with { Grid = new() { Columns = 640, Rows = 560, Step = 40 }, Dates = new() { Count = 17 }, Network = new() { Links = 2 } };
        using var run = new RunFolder(scenes.Make("large", scene, Hyp3ProductKind.Gamma), s => s with { Output = s.Output with { Points = false } });
        var said = run.Run("--memory", "8MiB", "--threads", "4", "--json").Expect(0).Json;
        Assert.Equal(budget, said.GetProperty("budget_bytes").GetInt64());
        Assert.InRange(said.GetProperty("peak_tile_bytes").GetInt64(), budget / 10, budget);
        var stack = new DirectoryInfo(Path.Combine(run.Out, "store", "interferograms")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Assert.True(stack > 10 * budget, $"the stack has only {stack} bytes");
    }

    [Fact]
    public void Budget_too_small_names_the_setting_and_loses_nothing()
    {
        using var run = new RunFolder(scenes.Small);
        run.Run("--memory", "1MiB").Expect(3, "processing.memory", "needs", "goes on where it stopped");
        RunFolder.Same(scenes.Finished.Digest(), run.Done().Digest());
    }

    [Theory]
    [InlineData("0", "processing.memory")]
    [InlineData("much", "processing.memory")]
    [InlineData("-5MiB", "processing.memory")]
    public void Budget_that_is_none_is_refused_and_nothing_is_written(string memory, string word)
    {
        using var run = new RunFolder(scenes.Small);
        run.Run("--memory=" + memory).Expect(2, word);
        Assert.False(Directory.Exists(run.Out));
    }
}

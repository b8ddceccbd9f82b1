namespace Plumb.Scenes.Tests.Failures;

/// <summary>A disk that is full or closed: a clear message, nothing lost, and the same bytes once there is room.</summary>
public sealed class DiskTests(SceneLibrary scenes)
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.45)]
    [InlineData(0.7)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(0.97)]
    public void Full_disk_stops_the_run_and_room_lets_it_go_on(double share)
    {
        var expected = scenes.Finished.Digest();
        var needed = new DirectoryInfo(scenes.Finished.Out).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => (f.Length + 4095) / 4096 * 4096);
        using var disk = new TinyDisk((long)(needed * share));
        using var run = new RunFolder(scenes.Small, at: disk.Path);
        var stopped = run.Run().Expect(3, "goes on where it stopped");
        Assert.Contains(disk.Path, stopped.Error, StringComparison.Ordinal);
        disk.Grow(4 * needed);
        RunFolder.Same(expected, run.Done().Digest());
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_refused()
    {
        using var disk = new TinyDisk(1 << 20, readOnly: true);
        using var run = new RunFolder(scenes.Small, s => s with { Output = s.Output with { Folder = Path.Combine(disk.Path, "out") } });
        run.Run().Expect(2, disk.Path, "output.folder");
    }

    [Fact]
    public void Folder_where_a_file_stands_is_refused()
    {
        using var run = new RunFolder(scenes.Small);
        File.WriteAllText(run.Out, "mine");
        run.Run().Expect(2, run.Out, "output.folder");
        Assert.Equal("mine", File.ReadAllText(run.Out));
        File.Delete(run.Out);
    }
}

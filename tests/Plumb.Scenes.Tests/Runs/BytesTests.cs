namespace Plumb.Scenes.Tests.Runs;

/// <summary>Results depend on products and settings alone.</summary>
public sealed class BytesTests(SceneLibrary scenes)
{
    [Fact]
    public void Threads_and_memory_change_no_byte()
    {
        using var first = new RunFolder(scenes.Wide, s => s with { Output = s.Output with { Mintpy = true } });
        var expected = first.Done("--threads", "1", "--memory", "64MiB").Digest();
        Assert.Contains("store/.zmetadata", expected.Keys);
        Assert.Contains("points.csv", expected.Keys);
        foreach (var (threads, memory) in new[] { ("2", "64MiB"), ("2", "8MiB"), ("1", "4MiB"), ("3", "5MiB") })
        {
            using var other = new RunFolder(scenes.Wide, s => s with { Output = s.Output with { Mintpy = true } });
            RunFolder.Same(expected, other.Done("--threads", threads, "--memory", memory).Digest());
        }
    }

    [Fact]
    public void Folder_of_the_products_and_of_the_results_change_no_byte_of_the_maps()
    {
        var copy = Directory.CreateTempSubdirectory("plumb-products-").FullName;
        try
        {
            using var run = new RunFolder(scenes.CopyOfSmall(copy));
            var (ours, expected) = (run.Done("--until", "publish").Digest(), scenes.Finished.Digest());
            foreach (var file in expected.Keys.Where(k => k.StartsWith("maps/", StringComparison.Ordinal) || k.StartsWith("store/", StringComparison.Ordinal) || k.StartsWith("points", StringComparison.Ordinal)))
            {
                Assert.True(expected[file] == ours[file], file);
            }
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}

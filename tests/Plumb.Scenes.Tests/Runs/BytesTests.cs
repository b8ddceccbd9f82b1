using Plumb.Processing.Configuration;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Results depend on products and settings alone.</summary>
public sealed class BytesTests(SceneLibrary scenes)
{
    [Fact]
    public void Threads_and_memory_change_no_byte()
    {
        using var first = new RunFolder(scenes.Wide, Settings);
        var expected = first.Done("--threads", "1", "--memory", "64MiB").Digest();
        Assert.Contains("store/.zmetadata", expected.Keys);
        Assert.Contains("points.csv", expected.Keys);
        using (var other = new RunFolder(scenes.Wide, Settings))
        {
            RunFolder.Same(expected, other.Done("--threads", "2", "--memory", "8MiB").Digest());
        }

        foreach (var (threads, memory) in new[] { ("1", "5MiB"), ("3", "6MiB") })
        {
            using var other = new RunFolder(scenes.Wide, Settings);
            RunFolder.Same(first.Digest(report: false), other.Publish("--threads", threads, "--memory", memory).Digest(report: false));
        }
    }

    private static PlumbSettings Settings(PlumbSettings given) => given with { Output = given.Output with { Mintpy = true } };

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

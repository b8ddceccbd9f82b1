using Plumb.Processing.Journal;

namespace Plumb.Processing.Tests.Journal;

public sealed class InputFingerprintTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-inputs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_follows_the_bytes_and_not_the_times_the_order_or_the_folder()
    {
        var (a, b) = (Write("a", "first"), Write("b", "second"));
        var before = Of(a, b);
        Assert.Equal(before, Of(b, a, a));
        File.SetLastWriteTimeUtc(a, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(before, Of(a, b));
        Assert.Equal(before, Of(Write("elsewhere/a", "first"), b));
        File.WriteAllText(a, "fIrst");
        Assert.NotEqual(before, Of(a, b));
        Assert.NotEqual(before, Of(b));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    public void Damaged_cache_is_no_obstacle(string cache)
    {
        var a = Write("a", "first");
        var before = Of(a);
        File.WriteAllText(Path.Combine(folder, "out", "journal", "inputs.json"), cache);
        Assert.Equal(before, Of(a));
    }

    [Fact]
    public void Missing_file_is_named()
    {
        var error = Assert.Throws<RequestException>(() => Of(Path.Combine(folder, "gone.tif")));
        Assert.Contains("gone.tif", error.Message, StringComparison.Ordinal);
    }

    private string Of(params string[] files) =>
        new InputFingerprint(Path.Combine(folder, "out")).Of(files, 2, remember: true, CancellationToken.None);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}

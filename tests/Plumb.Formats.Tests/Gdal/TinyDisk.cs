namespace Plumb.Formats.Tests.Gdal;

/// <summary>A disk of a few kibibytes, to be filled. Only the administrator of a Linux machine can make one; elsewhere the test is skipped.</summary>
internal sealed class TinyDisk : IDisposable
{
    internal TinyDisk(int kibibytes)
    {
        Path = Directory.CreateTempSubdirectory("plumb-tiny-").FullName;
        var (code, _) = NativeTool.Start("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", Path);
        if (code != 0)
        {
            Directory.Delete(Path);
            Assert.Skip("a small disk can only be mounted by the administrator");
        }
    }

    internal string Path { get; }

    public void Dispose()
    {
        NativeTool.Start("umount", "-l", Path);
        Directory.Delete(Path);
    }
}

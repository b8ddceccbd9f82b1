namespace Plumb.Scenes.Tests;

/// <summary>A disk of a given size, to be filled. Only the administrator of a Linux machine can make one; elsewhere the test is skipped.</summary>
internal sealed class TinyDisk : IDisposable
{
    public TinyDisk(long bytes, bool readOnly = false)
    {
        Path = Directory.CreateTempSubdirectory("plumb-tiny-").FullName;
        var (code, _) = NativeTool.Start("/", "mount", "-t", "tmpfs", "-o", $"size={bytes}{(readOnly ? ",ro" : "")}", "tmpfs", Path);
        if (code != 0)
        {
            Directory.Delete(Path);
            Assert.Skip("A disk of a given size can only be mounted by the administrator.");
        }
    }

    public string Path { get; }

    public void Grow(long bytes) => NativeTool.Run("mount", "-o", $"remount,size={bytes}", Path);

    public void Dispose()
    {
        NativeTool.Start("/", "umount", "-l", Path);
        Directory.Delete(Path);
    }
}

using Plumb.Formats.Store;

namespace Plumb.Formats.Tests.Store;

public sealed unsafe class ScratchMemoryTests : IDisposable
{
    private const int Length = 1 << 20;
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-scratch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_let_go_of_comes_back_and_the_process_shrinks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets go of mapped memory when asked to.");
        using var memory = new ScratchMemory(folder, 1);
        var numbers = (int*)memory.Take(64L * Length * sizeof(int), "Numbers");
        for (var block = 0; block < 64; block++)
        {
            for (var i = 0; i < Length; i++)
            {
                Assert.Equal(0, numbers[(block * Length) + i]);
                numbers[(block * Length) + i] = (block * Length) + i;
            }

            memory.Ease(Length);
            Assert.Equal(block + 1, memory.Releases);
        }

        Assert.Equal(256L << 20, memory.Bytes);
        Assert.InRange(ResidentFiles(), 0, 160L << 20);
        for (var i = 0; i < 64 * Length; i += 4093)
        {
            Assert.Equal(i, numbers[i]);
        }

        memory.Give((nint)numbers, 64L * Length * sizeof(int));
        Assert.Equal(0, memory.Bytes);
    }

    [Fact]
    public void Within_the_limit_nothing_is_let_go_of()
    {
        using var memory = new ScratchMemory(folder, long.MaxValue);
        var bytes = (byte*)memory.Take(100, "Bytes");
        memory.Ease(long.MaxValue / 2);
        bytes[99] = 7;
        Assert.Equal((0, 7), (memory.Releases, bytes[99]));
    }

    [Fact]
    public void Its_files_have_no_name_that_a_killed_process_could_leave_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the system removes the file when its last user ends.");
        using var memory = new ScratchMemory(folder, 1);
        _ = memory.Take(1 << 20, "Bytes");
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_disk_without_room_is_found_at_once_and_said()
    {
        using var memory = new ScratchMemory(folder, 1);
        var error = Assert.Throws<RequestException>(() => memory.Take(1L << 60, "Unwrapping: costs"));
        Assert.Contains("Unwrapping: costs needs a working file", error.Message, StringComparison.Ordinal);
        using var nowhere = new ScratchMemory(Path.Combine(folder, "absent"), 1);
        Assert.Contains("cannot be made", Assert.Throws<RequestException>(() => nowhere.Take(1, "Costs")).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    /// <summary>What the process holds of mapped files, bytes.</summary>
    private static long ResidentFiles() =>
        1024 * long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssFile:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Plumb.Formats.Store;

/// <summary>What a write survives.</summary>
public enum Durability
{
    /// <summary>The file and its folder are synced before the write counts as done: survives a loss of power.</summary>
    Synced,

    /// <summary>Nothing is synced: survives the death of the process, not that of the machine.</summary>
    ProcessOnly,
}

/// <summary>
/// Files that appear whole or not at all: written under a temporary name in the same folder, synced, renamed.
/// Safe for threads and processes.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Ending of the temporary names; a killed process leaves such files behind.</summary>
    public const string TemporaryEnding = ".plumb-tmp";

    private static readonly string ProcessMark = string.Create(
        CultureInfo.InvariantCulture,
        $"{(uint)StringComparer.Ordinal.GetHashCode(Environment.MachineName):x8}-{Environment.ProcessId}");

    /// <summary>Writes a small file whole.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="bytes">Its content, shape (bytes).</param>
    /// <param name="durability">What the write survives.</param>
    /// <exception cref="IOException">The file could not be written (disk full, no permission); names the file.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, Durability durability)
    {
        var temporary = TemporaryFor(path);
        try
        {
            using (var handle = Open(temporary))
            {
                RandomAccess.Write(handle, bytes, 0);
                Sync(handle, durability);
            }

            Publish(temporary, path, durability);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(temporary, path, e);
        }
    }

    /// <summary>Removes temporary files that killed processes left in a folder and below. To be called while nothing else writes there.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>How many there were (unit: files).</returns>
    public static int RemoveLeftovers(string folder)
    {
        var files = Directory.GetFiles(folder, "*" + TemporaryEnding, new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        });
        foreach (var file in files)
        {
            File.Delete(file);
        }

        return files.Length;
    }

    internal static string TemporaryFor(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = Path.GetDirectoryName(path);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $".{Path.GetFileName(path)}.{ProcessMark}-{Environment.CurrentManagedThreadId}{TemporaryEnding}");
        return string.IsNullOrEmpty(folder) ? name : Path.Join(folder, name);
    }

    internal static SafeFileHandle Open(string temporary) =>
        File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None);

    internal static void Sync(SafeFileHandle handle, Durability durability)
    {
        if (durability == Durability.Synced)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    internal static void Publish(string temporary, string path, Durability durability)
    {
        File.Move(temporary, path, overwrite: true);
        if (durability == Durability.Synced)
        {
            SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }

    internal static IOException Failed(string temporary, string path, Exception cause)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; a left-over is removed when the store is next opened for work.
        }

        return new IOException($"Could not write {path}: {cause.Message} Check the free space and the permissions there, then run again.", cause);
    }

    /// <summary>Makes a folder's renames durable. Windows has no such call and needs none (its journal orders renames).</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenFolder(folder, 0);
        if (descriptor >= 0)
        {
            _ = SyncDescriptor(descriptor);
            _ = CloseDescriptor(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}

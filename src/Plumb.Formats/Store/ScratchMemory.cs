using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Plumb.Kernels;

namespace Plumb.Formats.Store;

/// <summary>
/// Working memory in files that are mapped into the address space: arrays may be larger than the memory of the machine. Whenever the process holds
/// more than a limit, what lies in the files is let go of and comes back, from the system's cache or the disk, where it is touched again. The files have
/// their whole size from the start, so that a full disk is found then and not later, and no name: they end with the process however that ends.
/// Where the system offers no way to let go (other than Linux), it trims the process by itself when memory is short.
/// </summary>
public sealed unsafe partial class ScratchMemory : WorkingMemory, IDisposable
{
    private const long ElementsBetweenLooks = 1 << 14;
    private const int LetGo = 4;
    private readonly string folder;
    private readonly long limit;
    private readonly Dictionary<nint, Mapping> mappings = [];
    private readonly Lock gate = new();
    private readonly SafeFileHandle? statistics;
    private long elements;

    /// <summary>Working memory without arrays.</summary>
    /// <param name="folder">Where its files lie; it exists.</param>
    /// <param name="residentBytes">What the whole process should hold at most, bytes; some MiB more for each thread may be touched before it is seen.</param>
    public ScratchMemory(string folder, long residentBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (this.folder, limit) = (folder, residentBytes);
        statistics = OperatingSystem.IsLinux() ? File.OpenHandle("/proc/self/statm") : null;
    }

    /// <summary>Size of all arrays, bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often what lies in the files was let go of (count).</summary>
    public int Releases { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="RequestException">The disk has no room for it, or the folder cannot be written to.</exception>
    public override nint Take(long bytes, string purpose)
    {
        var mapping = Map(Math.Max(bytes, Environment.SystemPageSize), purpose);
        lock (gate)
        {
            mappings.Add(mapping.Address, mapping);
            Bytes += mapping.Bytes;
        }

        return mapping.Address;
    }

    /// <inheritdoc/>
    public override void Give(nint address, long bytes)
    {
        lock (gate)
        {
            if (mappings.Remove(address, out var mapping))
            {
                Bytes -= mapping.Bytes;
                mapping.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public override void Ease(long elements)
    {
        if (Interlocked.Add(ref this.elements, elements) < ElementsBetweenLooks)
        {
            return;
        }

        Interlocked.Exchange(ref this.elements, 0);
        if (statistics is null || Resident() <= limit)
        {
            return;
        }

        lock (gate)
        {
            foreach (var mapping in mappings.Values)
            {
                _ = Advise(mapping.Address, (nuint)mapping.Bytes, LetGo);
            }

            Releases++;
        }
    }

    /// <summary>Gives all arrays back; the files are gone.</summary>
    public void Dispose()
    {
        foreach (var mapping in mappings.Values)
        {
            mapping.Dispose();
        }

        mappings.Clear();
        statistics?.Dispose();
    }

    private Mapping Map(long bytes, string purpose)
    {
        var path = Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $".plumb-{Environment.ProcessId}-{Guid.NewGuid():n}{AtomicFile.TemporaryEnding}"));
        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                PreallocationSize = bytes,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
            });
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }

            file.SetLength(bytes);
            return new Mapping(MemoryMappedFile.CreateFromFile(file, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"{purpose} needs a working file of {bytes / 1048576.0:0.0} MiB in {folder}, which cannot be made: {e.Message} Free space there, or give more memory."));
        }
    }

    /// <summary>What the process holds, bytes.</summary>
    private long Resident()
    {
        Span<byte> text = stackalloc byte[128];
        text = text[..RandomAccess.Read(statistics!, text, 0)];
        var first = text.IndexOf((byte)' ') + 1;
        var length = text[first..].IndexOf((byte)' ');
        return long.Parse(text.Slice(first, length), CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    private sealed class Mapping : IDisposable
    {
        private readonly MemoryMappedFile file;
        private readonly MemoryMappedViewAccessor view;

        internal Mapping(MemoryMappedFile file, long bytes)
        {
            (this.file, Bytes) = (file, bytes);
            view = file.CreateViewAccessor(0, bytes);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            Address = (nint)start;
        }

        internal nint Address { get; }

        internal long Bytes { get; }

        public void Dispose()
        {
            // The handle first: the view by itself would bring to the disk what nobody will read.
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.SafeMemoryMappedViewHandle.Dispose();
            view.Dispose();
            file.Dispose();
        }
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumb.Kernels;

/// <summary>
/// The one limit, in bytes, that every tile of working memory is leased from. Tile sizes are derived from it before a
/// run; a lease that does not fit fails at once with what was asked and what is left, instead of exhausting the machine.
/// Safe for threads.
/// </summary>
public sealed class MemoryBudget
{
    private long leased;
    private long peak;

    /// <summary>A budget.</summary>
    /// <param name="bytes">The limit, bytes (unit: byte), positive.</param>
    public MemoryBudget(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        Bytes = bytes;
    }

    /// <summary>The limit, bytes.</summary>
    public long Bytes { get; }

    /// <summary>What is leased now, bytes.</summary>
    public long Leased => Interlocked.Read(ref leased);

    /// <summary>The most that was ever leased at once, bytes.</summary>
    public long Peak => Interlocked.Read(ref peak);

    /// <summary>Half of the memory that is free now for this process, bytes: the default of a run.</summary>
    public static long HalfOfFree()
    {
        var info = GC.GetGCMemoryInfo();
        var free = info.TotalAvailableMemoryBytes - info.MemoryLoadBytes;
        return Math.Max(256L << 20, free / 2);
    }

    /// <summary>Leases a tile of working memory, cleared to zero and aligned to 64 bytes. Dispose returns it.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="length">Number of elements.</param>
    /// <param name="purpose">What the tile is for, named in the error.</param>
    /// <exception cref="MemoryBudgetException">The tile does not fit into what is left of the budget.</exception>
    public TileBuffer<T> Lease<T>(int length, string purpose)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = (long)length * Unsafe.SizeOf<T>();
        Claim(bytes, purpose);
        return new TileBuffer<T>(this, length, bytes);
    }

    /// <summary>Leases working memory that may be longer than a span, cleared to zero and aligned to 64 bytes. Dispose returns it.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="length">Number of elements (count).</param>
    /// <param name="purpose">What the memory is for, named in the error.</param>
    /// <exception cref="MemoryBudgetException">The memory does not fit into what is left of the budget.</exception>
    internal TileBuffer<T> LeaseLong<T>(long length, string purpose)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = checked(length * Unsafe.SizeOf<T>());
        Claim(bytes, purpose);
        return new TileBuffer<T>(this, length, bytes);
    }

    /// <summary>Takes bytes off the budget until they are given back (<see cref="GiveBack"/>), for memory that is not leased: arrays, or what a library holds (the block cache of GDAL).</summary>
    /// <param name="bytes">How much, bytes.</param>
    /// <param name="purpose">What it is for, named in the error.</param>
    /// <exception cref="MemoryBudgetException">It does not fit into what is left of the budget.</exception>
    public void Claim(long bytes, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var now = Interlocked.Add(ref leased, bytes);
        if (now > Bytes)
        {
            Interlocked.Add(ref leased, -bytes);
            throw new MemoryBudgetException(purpose, bytes, Bytes - (now - bytes), Bytes);
        }

        long seen;
        while (now > (seen = Interlocked.Read(ref peak)) && Interlocked.CompareExchange(ref peak, now, seen) != seen)
        {
        }
    }

    /// <summary>Gives bytes back that were claimed (<see cref="Claim"/>) and are free again.</summary>
    /// <param name="bytes">How much, bytes.</param>
    public void GiveBack(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Interlocked.Add(ref leased, -bytes);
    }
}

/// <summary>Working memory leased from a <see cref="MemoryBudget"/>: 64-byte aligned, outside the garbage collector.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
public sealed unsafe class TileBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryBudget budget;
    private readonly long bytes;
    private void* memory;

    internal TileBuffer(MemoryBudget budget, long length, long bytes)
    {
        this.budget = budget;
        this.bytes = bytes;
        LongLength = length;
        memory = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
        NativeMemory.Clear(memory, (nuint)bytes);
    }

    /// <summary>Finalizer: returns the memory of a tile that was not disposed.</summary>
    ~TileBuffer() => Free();

    /// <summary>Number of elements.</summary>
    public int Length => checked((int)LongLength);

    /// <summary>Number of elements, which may be more than a span holds.</summary>
    internal long LongLength { get; }

    /// <summary>The first element. Must not be used after the buffer is disposed.</summary>
    internal T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory == null, this);
            return (T*)memory;
        }
    }

    /// <summary>The elements. The span must not be used after the buffer is disposed.</summary>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory == null, this);
            return new Span<T>(memory, Length);
        }
    }

    /// <summary>Returns the memory to the budget.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (memory != null)
        {
            NativeMemory.AlignedFree(memory);
            memory = null;
            budget.GiveBack(bytes);
        }
    }
}

/// <summary>A lease that does not fit into the memory budget.</summary>
public sealed class MemoryBudgetException : Exception
{
    /// <summary>An error with the sizes that matter.</summary>
    /// <param name="purpose">What the tile was for.</param>
    /// <param name="asked">What was asked for, bytes.</param>
    /// <param name="left">What was left, bytes.</param>
    /// <param name="budget">The whole budget, bytes.</param>
    public MemoryBudgetException(string purpose, long asked, long left, long budget)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{purpose} needs {asked / 1048576.0:0.0} MiB, but {left / 1048576.0:0.0} MiB of the memory budget of {budget / 1048576.0:0.0} MiB are left. Raise processing.memory or use fewer threads."))
    {
    }

    /// <summary>An error without sizes.</summary>
    public MemoryBudgetException()
    {
    }

    /// <summary>An error with a message.</summary>
    /// <param name="message">The message.</param>
    public MemoryBudgetException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public MemoryBudgetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

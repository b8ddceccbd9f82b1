using System.Runtime.InteropServices;

namespace Plumb.Kernels;

/// <summary>
/// Where large working arrays lie: in memory that is leased from a budget, or in a file that stands in for it. Addresses stay valid until the memory
/// is given back. Safe for threads.
/// </summary>
public abstract class WorkingMemory
{
    /// <summary>Takes memory, cleared to zero and aligned to 16 bytes at least.</summary>
    /// <param name="bytes">How much, bytes.</param>
    /// <param name="purpose">What it is for, named in errors.</param>
    /// <returns>Its address.</returns>
    /// <exception cref="MemoryBudgetException">It does not fit into what is left of the budget.</exception>
    public abstract nint Take(long bytes, string purpose);

    /// <summary>Gives memory back.</summary>
    /// <param name="address">Its address, as it was taken.</param>
    /// <param name="bytes">How much it is, bytes.</param>
    public abstract void Give(nint address, long bytes);

    /// <summary>
    /// Told by whoever works in the memory how much of it was gone through since the last time: the place to send to the file what lies there. The arrays
    /// stay as they are.
    /// </summary>
    /// <param name="elements">Elements that were gone through (count), of all arrays side by side.</param>
    public virtual void Ease(long elements)
    {
    }
}

/// <summary>Working memory that is leased from a budget. What is never touched costs nothing.</summary>
/// <param name="budget">The budget.</param>
public sealed unsafe class LeasedMemory(MemoryBudget budget) : WorkingMemory
{
    /// <inheritdoc/>
    public override nint Take(long bytes, string purpose)
    {
        budget.Claim(bytes, purpose);
        try
        {
            return (nint)NativeMemory.AllocZeroed((nuint)Math.Max(bytes, 64));
        }
        catch
        {
            budget.GiveBack(bytes);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Give(nint address, long bytes)
    {
        NativeMemory.Free((void*)address);
        budget.GiveBack(bytes);
    }
}

/// <summary>An array in working memory.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
internal sealed unsafe class WorkingArray<T> : IDisposable
    where T : unmanaged
{
    private readonly WorkingMemory memory;
    private nint address;

    /// <summary>An array of zeros.</summary>
    internal WorkingArray(WorkingMemory memory, long length, string purpose)
    {
        this.memory = memory;
        Length = length;
        address = memory.Take(Bytes, purpose);
    }

    /// <summary>Finalizer: gives back the memory of an array that was not disposed.</summary>
    ~WorkingArray() => Free();

    /// <summary>Number of elements.</summary>
    internal long Length { get; }

    /// <summary>The first element. Must not be used after the array is disposed.</summary>
    internal T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(address == 0, this);
            return (T*)address;
        }
    }

    private long Bytes => checked(Length * sizeof(T));

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (address != 0)
        {
            memory.Give(address, Bytes);
            address = 0;
        }
    }
}

using System.Runtime.InteropServices;

namespace Plumb.Kernels;

/// <summary>A table for <see cref="ILane{T}.Lookup"/>: single-precision numbers of any unit, pinned and aligned to whole vectors.</summary>
internal sealed unsafe class LaneTable
{
    /// <summary>Number of entries (count): what six permutations of two vectors of 16 reach.</summary>
    public const int Length = 192;

    private const int Alignment = 64;
    private readonly float[] memory = GC.AllocateArray<float>(Length + (Alignment / sizeof(float)), pinned: true);

    /// <summary>The first entry; it stays where it is as long as the table lives.</summary>
    public float* Start => (float*)(((nint)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) + Alignment - 1) & ~(nint)(Alignment - 1));

    /// <summary>All entries; shape (192).</summary>
    public Span<float> Entries => new(Start, Length);
}

using System.Runtime.Intrinsics;

namespace Plumb.Kernels;

/// <summary>Number of pixels side by side.</summary>
internal enum LaneWidth
{
    /// <summary>The best of this machine.</summary>
    Widest,

    /// <summary>One vector of 128 bits.</summary>
    Bits128,

    /// <summary>One vector of 256 bits.</summary>
    Bits256,

    /// <summary>One vector of 512 bits, or two of 256: their independent operations fill the time one would wait for its own last result.</summary>
    Bits512,
}

/// <summary>Chooses among the lane types.</summary>
internal static class LaneWidths
{
    /// <summary>The width itself, or in place of <see cref="LaneWidth.Widest"/> the best of this machine.</summary>
    public static LaneWidth Choose(LaneWidth width) =>
        width != LaneWidth.Widest ? width
        : Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated ? LaneWidth.Bits512
        : LaneWidth.Bits128;
}

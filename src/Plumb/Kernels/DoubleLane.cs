using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plumb.Kernels;

/// <summary>
/// Double-precision numbers of 8 pixels side by side, one pixel per lane, for systems that single precision cannot carry. Where the machine has no vectors of
/// 512 bits the runtime takes two of 256 or four of 128. Every operation is correctly rounded in its own lane, so that a pixel's result has the same bits
/// on every machine and in every lane. A comparison gives a mask: all bits set where it holds, none where it does not.
/// </summary>
internal readonly unsafe struct DoubleLane
{
    /// <summary>Number of pixels side by side.</summary>
    public const int Width = 8;

    private readonly Vector512<double> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private DoubleLane(Vector512<double> v) => this.v = v;

    /// <summary>0 in all lanes.</summary>
    public static DoubleLane Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator +(DoubleLane a, DoubleLane b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator -(DoubleLane a, DoubleLane b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator *(DoubleLane a, DoubleLane b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator /(DoubleLane a, DoubleLane b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator &(DoubleLane a, DoubleLane b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane operator |(DoubleLane a, DoubleLane b) => new(a.v | b.v);

    /// <summary>One number in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Splat(double value) => new(Vector512.Create(value));

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Fma(DoubleLane a, DoubleLane b, DoubleLane c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Abs(DoubleLane a) => new(Vector512.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Sqrt(DoubleLane a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Min(DoubleLane a, DoubleLane b) => new(Vector512.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Max(DoubleLane a, DoubleLane b) => new(Vector512.MaxNative(a.v, b.v));

    /// <summary>Mask of a &lt; b; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Less(DoubleLane a, DoubleLane b) => new(Vector512.LessThan(a.v, b.v));

    /// <summary>Mask of a == b; false where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Same(DoubleLane a, DoubleLane b) => new(Vector512.Equals(a.v, b.v));

    /// <summary>a where the mask is set, b elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Select(DoubleLane mask, DoubleLane a, DoubleLane b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    /// <summary>b with the bits of the mask removed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane Without(DoubleLane mask, DoubleLane b) => new(Vector512.AndNot(b.v, mask.v));

    /// <summary>Whether the mask is set in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(DoubleLane mask) => Vector512.EqualsAll(mask.v.AsInt64(), Vector512<long>.AllBitsSet);

    /// <summary>8 single-precision numbers, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane FromSingle(float* values)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Load(values));
        return new(Vector512.Create(lower, upper));
    }

    /// <summary>A mask of 8 single-precision lanes, widened.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane FromMask(float* mask)
    {
        var (lower, upper) = Vector256.Widen(Vector256.Load((int*)mask));
        return new(Vector512.Create(lower, upper).AsDouble());
    }

    /// <summary>Writes 8 single-precision numbers, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ToSingle(float* values) => Vector256.Narrow(v.GetLower(), v.GetUpper()).Store(values);

    /// <summary>Writes a mask as 8 single-precision lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ToMask(float* mask) => Vector256.Narrow(v.AsInt64().GetLower(), v.AsInt64().GetUpper()).Store((int*)mask);
}

using System.Runtime.CompilerServices;

namespace Plumb.Kernels;

/// <summary>Two vectors side by side: their independent operations fill the time one of them would wait for its own last result.</summary>
/// <typeparam name="T">Lane type of each of the two.</typeparam>
internal readonly unsafe struct LaneTwin<T> : ILane<LaneTwin<T>>
    where T : unmanaged, ILane<T>
{
    private readonly T a;
    private readonly T b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LaneTwin(T a, T b)
    {
        this.a = a;
        this.b = b;
    }

    public static int Width => 2 * T.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator +(LaneTwin<T> a, LaneTwin<T> b) => new(a.a + b.a, a.b + b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator -(LaneTwin<T> a, LaneTwin<T> b) => new(a.a - b.a, a.b - b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator *(LaneTwin<T> a, LaneTwin<T> b) => new(a.a * b.a, a.b * b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator /(LaneTwin<T> a, LaneTwin<T> b) => new(a.a / b.a, a.b / b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator &(LaneTwin<T> a, LaneTwin<T> b) => new(a.a & b.a, a.b & b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> operator ^(LaneTwin<T> a, LaneTwin<T> b) => new(a.a ^ b.a, a.b ^ b.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Splat(float value) => new(T.Splat(value), T.Splat(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Fma(LaneTwin<T> a, LaneTwin<T> b, LaneTwin<T> c) => new(T.Fma(a.a, b.a, c.a), T.Fma(a.b, b.b, c.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Abs(LaneTwin<T> a) => new(T.Abs(a.a), T.Abs(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Sqrt(LaneTwin<T> a) => new(T.Sqrt(a.a), T.Sqrt(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Min(LaneTwin<T> a, LaneTwin<T> b) => new(T.Min(a.a, b.a), T.Min(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Max(LaneTwin<T> a, LaneTwin<T> b) => new(T.Max(a.a, b.a), T.Max(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Less(LaneTwin<T> a, LaneTwin<T> b) => new(T.Less(a.a, b.a), T.Less(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Same(LaneTwin<T> a, LaneTwin<T> b) => new(T.Same(a.a, b.a), T.Same(a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Select(LaneTwin<T> mask, LaneTwin<T> a, LaneTwin<T> b) =>
        new(T.Select(mask.a, a.a, b.a), T.Select(mask.b, a.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Without(LaneTwin<T> mask, LaneTwin<T> b) => new(T.Without(mask.a, b.a), T.Without(mask.b, b.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(LaneTwin<T> mask) => T.All(mask.a) && T.All(mask.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> LowBitToSign(LaneTwin<T> a) => new(T.LowBitToSign(a.a), T.LowBitToSign(a.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> FloorAffine(LaneTwin<T> a, double offset, double scale) =>
        new(T.FloorAffine(a.a, offset, scale), T.FloorAffine(a.b, offset, scale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> Lookup(float* table, LaneTwin<T> index) => new(T.Lookup(table, index.a), T.Lookup(table, index.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> NonZero(byte* values) => new(T.NonZero(values), T.NonZero(values + T.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneTwin<T> NonZero(short* values) => new(T.NonZero(values), T.NonZero(values + T.Width));
}

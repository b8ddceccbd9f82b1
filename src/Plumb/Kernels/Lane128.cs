using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plumb.Kernels;

/// <summary>4 pixels side by side in one vector of 128 bits.</summary>
internal readonly unsafe struct Lane128 : ILane<Lane128>
{
    private readonly Vector128<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane128(Vector128<float> v) => this.v = v;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator +(Lane128 a, Lane128 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator -(Lane128 a, Lane128 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator *(Lane128 a, Lane128 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator /(Lane128 a, Lane128 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator &(Lane128 a, Lane128 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator ^(Lane128 a, Lane128 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Splat(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Fma(Lane128 a, Lane128 b, Lane128 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Abs(Lane128 a) => new(Vector128.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Sqrt(Lane128 a) => new(Vector128.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Min(Lane128 a, Lane128 b) => new(Vector128.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Max(Lane128 a, Lane128 b) => new(Vector128.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Less(Lane128 a, Lane128 b) => new(Vector128.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Same(Lane128 a, Lane128 b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Select(Lane128 mask, Lane128 a, Lane128 b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Without(Lane128 mask, Lane128 b) => new(Vector128.AndNot(b.v, mask.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lane128 mask) => mask.v.AsInt32() == Vector128<int>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 LowBitToSign(Lane128 a) => new((a.v.AsInt32() << 31).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Exp(Lane128 a) => new(Vector128.Exp(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Log(Lane128 a) => new(Vector128.Log(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Floor(Lane128 a) => new(Vector128.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Lookup(float* table, Lane128 index)
    {
        var i = Vector128.ConvertToInt32Native(index.v);
        return new(Vector128.Create(table[i[0]], table[i[1]], table[i[2]], table[i[3]]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 NonZero(byte* values) => FromWords(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)values).AsByte()).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 NonZero(short* values) => FromWords(Vector128.CreateScalarUnsafe(*(ulong*)values).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane128 FromWords(Vector128<short> words) =>
        new((~Vector128.Equals(Vector128.WidenLower(words), Vector128<int>.Zero)).AsSingle());
}

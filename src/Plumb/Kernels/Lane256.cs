using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Kernels;

/// <summary>8 pixels side by side in one vector of 256 bits.</summary>
internal readonly unsafe struct Lane256 : ILane<Lane256>
{
    private readonly Vector256<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane256(Vector256<float> v) => this.v = v;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator +(Lane256 a, Lane256 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator -(Lane256 a, Lane256 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator *(Lane256 a, Lane256 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator /(Lane256 a, Lane256 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator &(Lane256 a, Lane256 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator ^(Lane256 a, Lane256 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Splat(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Fma(Lane256 a, Lane256 b, Lane256 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Abs(Lane256 a) => new(Vector256.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Sqrt(Lane256 a) => new(Vector256.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Min(Lane256 a, Lane256 b) => new(Vector256.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Max(Lane256 a, Lane256 b) => new(Vector256.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Less(Lane256 a, Lane256 b) => new(Vector256.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Same(Lane256 a, Lane256 b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Select(Lane256 mask, Lane256 a, Lane256 b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Without(Lane256 mask, Lane256 b) => new(Vector256.AndNot(b.v, mask.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lane256 mask) => mask.v.AsInt32() == Vector256<int>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 LowBitToSign(Lane256 a) => new((a.v.AsInt32() << 31).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Exp(Lane256 a) => new(Vector256.Exp(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Log(Lane256 a) => new(Vector256.Log(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Floor(Lane256 a) => new(Vector256.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Lookup(float* table, Lane256 index)
    {
        var i = Vector256.ConvertToInt32Native(index.v);
        return Avx2.IsSupported
            ? new(Avx2.GatherVector256(table, i, sizeof(float)))
            : new(Vector256.Create(table[i[0]], table[i[1]], table[i[2]], table[i[3]], table[i[4]], table[i[5]], table[i[6]], table[i[7]]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 NonZero(byte* values) => FromWords(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)values).AsByte()).AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 NonZero(short* values) => FromWords(Vector128.Load(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane256 FromWords(Vector128<short> words)
    {
        var wide = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
        return new((~Vector256.Equals(wide, Vector256<int>.Zero)).AsSingle());
    }
}

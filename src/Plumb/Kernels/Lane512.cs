using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Kernels;

/// <summary>16 pixels side by side in one vector of 512 bits.</summary>
internal readonly unsafe struct Lane512 : ILane<Lane512>
{
    private readonly Vector512<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane512(Vector512<float> v) => this.v = v;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator +(Lane512 a, Lane512 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator -(Lane512 a, Lane512 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator *(Lane512 a, Lane512 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator /(Lane512 a, Lane512 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator &(Lane512 a, Lane512 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator ^(Lane512 a, Lane512 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Splat(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Fma(Lane512 a, Lane512 b, Lane512 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Abs(Lane512 a) => new(Vector512.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Sqrt(Lane512 a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Min(Lane512 a, Lane512 b) => new(Vector512.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Max(Lane512 a, Lane512 b) => new(Vector512.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Less(Lane512 a, Lane512 b) => new(Vector512.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Same(Lane512 a, Lane512 b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Select(Lane512 mask, Lane512 a, Lane512 b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Without(Lane512 mask, Lane512 b) => new(Vector512.AndNot(b.v, mask.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lane512 mask) => mask.v.AsInt32() == Vector512<int>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 LowBitToSign(Lane512 a) => new((a.v.AsInt32() << 31).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Exp(Lane512 a) => new(Vector512.Exp(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Log(Lane512 a) => new(Vector512.Log(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Floor(Lane512 a) => new(Vector512.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Lookup(float* table, Lane512 index)
    {
        var i = Vector512.ConvertToInt32Native(index.v);
        return new(Vector512.Create(Gather(table, i.GetLower()), Gather(table, i.GetUpper())));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 NonZero(byte* values) => FromWords(Widen(Vector128.Load(values)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 NonZero(short* values) => FromWords(Vector256.Load(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane512 FromWords(Vector256<short> words)
    {
        var wide = Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
        return new((~Vector512.Equals(wide, Vector512<int>.Zero)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(Vector128<byte> bytes) =>
        Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gather(float* table, Vector256<int> i) =>
        Avx2.IsSupported
            ? Avx2.GatherVector256(table, i, sizeof(float))
            : Vector256.Create(table[i[0]], table[i[1]], table[i[2]], table[i[3]], table[i[4]], table[i[5]], table[i[6]], table[i[7]]);
}

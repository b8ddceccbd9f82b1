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
    public static Lane512 PowerOfTwo(Lane512 whole) => new(((Vector512.ConvertToInt32Native(whole.v) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Exponent(Lane512 a) => new(Vector512.ConvertToSingle((a.v.AsInt32() >> 23) - Vector512.Create(127)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Floor(Lane512 a) => new(Vector512.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Permute(float* table, Lane512 index)
    {
        if (Avx512F.IsSupported)
        {
            // Six permutations of 32 entries each by the low bits of the index, then a choice by its high bits: a gather takes several times as long.
            var i = Avx512F.ConvertToVector512Int32WithTruncation(index.v);
            var odd = Vector512.Equals(i & Vector512.Create(32), Vector512<int>.Zero).AsSingle();
            var a = Vector512.ConditionalSelect(odd, Part(table, i), Part(table + 32, i));
            var b = Vector512.ConditionalSelect(odd, Part(table + 64, i), Part(table + 96, i));
            var c = Vector512.ConditionalSelect(odd, Part(table + 128, i), Part(table + 160, i));
            b = Vector512.ConditionalSelect(Vector512.LessThan(i, Vector512.Create(64)).AsSingle(), a, b);
            return new(Vector512.ConditionalSelect(Vector512.LessThan(i, Vector512.Create(128)).AsSingle(), b, c));
        }

        return Lookup(table, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Lookup(float* table, Lane512 index)
    {
        var whole = Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32WithTruncation(index.v) : Vector512.ConvertToInt32Native(index.v);
        return new(Vector512.Create(Gather(table, whole.GetLower()), Gather(table, whole.GetUpper())));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part(float* table, Vector512<int> index) =>
        Avx512F.PermuteVar16x32x2(Vector512.Load(table), index, Vector512.Load(table + 16));

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

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Formats.Store;

/// <summary>
/// The CRC-32 of gzip and PNG (polynomial 0xEDB88320, reflected). Folds 256 or 64 bytes at a time with carry-less
/// multiplication where the processor has it (Gopal et al. 2009, Intel white paper 323102), eight table look-ups per
/// 8 bytes elsewhere. Safe for threads.
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Tables = BuildTables();

    private static Vector128<ulong> By512 => Vector128.Create(0x0000000154442bd4UL, 0x00000001c6e41596UL);

    /// <summary>The checksum of bytes that follow bytes whose checksum is <paramref name="crc"/> (0 at the start).</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes) =>
        Pclmulqdq.V512.IsSupported && bytes.Length >= 512 ? AppendFoldedWide(crc, bytes)
        : AppendFolded128(crc, bytes);

    /// <summary>The same with vectors of 128 bits at most.</summary>
    public static uint AppendFolded128(uint crc, ReadOnlySpan<byte> bytes) =>
        Pclmulqdq.IsSupported && bytes.Length >= 128 ? AppendFolded(crc, bytes) : AppendTables(crc, bytes);

    /// <summary>The same by tables only: the specification of the folded version.</summary>
    public static uint AppendTables(uint crc, ReadOnlySpan<byte> bytes) => ~Update(~crc, bytes);

    private static uint AppendFoldedWide(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var by2048 = Vector512.Create(Vector256.Create(Vector128.Create(0x000000011542778aUL, 0x00000001322d1430UL)));
        var by512 = Vector512.Create(Vector256.Create(By512));
        var x0 = LoadWide(ref start, 0) ^ Vector512.CreateScalar((ulong)~crc);
        var x1 = LoadWide(ref start, 64);
        var x2 = LoadWide(ref start, 128);
        var x3 = LoadWide(ref start, 192);
        var at = 256;
        for (; at + 256 <= bytes.Length; at += 256)
        {
            x0 = Fold(x0, by2048) ^ LoadWide(ref start, at);
            x1 = Fold(x1, by2048) ^ LoadWide(ref start, at + 64);
            x2 = Fold(x2, by2048) ^ LoadWide(ref start, at + 128);
            x3 = Fold(x3, by2048) ^ LoadWide(ref start, at + 192);
        }

        x1 ^= Fold(x0, by512);
        x2 ^= Fold(x1, by512);
        x3 ^= Fold(x2, by512);
        for (; at + 64 <= bytes.Length; at += 64)
        {
            x3 = Fold(x3, by512) ^ LoadWide(ref start, at);
        }

        var (low, high) = (x3.GetLower(), x3.GetUpper());
        return Finish(low.GetLower(), low.GetUpper(), high.GetLower(), high.GetUpper(), bytes, at);
    }

    private static uint AppendFolded(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var x0 = Load(ref start, 0) ^ Vector128.CreateScalar((ulong)~crc);
        var x1 = Load(ref start, 16);
        var x2 = Load(ref start, 32);
        var x3 = Load(ref start, 48);
        var at = 64;
        for (; at + 64 <= bytes.Length; at += 64)
        {
            x0 = Fold(x0, By512) ^ Load(ref start, at);
            x1 = Fold(x1, By512) ^ Load(ref start, at + 16);
            x2 = Fold(x2, By512) ^ Load(ref start, at + 32);
            x3 = Fold(x3, By512) ^ Load(ref start, at + 48);
        }

        return Finish(x0, x1, x2, x3, bytes, at);
    }

    /// <summary>Joins four neighbouring registers and what follows them from a place on.</summary>
    private static uint Finish(Vector128<ulong> x0, Vector128<ulong> x1, Vector128<ulong> x2, Vector128<ulong> x3, ReadOnlySpan<byte> bytes, int at)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var by128 = Vector128.Create(0x00000001751997d0UL, 0x00000000ccaa009eUL);
        x1 ^= Fold(x0, by128);
        x2 ^= Fold(x1, by128);
        x3 ^= Fold(x2, by128);
        for (; at + 16 <= bytes.Length; at += 16)
        {
            x3 = Fold(x3, by128) ^ Load(ref start, at);
        }

        // The folded register is a 16-byte message with the same remainder as everything before it.
        Span<byte> rest = stackalloc byte[16];
        x3.AsByte().CopyTo(rest);
        return ~Update(Update(0, rest), bytes[at..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LoadWide(ref byte start, int at) => Vector512.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> x, Vector512<ulong> by) =>
        Pclmulqdq.V512.CarrylessMultiply(x, by, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(x, by, 0x11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte start, int at) => Vector128.LoadUnsafe(ref start, (nuint)at).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> x, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(x, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, by, 0x11);

    private static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t[1792 + (byte)low] ^ t[1536 + (byte)(low >> 8)] ^ t[1280 + (byte)(low >> 16)] ^ t[1024 + (low >> 24)] ^
                t[768 + (byte)high] ^ t[512 + (byte)(high >> 8)] ^ t[256 + (byte)(high >> 16)] ^ t[high >> 24];
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            state = (state >> 8) ^ t[(byte)(state ^ b)];
        }

        return state;
    }

    private static uint[] BuildTables()
    {
        var t = new uint[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var c = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                c = (c & 1) != 0 ? (c >> 1) ^ 0xEDB88320u : c >> 1;
            }

            t[i] = c;
        }

        for (var i = 256; i < t.Length; i++)
        {
            t[i] = (t[i - 256] >> 8) ^ t[(byte)t[i - 256]];
        }

        return t;
    }
}

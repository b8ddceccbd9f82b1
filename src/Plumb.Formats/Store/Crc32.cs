using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Formats.Store;

/// <summary>
/// The CRC-32 of gzip and PNG (polynomial 0xEDB88320, reflected). Folds 64 bytes at a time with carry-less
/// multiplication where the processor has it (Gopal et al. 2009, Intel white paper 323102), eight table look-ups per
/// 8 bytes elsewhere. Safe for threads.
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Tables = BuildTables();

    /// <summary>The checksum of bytes that follow bytes whose checksum is <paramref name="crc"/> (0 at the start).</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes) =>
        Pclmulqdq.IsSupported && bytes.Length >= 128 ? AppendFolded(crc, bytes) : AppendTables(crc, bytes);

    /// <summary>The same by tables only: the specification of the folded version.</summary>
    public static uint AppendTables(uint crc, ReadOnlySpan<byte> bytes) => ~Update(~crc, bytes);

    private static uint AppendFolded(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var by512 = Vector128.Create(0x0000000154442bd4UL, 0x00000001c6e41596UL);
        var by128 = Vector128.Create(0x00000001751997d0UL, 0x00000000ccaa009eUL);
        var x0 = Load(ref start, 0) ^ Vector128.CreateScalar((ulong)~crc);
        var x1 = Load(ref start, 16);
        var x2 = Load(ref start, 32);
        var x3 = Load(ref start, 48);
        var at = 64;
        for (; at + 64 <= bytes.Length; at += 64)
        {
            x0 = Fold(x0, by512) ^ Load(ref start, at);
            x1 = Fold(x1, by512) ^ Load(ref start, at + 16);
            x2 = Fold(x2, by512) ^ Load(ref start, at + 32);
            x3 = Fold(x3, by512) ^ Load(ref start, at + 48);
        }

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

using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Numerics.Tensors;

namespace Plumb.Web.Figures;

/// <summary>
/// Writes pictures as PNG (ISO/IEC 15948): indexed where at most 256 colours occur, true colour otherwise, with
/// opacity only where something is not solid.
/// </summary>
public static class PngEncoder
{
    private static readonly uint[] CrcTable = BuildCrcTable();

    /// <summary>The bytes of the PNG file of a picture.</summary>
    /// <param name="raster">The picture, shape (rows, columns).</param>
    /// <param name="pixelsPerMetre">Resolution stored for print, pixels per metre; 0 for none.</param>
    public static byte[] Encode(Raster raster, int pixelsPerMetre = 0)
    {
        ArgumentNullException.ThrowIfNull(raster);
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var palette = FindPalette(raster);
        var opaque = !raster.Pixels.ContainsAnyExceptOpaque();
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, raster.Columns);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], raster.Rows);
        header[8] = 8;
        header[9] = palette != null ? (byte)3 : opaque ? (byte)2 : (byte)6;
        WriteChunk(file, "IHDR"u8, header);
        if (pixelsPerMetre > 0)
        {
            Span<byte> physical = stackalloc byte[9];
            BinaryPrimitives.WriteInt32BigEndian(physical, pixelsPerMetre);
            BinaryPrimitives.WriteInt32BigEndian(physical[4..], pixelsPerMetre);
            physical[8] = 1;
            WriteChunk(file, "pHYs"u8, physical);
        }

        if (palette != null)
        {
            WritePalette(file, palette);
        }

        WriteChunk(file, "IDAT"u8, palette != null ? PackIndexed(raster, palette) : PackTrueColour(raster, opaque ? 3 : 4));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static bool ContainsAnyExceptOpaque(this Span<Colour> pixels)
    {
        foreach (ref readonly var pixel in pixels)
        {
            if (pixel.A != 255)
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<Colour, byte>? FindPalette(Raster raster)
    {
        var palette = new Dictionary<Colour, byte>();
        var last = default(Colour);
        var known = false;
        foreach (var pixel in raster.Pixels)
        {
            if (known && pixel == last)
            {
                continue;
            }

            (last, known) = (pixel, true);
            if (!palette.ContainsKey(pixel))
            {
                if (palette.Count == 256)
                {
                    return null;
                }

                palette.Add(pixel, (byte)palette.Count);
            }
        }

        return palette;
    }

    private static void WritePalette(Stream file, Dictionary<Colour, byte> palette)
    {
        var colours = new byte[palette.Count * 3];
        var opacity = new byte[palette.Count];
        foreach (var (colour, index) in palette)
        {
            colours[index * 3] = colour.R;
            colours[(index * 3) + 1] = colour.G;
            colours[(index * 3) + 2] = colour.B;
            opacity[index] = colour.A;
        }

        WriteChunk(file, "PLTE"u8, colours);
        if (opacity.AsSpan().ContainsAnyExcept((byte)255))
        {
            WriteChunk(file, "tRNS"u8, opacity);
        }
    }

    private static byte[] PackIndexed(Raster raster, Dictionary<Colour, byte> palette)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var line = new byte[raster.Columns + 1];
            for (var row = 0; row < raster.Rows; row++)
            {
                var pixels = raster.Row(row);
                for (var column = 0; column < pixels.Length; column++)
                {
                    line[column + 1] = palette[pixels[column]];
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static byte[] PackTrueColour(Raster raster, int bytesPerPixel)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var length = raster.Columns * bytesPerPixel;
            var (now, before, line, best) = (new byte[length], new byte[length], new byte[length + 1], new byte[length + 1]);
            for (var row = 0; row < raster.Rows; row++)
            {
                CopyRow(raster.Row(row), now, bytesPerPixel);
                var least = long.MaxValue;
                for (byte filter = 0; filter <= 2; filter++)
                {
                    var cost = Filter(filter, now, before, line, bytesPerPixel);
                    if (cost < least)
                    {
                        least = cost;
                        (line, best) = (best, line);
                    }
                }

                zlib.Write(best);
                (now, before) = (before, now);
            }
        }

        return packed.ToArray();
    }

    private static void CopyRow(ReadOnlySpan<Colour> pixels, byte[] bytes, int bytesPerPixel)
    {
        var at = 0;
        foreach (var pixel in pixels)
        {
            bytes[at] = pixel.R;
            bytes[at + 1] = pixel.G;
            bytes[at + 2] = pixel.B;
            if (bytesPerPixel == 4)
            {
                bytes[at + 3] = pixel.A;
            }

            at += bytesPerPixel;
        }
    }

    /// <summary>Filters a row (0 as it is, 1 less the pixel before, 2 less the row before) and gives the sum of the sizes of what is left, taken as signed numbers.</summary>
    private static long Filter(byte filter, byte[] now, byte[] before, byte[] line, int bytesPerPixel)
    {
        line[0] = filter;
        var left = line.AsSpan(1, now.Length);
        switch (filter)
        {
            case 1:
                now.AsSpan(0, Math.Min(bytesPerPixel, now.Length)).CopyTo(left);
                TensorPrimitives.Subtract(now.AsSpan(bytesPerPixel), now.AsSpan(..^bytesPerPixel), left[bytesPerPixel..]);
                break;
            case 2:
                TensorPrimitives.Subtract<byte>(now, before, left);
                break;
            default:
                now.CopyTo(left);
                break;
        }

        return SumOfSizes(left);
    }

    private static long SumOfSizes(ReadOnlySpan<byte> values)
    {
        // The size of a signed byte is the smaller of it and its negative, both without sign. So many sizes of at most 128 fit a sum of 16 bits.
        const int most = 256;
        var (sum, i) = (0L, 0);
        while (i <= values.Length - Vector<byte>.Count)
        {
            var (low, high) = (Vector<ushort>.Zero, Vector<ushort>.Zero);
            for (var k = 0; k < most && i <= values.Length - Vector<byte>.Count; k++, i += Vector<byte>.Count)
            {
                var value = new Vector<byte>(values.Slice(i, Vector<byte>.Count));
                Vector.Widen(Vector.Min(value, Vector<byte>.Zero - value), out var lower, out var upper);
                low += lower;
                high += upper;
            }

            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            sum += Vector.Sum(a + b + c + d);
        }

        for (; i < values.Length; i++)
        {
            sum += Math.Abs((int)unchecked((sbyte)values[i]));
        }

        return sum;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(0xFFFFFFFFu, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] BuildCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}

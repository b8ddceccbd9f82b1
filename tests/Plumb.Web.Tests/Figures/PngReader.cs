using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Plumb.Web.Tests.Figures;

/// <summary>Reads PNG back, independently of the encoder: checks every chunk's length and CRC and undoes the filters.</summary>
internal static class PngReader
{
    public static (int Width, int Height, int Kind) ReadHeader(byte[] file)
    {
        var (header, _, _, _) = Chunks(file);
        return (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), header[9]);
    }

    /// <summary>Pixels as (r, g, b, a), row by row.</summary>
    public static (byte R, byte G, byte B, byte A)[] ReadPixels(byte[] file)
    {
        var (header, palette, opacity, data) = Chunks(file);
        var (width, height, kind) = ReadHeader(file);
        var size = kind switch { 3 => 1, 2 => 3, _ => 4 };
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var pixels = new (byte, byte, byte, byte)[width * height];
        var before = new byte[width * size];
        for (var row = 0; row < height; row++)
        {
            var filter = zlib.ReadByte();
            var line = new byte[width * size];
            zlib.ReadExactly(line);
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = unchecked((byte)(line[i] + filter switch { 0 => 0, 1 => i >= size ? line[i - size] : 0, 2 => before[i], _ => throw new InvalidDataException("filter") }));
            }

            for (var c = 0; c < width; c++)
            {
                var k = size == 1 ? line[c] : 0;
                pixels[(row * width) + c] = size == 1
                    ? (palette[3 * k], palette[(3 * k) + 1], palette[(3 * k) + 2], k < opacity.Length ? opacity[k] : (byte)255)
                    : (line[size * c], line[(size * c) + 1], line[(size * c) + 2], size == 4 ? line[(size * c) + 3] : (byte)255);
            }

            before = line;
        }

        Assert.Equal(-1, zlib.ReadByte());
        Assert.Equal(8, header[8]);
        return pixels;
    }

    private static (byte[] Header, byte[] Palette, byte[] Opacity, byte[] Data) Chunks(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new Dictionary<string, byte[]>();
        var at = 8;
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add(Encoding.ASCII.GetString(body[..4]), body[4..].ToArray());
            at += length + 12;
        }

        Assert.Equal(file.Length, at);
        Assert.Equal("IEND", chunks.Keys.Last());
        return (chunks["IHDR"], chunks.GetValueOrDefault("PLTE", []), chunks.GetValueOrDefault("tRNS", []), chunks["IDAT"]);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }
}

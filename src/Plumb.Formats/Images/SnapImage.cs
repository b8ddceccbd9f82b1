using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>
/// A complex image in a folder of ESA's SNAP (.znap): Zarr version 2 arrays of single precision whose names begin with i_ (real part) and q_ (imaginary part), plain or compressed
/// with zlib. It is in radar coordinates. The order of bytes is what each array says.
/// </summary>
internal sealed class SnapImage : ImageFile
{
    private const int LargestChunk = 1 << 28;
    private readonly Part real;
    private readonly Part imaginary;

    private SnapImage(string path, Part real, Part imaginary)
        : base(path, Grid.Radar(real.Columns, real.Rows), true, false)
    {
        (this.real, this.imaginary) = (real, imaginary);
    }

    /// <summary>Whether a path is such a folder.</summary>
    internal static bool Is(string path) => Directory.Exists(path) && File.Exists(System.IO.Path.Combine(path, ".zgroup"));

    /// <summary>Opens a folder.</summary>
    /// <exception cref="RequestException">It does not hold one pair of arrays that can be read.</exception>
    internal static SnapImage Open(string path)
    {
        var (i, q) = (Find(path, "i_"), Find(path, "q_"));
        if (System.IO.Path.GetFileName(i)[2..] != System.IO.Path.GetFileName(q)[2..])
        {
            throw new RequestException($"{path}: {System.IO.Path.GetFileName(i)} and {System.IO.Path.GetFileName(q)} are not the parts of one image. Write one image to a folder.");
        }

        var (real, imaginary) = (Part.Open(i), Part.Open(q));
        return real.Rows == imaginary.Rows && real.Columns == imaginary.Columns
            ? new SnapImage(path, real, imaginary)
            : throw new RequestException($"{path}: the real part has {real.Rows} x {real.Columns} pixels, the imaginary part {imaginary.Rows} x {imaginary.Columns}. The folder is damaged; write it again.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    /// <inheritdoc/>
    private protected override void Read(Tile tile, Span<float> values)
    {
        real.Read(tile, values);
        imaginary.Read(tile, values[1..]);
    }

    private static string Find(string path, string prefix)
    {
        var found = Directory.GetDirectories(path, prefix + "*").Where(d => File.Exists(System.IO.Path.Combine(d, ".zarray"))).ToArray();
        return found.Length == 1 ? found[0]
            : throw new RequestException($"{path} holds {(found.Length == 0 ? "no array" : $"{found.Length} arrays")} whose name begins with {prefix}; an image of SNAP's has one, and one with {(prefix == "i_" ? "q_" : "i_")}. Write one complex image to a folder.");
    }

    /// <summary>One array.</summary>
    private sealed record Part(string Folder, int Rows, int Columns, int ChunkRows, int ChunkColumns, bool IsBigEndian, bool IsZlib, char Separator)
    {
        internal static Part Open(string folder)
        {
            var file = System.IO.Path.Combine(folder, ".zarray");
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(file));
                var root = document.RootElement;
                var shape = root.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()).ToArray();
                var chunk = root.GetProperty("chunks").EnumerateArray().Select(e => e.GetInt32()).ToArray();
                var type = root.GetProperty("dtype").GetString();
                var codec = root.GetProperty("compressor") is { ValueKind: JsonValueKind.Object } c ? c.GetProperty("id").GetString() : null;
                Check(file, root.GetProperty("zarr_format").GetInt32() == 2 && root.GetProperty("order").GetString() == "C", "it is not Zarr version 2 in C order");
                Check(file, type is ">f4" or "<f4", $"its numbers are {type}, not of single precision");
                Check(file, codec is null or "zlib", $"its chunks are compressed with {codec}; plain ones and zlib are read");
                Check(file, shape.Length == 2 && chunk.Length == 2 && shape.All(s => s > 0) && chunk.All(s => s > 0) && (long)chunk[0] * chunk[1] * sizeof(float) <= LargestChunk, "its shape is not that of an image");
                var separator = root.TryGetProperty("dimension_separator", out var s) && s.GetString() == "/" ? '/' : '.';
                return new Part(folder, shape[0], shape[1], chunk[0], chunk[1], type == ">f4", codec is not null, separator);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new RequestException($"{file} does not describe an array: {e.Message} Write the image again with SNAP.", e);
            }
        }

        /// <summary>Reads a tile into every second place.</summary>
        internal void Read(Tile tile, Span<float> values)
        {
            var chunk = new float[ChunkRows * ChunkColumns];
            for (var down = tile.Row / ChunkRows; down * ChunkRows < tile.EndRow; down++)
            {
                for (var across = tile.Column / ChunkColumns; across * ChunkColumns < tile.EndColumn; across++)
                {
                    Load(down, across, chunk);
                    for (var r = Math.Max(tile.Row, down * ChunkRows); r < Math.Min(tile.EndRow, (down + 1) * ChunkRows); r++)
                    {
                        for (var c = Math.Max(tile.Column, across * ChunkColumns); c < Math.Min(tile.EndColumn, (across + 1) * ChunkColumns); c++)
                        {
                            values[2 * (((r - tile.Row) * tile.Columns) + c - tile.Column)] = chunk[((r - (down * ChunkRows)) * ChunkColumns) + c - (across * ChunkColumns)];
                        }
                    }
                }
            }
        }

        private static void Check(string file, bool holds, string why)
        {
            if (!holds)
            {
                throw new RequestException($"{file}: {why}. Write the image with SNAP as znap, or as GeoTIFF.");
            }
        }

        /// <summary>Reads a chunk; one that is absent is 0, which is no-data.</summary>
        private void Load(int down, int across, float[] chunk)
        {
            var file = System.IO.Path.Combine(Folder, $"{down}{Separator}{across}");
            if (!File.Exists(file))
            {
                Array.Clear(chunk);
                return;
            }

            try
            {
                using var plain = File.OpenRead(file);
                using Stream stream = IsZlib ? new ZLibStream(plain, CompressionMode.Decompress) : plain;
                stream.ReadExactly(MemoryMarshal.AsBytes(chunk.AsSpan()));
                if (stream.ReadByte() >= 0)
                {
                    throw new RequestException($"{file} is longer than a chunk of {ChunkRows} x {ChunkColumns} numbers. The folder is damaged; get it again.");
                }
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                throw new RequestException($"{file} does not hold the {ChunkRows} x {ChunkColumns} numbers of a chunk: it was cut or damaged. Get the folder again.", e);
            }

            if (IsBigEndian == BitConverter.IsLittleEndian)
            {
                var bits = MemoryMarshal.Cast<float, int>(chunk.AsSpan());
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
        }
    }
}

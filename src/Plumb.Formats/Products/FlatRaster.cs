using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>Type of the numbers of a flat binary file.</summary>
public enum FlatSample
{
    /// <summary>IEEE 754, 32 bits.</summary>
    Real32,

    /// <summary>Signed integer, 16 bits.</summary>
    Signed16,

    /// <summary>Unsigned integer, 8 bits.</summary>
    Unsigned8,
}

/// <summary>How a flat binary file without a header is laid out, line by line.</summary>
/// <param name="Sample">Type of the numbers.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
/// <param name="Bands">Bands, interleaved by line; a pure number, at least 1.</param>
/// <param name="Band">Which band is read, counted from 0.</param>
public readonly record struct FlatLayout(FlatSample Sample, bool BigEndian, int Bands = 1, int Band = 0)
{
    /// <summary>Size of one number, bytes.</summary>
    public int SampleBytes => Sample switch { FlatSample.Real32 => 4, FlatSample.Signed16 => 2, _ => 1 };

    /// <summary>Size of a whole file, bytes.</summary>
    /// <param name="grid">The grid, whose shape is (rows, columns).</param>
    public long FileBytes(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.PixelCount * SampleBytes * Bands;
    }
}

/// <summary>A raster in a flat binary file without a header (GAMMA, ROI_PAC). Safe for threads; its readers are not.</summary>
/// <param name="path">The file.</param>
/// <param name="grid">The grid, known from another file.</param>
/// <param name="layout">How the numbers lie in the file.</param>
/// <param name="rule">How they become Plumb's.</param>
public sealed class FlatRaster(string path, Grid grid, FlatLayout layout, ValueRule rule) : IRasterSource
{
    /// <inheritdoc/>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public Grid Grid { get; } = grid;

    /// <summary>What is wrong with the file's size; null when it fits the grid.</summary>
    public string? SizeProblem()
    {
        var length = new FileInfo(Path).Length;
        var expected = layout.FileBytes(Grid);
        return length == expected ? null : $"The file has {length} bytes, but {Grid.Rows} lines of {Grid.Columns} samples need {expected}.";
    }

    /// <inheritdoc/>
    public IRasterReader Open()
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{Path} cannot be opened: {e.Message} Check that the file is there and may be read.", e);
        }

        if (RandomAccess.GetLength(handle) != layout.FileBytes(Grid))
        {
            handle.Dispose();
            throw new RequestException($"{Path}: {SizeProblem()} The file is truncated or its parameter file belongs to another one; copy both again.");
        }

        return new Reader(this, handle, layout, rule);
    }

    private sealed class Reader(FlatRaster raster, SafeFileHandle handle, FlatLayout layout, ValueRule rule) : IRasterReader
    {
        public void Read(Tile tile, Span<float> values)
        {
            if (!raster.Grid.Whole.Contains(tile) || values.Length < tile.PixelCount)
            {
                throw new ArgumentException($"Tile {tile} does not lie in the {raster.Grid.Rows} x {raster.Grid.Columns} grid of {raster.Path}, or the span is too short.", nameof(tile));
            }

            var bytes = tile.Columns * layout.SampleBytes;
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes));
            try
            {
                for (var r = 0; r < tile.Rows; r++)
                {
                    var line = ((long)(tile.Row + r) * layout.Bands) + layout.Band;
                    var offset = ((line * raster.Grid.Columns) + tile.Column) * layout.SampleBytes;
                    ReadExactly(buffer.AsSpan(0, bytes), offset);
                    Decode(buffer.AsSpan(0, bytes), values.Slice(r * tile.Columns, tile.Columns));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            rule.Apply(values[..tile.PixelCount]);
        }

        public void Dispose() => handle.Dispose();

        private void ReadExactly(Span<byte> buffer, long offset)
        {
            while (buffer.Length > 0)
            {
                var read = RandomAccess.Read(handle, buffer, offset);
                if (read == 0)
                {
                    throw new RequestException($"{raster.Path} ends too early, at byte {offset}. The file is truncated; copy it again.");
                }

                buffer = buffer[read..];
                offset += read;
            }
        }

        private void Decode(ReadOnlySpan<byte> bytes, Span<float> values)
        {
            var swap = layout.BigEndian == BitConverter.IsLittleEndian;
            switch (layout.Sample)
            {
                case FlatSample.Real32:
                    var bits = MemoryMarshal.Cast<float, int>(values);
                    MemoryMarshal.Cast<byte, int>(bytes).CopyTo(bits);
                    if (swap)
                    {
                        BinaryPrimitives.ReverseEndianness(bits, bits);
                    }

                    break;
                case FlatSample.Signed16:
                    var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                    for (var i = 0; i < values.Length; i++)
                    {
                        values[i] = swap ? BinaryPrimitives.ReverseEndianness(shorts[i]) : shorts[i];
                    }

                    break;
                default:
                    for (var i = 0; i < values.Length; i++)
                    {
                        values[i] = bytes[i];
                    }

                    break;
            }
        }
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>A flat binary file: little-endian numbers row by row, no header.</summary>
internal sealed class FlatImage : ImageFile
{
    private readonly SafeFileHandle handle;
    private readonly ImageSample sample;

    private FlatImage(string path, SafeFileHandle handle, int rows, int columns, ImageSample sample)
        : base(path, Grid.Radar(columns, rows), sample == ImageSample.Complex64, true)
    {
        (this.handle, this.sample) = (handle, sample);
    }

    /// <summary>Opens a file and finds its rows by its size.</summary>
    internal static FlatImage Open(string path, int columns, ImageSample sample)
    {
        if (columns < 1)
        {
            throw new RequestException($"The width is {columns}; it is the number of pixels of a row and at least 1.");
        }

        if (!File.Exists(path))
        {
            throw new RequestException($"{path} does not exist. Check the path.");
        }

        var handle = File.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(handle);
            var line = (long)columns * sample.Bytes();
            return length > 0 && length % line == 0 && length / line <= int.MaxValue
                ? new FlatImage(path, handle, (int)(length / line), columns, sample)
                : throw new RequestException($"{path} has {length} bytes, which are not whole rows of {columns} pixels of {sample.Bytes()} bytes ({sample}). Check the width and the type of its numbers.");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => handle.Dispose();

    /// <inheritdoc/>
    private protected override void Read(Tile tile, Span<float> values)
    {
        var offset = (long)tile.Row * Grid.Columns * sample.Bytes();
        if (sample == ImageSample.Byte)
        {
            var bytes = new byte[values.Length];
            ReadExactly(bytes, offset);
            for (var i = 0; i < bytes.Length; i++)
            {
                values[i] = bytes[i];
            }

            return;
        }

        ReadExactly(MemoryMarshal.AsBytes(values), offset);
        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(values);
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    private void ReadExactly(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(handle, buffer, offset);
            if (read == 0)
            {
                throw new RequestException($"{Path} ends too early, at byte {offset}. It was cut while it was read; copy it again.");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }
}

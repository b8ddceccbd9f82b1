using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Plumb.Formats.Store;

/// <summary>
/// Chunks as gzip streams (RFC 1952). Level 0 is written as stored deflate blocks (RFC 1951, 3.2.4), whose place in the
/// file is known beforehand: reading them is copying and checking. Anything else goes through the runtime's zlib.
/// Safe for threads.
/// </summary>
internal static class GzipChunk
{
    /// <summary>Bytes of data in a stored block; a multiple of every element size.</summary>
    public const int BlockLength = 65520;

    private const int HeaderLength = 10;
    private const int BlockHeaderLength = 5;
    private const int TrailerLength = 8;
    private const int BlocksAtOnce = 4;
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>Length of the file of a stored chunk, bytes.</summary>
    public static int StoredFileLength(int length) =>
        HeaderLength + (BlockCount(length) * BlockHeaderLength) + length + TrailerLength;

    /// <summary>Offset in a stored file of one byte of the data.</summary>
    public static int StoredOffset(int at) => HeaderLength + ((at / BlockLength + 1) * BlockHeaderLength) + at;

    /// <summary>Writes stored blocks.</summary>
    public static void WriteStored(SafeFileHandle handle, ReadOnlySpan<byte> data)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderLength + TrailerLength + (BlocksAtOnce * (BlockHeaderLength + BlockLength)));
        try
        {
            Header.CopyTo(buffer);
            var filled = HeaderLength;
            var blocks = BlockCount(data.Length);
            var crc = 0u;
            long position = 0;
            for (var b = 0; b < blocks; b++)
            {
                var block = Block(data, b);
                BlockHeader(buffer.AsSpan(filled), block.Length, b == blocks - 1);
                block.CopyTo(buffer.AsSpan(filled + BlockHeaderLength));
                crc = Crc32.Append(crc, block);
                filled += BlockHeaderLength + block.Length;
                if (b % BlocksAtOnce == BlocksAtOnce - 1 && b < blocks - 1)
                {
                    RandomAccess.Write(handle, buffer.AsSpan(0, filled), position);
                    position += filled;
                    filled = 0;
                }
            }

            Trailer(buffer.AsSpan(filled), crc, data.Length);
            RandomAccess.Write(handle, buffer.AsSpan(0, filled + TrailerLength), position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes deflated data, level 1 to 9.</summary>
    public static void WriteDeflated(SafeFileHandle handle, ReadOnlySpan<byte> data, int level)
    {
        // Nine bits per literal is the worst that deflate's fixed code does.
        var bound = (int)Math.Min((data.Length * 9L / 8) + (data.Length / 1000) + 4096, Array.MaxLength);
        var buffer = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            using var memory = new MemoryStream(buffer);
            using (var gzip = new GZipStream(memory, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            {
                gzip.Write(data);
            }

            RandomAccess.Write(handle, buffer.AsSpan(0, (int)memory.Position), 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads a stored chunk straight to where it is wanted, each block checked while it is in the cache.
    /// </summary>
    /// <param name="handle">The file, of <see cref="StoredFileLength"/> bytes.</param>
    /// <param name="destination">Takes the data, all of it.</param>
    /// <returns>Whether the file has the stored form and its checksum holds; where not, the destination's content is undefined.</returns>
    public static bool TryReadStored(SafeFileHandle handle, Span<byte> destination)
    {
        var blocks = BlockCount(destination.Length);
        Span<byte> edge = stackalloc byte[HeaderLength + BlockHeaderLength];
        Span<byte> expected = stackalloc byte[BlockHeaderLength];
        if (!ReadAll(handle, edge, 0) || !edge.StartsWith(Header))
        {
            return false;
        }

        var head = edge[HeaderLength..];
        var crc = 0u;
        for (var b = 0; b < blocks; b++)
        {
            var last = b == blocks - 1;
            var start = b * BlockLength;
            var size = Math.Min(BlockLength, destination.Length - start);
            BlockHeader(expected, size, last);
            if (!head.SequenceEqual(expected))
            {
                return false;
            }

            // The header of the next block comes along, to where that block's data will then overwrite it.
            var along = !last && destination.Length - start - size >= BlockHeaderLength;
            if (!ReadAll(handle, destination.Slice(start, along ? size + BlockHeaderLength : size), StoredOffset(start)))
            {
                return false;
            }

            crc = Crc32.Append(crc, destination.Slice(start, size));
            head = along ? destination.Slice(start + size, BlockHeaderLength) : edge[..BlockHeaderLength];
            if (!along && !last && !ReadAll(handle, head, StoredOffset(start + size) - BlockHeaderLength))
            {
                return false;
            }
        }

        var trailer = edge[..TrailerLength];
        return ReadAll(handle, trailer, StoredFileLength(destination.Length) - TrailerLength) && TrailerHolds(trailer, crc, destination.Length);
    }

    /// <summary>
    /// Checks the bytes of a file against the stored form, checksum included.
    /// </summary>
    /// <returns>null where the file is another gzip; otherwise whether the checksum holds.</returns>
    public static bool? CheckStored(ReadOnlySpan<byte> file, int length)
    {
        if (file.Length != StoredFileLength(length) || !file.StartsWith(Header))
        {
            return null;
        }

        var blocks = BlockCount(length);
        var crc = 0u;
        Span<byte> expected = stackalloc byte[BlockHeaderLength];
        for (var b = 0; b < blocks; b++)
        {
            var size = Math.Min(BlockLength, length - (b * BlockLength));
            BlockHeader(expected, size, b == blocks - 1);
            var at = HeaderLength + (b * (BlockHeaderLength + BlockLength));
            if (!file.Slice(at, BlockHeaderLength).SequenceEqual(expected))
            {
                return null;
            }

            crc = Crc32.Append(crc, file.Slice(at + BlockHeaderLength, size));
        }

        return TrailerHolds(file, crc, length);
    }

    /// <summary>Copies part of the data out of a checked stored file.</summary>
    public static void CopyStored(ReadOnlySpan<byte> file, int at, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var run = Math.Min(destination.Length, BlockLength - (at % BlockLength));
            file.Slice(StoredOffset(at), run).CopyTo(destination);
            destination = destination[run..];
            at += run;
        }
    }

    /// <summary>Inflates any gzip stream of exactly the given length.</summary>
    /// <exception cref="InvalidDataException">The stream is not a gzip, or has another length or checksum.</exception>
    public static void Inflate(byte[] file, int fileLength, Span<byte> destination)
    {
        using var memory = new MemoryStream(file, 0, fileLength, writable: false);
        using var gzip = new GZipStream(memory, CompressionMode.Decompress);
        var read = gzip.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length || gzip.ReadByte() >= 0)
        {
            throw new InvalidDataException($"it holds {(read < destination.Length ? "fewer" : "more")} than {destination.Length} bytes");
        }

        if (fileLength < HeaderLength + TrailerLength || !TrailerHolds(file.AsSpan(0, fileLength), Crc32.Append(0, destination), destination.Length))
        {
            throw new InvalidDataException("its checksum does not hold");
        }
    }

    private static bool ReadAll(SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }

    private static int BlockCount(int length) => Math.Max(1, (length + BlockLength - 1) / BlockLength);

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> data, int b) =>
        data.Slice(b * BlockLength, Math.Min(BlockLength, data.Length - (b * BlockLength)));

    private static void BlockHeader(Span<byte> at, int size, bool last)
    {
        at[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(at[1..], (ushort)size);
        BinaryPrimitives.WriteUInt16LittleEndian(at[3..], (ushort)~size);
    }

    private static void Trailer(Span<byte> at, uint crc, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], (uint)length);
    }

    private static bool TrailerHolds(ReadOnlySpan<byte> file, uint crc, int length) =>
        file.Length >= TrailerLength &&
        BinaryPrimitives.ReadUInt32LittleEndian(file[^8..]) == crc &&
        BinaryPrimitives.ReadUInt32LittleEndian(file[^4..]) == (uint)length;
}

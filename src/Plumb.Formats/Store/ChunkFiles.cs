using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Plumb.Formats.Store;

/// <summary>The files of one array's chunks: whole or in part, in and out. Safe for threads.</summary>
internal sealed class ChunkFiles(string name, string folder, Durability durability)
{
    /// <summary>Folder of the array.</summary>
    public string Folder { get; } = folder;

    /// <summary>Path of a chunk's file.</summary>
    public string PathOf(string key) => string.Concat(Folder, "/", key);

    /// <summary>Reads the part of a chunk that a box covers. Returns whether the chunk exists; where not, fills.</summary>
    public bool ReadBox<T>(string key, Span<T> destination, Box box, ArrayMetadata metadata, T fill)
        where T : unmanaged
    {
        var path = PathOf(key);
        if (box.RunLength == metadata.ChunkLength && metadata.Codec == ChunkCodec.Gzip &&
            ReadStored(path, MemoryMarshal.AsBytes(destination.Slice((int)box.OuterOffset, box.RunLength))))
        {
            return true;
        }

        var rented = Load(key, path, metadata.ChunkLength * Unsafe.SizeOf<T>(), metadata.Codec, out var length, out var stored);
        if (rented is null)
        {
            do
            {
                destination.Slice((int)box.OuterOffset, box.RunLength).Fill(fill);
            }
            while (box.Next());
            return false;
        }

        ReadOnlySpan<byte> content = rented.AsSpan(0, length);
        do
        {
            var run = MemoryMarshal.AsBytes(destination.Slice((int)box.OuterOffset, box.RunLength));
            var at = (int)box.InnerOffset * Unsafe.SizeOf<T>();
            if (stored)
            {
                GzipChunk.CopyStored(content, at, run);
            }
            else
            {
                content.Slice(at, run.Length).CopyTo(run);
            }
        }
        while (box.Next());
        ArrayPool<byte>.Shared.Return(rented);
        return true;
    }

    /// <summary>Writes a chunk of which a box is given; the rest is fill or, where asked, stays as it is.</summary>
    public void WriteBox<T>(string key, ReadOnlySpan<T> values, Box box, ArrayMetadata metadata, T fill, bool keepRest)
        where T : unmanaged
    {
        var length = metadata.ChunkLength;
        if (box.RunLength == length)
        {
            Write(key, values.Slice((int)box.OuterOffset, length), metadata);
            return;
        }

        var rented = ArrayPool<T>.Shared.Rent(length);
        try
        {
            var whole = rented.AsSpan(0, length);
            if (keepRest)
            {
                ReadWhole(key, whole, metadata, fill);
            }
            else
            {
                whole.Fill(fill);
            }

            do
            {
                values.Slice((int)box.OuterOffset, box.RunLength).CopyTo(whole[(int)box.InnerOffset..]);
            }
            while (box.Next());
            Write(key, (ReadOnlySpan<T>)whole, metadata);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a whole chunk.</summary>
    public void Write<T>(string key, ReadOnlySpan<T> values, ArrayMetadata metadata)
        where T : unmanaged
    {
        var path = PathOf(key);
        if (metadata.Separator == '/')
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }

        var bytes = MemoryMarshal.AsBytes(values);
        var temporary = AtomicFile.TemporaryFor(path);
        try
        {
            using (var handle = AtomicFile.Open(temporary))
            {
                if (metadata.Codec == ChunkCodec.None)
                {
                    RandomAccess.Write(handle, bytes, 0);
                }
                else if (metadata.Level == 0)
                {
                    GzipChunk.WriteStored(handle, bytes);
                }
                else
                {
                    GzipChunk.WriteDeflated(handle, bytes, metadata.Level);
                }

                AtomicFile.Sync(handle, durability);
            }

            AtomicFile.Publish(temporary, path, durability);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Failed(temporary, path, e);
        }
    }

    /// <summary>Reads a whole stored chunk without a copy between; false where it is not there, not stored or not sound, which the careful way tells apart.</summary>
    private static bool ReadStored(string path, Span<byte> destination)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var handle = OpenRead(path);
        return RandomAccess.GetLength(handle) == GzipChunk.StoredFileLength(destination.Length) && GzipChunk.TryReadStored(handle, destination);
    }

    private static SafeFileHandle OpenRead(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private void ReadWhole<T>(string key, Span<T> whole, ArrayMetadata metadata, T fill)
        where T : unmanaged
    {
        Span<int> zero = stackalloc int[metadata.Chunk.Length];
        zero.Clear();
        var box = new Box(stackalloc long[Box.StateLength(zero.Length)], metadata.Chunk, metadata.Chunk, zero, metadata.Chunk, zero);
        ReadBox(key, whole, box, metadata, fill);
    }

    /// <summary>
    /// The checked content of a chunk in a rented array: the file itself where it is <paramref name="stored"/>, else the
    /// plain bytes. null where there is no file.
    /// </summary>
    private byte[]? Load(string key, string path, int chunkBytes, ChunkCodec codec, out int length, out bool stored)
    {
        (length, stored) = (0, false);
        var rented = ReadFile(key, path, chunkBytes, codec, out length);
        if (rented is null || codec == ChunkCodec.None)
        {
            return rented;
        }

        switch (GzipChunk.CheckStored(rented.AsSpan(0, length), chunkBytes))
        {
            case true:
                stored = true;
                return rented;
            case false:
                ArrayPool<byte>.Shared.Return(rented);
                throw new DamagedChunkException(name, key, path, "its checksum does not hold");
        }

        byte[]? plain = null;
        try
        {
            // Deflate gains no more than 1032 to 1, so that a short file cannot ask for much memory.
            if (chunkBytes > (length * 1032L) + 1024)
            {
                throw new InvalidDataException($"{length} bytes cannot hold it");
            }

            plain = ArrayPool<byte>.Shared.Rent(chunkBytes);
            GzipChunk.Inflate(rented, length, plain.AsSpan(0, chunkBytes));
            length = chunkBytes;
            return plain;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            if (plain is not null)
            {
                ArrayPool<byte>.Shared.Return(plain);
            }

            throw new DamagedChunkException(name, key, path, e.Message.TrimEnd('.'), e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private byte[]? ReadFile(string key, string path, int chunkBytes, ChunkCodec codec, out int length)
    {
        length = 0;
        if (!File.Exists(path))
        {
            return null;
        }

        using var handle = OpenRead(path);
        var size = RandomAccess.GetLength(handle);
        var longest = codec == ChunkCodec.None ? chunkBytes : chunkBytes + (chunkBytes / 8L) + 4096;
        if (size > longest || (codec == ChunkCodec.None && size != chunkBytes))
        {
            throw new DamagedChunkException(name, key, path, $"it has {size} bytes, which a chunk of {chunkBytes} bytes cannot have");
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)Math.Max(size, 1));
        while (length < size)
        {
            var read = RandomAccess.Read(handle, rented.AsSpan(length, (int)size - length), length);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return rented;
    }
}

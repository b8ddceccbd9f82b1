namespace Plumb.Formats.Store;

/// <summary>A chunk whose bytes are not what was written: truncated, changed or foreign. Nothing is guessed from it.</summary>
public sealed class DamagedChunkException : IOException
{
    /// <summary>A damaged chunk.</summary>
    /// <param name="array">Name of the array.</param>
    /// <param name="chunk">Key of the chunk, "0.3.1".</param>
    /// <param name="file">Path of the chunk's file.</param>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public DamagedChunkException(string array, string chunk, string file, string why, Exception? innerException = null)
        : base($"Chunk {chunk} of array '{array}' is damaged: {why}. Run again, and it is computed anew; where it is found outside a run, delete the file {file} first.", innerException)
    {
        ArrayName = array;
        Chunk = chunk;
        ChunkFile = file;
    }

    /// <summary>Name of the array.</summary>
    public string ArrayName { get; }

    /// <summary>Key of the chunk: its index along each dimension, joined by points.</summary>
    public string Chunk { get; }

    /// <summary>Path of the chunk's file.</summary>
    public string ChunkFile { get; }
}

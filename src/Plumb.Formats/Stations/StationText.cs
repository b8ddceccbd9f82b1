using System.IO.Compression;
using System.Text;

namespace Plumb.Formats.Stations;

/// <summary>The lines of a text file of measurements, packed with gzip or not.</summary>
internal static class StationText
{
    /// <summary>Ending of packed files.</summary>
    internal const string Packed = ".gz";

    private const long LargestFile = 512L << 20;

    /// <summary>Reads all lines.</summary>
    /// <exception cref="RequestException">The file cannot be read, is damaged, too large, or no text.</exception>
    internal static string[] Lines(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream stream = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var memory = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                memory.Write(buffer, 0, read);
                if (memory.Length > LargestFile)
                {
                    throw new RequestException($"{path} holds more than {LargestFile >> 20} MiB of text. Divide it, or take out what is not needed.");
                }
            }

            var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
            if (bytes.Contains((byte)0))
            {
                throw new RequestException($"{path} is no text file: it holds zero bytes. Name a text file of measurements.");
            }

            return Split(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RequestException($"{path} cannot be read: {e.Message} Get the file again, or take it out of the folder.", e);
        }
    }

    /// <summary>Name of a file without its ending and without that of packing.</summary>
    internal static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        return Path.GetFileNameWithoutExtension(name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? name[..^Packed.Length] : name);
    }

    /// <summary>Ending of a file, lower case, without that of packing.</summary>
    internal static string EndingOf(string path)
    {
        var lower = path.ToLowerInvariant();
        return Path.GetExtension(lower.EndsWith(Packed, StringComparison.Ordinal) ? lower[..^Packed.Length] : lower);
    }

    private static string[] Split(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n");
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}

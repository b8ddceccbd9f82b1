using System.Text;
using Plumb.Formats.Store;

namespace Plumb.Processing.Journal;

/// <summary>Small text files that are either whole or absent.</summary>
public static class TextFile
{
    /// <summary>Writes a text file in UTF-8 under a temporary name, synced, renamed.</summary>
    /// <param name="path">The final path; its folder is created.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The file could not be written; nothing is left under the final name.</exception>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), Durability.Synced);
    }

    /// <summary>Writes a text file as <see cref="Write"/> does, unless it has that content already.</summary>
    /// <param name="path">The final path; its folder is created.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The file could not be written; the old one is as it was.</exception>
    public static void WriteIfChanged(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            Write(path, text);
        }
    }
}

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
}

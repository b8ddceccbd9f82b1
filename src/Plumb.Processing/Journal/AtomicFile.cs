namespace Plumb.Processing.Journal;

/// <summary>Files that are either whole or absent: written under a temporary name, synced, renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a text file in UTF-8.</summary>
    /// <param name="path">The final path; its folder is created.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The file could not be written; nothing is left under the final name.</exception>
    public static void WriteText(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

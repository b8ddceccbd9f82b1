namespace Plumb.Processing.Corrections;

/// <summary>Files that a correction by a model reads.</summary>
internal static class ModelFiles
{
    /// <summary>Files and those in folders by name, size and time of change, so that other files make the correction run again; empty for none.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(IEnumerable<string> paths, Func<string, string> resolve) => string.Join(
        "\n",
        paths.Select(resolve)
            .SelectMany(p => Directory.Exists(p) ? new DirectoryInfo(p).EnumerateFiles("*", SearchOption.AllDirectories) : File.Exists(p) ? [new FileInfo(p)] : [])
            .Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
}

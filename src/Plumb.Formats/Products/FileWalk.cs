namespace Plumb.Formats.Products;

/// <summary>Finds all files under the paths a user names: bounded in depth and number, never twice through a link.</summary>
public static class FileWalk
{
    /// <summary>Deepest folder below a named one, counted in levels.</summary>
    public const int LargestDepth = 8;

    /// <summary>Most files that are listed.</summary>
    public const int LargestCount = 500_000;

    /// <summary>Lists the files.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <exception cref="RequestException">A path does not exist, a folder cannot be read, or there are too many files.</exception>
    public static FolderListing List(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var roots = paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToArray();
        var missing = roots.Where(r => !File.Exists(r) && !Directory.Exists(r)).ToArray();
        if (missing.Length > 0)
        {
            throw new RequestException($"There is no file or folder {string.Join(", ", missing)}. Check input.paths; relative paths count from the settings file.");
        }

        if (roots.Length == 0)
        {
            throw new RequestException("No folder or file of products was named. Name at least one.");
        }

        var files = new SortedSet<string>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            if (Directory.Exists(root))
            {
                Walk(new DirectoryInfo(root), 0, files, visited);
            }
            else
            {
                files.Add(root);
            }
        }

        return new FolderListing(roots, [.. files]);
    }

    private static void Walk(DirectoryInfo folder, int depth, SortedSet<string> files, HashSet<string> visited)
    {
        if (depth > LargestDepth || !visited.Add(RealPath(folder)))
        {
            return;
        }

        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                if (entry.Name.StartsWith('.'))
                {
                    continue;
                }

                if (entry is DirectoryInfo inner)
                {
                    Walk(inner, depth + 1, files, visited);
                }
                else if (files.Add(entry.FullName) && files.Count > LargestCount)
                {
                    throw new RequestException($"There are more than {LargestCount} files under the paths named. Name the folders of the products themselves.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"The folder {folder.FullName} cannot be read: {e.Message}", e);
        }
    }

    private static string RealPath(DirectoryInfo folder) =>
        folder.LinkTarget is null ? folder.FullName : folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
}

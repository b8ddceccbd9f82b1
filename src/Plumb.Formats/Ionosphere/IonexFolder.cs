using System.Text.RegularExpressions;

namespace Plumb.Formats.Ionosphere;

/// <summary>All IONEX files under some paths.</summary>
public static partial class IonexFolder
{
    /// <summary>Looks at the headers of all IONEX files under the paths.</summary>
    /// <param name="paths">Files and folders. Of folders, files named as "jplg0010.22i", "JPL0OPSFIN_20220010000_01D_02H_GIM.INX" or "maps.ionex", gzipped or not, are looked at.</param>
    /// <param name="refused">What was found and is no IONEX file, each a sentence.</param>
    /// <returns>The files in order of name.</returns>
    /// <exception cref="RequestException">A path does not exist, or nothing is found.</exception>
    public static IReadOnlyList<IonexEntry> Scan(IReadOnlyList<string> paths, out IReadOnlyList<string> refused)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (files, problems) = (new List<IonexEntry>(), new List<string>());
        foreach (var file in paths.SelectMany(FilesOf).Distinct().Order(StringComparer.Ordinal))
        {
            try
            {
                var (first, last) = IonexFile.Span(file);
                files.Add(new IonexEntry(file, first, last));
            }
            catch (RequestException e)
            {
                problems.Add(e.Message);
            }
        }

        refused = problems;
        return files.Count > 0
            ? files
            : throw new RequestException($"No maps of the ionosphere are found in {string.Join(", ", paths)} (IONEX, names as jplg0010.22i.gz or JPL0OPSFIN_20220010000_01D_02H_GIM.INX.gz). {problems.FirstOrDefault() ?? "Name the folder of the files."}");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => NamePattern().IsMatch(Path.GetFileName(f)))
            : throw new RequestException($"{path}, named as a place of maps of the ionosphere, does not exist. Correct corrections.ionosphere.maps.");
    }

    [GeneratedRegex(@"\.(\d\di|inx|ionex)(\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex NamePattern();
}

/// <summary>An IONEX file.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">Time of its first map, UTC.</param>
/// <param name="Last">Time of its last map, UTC.</param>
public sealed record IonexEntry(string Path, DateTime First, DateTime Last);

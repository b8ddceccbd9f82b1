using System.Globalization;
using System.Text;

namespace Plumb.Processing.Stages;

/// <summary>What stands for the content of files that settings name, in the keys of stages.</summary>
internal static class NamedFiles
{
    /// <summary>The files by name, size and time of change, a line each; a folder by the files in it. Empty names are left out.</summary>
    /// <param name="paths">The paths as they stand in the settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    public static string Content(IEnumerable<string> paths, Func<string, string> resolve)
    {
        var text = new StringBuilder();
        foreach (var path in paths.Where(p => p.Length > 0).Select(resolve))
        {
            foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal).ToArray() : [path])
            {
                var info = new FileInfo(file);
                text.AppendLine(CultureInfo.InvariantCulture, $"{info.Name} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}");
            }
        }

        return text.ToString();
    }
}

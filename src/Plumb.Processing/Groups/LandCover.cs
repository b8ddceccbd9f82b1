using System.Globalization;
using Plumb.Formats.Areas;

namespace Plumb.Processing.Groups;

/// <summary>A raster of classes of land cover and what they are called.</summary>
/// <param name="Path">The file.</param>
/// <param name="Classes">Name of each class by its code; several codes may share a name. Empty: the names of the file, or the codes themselves.</param>
public sealed record LandCover(string Path, IReadOnlyDictionary<int, string> Classes)
{
    private const int MostUnnamed = 40;

    /// <summary>What is read of a raster of classes: itself, and the names beside it.</summary>
    /// <param name="path">The raster as it stands in the settings; empty for none.</param>
    internal static IEnumerable<string> FilesOf(string path) => path.Length > 0 ? [path, path + ".aux.xml"] : [];

    /// <summary>Reads names of classes.</summary>
    /// <param name="path">The file of classes.</param>
    /// <param name="text">"1=rural,2=urban,5=mining", codes (pure numbers) and names; may be empty.</param>
    /// <exception cref="RequestException">It is not written so.</exception>
    public static LandCover Parse(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var classes = new Dictionary<int, string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? "" : part[(at + 1)..].Trim();
            if (name.Length == 0 || !int.TryParse(part[..at].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code))
            {
                throw new RequestException($"The classes of the land cover hold '{part}'. Write code=name with commas between, such as 1=rural,2=urban,5=mining.");
            }

            if (!classes.TryAdd(code, name))
            {
                throw new RequestException($"The classes of the land cover name code {code.ToString(CultureInfo.InvariantCulture)} twice. Name each code once; several codes may share a name.");
            }
        }

        return new LandCover(path, classes);
    }

    /// <summary>The classes that are groups, each with its codes (pure numbers), in the order in which they are named.</summary>
    /// <param name="map">The classes on the grid of the run.</param>
    /// <exception cref="RequestException">Nobody names the classes, and there are too many.</exception>
    internal IReadOnlyList<(string Name, int[] Codes)> Named(ClassMap map)
    {
        var names = Classes.Count > 0 ? Classes : map.Names;
        if (names.Count == 0)
        {
            var codes = map.Codes.Where(c => c != ClassMap.None).Distinct().Order().ToArray();
            return codes.Length <= MostUnnamed
                ? [.. codes.Select(c => ($"class {c.ToString(CultureInfo.InvariantCulture)}", new[] { c }))]
                : throw new RequestException($"{Path} has {codes.Length} classes on the map and names none of them. Name those that are wanted: 1=rural,2=urban,5=mining.");
        }

        return [.. names.OrderBy(n => n.Key).GroupBy(n => n.Value).Select(g => (g.Key, g.Select(n => n.Key).ToArray()))];
    }
}

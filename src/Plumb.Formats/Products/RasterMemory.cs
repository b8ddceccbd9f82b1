using System.Collections.Concurrent;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>A GeoTIFF as it was when it was looked at.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Size">Its size, bytes.</param>
/// <param name="Changed">When it was changed last, 100 ns since year 1, UTC.</param>
/// <param name="Grid">Its grid, of shape (rows, columns).</param>
public sealed record SeenRaster(string Path, long Size, long Changed, Grid Grid);

/// <summary>
/// GeoTIFFs that were looked at before and found fit to be read: one that has the same size and time of change since is not opened again. Files with a
/// side file that GDAL would read too are opened always. Safe for threads.
/// </summary>
public sealed class RasterMemory
{
    private static readonly string[] SideFiles = [".aux.xml", ".ovr", ".msk"];
    private readonly Dictionary<string, SeenRaster> before;
    private readonly ConcurrentDictionary<string, SeenRaster> used = new(StringComparer.Ordinal);

    /// <summary>A memory.</summary>
    /// <param name="before">What was looked at before.</param>
    public RasterMemory(IEnumerable<SeenRaster> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        this.before = before.Where(b => b is { Path: not null, Grid: not null }).DistinctBy(b => b.Path).ToDictionary(b => b.Path, StringComparer.Ordinal);
    }

    /// <summary>The files looked at or known again since the memory was made, in the order of their paths.</summary>
    public IReadOnlyList<SeenRaster> Used => [.. used.Values.OrderBy(u => u.Path, StringComparer.Ordinal)];

    /// <summary>Looks at a GeoTIFF where it is not known.</summary>
    /// <exception cref="RequestException">The file is not a GeoTIFF, is damaged, is complex or has several bands.</exception>
    internal GdalRaster Look(string path, ValueRule rule)
    {
        var info = new FileInfo(path);
        if (!info.Exists || SideFiles.Any(ending => File.Exists(path + ending)) || File.Exists(Path.ChangeExtension(path, ".tfw")))
        {
            return GdalRaster.Look(path, rule);
        }

        if (before.TryGetValue(info.FullName, out var seen) && seen.Size == info.Length && seen.Changed == info.LastWriteTimeUtc.Ticks)
        {
            used[seen.Path] = seen;
            return GdalRaster.Known(path, seen.Grid, rule);
        }

        var raster = GdalRaster.Look(path, rule);
        used[info.FullName] = new SeenRaster(info.FullName, info.Length, info.LastWriteTimeUtc.Ticks, raster.Grid);
        return raster;
    }
}

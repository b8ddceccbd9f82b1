using Plumb.Acquisitions;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Geometry;
using Plumb.Grids;

namespace Plumb.Formats.Gamma;

/// <summary>The parameter files of a folder of GAMMA products, read once: images by date, maps, baselines by pair.</summary>
internal sealed class GammaHeaders
{
    private readonly Dictionary<DateOnly, GammaImage> images = [];
    private readonly Dictionary<DatePair, (string Path, bool IsReversed)> components = [];
    private readonly Dictionary<DatePair, (string Path, bool IsReversed)> tables = [];

    public List<GammaMap> Maps { get; } = [];

    public List<string> Claimed { get; } = [];

    public IReadOnlyDictionary<DateOnly, GammaImage> Images => images;

    /// <summary>Reads all parameter files among the files. MLI files count before SLC files: their looks are the product's.</summary>
    public static GammaHeaders Read(FolderListing listing, FindingList findings)
    {
        var headers = new GammaHeaders();
        foreach (var file in listing.Files.Where(f => f.EndsWith(".par", StringComparison.OrdinalIgnoreCase)))
        {
            var name = Path.GetFileName(file).ToLowerInvariant();
            if (name.EndsWith("base_init.par", StringComparison.Ordinal) || name.EndsWith(".off.par", StringComparison.Ordinal))
            {
                headers.Claimed.Add(file);
            }
            else if (name.EndsWith("bperp.par", StringComparison.Ordinal) || name.EndsWith("base.par", StringComparison.Ordinal))
            {
                headers.Claimed.Add(file);
                if (OrientedPair.InName(name) is { } pair)
                {
                    (name.EndsWith("bperp.par", StringComparison.Ordinal) ? headers.tables : headers.components).TryAdd(pair.Pair, (file, pair.IsReversed));
                }
            }
            else if (name.EndsWith("dem.par", StringComparison.Ordinal) || name.EndsWith("map.par", StringComparison.Ordinal))
            {
                headers.Claimed.Add(file);
                if (findings.Try(file, () => GammaMap.Read(file)) is { } map)
                {
                    headers.Maps.Add(map);
                }
            }
            else if (name.EndsWith("slc.par", StringComparison.Ordinal) || name.EndsWith("mli.par", StringComparison.Ordinal))
            {
                headers.Claimed.Add(file);
                headers.AddImage(file, findings);
            }
        }

        return headers;
    }

    /// <summary>Perpendicular baseline at a point: from the pair's table, else from its components, else from the two orbits.</summary>
    public Baseline BaselineOf(DatePair pair, GeodeticPosition? centre, FindingList findings)
    {
        var first = images.GetValueOrDefault(pair.First);
        if (tables.TryGetValue(pair, out var table) && findings.Try(table.Path, () => GammaBaseline.ReadTable(table.Path)) is { } read)
        {
            var (line, sample) = (0.5 * (read.Lines[0] + read.Lines[^1]), 0.5 * (read.Samples[0] + read.Samples[^1]));
            var image = table.IsReversed ? images.GetValueOrDefault(pair.Second) : first;
            if (image is not null && centre is { } point && RadarView.TryObserve(image.Orbit, point, out var seen))
            {
                (line, sample) = (image.LineAt(seen.Time), image.SampleAt(seen.SlantRange));
            }

            return Signed(read.At(line, sample), table.IsReversed);
        }

        if (first is null || centre is not { } ground)
        {
            return Baseline.Unknown;
        }

        if (components.TryGetValue(pair, out var parts) && !parts.IsReversed && RadarView.TryObserve(first.Orbit, ground, out var view) &&
            findings.Try(parts.Path, () => (object)GammaBaseline.ReadComponents(parts.Path, first.CentreTime)) is TrackBaseline track)
        {
            return new Baseline(track.PerpendicularAt(view.Time, PerpendicularBaseline.LookAngle(first.Orbit, view.Time, view.SlantRange, ground.Height)));
        }

        return images.GetValueOrDefault(pair.Second) is { } second && PerpendicularBaseline.TryAtPoint(first.Orbit, second.Orbit, ground, out var baseline)
            ? baseline
            : Baseline.Unknown;
    }

    /// <summary>Longitude, latitude and height of the middle of a grid; null for radar coordinates.</summary>
    public static GeodeticPosition? CentreOf(Grid grid, IRasterSource? heights)
    {
        if (grid.Crs.IsRadar)
        {
            return null;
        }

        var (x, y) = grid.CentreOf(0.5 * (grid.Rows - 1), 0.5 * (grid.Columns - 1));
        if (!grid.Crs.IsGeographic || grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
            (x, y) = transform.Apply(x, y);
        }

        var height = 0f;
        if (heights is not null && heights.Grid == grid)
        {
            Span<float> one = stackalloc float[1];
            using var reader = heights.Open();
            reader.Read(new Tile(grid.Rows / 2, grid.Columns / 2, 1, 1), one);
            height = float.IsNaN(one[0]) ? 0 : one[0];
        }

        return GeodeticPosition.FromDegrees(x, y, height);
    }

    private static Baseline Signed(double perpendicular, bool isReversed) => new(isReversed ? -perpendicular : perpendicular);

    private void AddImage(string file, FindingList findings)
    {
        if (findings.Try(file, () => GammaImage.Read(file)) is not { } image)
        {
            return;
        }

        var named = OrientedPair.DatesIn(Path.GetFileName(file));
        if (named.Count == 1 && named[0] != image.Date)
        {
            findings.Error(file, $"The file's date is {image.Date:yyyy-MM-dd}, its name says {named[0]:yyyy-MM-dd}.", "Put the file of the right date there.");
            return;
        }

        if (!images.TryGetValue(image.Date, out var before) ||
            (before.Path.Contains("slc", StringComparison.OrdinalIgnoreCase) && file.Contains("mli", StringComparison.OrdinalIgnoreCase)))
        {
            images[image.Date] = image;
        }
    }
}

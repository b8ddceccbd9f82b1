using System.Globalization;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.Gamma;

/// <summary>A GAMMA DEM/MAP parameter file: the map grid of geocoded files, and how heights are stored.</summary>
/// <param name="Path">The file.</param>
/// <param name="Grid">The grid. GAMMA's corner is the centre of the first pixel.</param>
/// <param name="HeightSample">Type of the stored heights.</param>
/// <param name="HeightScale">Metres per stored unit.</param>
/// <param name="HeightOffset">Metres added to each height.</param>
public sealed record GammaMap(string Path, Grid Grid, FlatSample HeightSample, double HeightScale, double HeightOffset)
{
    /// <summary>Reads a DEM/MAP parameter file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read, is of another kind, or has a projection other than EQA and UTM on WGS 84.</exception>
    public static GammaMap Read(string path)
    {
        var text = ParameterText.Read(path, colon: true);
        if (text.Text("DEM_projection") is not { } projection)
        {
            throw new RequestException($"{path} is not a GAMMA DEM/MAP parameter file: it names no DEM_projection. Put the dem.par file there.");
        }

        var (columns, rows) = (text.Whole("width"), text.Whole("nlines"));
        if (columns < 1 || rows < 1)
        {
            throw new RequestException($"{path} has width {columns} and nlines {rows}; both are at least 1. Copy the file again.");
        }

        var grid = projection.ToUpperInvariant() switch
        {
            "EQA" => Build(path, Crs.Wgs84, text.Required("corner_lon"), text.Required("corner_lat"), text.Required("post_lon"), text.Required("post_lat"), columns, rows),
            "UTM" => Build(path, Utm(text), text.Required("corner_east"), text.Required("corner_north"), text.Required("post_east"), text.Required("post_north"), columns, rows),
            _ => throw new RequestException($"{path}: the projection {projection} is not read from parameter files; EQA and UTM are. Convert the files with GAMMA's data2geotiff."),
        };
        var scale = text.Number("DEM_scale");
        var offset = text.Number("DEM_hgt_offset");
        var sample = text.Text("data_format") is { } format && format.StartsWith("INTEGER", StringComparison.Ordinal) ? FlatSample.Signed16 : FlatSample.Real32;
        return new GammaMap(path, grid, sample, double.IsNaN(scale) ? 1 : scale, double.IsNaN(offset) ? 0 : offset);
    }

    private static Crs Utm(ParameterText text)
    {
        var zone = text.Whole("projection_zone");
        if (zone is < 1 or > 60)
        {
            throw new RequestException($"{text.Path}: projection_zone is '{text.Text("projection_zone")}', which is no UTM zone from 1 to 60. Copy the file again.");
        }

        var south = text.Number("false_northing") > 0;
        return new Crs(string.Create(CultureInfo.InvariantCulture, $"EPSG:{(south ? 32700 : 32600) + zone}"), false);
    }

    private static Grid Build(string path, Crs crs, double x, double y, double stepX, double stepY, int columns, int rows)
    {
        try
        {
            return new Grid(crs, x - (0.5 * stepX), y - (0.5 * stepY), stepX, stepY, columns, rows);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"{path} describes no north-up grid: {e.Message}", e);
        }
    }
}

using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Processing.Groups;

/// <summary>A named point.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Longitude">Longitude, degrees east.</param>
/// <param name="Latitude">Latitude, degrees north.</param>
public sealed record NamedPoint(string Name, double Longitude, double Latitude)
{
    /// <summary>Reads a point.</summary>
    /// <param name="text">"name,longitude,latitude", degrees.</param>
    /// <param name="from">Where the text stands, for the message.</param>
    /// <exception cref="RequestException">It is not written so.</exception>
    public static NamedPoint Parse(string text, string from)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        return words.Length == 3 && words[0].Length > 0 && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && double.TryParse(words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90
            ? new NamedPoint(words[0], longitude, latitude)
            : throw new RequestException($"{from} is '{text}'; write name,longitude,latitude with degrees, such as A1,106.45,38.1.");
    }

    /// <summary>Place on a grid, pixels with fractions; NaN where the grid's system does not hold.</summary>
    /// <param name="grid">The grid, not in radar coordinates.</param>
    public (double Row, double Column) On(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[] x = [Longitude], y = [Latitude];
        if (grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, grid.Crs);
            transform.Apply(x, y);
        }

        return grid.PixelAt(x[0], y[0]);
    }
}

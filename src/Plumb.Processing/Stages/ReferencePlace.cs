using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>Reference areas as users write them: "longitude,latitude[,radius in m]" or "row:R,column:C[,radius in pixels]".</summary>
internal static class ReferencePlace
{
    /// <summary>Length of a degree of latitude, and of longitude at the equator, metres.</summary>
    public const double MetresPerDegree = 111_320;

    public static IReadOnlyList<ReferenceArea> Read(IReadOnlyList<string> texts, Grid grid) => texts.Select(t => Read(t, grid)).ToArray();

    private static ReferenceArea Read(string text, Grid grid)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 3)
        {
            throw Wrong(text);
        }

        if (parts[0].StartsWith("row:", StringComparison.Ordinal) && parts[1].StartsWith("column:", StringComparison.Ordinal))
        {
            return new ReferenceArea(
                Whole(parts[0][4..], text), Whole(parts[1][7..], text), parts.Length == 3 ? Whole(parts[2], text) : 0);
        }

        if (grid.Crs.IsRadar)
        {
            throw new RequestException($"reference.areas: '{text}' is a place on the map, but the products are in radar coordinates. Write row:R,column:C.");
        }

        var (x, y) = (Number(parts[0], text), Number(parts[1], text));
        if (grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(Crs.Wgs84, grid.Crs);
            double[] xs = [x], ys = [y];
            transform.Apply(xs, ys);
            (x, y) = (xs[0], ys[0]);
        }

        var (row, column) = grid.PixelAt(x, y);
        var radius = parts.Length == 3 ? Number(parts[2], text) : 0;
        var pixel = grid.Crs.IsGeographic ? -grid.StepY * MetresPerDegree : -grid.StepY;
        if (!(Math.Abs(row) < int.MaxValue && Math.Abs(column) < int.MaxValue && radius >= 0 && radius / pixel < 1000))
        {
            throw Wrong(text);
        }

        return new ReferenceArea((int)Math.Round(row), (int)Math.Round(column), (int)Math.Round(radius / pixel));
    }

    private static double Number(string part, string text) =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : throw Wrong(text);

    private static int Whole(string part, string text) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(text);

    private static RequestException Wrong(string text) => new(
        $"reference.areas: '{text}' is no place. Write \"longitude,latitude\" or \"longitude,latitude,radius in m\" in degrees, or \"row:R,column:C\" or \"row:R,column:C,radius in pixels\".");
}

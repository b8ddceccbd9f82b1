using System.Globalization;
using System.Text;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>The header of an ENVI image of one band (ENVI header format: keys, map info, coordinate system string).</summary>
/// <param name="grid">Where the image lies.</param>
/// <param name="type">Type of its numbers.</param>
/// <param name="description">What they are.</param>
internal sealed class EnviHeader(Grid grid, RasterType type, RasterBand description)
{
    /// <summary>The header.</summary>
    internal string Text()
    {
        var text = new StringBuilder("ENVI\n");
        Line($"description = {{{Plain(description.Description)}}}");
        Line($"samples = {grid.Columns}");
        Line($"lines = {grid.Rows}");
        Line($"bands = 1");
        Line($"header offset = 0");
        Line($"file type = ENVI Standard");
        Line($"data type = {type switch { RasterType.Byte => 1, RasterType.ComplexReal32 => 6, _ => 4 }}");
        Line($"interleave = bsq");
        Line($"byte order = 0");
        Line($"band names = {{{Plain(description.Description)}}}");
        Line($"data units = {{{Plain(description.Unit)}}}");
        if (!grid.Crs.IsRadar)
        {
            using var reference = SpatialReference.From(grid.Crs.Definition);
            var kind = grid.Crs.IsGeographic ? "Geographic Lat/Lon" : "Arbitrary";
            var units = grid.Crs.IsGeographic ? "Degrees" : "Meters";
            Line($"map info = {{{kind}, 1, 1, {grid.OriginX:R}, {grid.OriginY:R}, {grid.StepX:R}, {-grid.StepY:R}, units={units}}}");
            Line($"coordinate system string = {{{reference.Wkt("WKT1_ESRI")}}}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Plain(string text) => text.Replace('{', '(').Replace('}', ')').ReplaceLineEndings(" ");
}

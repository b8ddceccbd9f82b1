using Plumb.Corrections.Delays;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Weather;

/// <summary>Nodes of latitude and longitude of a raster whose values stand at the centres of its pixels.</summary>
internal static class WeatherNodes
{
    public static NodeGrid Of(GdalDataset dataset, string path)
    {
        var grid = dataset.GridOr(Crs.Wgs84);
        var nodes = new NodeGrid(
            grid.OriginY + (grid.StepY / 2), grid.OriginX + (grid.StepX / 2), -grid.StepY, grid.StepX, grid.Rows, grid.Columns);
        return !grid.Crs.IsRadar && nodes.North <= 90.1 && nodes.Latitude(nodes.Rows - 1) >= -90.1 && nodes.Columns * nodes.LongitudeStep <= 361 && nodes is { Rows: > 1, Columns: > 1 }
            ? nodes
            : throw new RequestException($"{path} has no even nodes of latitude and longitude, at least two of each ({grid.Rows} x {grid.Columns}). Weather on a projected or curved grid has to be brought onto latitude and longitude first.");
    }

    /// <summary>The smallest window of nodes around a place, with one node to spare on each side.</summary>
    public static Tile Window(NodeGrid nodes, double south, double north, double west, double east)
    {
        var top = Math.Clamp((int)Math.Floor(nodes.RowOf(north)) - 1, 0, nodes.Rows - 2);
        var bottom = Math.Clamp((int)Math.Ceiling(nodes.RowOf(south)) + 1, top + 1, nodes.Rows - 1);
        var left = Math.Clamp((int)Math.Floor(nodes.ColumnOf(west)) - 1, 0, nodes.Columns - 2);
        var right = Math.Clamp((int)Math.Ceiling(nodes.ColumnOf(east)) + 1, left + 1, nodes.Columns - 1);
        return new Tile(top, left, bottom - top + 1, right - left + 1);
    }

    public static NodeGrid Crop(NodeGrid nodes, Tile window) =>
        nodes with { North = nodes.Latitude(window.Row), West = nodes.Longitude(window.Column), Rows = window.Rows, Columns = window.Columns };
}

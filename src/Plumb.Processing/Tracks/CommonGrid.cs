using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>The grid on which tracks meet: that of the first input with a grid, or square cells of a given size, over what all inputs cover or over what any does.</summary>
internal static class CommonGrid
{
    private const int EdgePoints = 24;
    private const long MostCells = 200_000_000;

    /// <summary>Chooses the grid.</summary>
    /// <param name="sources">The inputs.</param>
    /// <param name="cell">Side of the cells, metres; NaN for those of the first input with a grid.</param>
    /// <param name="union">Whether it covers what any input covers.</param>
    /// <exception cref="RequestException">Inputs share no ground, or none has a grid and no size is given.</exception>
    public static Grid Choose(IReadOnlyList<TrackSource> sources, double cell, bool union)
    {
        var first = sources.FirstOrDefault(s => s.Grid is not null);
        if (first is null && double.IsNaN(cell))
        {
            throw new RequestException("All inputs are points, which have no cells of their own. Give the side of the common cells in metres with --cell.");
        }

        var crs = first?.Crs ?? sources[0].Crs;
        var boxes = sources.Select(s => BoxOf(s, crs)).ToArray();
        var west = union ? boxes.Min(b => b.West) : boxes.Max(b => b.West);
        var east = union ? boxes.Max(b => b.East) : boxes.Min(b => b.East);
        var south = union ? boxes.Min(b => b.South) : boxes.Max(b => b.South);
        var north = union ? boxes.Max(b => b.North) : boxes.Min(b => b.North);
        if (!(east > west && north > south))
        {
            throw new RequestException($"The inputs {string.Join(", ", sources.Select(s => s.Name))} share no ground. Check that they are of one area.");
        }

        var grid = double.IsNaN(cell) ? Along(first!.Grid!, west, east, south, north) : Cells(crs, cell, west, east, south, north);
        return grid.PixelCount <= MostCells
            ? grid
            : throw new RequestException($"The common grid has {grid.Rows} x {grid.Columns} cells, more than are held at once. Give larger ones in metres with --cell.");
    }

    private static Grid Along(Grid first, double west, double east, double south, double north)
    {
        // The lattice of the first grid, so that its own values are copied, not interpolated.
        const double Snap = 1e-6;
        var left = (int)Math.Floor(((west - first.OriginX) / first.StepX) + Snap);
        var right = (int)Math.Ceiling(((east - first.OriginX) / first.StepX) - Snap);
        var top = (int)Math.Floor(((north - first.OriginY) / first.StepY) + Snap);
        var bottom = (int)Math.Ceiling(((south - first.OriginY) / first.StepY) - Snap);
        return new Grid(
            first.Crs, first.OriginX + (left * first.StepX), first.OriginY + (top * first.StepY), first.StepX, first.StepY, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private static Grid Cells(Crs crs, double cell, double west, double east, double south, double north)
    {
        var (x, y) = (cell, cell);
        if (crs.IsGeographic)
        {
            y = cell / ReferencePlace.MetresPerDegree;
            x = y / Math.Cos(0.5 * (south + north) * Math.PI / 180);
        }

        double Count(double length, double step) => Math.Ceiling((length / step) - 1e-9);
        var (columns, rows) = (Count(east - west, x), Count(north - south, y));
        return columns * rows <= MostCells
            ? new Grid(crs, west, north, x, -y, (int)columns, (int)rows)
            : throw new RequestException(FormattableString.Invariant($"Cells of {cell} m make a grid of {rows:0} x {columns:0}, more than are held at once. Give larger ones with --cell."));
    }

    private static (double West, double East, double South, double North) BoxOf(TrackSource source, Crs crs)
    {
        var (x, y) = source.Grid is { } grid ? Border(grid) : ((double[])source.X.Clone(), (double[])source.Y.Clone());
        if (source.Crs != crs)
        {
            using var transform = new CoordinateTransform(source.Crs, crs);
            transform.Apply(x, y);
        }

        var (fx, fy) = (x.Where(double.IsFinite).ToArray(), y.Where(double.IsFinite).ToArray());
        return fx.Length == 0
            ? throw new RequestException($"{source.Path} cannot be brought onto the map of the first input. Check its coordinate system.")
            : (fx.Min(), fx.Max(), fy.Min(), fy.Max());
    }

    private static (double[] X, double[] Y) Border(Grid grid)
    {
        var (x, y) = (new List<double>(), new List<double>());
        for (var k = 0; k <= EdgePoints; k++)
        {
            var (px, py) = (grid.OriginX + ((grid.EndX - grid.OriginX) * k / EdgePoints), grid.OriginY + ((grid.EndY - grid.OriginY) * k / EdgePoints));
            x.AddRange([px, px, grid.OriginX, grid.EndX]);
            y.AddRange([grid.OriginY, grid.EndY, py, py]);
        }

        return ([.. x], [.. y]);
    }
}

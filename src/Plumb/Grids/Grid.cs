using System.Globalization;

namespace Plumb.Grids;

/// <summary>
/// The raster a layer lies on. Row 0 is the northernmost; the origin is the outer (north-west) corner of pixel (0, 0).
/// Coordinates are degrees for a geographic system, metres for a projected one, pixels for radar coordinates.
/// Shape is (<see cref="Rows"/>, <see cref="Columns"/>).
/// </summary>
public sealed record Grid
{
    /// <summary>Two grids are exactly offset when their origins differ by a whole number of pixels within this part of a pixel.</summary>
    public const double OffsetTolerance = 1e-2;

    /// <summary>A grid.</summary>
    /// <param name="crs">Coordinate reference system.</param>
    /// <param name="originX">East coordinate (degree, metre or pixel) of the outer north-west corner.</param>
    /// <param name="originY">North coordinate (degree, metre or pixel) of the outer north-west corner.</param>
    /// <param name="stepX">Pixel width (degree, metre or pixel), positive.</param>
    /// <param name="stepY">Pixel height (degree, metre or pixel) as a signed step to the next row, negative: rows go south.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <exception cref="ArgumentException">A size is below 1, a step has the wrong sign or a number is not finite.</exception>
    public Grid(Crs crs, double originX, double originY, double stepX, double stepY, int columns, int rows)
    {
        ArgumentNullException.ThrowIfNull(crs);
        if (columns < 1 || rows < 1)
        {
            throw new ArgumentException($"A grid has at least one row and one column; got {rows} rows and {columns} columns.");
        }

        if (!double.IsFinite(originX) || !double.IsFinite(originY) || !(stepX > 0) || !(stepY < 0) ||
            !double.IsFinite(stepX) || !double.IsFinite(stepY))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A grid has a finite origin, a positive step east and a negative step north; got origin ({originX}, {originY}), step ({stepX}, {stepY})."));
        }

        Crs = crs;
        OriginX = originX;
        OriginY = originY;
        StepX = stepX;
        StepY = stepY;
        Columns = columns;
        Rows = rows;
    }

    /// <summary>Coordinate reference system.</summary>
    public Crs Crs { get; }

    /// <summary>East coordinate (degree, metre or pixel) of the outer north-west corner.</summary>
    public double OriginX { get; }

    /// <summary>North coordinate (degree, metre or pixel) of the outer north-west corner.</summary>
    public double OriginY { get; }

    /// <summary>Pixel width (degree, metre or pixel), positive.</summary>
    public double StepX { get; }

    /// <summary>Signed step (degree, metre or pixel) to the next row, negative.</summary>
    public double StepY { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of pixels, rows times columns.</summary>
    public long PixelCount => (long)Rows * Columns;

    /// <summary>The whole grid as one tile.</summary>
    public Tile Whole => new(0, 0, Rows, Columns);

    /// <summary>East coordinate (degree, metre or pixel) of the outer south-east corner.</summary>
    public double EndX => OriginX + (StepX * Columns);

    /// <summary>North coordinate (degree, metre or pixel) of the outer south-east corner.</summary>
    public double EndY => OriginY + (StepY * Rows);

    /// <summary>A grid in radar coordinates: pixel (row, column) lies at (column, -row), unit pixels.</summary>
    /// <param name="columns">Number of range samples.</param>
    /// <param name="rows">Number of azimuth lines.</param>
    public static Grid Radar(int columns, int rows) => new(Crs.Radar, 0, 0, 1, -1, columns, rows);

    /// <summary>Map coordinates (degree, metre or pixel) of a pixel's centre.</summary>
    /// <param name="row">Row, 0 at the north; fractions are allowed.</param>
    /// <param name="column">Column, 0 at the west; fractions are allowed.</param>
    public (double X, double Y) CentreOf(double row, double column) =>
        (OriginX + ((column + 0.5) * StepX), OriginY + ((row + 0.5) * StepY));

    /// <summary>The fractional (row, column) whose centre lies at the map coordinates; may lie outside the grid.</summary>
    /// <param name="x">East coordinate (degree, metre or pixel).</param>
    /// <param name="y">North coordinate (degree, metre or pixel).</param>
    public (double Row, double Column) PixelAt(double x, double y) =>
        (((y - OriginY) / StepY) - 0.5, ((x - OriginX) / StepX) - 0.5);

    /// <summary>The grid of one tile of this grid.</summary>
    /// <param name="tile">The tile, inside this grid.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tile reaches outside the grid.</exception>
    public Grid Crop(Tile tile)
    {
        if (!Whole.Contains(tile))
        {
            throw new ArgumentOutOfRangeException(nameof(tile), tile, $"The tile reaches outside a grid of {Rows} rows and {Columns} columns.");
        }

        return new Grid(Crs, OriginX + (tile.Column * StepX), OriginY + (tile.Row * StepY), StepX, StepY, tile.Columns, tile.Rows);
    }

    /// <summary>
    /// Where <paramref name="other"/>'s pixel (0, 0) lies in this grid, when both share system and step and are
    /// shifted by whole pixels, so that values can be copied without resampling.
    /// </summary>
    /// <param name="other">The other grid.</param>
    /// <param name="row">Row of the other grid's first pixel in this grid; may be negative.</param>
    /// <param name="column">Column of the other grid's first pixel in this grid; may be negative.</param>
    /// <returns>Whether the offset is exact within <see cref="OffsetTolerance"/> pixels over the whole of the other grid.</returns>
    public bool TryOffset(Grid other, out int row, out int column)
    {
        ArgumentNullException.ThrowIfNull(other);
        row = column = 0;
        if (Crs != other.Crs)
        {
            return false;
        }

        var (startRow, startColumn) = PixelAt(other.OriginX + (0.5 * other.StepX), other.OriginY + (0.5 * other.StepY));
        var (endRow, endColumn) = PixelAt(other.EndX - (0.5 * other.StepX), other.EndY - (0.5 * other.StepY));
        if (Math.Abs(startRow) > int.MaxValue || Math.Abs(startColumn) > int.MaxValue)
        {
            return false;
        }

        var (r, c) = ((int)Math.Round(startRow), (int)Math.Round(startColumn));
        if (Math.Abs(startRow - r) > OffsetTolerance || Math.Abs(startColumn - c) > OffsetTolerance ||
            Math.Abs(endRow - (r + other.Rows - 1)) > OffsetTolerance ||
            Math.Abs(endColumn - (c + other.Columns - 1)) > OffsetTolerance)
        {
            return false;
        }

        (row, column) = (r, c);
        return true;
    }
}

using System.Globalization;

namespace Plumb.Grids;

/// <summary>A closed line of corner points; the last joins the first.</summary>
public sealed class Ring
{
    private readonly double[] x;
    private readonly double[] y;

    /// <summary>A ring.</summary>
    /// <param name="x">East coordinates (degree or metre) of the corners, at least three different ones.</param>
    /// <param name="y">North coordinates (degree or metre) of the corners.</param>
    /// <exception cref="ArgumentException">Fewer than three corners, different counts, or numbers that are not finite.</exception>
    public Ring(IEnumerable<double> x, IEnumerable<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        this.x = [.. x];
        this.y = [.. y];
        var n = this.x.Length;
        if (n > 1 && this.y.Length == n && this.x[0] == this.x[^1] && this.y[0] == this.y[^1])
        {
            Array.Resize(ref this.x, n - 1);
            Array.Resize(ref this.y, n - 1);
        }

        if (this.x.Length != this.y.Length || this.x.Length < 3)
        {
            throw new ArgumentException($"A ring has at least three corners; got {this.x.Length}.", nameof(x));
        }

        if (!this.x.All(double.IsFinite) || !this.y.All(double.IsFinite))
        {
            throw new ArgumentException("The corners of a ring are finite numbers.", nameof(x));
        }
    }

    /// <summary>East coordinates (degree or metre), one per corner, the first not repeated.</summary>
    public ReadOnlySpan<double> X => x;

    /// <summary>North coordinates (degree or metre), one per corner, the first not repeated.</summary>
    public ReadOnlySpan<double> Y => y;
}

/// <summary>
/// An area on the map: rings under the even-odd rule, so that a ring within a ring is a hole. Immutable.
/// </summary>
public sealed class AreaOfInterest
{
    /// <summary>An area.</summary>
    /// <param name="crs">System of the coordinates.</param>
    /// <param name="rings">Outer rings and holes, at least one.</param>
    /// <exception cref="ArgumentException">There is no ring, or the system is radar coordinates.</exception>
    public AreaOfInterest(Crs crs, IReadOnlyList<Ring> rings)
    {
        ArgumentNullException.ThrowIfNull(crs);
        ArgumentNullException.ThrowIfNull(rings);
        if (rings.Count == 0 || crs.IsRadar)
        {
            throw new ArgumentException("An area has at least one ring and lies on a map.", nameof(rings));
        }

        Crs = crs;
        Rings = [.. rings];
        (West, South, East, North) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        foreach (var ring in Rings)
        {
            for (var i = 0; i < ring.X.Length; i++)
            {
                West = Math.Min(West, ring.X[i]);
                East = Math.Max(East, ring.X[i]);
                South = Math.Min(South, ring.Y[i]);
                North = Math.Max(North, ring.Y[i]);
            }
        }
    }

    /// <summary>System of the coordinates.</summary>
    public Crs Crs { get; }

    /// <summary>Outer rings and holes.</summary>
    public IReadOnlyList<Ring> Rings { get; }

    /// <summary>Westernmost coordinate (degree or metre).</summary>
    public double West { get; }

    /// <summary>Southernmost coordinate (degree or metre).</summary>
    public double South { get; }

    /// <summary>Easternmost coordinate (degree or metre).</summary>
    public double East { get; }

    /// <summary>Northernmost coordinate (degree or metre).</summary>
    public double North { get; }

    /// <summary>A rectangle.</summary>
    /// <param name="crs">System of the coordinates.</param>
    /// <param name="west">Western edge (degree or metre).</param>
    /// <param name="south">Southern edge (degree or metre).</param>
    /// <param name="east">Eastern edge (degree or metre), greater than the western one.</param>
    /// <param name="north">Northern edge (degree or metre), greater than the southern one.</param>
    /// <exception cref="ArgumentException">The edges are not in order.</exception>
    public static AreaOfInterest Rectangle(Crs crs, double west, double south, double east, double north)
    {
        if (!(west < east && south < north))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"A rectangle has its west ({west}) below its east ({east}) and its south ({south}) below its north ({north})."));
        }

        return new AreaOfInterest(crs, [new Ring([west, east, east, west], [south, south, north, north])]);
    }

    /// <summary>Whether a point lies in the area (even-odd rule).</summary>
    /// <param name="x">East coordinate (degree or metre).</param>
    /// <param name="y">North coordinate (degree or metre).</param>
    public bool Contains(double x, double y)
    {
        var inside = false;
        foreach (var ring in Rings)
        {
            for (int i = 0, j = ring.X.Length - 1; i < ring.X.Length; j = i++)
            {
                if (ring.Y[i] > y != ring.Y[j] > y && x < CrossingAt(ring, i, j, y))
                {
                    inside = !inside;
                }
            }
        }

        return inside;
    }

    /// <summary>Marks the pixels of a grid whose centres lie in the area.</summary>
    /// <param name="grid">A grid in the area's own system.</param>
    /// <param name="inside">Receives one flag per pixel, shape (rows, columns), row by row.</param>
    /// <returns>Number of pixels in the area.</returns>
    /// <exception cref="ArgumentException">The grid is in another system or the span does not fit.</exception>
    public long Rasterise(Grid grid, Span<bool> inside)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Crs != Crs || inside.Length != grid.PixelCount)
        {
            throw new ArgumentException($"The area ({Crs.Definition}) is drawn on a grid of its own system with one flag per pixel; got {grid.Crs.Definition} and {inside.Length} flags.", nameof(grid));
        }

        var count = 0L;
        var crossings = new List<double>();
        for (var row = 0; row < grid.Rows; row++)
        {
            var (_, y) = grid.CentreOf(row, 0);
            Crossings(y, crossings);
            var flags = inside.Slice(row * grid.Columns, grid.Columns);
            flags.Clear();
            for (var k = 0; k + 1 < crossings.Count; k += 2)
            {
                var start = FirstCentreFrom(grid, crossings[k]);
                var end = FirstCentreFrom(grid, crossings[k + 1]);
                flags[start..end].Fill(true);
                count += end - start;
            }
        }

        return count;
    }

    /// <summary>The smallest tile of a grid that holds the area, clipped to the grid; of zero rows and columns when they do not meet. Unit: pixels.</summary>
    /// <param name="grid">A grid in the area's own system.</param>
    public Tile CoveringTile(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Crs != Crs)
        {
            throw new ArgumentException($"The area is in {Crs.Definition}, the grid in {grid.Crs.Definition}.", nameof(grid));
        }

        var (top, left) = grid.PixelAt(West, North);
        var (bottom, right) = grid.PixelAt(East, South);
        var row = (int)Math.Clamp(Math.Floor(top + 0.5), 0, grid.Rows);
        var column = (int)Math.Clamp(Math.Floor(left + 0.5), 0, grid.Columns);
        var endRow = (int)Math.Clamp(Math.Ceiling(bottom + 0.5), row, grid.Rows);
        var endColumn = (int)Math.Clamp(Math.Ceiling(right + 0.5), column, grid.Columns);
        return endRow > row && endColumn > column ? new Tile(row, column, endRow - row, endColumn - column) : new Tile(0, 0, 0, 0);
    }

    private static double CrossingAt(Ring ring, int i, int j, double y) =>
        ring.X[i] + ((y - ring.Y[i]) / (ring.Y[j] - ring.Y[i]) * (ring.X[j] - ring.X[i]));

    private static int FirstCentreFrom(Grid grid, double x) =>
        (int)Math.Clamp(Math.Ceiling(((x - grid.OriginX) / grid.StepX) - 0.5), 0, grid.Columns);

    private void Crossings(double y, List<double> crossings)
    {
        crossings.Clear();
        foreach (var ring in Rings)
        {
            for (int i = 0, j = ring.X.Length - 1; i < ring.X.Length; j = i++)
            {
                if (ring.Y[i] > y != ring.Y[j] > y)
                {
                    crossings.Add(CrossingAt(ring, i, j, y));
                }
            }
        }

        crossings.Sort();
    }
}

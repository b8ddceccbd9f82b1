namespace Plumb.Components;

/// <summary>How the motion to the east goes with the slope of the vertical motion: east = Factor * d(up)/d(east).</summary>
/// <param name="Factor">Factor, metres.</param>
/// <param name="Sigma">Its standard deviation by leaving out blocks of the map in turn, metres.</param>
/// <param name="Spread">Standard deviation of the horizontal motion about the relation, as a share of it, pure number.</param>
public sealed record SlopeRelation(double Factor, double Sigma, double Spread)
{
    private const double Limit = 3;

    /// <summary>Whether the map shows the relation: the factor is above three of its standard deviations.</summary>
    public bool IsShown => Math.Abs(Factor) > Limit * Sigma;
}

/// <summary>
/// Motion to the north of sinking and rising ground from the shape of its vertical motion. Over a trough, a pumped aquifer or a chamber the horizontal motion is nearly
/// proportional to the slope of the vertical one (Samiei-Esfahany et al. 2009, Fringe workshop, ESA SP-677; Li et al. 2015, doi:10.1007/s00190-014-0757-1). The factor is found where two
/// tracks see it, to the east, and says how large the motion to the north may be that they hardly see. Safe for threads.
/// </summary>
public static class MotionSlope
{
    // Half width of the window that the slope is fitted in, and the size of the blocks that are left out in turn, in cells.
    private const int Half = 2;
    private const int Block = 16;
    private const int LeastCells = 9;
    private const int LeastBlocks = 4;

    // Squares of a motion below so many variances are noise.
    private const double NoiseShare = 4;

    /// <summary>Slopes of a map by a plane through the finite cells of a window of five by five.</summary>
    /// <param name="map">The map, metres per year or metres; shape (rows, columns), row 0 at the north; NaN is no-data.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="height">Height of a cell, metres.</param>
    /// <param name="width">Width of a cell, metres.</param>
    /// <returns>Slopes to the east and to the north, per year or pure numbers; shape (rows, columns) each; NaN where too few cells are near.</returns>
    public static (float[] East, float[] North) Slopes(ReadOnlySpan<float> map, int columns, double height, double width)
    {
        var rows = map.Length / columns;
        var (east, north) = (new float[map.Length], new float[map.Length]);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var (byColumn, byRow) = float.IsFinite(map[(r * columns) + c]) ? Plane(map, rows, columns, r, c) : (double.NaN, double.NaN);
                east[(r * columns) + c] = (float)(byColumn / width);
                north[(r * columns) + c] = (float)(-byRow / height);
            }
        }

        return (east, north);
    }

    /// <summary>Fits the relation, each cell weighted by the variance of its motion to the east; levels of both are free.</summary>
    /// <param name="east">Motion to the east, metres per year or metres; shape (rows, columns); NaN is no-data.</param>
    /// <param name="sigma">Its standard deviation, metres per year or metres; shape (rows, columns).</param>
    /// <param name="slope">Slope of the vertical motion to the east, per year or pure number; shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>The relation; null where there are too few cells.</returns>
    public static SlopeRelation? Fit(ReadOnlySpan<float> east, ReadOnlySpan<float> sigma, ReadOnlySpan<float> slope, int columns)
    {
        var across = (columns + Block - 1) / Block;
        var blocks = new Sums[across * (((east.Length / columns) + Block - 1) / Block)];
        for (var i = 0; i < east.Length; i++)
        {
            if (float.IsFinite(east[i]) && float.IsFinite(slope[i]) && sigma[i] > 0)
            {
                blocks[(i / columns / Block * across) + (i % columns / Block)].Add(slope[i], east[i], 1 / ((double)sigma[i] * sigma[i]));
            }
        }

        var all = new Sums();
        foreach (var block in blocks)
        {
            all.Add(block, 1);
        }

        Sums[] filled = [.. blocks.Where(b => b.Weight > 0)];
        if (filled.Length < LeastBlocks || !(all.Variance > 0))
        {
            return null;
        }

        var factor = all.Slope;
        var square = 0.0;
        foreach (var block in filled)
        {
            var rest = all;
            rest.Add(block, -1);
            square += rest.Variance > 0 ? Math.Pow(rest.Slope - factor, 2) : double.PositiveInfinity;
        }

        var unexplained = Math.Max(0, all.Residual - all.Cells) / (factor * factor * all.Variance);
        return new SlopeRelation(factor, Math.Sqrt(square * (filled.Length - 1) / filled.Length), Math.Min(1, Math.Sqrt(unexplained)));
    }

    /// <summary>What the relation says of the north.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="slope">Slope of the vertical motion to the north, per year or pure number; shape (pixel).</param>
    /// <param name="isAssumed">Whether the motion to the north is taken as the relation says; or else as 0, and its standard deviation is the whole of what the relation says.</param>
    /// <returns>What is assumed, metres per year or metres; shape (pixel); 0 with a deviation of 0 where there is no slope.</returns>
    public static NorthTile North(SlopeRelation relation, ReadOnlySpan<float> slope, bool isAssumed)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var tile = new NorthTile(new float[slope.Length], new float[slope.Length]);
        var share = isAssumed ? Math.Sqrt((relation.Spread * relation.Spread) + Math.Pow(relation.Sigma / relation.Factor, 2)) : 1;
        for (var i = 0; i < slope.Length; i++)
        {
            var said = float.IsFinite(slope[i]) ? relation.Factor * slope[i] : 0;
            (tile.Assumed[i], tile.Sigma[i]) = (isAssumed ? (float)said : 0, (float)(share * Math.Abs(said)));
        }

        return tile;
    }

    /// <summary>
    /// How large the motion to the north may be where the motion to the east is more than its noise and than what the relation says of it: ground that goes its own way, as a slide does, moves to the
    /// north as likely as to the east. The mean square over the window of five by five, less four times the variance there.
    /// </summary>
    /// <param name="east">Motion to the east, metres per year or metres; shape (rows, columns); NaN is no-data.</param>
    /// <param name="sigma">Its standard deviation, metres per year or metres; shape (rows, columns).</param>
    /// <param name="slope">Slope of the vertical motion to the east, per year or pure number; shape (rows, columns).</param>
    /// <param name="factor">Factor of the relation, metres; 0 where the map shows none.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>A standard deviation, metres per year or metres; shape (rows, columns); 0 where nothing stands out.</returns>
    public static float[] Unrelated(ReadOnlySpan<float> east, ReadOnlySpan<float> sigma, ReadOnlySpan<float> slope, double factor, int columns)
    {
        var rows = east.Length / columns;
        var result = new float[east.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var (sum, count) = (0.0, 0);
                for (var y = Math.Max(0, r - Half); y <= Math.Min(rows - 1, r + Half); y++)
                {
                    for (var x = Math.Max(0, c - Half); x <= Math.Min(columns - 1, c + Half); x++)
                    {
                        var i = (y * columns) + x;
                        if (float.IsFinite(east[i]) && sigma[i] > 0)
                        {
                            var left = east[i] - (factor != 0 && float.IsFinite(slope[i]) ? factor * slope[i] : 0);
                            (sum, count) = (sum + (left * left) - (NoiseShare * sigma[i] * sigma[i]), count + 1);
                        }
                    }
                }

                result[(r * columns) + c] = float.IsFinite(east[(r * columns) + c]) && sum > 0 ? (float)Math.Sqrt(sum / count) : 0;
            }
        }

        return result;
    }

    /// <summary>Slopes per column and per row of the plane through a window.</summary>
    private static (double ByColumn, double ByRow) Plane(ReadOnlySpan<float> map, int rows, int columns, int row, int column)
    {
        double n = 0, x = 0, y = 0, z = 0, xx = 0, xy = 0, yy = 0, xz = 0, yz = 0;
        for (var r = Math.Max(0, row - Half); r <= Math.Min(rows - 1, row + Half); r++)
        {
            for (var c = Math.Max(0, column - Half); c <= Math.Min(columns - 1, column + Half); c++)
            {
                var value = map[(r * columns) + c];
                if (float.IsFinite(value))
                {
                    var (dx, dy) = (c - column, r - row);
                    (n, x, y, z) = (n + 1, x + dx, y + dy, z + value);
                    (xx, xy, yy, xz, yz) = (xx + (dx * dx), xy + (dx * dy), yy + (dy * dy), xz + (dx * value), yz + (dy * value));
                }
            }
        }

        if (n < LeastCells)
        {
            return (double.NaN, double.NaN);
        }

        (xx, xy, yy, xz, yz) = (xx - (x * x / n), xy - (x * y / n), yy - (y * y / n), xz - (x * z / n), yz - (y * z / n));
        var determinant = (xx * yy) - (xy * xy);
        return determinant > 0.05 * xx * yy && xx > 0 && yy > 0 ? (((yy * xz) - (xy * yz)) / determinant, ((xx * yz) - (xy * xz)) / determinant) : (double.NaN, double.NaN);
    }

    /// <summary>Weighted sums of a straight line.</summary>
    private struct Sums
    {
        private double x;
        private double y;
        private double xx;
        private double xy;
        private double yy;

        public double Weight { get; private set; }

        public double Cells { get; private set; }

        public readonly double Variance => xx - (x * x / Weight);

        public readonly double Slope => (xy - (x * y / Weight)) / Variance;

        /// <summary>Weighted squares that the line leaves.</summary>
        public readonly double Residual => yy - (y * y / Weight) - (Slope * Slope * Variance);

        public void Add(double slope, double value, double weight)
        {
            (Weight, Cells, x, y) = (Weight + weight, Cells + 1, x + (weight * slope), y + (weight * value));
            (xx, xy, yy) = (xx + (weight * slope * slope), xy + (weight * slope * value), yy + (weight * value * value));
        }

        public void Add(Sums other, int sign)
        {
            (Weight, Cells, x, y) = (Weight + (sign * other.Weight), Cells + (sign * other.Cells), x + (sign * other.x), y + (sign * other.y));
            (xx, xy, yy) = (xx + (sign * other.xx), xy + (sign * other.xy), yy + (sign * other.yy));
        }
    }
}

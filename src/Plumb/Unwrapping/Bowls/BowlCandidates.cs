using System.Collections.Concurrent;

namespace Plumb.Unwrapping.Bowls;

/// <summary>Where the middle of a bowl may be: place (pixels) and second derivatives of the phase there, radian per pixel squared; x along columns, y along rows.</summary>
internal readonly record struct BowlCandidate(double X, double Y, double Xx, double Xy, double Yy, double Score)
{
    /// <summary>Curvature of a round bowl of the same area, radian per pixel squared.</summary>
    internal double Curvature => Math.Sqrt((Xx * Yy) - (Xy * Xy));

    internal double Half(double x, double y) => 0.5 * ((Xx * (x - X) * (x - X)) + (2 * Xy * (x - X) * (y - Y)) + (Yy * (y - Y) * (y - Y)));
}

/// <summary>
/// Finds middles of fringes. Second differences of the phase are angles of products of four phasors and so are known wherever the curvature is below half a cycle, however
/// steep the slope is, which wraps. Where both principal curvatures have one sign and the slope vanishes (to whole cycles), a bowl may have its middle. Looked for on several scales.
/// </summary>
internal sealed class BowlCandidates(BowlPhasors phasors, int threads)
{
    private const int Reach = 3;
    private const int MostPerScale = 10;
    private const double Significance = 5;
    private const double LeastSignificance = 1.5;
    private static readonly int[] Lags = [1, 2, 4, 8, 16];
    private readonly int rows = phasors.Rows;
    private readonly int columns = phasors.Columns;

    /// <summary>The candidates, best first.</summary>
    internal List<BowlCandidate> Find()
    {
        var found = new List<BowlCandidate>();
        foreach (var lag in Lags.Where(m => 6 * m <= Math.Min(rows, columns)))
        {
            found.AddRange(Find(lag));
        }

        return [.. found.OrderByDescending(c => c.Score).ThenBy(c => c.Y).ThenBy(c => c.X)];
    }

    private List<BowlCandidate> Find(int lag)
    {
        var step = Math.Max(2, lag);
        var bag = new ConcurrentBag<BowlCandidate>();
        Parallel.For(0, (rows + step - 1) / step, new ParallelOptions { MaxDegreeOfParallelism = threads }, node =>
        {
            for (var c = step / 2; c < columns; c += step)
            {
                var r = Math.Min(rows - 1, (node * step) + (step / 2));
                if (Judge(r, c, lag, step) is { } candidate)
                {
                    bag.Add(candidate);
                }
            }
        });
        var kept = new List<BowlCandidate>();
        foreach (var candidate in bag.OrderByDescending(c => c.Score).ThenBy(c => c.Y).ThenBy(c => c.X))
        {
            var apart = 2.0 * Math.Max(step, lag);
            if (kept.Count < MostPerScale && kept.All(k => Math.Abs(k.X - candidate.X) > apart || Math.Abs(k.Y - candidate.Y) > apart))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }

    private BowlCandidate? Judge(int row, int column, int lag, int step)
    {
        var (xx, yy, xy) = (default(PhasorSum), default(PhasorSum), default(PhasorSum));
        var stride = Math.Max(1, lag / 2);
        for (var r = row - (Reach * lag); r <= row + (Reach * lag); r += stride)
        {
            for (var c = column - (Reach * lag); c <= column + (Reach * lag); c += stride)
            {
                Second(r, c, lag, ref xx, ref yy, ref xy);
            }
        }

        double area = lag * lag;
        var (kxx, kyy, kxy) = (xx.Angle / area, yy.Angle / area, xy.Angle / area);
        var (middle, half) = (0.5 * (kxx + kyy), Math.Sqrt((0.25 * (kxx - kyy) * (kxx - kyy)) + (kxy * kxy)));
        var least = Math.Abs(middle) - half;
        var sigma = Math.Max(xx.Sigma, Math.Max(yy.Sigma, xy.Sigma)) / area;
        if (!(least > LeastSignificance * sigma && least + (2 * half) > Significance * sigma))
        {
            return null;
        }

        var (gx, gy) = Slope(row, column, Math.Max(1, lag / 2));
        var determinant = (kxx * kyy) - (kxy * kxy);
        var (dx, dy) = (-((kyy * gx) - (kxy * gy)) / determinant, -((kxx * gy) - (kxy * gx)) / determinant);
        if (!(Math.Max(Math.Abs(dx), Math.Abs(dy)) <= Math.Max(1.5 * step, 2.0 * lag)))
        {
            return null;
        }

        var candidate = new BowlCandidate(column + dx, row + dy, kxx, kxy, kyy, 0);
        return candidate with { Score = Match(candidate) };
    }

    /// <summary>Length of the sum of phasors, turned back by the candidate's own paraboloid out to a change of 2 radian, above what noise gives.</summary>
    private double Match(BowlCandidate candidate)
    {
        var radius = Math.Min(2 / Math.Sqrt(candidate.Curvature), 60);
        var stride = Math.Max(1, (int)(radius / 12));
        var (real, imaginary, squares) = (0.0, 0.0, 0.0);
        for (var y = (int)(candidate.Y - radius); y <= candidate.Y + radius; y += stride)
        {
            for (var x = (int)(candidate.X - radius); x <= candidate.X + radius; x += stride)
            {
                var phase = candidate.Half(x, y);
                if (x < 0 || y < 0 || x >= columns || y >= rows || Math.Abs(phase) > 2)
                {
                    continue;
                }

                var p = (y * columns) + x;
                var (sine, cosine) = Math.SinCos(phase);
                real += (phasors.Real[p] * cosine) + (phasors.Imaginary[p] * sine);
                imaginary += (phasors.Imaginary[p] * cosine) - (phasors.Real[p] * sine);
                squares += phasors.Weight[p] * phasors.Weight[p];
            }
        }

        return squares > 0 ? Math.Sqrt(((real * real) + (imaginary * imaginary)) / squares) : 0;
    }

    private void Second(int r, int c, int lag, ref PhasorSum xx, ref PhasorSum yy, ref PhasorSum xy)
    {
        if (r < 0 || c < 0 || r >= rows || c >= columns)
        {
            return;
        }

        var p = (r * columns) + c;
        if (c >= lag && c + lag < columns)
        {
            xx.Add(Product(p + lag, p), Product(p, p - lag));
        }

        var down = lag * columns;
        if (r >= lag && r + lag < rows)
        {
            yy.Add(Product(p + down, p), Product(p, p - down));
        }

        if (r + lag < rows && c + lag < columns)
        {
            xy.Add(Product(p + down + lag, p + down), Product(p + lag, p));
        }
    }

    private (double X, double Y) Slope(int row, int column, int reach)
    {
        var (x, y) = (default(PhasorSum), default(PhasorSum));
        for (var r = row - reach; r <= row + reach; r++)
        {
            for (var c = column - reach; c <= column + reach; c++)
            {
                if (r < 1 || c < 1 || r >= rows - 1 || c >= columns - 1)
                {
                    continue;
                }

                var p = (r * columns) + c;
                x.Add(Product(p + 1, p));
                x.Add(Product(p, p - 1));
                y.Add(Product(p + columns, p));
                y.Add(Product(p, p - columns));
            }
        }

        return (x.Angle, y.Angle);
    }

    private (float Real, float Imaginary) Product(int a, int b) => (
        (phasors.Real[a] * phasors.Real[b]) + (phasors.Imaginary[a] * phasors.Imaginary[b]),
        (phasors.Imaginary[a] * phasors.Real[b]) - (phasors.Real[a] * phasors.Imaginary[b]));

    /// <summary>A sum of phasors, its angle and how sure that is.</summary>
    private struct PhasorSum
    {
        private double real;
        private double imaginary;
        private double length;
        private double squares;

        internal readonly double Angle => Math.Atan2(imaginary, real);

        /// <summary>Standard deviation of the angle, radian. Differences that overlap count as half.</summary>
        internal readonly double Sigma
        {
            get
            {
                if (!(length > 0))
                {
                    return double.PositiveInfinity;
                }

                var agreement = Math.Sqrt((real * real) + (imaginary * imaginary)) / length;
                return Math.Sqrt((1 - (agreement * agreement)) * squares / Math.Max(1e-300, agreement * agreement)) / length;
            }
        }

        internal void Add((float Real, float Imaginary) a)
        {
            real += a.Real;
            imaginary += a.Imaginary;
            var square = (a.Real * a.Real) + (a.Imaginary * a.Imaginary);
            length += Math.Sqrt(square);
            squares += square;
        }

        internal void Add((float Real, float Imaginary) a, (float Real, float Imaginary) b) =>
            Add(((a.Real * b.Real) + (a.Imaginary * b.Imaginary), (a.Imaginary * b.Real) - (a.Real * b.Imaginary)));
    }
}

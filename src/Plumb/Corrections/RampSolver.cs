using Plumb.Grids;

namespace Plumb.Corrections;

/// <summary>Normal equations of ramps, plain and reweighted.</summary>
internal static class RampSolver
{
    private const int Reweightings = 20;
    private const double HuberLimit = 1.345;
    private const double BiweightLimit = 4.685;

    public static void Add(double[] normal, ReadOnlySpan<double> terms, double weight)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            for (var j = 0; j < terms.Length; j++)
            {
                normal[(i * terms.Length) + j] += weight * terms[i] * terms[j];
            }
        }
    }

    public static double[] Factor(double[] normal, int count)
    {
        var factor = DenseCholesky.Factor(normal, count);
        for (var i = 0; i < count; i++)
        {
            if (!(factor[(i * count) + i] > 1e-6 * factor[0]))
            {
                throw new RequestException(
                    "The steady ground does not span an area that a ramp could be fitted to. Raise corrections.steady_spreads, take the plane for the shape, or leave ramp out of corrections.sequence.");
            }
        }

        return factor;
    }

    public static Ramp Robust(RampShape shape, CoarseSeries series, int rows, int columns)
    {
        var count = Ramp.TermsOf(shape);
        var cells = Enumerable.Range(0, series.Cells).Where(c => series.Counts[c] > 0).ToArray();
        var terms = new double[cells.Length * count];
        for (var k = 0; k < cells.Length; k++)
        {
            var (row, column) = Middle(series, cells[k], rows, columns);
            Ramp.Terms(shape, row, column, rows, columns, terms.AsSpan(k * count, count));
        }

        var coefficients = new double[series.Dates * count];
        var values = new double[cells.Length];
        for (var date = 0; date < series.Dates; date++)
        {
            var plane = series.Plane(date);
            for (var k = 0; k < cells.Length; k++)
            {
                values[k] = plane[cells[k]];
            }

            Fit(values, terms, cells, series.Counts, count).CopyTo(coefficients, date * count);
        }

        return new Ramp(shape, coefficients, rows, columns);
    }

    /// <summary>The middle of a cell, which stands for its pixels; row and column, pixels.</summary>
    public static (double Row, double Column) Middle(CoarseSeries series, int cell, int rows, int columns)
    {
        var (row, column) = (cell / series.Columns * series.Cell, cell % series.Columns * series.Cell);
        return (0.5 * (row + Math.Min(row + series.Cell, rows) - 1), 0.5 * (column + Math.Min(column + series.Cell, columns) - 1));
    }

    private static double[] Fit(double[] values, double[] terms, int[] cells, ReadOnlySpan<int> counts, int count)
    {
        var weight = new double[values.Length];
        Array.Fill(weight, 1.0);
        var solution = new double[count];
        var residual = new double[values.Length];
        var sizes = new float[values.Length];
        for (var pass = 0; pass < Reweightings; pass++)
        {
            var (normal, right) = (new double[count * count], new double[count]);
            for (var k = 0; k < values.Length; k++)
            {
                var row = terms.AsSpan(k * count, count);
                var w = weight[k] * counts[cells[k]];
                Add(normal, row, w);
                for (var i = 0; i < count; i++)
                {
                    right[i] += w * row[i] * values[k];
                }
            }

            var next = DenseCholesky.Solve(Factor(normal, count), right);
            var change = next.Zip(solution, (a, b) => Math.Abs(a - b)).Max();
            solution = next;
            for (var k = 0; k < values.Length; k++)
            {
                residual[k] = values[k];
                for (var i = 0; i < count; i++)
                {
                    residual[k] -= terms[(k * count) + i] * solution[i];
                }

                sizes[k] = (float)Math.Abs(residual[k]);
            }

            var scale = 1.4826 * OrderStatistics.Median(sizes);
            if ((change < 1e-8 && pass > Reweightings / 2) || scale < 1e-9)
            {
                break;
            }

            for (var k = 0; k < values.Length; k++)
            {
                // From a good start on, what lies far off does not count at all.
                var size = Math.Abs(residual[k]) / scale;
                weight[k] = pass < Reweightings / 2 ? Math.Min(1, HuberLimit / Math.Max(size, 1e-300)) : Math.Pow(Math.Max(0, 1 - Math.Pow(size / BiweightLimit, 2)), 2);
            }
        }

        return solution;
    }
}

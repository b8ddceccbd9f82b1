using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// The values that the search for a shape begins with, and the tables that tell for all pixels at once how much a column of each would gain.
/// </summary>
internal sealed class ShapeGrid
{
    /// <summary>Tables of a shape.</summary>
    public ShapeGrid(TimeModel model, TimeShape shape, SeriesDates dates, double[] rootWeights)
    {
        var parameters = shape.Parameters(dates);
        var sizes = shape.GridSizes;
        var (p, n) = (model.Coefficients.Count, dates.Count);
        Count = sizes.Aggregate(1, (product, size) => product * size);
        Starts = [.. parameters.Select(_ => new float[Count])];
        var columns = new double[Count][];
        var values = new double[parameters.Count];
        for (var g = 0; g < Count; g++)
        {
            for (var (k, rest) = (0, g); k < values.Length; rest /= sizes[k], k++)
            {
                var part = (rest % sizes[k] + 0.5) / sizes[k];
                var inner = Inner(parameters[k], parameters[k].Least) + (part * (Inner(parameters[k], parameters[k].Most) - Inner(parameters[k], parameters[k].Least)));
                Starts[k][g] = (float)inner;
                values[k] = Outer(parameters[k], inner);
            }

            columns[g] = new TimeModel(shape.At(dates, values)).Columns(dates, dates.Years);
            for (var i = 0; i < n && rootWeights.Length > 0; i++)
            {
                columns[g][i] *= rootWeights[i];
            }
        }

        var basis = new OrthogonalDesign(model.Columns(dates, dates.Years), p, n, rootWeights).Basis;
        var units = columns.Select(c => Unit(c, basis, p, n)).ToArray();
        Units = RowTable.Of(Count, n, (g, i) => units[g][i]);
        Columns = RowTable.Of(Count, n, (g, i) => columns[g][i]);
        Products = RowTable.Of(Count * (p + 1), n, (r, i) => r % (p + 1) == p
            ? columns[r / (p + 1)][i] * columns[r / (p + 1)][i]
            : columns[r / (p + 1)][i] * basis[(r % (p + 1) * n) + i]);
    }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>The values in the search's own measure; shape (parameter)(value).</summary>
    public float[][] Starts { get; }

    /// <summary>Parts of the columns orthogonal to the base model, of length 1; rows (value) by date.</summary>
    public float[] Units { get; }

    /// <summary>The columns; rows (value) by date.</summary>
    public float[] Columns { get; }

    /// <summary>Products of each column with the basis functions and with itself; rows (value, function) by date.</summary>
    public float[] Products { get; }

    /// <summary>A parameter in the search's own measure: the logarithm of a constant (days become years), years of a time.</summary>
    public static double Inner(ShapeParameter parameter, double value)
    {
        var scaled = parameter.Unit == Grids.Unit.Day ? value / 365.25 : value;
        return parameter.IsScale ? Math.Log(scaled) : scaled;
    }

    /// <summary>The reverse of <see cref="Inner"/>.</summary>
    public static double Outer(ShapeParameter parameter, double inner)
    {
        var value = parameter.IsScale ? Math.Exp(inner) : inner;
        return parameter.Unit == Grids.Unit.Day ? 365.25 * value : value;
    }

    private static double[] Unit(double[] column, double[] basis, int p, int n)
    {
        var rest = (double[])column.Clone();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var j = 0; j < p; j++)
            {
                var product = Enumerable.Range(0, n).Sum(i => rest[i] * basis[(j * n) + i]);
                for (var i = 0; i < n; i++)
                {
                    rest[i] -= product * basis[(j * n) + i];
                }
            }
        }

        var (left, whole) = (rest.Sum(e => e * e), column.Sum(e => e * e));
        var scale = left > 1e-5 * whole ? 1 / Math.Sqrt(left) : 0;
        return [.. rest.Select(e => e * scale)];
    }
}

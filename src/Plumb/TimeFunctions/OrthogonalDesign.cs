namespace Plumb.TimeFunctions;

/// <summary>
/// A design matrix A (date, coefficient) as Q R with orthonormal columns Q and upper triangular R, by Gram-Schmidt with every projection made twice,
/// which keeps Q orthogonal to rounding (Giraud et al. 2005, doi:10.1007/s00211-005-0615-4).
/// </summary>
internal sealed class OrthogonalDesign
{
    /// <summary>Factors columns, each date scaled by the root of its weight; dates of weight 0 are left out.</summary>
    /// <param name="columns">The columns, shape (coefficient, date).</param>
    /// <param name="count">Number of coefficients.</param>
    /// <param name="dates">Number of dates.</param>
    /// <param name="rootWeights">Root of the weight of each date; shape (date); empty for 1.</param>
    public OrthogonalDesign(ReadOnlySpan<double> columns, int count, int dates, ReadOnlySpan<double> rootWeights = default)
    {
        (Count, Dates) = (count, dates);
        Basis = columns[..(count * dates)].ToArray();
        InverseTriangle = new double[count * count];
        Left = new double[count];
        var triangle = new double[count * count];
        for (var j = 0; j < count; j++)
        {
            var column = Basis.AsSpan(j * dates, dates);
            for (var i = 0; i < dates && rootWeights.Length > 0; i++)
            {
                column[i] *= rootWeights[i];
            }

            Orthogonalise(j, column, triangle);
        }

        Invert(triangle);
    }

    /// <summary>Number of coefficients.</summary>
    public int Count { get; }

    /// <summary>Number of dates.</summary>
    public int Dates { get; }

    /// <summary>Q', shape (coefficient, date).</summary>
    public double[] Basis { get; }

    /// <summary>The inverse of R, upper triangular, shape (coefficient, coefficient).</summary>
    public double[] InverseTriangle { get; }

    /// <summary>Share of each column's length that is left when the columns before it are taken out; shape (coefficient).</summary>
    public double[] Left { get; }

    private void Orthogonalise(int j, Span<double> column, double[] triangle)
    {
        var whole = Math.Sqrt(Dot(column, column));
        for (var pass = 0; pass < 2; pass++)
        {
            for (var k = 0; k < j; k++)
            {
                var before = Basis.AsSpan(k * Dates, Dates);
                var product = Dot(before, column);
                triangle[(k * Count) + j] += product;
                for (var i = 0; i < Dates; i++)
                {
                    column[i] -= product * before[i];
                }
            }
        }

        var left = Math.Sqrt(Dot(column, column));
        Left[j] = whole > 0 ? left / whole : 0;
        triangle[(j * Count) + j] = left;
        for (var i = 0; i < Dates; i++)
        {
            column[i] = left > 0 ? column[i] / left : 0;
        }
    }

    private void Invert(double[] triangle)
    {
        for (var j = 0; j < Count; j++)
        {
            InverseTriangle[(j * Count) + j] = 1 / triangle[(j * Count) + j];
            for (var k = j - 1; k >= 0; k--)
            {
                var sum = 0.0;
                for (var m = k + 1; m <= j; m++)
                {
                    sum += triangle[(k * Count) + m] * InverseTriangle[(m * Count) + j];
                }

                InverseTriangle[(k * Count) + j] = -sum / triangle[(k * Count) + k];
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

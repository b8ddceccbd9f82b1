namespace Plumb.Corrections;

/// <summary>Square matrices over the dates, row by row. Row t says how the value of date t is made of the values of all dates (pure numbers).</summary>
internal static class DateMatrix
{
    public static int DatesOf(double[] matrix) => (int)Math.Round(Math.Sqrt(matrix.Length));

    public static double[] Identity(int dates)
    {
        var identity = new double[dates * dates];
        for (var t = 0; t < dates; t++)
        {
            identity[(t * dates) + t] = 1;
        }

        return identity;
    }

    public static double[] Difference(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            difference[i] = a[i] - b[i];
        }

        return difference;
    }

    public static double[] Product(double[] a, double[] b)
    {
        var n = DatesOf(a);
        var product = new double[a.Length];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var factor = a[(i * n) + k];
                for (var j = 0; j < n && factor != 0; j++)
                {
                    product[(i * n) + j] += factor * b[(k * n) + j];
                }
            }
        }

        return product;
    }

    /// <summary>M v.</summary>
    public static double[] Times(double[] m, double[] v)
    {
        var product = new double[v.Length];
        for (var i = 0; i < v.Length; i++)
        {
            for (var j = 0; j < v.Length; j++)
            {
                product[i] += m[(i * v.Length) + j] * v[j];
            }
        }

        return product;
    }

    /// <summary>M' v.</summary>
    public static double[] TransposedTimes(double[] m, double[] v)
    {
        var product = new double[v.Length];
        for (var i = 0; i < v.Length; i++)
        {
            for (var j = 0; j < v.Length; j++)
            {
                product[j] += m[(i * v.Length) + j] * v[i];
            }
        }

        return product;
    }

    /// <summary>Sum of the squares of M - f k': what independent noise of variance 1 leaves on average in the residuals.</summary>
    public static double ResidualTrace(double[] m, double[] f, double[] k)
    {
        var sum = 0.0;
        for (var i = 0; i < f.Length; i++)
        {
            for (var j = 0; j < k.Length; j++)
            {
                var value = m[(i * k.Length) + j] - (f[i] * k[j]);
                sum += value * value;
            }
        }

        return sum;
    }

    /// <summary>u' M v for two combinations of dates.</summary>
    public static double Form(ReadOnlySpan<double> u, double[] m, ReadOnlySpan<double> v)
    {
        var n = u.Length;
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            if (u[i] != 0)
            {
                var row = 0.0;
                for (var j = 0; j < n; j++)
                {
                    row += m[(i * n) + j] * v[j];
                }

                sum += u[i] * row;
            }
        }

        return sum;
    }

    /// <summary>Root mean square over dates and places of what a matrix makes of values with the given moments.</summary>
    public static double Size(double[] matrix, double[] moments)
    {
        var n = DatesOf(matrix);
        var sum = 0.0;
        for (var t = 0; t < n; t++)
        {
            var row = matrix.AsSpan(t * n, n);
            sum += Form(row, moments, row);
        }

        return Math.Sqrt(sum / n);
    }
}

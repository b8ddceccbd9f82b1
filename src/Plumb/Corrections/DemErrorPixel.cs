namespace Plumb.Corrections;

/// <summary>Error of the elevation model of one pixel that lacks dates: least squares with a polynomial over those it has, in double precision.</summary>
internal static class DemErrorPixel
{
    /// <summary>q and its variance; NaN where fewer dates are left than unknowns and one.</summary>
    public static (float Shift, float Variance) Estimate(ReadOnlySpan<float> series, int dateStride, double[] years, double[] baselines, int order)
    {
        var unknowns = order + 2;
        var normal = new double[unknowns * unknowns];
        var right = new double[unknowns];
        Span<double> row = stackalloc double[8];
        row = row[..unknowns];
        var scale = Math.Sqrt(baselines.Sum(b => b * b) / baselines.Length);
        var count = 0;
        for (var date = 0; date < years.Length; date++)
        {
            var value = series[date * dateStride];
            if (!float.IsFinite(value))
            {
                continue;
            }

            count++;
            Row(row, years, baselines, date, scale);
            for (var i = 0; i < unknowns; i++)
            {
                right[i] += row[i] * value;
                for (var j = 0; j < unknowns; j++)
                {
                    normal[(i * unknowns) + j] += row[i] * row[j];
                }
            }
        }

        if (count <= unknowns)
        {
            return (float.NaN, float.NaN);
        }

        var factor = DenseCholesky.Factor(normal, unknowns);
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        for (var i = 0; i < unknowns; i++)
        {
            smallest = Math.Min(smallest, factor[(i * unknowns) + i]);
            largest = Math.Max(largest, factor[(i * unknowns) + i]);
        }

        if (smallest < 1e-6 * largest)
        {
            return (float.NaN, float.NaN);
        }

        var solution = DenseCholesky.Solve(factor, right);
        var squares = 0.0;
        for (var date = 0; date < years.Length; date++)
        {
            var value = series[date * dateStride];
            if (float.IsFinite(value))
            {
                Row(row, years, baselines, date, scale);
                var residual = (double)value;
                for (var i = 0; i < unknowns; i++)
                {
                    residual -= row[i] * solution[i];
                }

                squares += residual * residual;
            }
        }

        var unit = new double[unknowns];
        unit[0] = 1;
        var variance = DenseCholesky.Solve(factor, unit)[0] * squares / (count - unknowns);
        return ((float)(solution[0] / scale), (float)(variance / (scale * scale)));
    }

    private static void Row(Span<double> row, double[] years, double[] baselines, int date, double scale)
    {
        var half = 0.5 * (years[^1] - years[0]);
        var t = (years[date] - years[0] - half) / half;
        row[0] = baselines[date] / scale;
        row[1] = 1;
        for (var i = 2; i < row.Length; i++)
        {
            row[i] = row[i - 1] * t;
        }
    }
}

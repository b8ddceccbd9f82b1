namespace Plumb.TimeFunctions;

/// <summary>What two changes gain together at pixels with all dates, as factors of their columns' products with the residuals.</summary>
internal static class ChangePairs
{
    /// <summary>
    /// For each later date h, for each earlier g: the factors of r_g^2, r_g r_h and r_h^2 in the gain, S_h / D, -2 S_gh / D and S_g / D with
    /// D = S_g S_h - S_gh^2, S the products of the columns without their parts inside the base model; 0 where two changes are not possible.
    /// </summary>
    public static float[] Of(ChangePointFit fit)
    {
        var (n, least) = (fit.Dates.Count, fit.Options.LeastDates);
        var weights = fit.Options.Weights.ToArray();
        var roots = CoefficientOperator.RootWeights(weights, n);
        var basis = new OrthogonalDesign(fit.Model.Columns(fit.Dates, fit.Dates.Years), fit.Model.Coefficients.Count, n, roots).Basis;
        var columns = Enumerable.Range(0, n - 1).Select(g => Column(fit, roots, basis, g)).ToArray();
        int After(int g) => Enumerable.Range(g + 1, n - g - 1).Count(i => roots.Length == 0 || roots[i] > 0);
        var (after, all) = (Enumerable.Range(0, n - 1).Select(After).ToArray(), After(-1));
        var first = fit.Options.Kind == ChangeKind.Rate ? 1 : 0;
        bool IsOpen(int g) => g >= first && after[g] >= least && all - after[g] >= least && columns[g].Left > VariableProjectionLimits.LeastLeft;
        var table = new List<float>();
        for (var h = 0; h < n - 1; h++)
        {
            for (var g = 0; g < h; g++)
            {
                var (gg, gh, hh) = (Dot(columns[g].Outside, columns[g].Outside), Dot(columns[g].Outside, columns[h].Outside), Dot(columns[h].Outside, columns[h].Outside));
                var determinant = (gg * hh) - (gh * gh);
                var possible = IsOpen(g) && IsOpen(h) && after[g] - after[h] >= least && determinant > 1e-4 * gg * hh;
                table.AddRange(possible ? [(float)(hh / determinant), (float)(-2 * gh / determinant), (float)(gg / determinant)] : [0, 0, 0]);
            }
        }

        return [.. table];
    }

    private static (double[] Outside, double Left) Column(ChangePointFit fit, double[] roots, double[] basis, int g)
    {
        var years = fit.Dates.Years;
        var n = years.Length;
        var rest = new double[n];
        for (var i = g + 1; i < n; i++)
        {
            rest[i] = (fit.Options.Kind == ChangeKind.Rate ? years[i] - years[g] : 1) * (roots.Length == 0 ? 1 : roots[i]);
        }

        var whole = Dot(rest, rest);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var j = 0; j < basis.Length / n; j++)
            {
                var product = Dot(rest, basis.AsSpan(j * n, n));
                for (var i = 0; i < n; i++)
                {
                    rest[i] -= product * basis[(j * n) + i];
                }
            }
        }

        return (rest, Dot(rest, rest) / whole);
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

/// <summary>Limits of what single precision tells apart.</summary>
internal static class VariableProjectionLimits
{
    /// <summary>Share of a column's square that must be left when those before it are taken out.</summary>
    public const float LeastLeft = 1e-5f;
}

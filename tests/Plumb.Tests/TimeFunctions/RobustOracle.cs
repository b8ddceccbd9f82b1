using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

/// <summary>Iterated weights of one series, scalar and in double precision, far beyond the kernel's own end.</summary>
internal static class RobustOracle
{
    public static double[] Of(TimeModel model, SeriesDates dates, Func<int, double> value, bool biweight)
    {
        var used = Enumerable.Range(0, dates.Count).Where(i => double.IsFinite(value(i))).ToArray();
        var columns = model.Columns(dates, dates.Years);
        var p = model.Coefficients.Count;
        var weight = new double[dates.Count];
        Array.Fill(weight, 1);
        var (c, scale) = (FitOracle.Of(model, dates, value)!.Coefficients, 0.0);
        double Residual(int i) => value(i) - Enumerable.Range(0, p).Sum(j => c[j] * columns[(j * dates.Count) + i]);
        for (var pass = 0; pass < 300; pass++)
        {
            if (pass < 150)
            {
                var sizes = used.Select(i => Math.Abs(Residual(i))).Order().ToArray();
                scale = sizes[((sizes.Length + 1) / 2) - 1] / 0.6745 * Math.Sqrt((double)used.Length / (used.Length - p));
            }
            else if (!biweight)
            {
                break;
            }

            foreach (var i in used)
            {
                var u = Math.Abs(Residual(i)) / scale;
                weight[i] = pass >= 150 ? Math.Pow(Math.Max(0, 1 - (u * u / (4.685 * 4.685))), 2) : Math.Min(1, (biweight ? 0.1 : 1.345) / u);
            }

            c = FitOracle.Of(model, dates, value, i => weight[i])!.Coefficients;
        }

        return c;
    }
}

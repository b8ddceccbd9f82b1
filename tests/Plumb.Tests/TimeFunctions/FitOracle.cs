using MathNet.Numerics.LinearAlgebra;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

/// <summary>Weighted least squares of one series in double precision by MathNet's QR.</summary>
internal sealed record FitOracle(double[] Coefficients, Matrix<double> Covariance, double SquareSum, double Rms, int Count)
{
    public static FitOracle? Of(TimeModel model, SeriesDates dates, Func<int, double> value, Func<int, double>? weight = null, bool fromWeights = false)
    {
        var used = Enumerable.Range(0, dates.Count).Where(i => double.IsFinite(value(i)) && (weight?.Invoke(i) ?? 1) > 0).ToArray();
        var p = model.Coefficients.Count;
        var columns = model.Columns(dates, dates.Years);
        var a = Matrix<double>.Build.Dense(used.Length, p, (r, j) => columns[(j * dates.Count) + used[r]] * Root(used[r]));
        if (used.Length < p || a.Rank() < p)
        {
            return null;
        }

        double Root(int i) => Math.Sqrt(weight?.Invoke(i) ?? 1);
        var x = Vector<double>.Build.Dense(used.Length, r => value(used[r]) * Root(used[r]));
        var c = a.QR().Solve(x);
        var e = x - (a * c);
        var scale = fromWeights ? 1 : used.Length > p ? e * e / (used.Length - p) : double.NaN;
        var plain = Enumerable.Range(0, used.Length).Sum(r => e[r] * e[r] / (Root(used[r]) * Root(used[r])));
        return new FitOracle([.. c], (a.Transpose() * a).Inverse() * scale, e * e, Math.Sqrt(plain / used.Length), used.Length);
    }
}

using Plumb.Kernels;

namespace Plumb.Validation;

/// <summary>The size of a step between two straight lines of one slope, by Huber's weights.</summary>
internal static class StepFit
{
    private const double Bend = 1.345;
    private const int Rounds = 12;
    private static readonly double[] Unknown = [.. Enumerable.Repeat(double.NaN, 9)];

    /// <summary>Size and its variance, metres and square metres; neighbouring residuals may be correlated.</summary>
    /// <param name="days">Days since the step; negative before it.</param>
    /// <param name="values">Motion, metres; shape (day).</param>
    internal static (double Size, double Variance) Of(double[] days, double[] values)
    {
        var (n, weights) = (days.Length, new double[days.Length]);
        Array.Fill(weights, 1);
        var (solution, inverse) = (new double[3], new double[9]);
        var residual = new double[n];
        for (var round = 0; round < Rounds; round++)
        {
            Solve(days, values, weights, solution, inverse);
            for (var k = 0; k < n; k++)
            {
                residual[k] = values[k] - solution[0] - (solution[1] * days[k]) - (days[k] >= 0 ? solution[2] : 0);
            }

            var sizes = residual.Select(Math.Abs).Order().ToArray();
            var scale = Math.Max(1e-12, 1.4826 * sizes[n / 2]);
            for (var k = 0; k < n; k++)
            {
                weights[k] = Math.Abs(residual[k]) <= Bend * scale ? 1 : Bend * scale / Math.Abs(residual[k]);
            }
        }

        var (square, lagged, sum) = (0.0, 0.0, 0.0);
        for (var k = 0; k < n; k++)
        {
            square += weights[k] * residual[k] * residual[k];
            sum += weights[k];
            lagged += k == 0 ? 0 : Math.Sqrt(weights[k] * weights[k - 1]) * residual[k] * residual[k - 1];
        }

        var correlation = square > 0 ? Math.Clamp(lagged / square, 0, 0.95) : 0;
        return (solution[2], square / Math.Max(1, sum - 3) * inverse[8] * (1 + correlation) / (1 - correlation));
    }

    /// <summary>Weighted least squares of offset, slope and step; NaN where the days cannot tell them apart.</summary>
    private static void Solve(double[] days, double[] values, double[] weights, double[] solution, double[] inverse)
    {
        var (m, right) = (new double[9], new double[3]);
        for (var k = 0; k < days.Length; k++)
        {
            Span<double> row = [1, days[k], days[k] >= 0 ? 1 : 0];
            for (var i = 0; i < 3; i++)
            {
                right[i] += weights[k] * row[i] * values[k];
                for (var j = 0; j < 3; j++)
                {
                    m[(3 * i) + j] += weights[k] * row[i] * row[j];
                }
            }
        }

        (SymmetricInverse.Of(m, 3) ?? Unknown).CopyTo(inverse, 0);
        for (var i = 0; i < 3; i++)
        {
            solution[i] = (inverse[3 * i] * right[0]) + (inverse[(3 * i) + 1] * right[1]) + (inverse[(3 * i) + 2] * right[2]);
        }
    }
}

using Plumb.Kernels;

namespace Plumb.Validation;

/// <summary>The size of a step between two straight lines of one slope, by Huber's weights.</summary>
internal static class StepFit
{
    private const double Bend = 1.345;
    private const int Rounds = 12;
    private static readonly double[] Unknown = [.. Enumerable.Repeat(double.NaN, 9)];

    /// <summary>
    /// Size and its variance, metres and square metres: by the residuals, neighbours of which may be correlated, or by the stated errors of the days and flicker noise, whichever is larger. The residuals
    /// of some months alone do not show noise that lasts longer.
    /// </summary>
    /// <param name="days">Days since the step; negative before it.</param>
    /// <param name="values">Motion, metres; shape (day).</param>
    /// <param name="sigmas">Standard deviation of each day's own error, metres; shape (day); NaN when unknown.</param>
    /// <param name="flicker">Amplitude of the flicker noise, metres per fourth root of a year.</param>
    internal static (double Size, double Variance) Of(double[] days, double[] values, double[] sigmas, double flicker)
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
        var scattered = square / Math.Max(1, sum - 3) * inverse[8] * (1 + correlation) / (1 - correlation);
        var expected = Expected([.. days.Select((d, k) => weights[k] * (inverse[6] + (inverse[7] * d) + (d >= 0 ? inverse[8] : 0)))], days, sigmas, flicker);
        return (solution[2], Math.Max(scattered, expected));
    }

    /// <summary>Variance of the sum of the days times their shares, whose own sum is zero: variances of differences are all that is needed of the flicker noise.</summary>
    private static double Expected(double[] shares, double[] days, double[] sigmas, double flicker)
    {
        var variance = 0.0;
        for (var k = 0; k < days.Length; k++)
        {
            variance += double.IsFinite(sigmas[k]) ? shares[k] * shares[k] * sigmas[k] * sigmas[k] : 0;
            for (var j = 0; j < k; j++)
            {
                variance -= shares[k] * shares[j] * FlickerNoise.None.Difference(flicker, 1, (int)(days[k] - days[j]));
            }
        }

        return variance;
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

using Plumb.Kernels;

namespace Plumb.Validation;

/// <summary>How differences in units of their stated standard deviations are distributed. Standard deviations that are right give a mean of 0, a spread of 1 and shares of 0.68 and 0.95.</summary>
/// <param name="Count">Number of z-scores (count).</param>
/// <param name="Mean">Their mean, pure number.</param>
/// <param name="Spread">Their standard deviation about zero, pure number.</param>
/// <param name="WithinOne">Share within one, pure number.</param>
/// <param name="WithinTwo">Share within 1.96, pure number.</param>
/// <param name="Distance">Largest distance of their distribution from the normal one (Kolmogorov 1933), pure number.</param>
/// <param name="Probability">Probability of so large a distance if they were independent and normal (Smirnov 1948), 0 to 1, pure number.</param>
public sealed record ZScores(int Count, double Mean, double Spread, double WithinOne, double WithinTwo, double Distance, double Probability)
{
    /// <summary>The distribution of z-scores.</summary>
    /// <param name="scores">Z-scores, pure numbers; what is not finite is passed over.</param>
    public static ZScores Of(IEnumerable<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var sorted = scores.Where(double.IsFinite).Order().ToArray();
        var n = sorted.Length;
        if (n == 0)
        {
            return new ZScores(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var distance = 0.0;
        for (var k = 0; k < n; k++)
        {
            var normal = 0.5 * ErrorFunction.Erfc(-sorted[k] / Math.Sqrt(2));
            distance = Math.Max(distance, Math.Max(((k + 1.0) / n) - normal, normal - ((double)k / n)));
        }

        var root = Math.Sqrt(n);
        return new ZScores(
            n, sorted.Average(), Math.Sqrt(sorted.Average(z => z * z)), (double)sorted.Count(z => Math.Abs(z) <= 1) / n, (double)sorted.Count(z => Math.Abs(z) <= 1.96) / n,
            distance, Kolmogorov((root + 0.12 + (0.11 / root)) * distance));
    }

    private static double Kolmogorov(double t)
    {
        if (t < 0.2)
        {
            return 1;
        }

        var sum = 0.0;
        for (var k = 1; k <= 100; k++)
        {
            sum += (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * t * t);
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}

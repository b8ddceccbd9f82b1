namespace Plumb.References;

/// <summary>
/// Standard deviation of the joint reference in each pair: from the pixels of the areas, whose scatter holds decorrelation, and from the scatter between the areas, which
/// holds the atmosphere over them. The latter's variance tau^2 is found by moments (DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2) from all pairs and, with the
/// freedom that a pair has, from the pair itself. With one area there is no scatter between areas: the atmosphere over it is then in no standard deviation.
/// </summary>
internal static class ReferenceUncertainty
{
    // How many degrees of freedom the mean over all pairs counts for beside those of a pair.
    private const double Prior = 4;

    /// <param name="phase">Phase of each area less its known motion, radians, NaN where it has none; shape (area)(pair).</param>
    /// <param name="joint">The joint reference, radians; shape (pair).</param>
    /// <param name="variance">Variance of each area's phase by its pixels, radian squared; shape (area)(pair).</param>
    /// <param name="weights">Share of each area (pure number); shape (area).</param>
    /// <returns>Standard deviations, radians, NaN where no area has a value; shape (pair).</returns>
    public static double[] Of(double[][] phase, double[] joint, double[][] variance, double[] weights)
    {
        var pairs = joint.Length;
        var (between, freedom) = (new double[pairs], new int[pairs]);
        for (var k = 0; k < pairs; k++)
        {
            (between[k], freedom[k]) = Between(phase, variance, k, weights);
        }

        var total = 0.0;
        for (var k = 0; k < pairs; k++)
        {
            total += freedom[k] * between[k];
        }

        var pooled = freedom.Sum() == 0 ? 0 : Math.Max(0, total / freedom.Sum());
        var sigma = new double[pairs];
        for (var k = 0; k < pairs; k++)
        {
            var tau = Math.Max(0, ((freedom[k] * between[k]) + (Prior * pooled)) / (freedom[k] + Prior));
            var (sum, weight) = (0.0, 0.0);
            for (var area = 0; area < weights.Length; area++)
            {
                if (double.IsFinite(phase[area][k]))
                {
                    weight += weights[area];
                    sum += weights[area] * weights[area] * (variance[area][k] + tau);
                }
            }

            sigma[k] = weight > 0 ? Math.Sqrt(sum) / weight : double.NaN;
        }

        return sigma;
    }

    /// <summary>Variance between the areas of a pair beyond that of their pixels (may be negative), and its degrees of freedom.</summary>
    private static (double Variance, int Freedom) Between(double[][] phase, double[][] variance, int pair, double[] weights)
    {
        var present = Enumerable.Range(0, phase.Length).Where(a => weights[a] > 0 && double.IsFinite(phase[a][pair])).ToArray();
        if (present.Length < 2)
        {
            return (0, 0);
        }

        var mean = present.Average(a => phase[a][pair]);
        var scatter = present.Sum(a => Math.Pow(phase[a][pair] - mean, 2)) / (present.Length - 1);
        return (scatter - present.Average(a => variance[a][pair]), present.Length - 1);
    }
}

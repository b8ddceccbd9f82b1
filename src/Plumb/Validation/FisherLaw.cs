namespace Plumb.Validation;

/// <summary>Fisher's F: how often chance alone makes the ratio of two sample variances so large or so small (Fisher 1924; Snedecor 1934).</summary>
public static class FisherLaw
{
    /// <summary>Probability that the ratio of variances of two normal samples of equal spread lies at least so far from 1, either way (pure number, 0 to 1).</summary>
    /// <param name="ratio">First variance over second (pure number).</param>
    /// <param name="first">Degrees of freedom of the first (count).</param>
    /// <param name="second">Degrees of freedom of the second (count).</param>
    public static double TwoSided(double ratio, double first, double second)
    {
        if (!(ratio >= 0) || !(first > 0) || !(second > 0))
        {
            return double.NaN;
        }

        var below = double.IsInfinity(ratio) ? 1 : BetaLaw.Regularised(first * ratio / ((first * ratio) + second), 0.5 * first, 0.5 * second);
        return Math.Clamp(2 * Math.Min(below, 1 - below), 0, 1);
    }
}

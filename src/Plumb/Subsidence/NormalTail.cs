namespace Plumb.Subsidence;

/// <summary>How often chance alone passes a limit: the upper tail of the normal law.</summary>
internal static class NormalTail
{
    /// <summary>The limit in standard deviations that chance passes with a small probability (below 0.1), by bisection of the tail.</summary>
    public static double Limit(double probability)
    {
        var (low, high) = (1.0, 38.0);
        for (var k = 0; k < 60; k++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Of(middle) > probability ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    /// <summary>Probability beyond a limit of at least 1: the density times Laplace's continued fraction (Abramowitz and Stegun 1964, equation 26.2.14).</summary>
    public static double Of(double limit)
    {
        var fraction = limit;
        for (var k = 60; k >= 1; k--)
        {
            fraction = limit + (k / fraction);
        }

        return Math.Exp(-0.5 * limit * limit) / (Math.Sqrt(2 * Math.PI) * fraction);
    }
}

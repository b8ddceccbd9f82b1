namespace Plumb.Kernels;

/// <summary>The error function and its complement, pure numbers.</summary>
public static class ErrorFunction
{
    /// <summary>
    /// Complementary error function, pure number, to about 1e-14 of its value: Taylor's series below 2, the continued
    /// fraction above (Abramowitz and Stegun 1964, equations 7.1.6 and 7.1.14).
    /// </summary>
    /// <param name="x">Argument, pure number.</param>
    public static double Erfc(double x)
    {
        if (x < 0.0)
        {
            return 2.0 - Erfc(-x);
        }

        if (x > 27.0)
        {
            return 0.0;
        }

        var gauss = Math.Exp(-x * x);
        if (x < 2.0)
        {
            var (term, sum) = (x, x);
            for (var n = 1; Math.Abs(term) > 1e-17 * sum; n++)
            {
                term *= 2.0 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 1.0 - (2.0 / Math.Sqrt(Math.PI) * gauss * sum);
        }

        var fraction = x;
        for (var k = 60; k > 0; k--)
        {
            fraction = x + (0.5 * k / fraction);
        }

        return gauss / (Math.Sqrt(Math.PI) * fraction);
    }
}

namespace Plumb.Validation;

/// <summary>The regularised incomplete beta function, by which Student's and Fisher's laws are worked out for any degrees of freedom.</summary>
internal static class BetaLaw
{
    private const int MostTerms = 500;

    /// <summary>I_x(a, b), a pure number from 0 to 1 (Abramowitz and Stegun 1964, equations 26.5.8 and 6.6.3): its continued fraction, taken from the end where it converges fast.</summary>
    internal static double Regularised(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    /// <summary>The continued fraction by Lentz's method (Lentz 1976, doi:10.1364/AO.15.000668).</summary>
    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var result = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            var factor = d * c;
            result *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
            {
                break;
            }
        }

        return result;

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>Logarithm of the gamma function for positive arguments: Stirling's series (Abramowitz and Stegun 1964, equation 6.1.41) beyond 12, the recurrence below.</summary>
    internal static double LogGamma(double x)
    {
        var shift = 0.0;
        while (x < 12)
        {
            shift += Math.Log(x);
            x++;
        }

        var (r, r2) = (1 / x, 1 / (x * x));
        var series = r * ((1.0 / 12) - (r2 * ((1.0 / 360) - (r2 * ((1.0 / 1260) - (r2 * ((1.0 / 1680) - (r2 / 1188))))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}

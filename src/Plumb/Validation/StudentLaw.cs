namespace Plumb.Validation;

/// <summary>Student's t: how often chance alone makes a mean so many of its own standard errors large (Student 1908, doi:10.1093/biomet/6.1.1).</summary>
public static class StudentLaw
{
    /// <summary>Probability that |t| is at least so large where there is no difference (pure number, 0 to 1): the regularised incomplete beta function at f / (f + t^2) of f/2 and 1/2.</summary>
    /// <param name="t">Mean over its standard error (pure number); NaN gives NaN.</param>
    /// <param name="freedom">Degrees of freedom f (count), at least 1.</param>
    public static double TwoSided(double t, int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        return double.IsNaN(t) ? double.NaN : double.IsInfinity(t) ? 0 : Integral(Math.Atan2(Math.Abs(t), Math.Sqrt(freedom)), freedom);
    }

    /// <summary>The same for degrees of freedom that are not whole, as Welch's test and correlated records have them (pure number, 0 to 1).</summary>
    /// <param name="t">Mean over its standard error (pure number); NaN gives NaN.</param>
    /// <param name="freedom">Degrees of freedom f (pure number), above 0; NaN or less gives NaN.</param>
    public static double TwoSided(double t, double freedom) =>
        double.IsNaN(t) || !(freedom > 0) ? double.NaN : double.IsInfinity(t) ? 0 : BetaLaw.Regularised(freedom / (freedom + (t * t)), 0.5 * freedom, 0.5);

    /// <summary>
    /// 1 - A(t | f) by the finite sums for whole f (Abramowitz and Stegun 1964, equations 26.7.3 and 26.7.4), theta = arctan(t / sqrt f).
    /// </summary>
    private static double Integral(double theta, int freedom)
    {
        var (sine, cosine) = Math.SinCos(theta);
        var squared = cosine * cosine;
        double inside;
        if (freedom % 2 == 0)
        {
            var (term, sum) = (1.0, 1.0);
            for (var k = 1; k <= (freedom - 2) / 2; k++)
            {
                term *= squared * ((2.0 * k) - 1) / (2.0 * k);
                sum += term;
            }

            inside = sine * sum;
        }
        else
        {
            var (term, sum) = (cosine, freedom > 1 ? cosine : 0);
            for (var k = 1; k <= (freedom - 3) / 2; k++)
            {
                term *= squared * (2.0 * k) / ((2.0 * k) + 1);
                sum += term;
            }

            inside = 2 / Math.PI * (theta + (sine * sum));
        }

        return Math.Clamp(1 - inside, 0, 1);
    }
}

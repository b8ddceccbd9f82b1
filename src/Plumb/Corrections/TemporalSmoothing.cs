namespace Plumb.Corrections;

/// <summary>Smooth motion in a series, by a straight line fitted around each date with weights that fall off in time.</summary>
internal static class TemporalSmoothing
{
    /// <summary>What is left of a series once the smooth part of its corrected self is taken off: I - S (I - A).</summary>
    public static double[] RestAfter(double[] estimate, ReadOnlySpan<double> years, double constant)
    {
        var n = years.Length;
        var corrected = DateMatrix.Difference(DateMatrix.Identity(n), estimate);
        return DateMatrix.Difference(DateMatrix.Identity(n), DateMatrix.Product(Smoother(years, constant), corrected));
    }

    /// <summary>
    /// The matrix of local straight lines with weights exp(-(dt / constant)^2 / 2) (Cleveland and Devlin 1988, doi:10.1080/01621459.1988.10478639): a straight line
    /// stays as it is, at the ends too.
    /// </summary>
    public static double[] Smoother(ReadOnlySpan<double> years, double constant)
    {
        var n = years.Length;
        var smoother = new double[n * n];
        var weights = new double[n];
        for (var t = 0; t < n; t++)
        {
            var (s0, s1, s2) = (0.0, 0.0, 0.0);
            for (var j = 0; j < n; j++)
            {
                var dt = years[j] - years[t];

                // Never so narrow that a date is left alone.
                weights[j] = Math.Exp(-0.5 * Math.Min(dt * dt / (constant * constant), 60));
                s0 += weights[j];
                s1 += weights[j] * dt;
                s2 += weights[j] * dt * dt;
            }

            var determinant = (s0 * s2) - (s1 * s1);
            for (var j = 0; j < n; j++)
            {
                smoother[(t * n) + j] = weights[j] * (s2 - (s1 * (years[j] - years[t]))) / determinant;
            }
        }

        return smoother;
    }
}

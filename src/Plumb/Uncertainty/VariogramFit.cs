namespace Plumb.Uncertainty;

/// <summary>Fits a <see cref="VariogramModel"/> to semivariances by weighted least squares: nugget and sill in closed form and not negative, range or exponent by search.</summary>
public static class VariogramFit
{
    /// <summary>Least exponent of a power (pure number): less could not be told from a nugget.</summary>
    public const double LeastExponent = 0.5;

    /// <summary>Largest exponent of a power (pure number): a plane has 2.</summary>
    public const double LargestExponent = 1.99;

    private const int Steps = 60;

    /// <summary>The model that fits best.</summary>
    /// <param name="distance">Distances, metres, ascending; shape (class).</param>
    /// <param name="semivariance">Semivariances, metres squared; shape (class).</param>
    /// <param name="weight">Weight of each class (pure number), for the error relative to the semivariance; shape (class).</param>
    /// <param name="noise">Factor of the nugget in each class (pure number, 1 on average); shape (class).</param>
    /// <param name="family">The form; null for the one that fits best.</param>
    /// <exception cref="ArgumentException">There are fewer than two classes, or the spans differ in length.</exception>
    public static VariogramModel Fit(ReadOnlySpan<double> distance, ReadOnlySpan<double> semivariance, ReadOnlySpan<double> weight, ReadOnlySpan<double> noise, VariogramFamily? family = null)
    {
        if (distance.Length < 2 || semivariance.Length != distance.Length || weight.Length != distance.Length || noise.Length != distance.Length)
        {
            throw new ArgumentException("A semivariogram needs two classes of distance at least, each with a semivariance, a weight and a factor.", nameof(distance));
        }

        VariogramModel? best = null;
        var least = double.PositiveInfinity;
        var scaled = Weights(semivariance, weight);
        foreach (var form in family is { } one ? [one] : Enum.GetValues<VariogramFamily>())
        {
            for (var k = 0; k <= Steps; k++)
            {
                var (range, exponent) = Parameter(form, distance, (double)k / Steps);
                var (model, misfit) = Linear(form, range, exponent, distance, semivariance, scaled, noise);
                if (misfit < least)
                {
                    (best, least) = (model, misfit);
                }
            }
        }

        return best ?? new VariogramModel(VariogramFamily.Power, 0, 0, distance[^1], 1);
    }

    /// <summary>Nugget and sill of a given form.</summary>
    /// <param name="shape">The form, whose own nugget and sill do not matter.</param>
    /// <param name="distance">Distances, metres, ascending; shape (class).</param>
    /// <param name="semivariance">Semivariances, metres squared; shape (class).</param>
    /// <param name="weight">Weight of each class (pure number), for the error relative to the semivariance; shape (class).</param>
    /// <param name="noise">Factor of the nugget in each class (pure number, 1 on average); shape (class).</param>
    public static VariogramModel Scale(
        VariogramModel shape, ReadOnlySpan<double> distance, ReadOnlySpan<double> semivariance, ReadOnlySpan<double> weight, ReadOnlySpan<double> noise)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Linear(shape.Family, shape.Range, shape.Exponent, distance, semivariance, Weights(semivariance, weight), noise).Model
            ?? shape with { Nugget = 0, Sill = 0 };
    }

    private static (double Range, double Exponent) Parameter(VariogramFamily family, ReadOnlySpan<double> distance, double share)
    {
        if (family == VariogramFamily.Power)
        {
            return (distance[^1], LeastExponent + ((LargestExponent - LeastExponent) * share));
        }

        var (low, high) = (distance[0], 3 * distance[^1]);
        return (low * Math.Pow(high / low, share), 0);
    }

    private static double[] Weights(ReadOnlySpan<double> semivariance, ReadOnlySpan<double> weight)
    {
        var largest = 0.0;
        foreach (var value in semivariance)
        {
            largest = Math.Max(largest, value);
        }

        var scaled = new double[weight.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            var floor = Math.Max(semivariance[i], 1e-3 * largest);
            scaled[i] = floor > 0 ? weight[i] / (floor * floor) : 0;
        }

        return scaled;
    }

    private static (VariogramModel? Model, double Misfit) Linear(
        VariogramFamily family, double range, double exponent, ReadOnlySpan<double> distance, ReadOnlySpan<double> semivariance, double[] weight, ReadOnlySpan<double> noise)
    {
        var (s, sx, sxx, sy, sxy, syy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < distance.Length; i++)
        {
            var x = VariogramModel.Shape(family, distance[i], range, exponent);
            var (y, w, f) = (semivariance[i], weight[i], noise[i]);
            (s, sx, sxx, sy, sxy, syy) = (s + (w * f * f), sx + (w * f * x), sxx + (w * x * x), sy + (w * f * y), sxy + (w * x * y), syy + (w * y * y));
        }

        if (!(s > 0) || !(sxx > 0))
        {
            return (null, double.PositiveInfinity);
        }

        var determinant = (s * sxx) - (sx * sx);
        var (nugget, sill) = determinant > 1e-12 * s * sxx ? (((sxx * sy) - (sx * sxy)) / determinant, ((s * sxy) - (sx * sy)) / determinant) : (0, sxy / sxx);
        if (nugget < 0)
        {
            (nugget, sill) = (0, sxy / sxx);
        }

        if (sill < 0)
        {
            (nugget, sill) = (sy / s, 0);
        }

        var misfit = syy - (2 * ((nugget * sy) + (sill * sxy))) + (nugget * nugget * s) + (2 * nugget * sill * sx) + (sill * sill * sxx);
        return (new VariogramModel(family, nugget, sill, range, exponent), Math.Max(0, misfit));
    }
}

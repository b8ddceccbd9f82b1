namespace Plumb.Corrections.Delays;

/// <summary>
/// Zenith delay over a scene at one date from those over GNSS stations, taken apart into one that goes with height, Z exp(-(h - m) / H), and a turbulent one that goes with
/// place (Yu, Li and Penna 2018, doi:10.1016/j.rse.2017.10.038, equations 2 and 3). Their two parts are found in turn by iterated distance-weighted means; here both are found at
/// once as the best linear unbiased prediction with the covariance of a <see cref="TurbulenceLaw"/>, which is where such an iteration should end, and which knows
/// its own error. H is held near 7.5 km by a prior, so that stations at one height do not make mountains of delay. Immutable and safe for threads.
/// </summary>
public sealed class StationDelayField
{
    /// <summary>Height over which the zenith delay falls by a factor of e, metres: air has 8 to 8.5 km, its moisture some 2.</summary>
    private const double UsualScale = 7500;

    private const double ScaleSpread = 0.15 / UsualScale;
    private const int Steps = 8;
    private readonly IReadOnlyList<ZenithSample> samples;
    private readonly TurbulenceLaw law;
    private readonly double[] factor;
    private readonly double[] weights;
    private readonly double[] level;
    private readonly double[] slope;
    private readonly double[] normal;
    private readonly double middle;
    private readonly double atMiddle;
    private readonly double inverseScale;

    /// <summary>Finds it.</summary>
    /// <param name="samples">The stations' delays at the date, one at least.</param>
    /// <param name="law">How delays resemble each other with the distance.</param>
    /// <exception cref="RequestException">There is no sample.</exception>
    public StationDelayField(IReadOnlyList<ZenithSample> samples, TurbulenceLaw law)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new RequestException("A date has no delay of any station.");
        }

        (this.samples, this.law) = (samples, law);
        var n = samples.Count;
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                covariance[(i * n) + j] = law.Of(DistanceTo(i, samples[j].Latitude, samples[j].Longitude)) + (i == j ? samples[i].Sigma * samples[i].Sigma : 0);
            }
        }

        factor = DenseCholesky.Factor(covariance, n);
        middle = samples.Average(s => s.Height);
        (atMiddle, inverseScale) = (samples.Average(s => s.Delay), 1 / UsualScale);
        (level, slope, weights, normal) = ([], [], [], []);
        for (var step = 0; step < Steps; step++)
        {
            var (shape, bend, rest) = (new double[n], new double[n], new double[n]);
            for (var i = 0; i < n; i++)
            {
                (shape[i], bend[i]) = Terms(samples[i].Height);
                rest[i] = samples[i].Delay - (atMiddle * shape[i]);
            }

            (level, slope) = (DenseCholesky.Solve(factor, shape), DenseCholesky.Solve(factor, bend));
            var prior = 1 / (ScaleSpread * ScaleSpread);
            normal = [Dot(level, shape), Dot(level, bend), Dot(level, bend), Dot(slope, bend) + prior];
            double[] right = [Dot(level, rest), Dot(slope, rest) + (prior * ((1 / UsualScale) - inverseScale))];
            weights = DenseCholesky.Solve(factor, rest);
            if (step < Steps - 1)
            {
                var determinant = (normal[0] * normal[3]) - (normal[1] * normal[2]);
                atMiddle += ((normal[3] * right[0]) - (normal[1] * right[1])) / determinant;
                inverseScale += ((normal[0] * right[1]) - (normal[2] * right[0])) / determinant;
            }

            LogLikelihood = -0.5 * (Dot(weights, rest) + (prior * Math.Pow(inverseScale - (1 / UsualScale), 2)) +
                (2 * Enumerable.Range(0, n).Sum(i => Math.Log(factor[(i * n) + i]))) + Math.Log((normal[0] * normal[3]) - (normal[1] * normal[2])));
        }
    }

    /// <summary>Height over which the part that goes with height falls by a factor of e, metres.</summary>
    public double ScaleHeight => 1 / inverseScale;

    /// <summary>Logarithm of the restricted likelihood of the samples, up to a constant (pure number).</summary>
    public double LogLikelihood { get; }

    /// <summary>Zenith delay at a place, metres.</summary>
    /// <param name="latitude">Latitude, degrees.</param>
    /// <param name="longitude">Longitude, degrees.</param>
    /// <param name="height">Height, metres.</param>
    public double At(double latitude, double longitude, double height) => (atMiddle * Terms(height).Shape) + Turbulent(latitude, longitude);

    /// <summary>The part that goes with height, metres.</summary>
    /// <param name="height">Height, metres.</param>
    public double Stratified(double height) => atMiddle * Terms(height).Shape;

    /// <summary>The part that goes with place, metres.</summary>
    /// <param name="latitude">Latitude, degrees.</param>
    /// <param name="longitude">Longitude, degrees.</param>
    public double Turbulent(double latitude, double longitude)
    {
        var sum = 0.0;
        for (var i = 0; i < samples.Count; i++)
        {
            sum += weights[i] * law.Of(DistanceTo(i, latitude, longitude));
        }

        return sum;
    }

    /// <summary>Standard deviation of the difference of the delays at two places, metres; the noise of a station is no part of it.</summary>
    /// <param name="latitude">Latitude of the first, degrees.</param>
    /// <param name="longitude">Longitude of the first, degrees.</param>
    /// <param name="height">Height of the first, metres.</param>
    /// <param name="other">The second; null for none, the delay at the first alone.</param>
    public double Sigma(double latitude, double longitude, double height, (double Latitude, double Longitude, double Height)? other)
    {
        var here = At((latitude, longitude, height));
        var variance = Covariance(here, here, 0);
        if (other is { } place)
        {
            var there = At(place);
            variance += Covariance(there, there, 0) - (2 * Covariance(here, there, TurbulenceLaw.Distance(latitude, longitude, place.Latitude, place.Longitude)));
        }

        return Math.Sqrt(Math.Max(0, variance));
    }

    private (double[] Near, double[] Solved, double Level, double Slope) At((double Latitude, double Longitude, double Height) place)
    {
        var near = new double[samples.Count];
        for (var i = 0; i < near.Length; i++)
        {
            near[i] = law.Of(DistanceTo(i, place.Latitude, place.Longitude));
        }

        var (shape, bend) = Terms(place.Height);
        return (near, DenseCholesky.Solve(factor, near), shape - Dot(level, near), bend - Dot(slope, near));
    }

    private double Covariance(
        (double[] Near, double[] Solved, double Level, double Slope) one, (double[] Near, double[] Solved, double Level, double Slope) other, double distance)
    {
        var determinant = (normal[0] * normal[3]) - (normal[1] * normal[2]);
        var byShape = ((one.Level * ((normal[3] * other.Level) - (normal[1] * other.Slope))) + (one.Slope * ((normal[0] * other.Slope) - (normal[2] * other.Level)))) / determinant;
        return law.Of(distance) - Dot(one.Solved, other.Near) + byShape;
    }

    /// <summary>The shape with height and how the delay changes with the inverse of the scale height.</summary>
    private (double Shape, double Bend) Terms(double height)
    {
        var shape = Math.Exp(-(height - middle) * inverseScale);
        return (shape, -atMiddle * (height - middle) * shape);
    }

    private double DistanceTo(int sample, double latitude, double longitude) => TurbulenceLaw.Distance(samples[sample].Latitude, samples[sample].Longitude, latitude, longitude);

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}

using System.Globalization;

namespace Plumb.Uncertainty;

/// <summary>
/// Joint law of the sample coherence r and the phase error phi of a multilooked pair of circular Gaussian images with true coherence g over L
/// independent looks. The sample covariance is complex Wishart (Goodman 1963, doi:10.1214/aoms/1177704250); with the two intensities
/// integrated out (polar coordinates of their geometric mean and ratio) the density is
/// <c>p(r, phi) ~ (1 - g^2)^L r (1 - r^2)^(L - 2) integral over t from 0 to infinity of (cosh t - g r cos phi)^(-2 L)</c>,
/// which is Tough, Blacknell and Quegan 1995 (doi:10.1098/rspa.1995.0081) before either variable is integrated out. It holds for any real L > 1.
/// <para>What matters here: r and phi are not independent. A pair whose sample coherence came out high also has a phase nearer to the truth,
/// so the variance of phi given r differs from the variance over all r.</para>
/// Immutable and safe for threads.
/// </summary>
public sealed class CoherenceLaw
{
    /// <summary>Least number of looks (pure number) that the law is worked out for; fewer count as so many.</summary>
    public const double LeastLooks = 1.05;

    /// <summary>Most looks (pure number) that are told apart; more count as so many.</summary>
    public const double MostLooks = 1000;

    private const int Nodes = 2048;
    private const int Phases = 96;
    private const double Edge = 1e-7;
    private static readonly double Start = Math.Log(2 + Edge);
    private static readonly double End = Math.Log(Edge);
    private readonly double[] logIntegral = new double[Nodes + 1];

    /// <summary>The law for a number of looks.</summary>
    /// <param name="looks">Number of independent looks (pure number), at least 1; fractions count.</param>
    /// <exception cref="RequestException"><paramref name="looks"/> is not a number of at least 1.</exception>
    public CoherenceLaw(double looks)
    {
        if (!(looks >= 1) || double.IsPositiveInfinity(looks))
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"The number of looks is {looks}; the variance of a phase needs at least 1 look. Set input.looks to the independent looks of the products."));
        }

        Looks = Math.Clamp(looks, LeastLooks, MostLooks);
        for (var i = 0; i <= Nodes; i++)
        {
            logIntegral[i] = LogIntegral(1 + Edge - Math.Exp(Start + ((End - Start) * i / Nodes)));
        }
    }

    /// <summary>Number of looks (pure number).</summary>
    public double Looks { get; }

    /// <summary>Density of the sample coherence, up to a factor that depends on the looks alone.</summary>
    /// <param name="sample">Sample coherence r (pure number), above 0 and below 1.</param>
    /// <param name="truth">True coherence g (pure number), 0 to below 1.</param>
    /// <returns>Density (pure number), times the factor.</returns>
    public double Density(double sample, double truth) =>
        sample * Math.Exp(Shape(sample, truth).LogDensity + ((Looks - 2) * Math.Log(1 - (sample * sample))));

    /// <summary>Variance of the phase error of a pair whose sample coherence is known.</summary>
    /// <param name="sample">Sample coherence r (pure number), above 0 and below 1.</param>
    /// <param name="truth">True coherence g (pure number), 0 to below 1.</param>
    /// <returns>Mean of phi^2 given r, radian squared.</returns>
    public double PhaseVariance(double sample, double truth) => Moments(sample, truth).Square;

    /// <summary>
    /// Logarithm of the density without its factor r (1 - r^2)^(L - 2), which is singular at 1 for few looks and integrates in closed form, and the variance of the phase. With
    /// hundreds of looks the density itself is no number that a double could hold.
    /// </summary>
    internal (double LogDensity, double Variance) Shape(double sample, double truth)
    {
        var (sum, square, log) = Moments(sample, truth);
        return (Math.Log(sum) + (Looks * Math.Log(1 - (truth * truth))) + log, square);
    }

    private (double Sum, double Square, double Log) Moments(double sample, double truth)
    {
        var z = sample * truth;
        var largest = At(z);

        // Around 0 the density is (1 + phi^2 z / (2 (1 - z)))^(-2 L): many looks leave nothing of it beyond a few widths.
        var width = Math.Sqrt((1 - z) / (2 * Looks * Math.Max(z, 1e-12)));
        var last = Math.Min(Math.PI, Math.Max(12, 60 / Looks) * width);
        var (sum, square) = (0.0, 0.0);
        for (var k = 0; k < Phases; k++)
        {
            var phase = (k + 0.5) * last / Phases;
            var density = Math.Exp(At(z * Math.Cos(phase)) - largest);
            sum += density;
            square += density * phase * phase;
        }

        return (sum * last / (Math.PI * Phases), square / sum, largest);
    }

    /// <summary>Logarithm of the integral at z = g r cos phi, from the table, which is even in the logarithm of 1 - z.</summary>
    private double At(double z)
    {
        var position = (Math.Log(1 + Edge - z) - Start) / (End - Start) * Nodes;
        var node = Math.Clamp((int)position, 0, Nodes - 1);
        var share = position - node;
        return (logIntegral[node] * (1 - share)) + (logIntegral[node + 1] * share);
    }

    /// <summary>With t = a sinh(s) and a the width of the peak at 0, the trapezoidal rule converges for every z and L.</summary>
    private double LogIntegral(double z)
    {
        var gap = Math.Max(1e-9, 1 - z);
        var width = Math.Sqrt(gap / Looks);
        const double step = 0.1;
        var sum = 0.0;
        for (var k = 0; k < 200; k++)
        {
            var s = k * step;
            var half = Math.Sinh(width * Math.Sinh(s) / 2);
            var value = Math.Exp(-2 * Looks * Math.Log(1 + (2 * half * half / gap))) * width * Math.Cosh(s) * (k == 0 ? step / 2 : step);
            sum += value;
            if (value < 1e-14 * sum)
            {
                break;
            }
        }

        return Math.Log(sum) - (2 * Looks * Math.Log(gap));
    }
}

namespace Plumb.Interferograms;

/// <summary>
/// Expected value and standard deviation of the sample coherence d of L independent looks of two circular Gaussian images of coherence D (Touzi et al. 1999, doi:10.1109/36.739146,
/// equations 6 and 7), and the inversion of the expected value, which takes the bias off. The hypergeometric series of those equations is summed as what it is, a negative
/// binomial mixture: with weight w_k = (1 - D^2)^L (L)_k D^2k / k! the square of d is a Beta(k + 1, L - 1) variable, so that all terms are positive.
/// Immutable and safe for threads.
/// </summary>
public sealed class CoherenceBias
{
    /// <summary>Fewest looks (count) for which a coherence means anything: of one look it is always 1.</summary>
    public const double LeastLooks = 1.5;

    private const int Nodes = 96;
    private readonly double[] truth = new double[Nodes + 1];
    private readonly double[] mean = new double[Nodes + 1];
    private readonly double[] sigma = new double[Nodes + 1];

    /// <summary>The law for a number of looks.</summary>
    /// <param name="looks">Independent looks (count), at least <see cref="LeastLooks"/>; fractions count.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer looks.</exception>
    public CoherenceBias(double looks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, LeastLooks);
        Looks = looks;
        for (var i = 0; i <= Nodes; i++)
        {
            // Nodes crowd at 1, where the bias ends in a corner.
            truth[i] = Math.Sin(Math.PI / 2 * i / Nodes);
            (mean[i], sigma[i]) = i == Nodes ? (1, 0) : Moments(looks, truth[i]);
        }
    }

    /// <summary>Independent looks (count).</summary>
    public double Looks { get; }

    /// <summary>Expected value and standard deviation of the sample coherence.</summary>
    /// <param name="looks">Independent looks (count), more than 1.</param>
    /// <param name="coherence">True coherence (pure number), 0 to below 1.</param>
    /// <returns>Both pure numbers.</returns>
    public static (double Mean, double Sigma) Moments(double looks, double coherence)
    {
        var d2 = coherence * coherence;
        var middle = looks * d2 / (1 - d2);
        var width = (12 * Math.Sqrt(middle / (1 - d2))) + 60;
        var k = Math.Max(0, Math.Floor(middle - width));
        var end = middle + width;

        // Logarithms at the first term; from there by ratios.
        var weight = k == 0 ? Math.Pow(1 - d2, looks)
            : Math.Exp((looks * Math.Log(1 - d2)) + LogGamma(looks + k) - LogGamma(looks) - LogGamma(k + 1) + (k * Math.Log(d2)));
        var root = Math.Exp(LogGamma(k + 1.5) + LogGamma(k + looks) - LogGamma(k + 1) - LogGamma(k + looks + 0.5));
        var (all, first, second) = (0.0, 0.0, 0.0);
        for (; k <= end; k++)
        {
            all += weight;
            first += weight * root;
            second += weight * (k + 1) / (k + looks);
            weight *= (looks + k) / (k + 1) * d2;
            root *= (k + 1.5) / (k + 1) * (k + looks) / (k + looks + 0.5);
        }

        var expected = first / all;
        return (expected, Math.Sqrt(Math.Max(0, (second / all) - (expected * expected))));
    }

    /// <summary>The true coherence whose expected sample coherence is the one given; 0 where that is less than is expected of no coherence at all.</summary>
    /// <param name="sample">Sample coherence (pure number), 0 to 1.</param>
    /// <returns>
    /// The coherence, and the standard deviation of that estimate: the sample coherence's own by the slope of the expected value. Near 0 the estimate is
    /// one-sided and its standard deviation the width in which D cannot be told from 0. Pure numbers.
    /// </returns>
    public (double Coherence, double Sigma) Invert(double sample)
    {
        if (sample <= mean[0])
        {
            return (0, Indistinct());
        }

        var (low, high) = (0, Nodes);
        while (high - low > 1)
        {
            var half = (low + high) / 2;
            (low, high) = mean[half] <= sample ? (half, high) : (low, half);
        }

        var slope = (mean[high] - mean[low]) / (truth[high] - truth[low]);
        var share = Math.Clamp((sample - mean[low]) / (mean[high] - mean[low]), 0, 1);
        var spread = sigma[low] + (share * (sigma[high] - sigma[low]));
        return (truth[low] + (share * (truth[high] - truth[low])), Math.Min(spread / slope, Math.Max(spread, Indistinct())));
    }

    /// <summary>The coherence whose expected sample coherence lies one standard deviation above that of none.</summary>
    private double Indistinct()
    {
        var i = 1;
        while (i < Nodes && mean[i] < mean[0] + sigma[0])
        {
            i++;
        }

        return truth[i - 1] + ((truth[i] - truth[i - 1]) * Math.Clamp((mean[0] + sigma[0] - mean[i - 1]) / (mean[i] - mean[i - 1]), 0, 1));
    }

    /// <summary>Logarithm of the gamma function for positive arguments (Stirling's series after a shift; Abramowitz and Stegun 1964, equation 6.1.40), to 1e-13.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 12; x++)
        {
            shift -= Math.Log(x);
        }

        var u = 1 / (x * x);
        var series = (1 / 12.0) - (u * ((1 / 360.0) - (u * ((1 / 1260.0) - (u * ((1 / 1680.0) - (u / 1188)))))));
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x);
    }
}

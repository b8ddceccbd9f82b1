namespace Plumb.Interferograms;

/// <summary>The law of the sample coherence for each number of pixels that a window may hold, by interpolation between numbers of looks a quarter apart. Immutable and safe for threads.</summary>
internal sealed class CoherenceTable
{
    private const int Samples = 256;
    private const double Ratio = 1.25;

    // Where there are more, bias and spread are no longer of interest.
    private const double MostLooks = 1000;
    private readonly double looksPerPixel;
    private readonly float[][] coherence;
    private readonly float[][] sigma;
    private readonly float[][] sampleSigma;

    /// <summary>A table.</summary>
    /// <param name="pixels">Most pixels of a window.</param>
    /// <param name="looksPerPixel">Independent looks behind a pixel.</param>
    internal CoherenceTable(int pixels, double looksPerPixel)
    {
        this.looksPerPixel = looksPerPixel;
        var count = (int)Math.Floor(Node(pixels * looksPerPixel)) + 2;
        (coherence, sigma, sampleSigma) = (new float[count][], new float[count][], new float[count][]);
        for (var n = 0; n < count; n++)
        {
            var law = new CoherenceBias(CoherenceBias.LeastLooks * Math.Pow(Ratio, n));
            (coherence[n], sigma[n], sampleSigma[n]) = (new float[Samples + 1], new float[Samples + 1], new float[Samples + 1]);
            for (var i = 0; i <= Samples; i++)
            {
                var (truth, spread) = law.Invert(i / (double)Samples);
                (coherence[n][i], sigma[n][i]) = ((float)truth, (float)spread);
                sampleSigma[n][i] = truth < 1 ? (float)CoherenceBias.Moments(law.Looks, truth).Sigma : 0;
            }
        }
    }

    /// <summary>Whether so many pixels are enough.</summary>
    internal bool HasLooks(int pixels) => pixels * looksPerPixel >= CoherenceBias.LeastLooks;

    /// <summary>Coherence and standard deviation, with the bias taken off or left.</summary>
    internal (float Coherence, float Sigma) Of(int pixels, float sample, bool unbiased)
    {
        var node = Node(pixels * looksPerPixel);
        var n = (int)node;
        var share = (float)(node - n);
        var place = Math.Clamp(sample, 0, 1) * Samples;
        var i = Math.Min(Samples - 1, (int)place);
        var between = place - i;
        return unbiased ? (Between(coherence, n, share, i, between), Between(sigma, n, share, i, between)) : (sample, Between(sampleSigma, n, share, i, between));
    }

    private static double Node(double looks) => Math.Max(0, Math.Log(Math.Min(looks, MostLooks) / CoherenceBias.LeastLooks) / Math.Log(Ratio));

    private static float Between(float[][] table, int n, float share, int i, float between)
    {
        var low = table[n][i] + (between * (table[n][i + 1] - table[n][i]));
        var high = table[n + 1][i] + (between * (table[n + 1][i + 1] - table[n + 1][i]));
        return low + (share * (high - low));
    }
}

namespace Plumb.Uncertainty;

/// <summary>
/// Draws the scales of single dates towards their mean as far as one image cannot tell them. A smooth field shows few independent pieces in one scene, so the
/// mean square that it happens to have there scatters: for normal fields its variance is half the mean of cov(D_p, D_q)^2 over pairs p, q of differences D, which the form gives. What the
/// dates differ by beyond that is real (empirical Bayes; Morris 1983, doi:10.1080/01621459.1983.10477920, for variances: relative errors multiply).
/// </summary>
internal static class ScaleShrinkage
{
    private const int Draws = 6000;
    private const long Seed = 77;

    /// <summary>Relative variance (pure number) of a date's scale as one scene shows it.</summary>
    public static double Sampling(PlacePairs pairs, DistanceForm form, double[] relevance, int[] kept)
    {
        var draw = new DrawSequence(Seed, kept.Length);
        var (squares, mean) = (0.0, 0.0);
        for (var n = 0; n < Draws; n++)
        {
            var (p, q) = (Pair(ref draw, pairs, relevance, kept), Pair(ref draw, pairs, relevance, kept));
            var (a, b, c, d) = (pairs.First[p], pairs.Second[p], pairs.First[q], pairs.Second[q]);
            double Form(int x, int y) => form.At(pairs.Distances(x, y));
            var covariance = Form(a, d) + Form(b, c) - Form(a, c) - Form(b, d);
            squares += covariance * covariance / Draws;
            mean += Form(a, b) / Draws;
        }

        return mean > 0 ? 0.5 * squares / (mean * mean) : 0;
    }

    /// <summary>Draws the scales (any unit, shape (date)) towards their mean, in place, and gives their standard deviations as shares of themselves (pure numbers).</summary>
    public static double Shrink(Span<double> scales, double sampling)
    {
        var (mean, square) = (0.0, 0.0);
        foreach (var s in scales)
        {
            mean += s / scales.Length;
        }

        foreach (var s in scales)
        {
            square += (s - mean) * (s - mean) / Math.Max(1, scales.Length - 1);
        }

        if (!(mean > 0))
        {
            return 0;
        }

        // Observed: (1 + real)(1 + sampling) - 1, both relative.
        var real = Math.Max(0, ((square / (mean * mean)) - sampling) / (1 + sampling));
        var keep = real / (real + (sampling * (1 + real)));
        foreach (ref var s in scales)
        {
            s = mean + (keep * (s - mean));
        }

        return Math.Sqrt(sampling * (keep + ((1 - keep) / scales.Length)));
    }

    private static int Pair(ref DrawSequence draw, PlacePairs pairs, double[] relevance, int[] kept)
    {
        var (share, k) = (draw.Uniform() * relevance.Sum(), 0);
        while (k < kept.Length - 1 && share > relevance[k])
        {
            share -= relevance[k++];
        }

        var (from, to) = (pairs.Start[kept[k]], pairs.Start[kept[k] + 1]);
        return from + draw.Below(to - from);
    }
}

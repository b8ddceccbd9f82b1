namespace Plumb.Validation;

/// <summary>
/// What several solvers miss of pairs they have not seen, over the same pixels for all. Sums are kept per cell, that is per block of pixels and pair, because the
/// errors of one block and those of one pair hang together: means and differences get the two-way cluster-robust standard error (Cameron, Gelbach and Miller
/// 2011, doi:10.1198/jbes.2010.07136). Threads may add to different blocks at once.
/// <para>Solvers are told apart by the mean size |e| of their errors: a few pairs that are wrong by whole cycles, which no solver can predict, add the same to all
/// and leave the differences alone, while squares would drown them.</para>
/// </summary>
public sealed class HeldOutMisfit
{
    // Logarithmic bins of |e|: 64 to a factor e, from exp(-LogOfFirst) metres on.
    private const int Bins = 1280;
    private const double BinsPerLog = 64;
    private const double LogOfFirst = 16;
    private const double NormalQuartile = 0.674489750196082;

    private readonly int solvers;
    private readonly int blocks;
    private readonly int pairs;
    private readonly int[] count;
    private readonly float[] sizes;
    private readonly double[] squares;
    private readonly int[] bins;

    /// <summary>An empty account.</summary>
    /// <param name="solvers">Number of solvers (count).</param>
    /// <param name="blocks">Number of blocks of pixels (count).</param>
    /// <param name="pairs">Number of pairs of the network (count).</param>
    public HeldOutMisfit(int solvers, int blocks, int pairs)
    {
        (this.solvers, this.blocks, this.pairs) = (solvers, blocks, pairs);
        count = new int[blocks * pairs];
        sizes = new float[checked(solvers * blocks * pairs)];
        squares = new double[solvers * blocks];
        bins = new int[checked(solvers * blocks * Bins)];
    }

    /// <summary>Number of errors of each solver (count).</summary>
    public long Count => count.Sum(c => (long)c);

    /// <summary>Memory of an account, bytes.</summary>
    /// <param name="solvers">Number of solvers (count).</param>
    /// <param name="blocks">Number of blocks of pixels (count).</param>
    /// <param name="pairs">Number of pairs of the network (count).</param>
    public static long Bytes(int solvers, int blocks, int pairs) =>
        ((long)blocks * pairs * (sizeof(int) + ((long)solvers * sizeof(float)))) + ((long)solvers * blocks * ((Bins * sizeof(int)) + sizeof(double)));

    /// <summary>Adds the errors of one pixel of one pair.</summary>
    /// <param name="block">The block that the pixel lies in (index).</param>
    /// <param name="pair">The pair (index).</param>
    /// <param name="errors">Observed less predicted displacement of each solver, metres, all finite; shape (solver).</param>
    public void Add(int block, int pair, ReadOnlySpan<float> errors)
    {
        count[(block * pairs) + pair]++;
        for (var s = 0; s < errors.Length; s++)
        {
            var size = MathF.Abs(errors[s]);
            sizes[(((s * blocks) + block) * pairs) + pair] += size;
            squares[(s * blocks) + block] += (double)size * size;
            var bin = size > 0 ? (int)((MathF.Log(size) + LogOfFirst) * BinsPerLog) : 0;
            bins[(((s * blocks) + block) * Bins) + Math.Clamp(bin, 0, Bins - 1)]++;
        }
    }

    /// <summary>What one solver misses.</summary>
    /// <param name="solver">The solver (index).</param>
    public MisfitSummary Of(int solver)
    {
        var (mean, sigma, _) = Clustered(solver, -1);
        var square = 0.0;
        for (var b = 0; b < blocks; b++)
        {
            square += squares[(solver * blocks) + b];
        }

        var (spread, spreadSigma) = Spread(solver);
        return new MisfitSummary(mean, sigma, Math.Sqrt(square / Math.Max(1, Count)), spread, spreadSigma);
    }

    /// <summary>How much more one solver misses than another, cell by cell.</summary>
    /// <param name="solver">The one (index).</param>
    /// <param name="other">The other (index).</param>
    public MisfitDifference Difference(int solver, int other)
    {
        var (mean, sigma, freedom) = Clustered(solver, other);
        var probability = sigma > 0 ? StudentLaw.TwoSided(mean / sigma, freedom) : mean == 0 ? 1 : double.NaN;
        return new MisfitDifference(mean, sigma, probability);
    }

    /// <summary>Mean of |e| of a solver, or of its difference from another's, its standard error, and degrees of freedom.</summary>
    private (double Mean, double Sigma, int Freedom) Clustered(int solver, int other)
    {
        double Size(int cell) => sizes[(solver * count.Length) + cell] - (other < 0 ? 0 : (double)sizes[(other * count.Length) + cell]);
        var (n, sum) = (0L, 0.0);
        for (var cell = 0; cell < count.Length; cell++)
        {
            n += count[cell];
            sum += Size(cell);
        }

        if (n == 0)
        {
            return (double.NaN, double.NaN, 1);
        }

        var mean = sum / n;
        var (byBlock, byPair) = (new Cluster[blocks], new Cluster[pairs]);
        var (cells, used) = (0.0, 0);
        for (var cell = 0; cell < count.Length; cell++)
        {
            if (count[cell] > 0)
            {
                var e = Size(cell) - (mean * count[cell]);
                byBlock[cell / pairs].Add(e);
                byPair[cell % pairs].Add(e);
                cells += e * e;
                used++;
            }
        }

        var (blockVariance, blockCount) = Cluster.Variance(byBlock);
        var (pairVariance, pairCount) = Cluster.Variance(byPair);
        cells *= used > 1 ? used / (used - 1.0) : double.NaN;
        var variance = Math.Max(blockVariance + pairVariance - cells, Math.Max(blockVariance, pairVariance));
        var least = blockCount > 1 && pairCount > 1 ? Math.Min(blockCount, pairCount) : Math.Max(blockCount, pairCount);
        return (mean, least > 1 ? Math.Sqrt(variance) / n : double.NaN, Math.Max(1, least - 1));
    }

    /// <summary>Standard deviation of the normal law with the same median of |e|, and its standard error by leaving out block after block (Tukey's jackknife).</summary>
    private (double Spread, double Sigma) Spread(int solver)
    {
        var all = new long[Bins];
        var counted = new List<int>();
        for (var b = 0; b < blocks; b++)
        {
            var part = BinsOf(solver, b);
            if (part.IndexOfAnyExcept(0) >= 0)
            {
                counted.Add(b);
            }

            for (var k = 0; k < Bins; k++)
            {
                all[k] += part[k];
            }
        }

        if (counted.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        var without = counted.Select(b =>
        {
            var part = BinsOf(solver, b);
            var rest = new long[Bins];
            for (var k = 0; k < Bins; k++)
            {
                rest[k] = all[k] - part[k];
            }

            return Median(rest);
        }).ToArray();
        var middle = without.Average();
        var sigma = counted.Count > 1 ? Math.Sqrt((counted.Count - 1.0) / counted.Count * without.Sum(w => (w - middle) * (w - middle))) : double.NaN;
        return (Median(all) / NormalQuartile, sigma / NormalQuartile);
    }

    private ReadOnlySpan<int> BinsOf(int solver, int block) => bins.AsSpan(((solver * blocks) + block) * Bins, Bins);

    private static double Median(long[] all)
    {
        var half = all.Sum() / 2.0;
        var below = 0L;
        for (var k = 0; k < all.Length; k++)
        {
            if (all[k] > 0 && below + all[k] >= half)
            {
                return Math.Exp(((k + ((half - below) / all[k])) / BinsPerLog) - LogOfFirst);
            }

            below += all[k];
        }

        return double.NaN;
    }

    /// <summary>Sum of what deviates in one block or one pair.</summary>
    private struct Cluster
    {
        private double sum;
        private bool any;

        public void Add(double e) => (sum, any) = (sum + e, true);

        public static (double Variance, int Count) Variance(Cluster[] clusters)
        {
            var count = clusters.Count(c => c.any);
            return (count > 1 ? clusters.Sum(c => c.sum * c.sum) * count / (count - 1.0) : 0, count);
        }
    }
}

/// <summary>What one solver misses of pairs it has not seen.</summary>
/// <param name="Mean">Mean of the size of the errors, metres.</param>
/// <param name="MeanSigma">Its standard error, metres; NaN where one block of one pair is all there is.</param>
/// <param name="Rms">Root mean square of the errors, metres.</param>
/// <param name="Spread">Median of the size of the errors as the standard deviation of a normal law, metres: what whole cycles do not touch.</param>
/// <param name="SpreadSigma">Its standard error, metres; NaN where there is one block.</param>
public sealed record MisfitSummary(double Mean, double MeanSigma, double Rms, double Spread, double SpreadSigma);

/// <summary>How much more one solver misses than another.</summary>
/// <param name="Mean">Difference of the mean sizes of the errors, metres; negative: it misses less.</param>
/// <param name="Sigma">Its standard error, metres.</param>
/// <param name="Probability">How often chance alone makes a difference so large (pure number, 0 to 1); NaN where it cannot be told.</param>
public sealed record MisfitDifference(double Mean, double Sigma, double Probability);

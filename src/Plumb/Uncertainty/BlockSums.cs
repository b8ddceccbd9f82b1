namespace Plumb.Uncertainty;

/// <summary>Half the mean squared differences of residuals by class of distance and date, kept by block of the scene, so that blocks can be left out in turn.</summary>
internal sealed class BlockSums
{
    /// <summary>Number of blocks: four by four over the grid, by the first place of a pair.</summary>
    public const int Blocks = 16;

    private readonly double[] sum;
    private readonly double[] noise;
    private readonly int[] count;
    private readonly int dates;
    private readonly int classes;

    public BlockSums(PlacePairs pairs, PlaceSeries places, int dates, HeightSlopes? slopes)
    {
        this.dates = dates;
        classes = pairs.Distance.Length;
        sum = new double[Blocks * classes * dates];
        noise = new double[Blocks * classes];
        count = new int[Blocks * classes];
        var series = places.Series;
        for (var k = 0; k < classes; k++)
        {
            for (var p = pairs.Start[k]; p < pairs.Start[k + 1]; p++)
            {
                var (a, b) = (pairs.First[p], pairs.Second[p]);
                var rise = slopes is null ? 0 : (double)places.Heights[a] - places.Heights[b];
                if (float.IsNaN(series[a * dates]) || float.IsNaN(series[b * dates]) || !double.IsFinite(rise))
                {
                    continue;
                }

                var cell = (pairs.BlockOf(a) * classes) + k;
                count[cell]++;
                noise[cell] += places.PairNoise.Length == 0 ? 1 : 0.5 * (((double)places.PairNoise[a] * places.PairNoise[a]) + ((double)places.PairNoise[b] * places.PairNoise[b]));
                for (var i = 0; i < dates; i++)
                {
                    var d = (double)series[(a * dates) + i] - series[(b * dates) + i] - (slopes is null ? 0 : slopes.Slope(i) * rise);
                    sum[(cell * dates) + i] += 0.5 * d * d;
                }
            }
        }
    }

    /// <summary>Standard deviation of a number from its values with each block left out in turn (Quenouille and Tukey's jackknife), in its unit.</summary>
    public static double Jackknife(ReadOnlySpan<double> without)
    {
        var (mean, square) = (0.0, 0.0);
        foreach (var value in without)
        {
            mean += value / without.Length;
        }

        foreach (var value in without)
        {
            square += (value - mean) * (value - mean);
        }

        return Math.Sqrt((without.Length - 1.0) / without.Length * square);
    }

    /// <summary>Semivariance of a class at a date, metres squared, one block left out (or none).</summary>
    public double Of(int k, int date, int without = -1)
    {
        var (s, n) = (0.0, 0);
        for (var b = 0; b < Blocks; b++)
        {
            if (b != without)
            {
                s += sum[(((b * classes) + k) * dates) + date];
                n += count[(b * classes) + k];
            }
        }

        return n > 0 ? s / n : 0;
    }

    /// <summary>Mean variance by the pairs' noise of the two places of a class, in the unit of the places squared.</summary>
    public double NoiseOf(int k)
    {
        var s = 0.0;
        for (var b = 0; b < Blocks; b++)
        {
            s += noise[(b * classes) + k];
        }

        return s / Math.Max(1, PairsOf(k));
    }

    /// <summary>Number of pairs of a class (count).</summary>
    public int PairsOf(int k)
    {
        var n = 0;
        for (var b = 0; b < Blocks; b++)
        {
            n += count[(b * classes) + k];
        }

        return n;
    }

    /// <summary>Classes with pairs in two blocks at least.</summary>
    public int[] Kept() => [.. Enumerable.Range(0, classes).Where(k => Enumerable.Range(0, Blocks).Count(b => count[(b * classes) + k] > 0) >= 2)];
}

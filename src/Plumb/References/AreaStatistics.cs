using Plumb.Grids;

namespace Plumb.References;

/// <summary>Phase of each area in each pair, from its pixels, with the variance that the pixels leave it.</summary>
internal sealed class AreaStatistics
{
    // Variance of a median over that of a mean of as many normal values: pi / 2.
    private const double MedianLoss = Math.PI / 2;
    private readonly float[] collected;
    private readonly float[] coherences;
    private readonly int[] areaOf;
    private readonly int pairs;
    private readonly ReferenceStatistic statistic;

    /// <param name="collected">Phases, radians, NaN is no-data; shape (pair, pixel).</param>
    /// <param name="coherences">Coherences, pure numbers, NaN when unknown; shape (pair, pixel).</param>
    /// <param name="areaOf">Which area each pixel belongs to; shape (pixel).</param>
    /// <param name="areas">Number of areas.</param>
    /// <param name="pairs">Number of pairs.</param>
    /// <param name="statistic">Median or mean.</param>
    /// <param name="looks">Number of looks behind a coherence (pure number).</param>
    public AreaStatistics(float[] collected, float[] coherences, int[] areaOf, int areas, int pairs, ReferenceStatistic statistic, double looks)
    {
        (this.collected, this.coherences, this.areaOf, this.pairs, this.statistic) = (collected, coherences, areaOf, pairs, statistic);
        Phase = [.. Enumerable.Range(0, areas).Select(_ => new double[pairs])];
        Variance = [.. Enumerable.Range(0, areas).Select(_ => new double[pairs])];
        Counts = new int[pairs];
        var valid = new float[areaOf.Length];
        for (var area = 0; area < areas; area++)
        {
            for (var k = 0; k < pairs; k++)
            {
                var (count, decorrelation) = Gather(k, a => a == area, valid, looks);
                Counts[k] += count;
                (Phase[area][k], Variance[area][k]) = Of(valid.AsSpan(0, count), decorrelation);
            }
        }
    }

    /// <summary>Phase, radians, NaN where an area has no value; shape (area)(pair).</summary>
    public double[][] Phase { get; }

    /// <summary>Variance of the phase by its pixels, radian squared: the larger of what they show and what their coherence implies; shape (area)(pair).</summary>
    public double[][] Variance { get; }

    /// <summary>Number of pixels with a value; shape (pair).</summary>
    public int[] Counts { get; }

    /// <summary>One statistic of all pixels of some areas, radians; shape (pair).</summary>
    public double[] Pooled(bool[] kept)
    {
        var valid = new float[areaOf.Length];
        var pooled = new double[pairs];
        for (var k = 0; k < pairs; k++)
        {
            pooled[k] = Of(valid.AsSpan(0, Gather(k, a => kept[a], valid, 1).Count), 0).Value;
        }

        return pooled;
    }

    private (int Count, double Decorrelation) Gather(int pair, Func<int, bool> wanted, float[] valid, double looks)
    {
        var (count, sum, known) = (0, 0.0, 0);
        for (var i = 0; i < areaOf.Length; i++)
        {
            var value = collected[((long)pair * areaOf.Length) + i];
            if (wanted(areaOf[i]) && !float.IsNaN(value))
            {
                valid[count++] = value;
                double c = coherences[((long)pair * areaOf.Length) + i];
                if (c > 0)
                {
                    // Bound of the phase variance (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018), good for many looks.
                    c = Math.Clamp(c, 0.05, 0.999);
                    sum += (1 - (c * c)) / (2 * looks * c * c);
                    known++;
                }
            }
        }

        return (count, known == 0 ? 0 : sum / known);
    }

    private (double Value, double Variance) Of(Span<float> valid, double decorrelation)
    {
        if (valid.IsEmpty)
        {
            return (double.NaN, double.NaN);
        }

        var (sum, squares) = (0.0, 0.0);
        foreach (var value in valid)
        {
            sum += value;
        }

        var mean = sum / valid.Length;
        foreach (var value in valid)
        {
            squares += (value - mean) * (value - mean);
        }

        var scatter = valid.Length < 2 ? 0 : squares / (valid.Length - 1);
        if (statistic == ReferenceStatistic.Mean)
        {
            return (mean, Math.Max(scatter, decorrelation) / valid.Length);
        }

        var median = OrderStatistics.Median(valid);
        var sizes = new float[valid.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = (float)Math.Abs(valid[i] - median);
        }

        var spread = 1.4826 * OrderStatistics.Median(sizes);
        return (median, (valid.Length < 3 ? 1 : MedianLoss) * Math.Max(spread * spread, decorrelation) / valid.Length);
    }
}

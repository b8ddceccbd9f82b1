using Plumb.Grids;

namespace Plumb.Validation;

/// <summary>Two tracks held against each other on the cells of a grid that both have.</summary>
/// <param name="Cells">Number of cells that both have, a count.</param>
/// <param name="Correlation">Pearson's correlation, pure number; NaN for fewer than three cells.</param>
/// <param name="MeanDifference">Mean of the first less the second, metres per year.</param>
/// <param name="StandardDeviation">Standard deviation of the difference, metres per year.</param>
/// <param name="MedianDifference">Median of the difference, metres per year.</param>
/// <param name="RobustDeviation">1.4826 times the median of the distance from the median, metres per year: the standard deviation where a few cells are far off.</param>
/// <param name="Slope">Slope of the second over the first, both in error alike (orthogonal regression), pure number.</param>
/// <param name="ScoreDeviation">Standard deviation of difference over its stated standard deviation, pure number: 1 where the stated one is right; NaN without.</param>
/// <param name="Within68">Share of cells whose difference less its mean lies within one stated standard deviation, pure number.</param>
/// <param name="Within95">Share within 1.96 stated standard deviations, pure number.</param>
public sealed record CrossTrack(
    int Cells, double Correlation, double MeanDifference, double StandardDeviation, double MedianDifference, double RobustDeviation, double Slope,
    double ScoreDeviation, double Within68, double Within95)
{
    /// <summary>Compares.</summary>
    /// <param name="first">Rates of the first track, metres per year; shape (cell); NaN is no-data.</param>
    /// <param name="second">Rates of the second track, metres per year; shape (cell).</param>
    /// <param name="firstSigma">Standard deviations, metres per year; shape (cell).</param>
    /// <param name="secondSigma">Standard deviations, metres per year; shape (cell).</param>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static CrossTrack Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> firstSigma, ReadOnlySpan<float> secondSigma)
    {
        if (second.Length != first.Length || firstSigma.Length != first.Length || secondSigma.Length != first.Length)
        {
            throw new ArgumentException("Rates and standard deviations have one value per cell.", nameof(second));
        }

        var differences = new List<double>();
        double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
        var common = new List<int>();
        for (var i = 0; i < first.Length; i++)
        {
            if (float.IsFinite(first[i]) && float.IsFinite(second[i]))
            {
                common.Add(i);
                differences.Add((double)first[i] - second[i]);
                (sx, sy) = (sx + first[i], sy + second[i]);
            }
        }

        var n = common.Count;
        var (mx, my) = (sx / n, sy / n);
        foreach (var i in common)
        {
            var (x, y) = (first[i] - mx, second[i] - my);
            (sxx, syy, sxy) = (sxx + (x * x), syy + (y * y), sxy + (x * y));
        }

        var mean = mx - my;
        var spread = differences.Sum(d => (d - mean) * (d - mean));
        var scores = Scores(common, differences, mean, firstSigma, secondSigma);
        var median = OrderStatistics.MedianOfFinite(differences);
        return new CrossTrack(
            n,
            n > 2 ? sxy / Math.Sqrt(sxx * syy) : double.NaN,
            mean,
            n > 1 ? Math.Sqrt(spread / (n - 1)) : double.NaN,
            median,
            1.4826 * OrderStatistics.MedianOfFinite(differences.Select(d => Math.Abs(d - median))),
            (syy - sxx + Math.Sqrt(((syy - sxx) * (syy - sxx)) + (4 * sxy * sxy))) / (2 * sxy),
            scores.Count > 1 ? Math.Sqrt(scores.Sum(z => z * z) / (scores.Count - 1)) : double.NaN,
            scores.Count > 0 ? scores.Count(z => Math.Abs(z) < 1) / (double)scores.Count : double.NaN,
            scores.Count > 0 ? scores.Count(z => Math.Abs(z) < 1.96) / (double)scores.Count : double.NaN);
    }

    private static List<double> Scores(List<int> common, List<double> differences, double mean, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var scores = new List<double>(common.Count);
        for (var k = 0; k < common.Count; k++)
        {
            var sigma = Math.Sqrt(((double)first[common[k]] * first[common[k]]) + ((double)second[common[k]] * second[common[k]]));
            if (sigma > 0 && double.IsFinite(sigma))
            {
                scores.Add((differences[k] - mean) / sigma);
            }
        }

        return scores;
    }
}

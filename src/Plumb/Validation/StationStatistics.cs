namespace Plumb.Validation;

/// <summary>Numbers of one comparison, metres unless said otherwise; NaN when a station cannot be used or has too few dates.</summary>
/// <param name="Count">Common dates beside the reference date (count).</param>
/// <param name="Rmse">Root mean square of radar minus station, metres.</param>
/// <param name="Bias">Mean of radar minus station, metres.</param>
/// <param name="Scatter">Standard deviation about that mean, metres.</param>
/// <param name="Expected">Root mean square that both sides' standard deviations lead to expect, metres.</param>
/// <param name="Largest">Largest size of radar minus station, metres.</param>
/// <param name="Smallest">Smallest size, metres.</param>
/// <param name="Median">Median size, metres.</param>
/// <param name="Mean">Mean size, metres.</param>
/// <param name="Correlation">Correlation of both over the dates, the reference date with them, pure number.</param>
/// <param name="Slope">Slope of radar against station with errors in both (Deming 1943), pure number: 1 where both move alike.</param>
/// <param name="ZSpread">Root mean square of the z-scores, pure number: about 1 where the standard deviations are right.</param>
/// <param name="BiasProbability">Probability of so large a mean difference by chance (Student's t, fewer degrees of freedom where neighbouring differences are alike), 0 to 1, pure number.</param>
public sealed record StationStatistics(
    int Count, double Rmse, double Bias, double Scatter, double Expected, double Largest, double Smallest, double Median, double Mean,
    double Correlation, double Slope, double ZSpread, double BiasProbability)
{
    /// <summary>The numbers of a comparison.</summary>
    /// <param name="comparison">The comparison; metres.</param>
    public static StationStatistics Of(StationComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var dates = comparison.Dates;
        var sizes = dates.Select(d => Math.Abs(d.Radar - d.Ground)).Order().ToArray();
        var n = sizes.Length;
        if (n == 0)
        {
            return new StationStatistics(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var (correlation, slope) = Together(dates);
        var z = dates.Select(d => d.ZScore).Where(double.IsFinite).ToArray();
        return new StationStatistics(
            n, comparison.Rmse, comparison.Bias, comparison.Scatter, comparison.Expected, sizes[^1], sizes[0], 0.5 * (sizes[(n - 1) / 2] + sizes[n / 2]), sizes.Average(),
            correlation, slope, z.Length == 0 ? double.NaN : Math.Sqrt(z.Average(v => v * v)), OfBias(dates));
    }

    /// <summary>Correlation and Deming's slope; the ratio of the error variances is that of the mean stated ones, 1 where they are unknown.</summary>
    private static (double Correlation, double Slope) Together(IReadOnlyList<CommonDate> dates)
    {
        double[] x = [0, .. dates.Select(d => d.Ground)], y = [0, .. dates.Select(d => d.Radar)];
        var (mx, my) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            xx += (x[k] - mx) * (x[k] - mx);
            yy += (y[k] - my) * (y[k] - my);
            xy += (x[k] - mx) * (y[k] - my);
        }

        var (a, b) = (dates.Average(d => d.RadarSigma * d.RadarSigma), dates.Average(d => d.GroundSigma * d.GroundSigma));
        var ratio = a > 0 && b > 0 ? a / b : 1;
        var half = yy - (ratio * xx);
        return x.Length < 4 || xx == 0 || yy == 0 ? (double.NaN, double.NaN)
            : (xy / Math.Sqrt(xx * yy), (half + Math.Sqrt((half * half) + (4 * ratio * xy * xy))) / (2 * xy));
    }

    private static double OfBias(IReadOnlyList<CommonDate> dates)
    {
        var differences = dates.Select(d => d.Radar - d.Ground).ToArray();
        var n = differences.Length;
        if (n < 3)
        {
            return double.NaN;
        }

        var mean = differences.Average();
        var effective = n / SampleCount.Inflation(differences);
        var variance = differences.Sum(d => (d - mean) * (d - mean)) / (n - 1);
        return effective <= 1 ? double.NaN : StudentLaw.TwoSided(mean / Math.Sqrt(variance / effective), effective - 1);
    }
}

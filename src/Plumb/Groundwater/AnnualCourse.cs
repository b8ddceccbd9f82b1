using Plumb.Kernels;

namespace Plumb.Groundwater;

/// <summary>The wave of one year in a record with a trend, by least squares.</summary>
/// <param name="Amplitude">Half the swing, in the unit of the record.</param>
/// <param name="AmplitudeSigma">Its standard deviation, in the unit of the record; neighbouring residuals may be alike.</param>
/// <param name="PeakDay">Day of the year at which it is largest, 1 to 366, days.</param>
/// <param name="PeakSigma">Standard deviation of that day, days.</param>
public sealed record AnnualCourse(double Amplitude, double AmplitudeSigma, double PeakDay, double PeakSigma)
{
    private const double Year = 365.25;

    /// <summary>Fits level, slope, cosine and sine.</summary>
    /// <param name="series">The record over days since 1 January 2000, any unit.</param>
    /// <returns>The wave; null where the record spans less than a year, has fewer than eight values, or its days cannot tell a wave from a trend.</returns>
    public static AnnualCourse? Of(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var n = series.Count;
        if (n < 8 || series.Days[^1] - series.Days[0] < Year)
        {
            return null;
        }

        var middle = 0.5 * (series.Days[0] + series.Days[^1]);
        double[] Row(int k)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * series.Days[k] / Year);
            return [1, (series.Days[k] - middle) / Year, cos, sin];
        }

        var (normal, right) = (new double[16], new double[4]);
        for (var k = 0; k < n; k++)
        {
            var row = Row(k);
            for (var i = 0; i < 4; i++)
            {
                right[i] += row[i] * series.Values[k];
                for (var j = 0; j < 4; j++)
                {
                    normal[(4 * i) + j] += row[i] * row[j];
                }
            }
        }

        if (Inverse(normal, n) is not { } inverse)
        {
            return null;
        }

        var x = Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Sum(j => inverse[(4 * i) + j] * right[j])).ToArray();
        var residual = Enumerable.Range(0, n).Select(k => series.Values[k] - Row(k).Zip(x, (a, b) => a * b).Sum()).ToArray();
        var variance = residual.Sum(r => r * r) / (n - 4) * Validation.SampleCount.Inflation(residual);
        var (c, s) = (x[2], x[3]);
        var square = (c * c) + (s * s);
        if (square == 0)
        {
            return new AnnualCourse(0, Math.Sqrt(variance * 0.5 * (inverse[10] + inverse[15])), double.NaN, double.NaN);
        }

        var along = ((c * c * inverse[10]) + (2 * c * s * inverse[11]) + (s * s * inverse[15])) / square;
        var across = ((s * s * inverse[10]) - (2 * c * s * inverse[11]) + (c * c * inverse[15])) / square;
        var peak = Math.Atan2(s, c) / (2 * Math.PI) * Year;
        return new AnnualCourse(
            Math.Sqrt(square), Math.Sqrt(variance * along), 1 + (peak < 0 ? peak + Year : peak),
            Math.Min(Year / Math.Sqrt(12), Year / (2 * Math.PI) * Math.Sqrt(variance * across / square)));
    }

    /// <summary>Days by which this course follows another, 0 to 365.25, days.</summary>
    /// <param name="driver">The other.</param>
    public double Behind(AnnualCourse driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        return driver.Before(PeakDay);
    }

    /// <summary>Days by which a crest comes after that of this course, 0 to 365.25, days.</summary>
    /// <param name="peakDay">Day of the year of the crest, days; NaN is no-data.</param>
    public double Before(double peakDay) => (((peakDay - PeakDay) % Year) + Year) % Year;

    /// <summary>Inverse of the normal equations of level, slope, cosine and sine of so many days; null where these cannot tell a wave from level and slope.</summary>
    internal static double[]? Inverse(double[] normal, int count)
    {
        // Days spread over the year give 2 each; one and the same day of every year tells no wave, but for rounding and leap years.
        const double Most = 1000;
        return SymmetricInverse.Of(normal, 4) is { } inverse && count * Math.Max(inverse[10], inverse[15]) <= Most ? inverse : null;
    }
}

using System.Numerics.Tensors;

namespace Plumb.TimeFunctions;

/// <summary>
/// What people ask of a seasonal motion c cos(2 pi t / T) + s sin(2 pi t / T): how large it is and when it peaks. Standard deviations by
/// first-order propagation; where the amplitude is no larger than its standard deviation the peak's is about as long as the period and means "not known".
/// An amplitude is never negative: of noise alone it is about 1.25 times its standard deviation.
/// </summary>
public static class SeasonalMotion
{
    private const double DaysPerYear = 365.25;

    /// <summary>Amplitudes, sqrt(c^2 + s^2).</summary>
    /// <param name="cosine">Coefficients c, metres; shape (pixel).</param>
    /// <param name="sine">Coefficients s, metres; shape (pixel).</param>
    /// <param name="amplitude">Receives the amplitudes, metres; shape (pixel).</param>
    public static void Amplitude(ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Span<float> amplitude) =>
        TensorPrimitives.Hypot(cosine, sine, amplitude);

    /// <summary>Days of the peak: of the largest displacement towards the satellite.</summary>
    /// <param name="cosine">Coefficients c, metres; shape (pixel).</param>
    /// <param name="sine">Coefficients s, metres; shape (pixel).</param>
    /// <param name="periodYears">Period T, years.</param>
    /// <param name="first">First date of the series (UTC), which is time 0.</param>
    /// <param name="day">Receives the day of the year of the first peak, 1 (1 January) to 1 + 365.25 T, days; shape (pixel).</param>
    public static void PeakDay(ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, double periodYears, DateOnly first, Span<float> day)
    {
        TensorPrimitives.Atan2(sine, cosine, day);
        var period = DaysPerYear * periodYears;
        var start = (first.DayOfYear - 1) % period;
        for (var i = 0; i < cosine.Length; i++)
        {
            var peak = start + (day[i] / (2 * Math.PI) * period);
            day[i] = (float)(1 + (peak < 0 ? peak + period : peak >= period ? peak - period : peak));
        }
    }

    /// <summary>Standard deviations of amplitude and peak.</summary>
    /// <param name="cosine">Coefficients c, metres; shape (pixel).</param>
    /// <param name="sine">Coefficients s, metres; shape (pixel).</param>
    /// <param name="cosineVariance">Variances of c, square metres; shape (pixel).</param>
    /// <param name="covariance">Covariances of c and s, square metres; shape (pixel).</param>
    /// <param name="sineVariance">Variances of s, square metres; shape (pixel).</param>
    /// <param name="periodYears">Period T, years.</param>
    /// <param name="amplitudeSigma">Receives the standard deviation of the amplitude, metres; shape (pixel).</param>
    /// <param name="daySigma">Receives the standard deviation of the peak, days, at most that of an unknown day, 365.25 T / sqrt(12); shape (pixel).</param>
    public static void Sigma(
        ReadOnlySpan<float> cosine,
        ReadOnlySpan<float> sine,
        ReadOnlySpan<float> cosineVariance,
        ReadOnlySpan<float> covariance,
        ReadOnlySpan<float> sineVariance,
        double periodYears,
        Span<float> amplitudeSigma,
        Span<float> daySigma)
    {
        var most = (float)(DaysPerYear * periodYears / Math.Sqrt(12));
        var days = (float)(DaysPerYear * periodYears / (2 * Math.PI));
        for (var i = 0; i < cosine.Length; i++)
        {
            var (c, s) = (cosine[i], sine[i]);
            var (vc, cs, vs) = (cosineVariance[i], covariance[i], sineVariance[i]);
            var square = (c * c) + (s * s);
            var along = ((c * c * vc) + (2 * c * s * cs) + (s * s * vs)) / square;
            var across = ((s * s * vc) - (2 * c * s * cs) + (c * c * vs)) / square;
            amplitudeSigma[i] = square > 0 ? MathF.Sqrt(along) : MathF.Sqrt(0.5f * (vc + vs));
            daySigma[i] = square > 0 ? float.IsNaN(across) ? float.NaN : MathF.Min(most, days * MathF.Sqrt(across / square)) : most;
        }
    }
}

using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// The rate of motion: ordinary least squares of a series on a constant and time, pixel by pixel, with the standard deviation that the scatter
/// about the line implies, sqrt(RSS / (n - 2) / sum of (t - mean t)^2) (Fattahi and Amelung 2015, doi:10.1002/2015JB012419, equation 10). It takes the
/// residuals of the dates as independent. Dates that are NaN are left out. Immutable and safe for threads; no allocation; a pixel's result has the same bits
/// whatever tile it stands in.
/// </summary>
public sealed class LinearRate
{
    private readonly RateEngine engine;

    /// <summary>A fit at given times.</summary>
    /// <param name="years">Times, years, ascending; shape (date). See <see cref="DecimalYears"/>.</param>
    /// <exception cref="RequestException">There are fewer than two different times, or one is not finite.</exception>
    public LinearRate(ReadOnlySpan<double> years)
        : this(years, LaneWidth.Widest)
    {
    }

    internal LinearRate(ReadOnlySpan<double> years, LaneWidth width)
    {
        var differ = false;
        foreach (var t in years)
        {
            differ |= t != years[0];
            if (!double.IsFinite(t))
            {
                throw new RequestException("A date of the series has no time; a rate needs a time for every date.");
            }
        }

        if (!differ)
        {
            throw new RequestException($"The series has {years.Length} dates; a rate needs at least two different ones.");
        }

        Dates = years.Length;
        engine = RateEngine.For(years, width);
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Fits the line to each pixel.</summary>
    /// <param name="series">Displacement, metres, positive towards the satellite; shape (date, pixel); NaN: no data.</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements), at least the number of pixels.</param>
    /// <param name="rate">Receives the rate, metres per year; NaN with fewer than two dates; shape (pixel).</param>
    /// <param name="sigma">Receives the standard deviation of the rate, metres per year; NaN with fewer than three dates; shape (pixel), or empty.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Fit(ReadOnlySpan<float> series, int dateStride, Span<float> rate, Span<float> sigma)
    {
        var pixels = rate.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(dateStride, pixels);
        if (pixels == 0)
        {
            return;
        }

        if (series.Length < ((long)(Dates - 1) * dateStride) + pixels)
        {
            throw new ArgumentException($"The series has {series.Length} values, too few for {Dates} x {pixels} at a stride of {dateStride}.", nameof(series));
        }

        if (!sigma.IsEmpty && sigma.Length < pixels)
        {
            throw new ArgumentException($"There is room for {sigma.Length} standard deviations of {pixels} pixels.", nameof(sigma));
        }

        engine.Fit(series, dateStride, rate, sigma);
    }
}

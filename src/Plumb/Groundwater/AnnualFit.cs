namespace Plumb.Groundwater;

/// <summary>
/// The wave of one year in many records that share their days: what <see cref="AnnualCourse"/> fits to one, prepared once and without allocation for each. Also how probable so large a wave is without any
/// season: of the two coefficients F = c' C^-1 c / 2 follows F(2, v) with v = (n - 4) / inflation, the residuals' memory being that of a first-order autoregression, so that the probability is (1 + 2 F / v)^(-v / 2).
/// Immutable and safe for threads.
/// </summary>
public sealed class AnnualFit
{
    private const double Year = 365.25;
    private const int Terms = 4;
    private readonly double[] rows;
    private readonly double[] inverse;
    private readonly int count;

    private AnnualFit(double[] rows, double[] inverse, int count) => (this.rows, this.inverse, this.count) = (rows, inverse, count);

    /// <summary>Prepares the fit; null where the days span less than a year, are fewer than eight, or cannot tell a wave from a trend.</summary>
    /// <param name="days">Days since 1 January 2000, ascending; shape (date).</param>
    public static AnnualFit? For(IReadOnlyList<double> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var n = days.Count;
        if (n < 8 || days[^1] - days[0] < Year)
        {
            return null;
        }

        var middle = 0.5 * (days[0] + days[^1]);
        var (rows, normal) = (new double[Terms * n], new double[Terms * Terms]);
        for (var k = 0; k < n; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * days[k] / Year);
            (rows[Terms * k], rows[(Terms * k) + 1], rows[(Terms * k) + 2], rows[(Terms * k) + 3]) = (1, (days[k] - middle) / Year, cos, sin);
            for (var i = 0; i < Terms * Terms; i++)
            {
                normal[i] += rows[(Terms * k) + (i / Terms)] * rows[(Terms * k) + (i % Terms)];
            }
        }

        return AnnualCourse.Inverse(normal, n) is { } inverse ? new AnnualFit(rows, inverse, n) : null;
    }

    /// <summary>Fits one record.</summary>
    /// <param name="values">Values at the days, any unit, none missing; shape (date).</param>
    /// <param name="residual">Scratch; receives what the fit leaves, in the same unit; shape (date).</param>
    public AnnualWave Of(ReadOnlySpan<float> values, Span<double> residual)
    {
        Span<double> right = stackalloc double[Terms], x = stackalloc double[Terms];
        for (var k = 0; k < count; k++)
        {
            for (var i = 0; i < Terms; i++)
            {
                right[i] += rows[(Terms * k) + i] * values[k];
            }
        }

        for (var i = 0; i < Terms * Terms; i++)
        {
            x[i / Terms] += inverse[i] * right[i % Terms];
        }

        var (square, product) = (0.0, 0.0);
        for (var k = 0; k < count; k++)
        {
            residual[k] = values[k] - ((rows[Terms * k] * x[0]) + (rows[(Terms * k) + 1] * x[1]) + (rows[(Terms * k) + 2] * x[2]) + (rows[(Terms * k) + 3] * x[3]));
            square += residual[k] * residual[k];
            product += k > 0 ? residual[k] * residual[k - 1] : 0;
        }

        var r = square > 0 ? Math.Clamp(product / square, 0, 0.95) : 0;
        var inflation = (1 + r) / (1 - r);
        return Wave(x[2], x[3], square / (count - Terms) * inflation, (count - Terms) / inflation);
    }

    private AnnualWave Wave(double c, double s, double variance, double freedom)
    {
        var size = (c * c) + (s * s);
        if (size == 0)
        {
            return new AnnualWave(0, double.NaN, double.NaN, double.NaN, 1);
        }

        var (cc, cs, ss) = (inverse[10], inverse[11], inverse[15]);
        var along = ((c * c * cc) + (2 * c * s * cs) + (s * s * ss)) / size;
        var across = ((s * s * cc) - (2 * c * s * cs) + (c * c * ss)) / size;
        var peak = Math.Atan2(s, c) / (2 * Math.PI) * Year;
        var f = ((c * c * ss) - (2 * c * s * cs) + (s * s * cc)) / ((cc * ss) - (cs * cs)) / (2 * variance);
        return new AnnualWave(
            Math.Sqrt(size), Math.Sqrt(variance * along), 1 + (peak < 0 ? peak + Year : peak), Math.Min(Year / Math.Sqrt(12), Year / (2 * Math.PI) * Math.Sqrt(variance * across / size)),
            Math.Pow(1 + (2 * f / freedom), -0.5 * freedom));
    }
}

/// <summary>The wave of one year in a record.</summary>
/// <param name="Amplitude">Half the swing, in the unit of the record.</param>
/// <param name="AmplitudeSigma">Its standard deviation, in the unit of the record.</param>
/// <param name="PeakDay">Day of the year at which it is largest, 1 to 366, days.</param>
/// <param name="PeakSigma">Standard deviation of that day, days.</param>
/// <param name="Probability">Probability of so large a wave where there is no season, 0 to 1, pure number.</param>
public readonly record struct AnnualWave(double Amplitude, double AmplitudeSigma, double PeakDay, double PeakSigma, double Probability);

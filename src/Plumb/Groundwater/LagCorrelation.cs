using Plumb.Validation;

namespace Plumb.Groundwater;

/// <summary>Which correlation counts as best.</summary>
public enum LagSign
{
    /// <summary>The largest of either sign.</summary>
    Either,

    /// <summary>The largest positive one: the ground rises after the driver has risen.</summary>
    Positive,

    /// <summary>The largest negative one.</summary>
    Negative,
}

/// <summary>How a driver and motion are compared.</summary>
public sealed record LagOptions
{
    /// <summary>Longest time by which motion may follow the driver, days.</summary>
    public double LongestLag { get; init; } = 365;

    /// <summary>Longest time by which motion may run ahead, days.</summary>
    public double LongestLead { get; init; }

    /// <summary>Step of the lags that are tried, days.</summary>
    public double Step { get; init; } = 3;

    /// <summary>Degree of the polynomial that is taken off both (count).</summary>
    public int Trend { get; init; } = 1;

    /// <summary>Which correlation counts as best.</summary>
    public LagSign Sign { get; init; } = LagSign.Either;

    /// <summary>Number of surrogates of the driver (count); 0 for none.</summary>
    public int Surrogates { get; init; } = 999;

    /// <summary>Seed of the surrogates.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Least number of dates that both must have at a lag (count).</summary>
    public int LeastDates { get; init; } = 8;
}

/// <summary>Correlation of motion with a driver some time before.</summary>
/// <param name="LagDays">Time by which motion follows the driver, days.</param>
/// <param name="Correlation">Correlation, pure number; NaN where too few dates have both.</param>
/// <param name="Dates">Dates that have both (count).</param>
public readonly record struct LaggedCorrelation(double LagDays, double Correlation, int Dates);

/// <summary>How motion follows a driver.</summary>
/// <param name="Lags">All lags that were tried, days.</param>
/// <param name="BestLag">Lag of the best correlation, days, by a parabola through it and its neighbours; NaN when none could be told.</param>
/// <param name="Correlation">Best correlation, pure number.</param>
/// <param name="Slope">Motion per unit of the driver at that lag, in the motion's unit over the driver's unit.</param>
/// <param name="EffectiveDates">Independent dates that the common dates are worth (pure number).</param>
/// <param name="Probability">Probability of such a correlation at that one lag by chance, by Student's t with the effective dates, 0 to 1, pure number.</param>
/// <param name="SurrogateProbability">Probability of so good a best lag of all that were tried by chance, by surrogates with the driver's own spectrum, 0 to 1, pure number; NaN without surrogates.</param>
/// <param name="LowLag">Shortest lag whose correlation is not told from the best one at one in twenty, days.</param>
/// <param name="HighLag">Longest such lag, days.</param>
public sealed record LagResult(
    IReadOnlyList<LaggedCorrelation> Lags, double BestLag, double Correlation, double Slope, double EffectiveDates, double Probability, double SurrogateProbability,
    double LowLag, double HighLag)
{
    /// <summary>Compares motion and a driver: both without their trend, the driver taken at each date of the motion less the lag.</summary>
    /// <param name="motion">Motion, any unit.</param>
    /// <param name="driver">The driver, any unit.</param>
    /// <param name="options">How.</param>
    public static LagResult Of(TimeSeries motion, TimeSeries driver, LagOptions options)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(options);
        var even = driver.Count < 2 ? driver : driver.Even(Math.Max(1, driver.MedianStep()));
        var (still, level) = (motion.Detrended(options.Trend), even.Detrended(options.Trend));
        var lags = Correlations(still, level, options);
        var best = Best(lags, options.Sign);
        if (best < 0)
        {
            return new LagResult(lags, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var (x, y) = Pairs(still, level, lags[best].LagDays);
        var r = lags[best].Correlation;
        var effective = Effective(x, y);
        var slope = r * Deviation(y) / Deviation(x);
        var t = r * Math.Sqrt(Math.Max(0, effective - 2) / Math.Max(1e-12, 1 - (r * r)));
        var (low, high) = Span(lags, best, effective);
        return new LagResult(
            lags, Refined(lags, best), r, slope, effective, effective > 2 ? StudentLaw.TwoSided(t, effective - 2) : double.NaN, BySurrogates(still, level, options, Goodness(r, options.Sign)), low, high);
    }

    /// <summary>
    /// Effective number of dates, n / (1 + 2 sum (1 - k/n) r_x(k) r_y(k)) with the correlations of each record with itself up to a quarter of its length
    /// (Bartlett 1935, doi:10.2307/2342284; Pyper and Peterman 1998, doi:10.1139/f98-104), a pure number from 3 to n.
    /// </summary>
    private static double Effective(double[] x, double[] y)
    {
        var n = x.Length;
        var sum = 1.0;
        for (var k = 1; k <= n / 4; k++)
        {
            sum += 2 * (1 - ((double)k / n)) * SampleCount.Lag(x, k) * SampleCount.Lag(y, k);
        }

        return Math.Clamp(n / Math.Max(sum, 1e-6), Math.Min(3, n), n);
    }

    private static LaggedCorrelation[] Correlations(TimeSeries motion, TimeSeries driver, LagOptions options)
    {
        var (first, last) = ((int)Math.Ceiling(-options.LongestLead / options.Step), (int)Math.Floor(options.LongestLag / options.Step));
        var lags = new LaggedCorrelation[last - first + 1];
        for (var k = first; k <= last; k++)
        {
            var (x, y) = Pairs(motion, driver, k * options.Step);
            lags[k - first] = new LaggedCorrelation(k * options.Step, x.Length < options.LeastDates ? double.NaN : Correlate(x, y), x.Length);
        }

        return lags;
    }

    private static (double[] Driver, double[] Motion) Pairs(TimeSeries motion, TimeSeries driver, double lag)
    {
        var (x, y) = (new List<double>(motion.Count), new List<double>(motion.Count));
        for (var k = 0; k < motion.Count; k++)
        {
            var value = driver.At(motion.Days[k] - lag, double.PositiveInfinity);
            if (double.IsFinite(value))
            {
                x.Add(value);
                y.Add(motion.Values[k]);
            }
        }

        return ([.. x], [.. y]);
    }

    private static double Correlate(double[] x, double[] y)
    {
        var (mx, my, xx, yy, xy) = (x.Average(), y.Average(), 0.0, 0.0, 0.0);
        for (var k = 0; k < x.Length; k++)
        {
            xx += (x[k] - mx) * (x[k] - mx);
            yy += (y[k] - my) * (y[k] - my);
            xy += (x[k] - mx) * (y[k] - my);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Goodness(double correlation, LagSign sign) => sign switch
    {
        LagSign.Positive => correlation,
        LagSign.Negative => -correlation,
        _ => Math.Abs(correlation),
    };

    private static int Best(LaggedCorrelation[] lags, LagSign sign)
    {
        var best = -1;
        for (var k = 0; k < lags.Length; k++)
        {
            if (double.IsFinite(lags[k].Correlation) && (best < 0 || Goodness(lags[k].Correlation, sign) > Goodness(lags[best].Correlation, sign)))
            {
                best = k;
            }
        }

        return best;
    }

    private static double Refined(LaggedCorrelation[] lags, int best)
    {
        if (best == 0 || best == lags.Length - 1 || !double.IsFinite(lags[best - 1].Correlation + lags[best + 1].Correlation))
        {
            return lags[best].LagDays;
        }

        var (a, b, c) = (lags[best - 1].Correlation, lags[best].Correlation, lags[best + 1].Correlation);
        var bend = a - (2 * b) + c;
        var shift = bend == 0 ? 0 : Math.Clamp(0.5 * (a - c) / bend, -1, 1);
        return lags[best].LagDays + (shift * (lags[best + 1].LagDays - lags[best].LagDays));
    }

    /// <summary>Lags around the best one whose correlation lies within 1.96 standard deviations of it in Fisher's z (Fisher 1921).</summary>
    private static (double Low, double High) Span(LaggedCorrelation[] lags, int best, double effective)
    {
        var limit = 1.96 / Math.Sqrt(Math.Max(1, effective - 3));
        var sign = Math.Sign(lags[best].Correlation);
        var z = Math.Atanh(Math.Min(0.999999, sign * lags[best].Correlation));
        bool IsLike(int k) => double.IsFinite(lags[k].Correlation) && z - Math.Atanh(Math.Clamp(sign * lags[k].Correlation, -0.999999, 0.999999)) <= limit;
        var (low, high) = (best, best);
        while (low > 0 && IsLike(low - 1))
        {
            low--;
        }

        while (high < lags.Length - 1 && IsLike(high + 1))
        {
            high++;
        }

        return (lags[low].LagDays, lags[high].LagDays);
    }

    private static double BySurrogates(TimeSeries motion, TimeSeries driver, LagOptions options, double found)
    {
        if (options.Surrogates == 0)
        {
            return double.NaN;
        }

        var (surrogates, random) = (new PhaseSurrogates(driver.Values), new Random(options.Seed));
        var values = new double[driver.Count];
        var other = driver with { Values = values };
        var asGood = 0;
        for (var k = 0; k < options.Surrogates; k++)
        {
            surrogates.Draw(random, values);
            var lags = Correlations(motion, other, options);
            asGood += Best(lags, options.Sign) is >= 0 and var best && Goodness(lags[best].Correlation, options.Sign) >= found ? 1 : 0;
        }

        return (asGood + 1.0) / (options.Surrogates + 1);
    }
}

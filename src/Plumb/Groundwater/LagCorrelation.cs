using Plumb.Validation;

namespace Plumb.Groundwater;

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
/// <param name="LowLag">Shortest lag that is not told from the best one at one in twenty: beyond it the residuals grow by more than chance explains, days.</param>
/// <param name="HighLag">Longest such lag, days.</param>
public sealed record LagResult(
    IReadOnlyList<LaggedCorrelation> Lags, double BestLag, double Correlation, double Slope, double EffectiveDates, double Probability, double SurrogateProbability,
    double LowLag, double HighLag)
{
    private static readonly LagResult Unknown = new([], double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Standard deviation of the best lag by the scatter of the motion about the driver, whose memory counts, days; NaN where it cannot be told.</summary>
    public double LagSigma { get; init; } = double.NaN;

    /// <summary>
    /// Compares motion and a driver: the driver is taken at each date of the motion less the lag, or averaged over each interval less the lag where motion is a rate between dates
    /// (<see cref="TimeSeries.Intervals"/>), and the polynomial is taken off both over the same dates. Where motion is the driver, later and scaled, with any such polynomial, the
    /// correlation at the true lag is one.
    /// </summary>
    /// <param name="motion">Motion, any unit.</param>
    /// <param name="driver">The driver, any unit.</param>
    /// <param name="options">How.</param>
    public static LagResult Of(TimeSeries motion, TimeSeries driver, LagOptions options)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(options);
        var (pairs, level) = (new LagPairs(motion, options.Trend), new LaggedDriver(driver, options.Trend));
        var tried = Tried(pairs, level, options);
        var lags = Correlations(tried, level, options);
        var best = Best(lags, options.Sign);
        if (best < 0)
        {
            return Unknown with { Lags = lags };
        }

        var r = lags[best].Correlation;
        var precision = LagPrecision.Of(pairs, level, tried[best], lags, best, options);
        var t = r * Math.Sqrt(Math.Max(0, precision.EffectiveDates - 2) / Math.Max(1e-12, 1 - (r * r)));
        return new LagResult(
            lags, Refined(lags, best), r, precision.Slope, precision.EffectiveDates, precision.EffectiveDates > 2 ? StudentLaw.TwoSided(t, precision.EffectiveDates - 2) : double.NaN,
            BySurrogates(tried, level, options, Goodness(r, options.Sign)), precision.Low, precision.High)
        {
            LagSigma = precision.Sigma,
        };
    }

    /// <summary>The driver as motion follows it at a lag, scaled by the slope and without the polynomial, in the unit of the motion; NaN where it has no value; shape (date).</summary>
    /// <param name="motion">Motion, any unit.</param>
    /// <param name="driver">The driver, any unit.</param>
    /// <param name="options">How the two were compared.</param>
    public double[] Followed(TimeSeries motion, TimeSeries driver, LagOptions options)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(driver);
        ArgumentNullException.ThrowIfNull(options);
        var followed = new double[motion.Count];
        Array.Fill(followed, double.NaN);
        if (double.IsFinite(BestLag))
        {
            var level = new LaggedDriver(driver, options.Trend);
            var pair = new LagPairs(motion, options.Trend).At(level, BestLag);
            foreach (var (date, value) in pair.Dates.Zip(pair.Driver(level)))
            {
                followed[date] = Slope * value;
            }
        }

        return followed;
    }

    private static LagPair[] Tried(LagPairs pairs, LaggedDriver driver, LagOptions options)
    {
        var (first, last) = ((int)Math.Ceiling(-options.LongestLead / options.Step), (int)Math.Floor(options.LongestLag / options.Step));
        return [.. Enumerable.Range(first, last - first + 1).Select(k => pairs.At(driver, k * options.Step))];
    }

    private static LaggedCorrelation[] Correlations(LagPair[] tried, LaggedDriver driver, LagOptions options) => Array.ConvertAll(tried, pair => new LaggedCorrelation(
        pair.LagDays, pair.Dates.Length < options.LeastDates ? double.NaN : LagPairs.Correlate(pair.Driver(driver), pair.Motion), pair.Dates.Length));

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

    private static double BySurrogates(LagPair[] tried, LaggedDriver driver, LagOptions options, double found)
    {
        if (options.Surrogates == 0)
        {
            return double.NaN;
        }

        var (surrogates, random) = (new PhaseSurrogates(driver.Values), new Random(options.Seed));
        var values = new double[driver.Values.Length];
        var asGood = 0;
        for (var k = 0; k < options.Surrogates; k++)
        {
            surrogates.Draw(random, values);
            var lags = Correlations(tried, driver.With(values), options);
            asGood += Best(lags, options.Sign) is >= 0 and var best && Goodness(lags[best].Correlation, options.Sign) >= found ? 1 : 0;
        }

        return (asGood + 1.0) / (options.Surrogates + 1);
    }
}

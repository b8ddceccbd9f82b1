using Plumb.Validation;

namespace Plumb.Groundwater;

/// <summary>
/// How well a lag is known. Motion is driver(t - lag) times a slope, a polynomial and noise; near the best lag the residuals grow with the square of the distance (the driver's own
/// change over time being what a wrong lag leaves in them), and the lags at which they have not grown by more than chance explains make the span (the profile likelihood of a
/// regression with one parameter that is not linear; Seber and Wild 1989, section 5.4). Noise with a memory counts as fewer dates.
/// </summary>
/// <param name="Slope">Motion per unit of the driver.</param>
/// <param name="EffectiveDates">Independent dates that the common dates are worth for the correlation (pure number).</param>
/// <param name="Sigma">Standard deviation of the lag, days; NaN where it cannot be told.</param>
/// <param name="Low">Shortest lag that is not told from the best one, days.</param>
/// <param name="High">Longest such lag, days.</param>
internal readonly record struct LagPrecision(double Slope, double EffectiveDates, double Sigma, double Low, double High)
{
    private const double OneInTwenty = 0.05;

    public static LagPrecision Of(LagPairs pairs, LaggedDriver driver, LagPair found, LaggedCorrelation[] lags, int best, LagOptions options)
    {
        var (x, y, at) = (found.Driver(driver), found.Motion, found.Dates);
        var slope = LagPairs.Product(x, y) / LagPairs.Square(x);
        var residual = y.Select((v, k) => v - (slope * x[k])).ToArray();
        var change = Change(pairs, driver, lags[best].LagDays, x, at, options.Step);
        var effective = Effective(x, y);

        // What a wrong lag leaves is the change of the driver: noise counts by how alike it is over the times over which that change is alike.
        var freedom = Math.Max(1, y.Length - pairs.Taken - 2);
        var memory = y.Length / Effective(change, residual);
        var variance = LagPairs.Square(residual) / freedom * memory;
        var sigma = Math.Sqrt(variance / LagPairs.Square(change)) / Math.Abs(slope);
        var limit = StudentLimit(Math.Max(1, freedom / memory));
        var (low, high) = Span(lags, best, 1 + (limit * limit * memory / freedom));
        return new LagPrecision(slope, effective, double.IsFinite(sigma) ? sigma : double.NaN, low, high);
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

    /// <summary>Change of the driver at the dates with the lag, per day, without what slope and polynomial make up for; shape (date).</summary>
    private static double[] Change(LagPairs pairs, LaggedDriver driver, double lag, double[] x, int[] dates, double step)
    {
        double[] On(double other)
        {
            var pair = pairs.At(driver, other);
            var (values, at) = (pair.Driver(driver), pair.Dates);
            var on = new double[dates.Length];
            for (int k = 0, j = 0; k < on.Length; k++)
            {
                while (j < at.Length && at[j] < dates[k])
                {
                    j++;
                }

                on[k] = j < at.Length && at[j] == dates[k] ? values[j] : x[k];
            }

            return on;
        }

        var reach = Math.Max(step, 0.5 * driver.Step);
        var (before, after) = (On(lag - reach), On(lag + reach));
        var change = before.Select((b, k) => (after[k] - b) / (2 * reach)).ToArray();
        var share = LagPairs.Product(change, x) / LagPairs.Square(x);
        return [.. change.Select((c, k) => c - (share * x[k]))];
    }

    /// <summary>The outermost lags of the best one's sign at which the residuals have grown by no more than a factor, between lags by straight lines.</summary>
    private static (double Low, double High) Span(LaggedCorrelation[] lags, int best, double factor)
    {
        var least = Math.Max(1e-12, 1 - (lags[best].Correlation * lags[best].Correlation));
        double Growth(int k)
        {
            var r = lags[k].Correlation * Math.Sign(lags[best].Correlation);
            return !(r > 0) ? double.PositiveInfinity : (1 - (r * r)) / least;
        }

        var (first, last) = (best, best);
        for (var k = 0; k < lags.Length; k++)
        {
            if (Growth(k) <= factor)
            {
                (first, last) = (Math.Min(first, k), Math.Max(last, k));
            }
        }

        double Between(int inside, int outside) => outside < 0 || outside >= lags.Length || !double.IsFinite(Growth(outside))
            ? lags[inside].LagDays
            : lags[inside].LagDays + ((lags[outside].LagDays - lags[inside].LagDays) * Math.Clamp((Math.Sqrt(factor - 1) - Root(inside)) / (Root(outside) - Root(inside)), 0, 1));
        double Root(int k) => Math.Sqrt(Math.Max(0, Growth(k) - 1));
        return (Between(first, first - 1), Between(last, last + 1));
    }

    /// <summary>What |t| passes by chance one time in twenty, by bisection of Student's law.</summary>
    private static double StudentLimit(double freedom)
    {
        var (low, high) = (0.0, 1000.0);
        for (var k = 0; k < 60; k++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = StudentLaw.TwoSided(middle, freedom) > OneInTwenty ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }
}

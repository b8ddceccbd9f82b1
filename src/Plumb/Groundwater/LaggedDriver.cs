namespace Plumb.Groundwater;

/// <summary>
/// A driver as motion sees it: its value some time before a day, or its mean some time before an interval, which is what a rate between two dates follows. Between its dates
/// the driver runs straight; where they lie too far apart it is not known. Immutable; safe for threads.
/// </summary>
internal sealed class LaggedDriver
{
    // A day is unknown where its neighbours are farther apart than so many median steps and a month.
    private const double MostSteps = 3;
    private const double Month = 31;

    // An interval is known where so much of it is.
    private const double LeastKnown = 0.75;
    private readonly double start;
    private readonly double step;
    private readonly double[] values;
    private readonly double[] integral;
    private readonly int[] unknown;

    /// <summary>A driver.</summary>
    /// <param name="driver">Its record, any unit.</param>
    /// <param name="trend">Degree of the polynomial taken off it before (count).</param>
    public LaggedDriver(TimeSeries driver, int trend)
    {
        var median = driver.MedianStep();
        step = double.IsNaN(median) ? 1 : Math.Max(1, median);
        var even = driver.Even(step);
        start = even.Count > 0 ? even.Days[0] : 0;
        values = even.Detrended(trend).Values;
        unknown = new int[values.Length];
        for (int k = 1, after = 0; k < values.Length; k++)
        {
            while (after < driver.Count - 1 && driver.Days[after] < even.Days[k])
            {
                after++;
            }

            var gap = after > 0 ? driver.Days[after] - driver.Days[after - 1] : 0;
            unknown[k] = unknown[k - 1] + (gap > (MostSteps * step) + Month ? 1 : 0);
        }

        integral = Integral(values);
    }

    private LaggedDriver(LaggedDriver other, double[] values) =>
        (start, step, unknown, this.values, integral) = (other.start, other.step, other.unknown, values, Integral(values));

    /// <summary>Its values at even steps, without their trend, in its unit; shape (step).</summary>
    public double[] Values => values;

    /// <summary>Step of the record, days.</summary>
    public double Step => step;

    /// <summary>The same days with other values.</summary>
    public LaggedDriver With(double[] others) => new(this, others);

    /// <summary>Value at a day, or mean over an interval around it; NaN where not known.</summary>
    /// <param name="day">The day, or the middle of the interval, days.</param>
    /// <param name="interval">Length of the interval, days; 0 for the day itself.</param>
    public double At(double day, double interval)
    {
        var (from, to) = ((day - (0.5 * interval) - start) / step, (day + (0.5 * interval) - start) / step);
        if (values.Length == 0 || from < 0 || to > values.Length - 1)
        {
            return double.NaN;
        }

        var (first, last) = ((int)from, Math.Min(values.Length - 1, (int)Math.Ceiling(to)));
        var before = last > first ? first : Math.Max(0, first - 1);
        if (unknown[last] - unknown[before] > (1 - LeastKnown) * (last - before))
        {
            return double.NaN;
        }

        if (to - from < 1e-6)
        {
            var next = Math.Min(values.Length - 1, first + 1);
            return values[first] + ((from - first) * (values[next] - values[first]));
        }

        return (IntegralTo(to) - IntegralTo(from)) / (to - from);
    }

    /// <summary>Value a lag before a date of motion, or mean that long before the date's interval; NaN where not known.</summary>
    public double Before(TimeSeries motion, int date, double lag) => At(motion.Days[date] - lag, motion.Intervals?[date] ?? 0);

    private static double[] Integral(double[] values)
    {
        var sum = new double[values.Length];
        for (var k = 1; k < sum.Length; k++)
        {
            sum[k] = sum[k - 1] + (0.5 * (values[k] + values[k - 1]));
        }

        return sum;
    }

    /// <summary>Integral from the first value to a place between values, in steps.</summary>
    private double IntegralTo(double place)
    {
        var k = Math.Min(values.Length - 1, (int)place);
        var share = place - k;
        return share == 0 ? integral[k] : integral[k] + (share * (values[k] + (0.5 * share * (values[k + 1] - values[k]))));
    }
}

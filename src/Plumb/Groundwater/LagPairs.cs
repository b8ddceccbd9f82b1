using System.Numerics.Tensors;

namespace Plumb.Groundwater;

/// <summary>A motion beside a driver, lag by lag. Immutable; safe for threads.</summary>
internal sealed class LagPairs
{
    private readonly TimeSeries motion;
    private readonly int trend;
    private readonly TimePolynomial whole;
    private readonly double[] still;
    private readonly int[] all;

    /// <summary>Pairs of a motion.</summary>
    /// <param name="motion">Motion, any unit.</param>
    /// <param name="trend">Degree of the polynomial (count).</param>
    public LagPairs(TimeSeries motion, int trend)
    {
        (this.motion, this.trend) = (motion, trend);
        (whole, still, all) = (new TimePolynomial(motion.Days, trend), (double[])motion.Values.Clone(), [.. Enumerable.Range(0, motion.Count)]);
        whole.Remove(still);
    }

    /// <summary>Coefficients that the polynomial takes (count).</summary>
    public int Taken => trend + 1;

    /// <summary>The dates that have both at a lag: those at which the driver is known so long before.</summary>
    public LagPair At(LaggedDriver driver, double lag)
    {
        int[] dates = [.. all.Where(k => double.IsFinite(driver.Before(motion, k, lag)))];
        if (dates.Length == all.Length)
        {
            return new LagPair(motion, lag, all, still, whole);
        }

        double[] days = [.. dates.Select(k => motion.Days[k])], moved = [.. dates.Select(k => motion.Values[k])];
        var polynomial = new TimePolynomial(days, trend);
        polynomial.Remove(moved);
        return new LagPair(motion, lag, dates, moved, polynomial);
    }

    /// <summary>Correlation of two records without mean; NaN where one does not vary.</summary>
    public static double Correlate(double[] x, double[] y)
    {
        var (xx, yy) = (Square(x), Square(y));
        return xx > 0 && yy > 0 ? Math.Clamp(Product(x, y) / Math.Sqrt(xx * yy), -1, 1) : double.NaN;
    }

    public static double Square(double[] x) => Product(x, x);

    public static double Product(double[] x, double[] y) => x.Length == 0 ? 0 : TensorPrimitives.Dot<double>(x, y);
}

/// <summary>The dates that have motion and driver at one lag. They do not depend on the values of the driver, so that surrogates share them. Immutable; safe for threads.</summary>
/// <param name="motion">The motion, any unit.</param>
/// <param name="lag">The lag, days.</param>
/// <param name="dates">Index of each date (unit: 1); shape (date).</param>
/// <param name="still">The motion at them without its polynomial over them; shape (date).</param>
/// <param name="polynomial">The polynomial over them.</param>
internal sealed class LagPair(TimeSeries motion, double lag, int[] dates, double[] still, TimePolynomial polynomial)
{
    public double LagDays => lag;

    public int[] Dates => dates;

    public double[] Motion => still;

    /// <summary>A driver at the dates less the lag, without its polynomial over them; shape (date).</summary>
    public double[] Driver(LaggedDriver driver)
    {
        double[] values = [.. dates.Select(k => driver.Before(motion, k, lag))];
        polynomial.Remove(values);
        return values;
    }
}

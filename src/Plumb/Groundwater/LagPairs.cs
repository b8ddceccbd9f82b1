using System.Numerics.Tensors;

namespace Plumb.Groundwater;

/// <summary>Motion and driver at the dates that have both, each without its polynomial over these dates. Immutable; safe for threads.</summary>
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

    /// <summary>Driver, motion (both without the polynomial) and the index of the dates that have both; shape (date).</summary>
    public (double[] Driver, double[] Motion, int[] Dates) At(LaggedDriver driver, double lag)
    {
        var x = driver.Before(motion, lag);
        if (Array.TrueForAll(x, double.IsFinite))
        {
            whole.Remove(x);
            return (x, still, all);
        }

        int[] at = [.. all.Where(k => double.IsFinite(x[k]))];
        double[] days = [.. at.Select(k => motion.Days[k])], some = [.. at.Select(k => x[k])], moved = [.. at.Select(k => motion.Values[k])];
        var polynomial = new TimePolynomial(days, trend);
        polynomial.Remove(some);
        polynomial.Remove(moved);
        return (some, moved, at);
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

namespace Plumb.Subsidence;

/// <summary>
/// A curve through points that neither swings out nor has corners: a spline under tension (Schweikert 1966, doi:10.1002/sapm1966451312; Cline 1974, doi:10.1145/360971.360974). Without
/// tension it is the natural cubic spline, with much it becomes straight lines. Immutable.
/// </summary>
public sealed class TensionSpline
{
    private const double Least = 1e-4;
    private const double Straight = 30;
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] z;
    private readonly double tension;

    /// <summary>A curve.</summary>
    /// <param name="x">Places, metres, strictly ascending; shape (point).</param>
    /// <param name="y">Values in any unit (metres); shape (point).</param>
    /// <param name="tension">Tension as a pure number for the mean distance of points, not negative: 0 for a cubic spline, 10 for nearly straight lines.</param>
    /// <exception cref="ArgumentException">There are fewer than two points, or they do not ascend.</exception>
    public TensionSpline(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double tension)
    {
        if (x.Length < 2 || x.Length != y.Length)
        {
            throw new ArgumentException("A curve needs two points at least, each with a place and a value.", nameof(x));
        }

        for (var i = 1; i < x.Length; i++)
        {
            if (!(x[i] > x[i - 1]))
            {
                throw new ArgumentException("The points of a curve ascend.", nameof(x));
            }
        }

        ArgumentOutOfRangeException.ThrowIfNegative(tension);
        (this.x, this.y, z) = (x.ToArray(), y.ToArray(), new double[x.Length]);
        this.tension = tension * (x.Length - 1) / (x[^1] - x[0]);
        Solve();
    }

    /// <summary>The value at a place, in the unit of the values (metres); a straight line beyond the ends.</summary>
    /// <param name="place">The place, metres.</param>
    public double At(double place)
    {
        var i = Array.BinarySearch(x, place);
        i = Math.Clamp(i >= 0 ? i : ~i - 1, 0, x.Length - 2);
        if (place < x[0] || place > x[^1])
        {
            var end = place < x[0] ? 0 : x.Length - 1;
            return y[end] + (SlopeAtEnd(end) * (place - x[end]));
        }

        var (h, left, right) = (x[i + 1] - x[i], x[i + 1] - place, place - x[i]);
        return ((y[i] * left) + (y[i + 1] * right)) / h + (z[i] * Bend(left, h)) + (z[i + 1] * Bend(right, h));
    }

    /// <summary>What the second derivative at one end adds at a distance from the other: (sinh(s d) / sinh(s h) - d / h) / s^2, or its limit without tension.</summary>
    private double Bend(double distance, double h)
    {
        var s = tension;
        return s * h < Least ? ((distance * distance * distance / h) - (distance * h)) / 6 : (Ratio(s * distance, s * h) - (distance / h)) / (s * s);
    }

    /// <summary>sinh(a) / sinh(b) for a at most b, without overflow.</summary>
    private static double Ratio(double a, double b) => Math.Exp(a - b) * (1 - Math.Exp(-2 * a)) / (1 - Math.Exp(-2 * b));

    private (double Off, double On) Coefficients(double h)
    {
        var (s, a) = (tension, tension * h);
        return a < Least ? (h / 6, h / 3)
            : a > Straight ? (1 / h / (s * s), (s - (1 / h)) / (s * s))
            : (((1 / h) - (s / Math.Sinh(a))) / (s * s), ((s / Math.Tanh(a)) - (1 / h)) / (s * s));
    }

    private double SlopeAtEnd(int end)
    {
        var i = end == 0 ? 0 : x.Length - 2;
        var h = x[i + 1] - x[i];
        var (off, on) = Coefficients(h);
        var chord = (y[i + 1] - y[i]) / h;
        return end == 0 ? chord - (on * z[i]) - (off * z[i + 1]) : chord + (off * z[i]) + (on * z[i + 1]);
    }

    /// <summary>Second derivatives at the points such that slopes agree; zero at the ends. A tridiagonal system, solved from both sides.</summary>
    private void Solve()
    {
        var n = x.Length;
        var (diagonal, right) = (new double[n], new double[n]);
        for (var i = 1; i < n - 1; i++)
        {
            var (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i]);
            diagonal[i] = Coefficients(before).On + Coefficients(after).On;
            right[i] = ((y[i + 1] - y[i]) / after) - ((y[i] - y[i - 1]) / before);
            if (i > 1)
            {
                var off = Coefficients(before).Off;
                var factor = off / diagonal[i - 1];
                diagonal[i] -= factor * off;
                right[i] -= factor * right[i - 1];
            }
        }

        for (var i = n - 2; i >= 1; i--)
        {
            z[i] = (right[i] - (i < n - 2 ? Coefficients(x[i + 1] - x[i]).Off * z[i + 1] : 0)) / diagonal[i];
        }
    }
}

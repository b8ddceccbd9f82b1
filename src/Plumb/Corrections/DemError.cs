using Plumb.Kernels;

namespace Plumb.Corrections;

/// <summary>
/// Error of the elevation model from a series: a height error z looks like the displacement z B_t / (R sin theta) with B_t the perpendicular baseline of the date (Fattahi and
/// Amelung 2013, doi:10.1109/TGRS.2012.2227761, equation 6). All dates of a pixel share 1 / (R sin theta), so the unknown is q = z / (R sin theta), displacement per metre of
/// baseline, and its estimate one fixed combination of the dates: with F the operator that takes motion off, q = (F B)' F x / |F B|^2. The scatter of F x - F B q
/// gives its variance, noise of the dates being independent and alike.
/// <para>Immutable and safe for threads; a pixel's result has the same bits whatever tile it stands in. Pixels that lack dates take a slower path: least squares with the
/// polynomial over the dates they have.</para>
/// </summary>
public sealed class DemError
{
    private readonly DemErrorEngine engine;
    private readonly double[] baselines;
    private readonly double[] years;
    private readonly int polynomialOrder;

    /// <summary>A plan.</summary>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    /// <param name="baselines">Perpendicular baseline of each date relative to the first, metres, finite; shape (date).</param>
    /// <param name="options">The options.</param>
    /// <exception cref="RequestException">There are too few dates, or the baselines do not vary beside the motion.</exception>
    public DemError(ReadOnlySpan<double> years, ReadOnlySpan<double> baselines, DemErrorOptions options)
        : this(years, baselines, options, LaneWidth.Widest)
    {
    }

    internal DemError(ReadOnlySpan<double> years, ReadOnlySpan<double> baselines, DemErrorOptions options, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (years.Length != baselines.Length)
        {
            throw new ArgumentException($"{baselines.Length} baselines do not fit {years.Length} dates.", nameof(baselines));
        }

        if (years.Length < options.PolynomialOrder + 3)
        {
            throw new RequestException($"The error of the elevation model needs at least {options.PolynomialOrder + 3} dates beside a polynomial of order {options.PolynomialOrder}; there are {years.Length}.");
        }

        (this.years, this.baselines, polynomialOrder) = (years.ToArray(), baselines.ToArray(), options.PolynomialOrder);
        var rest = options.Method == DemErrorMethod.Plain
            ? PolynomialRest(this.years, options.PolynomialOrder)
            : DateMatrix.Difference(DateMatrix.Identity(years.Length), TemporalSmoothing.Smoother(years, options.MotionDays / 365.25));
        var filtered = DateMatrix.Times(rest, this.baselines);
        var power = filtered.Sum(f => f * f);
        if (!(power > 1e-6 * this.baselines.Sum(b => b * b)) || power == 0)
        {
            throw new RequestException("The perpendicular baselines do not vary beside the motion, so they tell nothing of the elevation model. Leave dem_error out of corrections.sequence.");
        }

        Rest = rest;
        Combination = DateMatrix.TransposedTimes(rest, [.. filtered.Select(f => f / power)]);
        VarianceFactor = Combination.Sum(k => k * k) / DateMatrix.ResidualTrace(rest, filtered, Combination);
        engine = DemErrorEngine.For(rest, filtered, power, VarianceFactor, width);
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates => years.Length;

    /// <summary>F, which takes motion off (pure numbers); shape (date, date).</summary>
    internal double[] Rest { get; }

    /// <summary>Perpendicular baseline of each date, metres; shape (date).</summary>
    internal ReadOnlySpan<double> Baselines => baselines;

    /// <summary>The estimate as a combination of the dates: q = sum of this times x (one over metres); shape (date).</summary>
    internal double[] Combination { get; }

    /// <summary>Variance of q over the sum of squares of the residuals, one over square metres.</summary>
    internal double VarianceFactor { get; }

    /// <summary>Estimates q and its variance.</summary>
    /// <param name="series">Displacement, metres; shape (date, pixel); NaN: no data.</param>
    /// <param name="dateStride">Distance from one date to the next (unit: elements), at least the number of pixels.</param>
    /// <param name="shift">Receives q: displacement per metre of baseline (pure number); NaN where too few dates are there; shape (pixel).</param>
    /// <param name="variance">Receives the variance of q (pure number squared); shape (pixel).</param>
    public void Estimate(ReadOnlySpan<float> series, int dateStride, Span<float> shift, Span<float> variance)
    {
        var pixels = shift.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(dateStride, pixels);
        if (pixels == 0)
        {
            return;
        }

        if (series.Length < ((long)(Dates - 1) * dateStride) + pixels || variance.Length < pixels)
        {
            throw new ArgumentException($"{series.Length} values and room for {variance.Length} variances do not fit {Dates} x {pixels}.", nameof(series));
        }

        engine.Estimate(series, dateStride, shift, variance[..pixels]);
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            if (float.IsNaN(shift[pixel]))
            {
                (shift[pixel], variance[pixel]) = DemErrorPixel.Estimate(series[pixel..], dateStride, years, baselines, polynomialOrder);
            }
        }
    }

    /// <summary>I - P with P the projection on the powers of time 0 to the order.</summary>
    private static double[] PolynomialRest(double[] years, int order)
    {
        var n = years.Length;
        var rest = DateMatrix.Identity(n);
        var (centre, half) = (0.5 * (years[0] + years[^1]), 0.5 * (years[^1] - years[0]));
        var basis = new List<double[]>();
        for (var power = 0; power <= order; power++)
        {
            var column = Array.ConvertAll(years, t => Math.Pow((t - centre) / half, power));
            for (var twice = 0; twice < 2; twice++)
            {
                foreach (var other in basis)
                {
                    var along = column.Zip(other, (a, b) => a * b).Sum();
                    column = [.. column.Zip(other, (a, b) => a - (along * b))];
                }
            }

            var length = Math.Sqrt(column.Sum(c => c * c));
            basis.Add([.. column.Select(c => c / length)]);
        }

        foreach (var column in basis)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    rest[(i * n) + j] -= column[i] * column[j];
                }
            }
        }

        return rest;
    }
}

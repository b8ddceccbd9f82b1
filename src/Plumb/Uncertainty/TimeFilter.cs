using Plumb.Corrections;

namespace Plumb.Uncertainty;

/// <summary>
/// A correction that is a filter over the dates, or several one after the other: what one takes off is S x for a matrix S over the dates, seen in space in wide waves alone. What stays of the
/// noise a of the dates in a function g'x is <c>(I - S)' G</c> with G the function of the fields of all dates, for waves that the filter sees, and G for the others.
/// Immutable.
/// </summary>
public sealed class TimeFilter
{
    private readonly Part[] parts;

    /// <summary>A filter.</summary>
    /// <param name="matrix">S (pure numbers), row by row, whose rows sum to 0; shape (date, date).</param>
    /// <param name="smoothing">Standard deviation of the smoothing in space, metres; 0 for none.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public TimeFilter(ReadOnlySpan<double> matrix, double smoothing)
        : this([new Part(matrix.ToArray(), form => UnseenBySmoothing(form, smoothing), IsRamp: false)])
    {
        if (Dates * Dates != matrix.Length)
        {
            throw new ArgumentException($"{matrix.Length} numbers are no square matrix.", nameof(matrix));
        }
    }

    private TimeFilter(Part[] parts)
    {
        this.parts = parts;
        Dates = (int)Math.Round(Math.Sqrt(parts[0].Matrix.Length));
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Ramps of each date whose trend in time is kept: S leaves the mean and the straight line over the dates.</summary>
    /// <param name="years">Times, years; shape (date).</param>
    /// <param name="shape">Shape of the ramps.</param>
    /// <param name="width">Width of the scene, metres.</param>
    /// <param name="height">Height of the scene, metres.</param>
    public static TimeFilter OfRamps(ReadOnlySpan<double> years, RampShape shape, double width, double height)
    {
        var matrix = Trend(years, -1);
        for (var i = 0; i < years.Length; i++)
        {
            for (var j = 0; j < years.Length; j++)
            {
                matrix[(i * years.Length) + j] += (i == j ? 1 : 0) - (1.0 / years.Length);
            }
        }

        return new TimeFilter([new Part(matrix, form => RampResidue.Of(shape, form, width, height), IsRamp: true)]);
    }

    /// <summary>The trend of wide waves, of whose variance a part is left.</summary>
    /// <param name="years">Times, years; shape (date).</param>
    /// <param name="left">Variance that is left, as a share (pure number, 0 to 1).</param>
    /// <param name="smoothing">Standard deviation of the smoothing whose waves and longer ones are wide, metres.</param>
    public static TimeFilter OfTrend(ReadOnlySpan<double> years, double left, double smoothing) =>
        new([new Part(Trend(years, 1 - Math.Sqrt(left)), form => UnseenBySmoothing(form, smoothing), IsRamp: false)]);

    /// <summary>Both, one after the other.</summary>
    /// <param name="next">The filter that is made of what this one leaves, over the same dates (pure numbers).</param>
    /// <exception cref="ArgumentException">It is over other dates.</exception>
    public TimeFilter Then(TimeFilter next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return next.Dates == Dates
            ? new TimeFilter([.. parts, .. next.parts])
            : throw new ArgumentException($"A filter over {next.Dates} dates does not follow one over {Dates}.", nameof(next));
    }

    /// <summary>What stays of a function of the fields of the dates for waves that every filter sees.</summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <returns>(I - S)' times the coefficients, the same unit; shape (date).</returns>
    public double[] Rest(ReadOnlySpan<double> fields) => Rest(fields, _ => true);

    /// <summary>What stays of a function of the fields for waves that are narrow against the scene: ramps do not see them.</summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <returns>The coefficients that stay, the same unit; shape (date).</returns>
    public double[] RestWithoutRamps(ReadOnlySpan<double> fields) => Rest(fields, p => !p.IsRamp);

    /// <summary>
    /// What stays of a function of the fields by how much of a field's variance lies in ever wider waves: from each level on, up to the next, those filters count that see such waves.
    /// </summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <param name="form">Form of the semivariogram.</param>
    /// <returns>Levels of variance as a factor of the sill (pure number), ascending from 0, and what stays from there on, the unit of the coefficients; shape (date) each.</returns>
    public IReadOnlyList<(double From, double[] Left)> Levels(double[] fields, DistanceForm form) => [.. Levels([fields], form).Select(l => (l.From, l.Left[0]))];

    /// <summary>The same of several functions, which have their levels in common.</summary>
    internal IReadOnlyList<(double From, double[][] Left)> Levels(double[][] functions, DistanceForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var unseen = parts.Distinct().ToDictionary(p => p, p => p.Unseen(form));
        return [.. unseen.Values.Append(0).Distinct().Order().Select(from => (from, Array.ConvertAll(functions, f => Rest(f, p => unseen[p] <= from))))];
    }

    /// <summary>Variance of what no filter sees of a field.</summary>
    /// <param name="form">Form of the semivariogram.</param>
    /// <returns>Variance as a factor of the sill (pure number); 0 without smoothing.</returns>
    public double Unseen(DistanceForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return parts.Min(p => p.Unseen(form));
    }

    private double[] Rest(ReadOnlySpan<double> fields, Predicate<Part> counts)
    {
        var rest = fields.ToArray();
        foreach (var part in parts.Reverse().Where(p => counts(p)))
        {
            var before = (double[])rest.Clone();
            for (var i = 0; i < Dates; i++)
            {
                for (var j = 0; j < Dates; j++)
                {
                    rest[j] -= before[i] * part.Matrix[(i * Dates) + j];
                }
            }
        }

        return rest;
    }

    /// <summary>
    /// <c>2 E gamma(u) - E gamma(sqrt(2) u)</c> for a displacement u normal in the plane with the smoothing's standard deviation: what a field keeps that its smooth part is taken off.
    /// </summary>
    private static double UnseenBySmoothing(DistanceForm form, double smoothing)
    {
        if (!(smoothing > 0))
        {
            return 0;
        }

        const int steps = 400;
        var (near, far) = (0.0, 0.0);
        for (var k = 0; k < steps; k++)
        {
            // Even shares of Rayleigh's law of the distance.
            var distance = smoothing * Math.Sqrt(-2 * Math.Log(1 - ((k + 0.5) / steps)));
            near += form.At(distance) / steps;
            far += form.At(Math.Sqrt(2) * distance) / steps;
        }

        return Math.Max(0, (2 * near) - far);
    }

    /// <summary>The straight line over the dates times a factor, without the mean.</summary>
    private static double[] Trend(ReadOnlySpan<double> years, double factor)
    {
        var mean = System.Numerics.Tensors.TensorPrimitives.Sum(years) / years.Length;
        double[] time = [.. years.ToArray().Select(t => t - mean)];
        var square = time.Sum(t => t * t);
        var matrix = new double[time.Length * time.Length];
        for (var i = 0; i < matrix.Length && square > 0; i++)
        {
            matrix[i] = factor * time[i / time.Length] * time[i % time.Length] / square;
        }

        return matrix;
    }

    private sealed record Part(double[] Matrix, Func<DistanceForm, double> Unseen, bool IsRamp);
}

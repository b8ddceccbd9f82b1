namespace Plumb.Uncertainty;

/// <summary>
/// A correction that is a filter over the dates: what it takes off is S x for a matrix S over the dates, whose rows sum to 0, smoothed in space. What stays of the noise a of the
/// dates in a function g'x is <c>(I - S)' G</c> with G the function of the fields of all dates, for wavelengths longer than the smoothing, and G for shorter ones.
/// Immutable.
/// </summary>
public sealed class TimeFilter
{
    private readonly double[] matrix;

    /// <summary>A filter.</summary>
    /// <param name="matrix">S (pure numbers), row by row; shape (date, date).</param>
    /// <param name="smoothing">Standard deviation of the smoothing in space, metres; 0 for none.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public TimeFilter(ReadOnlySpan<double> matrix, double smoothing)
    {
        Dates = (int)Math.Round(Math.Sqrt(matrix.Length));
        if (Dates * Dates != matrix.Length)
        {
            throw new ArgumentException($"{matrix.Length} numbers are no square matrix.", nameof(matrix));
        }

        this.matrix = matrix.ToArray();
        Smoothing = smoothing;
    }

    /// <summary>Number of dates (count).</summary>
    public int Dates { get; }

    /// <summary>Standard deviation of the smoothing in space, metres; 0 for none.</summary>
    public double Smoothing { get; }

    /// <summary>Both, one after the other: I - S = (I - S_2) (I - S_1); the longer smoothing of the two.</summary>
    /// <param name="next">The filter that is made of what this one leaves, over the same dates (pure numbers).</param>
    /// <exception cref="ArgumentException">It is over other dates.</exception>
    public TimeFilter Then(TimeFilter next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.Dates != Dates)
        {
            throw new ArgumentException($"A filter over {next.Dates} dates does not follow one over {Dates}.", nameof(next));
        }

        var both = new double[matrix.Length];
        for (var i = 0; i < Dates; i++)
        {
            for (var j = 0; j < Dates; j++)
            {
                var sum = matrix[(i * Dates) + j] + next.matrix[(i * Dates) + j];
                for (var k = 0; k < Dates; k++)
                {
                    sum -= next.matrix[(i * Dates) + k] * matrix[(k * Dates) + j];
                }

                both[(i * Dates) + j] = sum;
            }
        }

        return new TimeFilter(both, Math.Max(Smoothing, next.Smoothing));
    }

    /// <summary>What stays of a function of the fields of the dates.</summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <returns>(I - S)' times the coefficients, the same unit; shape (date).</returns>
    public double[] Rest(ReadOnlySpan<double> fields)
    {
        var rest = new double[Dates];
        Rest(fields, rest);
        return rest;
    }

    /// <summary>What stays of a function of the fields of the dates, without allocation.</summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <param name="rest">Receives (I - S)' times the coefficients, the same unit; shape (date).</param>
    public void Rest(ReadOnlySpan<double> fields, Span<double> rest)
    {
        fields.CopyTo(rest);
        for (var i = 0; i < Dates; i++)
        {
            for (var j = 0; j < Dates; j++)
            {
                rest[j] -= fields[i] * matrix[(i * Dates) + j];
            }
        }
    }

    /// <summary>
    /// Variance of what the smoothing does not see of a field, <c>2 E gamma(u) - E gamma(sqrt(2) u)</c> for a displacement u normal in the plane with the smoothing's standard deviation.
    /// </summary>
    /// <param name="form">Form of the semivariogram.</param>
    /// <returns>Variance as a factor of the sill (pure number); 0 without smoothing.</returns>
    public double Unseen(DistanceForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!(Smoothing > 0))
        {
            return 0;
        }

        const int steps = 400;
        var (near, far) = (0.0, 0.0);
        for (var k = 0; k < steps; k++)
        {
            // Even shares of Rayleigh's law of the distance.
            var distance = Smoothing * Math.Sqrt(-2 * Math.Log(1 - ((k + 0.5) / steps)));
            near += form.At(distance) / steps;
            far += form.At(Math.Sqrt(2) * distance) / steps;
        }

        return Math.Max(0, (2 * near) - far);
    }
}

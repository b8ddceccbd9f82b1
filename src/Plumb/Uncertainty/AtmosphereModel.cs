namespace Plumb.Uncertainty;

/// <summary>One date's noise in space.</summary>
/// <param name="Sill">Scale of the shared form at this date, metres squared: semivariance that distance adds, see <see cref="AtmosphereModel.Form"/>.</param>
/// <param name="SillError">Standard deviation of <paramref name="Sill"/>, metres squared: one scene shows few independent pieces of a smooth field.</param>
/// <param name="Nugget">Semivariance of neighbouring pixels, metres squared; noise of the pairs, not of the atmosphere.</param>
/// <param name="HeightSlope">Variance of the delay that goes with height, metres squared per metre of height squared (unit: 1); 0 where none was found.</param>
/// <param name="Own">The semivariogram that fits this date alone, metres squared.</param>
public sealed record DateNoise(double Sill, double SillError, double Nugget, double HeightSlope, VariogramModel Own);

/// <summary>
/// The noise of dates that neighbouring pixels share (the turbulent atmosphere, orbit ramps, what corrections left of them): one form in space for all dates, a
/// scale for each, dates independent of each other. A displacement relative to the first date and a reference has that of both dates and both places. Immutable.
/// </summary>
public sealed class AtmosphereModel
{
    private readonly DateNoise[] dates;

    /// <summary>A model.</summary>
    /// <param name="form">Form in space.</param>
    /// <param name="mean">Mean semivariogram of the dates, metres squared.</param>
    /// <param name="dates">Noise of each date; shape (date).</param>
    /// <param name="empirical">What was measured.</param>
    /// <param name="heightTest">How many standard deviations the squares of the height slopes are above those of no dependence (pure number); NaN where no heights are known.</param>
    public AtmosphereModel(DistanceForm form, VariogramModel mean, IReadOnlyList<DateNoise> dates, IReadOnlyList<SemivariogramClass> empirical, double heightTest)
    {
        Form = form;
        Mean = mean;
        this.dates = [.. dates];
        Empirical = empirical;
        HeightTest = heightTest;
    }

    /// <summary>Form in space, the same for all dates.</summary>
    public DistanceForm Form { get; }

    /// <summary>Mean semivariogram of the dates, metres squared.</summary>
    public VariogramModel Mean { get; }

    /// <summary>Noise of each date; shape (date).</summary>
    public IReadOnlyList<DateNoise> Dates => dates;

    /// <summary>The mean of the dates as measured; shape (class).</summary>
    public IReadOnlyList<SemivariogramClass> Empirical { get; }

    /// <summary>How many standard deviations the squares of the height slopes are above those of no dependence (pure number); NaN where no heights are known.</summary>
    public double HeightTest { get; }

    /// <summary>Whether delays that go with height were found.</summary>
    public bool HasHeight => Array.Exists(dates, d => d.HeightSlope > 0);

    /// <summary>A linear function of the series as one of the fields of the dates: displacements are relative to the first date, whose field counts against all others.</summary>
    /// <param name="coefficients">Coefficients of the displacements, any unit; shape (date).</param>
    /// <returns>Coefficients of the fields, the same unit, with sum 0; shape (date).</returns>
    public static double[] Fields(ReadOnlySpan<double> coefficients)
    {
        var fields = new double[coefficients.Length];
        Fields(coefficients, fields);
        return fields;
    }

    /// <summary>A linear function of the series as one of the fields of the dates, without allocation.</summary>
    /// <param name="coefficients">Coefficients of the displacements, any unit; shape (date).</param>
    /// <param name="fields">Receives the coefficients of the fields, the same unit, with sum 0; shape (date).</param>
    public static void Fields(ReadOnlySpan<double> coefficients, Span<double> fields)
    {
        coefficients.CopyTo(fields);
        fields[0] = 0;
        fields[0] = -System.Numerics.Tensors.TensorPrimitives.Sum<double>(fields);
    }

    /// <summary>Scale of the noise of a linear function of the fields of the dates: the sum of squares of what each contributes.</summary>
    /// <param name="fields">Coefficients of the fields, any unit; shape (date).</param>
    /// <returns>Scale of the form in space (metres squared) and variance with height (metres squared per metre squared, unit 1), each times the unit of the coefficients squared.</returns>
    public (double Sill, double HeightSlope) Of(ReadOnlySpan<double> fields)
    {
        if (fields.Length != dates.Length)
        {
            throw new ArgumentException($"There are {fields.Length} coefficients for {dates.Length} dates.", nameof(fields));
        }

        var (sill, slope) = (0.0, 0.0);
        for (var i = 0; i < dates.Length; i++)
        {
            var square = fields[i] * fields[i];
            (sill, slope) = (sill + (square * dates[i].Sill), slope + (square * dates[i].HeightSlope));
        }

        return (sill, slope);
    }
}

/// <summary>One class of distance of a measured semivariogram.</summary>
/// <param name="Distance">Mean distance, metres.</param>
/// <param name="Semivariance">Half the mean squared difference over pairs and dates, metres squared.</param>
/// <param name="Pairs">Number of pairs of places (count).</param>
public sealed record SemivariogramClass(double Distance, double Semivariance, int Pairs);

namespace Plumb.TimeFunctions;

/// <summary>
/// The least-squares fit of a model as a matrix: coefficients = P series with P = (A'WA)^-1 A'W, and with it what the covariance of a series
/// makes of the covariance of the coefficients, C_c = P C P' (Koch 1999, Parameter Estimation and Hypothesis Testing in Linear Models, section 3.2).
/// In double precision, for one set of valid dates. Immutable.
/// </summary>
public sealed class CoefficientOperator
{
    private readonly double[] values;
    private readonly double[] cofactor;

    /// <summary>The fit of a model on given dates.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dates">The dates of the series.</param>
    /// <param name="weights">Weight of each date, one over square metres or a pure number, not negative; shape (date); empty for equal weights. 0 leaves a date out.</param>
    /// <exception cref="RequestException">A weight is negative or not finite, or the dates that are left cannot tell the terms apart.</exception>
    public CoefficientOperator(TimeModel model, SeriesDates dates, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dates);
        Model = model;
        Dates = dates;
        var (count, n) = (model.Coefficients.Count, dates.Count);
        var roots = RootWeights(weights, n);
        var design = new OrthogonalDesign(model.Columns(dates, dates.Years), count, n, roots);
        for (var j = 0; j < count; j++)
        {
            if (!(design.Left[j] > 1e-7))
            {
                throw new RequestException($"The dates that have a weight cannot tell '{model.Coefficients[j].Title}' from the terms before it. Leave the term out, or give more dates.");
            }
        }

        values = new double[count * n];
        cofactor = new double[count * count];
        for (var j = 0; j < count; j++)
        {
            for (var k = j; k < count; k++)
            {
                var factor = design.InverseTriangle[(j * count) + k];
                for (var i = 0; i < n; i++)
                {
                    values[(j * n) + i] += factor * design.Basis[(k * n) + i] * (roots.Length > 0 ? roots[i] : 1);
                }

                for (var m = 0; m < count; m++)
                {
                    cofactor[(j * count) + m] += factor * design.InverseTriangle[(m * count) + k];
                }
            }
        }
    }

    /// <summary>The model.</summary>
    public TimeModel Model { get; }

    /// <summary>The dates of the series.</summary>
    public SeriesDates Dates { get; }

    /// <summary>P: what each date adds to each coefficient, in units of the coefficient per metre; shape (coefficient, date).</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>(A'WA)^-1: covariance of the coefficients for series noise of covariance W^-1, in units of the two coefficients per unit of the noise's variance; shape (coefficient, coefficient).</summary>
    public ReadOnlySpan<double> Cofactor => cofactor;

    /// <summary>Fits one series.</summary>
    /// <param name="series">Displacement, metres; shape (date). Dates of weight 0 may hold any finite number.</param>
    /// <returns>Coefficients in their units; shape (coefficient).</returns>
    public double[] Apply(ReadOnlySpan<double> series)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(series.Length, Dates.Count);
        var coefficients = new double[Model.Coefficients.Count];
        for (var j = 0; j < coefficients.Length; j++)
        {
            for (var i = 0; i < series.Length; i++)
            {
                coefficients[j] += values[(j * series.Length) + i] * series[i];
            }
        }

        return coefficients;
    }

    /// <summary>Covariance of the coefficients of a series of known covariance, P C P'.</summary>
    /// <param name="seriesCovariance">Covariance C of the dates' displacements, square metres; shape (date, date).</param>
    /// <returns>Covariance of the coefficients, in units of the two coefficients multiplied; shape (coefficient, coefficient).</returns>
    public double[] CoefficientCovariance(ReadOnlySpan<double> seriesCovariance)
    {
        var (count, n) = (Model.Coefficients.Count, Dates.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seriesCovariance.Length, n * n);
        var half = new double[count * n];
        for (var j = 0; j < count; j++)
        {
            for (var i = 0; i < n; i++)
            {
                var factor = values[(j * n) + i];
                for (var k = 0; k < n; k++)
                {
                    half[(j * n) + k] += factor * seriesCovariance[(i * n) + k];
                }
            }
        }

        var covariance = new double[count * count];
        for (var j = 0; j < count; j++)
        {
            for (var m = 0; m < count; m++)
            {
                for (var k = 0; k < n; k++)
                {
                    covariance[(j * count) + m] += half[(j * n) + k] * values[(m * n) + k];
                }
            }
        }

        return covariance;
    }

    /// <summary>Covariance of the coefficients of a series whose dates are independent.</summary>
    /// <param name="seriesVariance">Variance of each date's displacement, square metres; shape (date).</param>
    /// <returns>Covariance of the coefficients, in units of the two coefficients multiplied; shape (coefficient, coefficient).</returns>
    public double[] CoefficientCovarianceOfVariances(ReadOnlySpan<double> seriesVariance)
    {
        var (count, n) = (Model.Coefficients.Count, Dates.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seriesVariance.Length, n);
        var covariance = new double[count * count];
        for (var j = 0; j < count; j++)
        {
            for (var m = 0; m < count; m++)
            {
                for (var i = 0; i < n; i++)
                {
                    covariance[(j * count) + m] += values[(j * n) + i] * seriesVariance[i] * values[(m * n) + i];
                }
            }
        }

        return covariance;
    }

    internal static double[] RootWeights(ReadOnlySpan<double> weights, int dates)
    {
        if (weights.IsEmpty)
        {
            return [];
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, dates);
        var roots = new double[dates];
        for (var i = 0; i < dates; i++)
        {
            roots[i] = weights[i] >= 0 && double.IsFinite(weights[i])
                ? Math.Sqrt(weights[i])
                : throw new RequestException($"The weight of date {i + 1} is {weights[i].ToString(System.Globalization.CultureInfo.InvariantCulture)}; a weight is a finite number that is not negative.");
        }

        return roots;
    }
}

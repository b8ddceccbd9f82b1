namespace Plumb.TimeFunctions;

/// <summary>
/// Chooses among candidate models that were fitted to the same dates with the same weights. The weight of the chosen model,
/// 1 / sum over candidates of exp(-(difference of the criterion) / 2) (Burnham and Anderson 2002, Model Selection and Multimodel Inference, section 2.9), is near 1
/// where it is clearly the best and near one over the number of equals where it is not.
/// </summary>
public static class ModelChoice
{
    /// <summary>Index of a pixel without any fit.</summary>
    public const int None = -1;

    /// <summary>Chooses for each pixel.</summary>
    /// <param name="criterion">By what.</param>
    /// <param name="squareSums">Sums of squared residuals, square metres; shape (candidate, pixel); NaN: not fitted.</param>
    /// <param name="dates">Number of dates of each pixel (count); shape (pixel).</param>
    /// <param name="parameters">Number of coefficients and searched parameters of each candidate (count); shape (candidate).</param>
    /// <param name="chosen">Receives the candidate's index, <see cref="None"/> where none was fitted; shape (pixel).</param>
    /// <param name="weight">Receives the weight of the chosen candidate, a pure number from 0 to 1; shape (pixel).</param>
    public static void PerPixel(
        InformationCriterion criterion, ReadOnlySpan<float> squareSums, ReadOnlySpan<float> dates, ReadOnlySpan<int> parameters, Span<int> chosen, Span<float> weight)
    {
        var pixels = dates.Length;
        Span<double> values = stackalloc double[parameters.Length];
        for (var px = 0; px < pixels; px++)
        {
            var (best, at) = (double.PositiveInfinity, None);
            for (var m = 0; m < parameters.Length; m++)
            {
                var sum = squareSums[(m * pixels) + px];
                values[m] = float.IsNaN(sum) ? double.PositiveInfinity : InformationCriteria.Value(criterion, sum, dates[px], parameters[m]);
                if (values[m] < best)
                {
                    (best, at) = (values[m], m);
                }
            }

            chosen[px] = at;
            weight[px] = at == None ? float.NaN : (float)Weight(values, best);
        }
    }

    /// <summary>The criterion of a candidate for a whole scene: the sum over its pixels, each with noise of its own.</summary>
    /// <param name="criterion">By what.</param>
    /// <param name="squareSums">Sums of squared residuals, square metres; shape (pixel); NaN: not fitted, left out.</param>
    /// <param name="dates">Number of dates of each pixel (count); shape (pixel).</param>
    /// <param name="parameters">Number of coefficients and searched parameters (count).</param>
    /// <returns>The sum, a pure number.</returns>
    public static double OverScene(InformationCriterion criterion, ReadOnlySpan<float> squareSums, ReadOnlySpan<float> dates, int parameters)
    {
        var sum = 0.0;
        for (var px = 0; px < squareSums.Length; px++)
        {
            sum += float.IsNaN(squareSums[px]) ? 0 : InformationCriteria.Value(criterion, squareSums[px], dates[px], parameters);
        }

        return sum;
    }

    /// <summary>Weight of the best of several values of a criterion.</summary>
    /// <param name="values">The values (pure numbers); shape (candidate).</param>
    /// <param name="best">The smallest of them.</param>
    /// <returns>Weight, a pure number from 0 to 1.</returns>
    public static double Weight(ReadOnlySpan<double> values, double best)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Math.Exp(-0.5 * (value - best));
        }

        return 1 / sum;
    }
}

namespace Plumb.Validation;

/// <summary>How many independent values a record with a memory is worth.</summary>
public static class SampleCount
{
    /// <summary>
    /// By how much a variance of the mean or the slope grows where neighbours have the correlation r, (1 + r) / (1 - r) with r between 0 and 0.95, pure number
    /// (Bayley and Hammersley 1946, doi:10.2307/2983560; a first-order autoregression).
    /// </summary>
    /// <param name="residual">What a model leaves, in any unit, in the order of time; shape (date).</param>
    public static double Inflation(IReadOnlyList<double> residual)
    {
        ArgumentNullException.ThrowIfNull(residual);
        var r = Math.Clamp(Lag(residual, 1), 0, 0.95);
        return (1 + r) / (1 - r);
    }

    /// <summary>Correlation of a record with itself so many values later, pure number; 0 where it does not vary.</summary>
    /// <param name="values">The record, in any unit; shape (date).</param>
    /// <param name="lag">Values later (count).</param>
    public static double Lag(IReadOnlyList<double> values, int lag)
    {
        ArgumentNullException.ThrowIfNull(values);
        var mean = values.Average();
        var (square, product) = (0.0, 0.0);
        for (var k = 0; k < values.Count; k++)
        {
            square += (values[k] - mean) * (values[k] - mean);
            product += k >= lag ? (values[k] - mean) * (values[k - lag] - mean) : 0;
        }

        return square > 0 ? product / square : 0;
    }
}

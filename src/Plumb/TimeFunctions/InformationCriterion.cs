using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>By what one of several models is chosen; of two, that with the smaller value.</summary>
public enum InformationCriterion
{
    /// <summary>n ln(RSS / n) + k ln n (Schwarz 1978, doi:10.1214/aos/1176344136): finds the true model of many dates; at 60 dates a parameter must lessen RSS by 7 %.</summary>
    Bic,

    /// <summary>n ln(RSS / n) + 2 k + 2 k (k + 1) / (n - k - 1) (Hurvich and Tsai 1989, doi:10.1093/biomet/76.2.297): predicts best; takes a parameter too many in one of six cases.</summary>
    Aicc,
}

/// <summary>The values of the criteria. k counts every coefficient, every parameter that is searched, and the variance of the noise.</summary>
public static class InformationCriteria
{
    /// <summary>Mean squared residual below which residuals are rounding of the stored series (square metres).</summary>
    internal const float LeastVariance = 1e-12f;

    /// <summary>Value of a criterion.</summary>
    /// <param name="criterion">Which.</param>
    /// <param name="squareSum">Sum of squared residuals, square metres (or a pure number beside given standard deviations).</param>
    /// <param name="dates">Number of dates used (count).</param>
    /// <param name="parameters">Number of coefficients and searched parameters (count), without the variance.</param>
    /// <returns>The value, a pure number; infinite where the dates are too few for the criterion.</returns>
    public static double Value(InformationCriterion criterion, double squareSum, double dates, double parameters)
    {
        var k = parameters + 1;
        var fit = dates * Math.Log(Math.Max(squareSum / dates, LeastVariance));
        return criterion == InformationCriterion.Bic
            ? parameters < dates ? fit + (k * Math.Log(dates)) : double.PositiveInfinity
            : dates - k - 1 > 0 ? fit + (2 * k) + (2 * k * (k + 1) / (dates - k - 1)) : double.PositiveInfinity;
    }

    /// <summary>The criterion for several pixels.</summary>
    /// <param name="criterion">Which.</param>
    /// <param name="squareSum">Sums of squared residuals; shape (lane).</param>
    /// <param name="dates">Number of dates; shape (lane).</param>
    /// <param name="parameters">Number of coefficients and searched parameters, without the variance.</param>
    internal static T Value<T>(InformationCriterion criterion, T squareSum, T dates, float parameters)
        where T : unmanaged, ILane<T>
    {
        var (zero, k) = (T.Splat(0), parameters + 1);
        var fit = dates * T.Log(T.Max(squareSum / dates, T.Splat(LeastVariance)));
        var spare = criterion == InformationCriterion.Bic ? dates - T.Splat(parameters) : dates - T.Splat(k + 1);
        var penalty = criterion == InformationCriterion.Bic ? T.Splat(k) * T.Log(dates) : T.Splat(2 * k) + (T.Splat(2 * k * (k + 1)) / spare);
        return T.Select(T.Less(zero, spare), fit + penalty, T.Splat(float.PositiveInfinity));
    }
}

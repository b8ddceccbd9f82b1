using System.Runtime.CompilerServices;
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

/// <summary>
/// The values of the criteria. k counts every coefficient, every parameter that is searched, and the variance of the noise. Noise whose neighbours are correlated by rho
/// tells as little as n (1 - rho) / (1 + rho) independent dates do (Thiebaux and Zwiers 1984, doi:10.1175/1520-0450(1984)023&lt;0800:TIAEOE&gt;2.0.CO;2); with it
/// that number stands in place of n, but for the mean of the squares.
/// </summary>
public static class InformationCriteria
{
    /// <summary>Mean squared residual below which residuals are rounding of the stored series (square metres).</summary>
    internal const float LeastVariance = 1e-12f;

    /// <summary>Value of a criterion.</summary>
    /// <param name="criterion">Which.</param>
    /// <param name="squareSum">Sum of squared residuals, square metres (or a pure number beside given standard deviations).</param>
    /// <param name="dates">Number of dates used (count).</param>
    /// <param name="parameters">Number of coefficients and searched parameters (count), without the variance.</param>
    /// <param name="noiseCorrelation">Correlation of the noise of neighbouring dates (pure number), 0 for independent dates.</param>
    /// <returns>The value, a pure number; infinite where the dates are too few for the criterion.</returns>
    public static double Value(InformationCriterion criterion, double squareSum, double dates, double parameters, double noiseCorrelation = 0)
    {
        var k = parameters + 1;
        var mean = Math.Max(squareSum / dates, LeastVariance);
        dates *= Effective(noiseCorrelation);
        var fit = dates * Math.Log(mean);
        return criterion == InformationCriterion.Bic
            ? parameters < dates ? fit + (k * Math.Log(dates)) : double.PositiveInfinity
            : dates - k - 1 > 0 ? fit + (2 * k) + (2 * k * (k + 1) / (dates - k - 1)) : double.PositiveInfinity;
    }

    /// <summary>Share of the dates that count as independent, a pure number from 0 to 1.</summary>
    /// <param name="noiseCorrelation">Correlation of the noise of neighbouring dates (pure number); below 0 counts as 0.</param>
    /// <exception cref="RequestException">The correlation is 1 or more.</exception>
    public static double Effective(double noiseCorrelation) => noiseCorrelation < 1
        ? (1 - Math.Max(0, noiseCorrelation)) / (1 + Math.Max(0, noiseCorrelation))
        : throw new RequestException("A correlation of the noise of 1 leaves nothing to choose by; it lies below 1.");

    /// <summary>The criterion for several pixels.</summary>
    /// <param name="criterion">Which.</param>
    /// <param name="squareSum">Sums of squared residuals; shape (lane).</param>
    /// <param name="dates">Number of dates; shape (lane).</param>
    /// <param name="parameters">Number of coefficients and searched parameters, without the variance.</param>
    /// <param name="effective">Share of the dates that count as independent.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Value<T>(InformationCriterion criterion, T squareSum, T dates, float parameters, float effective)
        where T : unmanaged, ILane<T>
    {
        var (zero, k) = (T.Splat(0), parameters + 1);
        var mean = T.Max(squareSum / dates, T.Splat(LeastVariance));
        dates *= T.Splat(effective);
        var fit = dates * LaneMath.Log(mean);
        var spare = criterion == InformationCriterion.Bic ? dates - T.Splat(parameters) : dates - T.Splat(k + 1);
        var penalty = criterion == InformationCriterion.Bic ? T.Splat(k) * LaneMath.Log(dates) : T.Splat(2 * k) + (T.Splat(2 * k * (k + 1)) / spare);
        return T.Select(T.Less(zero, spare), fit + penalty, T.Splat(float.PositiveInfinity));
    }
}

namespace Plumb.Simulation;

/// <summary>How the ground follows the extraction of a strip of coal in time.</summary>
public enum MiningTimeLaw
{
    /// <summary>Knothe's law: the rate is proportional to what is still to come.</summary>
    Knothe,

    /// <summary>The logistic law: slow initiation, activity, decline.</summary>
    Logistic,
}

/// <summary>
/// Part of the final subsidence that has happened some time after a strip was extracted: initiation and activity by one of
/// two laws, plus a slow residual part. Zero before the extraction, one at the end.
/// </summary>
/// <param name="Law">Law of the active part.</param>
/// <param name="Rate">Rate constant c of the active part, per day (1/day), positive.</param>
/// <param name="LogisticStart">Constant a of the logistic law, pure number, positive: the larger, the longer the initiation.</param>
/// <param name="ResidualShare">Part of the subsidence that comes slowly, 0 to 1 (pure number).</param>
/// <param name="ResidualRate">Rate constant of the residual part, per day (1/day), positive.</param>
public sealed record MiningTime(MiningTimeLaw Law, double Rate, double LogisticStart, double ResidualShare, double ResidualRate)
{
    /// <summary>
    /// Part of the final subsidence, 0 to 1. Knothe 1952: f = 1 - exp(-c t). Logistic: f = (l(t) - l(0)) / (1 - l(0)) with
    /// l(t) = 1 / (1 + a exp(-c t)). Residual: (1 - s) f + s (1 - exp(-k t)).
    /// </summary>
    /// <param name="days">Time since the extraction, days; negative times give 0.</param>
    /// <returns>Part of the final subsidence, pure number from 0 to 1.</returns>
    public double Progress(double days)
    {
        if (!(days > 0.0))
        {
            return 0.0;
        }

        var active = Law == MiningTimeLaw.Knothe ? -Expm1(-Rate * days) : Logistic(days);
        return ((1.0 - ResidualShare) * active) - (ResidualShare * Expm1(-ResidualRate * days));
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x * (1.0 + (0.5 * x)) : Math.Exp(x) - 1.0;

    private double Logistic(double days)
    {
        var start = 1.0 / (1.0 + LogisticStart);
        return ((1.0 / (1.0 + (LogisticStart * Math.Exp(-Rate * days)))) - start) / (1.0 - start);
    }
}

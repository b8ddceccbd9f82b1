namespace Plumb.TimeFunctions;

/// <summary>Where a motion stands in the life of mining subsidence.</summary>
public enum LifePhaseKind
{
    /// <summary>The only phase, or one that is not told from its neighbours: no part of the motion is much faster than the rest.</summary>
    Steady,

    /// <summary>Before the fast part.</summary>
    Initial,

    /// <summary>The fastest part.</summary>
    Active,

    /// <summary>After the fast part.</summary>
    Residual,

    /// <summary>Between two fast parts.</summary>
    Pause,
}

/// <summary>A stretch of time in which a place moves at one rate.</summary>
/// <param name="Kind">Which part of the life of a subsidence it is.</param>
/// <param name="From">Its beginning since the first date, years.</param>
/// <param name="To">Its end since the first date, years.</param>
/// <param name="Rate">Rate, metres per year, positive towards the satellite.</param>
/// <param name="Sigma">Standard deviation of the rate, metres per year; NaN when unknown.</param>
public sealed record LifePhase(LifePhaseKind Kind, double From, double To, double Rate, double Sigma);

/// <summary>
/// Reads changes of rate as the phases of a subsidence. The fastest phase is active where it is at least twice as fast as each neighbour and the difference
/// is three standard deviations; what comes before it is initial, what comes after residual. Otherwise all phases are steady motion at changing rates.
/// </summary>
public static class LifeCycle
{
    /// <summary>The phases of one place.</summary>
    /// <param name="span">Time from the first to the last date, years.</param>
    /// <param name="changes">Times of the changes of rate since the first date, years, ascending; shape (change).</param>
    /// <param name="rates">Rates before, between and after them, metres per year; shape (change + 1).</param>
    /// <param name="sigmas">Their standard deviations, metres per year; shape (change + 1).</param>
    public static IReadOnlyList<LifePhase> Of(double span, ReadOnlySpan<double> changes, ReadOnlySpan<double> rates, ReadOnlySpan<double> sigmas)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rates.Length, changes.Length + 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(sigmas.Length, rates.Length);
        var fastest = 0;
        for (var k = 1; k < rates.Length; k++)
        {
            fastest = Math.Abs(rates[k]) > Math.Abs(rates[fastest]) ? k : fastest;
        }

        var isCycle = rates.Length > 1;
        foreach (var k in new[] { fastest - 1, fastest + 1 })
        {
            isCycle &= k < 0 || k >= rates.Length || Exceeds(rates[fastest], sigmas[fastest], rates[k], sigmas[k]);
        }

        var phases = new LifePhase[rates.Length];
        for (var k = 0; k < phases.Length; k++)
        {
            var kind = !isCycle ? LifePhaseKind.Steady : k < fastest ? LifePhaseKind.Initial : k == fastest ? LifePhaseKind.Active : LifePhaseKind.Residual;
            phases[k] = new LifePhase(kind, k == 0 ? 0 : changes[k - 1], k < changes.Length ? changes[k] : span, rates[k], sigmas[k]);
        }

        return phases;
    }

    /// <summary>Whether a rate is at least twice as fast as another and the difference is three standard deviations.</summary>
    internal static bool Exceeds(double fast, double fastSigma, double slow, double slowSigma) =>
        Math.Abs(fast) >= 2 * Math.Abs(slow) && !(Math.Abs(fast - slow) < 3 * Math.Sqrt((fastSigma * fastSigma) + (slowSigma * slowSigma)));
}

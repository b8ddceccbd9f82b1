using Plumb.TimeFunctions;

namespace Plumb.Subsidence;

/// <summary>The life of a subsidence as three phases at most: initial, active and residual. Dates are years since the first date.</summary>
/// <param name="Phases">The phases, ascending; one steady phase where no part is much faster than the rest.</param>
/// <param name="FromSigma">Standard deviation of the beginning of the active phase, years; NaN where it began before the first date.</param>
/// <param name="ToSigma">Standard deviation of the end of the active phase, years; NaN where it has not ended.</param>
public sealed record LifePhases(IReadOnlyList<LifePhase> Phases, double FromSigma, double ToSigma)
{
    /// <summary>Share of the fastest rate that a neighbouring stretch must reach to be part of the active phase (pure number).</summary>
    private const double ActiveShare = 0.5;

    /// <summary>The active phase; null where there is none.</summary>
    public LifePhase? Active => Phases.FirstOrDefault(p => p.Kind == LifePhaseKind.Active);

    /// <summary>The phase at the last date.</summary>
    public LifePhaseKind Now => Phases.Count > 0 ? Phases[^1].Kind : LifePhaseKind.Steady;

    /// <summary>
    /// Reads stretches of steady rate as phases. Active are the fastest stretch and those beside it that are at least half as fast in the same direction: a start or an end that
    /// takes several dates makes stretches of its own. What comes before is initial, what comes after is residual.
    /// </summary>
    /// <param name="span">Time from the first to the last date, years.</param>
    /// <param name="changes">Times of the changes of rate since the first date, years, ascending; shape (change).</param>
    /// <param name="changeSigmas">Their standard deviations, years; shape (change).</param>
    /// <param name="rates">Rates before, between and after them, metres per year; shape (change + 1).</param>
    /// <param name="sigmas">Their standard deviations, metres per year; shape (change + 1).</param>
    public static LifePhases Of(double span, ReadOnlySpan<double> changes, ReadOnlySpan<double> changeSigmas, ReadOnlySpan<double> rates, ReadOnlySpan<double> sigmas)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rates.Length, changes.Length + 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(sigmas.Length, rates.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(changeSigmas.Length, changes.Length);
        var fastest = 0;
        for (var k = 1; k < rates.Length; k++)
        {
            fastest = Math.Abs(rates[k]) > Math.Abs(rates[fastest]) ? k : fastest;
        }

        var (first, last) = (fastest, fastest);
        while (first > 0 && rates[first - 1] / rates[fastest] >= ActiveShare)
        {
            first--;
        }

        while (last < rates.Length - 1 && rates[last + 1] / rates[fastest] >= ActiveShare)
        {
            last++;
        }

        var bounds = new List<int> { 0, first, last + 1, rates.Length };
        var (merged, mergedSigmas, starts) = (new List<double>(), new List<double>(), new List<double>());
        for (var k = 0; k + 1 < bounds.Count; k++)
        {
            if (bounds[k + 1] > bounds[k])
            {
                var (rate, sigma) = Mean(span, changes, rates, sigmas, bounds[k], bounds[k + 1]);
                merged.Add(rate);
                mergedSigmas.Add(sigma);
                starts.Add(bounds[k] == 0 ? 0 : changes[bounds[k] - 1]);
            }
        }

        var phases = LifeCycle.Of(span, starts.Skip(1).ToArray(), merged.ToArray(), mergedSigmas.ToArray());
        if (!phases.Any(p => p.Kind == LifePhaseKind.Active))
        {
            var (rate, sigma) = Mean(span, changes, rates, sigmas, 0, rates.Length);
            return new LifePhases([new LifePhase(LifePhaseKind.Steady, 0, span, rate, sigma)], double.NaN, double.NaN);
        }

        return new LifePhases(phases, first > 0 ? changeSigmas[first - 1] : double.NaN, last < rates.Length - 1 ? changeSigmas[last] : double.NaN);
    }

    private static (double Rate, double Sigma) Mean(double span, ReadOnlySpan<double> changes, ReadOnlySpan<double> rates, ReadOnlySpan<double> sigmas, int from, int to)
    {
        var (length, moved, variance) = (0.0, 0.0, 0.0);
        for (var k = from; k < to; k++)
        {
            var stretch = (k < changes.Length ? changes[k] : span) - (k == 0 ? 0 : changes[k - 1]);
            length += stretch;
            moved += stretch * rates[k];
            variance += Math.Pow(stretch * sigmas[k], 2);
        }

        return length > 0 ? (moved / length, Math.Sqrt(variance) / length) : (rates[from], sigmas[from]);
    }
}

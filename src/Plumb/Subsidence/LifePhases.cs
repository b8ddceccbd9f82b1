using Plumb.TimeFunctions;

namespace Plumb.Subsidence;

/// <summary>The life of a subsidence as phases: initial, active and residual, and pauses where it was active more than once. Dates are years since the first date.</summary>
/// <param name="Phases">The phases, ascending; one steady phase where no part is much faster than the rest.</param>
/// <param name="StartSigmas">Standard deviation of the beginning of each phase, years; NaN for one that began before the first date; shape (phase).</param>
public sealed record LifePhases(IReadOnlyList<LifePhase> Phases, IReadOnlyList<double> StartSigmas)
{
    /// <summary>Share of the fastest rate that a neighbouring stretch must reach to be part of the active phase (pure number).</summary>
    private const double ActiveShare = 0.5;

    /// <summary>A stretch between a fast and a slow one, of a rate between theirs, is the rounding of one change where it is at most so much of the fast one's length (pure number).</summary>
    private const double RoundingShare = 0.6;

    /// <summary>The active phase, of several the one that moved most; null where there is none.</summary>
    public LifePhase? Active => Phases.Where(p => p.Kind == LifePhaseKind.Active).MaxBy(p => Math.Abs(p.Rate * (p.To - p.From)));

    /// <summary>The phase that follows the active one; null where it has not ended.</summary>
    public LifePhase? After => Active is { } active ? Phases.FirstOrDefault(p => p.From >= active.To) : null;

    /// <summary>Standard deviation of the beginning of the active phase, years; NaN where it began before the first date.</summary>
    public double FromSigma => SigmaOf(Active);

    /// <summary>Standard deviation of the end of the active phase, years; NaN where it has not ended.</summary>
    public double ToSigma => SigmaOf(After);

    /// <summary>The phase at the last date.</summary>
    public LifePhaseKind Now => Phases.Count > 0 ? Phases[^1].Kind : LifePhaseKind.Steady;

    /// <summary>
    /// Reads stretches of steady rate as phases. Active are the fastest stretch and those that are at least half as fast in the same direction; what comes before is initial, what
    /// comes after is residual, and what lies between two that are active is a pause. Ground that takes some dates to change its rate makes a short stretch of its own between the two rates: the change is then dated where
    /// the straight lines of the two meet.
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
        var stretches = new List<Stretch>();
        for (var k = 0; k < rates.Length; k++)
        {
            stretches.Add(new Stretch(k == 0 ? 0 : changes[k - 1], k < changes.Length ? changes[k] : span, k == 0 ? double.NaN : changeSigmas[k - 1], rates[k], sigmas[k]));
        }

        Sharpen(stretches);
        var fastest = stretches.MaxBy(s => Math.Abs(s.Rate))!;
        var runs = Joined(stretches, s => s.Rate / fastest.Rate >= ActiveShare);
        if (runs.Count(r => r.IsActive) > 1 && Several(runs) is { } several)
        {
            return several;
        }

        var at = runs.FindIndex(r => r.Run.From <= fastest.From && r.Run.To >= fastest.To);
        Stretch[] parts = [.. Parts(runs, at)];
        var phases = LifeCycle.Of(span, [.. parts.Skip(1).Select(p => p.From)], [.. parts.Select(p => p.Rate)], [.. parts.Select(p => p.Sigma)]);
        if (phases.Any(p => p.Kind == LifePhaseKind.Active))
        {
            return new LifePhases(phases, [.. parts.Select(p => p.FromSigma)]);
        }

        var whole = Stretch.Mean(stretches);
        return new LifePhases([new LifePhase(LifePhaseKind.Steady, 0, span, whole.Rate, whole.Sigma)], [double.NaN]);
    }

    private double SigmaOf(LifePhase? phase)
    {
        for (var k = 0; k < Phases.Count && phase is not null; k++)
        {
            if (ReferenceEquals(Phases[k], phase))
            {
                return StartSigmas[k];
            }
        }

        return double.NaN;
    }

    /// <summary>Replaces a short stretch between a fast and a slow one by the date at which the lines of these two meet; what was moved stays the same.</summary>
    private static void Sharpen(List<Stretch> stretches)
    {
        for (var k = 1; k + 1 < stretches.Count; k++)
        {
            var (before, between, after) = (stretches[k - 1], stretches[k], stretches[k + 1]);
            var fast = Math.Abs(before.Rate) > Math.Abs(after.Rate) ? before : after;
            var slow = Math.Abs(before.Rate) > Math.Abs(after.Rate) ? after : before;
            var share = (between.Rate - after.Rate) / (before.Rate - after.Rate);
            if (!(share is > 0 and < 1) || slow.Rate / fast.Rate >= ActiveShare || between.Length > RoundingShare * fast.Length)
            {
                continue;
            }

            var at = between.From + (share * between.Length);
            var difference = before.Rate - after.Rate;
            var spread = between.Length * Math.Sqrt(
                Math.Pow(between.Sigma / difference, 2) + Math.Pow(share * before.Sigma / difference, 2) + Math.Pow((1 - share) * after.Sigma / difference, 2));
            var sigma = Math.Sqrt(Math.Pow((1 - share) * between.FromSigma, 2) + Math.Pow(share * after.FromSigma, 2) + (spread * spread));
            stretches[k - 1] = before with { To = at };
            stretches[k + 1] = after with { From = at, FromSigma = sigma };
            stretches.RemoveAt(k);
            k--;
        }
    }

    private static List<(bool IsActive, Stretch Run)> Joined(List<Stretch> stretches, Func<Stretch, bool> isActive)
    {
        var runs = new List<(bool IsActive, Stretch Run)>();
        for (var k = 0; k < stretches.Count;)
        {
            var end = k + 1;
            while (end < stretches.Count && isActive(stretches[end]) == isActive(stretches[k]))
            {
                end++;
            }

            runs.Add((isActive(stretches[k]), Stretch.Mean(stretches[k..end])));
            k = end;
        }

        return runs;
    }

    /// <summary>Phases with more than one that is active; null where a slow one is not told from one beside it.</summary>
    private static LifePhases? Several(List<(bool IsActive, Stretch Run)> runs)
    {
        for (var k = 0; k + 1 < runs.Count; k++)
        {
            var (fast, slow) = runs[k].IsActive ? (runs[k].Run, runs[k + 1].Run) : (runs[k + 1].Run, runs[k].Run);
            if (!LifeCycle.Exceeds(fast.Rate, fast.Sigma, slow.Rate, slow.Sigma))
            {
                return null;
            }
        }

        var (first, last) = (runs.FindIndex(r => r.IsActive), runs.FindLastIndex(r => r.IsActive));
        LifePhaseKind Kind(int k) => runs[k].IsActive ? LifePhaseKind.Active : k < first ? LifePhaseKind.Initial : k > last ? LifePhaseKind.Residual : LifePhaseKind.Pause;
        return new LifePhases([.. runs.Select((r, k) => new LifePhase(Kind(k), r.Run.From, r.Run.To, r.Run.Rate, r.Run.Sigma))], [.. runs.Select(r => r.Run.FromSigma)]);
    }

    private static IEnumerable<Stretch> Parts(List<(bool IsActive, Stretch Run)> runs, int at)
    {
        if (at > 0)
        {
            yield return Stretch.Mean([.. runs.Take(at).Select(r => r.Run)]);
        }

        yield return runs[at].Run;
        if (at + 1 < runs.Count)
        {
            yield return Stretch.Mean([.. runs.Skip(at + 1).Select(r => r.Run)]);
        }
    }

    private sealed record Stretch(double From, double To, double FromSigma, double Rate, double Sigma)
    {
        public double Length => To - From;

        public static Stretch Mean(List<Stretch> parts)
        {
            var length = parts.Sum(p => p.Length);
            return length > 0
                ? parts[0] with { To = parts[^1].To, Rate = parts.Sum(p => p.Length * p.Rate) / length, Sigma = Math.Sqrt(parts.Sum(p => Math.Pow(p.Length * p.Sigma, 2))) / length }
                : parts[0];
        }
    }
}

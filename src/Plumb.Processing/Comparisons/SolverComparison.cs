using Plumb.Processing.Configuration;
using Plumb.Processing.Scheduling;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Comparisons;

/// <summary>
/// Holds solvers against each other on a run's own stack: pairs are left out in folds, each solver predicts them from the others, and what it misses tells how well
/// it suits these data. What the ground did is not known, but what the radar saw in a pair is. Tiles are drawn by a seed; the result does not depend on threads.
/// </summary>
public static class SolverComparison
{
    /// <summary>Smallest difference (share of the misfit) that counts; a smaller one makes no odds, however surely it is there.</summary>
    public const double LeastShare = 0.01;

    /// <summary>How often chance alone may make a difference between any of the solvers and the settings' one (probability, a pure number).</summary>
    public const double Chance = 0.05;

    /// <summary>Compares. Nothing is written.</summary>
    /// <param name="run">A run whose stages up to the reference are current.</param>
    /// <param name="options">On how much (counts).</param>
    /// <exception cref="RequestException">The settings' solver is not possible, or there is nothing to compare on.</exception>
    public static ComparisonRecord Run(RunContext run, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var job = new ComparisonJob(run, options);
        var own = job.Planned.Single(p => p.Candidate.IsOf(run.Settings.Inversion));
        if (own.Reason.Length > 0)
        {
            throw new RequestException(own.Reason);
        }

        if (job.Tiles.Count == 0)
        {
            throw new RequestException("No pixel has data and lies inside the area and outside water, layover and shadow, so that there is nothing to compare solvers on.");
        }

        run.Progress.Begin("Compare solvers", job.Tiles.Count);
        UnitScheduler.Run(
            job.Tiles.Count,
            run.ThreadsFor(job.BytesPerThread),
            () => new ComparisonWorker(job),
            (unit, worker) =>
            {
                worker.Judge(unit);
                run.Progress.Advance(1);
            },
            run.Cancellation);
        if (job.Misfit.Count == 0)
        {
            throw new RequestException(
                $"No pixel of the {job.Tiles.Count} tiles drawn can be judged: none reaches mask.min_temporal_coherence, or each falls apart without the pairs left out. Draw more tiles (--sample).");
        }

        run.Progress.End($"{job.Possible.Count} solvers on {job.Tiles.Count} tiles");
        return Record(job, own);
    }

    private static ComparisonRecord Record(ComparisonJob job, PlannedSolver own)
    {
        var possible = job.Possible;
        var ranked = Enumerable.Range(0, possible.Count).Where(s => possible[s].Candidate.IsRanked).ToArray();
        var ownIndex = ranked.Single(s => ReferenceEquals(possible[s], own));
        var summaries = Enumerable.Range(0, possible.Count).Select(job.Misfit.Of).ToArray();
        var best = ranked.OrderBy(s => summaries[s].Mean).First();
        bool Differs(MisfitDifference d, int other) =>
            d.Probability * Math.Max(1, ranked.Length - 1) < Chance && Math.Abs(d.Mean) > LeastShare * summaries[other].Mean;
        var plain = Seconds(job, Array.Find(ranked, s => possible[s].Candidate.Name == (job.Stack.HasCoherence ? "variance" : "none")));
        var rows = new List<ComparisonRow>();
        foreach (var planned in job.Planned)
        {
            var s = possible.ToList().IndexOf(planned);
            if (s < 0)
            {
                rows.Add(new ComparisonRow { Name = planned.Candidate.Name, IsRanked = planned.Candidate.IsRanked, Reason = planned.Reason });
                continue;
            }

            var toOwn = job.Misfit.Difference(s, ownIndex);
            rows.Add(Row(job, s, summaries[s]) with
            {
                IsOfSettings = s == ownIndex,
                RelativeTime = Seconds(job, s) / plain,
                AgainstSettings = 100 * toOwn.Mean / summaries[ownIndex].Mean,
                AgainstSettingsSigma = 100 * toOwn.Sigma / summaries[ownIndex].Mean,
                DiffersFromSettings = s != ownIndex && Differs(toOwn, ownIndex),
                IsAmongBest = planned.Candidate.IsRanked && (s == best || !Differs(job.Misfit.Difference(s, best), best)),
            });
        }

        var supported = Supported(rows);
        return new ComparisonRecord
        {
            Options = job.Options,
            Tiles = job.Tiles.Count,
            TilesWithData = job.TilesWithData,
            Pairs = job.Network.Pairs.Count,
            HeldOutPairs = job.Folds.HeldOut,
            Errors = job.Misfit.Count,
            GapErrors = job.GapMisfit.Count,
            Solvers = rows,
            Verdict = ComparisonVerdict.Of(rows, supported),
            Supported = supported?.Name,
            Yaml = supported is null ? [] : Change(job.Run.Settings.Inversion, job.Planned.Single(p => p.Candidate.Name == supported.Name).Candidate),
        };
    }

    private static ComparisonRow Row(ComparisonJob job, int solver, MisfitSummary summary)
    {
        var quality = new TileQuality();
        for (var t = 0; t < job.Tiles.Count; t++)
        {
            var tile = job.Quality[t, solver];
            quality = new TileQuality(quality.SquaredResidual + tile.SquaredResidual, quality.TemporalCoherence + tile.TemporalCoherence, quality.Pixels + tile.Pixels, default);
        }

        return new ComparisonRow
        {
            Name = job.Possible[solver].Candidate.Name,
            IsRanked = job.Possible[solver].Candidate.IsRanked,
            Misfit = 1000 * summary.Mean,
            MisfitSigma = 1000 * summary.MeanSigma,
            Rms = 1000 * summary.Rms,
            Spread = 1000 * summary.Spread,
            SpreadSigma = 1000 * summary.SpreadSigma,
            GapMisfit = job.GapMisfit.Count > 0 ? 1000 * job.GapMisfit.Of(solver).Mean : double.NaN,
            ResidualRms = 1000 * Math.Abs(job.Stack.Sensor.MetresPerRadian) * Math.Sqrt(quality.SquaredResidual / quality.Pixels),
            TemporalCoherence = quality.TemporalCoherence / quality.Pixels,
        };
    }

    /// <summary>
    /// The first solver of the list, which begins with the simplest, that the data cannot tell from the best and that surely misses less than the settings' one; none
    /// where the settings' one is itself among the best.
    /// </summary>
    private static ComparisonRow? Supported(List<ComparisonRow> rows) => rows.Single(r => r.IsOfSettings).IsAmongBest
        ? null
        : rows.Find(r => r is { IsAmongBest: true, DiffersFromSettings: true, AgainstSettings: < 0 });

    private static double Seconds(ComparisonJob job, int solver) =>
        Enumerable.Range(0, job.Tiles.Count).Sum(t => job.Quality[t, solver].Time.TotalSeconds);

    /// <summary>The lines of the settings that differ.</summary>
    private static string[] Change(InversionSettings settings, SolverCandidate candidate)
    {
        var target = candidate.Settings with { Sigma = settings.Sigma, Stacking = settings.Stacking };
        var before = SettingsWriter.Write(settings, comments: false).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return ["inversion:", .. SettingsWriter.Write(target, comments: false).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !before.Contains(l)).Select(l => "  " + l)];
    }
}

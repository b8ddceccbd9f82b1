using Plumb.Kernels;

namespace Plumb.Unwrapping.Bowls;

/// <summary>
/// Finds model bowls in one wrapped interferogram and fits them to it, without unwrapping: candidates from the second differences of the phase, a fit that grows from the middle of
/// the fringes (<see cref="BowlFit"/>), the best ones taken off and the rest looked through again, at last each fitted anew beside the others. A bowl is used only where
/// neighbouring pixels agree better without it, by more than chance and by <see cref="BowlOptions.LeastGain"/>: what it leaves is then gentler than what was there.
/// Results do not depend on the number of threads.
/// </summary>
public static class BowlSearch
{
    private const int Rounds = 3;
    private const int Tried = 16;
    private const int Together = 4;
    private const double LeastCoherence = 0.5;
    private const double Significance = 6;

    /// <summary>Working memory (unit: byte) of a search in an image.</summary>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public static long WorkingBytes(int rows, int columns) => (long)rows * columns * BowlPhasors.BytesPerPixel;

    /// <summary>Finds bowls.</summary>
    /// <param name="image">The interferogram.</param>
    /// <param name="options">How.</param>
    /// <param name="budget">What working memory is leased from.</param>
    /// <param name="stop">Stops the work.</param>
    /// <returns>The bowls, the one that gains most first; none where none gains.</returns>
    /// <exception cref="MemoryBudgetException">The working memory does not fit into the budget.</exception>
    public static IReadOnlyList<FittedBowl> Find(WrappedImage image, BowlOptions options, MemoryBudget budget, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Looks, 1, nameof(options));
        budget.Claim(WorkingBytes(image.Rows, image.Columns), "Unwrapping: model bowls");
        try
        {
            var phasors = new BowlPhasors(image, options.Looks);
            var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
            var found = new List<BowlState>();
            for (var round = 0; round < Rounds && found.Count < options.Most; round++)
            {
                var more = Look(phasors, options, threads, stop);
                if (more.Count == 0)
                {
                    break;
                }

                foreach (var state in more.Take(options.Most - found.Count))
                {
                    phasors.Turn(state.Bowl, 1);
                    found.Add(state);
                }
            }

            Refine(phasors, found, options, stop);
            return [.. found.OrderByDescending(f => f.Gain).Select(f => Told(phasors, f))];
        }
        finally
        {
            budget.GiveBack(WorkingBytes(image.Rows, image.Columns));
        }
    }

    /// <summary>Bowls of what is left, best first, that do not lie in each other.</summary>
    private static List<BowlState> Look(BowlPhasors phasors, BowlOptions options, int threads, CancellationToken stop)
    {
        var candidates = new BowlCandidates(phasors, threads).Find();
        var good = new List<BowlState>();
        for (var tried = 0; tried < Tried; tried += Together)
        {
            // A candidate inside of a bowl that was found already is a part of it.
            candidates.RemoveAll(c => good.Any(g => g.Curve.Distance(g.Parameters, c.X, c.Y) < BowlFit.Edge));
            var next = candidates.Take(Together).ToArray();
            candidates.RemoveRange(0, next.Length);
            var fits = new BowlState?[next.Length];
            Parallel.For(0, next.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, i => fits[i] = new BowlFit(phasors).Grow(next[i], options.Shape));
            good.AddRange(fits.OfType<BowlState>().Where(f => IsGain(f, options)));
        }

        var kept = new List<BowlState>();
        foreach (var state in good.OrderByDescending(s => s.Gain))
        {
            if (kept.All(k => Apart(k.Bowl, state.Bowl)))
            {
                kept.Add(state);
            }
        }

        return kept;
    }

    private static bool Apart(Bowl a, Bowl b) => Math.Sqrt(((a.Row - b.Row) * (a.Row - b.Row)) + ((a.Column - b.Column) * (a.Column - b.Column))) > (0.5 * a.Reach) + (0.5 * b.Reach);

    private static bool IsGain(BowlState state, BowlOptions options) =>
        state.Coherence >= LeastCoherence && state.After - state.Before >= options.LeastGain && state.Gain >= Significance * state.GainSigma;

    /// <summary>Fits each bowl again beside the others, twice; drops those that no longer gain.</summary>
    private static void Refine(BowlPhasors phasors, List<BowlState> found, BowlOptions options, CancellationToken stop)
    {
        var fit = new BowlFit(phasors);
        for (var round = 0; round < 2; round++)
        {
            for (var k = found.Count - 1; k >= 0; k--)
            {
                stop.ThrowIfCancellationRequested();
                phasors.Turn(found[k].Bowl, -1);
                if (fit.Finish(found[k].Curve, found[k].Parameters) is { } better && IsGain(better, options))
                {
                    found[k] = better;
                    phasors.Turn(better.Bowl, 1);
                }
                else
                {
                    found.RemoveAt(k);
                }
            }
        }
    }

    private static FittedBowl Told(BowlPhasors phasors, BowlState state)
    {
        phasors.Turn(state.Bowl, -1);
        var covariance = new BowlFit(phasors).Covariance(state);
        phasors.Turn(state.Bowl, 1);
        return new FittedBowl(state.Bowl, state.Curve.Sigma(state.Parameters, covariance), state.Coherence, state.Before, state.After);
    }
}

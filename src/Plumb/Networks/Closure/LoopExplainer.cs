namespace Plumb.Networks.Closure;

/// <summary>An error of the unwrapping that a set of open loops puts down to one pair.</summary>
/// <param name="Pair">Index of the pair in the network.</param>
/// <param name="Cycles">Whole cycles to be added to its phase (count).</param>
/// <param name="Margin">By how much the best explanation that does not blame the pair just so is dearer, in pairs of middling coherence (count); not looked for beyond 8.</param>
/// <param name="Verdict">Whether the blame is acted on, or why not.</param>
public readonly record struct LoopBlame(int Pair, int Cycles, double Margin, BlameVerdict Verdict);

/// <summary>What becomes of the blame on a pair.</summary>
public enum BlameVerdict
{
    /// <summary>The pair is corrected.</summary>
    Corrected,

    /// <summary>Another explanation costs nearly the same.</summary>
    Ambiguous,

    /// <summary>Its loops do not agree on it.</summary>
    Contradicted,
}

/// <summary>
/// Finds out which pairs a set of open loops puts the blame on: the fewest cycles by <see cref="LeastCycles"/>; then a pair is blamed only
/// if at least three in four of its loops are closed, more than without the blame, and if the next best explanation costs clearly more.
/// One instance per thread.
/// </summary>
internal sealed class LoopExplainer
{
    private const double FarEnough = 8;
    private readonly ClosureLoops loops;
    private readonly ClosureOptions options;
    private readonly int[] costs;
    private readonly LeastCycles solver;
    private readonly LoopPlan whole;
    private readonly int[] cyclesOfPairs;
    private readonly int[] arcOfPair;
    private readonly int[] corrections;

    public LoopExplainer(ClosureLoops loops, ClosureOptions options, int[] costs)
    {
        (this.loops, this.options, this.costs) = (loops, options, costs);
        solver = new LeastCycles(loops.Network.Dates.Count);
        whole = LoopPlan.Whole(loops);
        cyclesOfPairs = new int[loops.Network.Pairs.Count];
        arcOfPair = new int[cyclesOfPairs.Length];
        corrections = new int[cyclesOfPairs.Length];
    }

    /// <summary>Working memory of one instance, bytes: the solver, three numbers for each pair, and the order in which loops give the cycles of pairs.</summary>
    /// <param name="loops">The loops.</param>
    public static long BytesOf(ClosureLoops loops) =>
        LeastCycles.BytesOf(loops.Network.Dates.Count, loops.Network.Pairs.Count + loops.Network.Dates.Count)
        + (3L * sizeof(int) * loops.Network.Pairs.Count) + LoopPlan.BytesOf(loops);

    /// <summary>Cycles left in each pair by the last explanation, the corrections that it proposes; shape (pair).</summary>
    public ReadOnlySpan<int> Corrections => corrections;

    /// <summary>Whether loops that check each other agree, and there are such; told without solving.</summary>
    public bool IsConsistent(ReadOnlySpan<sbyte> cycles)
    {
        var plan = PlanOf(cycles);
        plan.Integrate(cycles, cyclesOfPairs);
        return plan.CheckCount > 0 && plan.Agrees(cycles, cyclesOfPairs);
    }

    /// <summary>The same for a pixel at which no loop is missing, without its cycles being gathered: noise, which most open loops are, is told from the first few.</summary>
    /// <param name="planes">Whole cycles of the loops (counts); shape (loop, pixel).</param>
    /// <param name="stride">Distance from one loop to the next (unit: elements).</param>
    /// <param name="pixel">The pixel.</param>
    public bool IsConsistent(ReadOnlySpan<sbyte> planes, int stride, int pixel) => whole.Closes(planes, stride, pixel, cyclesOfPairs);

    /// <summary>Explains the cycles of the loops.</summary>
    /// <param name="cycles">Whole cycles of the loops (counts) or missing; shape (loop).</param>
    /// <param name="motion">Phase of the region less that of its surroundings, radians, NaN for no data, shape (pair); empty when not known.</param>
    /// <param name="minMargin">By how much the next best explanation must be dearer, in pairs (count).</param>
    /// <returns>The blamed pairs, ascending.</returns>
    public List<LoopBlame> Explain(ReadOnlySpan<sbyte> cycles, ReadOnlySpan<double> motion, double minMargin)
    {
        var plan = PlanOf(cycles);
        plan.Integrate(cycles, cyclesOfPairs);
        Solve(plan.IsTested);
        if (options.Continuity > 0 && !motion.IsEmpty && AddContinuity(plan.IsTested, motion))
        {
            solver.Solve();
            Propose();
        }

        var blames = new List<LoopBlame>();
        var enough = (long)(FarEnough * PairCost.One);
        for (var p = 0; p < corrections.Length; p++)
        {
            if (corrections[p] != 0)
            {
                var margin = solver.Margin(arcOfPair[p], enough) / (double)PairCost.One;
                var verdict = !LoopsAgree(p, cycles) ? BlameVerdict.Contradicted
                    : margin >= minMargin ? BlameVerdict.Corrected : BlameVerdict.Ambiguous;
                blames.Add(new LoopBlame(p, corrections[p], Math.Min(margin, FarEnough), verdict));
            }
        }

        return blames;
    }

    /// <summary>
    /// Explains the step between a component of one pair and its surroundings by the same step in all pairs; whole cycles of its loops follow from the steps
    /// themselves, noise being averaged away. The suspect pair counts half, as its unwrapper was not sure of it either.
    /// </summary>
    /// <param name="motion">Phase of the component less that of its surroundings, radians, NaN for no data, shape (pair); may be empty.</param>
    /// <param name="suspect">The pair whose component it is.</param>
    /// <param name="minMargin">By how much the next best explanation must be dearer, in pairs (count).</param>
    /// <returns>The blame on the suspect; null where it fits as it is or nothing is known of it.</returns>
    public LoopBlame? ExplainGap(ReadOnlySpan<double> motion, int suspect, double minMargin)
    {
        if (motion.IsEmpty || !double.IsFinite(motion[suspect]))
        {
            return null;
        }

        var steps = CyclesOfSteps(motion);
        var plan = PlanOf(steps);
        plan.Integrate(steps, cyclesOfPairs);
        var isUsed = new bool[motion.Length];
        for (var p = 0; p < isUsed.Length; p++)
        {
            isUsed[p] = double.IsFinite(motion[p]);
        }

        Solve(isUsed, suspect);
        if (options.Continuity > 0 && AddContinuity(isUsed, motion))
        {
            solver.Solve();
            Propose();
        }

        if (corrections[suspect] == 0)
        {
            return null;
        }

        var margin = solver.Margin(arcOfPair[suspect], (long)(FarEnough * PairCost.One)) / (double)PairCost.One;
        return new LoopBlame(suspect, corrections[suspect], Math.Min(margin, FarEnough), margin >= minMargin ? BlameVerdict.Corrected : BlameVerdict.Ambiguous);
    }

    private sbyte[] CyclesOfSteps(ReadOnlySpan<double> motion)
    {
        var steps = new sbyte[loops.Count];
        for (var l = 0; l < steps.Length; l++)
        {
            var pairs = loops.PairsOf(l);
            var signs = loops.SignsOf(l);
            var sum = 0.0;
            for (var i = 0; i < pairs.Length; i++)
            {
                sum += signs[i] * motion[pairs[i]];
            }

            steps[l] = double.IsFinite(sum)
                ? (sbyte)Math.Clamp(Math.Round(sum / (2 * Math.PI)), -LoopKernel.Most, LoopKernel.Most)
                : LoopKernel.Missing;
        }

        return steps;
    }

    private LoopPlan PlanOf(ReadOnlySpan<sbyte> cycles) => cycles.Contains(LoopKernel.Missing) ? LoopPlan.Of(loops, cycles) : whole;

    private void Solve(ReadOnlySpan<bool> isUsed, int suspect = -1)
    {
        solver.Clear();
        var network = loops.Network;
        for (var p = 0; p < arcOfPair.Length; p++)
        {
            arcOfPair[p] = isUsed[p] ? solver.ArcCount : -1;
            if (isUsed[p])
            {
                solver.Add(network.FirstIndex[p], network.SecondIndex[p], cyclesOfPairs[p], p == suspect ? costs[p] / 2 : costs[p]);
            }
        }

        solver.Solve();
        Propose();
    }

    private void Propose()
    {
        for (var p = 0; p < corrections.Length; p++)
        {
            corrections[p] = arcOfPair[p] < 0 ? 0 : -solver.Left(arcOfPair[p]);
        }
    }

    private bool AddContinuity(ReadOnlySpan<bool> isUsed, ReadOnlySpan<double> motion)
    {
        var jumps = MotionContinuity.Jumps(loops.Network, motion, corrections, isUsed);
        var found = false;
        foreach (var (date, cycles, trust) in jumps)
        {
            var weight = (int)Math.Round(options.Continuity * PairCost.One * trust);
            if (weight > 0)
            {
                found = true;
                solver.Add(date, date + 1, solver.Potential(date + 1) - solver.Potential(date) - cycles, weight);
            }
        }

        return found;
    }

    /// <summary>Whether most loops of a pair are closed by the corrections, and more than would be without the pair's own.</summary>
    private bool LoopsAgree(int pair, ReadOnlySpan<sbyte> cycles)
    {
        var (told, closed, without) = (0, 0, 0);
        var ofPair = loops.LoopsOf(pair);
        var signs = loops.SignsIn(pair);
        for (var i = 0; i < ofPair.Length; i++)
        {
            if (cycles[ofPair[i]] == LoopKernel.Missing)
            {
                continue;
            }

            var sum = (int)cycles[ofPair[i]];
            var pairs = loops.PairsOf(ofPair[i]);
            var directions = loops.SignsOf(ofPair[i]);
            for (var q = 0; q < pairs.Length; q++)
            {
                sum += directions[q] * corrections[pairs[q]];
            }

            told++;
            closed += sum == 0 ? 1 : 0;
            without += sum == signs[i] * corrections[pair] ? 1 : 0;
        }

        return 4 * closed >= 3 * told && closed > without;
    }
}

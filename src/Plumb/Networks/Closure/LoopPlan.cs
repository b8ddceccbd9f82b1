namespace Plumb.Networks.Closure;

/// <summary>
/// In which order the cycles of loops give the cycles of pairs, where some loops may have no data. The pairs of a forest are given 0, every further pair
/// follows from a loop in which it is the only one not known yet; the loops left over are a check. A pair that no loop reaches alone is left out, with
/// the loops that hold it. Immutable and safe for threads.
/// </summary>
internal sealed class LoopPlan
{
    private readonly ClosureLoops loops;
    private readonly (int Loop, int Pair, sbyte Sign)[] steps;
    private readonly int[] checks;
    private readonly (int Loop, int Pair, sbyte Sign)[] order;

    private LoopPlan(ClosureLoops loops, (int Loop, int Pair, sbyte Sign)[] steps, int[] checks, bool[] isTested, bool isWhole)
    {
        this.loops = loops;
        this.steps = steps;
        this.checks = checks;
        IsTested = isTested;
        order = isWhole ? Order() : [];
    }

    /// <summary>Whether some usable loop holds a pair; shape (pair).</summary>
    public bool[] IsTested { get; }

    /// <summary>Number of loops that say nothing new and check the others (count).</summary>
    public int CheckCount => checks.Length;

    /// <summary>Bytes of two plans, that of all loops and one for a pixel at which some are missing while it is made.</summary>
    public static long BytesOf(ClosureLoops loops)
    {
        // A step is a loop, a pair and a sign, and each loop is one of the order in which they are checked as well; while a plan is made its list may have twice the room, and each loop a place in the queue.
        const int step = 3 * sizeof(int);
        const int making = (3 * step) + (4 * sizeof(int)) + (2 * sizeof(bool));
        return ((long)(step + step + making) * loops.Count) + (4L * sizeof(bool) * loops.Network.Pairs.Count) + ((long)sizeof(int) * loops.Network.Dates.Count);
    }

    /// <summary>The plan of loops that are all there.</summary>
    public static LoopPlan Whole(ClosureLoops loops)
    {
        var steps = new (int, int, sbyte)[loops.BasisCount];
        for (var l = 0; l < steps.Length; l++)
        {
            var pair = loops.NewPairOf(l);
            steps[l] = (l, pair, loops.SignsOf(l)[loops.PairsOf(l).IndexOf(pair)]);
        }

        var tested = new bool[loops.Network.Pairs.Count];
        for (var p = 0; p < tested.Length; p++)
        {
            tested[p] = !loops.LoopsOf(p).IsEmpty;
        }

        return new LoopPlan(loops, steps, [.. Enumerable.Range(steps.Length, loops.Count - steps.Length)], tested, isWhole: true);
    }

    /// <summary>The plan for the loops that are not missing in a vector of cycles.</summary>
    public static LoopPlan Of(ClosureLoops loops, ReadOnlySpan<sbyte> cycles) =>
        cycles.Contains(LoopKernel.Missing) ? new Builder(loops, cycles).Build() : Whole(loops);

    /// <summary>Cycles of the pairs that give the cycles of the loops; 0 for pairs that are not tested.</summary>
    /// <param name="cycles">Cycles of the loops; shape (loop).</param>
    /// <param name="ofPairs">Receives the cycles of the pairs; shape (pair).</param>
    public void Integrate(ReadOnlySpan<sbyte> cycles, Span<int> ofPairs)
    {
        ofPairs.Clear();
        foreach (var (loop, pair, sign) in steps)
        {
            ofPairs[pair] = sign * (cycles[loop] - Sum(loop, ofPairs));
        }
    }

    /// <summary>Whether all checks agree with the cycles of the pairs.</summary>
    public bool Agrees(ReadOnlySpan<sbyte> cycles, ReadOnlySpan<int> ofPairs)
    {
        foreach (var loop in checks)
        {
            if (Sum(loop, ofPairs) != cycles[loop])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there are checks and all agree at one pixel, for the plan of loops that are all there: the same as <see cref="Integrate"/> and <see cref="Agrees"/>, but it ends with the first that does not.</summary>
    /// <param name="planes">Cycles of the loops; shape (loop, pixel).</param>
    /// <param name="stride">Distance from one loop to the next (unit: elements).</param>
    /// <param name="pixel">The pixel.</param>
    /// <param name="ofPairs">Working space; shape (pair).</param>
    public bool Closes(ReadOnlySpan<sbyte> planes, int stride, int pixel, Span<int> ofPairs)
    {
        ofPairs.Clear();
        foreach (var (loop, pair, sign) in order)
        {
            var rest = planes[(loop * stride) + pixel] - Sum(loop, ofPairs);
            if (pair >= 0)
            {
                ofPairs[pair] = sign * rest;
            }
            else if (rest != 0)
            {
                return false;
            }
        }

        return checks.Length > 0;
    }

    /// <summary>The steps, each followed by the checks (with pair -1) all of whose pairs are known by then.</summary>
    private (int Loop, int Pair, sbyte Sign)[] Order()
    {
        var known = new int[loops.Network.Pairs.Count];
        Array.Fill(known, -1);
        for (var i = 0; i < steps.Length; i++)
        {
            known[steps[i].Pair] = i;
        }

        var (late, sorted) = (new int[checks.Length], checks.ToArray());
        for (var c = 0; c < late.Length; c++)
        {
            late[c] = -1;
            foreach (var pair in loops.PairsOf(checks[c]))
            {
                late[c] = Math.Max(late[c], known[pair]);
            }
        }

        Array.Sort(late, sorted);
        var (all, next) = (new (int, int, sbyte)[steps.Length + checks.Length], 0);
        for (var i = -1; i < steps.Length; i++)
        {
            if (i >= 0)
            {
                all[i + next] = steps[i];
            }

            for (; next < late.Length && late[next] == i; next++)
            {
                all[i + 1 + next] = (sorted[next], -1, 0);
            }
        }

        return all;
    }

    private int Sum(int loop, ReadOnlySpan<int> ofPairs)
    {
        var pairs = loops.PairsOf(loop);
        var signs = loops.SignsOf(loop);
        var sum = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            sum += signs[i] * ofPairs[pairs[i]];
        }

        return sum;
    }

    private sealed class Builder
    {
        private readonly ClosureLoops loops;
        private readonly bool[] usable;
        private readonly bool[] tested;
        private readonly bool[] known;
        private readonly bool[] done;
        private readonly int[] unknown;
        private readonly int[] parents;
        private readonly Queue<int> ready = new();
        private readonly List<(int, int, sbyte)> steps = [];
        private readonly List<int> checks = [];

        public Builder(ClosureLoops loops, ReadOnlySpan<sbyte> cycles)
        {
            this.loops = loops;
            usable = new bool[loops.Count];
            done = new bool[loops.Count];
            unknown = new int[loops.Count];
            known = new bool[loops.Network.Pairs.Count];
            tested = new bool[known.Length];
            parents = new int[loops.Network.Dates.Count];
            DisjointSets.Reset(parents);
            for (var l = 0; l < usable.Length; l++)
            {
                usable[l] = cycles[l] != LoopKernel.Missing;
                unknown[l] = loops.PairsOf(l).Length;
            }
        }

        public LoopPlan Build()
        {
            while (true)
            {
                while (ready.TryDequeue(out var loop))
                {
                    Close(loop);
                }

                var next = Next();
                if (next < 0)
                {
                    return Finish();
                }

                Free(next);
            }
        }

        private LoopPlan Finish()
        {
            for (var p = 0; p < tested.Length; p++)
            {
                var reached = false;
                foreach (var loop in loops.LoopsOf(p))
                {
                    reached |= usable[loop];
                }

                tested[p] = known[p] && reached;
            }

            return new LoopPlan(loops, [.. steps], [.. checks.Where(l => usable[l])], tested, isWhole: false);
        }

        private void Close(int loop)
        {
            if (!usable[loop] || done[loop])
            {
                return;
            }

            done[loop] = true;
            var pairs = loops.PairsOf(loop);
            var signs = loops.SignsOf(loop);
            for (var i = 0; i < pairs.Length; i++)
            {
                if (!known[pairs[i]])
                {
                    steps.Add((loop, pairs[i], signs[i]));
                    Know(pairs[i]);
                    return;
                }
            }

            checks.Add(loop);
        }

        /// <summary>The usable loop with fewest pairs that are not known; -1 when all are done.</summary>
        private int Next()
        {
            var best = -1;
            for (var l = 0; l < usable.Length; l++)
            {
                if (usable[l] && !done[l] && (best < 0 || unknown[l] < unknown[best]))
                {
                    best = l;
                }
            }

            return best;
        }

        /// <summary>Gives 0 to all but one of the pairs of a loop that are not known, where dates are not joined yet; leaves a pair out where they are.</summary>
        private void Free(int loop)
        {
            foreach (var pair in loops.PairsOf(loop))
            {
                if (known[pair] || unknown[loop] < 2)
                {
                    continue;
                }

                if (DisjointSets.Root(parents, loops.Network.FirstIndex[pair]) == DisjointSets.Root(parents, loops.Network.SecondIndex[pair]))
                {
                    foreach (var other in loops.LoopsOf(pair))
                    {
                        usable[other] = false;
                    }

                    return;
                }

                Know(pair);
            }

            ready.Enqueue(loop);
        }

        private void Know(int pair)
        {
            known[pair] = true;
            DisjointSets.Union(parents, loops.Network.FirstIndex[pair], loops.Network.SecondIndex[pair]);
            foreach (var loop in loops.LoopsOf(pair))
            {
                if (--unknown[loop] <= 1)
                {
                    ready.Enqueue(loop);
                }
            }
        }
    }
}

using Plumb.Acquisitions;

namespace Plumb.Unwrapping;

/// <summary>
/// One wrapped phase a date and pixel that agrees best with all interferograms of a network, and the steps between neighbouring dates that are to be unwrapped in
/// their place. The phases maximise the sum of w cos(phi - (theta of the second date - theta of the first)) over the pairs, with the weights w of the Cramer-Rao bound of a
/// multilooked phase, 2 L g^2 / (1 - g^2) (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018), by going round the dates, each the angle of the weighted sum of
/// what its pairs say (the way in which phase linking is solved by Guarnieri and Tebaldini 2008, doi:10.1109/TGRS.2008.2001756). The steps are a spanning tree of the
/// dates made of the shortest pairs: there the motion is least and the coherence best. An unwrapped interferogram is the sum of its steps and of a
/// remainder of at most half a cycle, so that the sum around a loop is the sum of the remainders: no step can be counted differently in two pairs.
/// </summary>
public sealed unsafe class StackLinker
{
    /// <summary>Times that all dates are gone round (count). What is left after these is far below the noise: neighbouring dates settle first.</summary>
    internal const int Rounds = 12;

    private readonly DatePair[] pairs;
    private readonly DateOnly[] dates;
    private readonly (int From, int To)[] steps;
    private readonly int[][] paths;
    private readonly int[][] around;

    /// <summary>A network to link.</summary>
    /// <param name="pairs">The pairs, in the order of the phases' first axis; at least one.</param>
    /// <param name="looks">Independent looks behind the coherence (pure number), at least 1.</param>
    /// <param name="baselines">Perpendicular baselines of the pairs, metres; NaN where unknown; shape (pair); null where all are unknown.</param>
    public StackLinker(IReadOnlyList<DatePair> pairs, double looks, IReadOnlyList<double>? baselines = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        this.pairs = [.. pairs];
        Looks = looks;
        dates = [.. pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order()];
        First = Array.ConvertAll(this.pairs, p => Array.BinarySearch(dates, p.First));
        Second = Array.ConvertAll(this.pairs, p => Array.BinarySearch(dates, p.Second));
        steps = Tree();
        Parent = [.. Enumerable.Repeat(-1, dates.Length)];
        StepTo = [.. Enumerable.Repeat(-1, dates.Length)];
        paths = Paths();
        PairDays = Array.ConvertAll(this.pairs, p => (double)p.Days);
        PairBaselines = [.. Enumerable.Range(0, this.pairs.Length).Select(k => baselines is null ? double.NaN : baselines[k])];
        var ofStep = Array.ConvertAll(steps, s => Array.FindIndex(this.pairs, p => p.First == dates[s.From] && p.Second == dates[s.To]));
        (StepDays, StepBaselines) = (Array.ConvertAll(ofStep, k => PairDays[k]), Array.ConvertAll(ofStep, k => PairBaselines[k]));
        Detours = Array.ConvertAll(steps, DetoursOf);
        around = [.. Enumerable.Range(0, dates.Length).Select(d => Enumerable.Range(0, this.pairs.Length)
            .Where(k => First[k] == d || Second[k] == d).Select(k => Second[k] == d ? k : ~k).ToArray())];
    }

    /// <summary>The steps that are unwrapped, each a pair of the network; as many as dates less the network's parts.</summary>
    public IReadOnlyList<DatePair> Steps => Array.ConvertAll(steps, s => new DatePair(dates[s.From], dates[s.To]));

    internal double Looks { get; }

    internal int Dates => dates.Length;

    internal int Pairs => pairs.Length;

    internal int[] First { get; }

    internal int[] Second { get; }

    /// <summary>For each date the date next to it on the way to the root of its tree; -1 at a root.</summary>
    internal int[] Parent { get; }

    /// <summary>The step between each date and its parent; -1 at a root.</summary>
    internal int[] StepTo { get; }

    /// <summary>Time between the dates of each pair and of each step, days.</summary>
    internal double[] PairDays { get; }

    internal double[] StepDays { get; }

    /// <summary>Perpendicular baselines of each pair and of each step, metres; NaN where unknown.</summary>
    internal double[] PairBaselines { get; }

    internal double[] StepBaselines { get; }

    /// <summary>Dates so that each comes after its parent.</summary>
    internal int[] Order { get; private set; } = [];

    /// <summary>Pairs that lead from one end of a step to the other: the pair itself (second -1), or two pairs by way of a third date.</summary>
    internal (int First, int Second)[][] Detours { get; }

    internal ReadOnlySpan<(int From, int To)> StepEnds => steps;

    /// <summary>Pairs of a date: index of a pair whose second date it is, complement of one whose first date it is.</summary>
    internal ReadOnlySpan<int> PairsOf(int date) => around[date];

    /// <summary>Steps whose sum is a pair: index of the step, or its complement where the step goes against the pair.</summary>
    /// <param name="pair">Index of the pair.</param>
    public ReadOnlySpan<int> PathOf(int pair) => paths[pair];

    /// <summary>Links the dates of some pixels.</summary>
    /// <param name="phases">Wrapped or unwrapped phases of the pairs, radian; shape (pair, pixel); NaN is no-data.</param>
    /// <param name="coherence">Their coherence, 0 to 1 (pure number); the same shape, or empty.</param>
    /// <param name="pixels">Number of pixels (count).</param>
    /// <param name="steps">Receives the wrapped phases of the steps, radian; shape (step, pixel); NaN where a pixel has no pair at all.</param>
    /// <param name="stepCoherence">Receives the coherence that the steps' variance amounts to, 0 to 1 (pure number); shape (step, pixel).</param>
    public void Link(ReadOnlySpan<float> phases, ReadOnlySpan<float> coherence, int pixels, Span<float> steps, Span<float> stepCoherence)
    {
        if (phases.Length < pairs.Length * pixels || steps.Length < this.steps.Length * pixels || stepCoherence.Length < this.steps.Length * pixels
            || (coherence.Length > 0 && coherence.Length < pairs.Length * pixels))
        {
            throw new ArgumentException("The spans are shorter than pairs or steps times pixels.", nameof(pixels));
        }

        LinkKernel.Run(this, phases, coherence, pixels, steps, stepCoherence);
    }

    /// <summary>Whole cycles that make the phases of a pair the sum of its unwrapped steps to within half a cycle.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="phases">Phases of the pair, radian; shape (pixel); NaN is no-data.</param>
    /// <param name="steps">Unwrapped phases of all steps, radian; shape (step, pixel); NaN where a step was left out.</param>
    /// <param name="stride">From one step to the next (count of elements).</param>
    /// <param name="leftOut">What stands for a pixel that was left out, in place of a count.</param>
    /// <param name="cycles">Receives the cycles (count); shape (pixel).</param>
    public void CyclesOf(int pair, ReadOnlySpan<float> phases, ReadOnlySpan<float> steps, int stride, short leftOut, Span<short> cycles)
    {
        var path = paths[pair];
        for (var i = 0; i < phases.Length; i++)
        {
            var sum = -(double)phases[i];
            foreach (var entry in path)
            {
                sum += entry < 0 ? -steps[(~entry * stride) + i] : steps[(entry * stride) + i];
            }

            cycles[i] = double.IsFinite(sum) ? (short)Math.Clamp(Math.Round(sum / (2 * Math.PI)), -short.MaxValue, short.MaxValue) : leftOut;
        }
    }

    /// <summary>Means of an unwrapped step over a few neighbours, planes kept: what the pairs are compared with. No mean lies farther off its pixel than five standard deviations of its noise.</summary>
    /// <param name="phase">Unwrapped phase of the step, radian; shape (rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Coherence of the step as <see cref="Link"/> gave it, 0 to 1 (pure number); the same shape.</param>
    /// <param name="looks">Independent looks behind the coherence (pure number), at least 1.</param>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Threads (count); the result does not depend on them.</param>
    /// <param name="smooth">Receives the means, radian; the same shape, another array.</param>
    public static void Smooth(float[] phase, float[] coherence, double looks, int rows, int columns, int threads, float[] smooth)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(coherence);
        ArgumentNullException.ThrowIfNull(smooth);
        StepSmoother.Run(phase, coherence, looks, rows, columns, threads, smooth);
    }

    /// <summary>A spanning tree of the shortest pairs, as pairs of date indices.</summary>
    private (int From, int To)[] Tree()
    {
        var set = Enumerable.Range(0, dates.Length).ToArray();
        int Root(int d)
        {
            while (set[d] != d)
            {
                d = set[d] = set[set[d]];
            }

            return d;
        }

        var tree = new List<(int, int)>();
        foreach (var k in Enumerable.Range(0, pairs.Length).OrderBy(k => pairs[k].Days).ThenBy(k => First[k]).ThenBy(k => Second[k]))
        {
            var (a, b) = (Root(First[k]), Root(Second[k]));
            if (a != b)
            {
                set[b] = a;
                tree.Add((First[k], Second[k]));
            }
        }

        return [.. tree.Order()];
    }

    private int[][] Paths()
    {
        var next = Enumerable.Range(0, dates.Length).Select(_ => new List<(int Other, int Entry)>()).ToArray();
        for (var s = 0; s < steps.Length; s++)
        {
            // Going from the first date to the second adds the step.
            next[steps[s].From].Add((steps[s].To, s));
            next[steps[s].To].Add((steps[s].From, ~s));
        }

        var (fromRoot, order, seen) = (new int[dates.Length][], new List<int>(), new bool[dates.Length]);
        for (var root = 0; root < dates.Length; root++)
        {
            if (seen[root])
            {
                continue;
            }

            (seen[root], fromRoot[root]) = (true, []);
            var queue = new Queue<int>([root]);
            while (queue.TryDequeue(out var d))
            {
                order.Add(d);
                foreach (var (other, entry) in next[d].Where(a => !seen[a.Other]))
                {
                    (seen[other], Parent[other], StepTo[other], fromRoot[other]) = (true, d, entry < 0 ? ~entry : entry, [.. fromRoot[d], entry]);
                    queue.Enqueue(other);
                }
            }
        }

        Order = [.. order];
        return [.. pairs.Select((_, k) => Between(fromRoot[First[k]], fromRoot[Second[k]]))];
    }

    private static int[] Between(int[] toFirst, int[] toSecond)
    {
        var common = 0;
        while (common < Math.Min(toFirst.Length, toSecond.Length) && toFirst[common] == toSecond[common])
        {
            common++;
        }

        return [.. toFirst.Skip(common).Reverse().Select(e => ~e), .. toSecond.Skip(common)];
    }

    private (int First, int Second)[] DetoursOf((int From, int To) step)
    {
        int PairOf(int a, int b) => Enumerable.Range(0, pairs.Length).FirstOrDefault(k => (First[k] == a && Second[k] == b) || (First[k] == b && Second[k] == a), -1);
        var found = new List<(int, int)> { (PairOf(step.From, step.To), -1) };
        for (var via = 0; via < dates.Length; via++)
        {
            if (via != step.From && via != step.To && PairOf(step.From, via) is var a && a >= 0 && PairOf(via, step.To) is var b && b >= 0)
            {
                found.Add((a, b));
            }
        }

        return [.. found];
    }
}

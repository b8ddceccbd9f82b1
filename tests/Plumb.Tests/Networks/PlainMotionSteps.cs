using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.Tests.Networks;

/// <summary>What <see cref="MotionSteps"/> computes, one pixel and one pair after the other: its specification, to the bit.</summary>
internal sealed class PlainMotionSteps(Network network, MotionStepOptions options)
{
    private readonly ShortestPairs shortest = new(network);
    private readonly float looks = (float)options.Looks;
    private int[] days = [];
    private float[][] steps = [];
    private float[][] variances = [];

    private float Limit => (float)(options.Significance * options.Significance);

    public (float[] Shares, float[] Lost, float[] Doubtful) Judge(float[] phase, float[] coherence, int columns, int pixels)
    {
        var tree = shortest.Tree.ToArray();
        days = [.. tree.Select(k => network.Pairs[k].Days)];
        var (shares, lost, doubtful) = (new float[pixels], new float[pixels], new float[pixels]);
        var doubts = new bool[network.Pairs.Count, pixels];
        float[] Of(float[] stack, int pair) => stack.Length == 0 ? [] : stack.AsSpan(pair * pixels, pixels).ToArray();
        if (coherence.Length > 0)
        {
            CountLost([.. tree.Select(k => Window(Of(coherence, k), columns, CoherenceLoss.Radius))], lost);
        }

        foreach (var south in new[] { false, true })
        {
            var measured = tree.Select(k => Measure(Of(phase, k), Of(coherence, k), columns, south)).ToArray();
            (steps, variances) = ([.. measured.Select(m => m.Steps)], [.. measured.Select(m => m.Variances)]);
            AddScatter(pixels);
            FillFromNeighbours(pixels);
            for (var pair = 0; pair < network.Pairs.Count; pair++)
            {
                var own = tree.Contains(pair) ? default : Measure(Of(phase, pair), Of(coherence, pair), columns, south);
                JudgePair(pair, own, Of(coherence, pair), south ? columns : 1, Array.IndexOf(tree, pair) >= 0, shares, doubts);
            }
        }

        for (var i = 0; i < pixels; i++)
        {
            doubtful[i] = Enumerable.Range(0, network.Pairs.Count).Count(k => doubts[k, i] && Witnesses(k, i, doubts) < 2);
        }

        return (shares, lost, doubtful);
    }

    private static float[] Window(float[] values, int columns, int radius)
    {
        var means = new float[values.Length];
        StepKernel.WindowSquares(values, columns, radius, new float[values.Length], means);
        return means;
    }

    private float Unbiased(float squared) =>
        looks <= 1f ? Math.Max(0f, squared) : squared > 1f / looks ? (squared - (1f / looks)) / (1f - (1f / looks)) : 0f;

    private (float[] Steps, float[] Variances) Measure(float[] phase, float[] coherence, int columns, bool south)
    {
        var n = phase.Length;
        var (single, means, counts, result) = (new float[n], new float[n], new float[n], new float[n]);
        StepKernel.Means(phase, columns, south, single, means, counts);
        if (coherence.Length > 0)
        {
            var window = Window(coherence, columns, 1);
            for (var i = 0; i < n; i++)
            {
                var c = MathF.Min(coherence[i], coherence[Math.Min(i + (south ? columns : 1), n - 1)]);
                var c2 = Unbiased(MathF.Min(window[i], c * c));
                result[i] = c2 >= 2f / looks ? (1f - c2) / (looks * c2 * counts[i]) : float.PositiveInfinity;
            }
        }

        return (means, result);
    }

    private void AddScatter(int pixels)
    {
        for (var i = 0; i < pixels && steps.Length >= 4; i++)
        {
            var differences = Enumerable.Range(1, steps.Length - 1).Select(s => MathF.Abs(steps[s][i] - steps[s - 1][i])).Where(d => !float.IsNaN(d)).ToArray();
            var median = (float)OrderStatistics.Median(differences);
            for (var slot = 0; slot < steps.Length && differences.Length >= 3; slot++)
            {
                variances[slot][i] = MathF.Max(variances[slot][i], 1.0990f * median * median);
            }
        }
    }

    private bool IsAbove(float step, float variance) => step * step >= options.Significance * options.Significance * variance;

    private void FillFromNeighbours(int pixels)
    {
        for (var slot = 1; slot < steps.Length - 1; slot++)
        {
            var (before, after) = (days[slot] / (float)days[slot - 1], days[slot] / (float)days[slot + 1]);
            for (var i = 0; i < pixels; i++)
            {
                var (a, b) = (steps[slot - 1][i], steps[slot + 1][i]);
                var (va, vb) = (variances[slot - 1][i], variances[slot + 1][i]);
                if (float.IsPositiveInfinity(variances[slot][i]) && a * b > 0f && IsAbove(a, va) && IsAbove(b, vb))
                {
                    steps[slot][i] = 0.5f * ((before * a) + (after * b));
                    variances[slot][i] = 0.25f * ((before * before * va) + (after * after * vb));
                }
            }
        }

        var usual = OrderStatistics.Median([.. days.Select(d => (float)d)]);
        for (var slot = 0; slot < steps.Length; slot++)
        {
            for (var i = 0; i < pixels && days[slot] > 2 * usual; i++)
            {
                FillFromSurroundings(slot, i);
            }
        }
    }

    private void FillFromSurroundings(int slot, int i)
    {
        var (sum, variance, length) = (0f, 0f, 0f);
        for (var other = Math.Max(0, slot - 8); other <= Math.Min(steps.Length - 1, slot + 8) && float.IsPositiveInfinity(variances[slot][i]); other++)
        {
            if (float.IsFinite(variances[other][i]) && float.IsFinite(steps[other][i]))
            {
                (sum, variance, length) = (sum + steps[other][i], variance + variances[other][i], length + days[other]);
            }
        }

        if (sum != 0f && IsAbove(sum, variance))
        {
            var scale = days[slot] / length;
            (steps[slot][i], variances[slot][i]) = (scale * sum, scale * scale * variance);
        }
    }

    private void JudgePair(int pair, (float[] Steps, float[] Variances) own, float[] coherence, int ahead, bool isShortest, float[] shares, bool[,] doubts)
    {
        for (var i = 0; i < shares.Length - ahead; i++)
        {
            var (sum, variance) = (0f, 0f);
            foreach (var (member, sign) in shortest.PathOf(pair))
            {
                var slot = shortest.Tree.ToList().IndexOf(member);
                sum = sign > 0 ? sum + steps[slot][i] : sum - steps[slot][i];
                variance += variances[slot][i];
            }

            if (float.IsNaN(sum) && !isShortest)
            {
                (sum, variance) = (own.Steps[i], MathF.Max(own.Variances[i], variances[0][i]));
            }

            if (sum * sum >= Limit * variance)
            {
                var share = MathF.Abs(sum) / MathF.PI;
                (shares[i], shares[i + ahead]) = (MathF.Max(shares[i], share), MathF.Max(shares[i + ahead], share));
                var isDoubtful = MathF.Abs(sum) > MathF.PI - ((float)options.Doubt * 1.8138f) &&
                    MathF.Abs(sum) + ((float)options.Doubt * MathF.Min(Noise(coherence, i, ahead, variances[0][i]), 1.8138f)) >= MathF.PI;
                doubts[pair, i] |= isDoubtful;
                doubts[pair, i + ahead] |= isDoubtful;
            }
        }
    }

    private float Noise(float[] coherence, int i, int ahead, float scatter)
    {
        if (coherence.Length == 0)
        {
            return MathF.Sqrt(3f * scatter);
        }

        var c2 = Unbiased(0.5f * ((coherence[i] * coherence[i]) + (coherence[i + ahead] * coherence[i + ahead])));
        return c2 > 0f ? MathF.Sqrt((1f - c2) / (looks * c2)) : 1.8138f;
    }

    private int Witnesses(int pair, int pixel, bool[,] doubts)
    {
        var (first, second) = (network.FirstIndex[pair], network.SecondIndex[pair]);
        int Between(int a, int b) => Enumerable.Range(0, network.Pairs.Count).Cast<int?>().FirstOrDefault(
            k => (network.FirstIndex[k!.Value], network.SecondIndex[k.Value]) == (Math.Min(a, b), Math.Max(a, b))) ?? -1;
        return Enumerable.Range(0, network.Dates.Count).Where(d => d != first && d != second)
            .Select(d => (A: Between(first, d), B: Between(d, second)))
            .Count(t => t.A >= 0 && t.B >= 0 && !doubts[t.A, pixel] && !doubts[t.B, pixel]);
    }

    /// <summary>One class of lengths only: the test's networks have no others.</summary>
    private void CountLost(float[][] squares, float[] lost)
    {
        float NoiseOf(float squared)
        {
            var rest = 1f - squared;
            return MathF.Sqrt(((1f / (looks * looks)) + (2f * squared * rest * rest / looks)) / 25f);
        }

        Array.Fill(lost, float.NaN);
        var usual = new float[lost.Length];
        for (var i = 0; i < lost.Length; i++)
        {
            usual[i] = Unbiased((float)OrderStatistics.Median([.. squares.Select(s => s[i])]));
            lost[i] = usual[i] > options.Significance * NoiseOf(usual[i]) ? 0f : float.NaN;
        }

        foreach (var square in squares)
        {
            var ratios = Enumerable.Range(0, lost.Length).Where(i => !float.IsNaN(lost[i])).Select(i => Unbiased(square[i]) / usual[i]).ToArray();
            var common = ratios.Length == 0 ? 0f : MathF.Min(1f, (float)OrderStatistics.Median(ratios));
            for (var i = 0; i < lost.Length; i++)
            {
                var (expected, left) = (common * usual[i], Unbiased(square[i]));
                lost[i] += left < (float)(options.LostShare * options.LostShare) * expected && left < 2f / looks &&
                    expected - left > options.Significance * NoiseOf(expected) ? 1 : 0;
            }
        }
    }
}

using System.Numerics;
using Plumb.Grids;

namespace Plumb.Networks;

/// <summary>
/// Where a pair has much less coherence than is usual for the place, for pairs of its length, and for the surroundings in that pair: the mark of ground that
/// moves unevenly within a resolution cell, or that was changed. Snow or rain, which take the coherence of the whole surroundings, do not count.
/// </summary>
internal sealed class CoherenceLoss
{
    /// <summary>Coherence is averaged over windows of 2 radius + 1 pixels on a side.</summary>
    internal const int Radius = 2;
    private const int LeastMembers = 5;
    private const double LikeLength = 1.6;
    private readonly MotionStepOptions options;
    private readonly int[][] classes;

    /// <summary>For pairs of given lengths.</summary>
    /// <param name="days">Length of each pair, days; shape (pair).</param>
    /// <param name="options">What counts as lost.</param>
    internal CoherenceLoss(int[] days, MotionStepOptions options)
    {
        this.options = options;
        var ordered = Enumerable.Range(0, days.Length).OrderBy(k => days[k]).ThenBy(k => k).ToArray();
        var groups = new List<List<int>>();
        foreach (var k in ordered)
        {
            if (groups.Count == 0 || (days[k] > LikeLength * days[groups[^1][0]] && groups[^1].Count >= LeastMembers))
            {
                groups.Add([]);
            }

            groups[^1].Add(k);
        }

        if (groups.Count > 1 && groups[^1].Count < LeastMembers)
        {
            groups[^2].AddRange(groups[^1]);
            groups.RemoveAt(groups.Count - 1);
        }

        classes = [.. groups.Where(g => g.Count >= LeastMembers).Select(g => g.ToArray())];
    }

    /// <summary>Counts the pairs that are lost at each pixel.</summary>
    /// <param name="space">Holds the mean squared coherence of each pair's windows (pure number).</param>
    /// <param name="lost">Receives the numbers (count), NaN where pairs of no length have a coherence to lose; shape (rows, columns).</param>
    internal void Count(MotionStepSpace space, Span<float> lost)
    {
        var usual = space.Usual;
        lost.Fill(float.NaN);
        foreach (var members in classes)
        {
            var pixel = 0;
            for (; pixel <= lost.Length - Vector<float>.Count; pixel += Vector<float>.Count)
            {
                var column = space.Column[..members.Length];
                for (var m = 0; m < members.Length; m++)
                {
                    column[m] = Vector.AsVectorInt32(new Vector<float>(space.Coherence(members[m])[pixel..]));
                }

                StackMedian.Of(column, out _).CopyTo(usual[pixel..]);
            }

            for (; pixel < lost.Length; pixel++)
            {
                var column = space.SingleColumn[..members.Length];
                for (var m = 0; m < members.Length; m++)
                {
                    column[m] = space.Coherence(members[m])[pixel];
                }

                usual[pixel] = (float)OrderStatistics.Median(column);
            }

            CountClass(members, space, lost);
        }
    }

    /// <summary>Counts the pairs of one class, once the usual coherence of each place is known.</summary>
    private void CountClass(int[] members, MotionStepSpace space, Span<float> lost)
    {
        var usual = space.Usual;
        var expectable = space.Window;
        var looks = (float)options.Looks;
        for (var i = 0; i < lost.Length; i++)
        {
            usual[i] = MotionSteps.Unbiased(usual[i], looks);
            var isExpected = usual[i] > options.Significance * Noise(usual[i], looks);
            expectable[i] = isExpected ? usual[i] : StackMedian.NoData;
            lost[i] = float.IsNaN(lost[i]) && isExpected ? 0f : lost[i];
        }

        foreach (var member in members)
        {
            var coherence = space.Coherence(member);
            var common = Common(coherence, expectable, looks, space.Single);
            var share = (float)(options.LostShare * options.LostShare);
            var (most, width) = (new Vector<float>(MotionSteps.LeastInformation / looks), Vector<float>.Count);
            var i = 0;
            for (; i <= lost.Length - width; i += width)
            {
                // Few are so low that all has to be asked.
                var left = MotionSteps.Unbiased(new Vector<float>(coherence[i..]), looks);
                var bound = new Vector<float>(share) * (new Vector<float>(common) * new Vector<float>(usual[i..]));
                if ((Vector.LessThan(left, bound) & Vector.LessThan(left, most)) != Vector<int>.Zero)
                {
                    CountEach(coherence.Slice(i, width), usual.Slice(i, width), common, lost.Slice(i, width));
                }
            }

            CountEach(coherence[i..], usual[i..], common, lost[i..]);
        }
    }

    private void CountEach(ReadOnlySpan<float> coherence, ReadOnlySpan<float> usual, float common, Span<float> lost)
    {
        var looks = (float)options.Looks;
        var share = (float)(options.LostShare * options.LostShare);
        for (var i = 0; i < lost.Length; i++)
        {
            // Significant, much, and so that no phase is left: what has lost half of a high coherence can still be measured.
            var expected = common * usual[i];
            var left = MotionSteps.Unbiased(coherence[i], looks);
            var isLost = left < share * expected && left < MotionSteps.LeastInformation / looks &&
                expected - left > options.Significance * Noise(expected, looks);
            lost[i] += isLost ? 1 : 0;
        }
    }

    /// <summary>Standard deviation of the mean of a window's squared sample coherences (pure number): 1 / L at none, 2 c (1 - c^2) / sqrt(2 L) above.</summary>
    private static float Noise(float squared, float looks)
    {
        const float window = ((2 * Radius) + 1) * ((2 * Radius) + 1);
        var rest = 1f - squared;
        return MathF.Sqrt(((1f / (looks * looks)) + (2f * squared * rest * rest / looks)) / window);
    }

    /// <summary>What the surroundings have kept of their usual squared coherence in a pair (pure number, at most 1).</summary>
    /// <param name="coherence">Squared coherence of the pair (pure number); shape (rows, columns).</param>
    /// <param name="usual">The usual one (pure number), <see cref="StackMedian.NoData"/> where it cannot be told from none; shape (rows, columns).</param>
    /// <param name="looks">Number of looks (pure number).</param>
    /// <param name="ratios">Working space; shape (rows, columns).</param>
    private static float Common(ReadOnlySpan<float> coherence, ReadOnlySpan<float> usual, float looks, Span<float> ratios)
    {
        var (i, width) = (0, Vector<float>.Count);
        var noData = new Vector<float>(StackMedian.NoData);
        for (; i <= usual.Length - width; i += width)
        {
            var expected = new Vector<float>(usual[i..]);
            var ratio = MotionSteps.Unbiased(new Vector<float>(coherence[i..]), looks) / expected;
            Vector.ConditionalSelect(Vector.Equals(expected, expected), ratio, noData).CopyTo(ratios[i..]);
        }

        for (; i < usual.Length; i++)
        {
            ratios[i] = float.IsNaN(usual[i]) ? StackMedian.NoData : MotionSteps.Unbiased(coherence[i], looks) / usual[i];
        }

        var median = StackMedian.OfAll(ratios);
        return double.IsNaN(median) ? 0f : MathF.Min(1f, (float)median);
    }
}

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
        var looks = (float)options.Looks;
        var column = space.Column;
        var ratios = space.Single;
        var share = (float)(options.LostShare * options.LostShare);
        lost.Fill(float.NaN);
        foreach (var members in classes)
        {
            for (var i = 0; i < lost.Length; i++)
            {
                for (var m = 0; m < members.Length; m++)
                {
                    column[m] = space.Coherence(members[m])[i];
                }

                usual[i] = MotionSteps.Unbiased((float)OrderStatistics.Median(column[..members.Length]), looks);
                lost[i] = float.IsNaN(lost[i]) && usual[i] > options.Significance * Noise(usual[i], looks) ? 0f : lost[i];
            }

            foreach (var member in members)
            {
                var coherence = space.Coherence(member);
                var common = Common(coherence, usual, looks, ratios);
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
    private float Common(ReadOnlySpan<float> coherence, ReadOnlySpan<float> usual, float looks, Span<float> ratios)
    {
        var count = 0;
        for (var i = 0; i < usual.Length; i++)
        {
            if (usual[i] > options.Significance * Noise(usual[i], looks))
            {
                ratios[count++] = MotionSteps.Unbiased(coherence[i], looks) / usual[i];
            }
        }

        return count == 0 ? 0f : MathF.Min(1f, (float)OrderStatistics.Median(ratios[..count]));
    }
}

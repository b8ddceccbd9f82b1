using Plumb.Grids;

namespace Plumb.Networks.Closure;

/// <summary>
/// Where the motion of a region against its surroundings jumps by whole cycles from one date to the next and breaks with its own rate before and after. All
/// pairs of a date may be wrong together without opening a loop; motion that goes on as it did shows it. It serves deep bowls, where
/// the step across a gap is many cycles, because steps are compared with steps at other times and not with 0 (unlike the
/// bridges of Yunjun et al. 2019, doi:10.1016/j.cageo.2019.104331, section 3.1).
/// </summary>
internal static class MotionContinuity
{
    private const int Neighbours = 2;

    /// <summary>Jumps between neighbouring dates, each with how far it is trusted, 0 to 1.</summary>
    /// <param name="network">The network.</param>
    /// <param name="motion">Phase of the region less that of its surroundings, radians, NaN for no data; shape (pair).</param>
    /// <param name="corrections">Cycles that are added to each pair first; shape (pair).</param>
    /// <param name="isUsed">Which pairs are used; shape (pair).</param>
    public static List<(int Date, int Cycles, double Trust)> Jumps(
        Network network, ReadOnlySpan<double> motion, ReadOnlySpan<int> corrections, ReadOnlySpan<bool> isUsed)
    {
        var pairs = network.Pairs.Count;
        var (weights, differences) = (new double[pairs], new double[pairs]);
        var parts = new int[network.Dates.Count];
        DisjointSets.Reset(parts);
        for (var p = 0; p < pairs; p++)
        {
            if (isUsed[p] && double.IsFinite(motion[p]))
            {
                weights[p] = 1;
                differences[p] = (motion[p] / (2 * Math.PI)) + corrections[p];
                DisjointSets.Union(parts, network.FirstIndex[p], network.SecondIndex[p]);
            }
        }

        var position = new GroundedLaplacian(network, weights).Solve(weights, differences);
        var steps = new double[parts.Length - 1];
        var rates = new double[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = DisjointSets.Root(parts, i) == DisjointSets.Root(parts, i + 1) ? position[i + 1] - position[i] : double.NaN;
            rates[i] = steps[i] / Days(network, i);
        }

        return Judge(network, steps, rates);
    }

    private static int Days(Network network, int date) => network.Dates[date + 1].DayNumber - network.Dates[date].DayNumber;

    private static List<(int Date, int Cycles, double Trust)> Judge(Network network, double[] steps, double[] rates)
    {
        var breaks = new List<(int Date, double Break)>();
        Span<float> around = stackalloc float[2 * Neighbours];
        for (var i = 0; i < steps.Length; i++)
        {
            if (!double.IsFinite(steps[i]))
            {
                continue;
            }

            var count = 0;
            for (var j = Math.Max(0, i - Neighbours); j <= Math.Min(steps.Length - 1, i + Neighbours); j++)
            {
                if (j != i && double.IsFinite(rates[j]))
                {
                    around[count++] = (float)rates[j];
                }
            }

            if (count >= Neighbours)
            {
                breaks.Add((i, steps[i] - (OrderStatistics.Median(around[..count]) * Days(network, i))));
            }
        }

        if (breaks.Count == 0)
        {
            return [];
        }

        // How far steps scatter about whole cycles says how far whole cycles can be told apart at all.
        var scatter = 1.4826 * OrderStatistics.Median(breaks.Select(b => (float)Math.Abs(b.Break - Math.Round(b.Break))).ToArray());
        return breaks.Select(b => (b.Date, (int)Math.Round(b.Break), Trust(b.Break, scatter))).ToList();
    }

    private static double Trust(double step, double scatter) =>
        Math.Clamp(1 - (4 * scatter), 0, 1) * Math.Clamp(1 - (2 * Math.Abs(step - Math.Round(step))), 0, 1);
}

using Plumb.Networks;

namespace Plumb.References;

/// <summary>
/// Ties several areas: r_a(k) = rho_k + d_a(second) - d_a(first), with r_a(k) the phase of area a in pair k, rho_k the joint reference (each pair has a constant of its
/// own) and d_a the area's own series, whose weighted mean over the areas is zero at every date. Where all areas have a value the joint reference is their weighted mean;
/// where one has none, it is not drawn towards the others: what is known of d_a stands in for it. Solved by turns until nothing changes.
/// </summary>
internal sealed class ReferenceTies
{
    private const int Turns = 200;
    private readonly Network network;
    private readonly double[][] phase;

    /// <param name="network">The network.</param>
    /// <param name="phase">Phase of each area, radians, NaN where it has none; shape (area)(pair).</param>
    /// <param name="weights">Weights, not negative, with a positive sum; shape (area).</param>
    public ReferenceTies(Network network, double[][] phase, double[] weights)
    {
        this.network = network;
        this.phase = phase;
        var total = weights.Sum();
        Weights = [.. weights.Select(w => w / total)];
        Series = [.. phase.Select(_ => new double[network.Dates.Count])];
        Joint = new double[network.Pairs.Count];
        Solve();
    }

    /// <summary>Share of each area (pure number), summing to 1; shape (area).</summary>
    public double[] Weights { get; }

    /// <summary>Phase of the joint reference, radians, NaN where no area has a value; shape (pair).</summary>
    public double[] Joint { get; }

    /// <summary>Own series of each area against the joint reference, radians, 0 at the first date; all NaN where its pairs do not join all dates. Shape (area)(date).</summary>
    public double[][] Series { get; }

    private double Step(int area, int pair)
    {
        var step = Series[area][network.SecondIndex[pair]] - Series[area][network.FirstIndex[pair]];
        return double.IsNaN(step) ? 0 : step;
    }

    private void Solve()
    {
        Average();
        if (phase.Length < 2)
        {
            return;
        }

        var isWhole = phase.All(p => Array.TrueForAll(p, double.IsFinite));
        for (var turn = 0; turn < Turns; turn++)
        {
            var before = (double[])Joint.Clone();
            for (var area = 0; area < phase.Length; area++)
            {
                Series[area] = OwnSeries(area);
            }

            Centre();
            Average();
            var change = 0.0;
            for (var k = 0; k < Joint.Length; k++)
            {
                change = Math.Max(change, double.IsNaN(Joint[k]) ? 0 : Math.Abs(Joint[k] - before[k]));
            }

            if (isWhole || change < 1e-10)
            {
                break;
            }
        }
    }

    private void Average()
    {
        for (var k = 0; k < Joint.Length; k++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var area = 0; area < phase.Length; area++)
            {
                if (double.IsFinite(phase[area][k]) && Weights[area] > 0)
                {
                    sum += Weights[area] * (phase[area][k] - Step(area, k));
                    weight += Weights[area];
                }
            }

            Joint[k] = weight > 0 ? sum / weight : double.NaN;
        }
    }

    private double[] OwnSeries(int area)
    {
        var pairs = network.Pairs.Count;
        var (weights, differences) = (new double[pairs], new double[pairs]);
        for (var k = 0; k < pairs; k++)
        {
            differences[k] = phase[area][k] - Joint[k];
            weights[k] = double.IsFinite(differences[k]) ? 1 : 0;
            differences[k] = weights[k] > 0 ? differences[k] : 0;
        }

        var series = new GroundedLaplacian(network, weights).Solve(weights, differences);
        return Array.TrueForAll(series, double.IsFinite) && IsConnected(weights) ? series : [.. series.Select(_ => double.NaN)];
    }

    private bool IsConnected(double[] weights)
    {
        Span<int> sets = new int[network.Dates.Count];
        DisjointSets.Reset(sets);
        var parts = sets.Length;
        for (var k = 0; k < weights.Length; k++)
        {
            parts -= weights[k] > 0 && DisjointSets.Union(sets, network.FirstIndex[k], network.SecondIndex[k]) ? 1 : 0;
        }

        return parts == 1;
    }

    private void Centre()
    {
        for (var t = 0; t < network.Dates.Count; t++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var area = 0; area < phase.Length; area++)
            {
                if (double.IsFinite(Series[area][t]))
                {
                    sum += Weights[area] * Series[area][t];
                    weight += Weights[area];
                }
            }

            for (var area = 0; area < phase.Length && weight > 0; area++)
            {
                Series[area][t] -= sum / weight;
            }
        }
    }
}

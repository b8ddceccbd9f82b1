using System.Globalization;
using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.References;

/// <summary>Rate and scatter of each area's own series against the others, and which of them move.</summary>
internal static class ReferenceAreaJudge
{
    /// <summary>Least number of areas among which one can be told to move: of two, no one knows which (count).</summary>
    public const int LeastAreas = 3;

    /// <summary>Ties the areas and, while one moves and it may be left out, ties the rest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="phase">Phase of each area less its known motion, radians; shape (area)(pair).</param>
    /// <param name="options">Weights and limits.</param>
    /// <param name="moving">Receives which areas move; shape (area).</param>
    /// <returns>The tie of those that stay; those left out have weight 0.</returns>
    public static ReferenceTies Tie(Network network, double[][] phase, ReferenceTieOptions options, out bool[] moving)
    {
        moving = new bool[phase.Length];
        var weights = Enumerable.Repeat(1.0, phase.Length).ToArray();
        while (true)
        {
            var ties = WeightedTies(network, phase, weights, options.Weights);
            var worst = weights.Count(w => w > 0) < LeastAreas || double.IsNaN(options.MetresPerRadian) ? -1 : Worst(ties, network, options);
            if (worst < 0)
            {
                return Named(network, phase, weights, ties, options, moving);
            }

            moving[worst] = true;
            weights[worst] = 0;
        }
    }

    /// <summary>Rate, its standard deviation and the scatter of an area's own series against the other areas, metres and years; NaN when it has none.</summary>
    public static (double Rate, double Sigma, double Scatter) Line(ReferenceTies ties, int area, Network network, double metresPerRadian)
    {
        // The area itself is part of what it is held against; against the others alone its motion is larger.
        var scale = metresPerRadian / (1 - (ties.Weights[area] < 1 ? ties.Weights[area] : 0));
        var years = network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / 365.25).ToArray();
        var values = ties.Series[area].Select(s => s * scale).ToArray();
        if (years.Length < 3 || values.Any(v => !double.IsFinite(v)))
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        var (meanTime, meanValue) = (years.Average(), values.Average());
        var square = years.Sum(t => (t - meanTime) * (t - meanTime));
        var rate = years.Zip(values, (t, v) => (t - meanTime) * (v - meanValue)).Sum() / square;
        var rest = years.Zip(values, (t, v) => Math.Pow(v - meanValue - (rate * (t - meanTime)), 2)).Sum();
        return (rate, Math.Sqrt(rest / (years.Length - 2) / square), Math.Sqrt(rest / years.Length));
    }

    /// <summary>What to think of an area, as a sentence.</summary>
    public static string Verdict(double rate, double sigma, double weight, bool moves, int areas, ReferenceArea area, Grid grid)
    {
        if (areas < 2)
        {
            return "The only area: nothing tells whether it moves.";
        }

        if (double.IsNaN(rate))
        {
            return "Its pairs do not join all dates: whether it moves cannot be told.";
        }

        var motion = string.Create(CultureInfo.InvariantCulture, $"{rate * 1000:+0.0;-0.0;0.0} ± {sigma * 1000:0.0} mm/yr against the others");
        return moves
            ? $"It moves: {motion} ({area.Describe(grid)}). {(weight > 0 ? "It was kept; set reference.drop_moving to leave it out." : "It was left out.")}"
            : areas < LeastAreas ? $"It stands at {motion}; of two areas it cannot be told which moves." : $"It agrees with the others: {motion}.";
    }

    private static ReferenceTies WeightedTies(Network network, double[][] phase, double[] weights, ReferenceWeights how)
    {
        var ties = new ReferenceTies(network, phase, weights);
        if (how != ReferenceWeights.Scatter || weights.Count(w => w > 0) < LeastAreas)
        {
            return ties;
        }

        // The variance of an area's own series against the others, less what the others bring in, by the areas' mean.
        var variance = ties.Series.Select((s, a) => s.Any(v => !double.IsFinite(v)) ? double.NaN : s.Average(v => v * v) / Math.Pow(1 - ties.Weights[a], 2)).ToArray();
        var usual = variance.Where((v, a) => weights[a] > 0 && double.IsFinite(v)).DefaultIfEmpty(1).Average();
        var inverse = variance.Select((v, a) => weights[a] == 0 ? 0 : 1 / Math.Max(double.IsFinite(v) ? v : usual, 0.1 * usual)).ToArray();
        return usual > 0 ? new ReferenceTies(network, phase, inverse) : ties;
    }

    private static int Worst(ReferenceTies ties, Network network, ReferenceTieOptions options)
    {
        var (worst, largest) = (-1, options.MovingRatio);
        for (var area = 0; area < ties.Weights.Length; area++)
        {
            var (rate, sigma, _) = Line(ties, area, network, options.MetresPerRadian);
            if (ties.Weights[area] > 0 && Math.Abs(rate) > options.LeastRate && Math.Abs(rate) > largest * sigma)
            {
                (worst, largest) = (area, Math.Abs(rate) / sigma);
            }
        }

        return worst;
    }

    /// <summary>Where moving areas are only named, all are tied after all.</summary>
    private static ReferenceTies Named(
        Network network, double[][] phase, double[] weights, ReferenceTies ties, ReferenceTieOptions options, bool[] moving) =>
        options.DropMoving || !Array.Exists(moving, m => m)
            ? ties
            : WeightedTies(network, phase, [.. weights.Select(_ => 1.0)], options.Weights);
}

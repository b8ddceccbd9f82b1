using System.Globalization;
using Plumb.Acquisitions;

namespace Plumb.Networks;

/// <summary>A pair whose perpendicular baseline does not agree with those of the other pairs.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Given">The baseline the product states, metres.</param>
/// <param name="Expected">The baseline the other pairs imply, metres.</param>
public sealed record InconsistentBaseline(DatePair Pair, double Given, double Expected)
{
    /// <summary>The disagreement in words, metres.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pair}: perpendicular baseline {Given:0.0} m, the other pairs imply {Expected:0.0} m");
}

/// <summary>
/// Perpendicular baseline of each date by least squares over the pairs, B(second) - B(first) = B(pair), metres, relative to the first
/// date of each part of the network. Pairs that the others contradict are found by least absolute deviations and left out of the
/// solution. Immutable and safe for threads.
/// </summary>
public sealed class DateBaselines
{
    private const int Reweightings = 60;
    private readonly double[] dates;
    private readonly double[] residuals;

    private DateBaselines(double[] dates, double[] residuals, IReadOnlyList<InconsistentBaseline> inconsistent)
    {
        this.dates = dates;
        this.residuals = residuals;
        Inconsistent = inconsistent;
        var known = residuals.Where(double.IsFinite).ToArray();
        RootMeanSquare = known.Length == 0 ? double.NaN : Math.Sqrt(known.Sum(r => r * r) / known.Length);
    }

    /// <summary>
    /// Perpendicular baseline of each date, metres, 0 at the first date of each part that pairs of known baseline join; NaN for a
    /// date no pair of known baseline touches. Shape (date).
    /// </summary>
    public ReadOnlySpan<double> Dates => dates;

    /// <summary>Given minus fitted baseline of each pair, metres; NaN where the pair's baseline is unknown. Shape (pair).</summary>
    public ReadOnlySpan<double> Residuals => residuals;

    /// <summary>Root mean square of the known residuals, metres; NaN when no baseline is known.</summary>
    public double RootMeanSquare { get; }

    /// <summary>Pairs that contradict the others by more than the tolerance, in the order of the pairs.</summary>
    public IReadOnlyList<InconsistentBaseline> Inconsistent { get; }

    /// <summary>Solves for the dates. A sparse envelope Cholesky: cost grows with dates times bandwidth squared.</summary>
    /// <param name="network">The network.</param>
    /// <param name="pairs">Perpendicular baseline of each pair, metres; NaN when unknown. Shape (pair).</param>
    /// <param name="tolerance">Largest disagreement that passes, metres, positive.</param>
    /// <exception cref="ArgumentException">The number of baselines is not the number of pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not a positive number of metres.</exception>
    public static DateBaselines Solve(Network network, ReadOnlySpan<double> pairs, double tolerance = 5.0)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (pairs.Length != network.Pairs.Count)
        {
            throw new ArgumentException($"{pairs.Length} baselines do not fit a network of {network.Pairs.Count} pairs.", nameof(pairs));
        }

        if (!(tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a positive number of metres.");
        }

        var given = pairs.ToArray();
        var weights = Array.ConvertAll(given, b => double.IsFinite(b) ? 1.0 : 0.0);
        var system = new GroundedLaplacian(network, weights);
        var solution = system.Solve(weights, given);
        var residual = ResidualsOf(network, given, solution);
        var blamed = Blame(network, system, given, residual, tolerance);
        if (blamed.Count > 0)
        {
            foreach (var k in blamed)
            {
                weights[k] = 0;
            }

            solution = new GroundedLaplacian(network, weights).Solve(weights, given);
            residual = ResidualsOf(network, given, solution);
        }

        var inconsistent = blamed
            .Select(k => new InconsistentBaseline(network.Pairs[k], given[k], given[k] - residual[k]))
            .ToArray();
        return new DateBaselines(solution, residual, inconsistent);
    }

    // Least absolute deviations put the disagreement on the few pairs that cause it, where least squares spread it over their loops.
    private static List<int> Blame(Network network, GroundedLaplacian system, double[] given, double[] residual, double tolerance)
    {
        if (!residual.Any(r => Math.Abs(r) > tolerance))
        {
            return [];
        }

        var floor = 1e-3 * tolerance;
        for (var pass = 0; pass < Reweightings; pass++)
        {
            var weights = Array.ConvertAll(residual, r => double.IsFinite(r) ? 1.0 / Math.Max(Math.Abs(r), floor) : 0.0);
            residual = ResidualsOf(network, given, system.Solve(weights, given));
        }

        // A pair is blamed only while better ones still tie its two dates: a bridge has nothing to be judged by.
        var candidates = Enumerable.Range(0, given.Length)
            .Where(k => Math.Abs(residual[k]) > tolerance)
            .OrderBy(k => Math.Abs(residual[k])).ThenBy(k => k)
            .ToArray();
        var parents = new int[network.Dates.Count];
        DisjointSets.Reset(parents);
        foreach (var k in Enumerable.Range(0, given.Length).Except(candidates).Where(k => double.IsFinite(given[k])))
        {
            DisjointSets.Union(parents, network.FirstIndex[k], network.SecondIndex[k]);
        }

        return candidates
            .Where(k => !DisjointSets.Union(parents, network.FirstIndex[k], network.SecondIndex[k]))
            .Order()
            .ToList();
    }

    private static double[] ResidualsOf(Network network, double[] given, double[] dates)
    {
        var residuals = new double[given.Length];
        for (var k = 0; k < given.Length; k++)
        {
            residuals[k] = double.IsFinite(given[k])
                ? given[k] - (dates[network.SecondIndex[k]] - dates[network.FirstIndex[k]])
                : double.NaN;
        }

        return residuals;
    }
}

using Plumb.Simulation;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Studies.Huaibei;

/// <summary>One question about the ranking of the study's tables, and what the variants that may answer it give.</summary>
/// <param name="Name">Name of the experiment, for files.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Rows">Variants on the cases and noises tried, beside the truth.</param>
public sealed record HuaibeiExperiment(string Name, string Question, IReadOnlyList<HuaibeiExperimentRow> Rows);

/// <summary>One row of an experiment.</summary>
/// <param name="IsHarder">Whether the noise is the greater one.</param>
/// <param name="Row">The figures.</param>
public sealed record HuaibeiExperimentRow(bool IsHarder, HuaibeiRow Row);

/// <summary>Experiments that ask why the ranking of the classical methods in the Huaibei study differs from that of complete ones beside a truth.</summary>
public static class HuaibeiExperiments
{
    private static readonly HuaibeiVariant[] Simpler =
    [
        new("mcf", ClassicalMethod.MinimumCostFlow),
        new("minimum_discontinuity", ClassicalMethod.MinimumDiscontinuity),
        new("quality", ClassicalMethod.QualityGuided) { Quality = PixelQuality.DerivativeVariance },
        new("lp", ClassicalMethod.LpNorm) { Reweightings = 1 },
        new("branch_cuts", ClassicalMethod.BranchCuts) { CountsUnreached = true },
    ];

    private static readonly BasinCase[] Cases = [BasinCase.Interrupted, BasinCase.Confused];
    private static readonly int[] Solutions = [1, 2, 4, 12];

    /// <summary>Runs them all on the cases B and C.</summary>
    /// <param name="seeds">Number of seeds (count).</param>
    /// <param name="stop">Stops the work.</param>
    public static IReadOnlyList<HuaibeiExperiment> Run(int seeds, CancellationToken stop = default) =>
    [
        Of("noise", "More noise: do the methods change places?", seeds, [.. Operations.UnwrapMethods.Names.Select(n => new HuaibeiVariant(n, Operations.UnwrapMethods.Of(n)))], stop),
        Of(
            "quality_map",
            "Quality-guided growth: which map guides it?",
            seeds,
            [.. Enum.GetValues<PixelQuality>().Select(q => new HuaibeiVariant(NameOf(q), ClassicalMethod.QualityGuided) { Quality = q })],
            stop),
        Of(
            "lp_norm",
            "Lp norm: how long is it solved, and with which power?",
            seeds,
            [
                new("p = 2, once (least squares)", ClassicalMethod.LpNorm) { Power = 2, Reweightings = 1 },
                .. Solutions.Select(n => new HuaibeiVariant($"p = 0, weights found {n} times", ClassicalMethod.LpNorm) { Reweightings = n }),
            ],
            stop),
        Of(
            "branch_cuts",
            "Branch cuts: are pixels that are not reached left out, or counted with their wrapped phase?",
            seeds,
            [new("left out", ClassicalMethod.BranchCuts), new("counted as wrapped", ClassicalMethod.BranchCuts) { CountsUnreached = true }],
            stop),
        Of("simpler", "All together: growth by the variance of the differences, the norm solved once, unreached pixels counted", seeds, Simpler, stop),
    ];

    private static HuaibeiExperiment Of(string name, string question, int seeds, HuaibeiVariant[] variants, CancellationToken stop)
    {
        var rows = new List<HuaibeiExperimentRow>();
        foreach (var kind in Cases)
        {
            foreach (var isHarder in (ReadOnlySpan<bool>)[false, true])
            {
                rows.AddRange(HuaibeiCases.Run(kind, isHarder, variants, seeds, stop).Select(r => new HuaibeiExperimentRow(isHarder, r)));
            }
        }

        return new HuaibeiExperiment(name, question, rows);
    }

    private static string NameOf(PixelQuality quality) => quality switch
    {
        PixelQuality.Coherence => "coherence",
        PixelQuality.PseudoCoherence => "pseudo-coherence of the phase",
        PixelQuality.DerivativeVariance => "variance of the differences",
        _ => "none",
    };
}

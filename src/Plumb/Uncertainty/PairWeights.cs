using Plumb.Inversion;

namespace Plumb.Uncertainty;

/// <summary>The weights of an inversion as a table by entry of coherence.</summary>
internal static class PairWeights
{
    /// <summary>Weight in the middle of each entry of coherence (unit of the weighting), coherences below 0.05 counting as 0.05; shape (200).</summary>
    public static double[] ByEntry(InversionOptions options)
    {
        var table = new PhaseVariance(options.Looks);
        return Enumerable.Range(0, PhaseVariance.Entries).Select(i =>
        {
            var coherence = Math.Clamp(PhaseVariance.FirstCoherence + ((i + 0.5) / PhaseVariance.EntriesPerCoherence), 0.05, 1);
            return options.Weighting == Weighting.Variance ? 1 / table.Table[Math.Max(i, SampledVariance.LowestEntry)] : Of(options, coherence);
        }).ToArray();
    }

    /// <summary>Weight of a coherence (pure number), as the inversion takes it.</summary>
    public static double Of(InversionOptions options, double coherence)
    {
        var c = coherence >= 0.05 ? Math.Min(coherence, 1) : 0.05;
        return options.Weighting switch
        {
            Weighting.None => 1,
            Weighting.Coherence => c,
            Weighting.CoherenceSquared => c * c,
            Weighting.Fisher => 2 * options.Looks * Math.Min(c, 0.999) * Math.Min(c, 0.999) / (1 - (Math.Min(c, 0.999) * Math.Min(c, 0.999))),
            _ => 1 / new PhaseVariance(options.Looks).Of(c),
        };
    }
}

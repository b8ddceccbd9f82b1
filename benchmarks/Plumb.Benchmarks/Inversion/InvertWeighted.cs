using Plumb.Inversion;

namespace Plumb.Benchmarks.Inversion;

/// <summary>Question: how many pixels a second are inverted in memory? Weighted by the inverse phase variance, every pair present.</summary>
public static class InvertWeighted
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[tiles of 4096 pixels = 32] [threads = 1] [sigma].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args) => InversionMeasurement.Run(nameof(InvertWeighted), Weighting.Variance, 0, args);
}

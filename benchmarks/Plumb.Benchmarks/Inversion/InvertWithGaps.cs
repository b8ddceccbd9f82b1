using Plumb.Inversion;

namespace Plumb.Benchmarks.Inversion;

/// <summary>Question: how many pixels a second are inverted in memory? Weighted, every fifth observation missing at random, so that hardly two pixels have the same pairs.</summary>
public static class InvertWithGaps
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[tiles of 4096 pixels = 32] [threads = 1] [sigma].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args) => InversionMeasurement.Run(nameof(InvertWithGaps), Weighting.Variance, 0.2, args);
}

using Plumb.Inversion;

namespace Plumb.Benchmarks.Inversion;

/// <summary>Question: how many pixels a second are inverted in memory? Unweighted, every pair present.</summary>
public static class InvertUnweighted
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[tiles of 4096 pixels = 32] [threads = 1] [sigma].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args) => InversionMeasurement.Run(nameof(InvertUnweighted), Weighting.None, 0, args);
}

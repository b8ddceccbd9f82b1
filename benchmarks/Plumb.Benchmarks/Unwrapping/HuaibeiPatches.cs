using System.Globalization;
using Plumb.Processing.Studies.Huaibei;
using Plumb.Unwrapping.Classical;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>Question: how many pixels of patches like those of the Huaibei study does each method of unwrapping get wrong?</summary>
public static class HuaibeiPatches
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[seeds = 20] [quality: Coherence, PseudoCoherence, DerivativeVariance, Equal = Coherence].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        var quality = args.Length > 1 ? Enum.Parse<PixelQuality>(args[1]) : PixelQuality.Coherence;
        Console.WriteLine(HuaibeiCases.Text(HuaibeiCases.Run(seeds, quality)));
        return 0;
    }
}

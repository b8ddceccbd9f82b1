using System.Numerics;
using Plumb.Interferograms;
using Plumb.Simulation;

namespace Plumb.Tests.Interferograms;

/// <summary>What is known of a simulated interferogram, and how far another is from it.</summary>
internal static class WrappedTruth
{
    /// <summary>The scene as complex numbers of the length of its sample coherence.</summary>
    internal static float[] Pairs(WrappedScene scene)
    {
        var pairs = new float[2 * scene.Wrapped.Length];
        for (var p = 0; p < scene.Wrapped.Length; p++)
        {
            var (sine, cosine) = MathF.SinCos(scene.Wrapped[p]);
            (pairs[2 * p], pairs[(2 * p) + 1]) = (scene.Coherence[p] * cosine, scene.Coherence[p] * sine);
        }

        return pairs;
    }

    /// <summary>RMS of the phase's distance from the clean phase, radian, over pixels of true coherence above 0.2 whose fringes lie between two slopes, radian per pixel.</summary>
    internal static double Rms(WrappedScene scene, float[] pairs, double least, double most)
    {
        var (sum, count) = (0.0, 0);
        for (var p = 0; p < scene.Clean.Length - scene.Columns - 1; p++)
        {
            var slope = Math.Max(Math.Abs(scene.Clean[p + 1] - scene.Clean[p]), Math.Abs(scene.Clean[p + scene.Columns] - scene.Clean[p]));
            if (scene.TrueCoherence[p] > 0.2 && slope >= least && slope < most)
            {
                var off = (new Complex(pairs[2 * p], pairs[(2 * p) + 1]) * Complex.FromPolarCoordinates(1, -scene.Clean[p])).Phase;
                (sum, count) = (sum + (off * off), count + 1);
            }
        }

        return Math.Sqrt(sum / count);
    }

    internal static long Residues(float[] pairs, int columns)
    {
        var count = new ResidueCount(columns);
        count.Add(pairs);
        return count.Residues;
    }
}

namespace Plumb.Unwrapping;

/// <summary>
/// Means of an unwrapped step between two dates over a few neighbours, weighted by their coherence. Neighbours come in twos, one each side of the pixel, with one
/// weight, so that planes stay what they are however the coherence is spread. Against such a mean a noisy pixel of a pair finds its cycle more surely than against the noisy
/// step itself; the noise of the pair stays in the pair. A mean that lies farther off its pixel than noise can carry it is one over ground that bends: it goes no farther than five
/// standard deviations of the pixel's own noise, so that a sharp bowl of good coherence keeps its middle.
/// </summary>
internal static class StepSmoother
{
    private const int Radius = 3;
    private const float LargestCoherence = 0.98f;
    private const float Farthest = 5;

    // Half a window of weights exp(-d^2 / (2 s^2)), s 1.6 pixels: the pixels after the middle, row by row.
    private static readonly (int Row, int Column, float Weight)[] Half =
    [
        .. from r in Enumerable.Range(0, Radius + 1)
           from c in Enumerable.Range(-Radius, (2 * Radius) + 1)
           where r > 0 || c > 0
           select (r, c, (float)Math.Exp(-((r * r) + (c * c)) / (2 * 1.6 * 1.6))),
    ];

    /// <summary>Smooths.</summary>
    /// <param name="phase">Unwrapped phase, radian; shape (rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Coherence, 0 to 1 (pure number); the same shape.</param>
    /// <param name="looks">Looks behind the coherence (pure number).</param>
    /// <param name="rows">Number of rows, pixels.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="threads">Threads (count); the result does not depend on them.</param>
    /// <param name="smooth">Receives the means, radian; the same shape.</param>
    internal static void Run(float[] phase, float[] coherence, double looks, int rows, int columns, int threads, float[] smooth)
    {
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, r =>
        {
            for (var c = 0; c < columns; c++)
            {
                smooth[(r * columns) + c] = Mean(phase, coherence, (float)looks, rows, columns, r, c);
            }
        });
    }

    private static float Mean(float[] phase, float[] coherence, float looks, int rows, int columns, int r, int c)
    {
        var p = (r * columns) + c;
        var weight = Weight(coherence[p]);
        var (sum, total) = (0f, weight);
        foreach (var (dr, dc, g) in Half)
        {
            if (r < dr || r + dr >= rows || c - Math.Abs(dc) < 0 || c + Math.Abs(dc) >= columns)
            {
                continue;
            }

            var offset = (dr * columns) + dc;
            var excess = (0.5f * (phase[p + offset] + phase[p - offset])) - phase[p];
            if (!float.IsNaN(excess))
            {
                var w = 2 * g * Math.Min(Weight(coherence[p + offset]), Weight(coherence[p - offset]));
                sum += w * excess;
                total += w;
            }
        }

        var most = Farthest / MathF.Sqrt(2 * looks * weight);
        return phase[p] + Math.Clamp(sum / total, -most, most);
    }

    private static float Weight(float coherence)
    {
        var square = Math.Clamp(coherence, 0.02f, LargestCoherence);
        square *= square;
        return square / (1 - square);
    }
}

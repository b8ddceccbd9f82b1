namespace Plumb.Corrections.Delays;

/// <summary>Zenith delay over one place: 1e-6 times the integral of the refractivity from a height to the top of the air.</summary>
public static class DelayColumn
{
    /// <summary>
    /// The delay above each of some heights, metres, of a refractivity that is linear between levels, as weather models interpolate their humidity; below the lowest level it
    /// is that of the level, above the highest it is zero.
    /// </summary>
    /// <param name="levels">Heights of the levels, metres, rising; shape (level).</param>
    /// <param name="refractivity">Refractivity, N-units; shape (level).</param>
    /// <param name="heights">Heights, metres, in any order; shape (height).</param>
    /// <param name="delay">Receives the zenith delay, metres; shape (height).</param>
    /// <exception cref="ArgumentException">There are fewer than two levels, or they do not rise.</exception>
    public static void Integrate(ReadOnlySpan<double> levels, ReadOnlySpan<double> refractivity, ReadOnlySpan<double> heights, Span<double> delay)
    {
        var above = Above(levels, refractivity);
        for (var j = 0; j < heights.Length; j++)
        {
            var h = heights[j];
            if (!(h < levels[^1]))
            {
                delay[j] = double.IsNaN(h) ? double.NaN : 0;
                continue;
            }

            var k = 0;
            while (levels[k] <= h)
            {
                k++;
            }

            var at = k == 0
                ? refractivity[0]
                : refractivity[k - 1] + ((h - levels[k - 1]) / (levels[k] - levels[k - 1]) * (refractivity[k] - refractivity[k - 1]));
            delay[j] = above[k] + (0.5e-6 * (levels[k] - h) * (at + refractivity[k]));
        }
    }

    private static double[] Above(ReadOnlySpan<double> levels, ReadOnlySpan<double> refractivity)
    {
        if (levels.Length < 2 || levels.Length != refractivity.Length)
        {
            throw new ArgumentException($"A column of air has at least two levels with one refractivity each, not {levels.Length} with {refractivity.Length}.", nameof(levels));
        }

        var above = new double[levels.Length];
        for (var k = levels.Length - 2; k >= 0; k--)
        {
            if (!(levels[k + 1] > levels[k]))
            {
                throw new ArgumentException($"Level {k + 1} at {levels[k + 1]} m does not lie above level {k} at {levels[k]} m.", nameof(levels));
            }

            above[k] = above[k + 1] + (0.5e-6 * (levels[k + 1] - levels[k]) * (refractivity[k] + refractivity[k + 1]));
        }

        return above;
    }
}

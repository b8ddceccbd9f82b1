namespace Plumb.Networks;

/// <summary>
/// Where the phase of one interferogram, by itself, nears half a cycle from one pixel to the next and cannot be unwrapped surely. A step is judged by the mean of the
/// three side by side, where that is above its own noise; together with the noise of a single step it is compared with half a cycle, as <see cref="MotionSteps"/> does
/// for a network. Where steps fold back, beyond half a cycle, they look gentle again; but the ground between is marked, and what lies within the hull of such ground
/// (<see cref="SteepGround.Enclose"/>) or can be reached only across it hangs on cycles that nothing tells.
/// </summary>
public static class PairSteepness
{
    private const float Significance = 5;
    private const float Doubt = 1.5f;

    // Of a single step of two pixels of half a radian each.
    private const float MostNoise = 0.71f;

    /// <summary>Working memory beside the arrays given (unit: byte a pixel).</summary>
    public const int BytesPerPixel = 10 * sizeof(float);

    /// <summary>Judges an interferogram.</summary>
    /// <param name="phase">Phase, wrapped or not, radian; shape (rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Coherence, 0 to 1 (pure number), same shape; null where it is not known: noise is then told by the scatter of the steps.</param>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="looks">Independent looks behind the coherence (pure number), at least 1.</param>
    /// <param name="shares">
    /// Receives the share of half a cycle (pure number) of the steepest pixel on the easiest way from the largest ground that can be trusted, at least the pixel's own; 1 and more cannot
    /// be trusted. Shape (rows, columns); NaN where the phase is.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static void Judge(ReadOnlySpan<float> phase, float[]? coherence, int columns, double looks, Span<float> shares)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        if (columns < 1 || phase.Length % columns != 0 || shares.Length != phase.Length || (coherence is not null && coherence.Length != phase.Length))
        {
            throw new ArgumentException($"{phase.Length} phases, {coherence?.Length} coherences and {shares.Length} shares are not one image of rows of {columns}.", nameof(phase));
        }

        var (own, doubtful) = (new float[phase.Length], new float[phase.Length]);
        foreach (var south in (ReadOnlySpan<bool>)[false, true])
        {
            Steps(phase, coherence, columns, (float)looks, south, own, doubtful);
        }

        SteepGround.Enclose(own, doubtful, columns);
        SteepGround.Cross(own, columns, LargestGentle(phase, own, columns), shares);
        for (var p = 0; p < shares.Length; p++)
        {
            shares[p] = float.IsFinite(phase[p]) ? shares[p] : float.NaN;
        }
    }

    private static void Steps(ReadOnlySpan<float> phase, float[]? coherence, int columns, float looks, bool south, float[] own, float[] doubtful)
    {
        var (single, means, counts, noise, known) = (new float[phase.Length], new float[phase.Length], new float[phase.Length], new float[phase.Length], new float[phase.Length]);
        StepKernel.Means(phase, columns, south, single, means, counts);
        var ahead = south ? columns : 1;
        Noise(coherence, columns, looks, ahead, single, means, noise, known);
        for (var p = 0; p < phase.Length - ahead; p++)
        {
            var (step, sigma) = (MathF.Abs(means[p]), MathF.Min(noise[p], PairDoubt.NoPhase));
            if (!(step * step >= Significance * Significance * known[p] * known[p] / counts[p]))
            {
                continue;
            }

            var share = step / MathF.PI;
            (own[p], own[p + ahead]) = (MathF.Max(own[p], share), MathF.Max(own[p + ahead], share));
            if (step + (Doubt * sigma) >= MathF.PI)
            {
                (doubtful[p], doubtful[p + ahead]) = (1, 1);
            }
        }

        // What is in doubt is at the limit.
        for (var p = 0; p < own.Length; p++)
        {
            own[p] = doubtful[p] > 0 ? MathF.Max(1, own[p]) : own[p];
        }
    }

    /// <summary>
    /// Standard deviations of single steps, radian: by coherence and looks (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018), or by what steps differ from the mean of three. Those by which
    /// a step is known to be one take the lesser of a pixel's own coherence and that around it, since a single sample is high by chance, and are infinite beyond half a radian.
    /// </summary>
    private static void Noise(float[]? coherence, int columns, float looks, int ahead, float[] single, float[] means, float[] noise, float[] known)
    {
        if (coherence is null)
        {
            var (rest, line) = (new float[single.Length], new float[single.Length]);
            for (var p = 0; p < rest.Length; p++)
            {
                rest[p] = single[p] - means[p];
            }

            StepKernel.WindowSquares(rest, columns, 2, line, noise);
            for (var p = 0; p < noise.Length; p++)
            {
                noise[p] = MathF.Sqrt(1.5f * noise[p]);
                known[p] = noise[p] < MostNoise ? noise[p] : float.PositiveInfinity;
            }

            return;
        }

        var around = new float[single.Length];
        StepKernel.WindowSquares(coherence, columns, 1, single, around);
        for (var p = 0; p < noise.Length - ahead; p++)
        {
            var (a, b) = (coherence[p], coherence[p + ahead]);
            var square = MotionSteps.Unbiased(0.5f * ((a * a) + (b * b)), looks);
            noise[p] = square > 0 ? MathF.Sqrt((1 - MathF.Min(1, square)) / (looks * square)) : PairDoubt.NoPhase;
            var least = MathF.Min(a, b);
            square = MotionSteps.Unbiased(MathF.Min(around[p], least * least), looks);
            known[p] = square * looks >= MotionSteps.LeastInformation ? MathF.Sqrt((1 - MathF.Min(1, square)) / (looks * square)) : float.PositiveInfinity;
        }
    }

    /// <summary>Pixels of the largest set of neighbours below the limit: what the rest is seen from.</summary>
    private static int[] LargestGentle(ReadOnlySpan<float> phase, float[] shares, int columns)
    {
        var (set, largest) = (new int[shares.Length], -1);
        DisjointSets.Reset(set);
        bool IsGentle(ReadOnlySpan<float> values, int p) => float.IsFinite(values[p]) && shares[p] < 1;
        var sizes = new int[shares.Length];
        for (var p = 0; p < shares.Length; p++)
        {
            if (IsGentle(phase, p))
            {
                if (p % columns > 0 && IsGentle(phase, p - 1))
                {
                    DisjointSets.Union(set, p, p - 1);
                }

                if (p >= columns && IsGentle(phase, p - columns))
                {
                    DisjointSets.Union(set, p, p - columns);
                }
            }
        }

        for (var p = 0; p < shares.Length; p++)
        {
            if (IsGentle(phase, p) && DisjointSets.Root(set, p) is var root && ++sizes[root] > (largest < 0 ? 0 : sizes[largest]))
            {
                largest = root;
            }
        }

        var seeds = new List<int>();
        for (var p = 0; p < shares.Length && largest >= 0; p++)
        {
            if (IsGentle(phase, p) && DisjointSets.Root(set, p) == largest)
            {
                seeds.Add(p);
            }
        }

        return [.. seeds];
    }
}

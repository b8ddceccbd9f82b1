using System.Numerics;

namespace Plumb.Networks;

/// <summary>
/// Where a pair may be unwrapped wrongly although its motion stays below half a cycle from pixel to pixel: its step, known from the shorter pairs, and the noise of
/// its own single steps together reach it. A whole flank then may slip by a cycle, and with it the floor of the trough. One such pair does no harm where
/// others convict it: two triangles or more whose other pairs are beyond doubt. Where there is one or none (few images, or a gap in the dates that two pairs
/// bridge alike), loops close on the wrong cycle. Immutable and safe for threads.
/// </summary>
internal sealed class PairDoubt
{
    /// <summary>Standard deviation of a phase that can be anything, radians.</summary>
    internal const float NoPhase = 1.8138f;

    private const int Convicting = 2;
    private readonly MotionStepOptions options;
    private readonly (int A, int B)[][] triangles;

    /// <summary>For the pairs of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">What counts as doubt.</param>
    internal PairDoubt(Network network, MotionStepOptions options)
    {
        this.options = options;
        Words = (network.Pairs.Count + 31) / 32;
        triangles = TrianglesOf(network);
    }

    /// <summary>Number of 32-bit words that hold one bit for each pair (count).</summary>
    internal int Words { get; }

    /// <summary>Below this size (radian) even a step without any coherence is in no doubt.</summary>
    internal float LeastStep => MathF.PI - ((float)options.Doubt * NoPhase);

    /// <summary>Sets the bit of a pair at both pixels of a step that is above its noise, if it is in doubt.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="pixel">Index of the pixel where the step begins.</param>
    /// <param name="step">Size of the step, radians.</param>
    /// <param name="coherence">Coherence of the pair (pure number); shape (rows, columns); empty when unknown.</param>
    /// <param name="ahead">Distance to the pixel at the other end of the step (unit: elements).</param>
    /// <param name="space">Holds the variances of the first of the shortest pairs, and the bits.</param>
    internal void Mark(int pair, int pixel, float step, ReadOnlySpan<float> coherence, int ahead, MotionStepSpace space)
    {
        if (!(step > LeastStep))
        {
            return;
        }

        var noise = coherence.IsEmpty ? MathF.Sqrt(3f * space.Variances(0)[pixel]) : Noise(coherence, pixel, ahead, (float)options.Looks);
        if (step + ((float)options.Doubt * MathF.Min(noise, NoPhase)) >= MathF.PI)
        {
            var pixels = space.Largest.Length;
            var bits = space.Doubts.Slice(pair / 32 * pixels, pixels);
            var bit = 1u << (pair % 32);
            bits[pixel] |= bit;
            bits[pixel + ahead] |= bit;
        }
    }

    /// <summary>Counts at each pixel the pairs in doubt that no two triangles of pairs beyond doubt convict.</summary>
    /// <param name="doubts">One bit for each pair; shape (word, pixel).</param>
    /// <param name="counts">Receives the counts; shape (pixel).</param>
    internal void Count(ReadOnlySpan<uint> doubts, Span<float> counts)
    {
        var pixels = counts.Length;
        counts.Clear();
        for (var word = 0; word < Words; word++)
        {
            for (var i = 0; i < pixels; i++)
            {
                for (var rest = doubts[(word * pixels) + i]; rest != 0; rest &= rest - 1)
                {
                    var pair = (32 * word) + BitOperations.TrailingZeroCount(rest);
                    counts[i] += IsConvicted(pair, doubts, pixels, i) ? 0f : 1f;
                }
            }
        }
    }

    private bool IsConvicted(int pair, ReadOnlySpan<uint> doubts, int pixels, int pixel)
    {
        var witnesses = 0;
        foreach (var (a, b) in triangles[pair])
        {
            var isSafe = !IsSet(a, doubts, pixels, pixel) && !IsSet(b, doubts, pixels, pixel);
            witnesses += isSafe ? 1 : 0;
            if (witnesses == Convicting)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSet(int pair, ReadOnlySpan<uint> doubts, int pixels, int pixel) =>
        (doubts[(pair / 32 * pixels) + pixel] & (1u << (pair % 32))) != 0;

    /// <summary>
    /// Standard deviation of a single step, radians: that of two pixels of mean squared coherence c^2, each (1 - c^2) / (2 L c^2) (Rodriguez and Martin 1992).
    /// </summary>
    private static float Noise(ReadOnlySpan<float> coherence, int pixel, int ahead, float looks)
    {
        var (a, b) = (coherence[pixel], coherence[pixel + ahead]);
        var c2 = MotionSteps.Unbiased(0.5f * ((a * a) + (b * b)), looks);
        return c2 > 0f ? MathF.Sqrt((1f - c2) / (looks * c2)) : NoPhase;
    }

    private static (int A, int B)[][] TrianglesOf(Network network)
    {
        var (first, second) = (network.FirstIndex.ToArray(), network.SecondIndex.ToArray());
        var pairOf = new Dictionary<(int, int), int>();
        var neighbours = Enumerable.Range(0, network.Dates.Count).Select(_ => new List<int>()).ToArray();
        for (var k = 0; k < first.Length; k++)
        {
            pairOf[(Math.Min(first[k], second[k]), Math.Max(first[k], second[k]))] = k;
            neighbours[first[k]].Add(second[k]);
            neighbours[second[k]].Add(first[k]);
        }

        int? Between(int a, int b) => pairOf.TryGetValue((Math.Min(a, b), Math.Max(a, b)), out var k) ? k : null;
        return [.. Enumerable.Range(0, first.Length).Select(k => neighbours[first[k]]
            .Where(d => d != second[k])
            .Select(d => (A: Between(first[k], d), B: Between(d, second[k])))
            .Where(t => t.A is not null && t.B is not null)
            .Select(t => (t.A!.Value, t.B!.Value)).ToArray())];
    }
}

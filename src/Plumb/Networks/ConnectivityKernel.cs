using System.Numerics;

namespace Plumb.Networks;

/// <summary>What the valid pairs of one pixel tie together.</summary>
/// <param name="Parts">Number of parts among the dates that a valid pair touches (count); 0 when no pair is valid.</param>
/// <param name="UncoveredDates">Number of dates no valid pair touches (count).</param>
/// <param name="ValidPairs">Number of valid pairs (count).</param>
public readonly record struct Connectivity(int Parts, int UncoveredDates, int ValidPairs)
{
    /// <summary>Whether every date of the network is tied to every other by valid pairs.</summary>
    public bool IsConnected => Parts == 1 && UncoveredDates == 0;

    /// <summary>
    /// Number of pieces the dates fall into, each uncovered date a piece of its own (count); the rank of the pixel's design matrix is
    /// the number of dates less this.
    /// </summary>
    public int Pieces => Parts + UncoveredDates;
}

/// <summary>
/// Kernels of connectivity per pixel. A pixel's valid pairs are bits, 32 pairs to a word, words in shape (word, pixel) with pixels
/// fastest; bit b of word w is pair 32 w + b. No allocation; safe for threads on different spans.
/// </summary>
public static class ConnectivityKernel
{
    private const int PairsPerWord = 32;

    /// <summary>Number of words that hold one bit per pair (count).</summary>
    /// <param name="pairCount">Number of pairs.</param>
    public static int WordCount(int pairCount) => (pairCount + PairsPerWord - 1) / PairsPerWord;

    /// <summary>
    /// Sets one bit for each valid value, many pixels at a time. A value is valid when it is finite and not exactly zero, the rule of the
    /// inversion.
    /// </summary>
    /// <param name="values">Values of any unit (phase in radians, coherence), shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="pixelCount">Number of pixels.</param>
    /// <param name="patterns">Bits to write, shape (word, pixel).</param>
    public static void CollectPatterns(ReadOnlySpan<float> values, int pixelCount, Span<uint> patterns)
    {
        var pairCount = CheckShapes(values, pixelCount, patterns);
        for (var word = 0; word < WordCount(pairCount); word++)
        {
            var firstPair = word * PairsPerWord;
            var lastPair = Math.Min(pairCount, firstPair + PairsPerWord);
            var pixel = 0;
            for (; pixel <= pixelCount - Vector<float>.Count; pixel += Vector<float>.Count)
            {
                var bits = Vector<uint>.Zero;
                for (var pair = firstPair; pair < lastPair; pair++)
                {
                    var value = new Vector<float>(values.Slice((pair * pixelCount) + pixel, Vector<float>.Count));
                    var finite = Vector.Equals(value - value, Vector<float>.Zero);
                    var valid = Vector.AndNot(finite, Vector.Equals(value, Vector<float>.Zero));
                    bits |= Vector.AsVectorUInt32(valid) & new Vector<uint>(1u << (pair - firstPair));
                }

                bits.CopyTo(patterns.Slice((word * pixelCount) + pixel, Vector<uint>.Count));
            }

            for (; pixel < pixelCount; pixel++)
            {
                patterns[(word * pixelCount) + pixel] = CollectWord(values, pixelCount, pixel, firstPair, lastPair);
            }
        }
    }

    /// <summary>The same as <see cref="CollectPatterns"/>, one value at a time: its specification.</summary>
    /// <param name="values">Values of any unit, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="pixelCount">Number of pixels.</param>
    /// <param name="patterns">Bits to write, shape (word, pixel).</param>
    public static void CollectPatternsScalar(ReadOnlySpan<float> values, int pixelCount, Span<uint> patterns)
    {
        var pairCount = CheckShapes(values, pixelCount, patterns);
        for (var word = 0; word < WordCount(pairCount); word++)
        {
            var firstPair = word * PairsPerWord;
            for (var pixel = 0; pixel < pixelCount; pixel++)
            {
                patterns[(word * pixelCount) + pixel] =
                    CollectWord(values, pixelCount, pixel, firstPair, Math.Min(pairCount, firstPair + PairsPerWord));
            }
        }
    }

    /// <summary>Parts, uncovered dates and valid pairs of one pixel, by union-find over its valid pairs.</summary>
    /// <param name="firstIndex">First date of each pair; shape (pair).</param>
    /// <param name="secondIndex">Second date of each pair; shape (pair).</param>
    /// <param name="patterns">Bits, shape (word, pixel).</param>
    /// <param name="pixelCount">Number of pixels.</param>
    /// <param name="pixel">The pixel.</param>
    /// <param name="parents">Working memory, as long as there are dates.</param>
    public static Connectivity Solve(
        ReadOnlySpan<int> firstIndex,
        ReadOnlySpan<int> secondIndex,
        ReadOnlySpan<uint> patterns,
        int pixelCount,
        int pixel,
        Span<int> parents)
    {
        DisjointSets.Reset(parents);
        var pieces = parents.Length;
        var valid = 0;
        for (var word = 0; word < WordCount(firstIndex.Length); word++)
        {
            for (var bits = patterns[(word * pixelCount) + pixel]; bits != 0; bits &= bits - 1)
            {
                var pair = (word * PairsPerWord) + BitOperations.TrailingZeroCount(bits);
                pieces -= DisjointSets.Union(parents, firstIndex[pair], secondIndex[pair]) ? 1 : 0;
                valid++;
            }
        }

        if (pieces == 1)
        {
            return new Connectivity(1, 0, valid);
        }

        // A root is its set's smallest date, so a later date that points nowhere else, and that none points to, was never touched.
        var uncovered = 0;
        for (var date = 0; date < parents.Length; date++)
        {
            uncovered += parents[date] == date && !IsPointedTo(parents, date) ? 1 : 0;
        }

        return new Connectivity(pieces - uncovered, uncovered, valid);
    }

    /// <summary>
    /// The same as <see cref="Solve"/> straight from the values, by spreading the smallest date along valid pairs until nothing changes:
    /// its specification.
    /// </summary>
    /// <param name="firstIndex">First date of each pair; shape (pair).</param>
    /// <param name="secondIndex">Second date of each pair; shape (pair).</param>
    /// <param name="values">Values of any unit, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <param name="pixelCount">Number of pixels.</param>
    /// <param name="pixel">The pixel.</param>
    /// <param name="labels">Working memory, as long as there are dates.</param>
    public static Connectivity SolveScalar(
        ReadOnlySpan<int> firstIndex,
        ReadOnlySpan<int> secondIndex,
        ReadOnlySpan<float> values,
        int pixelCount,
        int pixel,
        Span<int> labels)
    {
        const int untouched = int.MaxValue;
        labels.Fill(untouched);
        var valid = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            valid = 0;
            for (var pair = 0; pair < firstIndex.Length; pair++)
            {
                if (!IsValid(values[(pair * pixelCount) + pixel]))
                {
                    continue;
                }

                valid++;
                var (first, second) = (firstIndex[pair], secondIndex[pair]);
                var smallest = Math.Min(Math.Min(labels[first], labels[second]), Math.Min(first, second));
                changed |= labels[first] != smallest || labels[second] != smallest;
                labels[first] = labels[second] = smallest;
            }
        }

        var (parts, uncovered) = (0, 0);
        for (var date = 0; date < labels.Length; date++)
        {
            parts += labels[date] == date ? 1 : 0;
            uncovered += labels[date] == untouched ? 1 : 0;
        }

        return new Connectivity(parts, uncovered, valid);
    }

    private static bool IsValid(float value) => float.IsFinite(value) && value != 0;

    private static bool IsPointedTo(ReadOnlySpan<int> parents, int date) => parents[(date + 1)..].Contains(date);

    private static uint CollectWord(ReadOnlySpan<float> values, int pixelCount, int pixel, int firstPair, int lastPair)
    {
        var bits = 0u;
        for (var pair = firstPair; pair < lastPair; pair++)
        {
            bits |= IsValid(values[(pair * pixelCount) + pixel]) ? 1u << (pair - firstPair) : 0;
        }

        return bits;
    }

    private static int CheckShapes(ReadOnlySpan<float> values, int pixelCount, Span<uint> patterns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelCount, 1);
        var pairCount = values.Length / pixelCount;
        if (values.Length != (long)pairCount * pixelCount || patterns.Length != (long)WordCount(pairCount) * pixelCount)
        {
            throw new ArgumentException($"{values.Length} values and {patterns.Length} words do not fit {pixelCount} pixels.", nameof(values));
        }

        return pairCount;
    }
}

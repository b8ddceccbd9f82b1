using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Plumb.Networks;

/// <summary>
/// The steps of all pairs of a network, each the sum of those of its shortest pairs, held against their noise. Worked through in strips of pixels whose
/// short steps stay in the nearest cache while all pairs pass. Immutable and safe for threads.
/// </summary>
internal sealed class StepPaths
{
    /// <summary>Number of pixels of a strip (count).</summary>
    internal const int Strip = 64;

    private readonly MotionStepOptions options;
    private readonly PairDoubt doubt;
    private readonly int[] begins;
    private readonly int[] slots;
    private readonly float[] signs;
    private readonly bool[] isShortest;

    /// <summary>For the pairs of a network.</summary>
    /// <param name="shortest">The shortest pairs and the ways over them.</param>
    /// <param name="slotOfPair">Number of each pair among the shortest ones, -1 for the others; shape (pair).</param>
    /// <param name="doubt">Judges which pairs are in doubt.</param>
    /// <param name="options">What counts.</param>
    internal StepPaths(ShortestPairs shortest, int[] slotOfPair, PairDoubt doubt, MotionStepOptions options)
    {
        (this.doubt, this.options) = (doubt, options);
        begins = new int[slotOfPair.Length + 1];
        isShortest = Array.ConvertAll(slotOfPair, slot => slot >= 0);
        var (members, directions) = (new List<int>(), new List<float>());
        for (var pair = 0; pair < slotOfPair.Length; pair++)
        {
            foreach (var (member, sign) in shortest.PathOf(pair))
            {
                members.Add(slotOfPair[member]);
                directions.Add(sign);
            }

            begins[pair + 1] = members.Count;
        }

        (slots, signs) = ([.. members], [.. directions]);
    }

    private float Limit => (float)(options.Significance * options.Significance);

    /// <summary>
    /// The largest step above its noise of any pair (radian, 0 for none), by the shortest pairs alone; marks the pairs in doubt, and those that have a step of
    /// their own somewhere where one of the shortest pairs has none.
    /// </summary>
    /// <param name="phase">Phase, radians; shape (pair, rows, columns).</param>
    /// <param name="coherence">Coherence (pure number), same shape; empty when unknown.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="south">Whether the steps go south instead of east.</param>
    /// <param name="space">Holds steps, radians, and variances of the shortest pairs; receives the largest steps, the bits of doubt and the marks.</param>
    internal void Judge(ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int columns, bool south, MotionStepSpace space)
    {
        var pixels = space.Largest.Length;
        Array.Clear(space.Incomplete);
        for (var start = 0; start < pixels; start += Strip)
        {
            var length = Math.Min(Strip, pixels - start);
            for (var slot = 0; slot < space.Slots; slot++)
            {
                space.Steps(slot).Slice(start, length).CopyTo(space.StripSteps(slot));
                space.Variances(slot).Slice(start, length).CopyTo(space.StripVariances(slot));
            }

            space.StripLargest.Clear();
            for (var pair = 0; pair < isShortest.Length; pair++)
            {
                var mine = coherence.IsEmpty ? default : coherence.Slice(pair * pixels, pixels);
                JudgeStrip(pair, start, length, phase.Slice(pair * pixels, pixels), mine, columns, south, space);
            }

            space.StripLargest[..length].CopyTo(space.Largest[start..]);
        }
    }

    /// <summary>The same for one pair where one of the shortest pairs is missing: the pair itself has to do; it cannot show more than half a cycle.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="coherence">Its coherence (pure number); shape (rows, columns); empty when unknown.</param>
    /// <param name="ahead">Distance to the pixel at the other end of a step (unit: elements): 1 eastward, a row southward.</param>
    /// <param name="space">Holds the pair's own steps, radians, and their variances; its largest steps and bits of doubt are added to.</param>
    internal void Complete(int pair, ReadOnlySpan<float> coherence, int ahead, MotionStepSpace space)
    {
        // Only whether the sum is missing counts, so that signs do not matter.
        var sum = space.Sum;
        sum.Clear();
        for (var k = begins[pair]; k < begins[pair + 1]; k++)
        {
            TensorPrimitives.Add(sum, space.Steps(slots[k]), sum);
        }

        var largest = space.Largest;
        ReadOnlySpan<float> own = space.Own;
        ReadOnlySpan<float> ownVariance = space.OwnVariance;
        ReadOnlySpan<float> shortVariance = space.Variances(0);
        for (var i = 0; i < sum.Length - ahead; i++)
        {
            if (float.IsNaN(sum[i]) && !float.IsNaN(own[i]))
            {
                // Its noise is at least that of the place's short pairs.
                var (step, variance) = (MathF.Abs(own[i]), MathF.Max(ownVariance[i], shortVariance[i]));
                if (step * step >= Limit * variance)
                {
                    largest[i] = MathF.Max(largest[i], step);
                    doubt.Mark(pair, i, step, coherence, ahead, space);
                }
            }
        }
    }

    private void JudgeStrip(
        int pair, int start, int length, ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int columns, bool south, MotionStepSpace space)
    {
        ref var step = ref MemoryMarshal.GetReference(space.StripSteps(0));
        ref var variance = ref MemoryMarshal.GetReference(space.StripVariances(0));
        ref var largest = ref MemoryMarshal.GetReference(space.StripLargest);
        var (limit, least) = (new Vector<float>(Limit), new Vector<float>(doubt.LeastStep));
        var (from, to) = (begins[pair], begins[pair + 1]);
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var (sum, noise) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var k = from; k < to; k++)
            {
                var at = (nuint)((slots[k] * Strip) + i);
                sum += new Vector<float>(signs[k]) * Vector.LoadUnsafe(ref step, at);
                noise += Vector.LoadUnsafe(ref variance, at);
            }

            var size = Vector.Abs(sum);
            var isAbove = Vector.GreaterThanOrEqual(size * size, limit * noise);
            var before = Vector.LoadUnsafe(ref largest, (nuint)i);
            var isLarger = isAbove & Vector.GreaterThan(size, before);
            Vector.ConditionalSelect(isLarger, size, before).StoreUnsafe(ref largest, (nuint)i);

            // Lanes beyond the last pixel hold what an earlier strip left there and are not looked at.
            var lanes = Math.Min(Vector<float>.Count, length - i);
            if ((isAbove & Vector.GreaterThan(size, least)) != Vector<int>.Zero)
            {
                MarkLanes(pair, start + i, lanes, size, isAbove, coherence, south ? columns : 1, space);
            }

            if (!isShortest[pair] && !space.Incomplete[pair] && !Vector.EqualsAll(sum, sum))
            {
                space.Incomplete[pair] = HasOwnStep(start + i, lanes, sum, phase, columns, south);
            }
        }
    }

    private void MarkLanes(int pair, int first, int lanes, Vector<float> size, Vector<int> isAbove, ReadOnlySpan<float> coherence, int ahead, MotionStepSpace space)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            if (isAbove[lane] != 0)
            {
                doubt.Mark(pair, first + lane, size[lane], coherence, ahead, space);
            }
        }
    }

    /// <summary>Whether a pair has a step where the sum of the shortest ones is missing. The last column or row never has one.</summary>
    private static bool HasOwnStep(int first, int lanes, Vector<float> sum, ReadOnlySpan<float> phase, int columns, bool south)
    {
        var ahead = south ? columns : 1;
        for (var lane = 0; lane < lanes; lane++)
        {
            var at = first + lane;
            var isInside = south ? at + columns < phase.Length : at % columns != columns - 1;
            if (float.IsNaN(sum[lane]) && isInside && !float.IsNaN(phase[at + ahead] - phase[at]))
            {
                return true;
            }
        }

        return false;
    }
}

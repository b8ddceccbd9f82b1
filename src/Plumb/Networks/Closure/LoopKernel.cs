using System.Numerics;
using System.Runtime.CompilerServices;

namespace Plumb.Networks.Closure;

/// <summary>
/// Kernels on the closure of loops, many pixels at a time. Whole cycles are signed bytes; <see cref="Missing"/> where a pair of the loop has no data. No
/// allocation; safe for threads on different spans. A phase is no data when it is not finite or exactly 0, as in the inversion.
/// </summary>
public static class LoopKernel
{
    /// <summary>Stands for the cycles of a loop that has a pair without data (a code, not a count).</summary>
    public const sbyte Missing = sbyte.MinValue;

    /// <summary>Largest size of cycles that is told apart (count); beyond it counts as this.</summary>
    public const sbyte Most = 100;

    private const float PerCycle = (float)(1 / (2 * Math.PI));

    /// <summary>Whole cycles by which a loop fails to close: round((sum of sign times phase) / 2 pi - level).</summary>
    /// <param name="phase">Unwrapped phases, radians, shape (pair, pixel).</param>
    /// <param name="stride">Distance from one pair to the next (unit: elements).</param>
    /// <param name="pairs">Pairs of the loop.</param>
    /// <param name="signs">Directions in which the loop passes them, 1 or -1.</param>
    /// <param name="level">What the loop's closure is told against, cycles (pure number); NaN gives no data.</param>
    /// <param name="cycles">Receives whole cycles (counts); shape (pixel).</param>
    public static void Cycles(
        ReadOnlySpan<float> phase, int stride, ReadOnlySpan<int> pairs, ReadOnlySpan<sbyte> signs, float level, Span<sbyte> cycles)
    {
        var pixel = pairs.Length == 3 ? Triangle(phase, stride, pairs, signs, level, cycles) : 0;
        for (; pixel <= cycles.Length - Vector<sbyte>.Count; pixel += Vector<sbyte>.Count)
        {
            var step = Vector<float>.Count;
            var low = Vector.Narrow(
                Rounded(phase, stride, pairs, signs, level, pixel), Rounded(phase, stride, pairs, signs, level, pixel + step));
            var high = Vector.Narrow(
                Rounded(phase, stride, pairs, signs, level, pixel + (2 * step)), Rounded(phase, stride, pairs, signs, level, pixel + (3 * step)));
            Vector.Narrow(low, high).CopyTo(cycles[pixel..]);
        }

        for (; pixel < cycles.Length; pixel++)
        {
            cycles[pixel] = CyclesOf(phase, stride, pairs, signs, level, pixel);
        }
    }

    /// <summary>The same as <see cref="Cycles"/>, one pixel at a time: its specification.</summary>
    /// <param name="phase">Unwrapped phases, radians, shape (pair, pixel).</param>
    /// <param name="stride">Distance from one pair to the next (unit: elements).</param>
    /// <param name="pairs">Pairs of the loop.</param>
    /// <param name="signs">Directions in which the loop passes them, 1 or -1.</param>
    /// <param name="level">What the loop's closure is told against, cycles (pure number); NaN gives no data.</param>
    /// <param name="cycles">Receives whole cycles (counts); shape (pixel).</param>
    public static void CyclesScalar(
        ReadOnlySpan<float> phase, int stride, ReadOnlySpan<int> pairs, ReadOnlySpan<sbyte> signs, float level, Span<sbyte> cycles)
    {
        for (var pixel = 0; pixel < cycles.Length; pixel++)
        {
            cycles[pixel] = CyclesOf(phase, stride, pairs, signs, level, pixel);
        }
    }

    /// <summary>Adds, per pixel, 1 where a loop can be told and 1 where it is open.</summary>
    /// <param name="cycles">Whole cycles of one loop (counts), <see cref="Missing"/> for no data; shape (pixel).</param>
    /// <param name="told">Number of loops that can be told (count), added to; shape (pixel).</param>
    /// <param name="open">Number of open loops (count), added to; shape (pixel).</param>
    /// <returns>How many pixels of this loop can be told, and at how many it is open (counts).</returns>
    public static (int Told, int Open) Count(ReadOnlySpan<sbyte> cycles, Span<ushort> told, Span<ushort> open)
    {
        var (allTold, allOpen) = (0, 0);
        var pixel = 0;
        for (; pixel <= cycles.Length - Vector<sbyte>.Count; pixel += Vector<sbyte>.Count)
        {
            var value = new Vector<sbyte>(cycles[pixel..]);
            var isTold = ~Vector.Equals(value, new Vector<sbyte>(Missing));
            var isOpen = isTold & ~Vector.Equals(value, Vector<sbyte>.Zero);
            AddOnes(isTold, told[pixel..]);
            allTold += CountOf(isTold);
            if (!Vector.EqualsAll(isOpen, Vector<sbyte>.Zero))
            {
                AddOnes(isOpen, open[pixel..]);
                allOpen += CountOf(isOpen);
            }
        }

        for (; pixel < cycles.Length; pixel++)
        {
            var (isTold, isOpen) = (cycles[pixel] != Missing, cycles[pixel] is not (Missing or 0));
            told[pixel] += isTold ? (ushort)1 : (ushort)0;
            open[pixel] += isOpen ? (ushort)1 : (ushort)0;
            allTold += isTold ? 1 : 0;
            allOpen += isOpen ? 1 : 0;
        }

        return (allTold, allOpen);
    }

    /// <summary>The usual loop, three pairs in a row: returns how many pixels were done.</summary>
    private static int Triangle(
        ReadOnlySpan<float> phase, int stride, ReadOnlySpan<int> pairs, ReadOnlySpan<sbyte> signs, float level, Span<sbyte> cycles)
    {
        var a = phase.Slice(pairs[0] * stride, cycles.Length);
        var b = phase.Slice(pairs[1] * stride, cycles.Length);
        var c = phase.Slice(pairs[2] * stride, cycles.Length);
        var (signA, signB, signC) = (new Vector<float>(signs[0]), new Vector<float>(signs[1]), new Vector<float>(signs[2]));
        var offset = new Vector<float>(level);
        var step = Vector<float>.Count;
        var pixel = 0;
        for (; pixel <= cycles.Length - Vector<sbyte>.Count; pixel += Vector<sbyte>.Count)
        {
            var low = Vector.Narrow(
                Sum(a[pixel..], b[pixel..], c[pixel..], signA, signB, signC, offset),
                Sum(a[(pixel + step)..], b[(pixel + step)..], c[(pixel + step)..], signA, signB, signC, offset));
            var next = pixel + (2 * step);
            var high = Vector.Narrow(
                Sum(a[next..], b[next..], c[next..], signA, signB, signC, offset),
                Sum(a[(next + step)..], b[(next + step)..], c[(next + step)..], signA, signB, signC, offset));
            Vector.Narrow(low, high).CopyTo(cycles[pixel..]);
        }

        return pixel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Sum(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Vector<float> signA, Vector<float> signB, Vector<float> signC, Vector<float> level)
    {
        var (x, y, z) = (new Vector<float>(a), new Vector<float>(b), new Vector<float>(c));
        var sum = (x * signA) + (y * signB) + (z * signC);

        // Times 0, what is not finite becomes NaN: one test for all three.
        var product = (x * Vector<float>.Zero) + (y * Vector<float>.Zero) + (z * Vector<float>.Zero);
        var zero = Vector.Equals(x, Vector<float>.Zero) | Vector.Equals(y, Vector<float>.Zero) | Vector.Equals(z, Vector<float>.Zero);
        var cycles = Vector.Floor((sum * PerCycle) - level + new Vector<float>(0.5f));
        var valid = Vector.Equals(product, product) & ~zero & Vector.Equals(cycles, cycles);
        cycles = Vector.Max(Vector.Min(cycles, new Vector<float>(Most)), new Vector<float>(-Most));
        return Vector.ConditionalSelect(valid, Vector.ConvertToInt32(cycles), new Vector<int>(Missing));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Rounded(
        ReadOnlySpan<float> phase, int stride, ReadOnlySpan<int> pairs, ReadOnlySpan<sbyte> signs, float level, int pixel)
    {
        var sum = Vector<float>.Zero;
        var valid = Vector<int>.AllBitsSet;
        for (var i = 0; i < pairs.Length; i++)
        {
            var value = new Vector<float>(phase.Slice((pairs[i] * stride) + pixel, Vector<float>.Count));
            valid &= Vector.Equals(value - value, Vector<float>.Zero) & ~Vector.Equals(value, Vector<float>.Zero);
            sum = signs[i] > 0 ? sum + value : sum - value;
        }

        var cycles = Vector.Floor((sum * PerCycle) - new Vector<float>(level) + new Vector<float>(0.5f));
        valid &= Vector.Equals(cycles, cycles);
        cycles = Vector.Max(Vector.Min(cycles, new Vector<float>(Most)), new Vector<float>(-Most));
        return Vector.ConditionalSelect(valid, Vector.ConvertToInt32(cycles), new Vector<int>(Missing));
    }

    private static sbyte CyclesOf(
        ReadOnlySpan<float> phase, int stride, ReadOnlySpan<int> pairs, ReadOnlySpan<sbyte> signs, float level, int pixel)
    {
        var sum = 0f;
        for (var i = 0; i < pairs.Length; i++)
        {
            var value = phase[(pairs[i] * stride) + pixel];
            if (!float.IsFinite(value) || value == 0)
            {
                return Missing;
            }

            sum = signs[i] > 0 ? sum + value : sum - value;
        }

        var cycles = MathF.Floor((sum * PerCycle) - level + 0.5f);
        return float.IsNaN(cycles) ? Missing : (sbyte)Math.Clamp(cycles, -Most, Most);
    }

    private static void AddOnes(Vector<sbyte> mask, Span<ushort> counts)
    {
        Vector.Widen(mask, out var low, out var high);
        (new Vector<ushort>(counts) - Vector.AsVectorUInt16(low)).CopyTo(counts);
        var rest = counts[Vector<ushort>.Count..];
        (new Vector<ushort>(rest) - Vector.AsVectorUInt16(high)).CopyTo(rest);
    }

    private static int CountOf(Vector<sbyte> mask)
    {
        Vector.Widen(mask, out var low, out var high);
        return -Vector.Sum(low + high);
    }
}

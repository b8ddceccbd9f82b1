using Plumb.Grids;

namespace Plumb.Networks.Closure;

/// <summary>
/// What the closure of each loop is told against. Phases of a pair are known up to a constant, so that a loop may be open by one and the same amount
/// everywhere without any error. The fraction of a cycle is that of the mean direction over the scene, which errors of whole cycles do not move; the whole
/// cycles are those of most pixels, counted in a second turn over the quarter of the pixels that agree best with the first: the main part of the
/// scene, against which errors are told.
/// </summary>
public static class ClosureLevels
{
    /// <summary>Levels of the loops, cycles (pure number), shape (loop); NaN for a loop that no sample has.</summary>
    /// <param name="loops">The loops.</param>
    /// <param name="phase">Unwrapped phases of pixels from all over the scene, radians, shape (pair, pixel); NaN, infinity and 0 are no-data.</param>
    /// <exception cref="ArgumentException">The number of phases is not a multiple of that of the pairs.</exception>
    public static float[] Of(ClosureLoops loops, ReadOnlySpan<float> phase)
    {
        ArgumentNullException.ThrowIfNull(loops);
        var pairs = loops.Network.Pairs.Count;
        var pixels = phase.Length / pairs;
        if (phase.Length != pixels * pairs)
        {
            throw new ArgumentException($"{phase.Length} phases do not fit {pairs} pairs.", nameof(phase));
        }

        var levels = new float[loops.Count];
        var (told, closed) = (new ushort[pixels], new ushort[pixels]);
        var (values, cycles) = (new float[pixels], new sbyte[pixels]);
        for (var l = 0; l < levels.Length; l++)
        {
            levels[l] = Level(Closures(loops, l, phase, pixels, values));
            LoopKernel.Cycles(phase, pixels, loops.PairsOf(l), loops.SignsOf(l), levels[l], cycles);
            for (var i = 0; i < pixels; i++)
            {
                told[i] += cycles[i] == LoopKernel.Missing ? (ushort)0 : (ushort)1;
                closed[i] += cycles[i] == 0 ? (ushort)1 : (ushort)0;
            }
        }

        var core = Core(told, closed);
        for (var l = 0; l < levels.Length; l++)
        {
            LoopKernel.Cycles(phase, pixels, loops.PairsOf(l), loops.SignsOf(l), levels[l], cycles);
            levels[l] += MostFrequent(cycles, core);
        }

        return levels;
    }

    private static Span<float> Closures(ClosureLoops loops, int loop, ReadOnlySpan<float> phase, int pixels, float[] values)
    {
        var pairs = loops.PairsOf(loop);
        var signs = loops.SignsOf(loop);
        var count = 0;
        for (var i = 0; i < pixels; i++)
        {
            var sum = 0.0;
            for (var q = 0; q < pairs.Length; q++)
            {
                var value = phase[(pairs[q] * pixels) + i];
                sum += value == 0 ? double.NaN : signs[q] * (double)value;
            }

            if (double.IsFinite(sum))
            {
                values[count++] = (float)(sum / (2 * Math.PI));
            }
        }

        return values.AsSpan(0, count);
    }

    private static float Level(Span<float> cycles)
    {
        if (cycles.IsEmpty)
        {
            return float.NaN;
        }

        var (x, y) = (0.0, 0.0);
        foreach (var c in cycles)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * c);
            (x, y) = (x + cosine, y + sine);
        }

        var fraction = Math.Atan2(y, x) / (2 * Math.PI);
        return (float)(fraction + Math.Round(OrderStatistics.Median(cycles) - fraction));
    }

    /// <summary>The quarter of the pixels, of those that have at least half as many loops as any, with fewest open ones.</summary>
    private static bool[] Core(ushort[] told, ushort[] closed)
    {
        var least = told.Length == 0 ? 0 : Math.Max(1, (told.Max() + 1) / 2);
        var shares = new float[told.Length];
        var known = 0;
        for (var i = 0; i < told.Length; i++)
        {
            if (told[i] >= least)
            {
                shares[known++] = (float)closed[i] / told[i];
            }
        }

        Array.Sort(shares, 0, known);
        var core = new bool[told.Length];
        for (var i = 0; i < core.Length; i++)
        {
            core[i] = told[i] >= least && (float)closed[i] / told[i] >= shares[3 * known / 4];
        }

        return core;
    }

    private static int MostFrequent(ReadOnlySpan<sbyte> cycles, bool[] core)
    {
        Span<int> counts = stackalloc int[(2 * LoopKernel.Most) + 1];
        counts.Clear();
        for (var i = 0; i < cycles.Length; i++)
        {
            if (core[i] && cycles[i] != LoopKernel.Missing)
            {
                counts[cycles[i] + LoopKernel.Most]++;
            }
        }

        var best = (int)LoopKernel.Most;
        for (var k = 0; k < counts.Length; k++)
        {
            best = counts[k] > counts[best] ? k : best;
        }

        return best - LoopKernel.Most;
    }
}

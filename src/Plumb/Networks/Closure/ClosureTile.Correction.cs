using System.Numerics;
using System.Runtime.InteropServices;

namespace Plumb.Networks.Closure;

/// <summary>Why loops of a pixel stay open.</summary>
public enum OpenCause : byte
{
    /// <summary>None does.</summary>
    None = 0,

    /// <summary>Several explanations cost nearly the same.</summary>
    Ambiguous = 1,

    /// <summary>The loops contradict each other, as noise does, or too few pixels share them.</summary>
    Unexplained = 2,
}

/// <summary>The correction of a tile.</summary>
public sealed partial class ClosureTile
{
    private const int EdgeReach = 2;
    private const int Sweeps = 2;
    private const double WholeEnough = 0.15;
    private readonly ushort[] toldAfter;
    private readonly ushort[] openAfter;
    private readonly ushort[] changed;
    private readonly byte[] verdicts;
    private readonly byte[] opens;
    private readonly sbyte[] gathered;
    private readonly SortedDictionary<int, sbyte[]> cyclesOfPair = [];
    private readonly Stack<sbyte[]> spare = new();

    /// <summary>Pairs that the correction changes in the loaded tile, ascending.</summary>
    public IReadOnlyCollection<int> ChangedPairs => cyclesOfPair.Keys;

    /// <summary>Number of open loops of each pixel (count) after the correction; shape (row, column).</summary>
    public ReadOnlySpan<ushort> OpenAfter => openAfter;

    /// <summary>Number of pairs that the correction changes at each pixel (count); shape (row, column).</summary>
    public ReadOnlySpan<ushort> ChangedCount => changed;

    /// <summary>Why loops stay open at each pixel; shape (row, column).</summary>
    public ReadOnlySpan<OpenCause> Causes => MemoryMarshal.Cast<byte, OpenCause>(verdicts.AsSpan());

    /// <summary>Number of pixels at which each loop stays open, summed over the tiles corrected (count); shape (loop).</summary>
    public long[] OpenAfterOfLoop { get; }

    /// <summary>Whole cycles to be added to a pair (count), shape (row, column); empty for a pair that is not changed.</summary>
    /// <param name="pair">Index of the pair.</param>
    public ReadOnlySpan<sbyte> CyclesOf(int pair) => cyclesOfPair.TryGetValue(pair, out var cycles) ? cycles : [];

    /// <summary>
    /// Corrects the loaded tile. Pixels of a region take its correction; at the region's edge, which the window of the majority blurs, each pixel takes
    /// of the corrections around it, and none, the one that closes most of its own loops. A pixel apart from all regions is corrected by
    /// its own loops alone, where these all agree, margins are twice as wide, and its closures lie near whole cycles, which noise does not.
    /// </summary>
    /// <param name="phase">The phases that were loaded, radians, shape (pair, row, column).</param>
    /// <param name="tile">Number of the tile in the scene.</param>
    /// <param name="neighbours">Numbers of the tiles around it.</param>
    public void Correct(ReadOnlySpan<float> phase, int tile, ReadOnlySpan<int> neighbours)
    {
        var near = regions.In([tile, .. neighbours]).ToDictionary(r => r.Key);
        if (near.Count > 0)
        {
            MakeKeys();
        }

        MarkOwned(near);
        var values = Values(near.Values);
        CorrectRegions(near.Values);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var moved = false;
            foreach (var (pair, candidates) in values)
            {
                moved |= SettleEdges(phase, pair, candidates);
            }

            if (!moved)
            {
                break;
            }
        }

        CountAfter();
        CorrectAlone(phase);
        for (var i = 0; i < pixels && near.Count > 0; i++)
        {
            if (near.TryGetValue(keys[i], out var region) && region.IsAmbiguous)
            {
                verdicts[i] = (byte)OpenCause.Ambiguous;
            }
        }
    }

    /// <summary>Moves the components of the loaded tile that bridges join to their main ones.</summary>
    /// <param name="components">Labels, 0 for none; shape (pair, row, column).</param>
    /// <param name="bridges">The bridges.</param>
    public void Bridge(ReadOnlySpan<byte> components, ComponentBridges bridges)
    {
        ArgumentNullException.ThrowIfNull(bridges);
        for (var p = 0; p < loops.Network.Pairs.Count; p++)
        {
            if (!bridges.Moves(p))
            {
                continue;
            }

            var labels = components.Slice(p * pixels, pixels);
            for (var i = 0; i < pixels; i++)
            {
                if (labels[i] != 0 && bridges.CyclesOf(p, labels[i]) is var step && step != 0)
                {
                    var plane = PlaneOfPair(p);
                    Change(plane, p, i, ToByte(plane[i] + step));
                }
            }
        }
    }

    /// <summary>Adds the cycles found so far to the phases that were loaded.</summary>
    /// <param name="phase">Phases, radians, shape (pair, row, column); changed in place.</param>
    public void ApplyTo(Span<float> phase)
    {
        foreach (var (pair, plane) in cyclesOfPair)
        {
            var row = phase.Slice(pair * pixels, pixels);
            for (var i = 0; i < pixels; i++)
            {
                row[i] = plane[i] == 0 || row[i] == 0 ? row[i] : (float)(row[i] + (2 * Math.PI * plane[i]));
            }
        }
    }

    /// <summary>Counts what is left open in the loaded tile, and why.</summary>
    public void Conclude()
    {
        CountAfter();
        for (var l = 0; l < loops.Count; l++)
        {
            OpenAfterOfLoop[l] += isOpenPlane[l] || cyclesOfPair.Count > 0
                ? pixels - CountOf(Plane(l), 0) - CountOf(Plane(l), LoopKernel.Missing)
                : 0;
        }

        Array.Clear(changed);
        foreach (var plane in cyclesOfPair.Values)
        {
            for (var i = 0; i < pixels; i++)
            {
                changed[i] += plane[i] != 0 ? (ushort)1 : (ushort)0;
            }
        }

        for (var i = 0; i < pixels; i++)
        {
            verdicts[i] = (byte)(openAfter[i] == 0 ? OpenCause.None : verdicts[i] != 0 ? OpenCause.Ambiguous : OpenCause.Unexplained);
        }
    }

    private void Forget()
    {
        foreach (var plane in cyclesOfPair.Values)
        {
            spare.Push(plane);
        }

        cyclesOfPair.Clear();
        Array.Clear(verdicts);
    }

    private static SortedDictionary<int, SortedSet<sbyte>> Values(IEnumerable<ClosureRegion> near)
    {
        var values = new SortedDictionary<int, SortedSet<sbyte>>();
        foreach (var blame in near.SelectMany(r => r.Blames).Where(b => b.Verdict == BlameVerdict.Corrected))
        {
            if (!values.TryGetValue(blame.Pair, out var set))
            {
                values.Add(blame.Pair, set = []);
            }

            set.Add(ToByte(blame.Cycles));
        }

        return values;
    }

    private static sbyte ToByte(int cycles) => (sbyte)Math.Clamp(cycles, -LoopKernel.Most, LoopKernel.Most);

    private sbyte[] PlaneOfPair(int pair)
    {
        if (!cyclesOfPair.TryGetValue(pair, out var plane))
        {
            if (spare.TryPop(out plane))
            {
                Array.Clear(plane);
            }
            else
            {
                plane = new sbyte[pixels];
            }

            cyclesOfPair.Add(pair, plane);
        }

        return plane;
    }

    /// <summary>Sets the cycles of a pair at a pixel, and those of the loops that hold it.</summary>
    private void Change(sbyte[] plane, int pair, int pixel, sbyte cycles)
    {
        var step = cycles - plane[pixel];
        plane[pixel] = cycles;
        var ofPair = loops.LoopsOf(pair);
        var signs = loops.SignsIn(pair);
        for (var i = 0; i < ofPair.Length; i++)
        {
            ref var value = ref Plane(ofPair[i])[pixel];
            value = value == LoopKernel.Missing ? value : ToByte(value + (signs[i] * step));
        }
    }

    private bool SettleEdges(ReadOnlySpan<float> phase, int pair, SortedSet<sbyte> candidates)
    {
        CountOpenLoopsOf(pair);
        var here = new ulong[rows];
        if (cyclesOfPair.TryGetValue(pair, out var plane))
        {
            for (var i = 0; i < pixels; i++)
            {
                here[i / columns] |= plane[i] != 0 ? 1UL << (i % columns) : 0;
            }
        }

        var around = WithEdges(RowBits.Grow(here, EdgeReach, columns));
        var moved = false;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var pixel = (row * columns) + column;
                if (opens[pixel] > 0 && (around[row] >> column & 1) != 0)
                {
                    moved |= Settle(phase, pair, candidates, pixel);
                }
            }
        }

        return moved;
    }

    private void CountOpenLoopsOf(int pair)
    {
        Array.Clear(opens);
        foreach (var loop in loops.LoopsOf(pair))
        {
            var plane = Plane(loop);
            var i = 0;
            for (; i <= pixels - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                var value = new Vector<sbyte>(plane[i..]);
                var closed = Vector.Equals(value, Vector<sbyte>.Zero) | Vector.Equals(value, new Vector<sbyte>(LoopKernel.Missing));
                var sum = new Vector<byte>(opens, i) + (Vector.AsVectorByte(~closed) & Vector<byte>.One);
                Vector.Max(sum, new Vector<byte>(opens, i)).CopyTo(opens, i);
            }

            for (; i < pixels; i++)
            {
                opens[i] += plane[i] is 0 or LoopKernel.Missing || opens[i] == byte.MaxValue ? (byte)0 : (byte)1;
            }
        }
    }

    private bool Settle(ReadOnlySpan<float> phase, int pair, SortedSet<sbyte> candidates, int pixel)
    {
        var now = cyclesOfPair.TryGetValue(pair, out var plane) ? plane[pixel] : (sbyte)0;
        var (told, closed) = Closed(pair, pixel, 0);
        var (best, most) = (now, closed);
        foreach (var value in candidates.Append((sbyte)0))
        {
            var count = value == now ? 0 : Closed(pair, pixel, value - now).Closed;
            (best, most) = count > most ? (value, count) : (best, most);
        }

        if (best == now || 2 * most <= told || (bestRegion[pixel] < 0 && best != 0 && !IsWhole(phase, pair, pixel)))
        {
            return false;
        }

        Change(plane ?? PlaneOfPair(pair), pair, pixel, best);
        return true;
    }

    private (int Told, int Closed) Closed(int pair, int pixel, int step)
    {
        var (told, closed) = (0, 0);
        var ofPair = loops.LoopsOf(pair);
        var signs = loops.SignsIn(pair);
        for (var i = 0; i < ofPair.Length; i++)
        {
            var value = Plane(ofPair[i])[pixel];
            told += value == LoopKernel.Missing ? 0 : 1;
            closed += value != LoopKernel.Missing && value + (signs[i] * step) == 0 ? 1 : 0;
        }

        return (told, closed);
    }

    private void CountAfter()
    {
        Array.Clear(toldAfter);
        Array.Clear(openAfter);
        for (var l = 0; l < loops.Count; l++)
        {
            if (isOpenPlane[l] || cyclesOfPair.Count > 0)
            {
                LoopKernel.Count(Plane(l), toldAfter, openAfter);
            }
        }
    }

    private void CorrectAlone(ReadOnlySpan<float> phase)
    {
        for (var i = 0; i < pixels; i++)
        {
            var isWhole = told[i] == loops.Count;
            if (openAfter[i] == 0 || 5 * openAfter[i] > 2 * told[i] || (isWhole && !explainer.IsConsistent(planes.Span, pixels, i)))
            {
                continue;
            }

            for (var l = 0; l < gathered.Length; l++)
            {
                gathered[l] = Plane(l)[i];
            }

            if (!isWhole && !explainer.IsConsistent(gathered))
            {
                continue;
            }

            foreach (var blame in explainer.Explain(gathered, [], 2 * regions.Options.MinMargin))
            {
                if (blame.Verdict == BlameVerdict.Corrected && IsWhole(phase, blame.Pair, i))
                {
                    var plane = PlaneOfPair(blame.Pair);
                    Change(plane, blame.Pair, i, ToByte(plane[i] + blame.Cycles));
                }
                else if (blame.Verdict == BlameVerdict.Ambiguous)
                {
                    verdicts[i] = (byte)OpenCause.Ambiguous;
                }
            }
        }
    }

    /// <summary>Whether the closures of a pair's loops, on average, lie near whole cycles: an error of the unwrapping does, a phase that noise has carried too far does not.</summary>
    private bool IsWhole(ReadOnlySpan<float> phase, int pair, int pixel)
    {
        var (sum, count) = (0.0, 0);
        var ofPair = loops.LoopsOf(pair);
        var signs = loops.SignsIn(pair);
        for (var i = 0; i < ofPair.Length; i++)
        {
            var pairs = loops.PairsOf(ofPair[i]);
            var directions = loops.SignsOf(ofPair[i]);
            var closure = 0.0;
            for (var q = 0; q < pairs.Length; q++)
            {
                closure += directions[q] * (double)phase[(pairs[q] * pixels) + pixel];
            }

            closure = (closure / (2 * Math.PI)) - levels[ofPair[i]];
            if (double.IsFinite(closure) && Plane(ofPair[i])[pixel] != LoopKernel.Missing)
            {
                sum += signs[i] * (closure - Math.Round(closure));
                count++;
            }
        }

        return count > 0 && Math.Abs(sum / count) <= WholeEnough;
    }

    private static int CountOf(ReadOnlySpan<sbyte> plane, sbyte value) => MemoryExtensions.Count(plane, value);
}

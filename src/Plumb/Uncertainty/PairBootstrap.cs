using System.Runtime.Intrinsics;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>
/// Standard deviation of a linear function of the series by drawing the pairs of the network with replacement (Efron 1979, doi:10.1214/aos/1176344552; the regressors drawn with
/// their observations) and inverting each draw; a draw that leaves the network in parts is drawn again, and one that leaves a pixel's own network in parts counts not for
/// that pixel. It asks the pairs alone and believes no coherence; what all pairs of a date share (atmosphere) does not show. With few pairs for each date it is too large, as a draw loses
/// loops. All pixels have the same draws, which follow from the seed. Immutable and safe for threads.
/// </summary>
public sealed class PairBootstrap
{
    private const int Redraws = 100;
    private readonly BootstrapEngine engine;

    /// <summary>Draws.</summary>
    /// <param name="inversion">The inversion.</param>
    /// <param name="function">Coefficients of the function by date, any unit; shape (date).</param>
    /// <param name="draws">Number of draws (count), at least 2.</param>
    /// <param name="seed">Seed (pure number): the same gives the same draws.</param>
    /// <exception cref="RequestException">There are too few draws, or hardly any draw holds the network together.</exception>
    public PairBootstrap(NetworkInversion inversion, double[] function, int draws, long seed)
    {
        ArgumentNullException.ThrowIfNull(inversion);
        ArgumentNullException.ThrowIfNull(function);
        if (draws < 2)
        {
            throw new RequestException($"Drawing pairs needs two draws at least; there are {draws}. Raise uncertainty.bootstrap_draws, or set it to 0.");
        }

        Inversion = inversion;
        Function = function;
        Draws = draws;
        Multiples = Draw(inversion, draws, seed);
        engine = BootstrapEngine.For(this);
    }

    /// <summary>The inversion.</summary>
    public NetworkInversion Inversion { get; }

    /// <summary>Coefficients of the function by date, any unit; shape (date).</summary>
    public double[] Function { get; }

    /// <summary>Number of draws (count).</summary>
    public int Draws { get; }

    /// <summary>How often each pair was drawn (count); shape (draw, pair).</summary>
    internal float[] Multiples { get; }

    /// <summary>Measures pixels.</summary>
    /// <param name="tile">The observations (phase in radian, coherence a pure number).</param>
    /// <param name="sigma">Receives the standard deviation, metres times the unit of the function; NaN where fewer than half of the draws held; shape (pixel).</param>
    public void Measure(in PropagationTile tile, Span<float> sigma) => engine.Measure(tile, sigma);

    private static float[] Draw(NetworkInversion inversion, int draws, long seed)
    {
        var (network, pairs) = (inversion.Network, inversion.Network.Pairs.Count);
        var multiples = new float[draws * pairs];
        var draw = new DrawSequence(seed, 2);
        for (var b = 0; b < draws; b++)
        {
            var one = multiples.AsSpan(b * pairs, pairs);
            var tries = 0;
            do
            {
                if (tries++ == Redraws)
                {
                    throw new RequestException($"Of {Redraws} draws of its pairs none holds the network together: it has hardly a pair to spare. Set uncertainty.bootstrap_draws to 0.");
                }

                one.Clear();
                for (var k = 0; k < pairs; k++)
                {
                    one[draw.Below(pairs)]++;
                }
            }
            while (!Holds(network, one));
        }

        return multiples;
    }

    private static bool Holds(Networks.Network network, ReadOnlySpan<float> multiples)
    {
        Span<int> part = new int[network.Dates.Count];
        for (var i = 0; i < part.Length; i++)
        {
            part[i] = i;
        }

        var parts = part.Length;
        for (var p = 0; p < multiples.Length; p++)
        {
            if (multiples[p] > 0)
            {
                var (a, b) = (Root(part, network.FirstIndex[p]), Root(part, network.SecondIndex[p]));
                parts -= a == b ? 0 : 1;
                part[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        return parts == 1;
    }

    private static int Root(Span<int> part, int i)
    {
        while (part[i] != i)
        {
            i = part[i] = part[part[i]];
        }

        return i;
    }
}

/// <summary>The arithmetic of <see cref="PairBootstrap"/> at one vector width.</summary>
internal abstract class BootstrapEngine
{
    public static BootstrapEngine For(PairBootstrap owner)
    {
        return LaneWidths.Choose(LaneWidth.Widest) switch
        {
            LaneWidth.Bits512 when Vector512.IsHardwareAccelerated => Of<Lane512>(owner),
            LaneWidth.Bits512 => Of<Lane256>(owner),
            _ => Of<Lane128>(owner),
        };
    }

    public abstract void Measure(in PropagationTile tile, Span<float> sigma);

    private static BootstrapEngine Of<T>(PairBootstrap owner)
        where T : unmanaged, ILane<T> => owner.Inversion.Options.Weighting switch
        {
            Weighting.None => new BootstrapEngine<T, EqualWeight>(owner),
            Weighting.Coherence => new BootstrapEngine<T, CoherenceWeight>(owner),
            Weighting.CoherenceSquared => new BootstrapEngine<T, CoherenceSquaredWeight>(owner),
            Weighting.Fisher => new BootstrapEngine<T, FisherWeight>(owner),
            _ => new BootstrapEngine<T, VarianceWeight>(owner),
        };
}

/// <summary>The arithmetic of <see cref="PairBootstrap"/> for one lane type and one weighting.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class BootstrapEngine<T, TWeight> : BootstrapEngine
    where T : unmanaged, ILane<T>
    where TWeight : struct, IPairWeight
{
    private readonly PairBootstrap owner;
    private readonly InversionIndex index;

    public BootstrapEngine(PairBootstrap owner)
    {
        this.owner = owner;
        index = new InversionIndex(owner.Inversion);
    }

    public override void Measure(in PropagationTile tile, Span<float> sigma)
    {
        const int strip = PropagationEngine.Strip;
        var blocks = strip / T.Width;
        var lanes = (2 * blocks * index.Pairs) + index.Pairs + index.Slots + (2 * index.Nodes) + blocks;
        using var buffer = new MemoryBudget(long.MaxValue).Lease<float>((lanes * T.Width) + (4 * strip), "Drawing pairs");
        fixed (float* memory = buffer.Span)
        fixed (float* phase = tile.Phase)
        fixed (float* coherence = tile.Coherence)
        fixed (byte* components = tile.Components)
        {
            var work = (T*)memory;
            var (y, w) = (0, blocks * index.Pairs);
            var rest = work + (2 * blocks * index.Pairs);
            var row = PropagationPacking<T, T, TWeight>.Row(owner.Inversion.Options, index, phase, coherence, components);
            for (var start = 0; start < tile.Pixels; start += strip)
            {
                var count = Math.Min(strip, tile.Pixels - start);
                var unused = rest + index.Pairs + index.Slots + (2 * index.Nodes);
                PropagationPacking<T, T, TWeight>.Pack(tile, row, index.Pairs, start, count, work + y, work + w, null, unused, (float*)(work + lanes));
                for (var v = 0; v * T.Width < count; v++)
                {
                    var found = Block(work + y + (v * index.Pairs), work + w + (v * index.Pairs), rest);
                    var at = start + (v * T.Width);
                    new ReadOnlySpan<float>(&found, Math.Min(T.Width, tile.Pixels - at)).CopyTo(sigma[at..]);
                }
            }
        }
    }

    private T Block(T* phase, T* given, T* rest)
    {
        var weight = rest;
        var slots = weight + index.Pairs;
        var inverse = slots + index.Slots;
        var x = inverse + index.Nodes;
        var (zero, one) = (T.Splat(0), T.Splat(1));
        T count = zero, sum = zero, squares = zero, present = zero, roots = zero;
        for (var b = 0; b < owner.Draws; b++)
        {
            for (var p = 0; p < index.Pairs; p++)
            {
                var m = T.Splat(owner.Multiples[(b * index.Pairs) + p]);
                weight[p] = m * (TWeight.Varies ? given[p] : T.Same(phase[p], phase[p]) & one);
            }

            new Span<T>(slots, index.Slots).Clear();
            new Span<T>(x, index.Nodes).Clear();
            PairResidual<T>.Right(index.Pairs, index.First, index.Second, index.Slot, phase, weight, x, slots, &present);
            LaplacianLanes<T>.Factor(index.Nodes, index.RowStart, index.Target, slots, inverse, &roots);
            LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, slots, inverse, x);
            var value = zero;
            for (var i = 0; i < index.Nodes; i++)
            {
                value = T.Fma(x[index.Position[i]], T.Splat((float)owner.Function[i]), value);
            }

            var held = T.Same(roots, zero);
            count += held & one;
            sum += held & value;
            squares = T.Fma(held & value, held & value, squares);
        }

        var mean = sum / count;
        var variance = T.Max((squares / count) - (mean * mean), zero) * (count / (count - one));
        var enough = T.Less(T.Splat(0.5f * owner.Draws), count);
        return T.Select(enough, T.Sqrt(variance) * T.Splat((float)Math.Abs(owner.Inversion.MetresPerUnit)), T.Splat(float.NaN));
    }
}

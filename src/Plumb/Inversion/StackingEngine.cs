using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>The arithmetic of <see cref="PairStacking"/>, 8 pixels at a time.</summary>
internal abstract unsafe class StackingEngine
{
    // Each pass leaves at least one more pair out, so that it ends by itself; a pixel that takes longer has no rate worth waiting for.
    protected const int MostPasses = 30;

    public abstract int ScratchFloats { get; }

    public static StackingEngine For(PairStacking owner) => owner.System.Options.Weighting switch
    {
        Weighting.None => new StackingEngine<EqualWeight>(owner),
        Weighting.Coherence => new StackingEngine<CoherenceWeight>(owner),
        Weighting.CoherenceSquared => new StackingEngine<CoherenceSquaredWeight>(owner),
        Weighting.Given => new StackingEngine<GivenWeight>(owner),
        Weighting.Fisher => new StackingEngine<FisherWeight>(owner),
        _ => new StackingEngine<VarianceWeight>(owner),
    };

    public abstract void Stack(in InversionTile tile, in StackingResult result, InversionScratch scratch);
}

/// <summary>The arithmetic of <see cref="PairStacking"/> for one weighting.</summary>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class StackingEngine<TWeight> : StackingEngine
    where TWeight : struct, IPairWeight
{
    private readonly PairStacking owner;
    private readonly BorderedIndex index;
    private readonly InversionIndex graph;
    private readonly double[] years;
    private readonly double dateVariance;
    private readonly bool plain;

    public StackingEngine(PairStacking owner)
    {
        this.owner = owner;
        index = new BorderedIndex(owner.System);
        graph = index.Graph;
        years = GC.AllocateArray<double>(graph.Pairs, pinned: true);
        for (var p = 0; p < graph.Pairs; p++)
        {
            years[p] = owner.System.Network.Pairs[p].Days / 365.25;
        }

        plain = owner.Options.Kind == Stacking.Plain;
        dateVariance = Math.Pow(owner.Options.DateSigma / owner.System.MetresPerUnit, 2);
    }

    public override int ScratchFloats => new BorderedWork(index, TWeight.Varies, false, null).Length;

    public override void Stack(in InversionTile tile, in StackingResult result, InversionScratch scratch)
    {
        var options = owner.System.Options;
        fixed (float* memory = scratch.Memory)
        fixed (float* phase = tile.Phase)
        fixed (float* source = tile.Coherence.IsEmpty || options.Weighting == Weighting.Given ? tile.WeightSource(options.Weighting) : tile.Coherence)
        fixed (byte* components = tile.Components)
        fixed (short* wide = tile.WideComponents)
        {
            var work = new BorderedWork(index, TWeight.Varies, false, memory);
            var row = new PairRow
            {
                Phase = phase,
                Coherence = source,
                Threshold = options.LeastWeightSource,
                Constants = new WeightConstants((float)options.Looks, graph.InverseVariance),
            };
            if (options.ObservationMask == ObservationMask.Component)
            {
                row.Components = components;
                row.WideComponents = components == null ? wide : null;
            }

            for (var start = 0; start < tile.Pixels; start += InversionEngine.Strip)
            {
                var count = Math.Min(InversionEngine.Strip, tile.Pixels - start);
                StripPacking<Lane256, TWeight>.Pack(tile, row, graph.Pairs, start, count, work.Phase, work.Weight, work.CoherenceSum, work.Padding);
                for (var v = 0; v * Lane256.Width < count; v++)
                {
                    StackBlock(work, v, start + (v * Lane256.Width), tile.Pixels, result);
                }
            }
        }
    }

    private void StackBlock(in BorderedWork work, int v, int at, int pixels, in StackingResult result)
    {
        var phase = work.Phase + (v * graph.Pairs);
        var weight = TWeight.Varies ? work.Weight + (v * graph.Pairs) : null;
        DoubleLane rate, variance, count;
        var passes = 0;
        do
        {
            (rate, variance, count) = plain ? Plain(phase) : Covariance(work, phase, weight);
        }
        while (owner.Options.Rejection > 0 && passes++ < MostPasses && Reject(phase, weight, rate, variance, count));

        var enough = DoubleLane.Less(DoubleLane.Splat(owner.Options.MinPairs - 0.5), count);
        Lane256 mask, value;
        enough.ToMask((float*)&mask);
        var write = new BlockWriter<Lane256>(at, pixels, mask);
        var metres = owner.System.MetresPerUnit;
        if (!result.Rate.IsEmpty)
        {
            (rate * DoubleLane.Splat(metres)).ToSingle((float*)&value);
            write.Value(result.Rate, value);
        }

        if (!result.Sigma.IsEmpty)
        {
            (DoubleLane.Sqrt(variance) * DoubleLane.Splat(Math.Abs(metres))).ToSingle((float*)&value);
            write.Value(result.Sigma, value);
        }

        if (!result.PairCount.IsEmpty)
        {
            count.ToSingle((float*)&value);
            write.Count(result.PairCount, value);
        }
    }

    /// <summary>Rate (per year), its variance and the pairs behind it (count), by the time spans alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private (DoubleLane Rate, DoubleLane Variance, DoubleLane Count) Plain(Lane256* phase)
    {
        var (product, square, count, one) = (DoubleLane.Zero, DoubleLane.Zero, DoubleLane.Zero, DoubleLane.Splat(1));
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = DoubleLane.FromSingle((float*)(phase + p));
            var t = DoubleLane.Same(y, y) & DoubleLane.Splat(years[p]);
            product += DoubleLane.Same(y, y) & (y * t);
            square = DoubleLane.Fma(t, t, square);
            count += DoubleLane.Same(y, y) & one;
        }

        var rate = product / square;
        var residual = DoubleLane.Zero;
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = DoubleLane.FromSingle((float*)(phase + p));
            var r = DoubleLane.Same(y, y) & (y - (rate * DoubleLane.Splat(years[p])));
            residual = DoubleLane.Fma(r, r, residual);
        }

        return (rate, residual / (count * square), count);
    }

    private (DoubleLane Rate, DoubleLane Variance, DoubleLane Count) Covariance(in BorderedWork work, Lane256* phase, Lane256* weight)
    {
        BorderedSystem.Begin(index, work, 1);
        BorderedSystem.AddPairs(graph, phase, weight, DoubleLane.Splat(1), work.Slots, work.Value);
        BorderedSystem.Factor(index, work);

        // The rate is the last column of the corner: its pivot alone is the inverse of its variance.
        BorderedLanes.SolveCorner(index.Columns, work.Corner, work.CornerInverse, work.Unknown);
        var (count, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = DoubleLane.FromSingle((float*)(phase + p));
            count += DoubleLane.Same(y, y) & one;
        }

        var perYear = DoubleLane.Splat(index.RatePerUnit);
        return (work.Unknown[index.RateColumn] * perYear, work.CornerInverse[index.RateColumn] * perYear * perYear, count);
    }

    /// <summary>Leaves out pairs that are too far from the rate, in pixels that can spare them. Returns whether any was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool Reject(Lane256* phase, Lane256* weight, DoubleLane rate, DoubleLane variance, DoubleLane count)
    {
        var square = DoubleLane.Splat(owner.Options.Rejection * owner.Options.Rejection);
        var scatter = DoubleLane.Zero;
        if (plain)
        {
            for (var p = 0; p < graph.Pairs; p++)
            {
                var y = DoubleLane.FromSingle((float*)(phase + p));
                var t = DoubleLane.Same(y, y) & DoubleLane.Splat(years[p]);
                scatter = DoubleLane.Fma(t, t, scatter);
            }

            scatter *= variance;
        }

        var left = count;
        var any = DoubleLane.Zero;
        var (one, least) = (DoubleLane.Splat(1), DoubleLane.Splat(owner.Options.MinPairs + 0.5));
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = DoubleLane.FromSingle((float*)(phase + p));
            var r = y - (rate * DoubleLane.Splat(years[p]));
            var limit = plain ? scatter
                : DoubleLane.Splat(2 * dateVariance) + (weight == null ? one : one / DoubleLane.FromSingle((float*)(weight + p)));
            var far = DoubleLane.Less(square * limit, r * r) & DoubleLane.Less(least, left);
            left -= far & one;
            any |= far;
            Lane256 mask;
            far.ToMask((float*)&mask);
            phase[p] = Lane256.Select(mask, Lane256.Splat(float.NaN), phase[p]);
            if (weight != null)
            {
                weight[p] = Lane256.Without(mask, weight[p]);
            }
        }

        return !DoubleLane.All(DoubleLane.Same(any & one, DoubleLane.Zero));
    }
}

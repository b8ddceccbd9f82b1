using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>The arithmetic of <see cref="NetworkInversion"/> for one lane type and one weighting.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TPack">The lane type of packing, as wide or narrower.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class InversionEngine<T, TPack, TWeight> : InversionEngine
    where T : unmanaged, ILane<T>
    where TPack : unmanaged, ILane<TPack>
    where TWeight : struct, IPairWeight
{
    private readonly NetworkInversion owner;
    private readonly InversionIndex index;
    private readonly bool scaled;

    public InversionEngine(NetworkInversion owner)
    {
        this.owner = owner;
        index = new InversionIndex(owner);
        scaled = owner.Options.HasPureWeights;
    }

    public override int ScratchFloats => checked(T.Width * new Layout(index, null).Length) + (4 * Strip);

    public override void Invert(in InversionTile tile, in InversionResult result, InversionScratch scratch)
    {
        fixed (float* memory = scratch.Memory)
        fixed (float* phase = tile.Phase)
        fixed (float* coherence = tile.WeightSource(owner.Options.Weighting))
        fixed (byte* components = tile.Components)
        fixed (short* wide = tile.WideComponents)
        fixed (float* series = result.Series, sigma = result.Sigma, temporal = result.TemporalCoherence, rms = result.ResidualRms)
        fixed (float* weighted = result.WeightedResidual, mean = result.MeanCoherence)
        fixed (int* count = result.PairCount)
        fixed (Grids.MaskReasons* reasons = result.Reasons)
        {
            var row = new PairRow
            {
                Phase = phase,
                Coherence = coherence,
                Threshold = owner.Options.LeastWeightSource,
                Constants = new WeightConstants((float)owner.Options.Looks, index.InverseVariance),
            };
            if (owner.Options.ObservationMask == ObservationMask.Component)
            {
                row.Components = components;
                row.WideComponents = components == null ? wide : null;
            }

            var to = new ResultPointers
            {
                Series = series,
                Sigma = sigma,
                TemporalCoherence = temporal,
                ResidualRms = rms,
                WeightedResidual = weighted,
                MeanCoherence = mean,
                PairCount = count,
                Reasons = reasons,
                Stride = result.Stride(tile.Pixels),
            };
            Invert(tile, row, to, new Layout(index, (T*)memory), scratch.Bridge);
        }
    }

    private void Invert(in InversionTile tile, in PairRow row, in ResultPointers result, in Layout work, GapBridge bridge)
    {
        var uniform = !TWeight.Varies && FactorAllAlike(work, result.Sigma != null);
        for (var start = 0; start < tile.Pixels; start += Strip)
        {
            var count = Math.Min(Strip, tile.Pixels - start);
            PackStrip(tile, row, start, count, work, result.MeanCoherence != null);
            for (var v = 0; v * T.Width < count; v++)
            {
                InvertBlock(work, v, uniform, !tile.Coherence.IsEmpty && owner.Options.Weighting != Weighting.Given, start + (v * T.Width), tile.Pixels, result, bridge);
            }
        }
    }

    private void PackStrip(in InversionTile tile, PairRow row, int start, int count, in Layout work, bool withMean)
    {
        var blocks = (count + T.Width - 1) / T.Width;
        var whole = blocks * T.Width == count;
        var perBlock = T.Width / TPack.Width;
        for (var v = 0; v < blocks; v++)
        {
            work.CoherenceSum[v] = T.Splat(0);
        }

        var given = row;
        for (var p = 0; p < index.Pairs; p++)
        {
            var at = ((nint)p * tile.Stride) + start;
            row.Phase = given.Phase + at;
            row.Coherence = given.Coherence == null ? null : given.Coherence + at;
            row.Components = given.Components == null ? null : given.Components + at;
            row.WideComponents = given.WideComponents == null ? null : given.WideComponents + at;
            row.Stride = tile.Stride;
            row.Following = whole ? index.Pairs - 1 - p : 0;
            if (!whole)
            {
                Pad(ref row, count, work.Padding);
            }

            var reference = tile.ReferencePhase.IsEmpty ? 0 : tile.ReferencePhase[p];
            row.Reference = float.IsFinite(reference) ? reference : float.NaN;
            PairPacking<TPack, TWeight>.Pack(
                row, blocks * perBlock, perBlock, index.Pairs * perBlock, (TPack*)(work.Phase + p), (TPack*)(work.Weight + p), withMean ? (TPack*)work.CoherenceSum : null);
        }
    }

    /// <summary>Copies the last pixels of a tile to where a whole vector can be read; what lies beyond them has phase 0, which is no data.</summary>
    private static void Pad(ref PairRow row, int count, float* padding)
    {
        var phase = padding;
        var coherence = padding + Strip;
        var labels = padding + (2 * Strip);
        new Span<float>(padding, 4 * Strip).Clear();
        new ReadOnlySpan<float>(row.Phase, count).CopyTo(new Span<float>(phase, Strip));
        row.Phase = phase;
        if (row.Coherence != null)
        {
            new ReadOnlySpan<float>(row.Coherence, count).CopyTo(new Span<float>(coherence, Strip));
            row.Coherence = coherence;
        }

        if (row.Components != null)
        {
            new ReadOnlySpan<byte>(row.Components, count).CopyTo(new Span<byte>(labels, Strip));
            row.Components = (byte*)labels;
        }
        else if (row.WideComponents != null)
        {
            new ReadOnlySpan<short>(row.WideComponents, count).CopyTo(new Span<short>(labels, Strip));
            row.WideComponents = (short*)labels;
        }
    }

    /// <summary>The factors of the network in which all pairs have data and weight 1, once per tile instead of once per block.</summary>
    private bool FactorAllAlike(in Layout work, bool withVariance)
    {
        new Span<T>(work.AlikeSlots, index.Slots).Clear();
        for (var p = 0; p < index.Pairs; p++)
        {
            work.AlikeSlots[index.Slot[p]] = T.Splat(1);
        }

        LaplacianLanes<T>.Factor(index.Nodes, index.RowStart, index.Target, work.AlikeSlots, work.AlikeInverse, work.AlikeRoots);
        if (withVariance)
        {
            LaplacianLanes<T>.SelectedInverse(
                index.Nodes, index.RowStart, index.Column, index.Target + index.TargetCount, work.AlikeSlots, work.AlikeInverse, work.OffDiagonal, work.AlikeVariance);
        }

        return true;
    }

    private void InvertBlock(in Layout work, int v, bool uniform, bool hasCoherence, int at, int pixels, in ResultPointers result, GapBridge bridge)
    {
        var (zero, all) = (T.Splat(0), T.Splat(index.Pairs));
        var phase = work.Phase + (v * index.Pairs);
        var weight = TWeight.Varies ? work.Weight + (v * index.Pairs) : null;
        var x = work.Value;
        new Span<T>(x, index.Nodes).Clear();
        if (TWeight.Varies)
        {
            new Span<T>(work.Slots, index.Slots).Clear();
        }

        PairResidual<T>.Right(index.Pairs, index.First, index.Second, index.Slot, phase, weight, x, work.Slots, work.Count);
        var count = *work.Count;
        var complete = T.All(T.Same(count, all));
        uniform &= complete;
        var slots = uniform ? work.AlikeSlots : work.Slots;
        var inverse = uniform ? work.AlikeInverse : work.Inverse;
        if (uniform)
        {
            *work.Roots = *work.AlikeRoots;
        }
        else
        {
            if (!TWeight.Varies)
            {
                new Span<T>(slots, index.Slots).Clear();
                PairResidual<T>.AlikeWeights(index.Pairs, index.Slot, phase, slots);
            }

            LaplacianLanes<T>.Factor(index.Nodes, index.RowStart, index.Target, slots, inverse, work.Roots);
        }

        Solve(work, phase, weight, slots, inverse);
        ResidualSums<T> sums = default;
        if (result.NeedsResidual)
        {
            var wanted = scaled || result.WeightedResidual != null;
            PairResidual<T>.Sums(index.Pairs, index.First, index.Second, phase, wanted ? weight : null, x, out sums);
            sums.Cosine -= all - count;
            sums.Weighted = TWeight.Varies ? sums.Weighted : sums.Square;
        }

        if (result.Sigma != null)
        {
            Variances(work, uniform, sums, slots, inverse);
        }

        var solved = T.Less(zero, count);
        var apart = solved & T.Less(zero, *work.Roots);
        if (owner.Options.MinRedundancy > 1 || !T.All(T.Same(apart & all, zero)))
        {
            // Where a pixel's network is in one piece, every date has a pair.
            Degree(work, complete, phase);
            solved = T.Without(T.Less(*work.Least, T.Splat((float)owner.Options.MinRedundancy)), solved);
        }

        var broken = solved & apart;
        if (!T.All(T.Same(broken & all, zero)))
        {
            Bridge(work, phase, (int*)&broken, bridge);
        }

        var write = new BlockWriter<T>(at, pixels, solved);
        WriteSeries(work, write, result);
        WriteLines(write, result, hasCoherence, work.Count, work.CoherenceSum + v, sums);
        if (result.Reasons != null)
        {
            write.Reasons(result.Reasons, work.Count, (int*)&broken);
        }
    }

    private void Degree(in Layout work, bool complete, T* phase)
    {
        if (complete)
        {
            *work.Least = T.Splat(index.LeastDegree);
        }
        else
        {
            PairResidual<T>.LeastDegree(index.Nodes, index.Pairs, index.First, index.Second, phase, work.Degree, work.Least);
        }
    }

    private void Solve(in Layout work, T* phase, T* weight, T* slots, T* inverse)
    {
        var x = work.Value;
        LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, slots, inverse, x);
        var correction = work.Degree;
        new Span<T>(correction, index.Nodes).Clear();
        PairResidual<T>.Remainder(index.Pairs, index.First, index.Second, phase, weight, x, correction);
        LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, slots, inverse, correction);
        for (var k = 0; k < index.Nodes; k++)
        {
            x[k] += correction[k];
        }
    }

    private void Variances(in Layout work, bool uniform, in ResidualSums<T> sums, T* slots, T* inverse)
    {
        var variance = uniform ? work.AlikeVariance : work.Variance;
        if (!uniform)
        {
            LaplacianLanes<T>.SelectedInverse(
                index.Nodes, index.RowStart, index.Column, index.Target + index.TargetCount, slots, inverse, work.OffDiagonal, variance);
        }

        var scale = T.Splat(1);
        if (scaled)
        {
            var spare = *work.Count - T.Splat(index.Nodes - 1) + *work.Roots;
            scale = T.Select(T.Less(T.Splat(0), spare), sums.Weighted / spare, T.Splat(float.NaN));
        }

        for (var k = 0; k < index.Nodes - 1; k++)
        {
            work.Variance[k] = variance[k] * scale;
        }

        work.Variance[index.Nodes - 1] = T.Splat(0);
    }

    private void Bridge(in Layout work, T* phase, int* broken, GapBridge bridge)
    {
        var x = (float*)work.Value;
        var variance = (float*)work.Variance;
        for (var lane = 0; lane < T.Width; lane++)
        {
            if (broken[lane] == 0)
            {
                continue;
            }

            for (var i = 0; i < index.Nodes; i++)
            {
                bridge.Value[i] = x[(index.Position[i] * T.Width) + lane];
            }

            bridge.Join(new ReadOnlySpan<float>((float*)phase + lane, (index.Pairs * T.Width) - lane), T.Width);
            for (var i = 0; i < index.Nodes; i++)
            {
                var k = (index.Position[i] * T.Width) + lane;
                x[k] = (float)bridge.Value[i];
                variance[k] += (float)bridge.Variance[i];
            }
        }
    }

    private void WriteSeries(in Layout work, in BlockWriter<T> write, in ResultPointers result)
    {
        var metres = T.Splat((float)owner.MetresPerUnit);
        if (result.Series != null)
        {
            var zero = T.Splat(0);
            var row = result.Series;
            for (var i = 0; i < index.Nodes; i++, row += result.Stride)
            {
                write.Value(row, T.Fma(work.Value[index.Position[i]], metres, zero));
            }
        }

        if (result.Sigma != null)
        {
            var size = T.Abs(metres);
            var row = result.Sigma;
            for (var i = 0; i < index.Nodes; i++, row += result.Stride)
            {
                write.Value(row, T.Sqrt(work.Variance[index.Position[i]]) * size);
            }
        }
    }

    private static void WriteLines(in BlockWriter<T> write, in ResultPointers result, bool hasCoherence, T* pairs, T* coherenceSum, in ResidualSums<T> sums)
    {
        var count = *pairs;
        if (result.TemporalCoherence != null)
        {
            var length = T.Sqrt(T.Fma(sums.Cosine, sums.Cosine, sums.Sine * sums.Sine));
            write.Value(result.TemporalCoherence, T.Min(length / count, T.Splat(1)));
        }

        if (result.ResidualRms != null)
        {
            write.Value(result.ResidualRms, T.Sqrt(sums.Square / count));
        }

        if (result.WeightedResidual != null)
        {
            write.Value(result.WeightedResidual, sums.Weighted);
        }

        if (result.MeanCoherence != null)
        {
            write.Value(result.MeanCoherence, hasCoherence ? *coherenceSum / count : T.Splat(float.NaN));
        }

        if (result.PairCount != null)
        {
            write.Count(result.PairCount, pairs);
        }
    }

    /// <summary>Where everything stands in the working memory (unit of length: lanes).</summary>
    private readonly struct Layout
    {
        public readonly T* Phase;
        public readonly T* Weight;
        public readonly T* CoherenceSum;
        public readonly T* Count;
        public readonly T* Roots;
        public readonly T* Least;
        public readonly T* Slots;
        public readonly T* OffDiagonal;
        public readonly T* Inverse;
        public readonly T* Value;
        public readonly T* Variance;
        public readonly T* Degree;
        public readonly T* AlikeSlots;
        public readonly T* AlikeInverse;
        public readonly T* AlikeVariance;
        public readonly T* AlikeRoots;
        public readonly float* Padding;
        public readonly int Length;

        public Layout(InversionIndex index, T* memory)
        {
            var blocks = Strip / T.Width;
            var next = 0;
            T* Take(int length)
            {
                var at = memory + next;
                next = checked(next + length);
                return at;
            }

            CoherenceSum = Take(blocks);
            Count = Take(1);
            Roots = Take(1);
            Least = Take(1);
            AlikeRoots = Take(1);
            Slots = Take(index.Slots);
            Inverse = Take(index.Nodes);
            Value = Take(index.Nodes);
            Variance = Take(index.Nodes);
            Degree = Take(index.Nodes);
            OffDiagonal = Take(index.Slots);
            AlikeSlots = Take(TWeight.Varies ? 0 : index.Slots);
            AlikeInverse = Take(TWeight.Varies ? 0 : index.Nodes);
            AlikeVariance = Take(TWeight.Varies ? 0 : index.Nodes);
            Phase = Take(checked(blocks * index.Pairs));
            Weight = Take(TWeight.Varies ? checked(blocks * index.Pairs) : 0);
            Length = next;
            Padding = (float*)(memory + next);
        }
    }
}

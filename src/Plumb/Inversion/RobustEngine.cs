using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>The arithmetic of <see cref="NetworkInversion"/> with a robust norm and nothing assumed beside the pairs: <see cref="RobustNorm"/> on the graph of the plain case.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class RobustEngine<T, TWeight> : InversionEngine
    where T : unmanaged, ILane<T>
    where TWeight : struct, IPairWeight
{
    private readonly NetworkInversion owner;
    private readonly InversionIndex graph;
    private readonly RobustProgress progress;
    private readonly RobustVariance variance;

    public RobustEngine(NetworkInversion owner)
    {
        this.owner = owner;
        graph = new InversionIndex(owner);
        progress = new RobustProgress(owner.Options);
        variance = new RobustVariance(owner.Options);
    }

    public override int ScratchFloats => new RobustWork<T>(graph, TWeight.Varies, null).Length;

    public override void Invert(in InversionTile tile, in InversionResult result, InversionScratch scratch)
    {
        fixed (float* memory = scratch.Memory)
        fixed (float* phase = tile.Phase)
        fixed (float* coherence = tile.WeightSource(owner.Options.Weighting))
        fixed (byte* components = tile.Components)
        fixed (short* wide = tile.WideComponents)
        {
            var work = new RobustWork<T>(graph, TWeight.Varies, memory);
            var row = new PairRow
            {
                Phase = phase,
                Coherence = coherence,
                Threshold = owner.Options.LeastWeightSource,
                Constants = new WeightConstants((float)owner.Options.Looks, graph.InverseVariance),
            };
            if (owner.Options.ObservationMask == ObservationMask.Component)
            {
                row.Components = components;
                row.WideComponents = components == null ? wide : null;
            }

            for (var start = 0; start < tile.Pixels; start += Strip)
            {
                var count = Math.Min(Strip, tile.Pixels - start);
                StripPacking<T, TWeight>.Pack(tile, row, graph.Pairs, start, count, work.Phase, work.Weight, work.CoherenceSum, work.Padding);
                for (var v = 0; v * T.Width < count; v++)
                {
                    InvertBlock(work, v, !tile.Coherence.IsEmpty && owner.Options.Weighting != Weighting.Given, start + (v * T.Width), tile.Pixels, result, scratch.Bridge);
                }
            }
        }
    }

    private void InvertBlock(in RobustWork<T> work, int v, bool hasCoherence, int at, int pixels, in InversionResult result, GapBridge bridge)
    {
        var (zero, one, all) = (T.Splat(0), T.Splat(1), T.Splat(graph.Pairs));
        var phase = work.Phase + (v * graph.Pairs);
        var weight = TWeight.Varies ? work.Weight + (v * graph.Pairs) : null;
        var (count, roots) = Start(work, phase, weight);
        var least = T.Splat(graph.LeastDegree);
        if (!T.All(T.Same(count, all)))
        {
            PairResidual<T>.LeastDegree(graph.Nodes, graph.Pairs, graph.First, graph.Second, phase, work.Degree, work.Returned);
            least = *work.Returned;
        }

        var solved = T.Without(T.Less(least, T.Splat((float)owner.Options.MinRedundancy)), T.Less(zero, count));
        var spare = count - T.Splat(graph.Nodes - 1) + roots;
        var systems = Iterate(work, phase, solved, count, spare, out var state);

        ResidualSums<T> sums = default;
        if (result.NeedsResidual)
        {
            PairResidual<T>.Sums(graph.Pairs, graph.First, graph.Second, phase, weight, work.Value, out sums);
            sums.Cosine -= all - count;
            sums.Weighted = TWeight.Varies ? sums.Weighted : sums.Square;
        }

        if (!result.Sigma.IsEmpty)
        {
            Assemble(work, phase, weight);
            LaplacianLanes<T>.Factor(graph.Nodes, graph.RowStart, graph.Target, work.Slots, work.Inverse, work.Returned);
            LaplacianLanes<T>.SelectedInverse(
                graph.Nodes, graph.RowStart, graph.Column, graph.Target + graph.TargetCount, work.Slots, work.Inverse, work.OffDiagonal, work.Variance);
            var inflation = variance.Inflation(graph, phase, work.Root, work.Value, state.Limit, count, spare);
            for (var k = 0; k < graph.Nodes - 1; k++)
            {
                work.Variance[k] *= inflation;
            }

            work.Variance[graph.Nodes - 1] = zero;
        }

        var broken = solved & T.Less(zero, roots);
        if (!T.All(T.Same(roots & solved, zero)))
        {
            bridge.Join<T>(graph, phase, broken, work.Value, work.Variance);
        }

        var write = new BlockWriter<T>(at, pixels, solved);
        WriteSeries(work, write, result, pixels);
        BlockLines<T>.Write(write, result, hasCoherence, count, work.CoherenceSum[v], sums);
        if (!result.Iterations.IsEmpty)
        {
            write.Value(result.Iterations, systems);
        }

        if (!result.AssumedShare.IsEmpty)
        {
            write.Value(result.AssumedShare, roots / T.Splat(graph.Nodes - 1));
        }

        if (!result.Reasons.IsEmpty)
        {
            write.Reasons(result.Reasons, count, broken);
        }
    }

    private void Assemble(in RobustWork<T> work, T* phase, T* weight)
    {
        new Span<T>(work.Slots, graph.Slots).Clear();
        for (var p = 0; p < graph.Pairs; p++)
        {
            work.Slots[graph.Slot[p]] = weight == null ? T.Same(phase[p], phase[p]) & T.Splat(1) : weight[p];
        }
    }

    /// <summary>The least-squares values; returns the number of pairs with data and of parts not joined to the first date (counts).</summary>
    private (T Count, T Roots) Start(in RobustWork<T> work, T* phase, T* weight)
    {
        new Span<T>(work.Slots, graph.Slots).Clear();
        new Span<T>(work.Value, graph.Nodes).Clear();
        PairResidual<T>.Right(graph.Pairs, graph.First, graph.Second, graph.Slot, phase, weight, work.Value, work.Slots, work.Returned);
        var count = *work.Returned;
        if (!TWeight.Varies)
        {
            Assemble(work, phase, weight);
        }

        for (var p = 0; p < graph.Pairs; p++)
        {
            work.Root[p] = TWeight.Varies ? T.Sqrt(weight[p]) : T.Same(phase[p], phase[p]) & T.Splat(1);
            work.Slope[p] = T.Splat(0);
            work.Ratio[p] = T.Splat(0);
        }

        LaplacianLanes<T>.Factor(graph.Nodes, graph.RowStart, graph.Target, work.Slots, work.Inverse, work.Returned);
        var roots = *work.Returned;
        LaplacianLanes<T>.Solve(graph.Nodes, graph.RowStart, graph.Column, work.Slots, work.Inverse, work.Value);
        new Span<T>(work.Step, graph.Nodes).Clear();
        return (count, roots);
    }

    /// <summary>Leaves the values; returns the number of systems that took (count).</summary>
    private T Iterate(in RobustWork<T> work, T* phase, T solved, T count, T spare, out RobustState<T> state)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var done = T.Without(solved, T.Same(zero, zero));
        var systems = one;
        state = progress.Start(progress.NeedsSquares ? RobustLanes<T>.Squares(graph, phase, work.Root, work.Value) : zero, count, spare);
        var final = state;
        for (var k = 1; ; k++)
        {
            new Span<T>(work.Slots, graph.Slots).Clear();
            new Span<T>(work.Right, graph.Nodes).Clear();
            RobustLanes<T>.Pass(
                graph, phase, work.Root, state.Limit, state.Reach, work.Value, work.Step, work.Slope, work.Ratio, work.Slots, work.Right, out var sums);
            final.Limit = T.Select(done, final.Limit, state.Limit);
            done = T.Select(done, done, progress.Advance(ref state, sums, zero, count, spare));
            if (T.All(done) || k == RobustNorm.MostSystems)
            {
                state = final;
                return systems;
            }

            systems += T.Without(done, one);
            LaplacianLanes<T>.Factor(graph.Nodes, graph.RowStart, graph.Target, work.Slots, work.Inverse, work.Returned);
            LaplacianLanes<T>.Solve(graph.Nodes, graph.RowStart, graph.Column, work.Slots, work.Inverse, work.Right);
            for (var i = 0; i < graph.Nodes; i++)
            {
                work.Step[i] = T.Without(done, work.Right[i]);
                work.Value[i] += work.Step[i];
            }
        }
    }

    private void WriteSeries(in RobustWork<T> work, BlockWriter<T> write, in InversionResult result, int pixels)
    {
        var metres = T.Splat((float)owner.MetresPerUnit);
        var (zero, stride) = (T.Splat(0), result.Stride(pixels));
        for (var i = 0; i < graph.Nodes; i++)
        {
            if (!result.Series.IsEmpty)
            {
                write.Value(result.Series[(i * stride)..], T.Fma(work.Value[graph.Position[i]], metres, zero));
            }

            if (!result.Sigma.IsEmpty)
            {
                write.Value(result.Sigma[(i * stride)..], T.Sqrt(work.Variance[graph.Position[i]]) * T.Abs(metres));
            }
        }
    }
}

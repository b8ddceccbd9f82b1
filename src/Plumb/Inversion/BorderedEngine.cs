using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>
/// The arithmetic of <see cref="NetworkInversion"/> where more is asked than plain least squares: smoothing, a time function, the error of the elevation
/// model, robust norms. Observations are packed in single precision as in the plain case, the system of 8 pixels at a time is solved in double.
/// </summary>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class BorderedEngine<TWeight> : InversionEngine
    where TWeight : struct, IPairWeight
{
    // Fewer degrees of freedom left over (count) tell nothing of a pixel's noise.
    private const double LeastSpare = 0.01;

    private readonly NetworkInversion owner;
    private readonly BorderedIndex index;
    private readonly InversionIndex graph;
    private readonly bool scaled;
    private readonly RobustSolver? robust;
    private readonly RobustVariance robustVariance;

    public BorderedEngine(NetworkInversion owner)
    {
        this.owner = owner;
        index = new BorderedIndex(owner);
        graph = index.Graph;
        scaled = owner.Options.HasPureWeights;
        robust = owner.Options.Norm == ResidualNorm.L2 ? null : new RobustSolver(index, owner.Options);
        robustVariance = new RobustVariance(owner.Options);
    }

    public override int ScratchFloats => new BorderedWork(index, TWeight.Varies, robust is not null, null).Length;

    public override void Invert(in InversionTile tile, in InversionResult result, InversionScratch scratch)
    {
        fixed (float* memory = scratch.Memory)
        fixed (float* phase = tile.Phase)
        fixed (float* coherence = tile.WeightSource(owner.Options.Weighting))
        fixed (byte* components = tile.Components)
        fixed (short* wide = tile.WideComponents)
        {
            var work = new BorderedWork(index, TWeight.Varies, robust is not null, memory);
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
                StripPacking<Lane256, TWeight>.Pack(tile, row, graph.Pairs, start, count, work.Phase, work.Weight, work.CoherenceSum, work.Padding);
                for (var v = 0; v * Lane256.Width < count; v++)
                {
                    InvertBlock(work, v, !tile.Coherence.IsEmpty && owner.Options.Weighting != Weighting.Given, start + (v * Lane256.Width), tile, result);
                }
            }
        }
    }

    private void InvertBlock(in BorderedWork work, int v, bool hasCoherence, int at, in InversionTile tile, in InversionResult result)
    {
        var (zero, all) = (Lane256.Splat(0), Lane256.Splat(graph.Pairs));
        var phase = work.Phase + (v * graph.Pairs);
        var weight = TWeight.Varies ? work.Weight + (v * graph.Pairs) : null;
        var count = Count(phase);
        var complete = Lane256.All(Lane256.Same(count, all));
        var least = Lane256.Splat(graph.LeastDegree);
        if (!complete)
        {
            PairResidual<Lane256>.LeastDegree(graph.Nodes, graph.Pairs, graph.First, graph.Second, phase, work.Degree, &least);
        }

        var solved = Lane256.Without(Lane256.Less(least, Lane256.Splat((float)owner.Options.MinRedundancy)), Lane256.Less(zero, count));
        var roots = complete ? Lane256.Splat(index.Pieces - 1) : PixelParts<Lane256>.Roots(graph, phase, work.Linked);

        var systems = Solve(work, phase, weight, solved, count, roots, out var limit);
        var write = new BlockWriter<Lane256>(at, tile.Pixels, solved);
        var misfit = BorderedSystem.Misfit(index, work);
        Narrow(work);
        var border = new BorderWriter(index, owner, tile, result);
        border.WriteUnknowns(work, write, at);
        ResidualSums<Lane256> sums = default;
        if (result.NeedsResidual || border.NeedsInverse)
        {
            PairResidual<Lane256>.Sums(graph.Pairs, graph.First, graph.Second, phase, weight, work.Total, out sums);
            sums.Cosine -= all - count;
            sums.Weighted = TWeight.Varies ? sums.Weighted : sums.Square;
        }

        if (!result.Sigma.IsEmpty || border.NeedsInverse)
        {
            var share = Variances(work, phase, weight, count, roots, misfit, sums.Weighted, limit);
            border.WriteSigmas(work, write, at, share);
        }

        if (!result.Iterations.IsEmpty)
        {
            systems.ToSingle((float*)work.Sigma);
            write.Value(result.Iterations, work.Sigma[0]);
        }

        var broken = solved & Lane256.Less(zero, roots);
        WriteSeries(work, write, result, tile.Pixels);
        BlockLines<Lane256>.Write(write, result, hasCoherence, count, work.CoherenceSum[v], sums);
        if (!result.Reasons.IsEmpty)
        {
            write.Reasons(result.Reasons, count, broken);
        }
    }

    private Lane256 Count(Lane256* phase)
    {
        var (count, one) = (Lane256.Splat(0), Lane256.Splat(1));
        for (var p = 0; p < graph.Pairs; p++)
        {
            count += Lane256.Same(phase[p], phase[p]) & one;
        }

        return count;
    }

    /// <summary>Solves for values and border unknowns; returns the number of systems that took (count).</summary>
    private DoubleLane Solve(in BorderedWork work, Lane256* phase, Lane256* weight, Lane256 solved, Lane256 count, Lane256 roots, out Lane256 limit)
    {
        limit = default;
        if (robust is not null)
        {
            return robust.Solve(work, phase, weight, solved, count, count - Lane256.Splat(graph.Nodes - 1) + roots, out limit);
        }

        BorderedSystem.Begin(index, work, 1);
        BorderedSystem.AddPairs(graph, phase, weight, DoubleLane.Splat(1), work.Slots, work.Value);
        BorderedSystem.Factor(index, work);
        BorderedSystem.Solve(index, work);
        return DoubleLane.Splat(1);
    }

    /// <summary>From the solution to single precision: all that the radar saw, and the series without the elevation model's part.</summary>
    private void Narrow(in BorderedWork work)
    {
        for (var k = 0; k < graph.Nodes; k++)
        {
            work.Value[k].ToSingle((float*)(work.Total + k));
            var series = index.DemColumn < 0 ? work.Value[k] : work.Value[k] - (work.Unknown[index.DemColumn] * DoubleLane.Splat(index.Baseline[k]));
            series.ToSingle((float*)(work.Series + k));
        }
    }

    /// <summary>Diagonal of the inverse of the system with the pairs' own weights and the assumption times a factor.</summary>
    private void InvertPlain(in BorderedWork work, Lane256* phase, Lane256* weight, double factor, DoubleLane* diagonal)
    {
        BorderedSystem.Begin(index, work, factor);
        BorderedSystem.AddWeights(graph, phase, weight, work.Slots);
        BorderedSystem.FactorMatrix(index, work);
        BorderedVariance.Invert(index, work, diagonal);
    }

    /// <summary>Leaves the variances of dates and border unknowns; returns the share of the dates' degrees of freedom that the assumption fixes.</summary>
    private DoubleLane Variances(in BorderedWork work, Lane256* phase, Lane256* weight, Lane256 count, Lane256 roots, DoubleLane misfit, Lane256 weighted, Lane256 limit)
    {
        var (zero, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        var dates = DoubleLane.Splat(graph.Nodes - 1);
        var pairs = DoubleLane.FromSingle((float*)&count);
        BorderedVariance.Invert(index, work, work.Variance);
        var open = DoubleLane.FromSingle((float*)&roots);
        var trace = new SystemTrace { ByPairs = dates - open, ByAssumption = open };
        if (robust is null && !double.IsNaN(index.Tie) && CombineLoose(work, pairs, roots, misfit, weighted))
        {
            return zero;
        }

        if (index.Rows > 0)
        {
            if (robust is not null)
            {
                InvertPlain(work, phase, weight, 1, work.Variance);
            }

            BorderedVariance.KeepPivots(index, work);
            InvertPlain(work, phase, weight, 1 + BorderedVariance.Step, work.Stepped);
            trace = BorderedVariance.Trace(index, work);
        }

        var noise = one;
        if (robust is not null)
        {
            // The share of the residuals inside the limit is counted against the plain weights, as where nothing is assumed.
            Lane256 spare;
            (pairs - trace.ByPairs).ToSingle((float*)&spare);
            spare = robustVariance.Inflation(graph, phase, work.Root, work.Total, limit, count, spare);
            noise = DoubleLane.FromSingle((float*)&spare);
        }
        else if (scaled)
        {
            var spare = pairs - trace.ByPairs;
            noise = DoubleLane.Select(
                DoubleLane.Less(DoubleLane.Splat(LeastSpare), spare), DoubleLane.FromSingle((float*)&weighted) / spare, DoubleLane.Splat(double.NaN));
        }

        if (index.Rows > 0)
        {
            BorderedVariance.Combine(index, work, noise, misfit / DoubleLane.Max(trace.SpareRows, one));
        }
        else
        {
            for (var k = 0; k < graph.Nodes - 1; k++)
            {
                work.Variance[k] *= noise;
            }
        }

        return DoubleLane.Min(DoubleLane.Max(trace.ByAssumption / dates, zero), one);
    }

    /// <summary>Leaves the variances of a block whose pairs fix all dates far better than the time function that ties them; false, and nothing changed, where they do not.</summary>
    private bool CombineLoose(in BorderedWork work, DoubleLane pairs, Lane256 roots, DoubleLane misfit, Lane256 weighted)
    {
        var (zero, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        var spare = pairs - DoubleLane.Splat(graph.Nodes - 1);
        var noise = scaled ? DoubleLane.FromSingle((float*)&weighted) / spare : one;
        var perRow = misfit / DoubleLane.Splat(Math.Max(1, index.Rows - index.Columns));
        var whole = DoubleLane.Same(DoubleLane.FromSingle((float*)&roots), zero) & DoubleLane.Less(DoubleLane.Splat(LeastSpare), spare);
        if (!DoubleLane.All(whole & BorderedVariance.Loose(index, work, noise, perRow)))
        {
            return false;
        }

        BorderedVariance.CombineLoose(index, work, noise, perRow);
        return true;
    }

    private void WriteSeries(in BorderedWork work, BlockWriter<Lane256> write, in InversionResult result, int pixels)
    {
        var metres = Lane256.Splat((float)owner.MetresPerUnit);
        var size = DoubleLane.Splat(Math.Abs(owner.MetresPerUnit));
        var (zero, stride) = (Lane256.Splat(0), result.Stride(pixels));
        for (var i = 0; i < graph.Nodes; i++)
        {
            var k = graph.Position[i];
            if (!result.Series.IsEmpty)
            {
                write.Value(result.Series[(i * stride)..], Lane256.Fma(work.Series[k], metres, zero));
            }

            if (!result.Sigma.IsEmpty)
            {
                (DoubleLane.Sqrt(work.Variance[k]) * size).ToSingle((float*)work.Sigma);
                write.Value(result.Sigma[(i * stride)..], work.Sigma[0]);
            }
        }
    }
}

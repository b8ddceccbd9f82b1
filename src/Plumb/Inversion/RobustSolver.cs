using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary><see cref="RobustNorm"/> beside an assumption, for a block of 8 pixels in double precision.</summary>
internal sealed unsafe class RobustSolver(BorderedIndex index, InversionOptions options)
{
    private readonly RobustProgress progress = new(options);

    /// <summary>Solves the block; leaves values and border unknowns. Returns the number of systems solved (count), <see cref="RobustNorm.MostSystems"/> where a pixel did not converge.</summary>
    public DoubleLane Solve(in BorderedWork work, Lane256* phase, Lane256* weight, Lane256 solved, Lane256 count, Lane256 spare, out Lane256 finalLimit)
    {
        var graph = index.Graph;
        var (zero, one) = (Lane256.Splat(0), Lane256.Splat(1));
        var all = Lane256.Same(zero, zero);
        for (var p = 0; p < graph.Pairs; p++)
        {
            work.Root[p] = weight == null ? Lane256.Same(phase[p], phase[p]) & one : Lane256.Sqrt(weight[p]);
            work.Slope[p] = zero;
            work.Level[p] = zero;
        }

        BorderedSystem.Begin(index, work, 1);
        BorderedSystem.AddPairs(graph, phase, weight, DoubleLane.Splat(1), work.Slots, work.Value);
        BorderedSystem.Factor(index, work);
        BorderedSystem.Solve(index, work);
        var state = progress.Start(progress.NeedsSquares ? Squares(work, phase) : zero, count, spare);
        var done = Lane256.Without(solved, all);
        var systems = one;
        finalLimit = state.Limit;
        for (var k = 1; ; k++)
        {
            Lane256 misfit;
            BorderedSystem.Misfit(index, work).ToSingle((float*)&misfit);
            Keep(work);
            BorderedSystem.Begin(index, work, 1);
            Pass(graph, phase, work, state, out var sums);
            finalLimit = Lane256.Select(done, finalLimit, state.Limit);
            done = Lane256.Select(done, done, progress.Advance(ref state, sums, misfit, count, spare));
            if (Lane256.All(done) || k == RobustNorm.MostSystems)
            {
                Restore(work, all);
                return DoubleLane.FromSingle((float*)&systems);
            }

            systems += Lane256.Without(done, one);
            BorderedSystem.Factor(index, work);
            BorderedSystem.Solve(index, work);
            Restore(work, done);
        }
    }

    /// <summary>
    /// From the values kept to multipliers and sums, and to the next system, solved for values: with slope h and level q - h s of a pair its rows have weight w h and
    /// right-hand side w h y + root(w) (q - h s), and its multiplier afterwards is h s + level.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pass(InversionIndex graph, Lane256* phase, in BorderedWork work, in RobustState<Lane256> state, out RobustSums<Lane256> sums)
    {
        var first = graph.First;
        var second = graph.Second;
        var values = work.Before;
        var right = work.Value;
        var (limit, reach, one, none) = (state.Limit, state.Reach, Lane256.Splat(1), Lane256.Splat(0));
        var scaleSingle = state.Scale;
        var scale = DoubleLane.FromSingle((float*)&scaleSingle);
        var zero = DoubleLane.Zero;
        DoubleLane absolute = zero, size = zero, part = zero, product = zero, square = zero, largest = zero;
        Lane256 single, ratio;
        for (var p = 0; p < graph.Pairs; p++)
        {
            var y = DoubleLane.FromSingle((float*)(phase + p));
            y &= DoubleLane.Same(y, y);
            var w = DoubleLane.FromSingle((float*)(work.Root + p));
            var s = w * (y - (values[second[p]] - values[first[p]]));
            var t = DoubleLane.Fma(DoubleLane.FromSingle((float*)(work.Slope + p)), s, DoubleLane.FromSingle((float*)(work.Level + p)));
            product = DoubleLane.Fma(t, s, product);
            square = DoubleLane.Fma(t, t, square);
            largest = DoubleLane.Max(largest, DoubleLane.Abs(t));

            t.ToSingle((float*)&ratio);
            var multiplier = Lane256.Max(Lane256.Min(ratio, reach), none - reach);
            s.ToSingle((float*)&single);
            var inverse = one / Lane256.Max(limit, Lane256.Abs(single));
            ratio = single * inverse;
            var h = inverse * (one - (Lane256.Less(limit, Lane256.Abs(single)) & (multiplier * ratio)));
            single = ratio - (h * single);
            work.Slope[p] = h;
            work.Level[p] = single;

            var q = DoubleLane.FromSingle((float*)&ratio);
            absolute += DoubleLane.Abs(s);
            size = DoubleLane.Fma(s, q, size);
            part = DoubleLane.Fma(q, q, part);

            var pull = w * scale;
            var weight = pull * w * DoubleLane.FromSingle((float*)&h);
            work.Slots[graph.Slot[p]] += weight;
            y = DoubleLane.Fma(weight, y, pull * DoubleLane.FromSingle((float*)&single));
            right[first[p]] -= y;
            right[second[p]] += y;
        }

        absolute.ToSingle((float*)&ratio);
        sums.Absolute = ratio;
        size.ToSingle((float*)&ratio);
        sums.Size = ratio;
        part.ToSingle((float*)&ratio);
        sums.Part = ratio;
        product.ToSingle((float*)&ratio);
        sums.Product = ratio;
        square.ToSingle((float*)&ratio);
        sums.Square = ratio;
        largest.ToSingle((float*)&ratio);
        sums.Largest = ratio;
    }

    private Lane256 Squares(in BorderedWork work, Lane256* phase)
    {
        for (var i = 0; i < index.Graph.Nodes; i++)
        {
            work.Value[i].ToSingle((float*)(work.Total + i));
        }

        return RobustLanes<Lane256>.Squares(index.Graph, phase, work.Root, work.Total);
    }

    private void Keep(in BorderedWork work)
    {
        var nodes = index.Graph.Nodes;
        new Span<DoubleLane>(work.Value, nodes).CopyTo(new Span<DoubleLane>(work.Before, nodes));
        new Span<DoubleLane>(work.Unknown, index.Columns).CopyTo(new Span<DoubleLane>(work.Before + nodes, index.Columns));
    }

    /// <summary>Brings back the values kept, where the mask is set.</summary>
    private void Restore(in BorderedWork work, Lane256 where)
    {
        var nodes = index.Graph.Nodes;
        var mask = DoubleLane.FromMask((float*)&where);
        for (var i = 0; i < nodes; i++)
        {
            work.Value[i] = DoubleLane.Select(mask, work.Before[i], work.Value[i]);
        }

        for (var k = 0; k < index.Columns; k++)
        {
            work.Unknown[k] = DoubleLane.Select(mask, work.Before[nodes + k], work.Unknown[k]);
        }
    }
}

using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>The arithmetic of <see cref="NetworkPropagation"/> for one lane type and one weighting.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TPack">The lane type of packing, as wide or narrower.</typeparam>
/// <typeparam name="TWeight">How pairs are weighted.</typeparam>
internal sealed unsafe class PropagationEngine<T, TPack, TWeight> : PropagationEngine
    where T : unmanaged, ILane<T>
    where TPack : unmanaged, ILane<TPack>
    where TWeight : struct, IPairWeight
{
    private readonly NetworkPropagation owner;
    private readonly InversionIndex index;
    private readonly float[] table;
    private readonly float[] functions;

    public PropagationEngine(NetworkPropagation owner)
    {
        this.owner = owner;
        index = new InversionIndex(owner.Inversion);
        table = owner.Variance.Table.ToArray();

        // Coefficients by position of the date, so that a right-hand side is a row.
        functions = new float[owner.Functions.Count * index.Nodes];
        for (var f = 0; f < owner.Functions.Count; f++)
        {
            for (var i = 0; i < index.Nodes; i++)
            {
                functions[(f * index.Nodes) + index.Position[i]] = (float)owner.Functions[f][i];
            }
        }
    }

    private int Functions => owner.Functions.Count + owner.OwnFunctions;

    public override int ScratchFloats => checked(T.Width * new Layout(index, null, Functions).Length) + (4 * Strip);

    public override void Propagate(in PropagationTile tile, in PropagationResult result, PropagationScratch scratch)
    {
        fixed (float* memory = scratch.Memory)
        fixed (float* phase = tile.Phase)
        fixed (float* coherence = tile.Coherence)
        fixed (byte* components = tile.Components)
        fixed (float* variances = table)
        fixed (float* own = tile.OwnFunctions)
        {
            var work = new Layout(index, (T*)memory, Functions);
            var row = PropagationPacking<T, TPack, TWeight>.Row(owner.Inversion.Options, index, phase, coherence, components);
            for (var start = 0; start < tile.Pixels; start += Strip)
            {
                var count = Math.Min(Strip, tile.Pixels - start);
                PropagationPacking<T, TPack, TWeight>.Pack(tile, row, index.Pairs, start, count, work.Phase, work.Weight, work.Entry, work.Unused, work.Padding);
                for (var v = 0; v * T.Width < count; v++)
                {
                    PropagateBlock(work, v, coherence == null ? null : variances, new OwnRows(own, start + (v * T.Width), tile.Pixels), result, scratch);
                }
            }
        }
    }

    private void PropagateBlock(in Layout work, int v, float* variances, OwnRows own, in PropagationResult result, PropagationScratch scratch)
    {
        var (at, pixels) = (own.At, own.Pixels);
        var phase = work.Phase + (v * index.Pairs);
        var weight = TWeight.Varies ? work.Weight + (v * index.Pairs) : null;
        var entry = work.Entry + (v * index.Pairs);
        new Span<T>(work.Slots, index.Slots).Clear();
        PropagationPasses<T>.Assemble(index.Pairs, index.Slot, phase, weight, work.Slots);
        LaplacianLanes<T>.Factor(index.Nodes, index.RowStart, index.Target, work.Slots, work.Inverse, work.Roots);
        var roots = *work.Roots;
        new Span<T>(work.OffDiagonal, index.Slots).Clear();
        LaplacianLanes<T>.SelectedInverse(
            index.Nodes, index.RowStart, index.Column, index.Target + index.TargetCount, work.Slots, work.Inverse, work.OffDiagonal, work.Diagonal);
        PropagationPasses<T>.Variances(
            index.Pairs, index.Nodes, index.First, index.Second, index.Slot, phase, weight, entry, variances, work.OffDiagonal, work.Diagonal, work.Variance, work.Hold, out var leverage, out var residual);
        PropagationPasses<T>.Held(index.Nodes, work.Hold, in leverage, in residual, out var held);
        var solved = Solved(held, work);
        var write = new BlockWriter<T>(at, pixels, solved);
        var broken = solved & T.Less(T.Splat(0), roots);
        if (!T.All(T.Same(broken & T.Splat(1), T.Splat(0))))
        {
            Bridge(work, phase, weight, broken, own, scratch);
        }
        else
        {
            new Span<T>(work.Join, Functions).Clear();
        }

        WriteSigma(work, weight, write, own, result);
        WriteStrength(held, roots, write, at, pixels, solved, result);
    }

    /// <summary>Which pixels have a series, by the rule of the inversion.</summary>
    private T Solved(in HoldSums<T> held, in Layout work)
    {
        var (least, need) = (T.Splat(float.MaxValue), T.Splat((float)owner.Inversion.Options.MinRedundancy));
        for (var k = 0; k < index.Nodes - 1; k++)
        {
            least = T.Min(least, work.Hold[k]);
        }

        return T.Without(T.Less(least, need), T.Less(T.Splat(0), held.Pairs));
    }

    private void WriteSigma(in Layout work, T* weight, BlockWriter<T> write, OwnRows own, in PropagationResult result)
    {
        if (result.Sigma.IsEmpty)
        {
            return;
        }

        var metres = T.Splat((float)Math.Abs(owner.Inversion.MetresPerUnit));
        var (stride, shared) = (result.Stride(own.Pixels), owner.Functions.Count);
        for (var f = 0; f < Functions; f++)
        {
            for (var k = 0; k < index.Nodes && f < shared; k++)
            {
                work.Value[k] = T.Splat(functions[(f * index.Nodes) + k]);
            }

            for (var i = 0; i < index.Nodes && f >= shared; i++)
            {
                work.Value[index.Position[i]] = own.Load(((f - shared) * index.Nodes) + i);
            }

            LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, work.Slots, work.Inverse, work.Value);
            PropagationPasses<T>.Sum(index.Pairs, index.First, index.Second, weight, work.Variance, work.Value, out var sum);
            write.Value(result.Sigma[(f * stride)..], T.Sqrt(sum + work.Join[f]) * metres);
        }
    }

    private void WriteStrength(in HoldSums<T> held, T roots, BlockWriter<T> write, int at, int pixels, T solved, in PropagationResult result)
    {
        var dates = T.Splat(index.Nodes);
        var loops = (held.Pairs - (dates - T.Splat(1) - roots)) / dates;
        if (!result.LoopsPerDate.IsEmpty)
        {
            write.Value(result.LoopsPerDate, loops);
        }

        if (!result.ExpectedResidual.IsEmpty)
        {
            write.Value(result.ExpectedResidual, T.Sqrt(held.Residual / held.Pairs));
        }

        if (!result.UncheckedDates.IsEmpty)
        {
            write.Value(result.UncheckedDates, held.Unchecked);
        }

        if (result.Weaknesses.IsEmpty)
        {
            return;
        }

        var (single, ruled, leverage) = (held.Single, held.Ruled, held.Leverage);
        for (var lane = 0; lane < Math.Min(T.Width, pixels - at); lane++)
        {
            var found = WeaknessReasons.None;
            found |= ((float*)&roots)[lane] > 0 ? WeaknessReasons.JoinedByAssumption : 0;
            found |= ((float*)&single)[lane] > 0 ? WeaknessReasons.SinglePair : 0;
            found |= ((float*)&leverage)[lane] >= 0.99f ? WeaknessReasons.UncheckedPair : 0;
            found |= ((float*)&ruled)[lane] > 0 ? WeaknessReasons.OnePairRules : 0;
            found |= ((float*)&loops)[lane] < 0.5f ? WeaknessReasons.FewLoops : 0;
            result.Weaknesses[at + lane] = ((int*)&solved)[lane] != 0 ? found : WeaknessReasons.None;
        }
    }

    /// <summary>For pixels whose network falls apart: solves the series, which tells the velocity, and adds up what the join contributes to each function.</summary>
    private void Bridge(in Layout work, T* phase, T* weight, T broken, OwnRows own, PropagationScratch scratch)
    {
        var (bridge, shared) = (scratch.Bridge, owner.Functions.Count);
        var x = work.Value;
        var rest = work.Hold;
        new Span<T>(x, index.Nodes).Clear();
        new Span<T>(rest, index.Nodes).Clear();
        PairResidual<T>.Remainder(index.Pairs, index.First, index.Second, phase, weight, rest, x);
        LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, work.Slots, work.Inverse, x);
        PairResidual<T>.Remainder(index.Pairs, index.First, index.Second, phase, weight, x, rest);
        LaplacianLanes<T>.Solve(index.Nodes, index.RowStart, index.Column, work.Slots, work.Inverse, rest);
        new Span<T>(work.Join, Functions).Clear();
        for (var lane = 0; lane < T.Width; lane++)
        {
            if (((int*)&broken)[lane] == 0)
            {
                continue;
            }

            for (var i = 0; i < index.Nodes; i++)
            {
                var k = (index.Position[i] * T.Width) + lane;
                bridge.Value[i] = ((float*)x)[k] + ((float*)rest)[k];
            }

            bridge.Join(new ReadOnlySpan<float>((float*)phase + lane, (index.Pairs * T.Width) - lane), T.Width);
            for (var f = 0; f < Functions; f++)
            {
                for (var i = 0; i < index.Nodes && f >= shared; i++)
                {
                    scratch.Function[i] = own.Of(((f - shared) * index.Nodes) + i, lane);
                }

                ((float*)(work.Join + f))[lane] = (float)bridge.VarianceOf(f < shared ? owner.Functions[f] : scratch.Function);
            }
        }
    }

    /// <summary>The functions of one block's own pixels; shape (function and date, pixel).</summary>
    private readonly struct OwnRows(float* values, int at, int pixels)
    {
        public int At => at;

        public int Pixels => pixels;

        public float Of(int row, int lane) => at + lane < pixels ? values[((long)row * pixels) + at + lane] : 0;

        public T Load(int row)
        {
            var from = values + ((long)row * pixels) + at;
            if (at + T.Width <= pixels)
            {
                return *(T*)from;
            }

            var value = T.Splat(0);
            new ReadOnlySpan<float>(from, pixels - at).CopyTo(new Span<float>(&value, T.Width));
            return value;
        }
    }

    /// <summary>Where everything stands in the working memory (unit of length: lanes).</summary>
    private readonly struct Layout
    {
        public readonly T* Unused;
        public readonly T* Roots;
        public readonly T* Slots;
        public readonly T* OffDiagonal;
        public readonly T* Inverse;
        public readonly T* Diagonal;
        public readonly T* Value;
        public readonly T* Hold;
        public readonly T* Join;
        public readonly T* Variance;
        public readonly T* Phase;
        public readonly T* Weight;
        public readonly T* Entry;
        public readonly float* Padding;
        public readonly int Length;

        public Layout(InversionIndex index, T* memory, int functions)
        {
            var blocks = Strip / T.Width;
            var next = 0;
            T* Take(int length)
            {
                var at = memory + next;
                next = checked(next + length);
                return at;
            }

            Unused = Take(blocks);
            Roots = Take(1);
            Slots = Take(index.Slots);
            OffDiagonal = Take(index.Slots);
            Inverse = Take(index.Nodes);
            Diagonal = Take(index.Nodes);
            Value = Take(index.Nodes);
            Hold = Take(4 * index.Nodes);
            Join = Take(functions);
            Variance = Take(index.Pairs);
            Phase = Take(checked(blocks * index.Pairs));
            Weight = Take(checked(blocks * index.Pairs));
            Entry = Take(checked(blocks * index.Pairs));
            Length = next;
            Padding = (float*)(memory + next);
        }
    }
}

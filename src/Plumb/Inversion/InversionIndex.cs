using Plumb.Networks;

namespace Plumb.Inversion;

/// <summary>The index arrays of a plan, in pinned memory, so that kernels walk them without checks. All nodes are positions.</summary>
internal sealed unsafe class InversionIndex
{
    private readonly int[] first;
    private readonly int[] second;
    private readonly int[] slot;
    private readonly int[] rowStart;
    private readonly int[] column;
    private readonly int[] target;
    private readonly int[] position;
    private readonly float[] inverseVariance;

    public InversionIndex(NetworkInversion owner)
    {
        var (network, plan) = (owner.Network, owner.Plan);
        Pairs = network.Pairs.Count;
        Nodes = plan.Nodes;
        Slots = plan.Slots;
        TargetCount = plan.Target.Length;
        (first, second) = (Pin(Pairs), Pin(Pairs));
        for (var p = 0; p < Pairs; p++)
        {
            first[p] = plan.Position[network.FirstIndex[p]];
            second[p] = plan.Position[network.SecondIndex[p]];
        }

        slot = Pin(plan.EdgeSlot);
        rowStart = Pin(plan.RowStart);
        column = Pin(plan.Column);
        target = Pin(plan.Target);
        position = Pin(plan.Position);
        inverseVariance = GC.AllocateArray<float>(PhaseVariance.Entries, pinned: true);
        if (owner.Options.Weighting == Weighting.Variance)
        {
            var table = new PhaseVariance(owner.Options.Looks).Table;
            for (var i = 0; i < table.Length; i++)
            {
                inverseVariance[i] = (float)(1 / table[i]);
            }
        }

        LeastDegree = Degree(network);
    }

    public int Pairs { get; }

    public int Nodes { get; }

    public int Slots { get; }

    public int TargetCount { get; }

    /// <summary>Least number of pairs at any date but the first where all pairs have data (count).</summary>
    public int LeastDegree { get; }

    public int* First => Pointer(first);

    public int* Second => Pointer(second);

    public int* Slot => Pointer(slot);

    public int* RowStart => Pointer(rowStart);

    public int* Column => Pointer(column);

    public int* Target => Pointer(target);

    /// <summary>Position of each date; shape (date).</summary>
    public int* Position => Pointer(position);

    /// <summary>One over the phase variance (one over radian squared); shape (200); not filled where no weight is taken from it.</summary>
    public float* InverseVariance => (float*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(inverseVariance, 0);

    private static int Degree(Network network)
    {
        var degree = new int[network.Dates.Count];
        for (var p = 0; p < network.Pairs.Count; p++)
        {
            degree[network.FirstIndex[p]]++;
            degree[network.SecondIndex[p]]++;
        }

        return degree.Skip(1).Min();
    }

    private static int* Pointer(int[] array) => (int*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

    private static int[] Pin(int length) => GC.AllocateArray<int>(Math.Max(length, 1), pinned: true);

    private static int[] Pin(ReadOnlySpan<int> values)
    {
        var pinned = Pin(values.Length);
        values.CopyTo(pinned);
        return pinned;
    }
}

using System.Runtime.Intrinsics;
using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>The arithmetic of <see cref="NetworkPropagation"/> at one vector width.</summary>
internal abstract class PropagationEngine
{
    /// <summary>Pixels that are packed together, as in <see cref="InversionEngine"/>.</summary>
    public const int Strip = InversionEngine.Strip;

    /// <summary>Working memory of one thread (unit: 32-bit elements).</summary>
    public abstract int ScratchFloats { get; }

    public static PropagationEngine For(NetworkPropagation owner, LaneWidth width)
    {
        return LaneWidths.Choose(width) switch
        {
            LaneWidth.Bits512 when Vector512.IsHardwareAccelerated => Of<Lane512, Lane512>(owner),
            LaneWidth.Bits512 => Of<Lane512, Lane256>(owner),
            LaneWidth.Bits256 => Of<Lane256, Lane256>(owner),
            _ => Of<Lane128, Lane128>(owner),
        };
    }

    public abstract void Propagate(in PropagationTile tile, in PropagationResult result, PropagationScratch scratch);

    private static PropagationEngine Of<T, TPack>(NetworkPropagation owner)
        where T : unmanaged, ILane<T>
        where TPack : unmanaged, ILane<TPack> => owner.Inversion.Options.Weighting switch
        {
            Weighting.None => new PropagationEngine<T, TPack, EqualWeight>(owner),
            Weighting.Coherence => new PropagationEngine<T, TPack, CoherenceWeight>(owner),
            Weighting.CoherenceSquared => new PropagationEngine<T, TPack, CoherenceSquaredWeight>(owner),
            Weighting.Fisher => new PropagationEngine<T, TPack, FisherWeight>(owner),
            _ => new PropagationEngine<T, TPack, VarianceWeight>(owner),
        };
}

using System.Runtime.Intrinsics;
using Plumb.Kernels;

namespace Plumb.Inversion;

/// <summary>The arithmetic of <see cref="NetworkInversion"/> at one vector width.</summary>
internal abstract class InversionEngine
{
    /// <summary>Pixels that are packed together: whole cache lines of every pair are read at once.</summary>
    public const int Strip = 64;

    /// <summary>Working memory of one thread (unit: 32-bit elements).</summary>
    public abstract int ScratchFloats { get; }

    public static InversionEngine For(NetworkInversion owner, LaneWidth width)
    {
        return LaneWidths.Choose(width) switch
        {
            LaneWidth.Bits512 when Vector512.IsHardwareAccelerated => Of<Lane512, Lane512>(owner),
            LaneWidth.Bits512 => Of<Lane512, Lane256>(owner),
            LaneWidth.Bits256 => Of<Lane256, Lane256>(owner),
            _ => Of<Lane128, Lane128>(owner),
        };
    }

    /// <summary>The engine of everything beyond least squares over the pairs alone.</summary>
    public static InversionEngine Bordered(NetworkInversion owner) => owner.Options.Weighting switch
    {
        Weighting.None => new BorderedEngine<EqualWeight>(owner),
        Weighting.Coherence => new BorderedEngine<CoherenceWeight>(owner),
        Weighting.CoherenceSquared => new BorderedEngine<CoherenceSquaredWeight>(owner),
        Weighting.Given => new BorderedEngine<GivenWeight>(owner),
        Weighting.Fisher => new BorderedEngine<FisherWeight>(owner),
        _ => new BorderedEngine<VarianceWeight>(owner),
    };

    public abstract void Invert(in InversionTile tile, in InversionResult result, InversionScratch scratch);

    private static InversionEngine Of<T, TPack>(NetworkInversion owner)
        where T : unmanaged, ILane<T>
        where TPack : unmanaged, ILane<TPack> => owner.Options.Weighting switch
        {
            Weighting.None => new InversionEngine<T, TPack, EqualWeight>(owner),
            Weighting.Coherence => new InversionEngine<T, TPack, CoherenceWeight>(owner),
            Weighting.CoherenceSquared => new InversionEngine<T, TPack, CoherenceSquaredWeight>(owner),
            Weighting.Given => new InversionEngine<T, TPack, GivenWeight>(owner),
            Weighting.Fisher => new InversionEngine<T, TPack, FisherWeight>(owner),
            _ => new InversionEngine<T, TPack, VarianceWeight>(owner),
        };
}

namespace Plumb.Unwrapping.Classical;

/// <summary>The classical methods of two-dimensional phase unwrapping (after Ghiglia and Pritt 1998, Two-Dimensional Phase Unwrapping).</summary>
public enum ClassicalMethod
{
    /// <summary>Minimum-cost flow with costs in proportion to the cycles (Costantini 1998, doi:10.1109/36.673674).</summary>
    MinimumCostFlow,

    /// <summary>Branch cuts between residues (Goldstein, Zebker and Werner 1988, doi:10.1029/RS023i004p00713).</summary>
    BranchCuts,

    /// <summary>Regions grown from the best pixel over the next best (Bone 1991, doi:10.1364/AO.30.003627; Ghiglia and Pritt 1998, section 4.3).</summary>
    QualityGuided,

    /// <summary>Discontinuities removed by loops until no loop lowers their weighted sum (Flynn 1997, doi:10.1364/JOSAA.14.002692).</summary>
    MinimumDiscontinuity,

    /// <summary>Weighted Lp norm of the misfit of the gradients (Ghiglia and Romero 1996, doi:10.1364/JOSAA.13.001999).</summary>
    LpNorm,
}

/// <summary>What tells the classical methods how good a pixel is.</summary>
public enum PixelQuality
{
    /// <summary>The coherence; without one, or with one that is the same everywhere, the pseudo-coherence.</summary>
    Coherence,

    /// <summary>Length of the mean phasor of 3 x 3 pixels: steep fringes count as bad.</summary>
    PseudoCoherence,

    /// <summary>How much the wrapped differences of 3 x 3 pixels vary: steep fringes do not count as bad.</summary>
    DerivativeVariance,

    /// <summary>All pixels are as good.</summary>
    Equal,
}

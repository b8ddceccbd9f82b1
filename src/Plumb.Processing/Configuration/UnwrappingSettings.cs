using Plumb.Unwrapping;

namespace Plumb.Processing.Configuration;

/// <summary>How the wrapped phase of a stack is unwrapped.</summary>
public enum UnwrappingMethod
{
    /// <summary>Each interferogram by itself.</summary>
    Spatial,

    /// <summary>All interferograms at once, from one phase per date that agrees with all of them.</summary>
    Stack,
}

/// <summary>How the differences of neighbouring pixels are unwrapped in time before the stack is unwrapped in space.</summary>
public enum UnwrappingTime
{
    /// <summary>They are not: each step between dates is unwrapped by itself.</summary>
    None,

    /// <summary>They are smoothed in time, and what is expected of each step becomes part of its costs (Hooper 2010).</summary>
    Smooth,

    /// <summary>They are unwrapped over the network of the dates by a flow of least cost (Pepe and Lanari 2006).</summary>
    Flow,
}

/// <summary>Form of the model bowls that are taken off before unwrapping.</summary>
public enum UnwrappingBowl
{
    /// <summary>No model bowls.</summary>
    None,

    /// <summary>Gaussians whose contours are ellipses.</summary>
    Gaussian,

    /// <summary>Troughs of the probability integral over a rectangle.</summary>
    ProbabilityIntegral,
}

/// <summary>How wrapped phase is unwrapped.</summary>
public sealed record UnwrappingSettings
{
    /// <summary>Pair by pair or the whole network at once.</summary>
    [Setting("spatial: each interferogram by itself. stack: one phase per date that agrees with all interferograms is found first, the steps between neighbouring dates are unwrapped, and every interferogram follows from them, so that loops close.", Paper = "Chen and Zebker 2001, doi:10.1364/JOSAA.18.000338; Pepe and Lanari 2006, doi:10.1109/TGRS.2006.873207")]
    public UnwrappingMethod Method { get; init; } = UnwrappingMethod.Spatial;

    /// <summary>What the method stack does in time before it unwraps in space.</summary>
    [Setting("With the method stack, what comes in time before space. smooth (Hooper): differences of neighbouring pixels are smoothed in time, and what that expects of a step between dates joins its costs. flow (Pepe and Lanari, EMCF): differences are unwrapped over the network of the dates first, and the flow in space begins there; for steps that are steeper than half a cycle in places. none: each step by itself, as right on most scenes and the fastest.", Paper = "Hooper 2010, ESA SP-677; Pepe and Lanari 2006, doi:10.1109/TGRS.2006.873207")]
    public UnwrappingTime Time { get; init; } = UnwrappingTime.None;

    /// <summary>Standard deviation of the Gaussian in time of the way smooth, days; 0 for twice the usual time between dates.</summary>
    [Setting("Of unwrapping.time smooth: steps count in each other's mean by a Gaussian of this standard deviation, days. 0: twice the usual time between dates.", Minimum = 0, Maximum = 1000)]
    public double TimeWindowDays { get; init; }

    /// <summary>Whether products that are unwrapped are unwrapped anew.</summary>
    [Setting("Unwrap also what the products deliver unwrapped; their whole cycles then do not count.")]
    public bool Again { get; init; }

    /// <summary>What the surface is expected to be like.</summary>
    [Setting("smooth: a step costs the square of its cycles; the better choice for bowls. deformation: the ground may break, a step costs in proportion to its cycles.")]
    public UnwrapCosts Costs { get; init; } = UnwrapCosts.Smooth;

    /// <summary>Model bowls that are taken off before and put back after.</summary>
    [Setting("gaussian, probability_integral: model bowls are fitted to the wrapped phase of each image, taken off before it is unwrapped and put back after, where that makes neighbouring pixels agree better; for mines whose motion exceeds half a cycle a pixel. none: the phase is unwrapped as it is.", Paper = "Liu and Liao 1965; Levenberg 1944, doi:10.1090/qam/10666")]
    public UnwrappingBowl Bowl { get; init; } = UnwrappingBowl.None;

    /// <summary>Folder of an expected motion; empty for none.</summary>
    [Setting("Folder of a motion that is expected of the ground: another sensor's ('plumb fuse' writes one), or the results of an earlier run over the same grid from the same side. Its phase is taken off before unwrapping and put back after; where motion is too steep is then judged by what is left. Empty: nothing is expected.", Paper = "Zhu et al., steps 3a to 3g: double-differential interferograms of two sensors")]
    public string ExpectedMotion { get; init; } = "";

    /// <summary>Least coherence of a pixel that is unwrapped, pure number.</summary>
    [Setting("Pixels of an interferogram with less coherence are left out of it: they have no value then. 0: all are unwrapped, and the inversion's own limits decide.", Minimum = 0, Maximum = 1)]
    public double MinCoherence { get; init; }

    /// <summary>Coherence below which ground is bridged, pure number; 0 for not.</summary>
    [Setting("Ground whose mean coherence over 5 x 5 pixels of an image (an interferogram, or with the method stack a step between dates) is below this takes the phase of the nearest ground above it while whole cycles are decided, so that islands of coherence are joined across what is noise between them. Its own phase is kept. 0: every pixel counts as it is.", Paper = "Agram and Zebker 2009, doi:10.1109/LGRS.2009.2031655", Minimum = 0, Maximum = 1)]
    public double BridgeCoherence { get; init; }
}

namespace Plumb.Simulation;

/// <summary>How the phase of a scene becomes unwrapped.</summary>
public enum SceneUnwrappingMethod
{
    /// <summary>It is right however steep the motion and however strong the noise.</summary>
    None,

    /// <summary>
    /// The phase without noise is wrapped and unwrapped again: right where no step between neighbouring pixels exceeds half a cycle, too small a trough
    /// where one does. Noise does no harm.
    /// </summary>
    Smooth,

    /// <summary>The phase with its noise is wrapped and unwrapped again by its sample coherence, as for a product.</summary>
    Noisy,
}

/// <summary>How the phase of a scene becomes unwrapped.</summary>
public sealed record SceneUnwrapping
{
    /// <summary>By which method.</summary>
    public SceneUnwrappingMethod Method { get; init; } = SceneUnwrappingMethod.None;

    /// <summary>Whether the products hold the wrapped phase, to be unwrapped by whoever reads them; the method is none then.</summary>
    public bool Wrapped { get; init; }
}

namespace Plumb.Unwrapping;

/// <summary>Wrapped phases at scattered points of one interferogram. The arrays are not copied and not changed.</summary>
public sealed class WrappedPoints
{
    /// <summary>Points.</summary>
    /// <param name="x">Positions along one axis, any unit of length, finite; shape (point).</param>
    /// <param name="y">Positions along the other axis, the same unit; shape (point).</param>
    /// <param name="phase">Phase, radian; whole cycles in it do not count; shape (point); finite.</param>
    /// <param name="coherence">Coherence or another quality from 0 to 1 (pure number); shape (point); null where there is none.</param>
    /// <exception cref="RequestException">There are no points, arrays differ in length, or a number is not finite.</exception>
    public WrappedPoints(double[] x, double[] y, float[] phase, float[]? coherence = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(phase);
        (X, Y, Phase, Coherence) = (x, y, phase, coherence);
        if (x.Length == 0)
        {
            throw new RequestException("There are no points to unwrap: none has a value. Check the mask and that the right file was read.");
        }

        if (y.Length != x.Length || phase.Length != x.Length || (coherence is not null && coherence.Length != x.Length))
        {
            throw new RequestException($"{x.Length} points have {y.Length} second positions, {phase.Length} phases and {coherence?.Length ?? x.Length} coherences. All must be as many.");
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]) || !float.IsFinite(phase[i]) || (coherence is not null && !float.IsFinite(coherence[i])))
            {
                throw new RequestException($"Point {i} has a position, phase or coherence that is not a number. Leave it out.");
            }
        }
    }

    /// <summary>Positions along one axis, any unit of length; shape (point).</summary>
    public double[] X { get; }

    /// <summary>Positions along the other axis, the same unit of length; shape (point).</summary>
    public double[] Y { get; }

    /// <summary>Phase, radian; shape (point).</summary>
    public float[] Phase { get; }

    /// <summary>Coherence, 0 to 1 (pure number); shape (point); null where there is none.</summary>
    public float[]? Coherence { get; }
}

/// <summary>Unwrapped points.</summary>
/// <param name="Phase">Unwrapped phase, radian; shape (point); the cycles added average to zero as nearly as they can.</param>
/// <param name="ComponentOf">Number of each point's component, 0 for none (count); shape (point).</param>
/// <param name="Components">Components by falling size.</param>
/// <param name="Residues">Number of triangles around which the wrapped differences do not add up to zero (count).</param>
/// <param name="Edges">Number of edges of the triangulation (count).</param>
public sealed record UnwrappedPoints(float[] Phase, byte[] ComponentOf, IReadOnlyList<UnwrappedComponent> Components, long Residues, long Edges);

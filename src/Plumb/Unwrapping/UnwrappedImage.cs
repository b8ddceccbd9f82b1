namespace Plumb.Unwrapping;

/// <summary>
/// An unwrapped interferogram. The phase differs from the wrapped one by whole cycles (to 1e-4 radian), is NaN where a pixel was left out, and is
/// relative to nothing: each region has a whole number of cycles of its own, set so that the cycles added to its pixels
/// average to zero as nearly as they can.
/// </summary>
public sealed class UnwrappedImage
{
    internal UnwrappedImage(int rows, int columns, float[] phase)
    {
        (Rows, Columns, Phase) = (rows, columns, phase);
    }

    /// <summary>Number of rows, pixels.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, pixels.</summary>
    public int Columns { get; }

    /// <summary>Unwrapped phase, radian; shape (rows, columns); NaN is no-data.</summary>
    public float[] Phase { get; }

    /// <summary>Number of pixels that have a value (count).</summary>
    public long Pixels { get; internal init; }

    /// <summary>Number of residues (count): loops of 2 x 2 pixels around which the wrapped differences do not add up to zero.</summary>
    public long Residues { get; internal init; }

    /// <summary>Number of regions (count): sets of pixels that hang together by their edges.</summary>
    public int Regions { get; internal init; }

    /// <summary>Number of pixels (count) that a method did not reach and that have no value for that: those that branch cuts part from their region.</summary>
    public long Unreached { get; internal init; }

    /// <summary>Components by falling size; the first is number 1 in <see cref="ComponentOf"/>.</summary>
    public IReadOnlyList<UnwrappedComponent> Components { get; internal init; } = [];

    /// <summary>Number of each pixel's component, 0 for none (count); shape (rows, columns).</summary>
    public byte[] ComponentOf { get; internal init; } = [];
}

/// <summary>A connected component: pixels whose cycles relative to each other are reliable.</summary>
/// <param name="Number">Number, from 1 by falling size (count).</param>
/// <param name="Pixels">Number of pixels (count).</param>
/// <param name="Reliability">Expected share of its pixels that have the right whole cycles relative to the component, 0 to 1 (pure number).</param>
public sealed record UnwrappedComponent(int Number, long Pixels, double Reliability);

namespace Plumb.Components;

/// <summary>
/// The components of a motion at a set of pixels, in the unit of what was decomposed (metres per year for a rate, metres for a displacement). One entry per pixel, shape
/// (pixel); NaN where the looks do not determine them.
/// </summary>
/// <param name="pixels">Number of pixels.</param>
public sealed class ComponentTile(int pixels)
{
    /// <summary>Motion to the east, metres or metres per year; shape (pixel).</summary>
    public float[] East { get; } = new float[pixels];

    /// <summary>Motion upwards, metres or metres per year; shape (pixel).</summary>
    public float[] Up { get; } = new float[pixels];

    /// <summary>Motion to the north, metres or metres per year; shape (pixel). Where it is not free it is the assumed one, moved as far as the looks and its prior say.</summary>
    public float[] North { get; } = new float[pixels];

    /// <summary>Standard deviation of <see cref="East"/>, metres or metres per year, with that of the motion to the north; shape (pixel).</summary>
    public float[] EastSigma { get; } = new float[pixels];

    /// <summary>Standard deviation of <see cref="Up"/>, metres or metres per year, with that of the motion to the north; shape (pixel).</summary>
    public float[] UpSigma { get; } = new float[pixels];

    /// <summary>Standard deviation of <see cref="North"/>, metres or metres per year; shape (pixel).</summary>
    public float[] NorthSigma { get; } = new float[pixels];

    /// <summary>Correlation of the errors of <see cref="East"/> and <see cref="Up"/>, pure number from -1 to 1; shape (pixel).</summary>
    public float[] Correlation { get; } = new float[pixels];

    /// <summary>Error of <see cref="East"/> for one unit of motion to the north beyond the assumed one, pure number; shape (pixel). 0 where north is free.</summary>
    public float[] EastBias { get; } = new float[pixels];

    /// <summary>Error of <see cref="Up"/> for one unit of motion to the north beyond the assumed one, pure number; shape (pixel). 0 where north is free.</summary>
    public float[] UpBias { get; } = new float[pixels];

    /// <summary>Number of looks used, a count; shape (pixel).</summary>
    public float[] Looks { get; } = new float[pixels];
}

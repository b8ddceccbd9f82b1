namespace Plumb.Components;

/// <summary>
/// What is assumed of the motion between the dates, so that tracks that are seen on different days can be joined: a steady rate and a random walk about it, in each component.
/// </summary>
/// <param name="Years">Time of each joint date since the first, years (365.25 days), ascending from 0; shape (date).</param>
/// <param name="EastWalk">Variance that the random walk to the east gains in a year, metres squared per year, above 0.</param>
/// <param name="UpWalk">Variance that the random walk upwards gains in a year, metres squared per year, above 0.</param>
public sealed record JointModel(double[] Years, double EastWalk, double UpWalk)
{
    /// <summary>What is assumed of the motion to the north, as a steady rate: metres per year.</summary>
    public DecompositionOptions North { get; init; } = new();

    /// <summary>The same at each pixel, metres per year as a steady rate; shape (pixel) of the arrays that are solved. Null for the same everywhere.</summary>
    public NorthTile? NorthOf { get; init; }

    /// <summary>Factor of each track's variances of the noise, pure number, above 0; shape (track). Empty for 1.</summary>
    public double[] NoiseFactors { get; init; } = [];

    /// <summary>
    /// Factors of both random walks that are tried at each pixel and averaged by how probable its own series makes them (a factor of ten either way is likely beforehand), pure
    /// numbers above 0, at most 16: ground that hardly moves is smoothed, ground that moves fast is not.
    /// </summary>
    public IReadOnlyList<double> WalkFactors { get; init; } = [1];

    internal double NoiseFactor(int track) => NoiseFactors.Length > track ? NoiseFactors[track] : 1;
}

/// <summary>The joint series of a set of pixels: metres since the first joint date. Shapes (date, pixel) and (pixel); NaN where the tracks do not determine them.</summary>
/// <param name="dates">Number of joint dates.</param>
/// <param name="pixels">Number of pixels.</param>
public sealed class JointTile(int dates, int pixels)
{
    /// <summary>Motion to the east since the first joint date, metres; shape (date, pixel).</summary>
    public float[] East { get; } = new float[dates * pixels];

    /// <summary>Motion upwards since the first joint date, metres; shape (date, pixel).</summary>
    public float[] Up { get; } = new float[dates * pixels];

    /// <summary>Standard deviation of <see cref="East"/>, metres; shape (date, pixel).</summary>
    public float[] EastSigma { get; } = new float[dates * pixels];

    /// <summary>Standard deviation of <see cref="Up"/>, metres; shape (date, pixel).</summary>
    public float[] UpSigma { get; } = new float[dates * pixels];

    /// <summary>The middle (in logarithms) of the factors of the random walks that the pixel's series speaks for, pure number; shape (pixel).</summary>
    public float[] WalkFactor { get; } = new float[pixels];

    /// <summary>Number of pixels.</summary>
    public int Pixels => pixels;

    /// <summary>Number of joint dates.</summary>
    public int Dates => dates;
}

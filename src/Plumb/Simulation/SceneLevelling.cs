namespace Plumb.Simulation;

/// <summary>
/// Levelling of a scene: marks along a line, levelled from the first of them, the datum, on several days. The marks are those of <see cref="Benchmarks"/> in their order, or stand along
/// <see cref="East"/> and <see cref="North"/> at a distance, as along a road. Nothing is levelled without epochs.
/// </summary>
public sealed record SceneLevelling
{
    /// <summary>Days of the levellings (UTC), as yyyy-MM-dd, ascending; shape (epoch).</summary>
    public IReadOnlyList<string> Epochs { get; init; } = [];

    /// <summary>Standard deviation of a height difference over a kilometre of the line, millimetres (mm); it grows with the root of the length.</summary>
    public double SigmaMillimetres { get; init; } = 1;

    /// <summary>Whether the line is levelled back to the datum, and what it does not close by shared out over its length.</summary>
    public bool Closed { get; init; }

    /// <summary>The marks in the order in which they are levelled; the first is the datum.</summary>
    public IReadOnlyList<SceneBenchmark> Benchmarks { get; init; } = [];

    /// <summary>Corners of a line, metres east of the grid's centre; shape (corner); marks stand along it.</summary>
    public IReadOnlyList<double> East { get; init; } = [];

    /// <summary>Corners of the line, metres north of the grid's centre; shape (corner).</summary>
    public IReadOnlyList<double> North { get; init; } = [];

    /// <summary>Distance of the marks along the line, metres.</summary>
    public double Spacing { get; init; } = 500;
}

/// <summary>A mark that is levelled.</summary>
public sealed record SceneBenchmark
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>East of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>North of the grid's centre, metres.</summary>
    public double North { get; init; }
}

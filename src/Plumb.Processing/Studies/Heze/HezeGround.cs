using Plumb.Formats.Areas;
using Plumb.Simulation;
using Plumb.Validation;

namespace Plumb.Processing.Studies.Heze;

/// <summary>What the Heze study needs beside the scene: the railway and the precipitation.</summary>
public sealed record HezeGround
{
    /// <summary>Corners of the line east of the middle of the scene, metres; shape (corner).</summary>
    public IReadOnlyList<double> LineEast { get; init; } = [];

    /// <summary>Corners of the line north of the middle of the scene, metres; shape (corner).</summary>
    public IReadOnlyList<double> LineNorth { get; init; } = [];

    /// <summary>Name of the group (a concession of the scene) that follows the precipitation.</summary>
    public string Group { get; init; } = "";

    /// <summary>Year of the first value of the precipitation.</summary>
    public int FirstYear { get; init; }

    /// <summary>Precipitation of each month, millimetres; shape (month).</summary>
    public IReadOnlyList<double> Precipitation { get; init; } = [];

    /// <summary>The precipitation as a driver of motion, each month's on its middle day.</summary>
    public PointStation Rain => new(
        "precipitation", double.NaN, double.NaN, "",
        new PointSeries(PointQuantity.Driver, Precipitation.Select((mm, k) => (new DateOnly(FirstYear + (k / 12), 1 + (k % 12), 15), mm, double.NaN)), "mm"));

    /// <summary>The line on the map of a scene.</summary>
    /// <param name="simulator">The scene.</param>
    public NamedLine Line(SceneSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        var corners = LineEast.Zip(LineNorth, simulator.View.Pixel).Select(p => simulator.Grid.CentreOf(p.Row, p.Column)).ToArray();
        return new NamedLine("railway", simulator.Grid.Crs, [.. corners.Select(c => c.X)], [.. corners.Select(c => c.Y)]);
    }
}

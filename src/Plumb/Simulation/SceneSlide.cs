namespace Plumb.Simulation;

/// <summary>A body of ground that slides in one direction: a rectangle with soft edges, all of which moves alike.</summary>
public sealed record SceneSlide
{
    /// <summary>Name of the slide.</summary>
    public string Name { get; init; } = "slide";

    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Direction of the motion, degrees clockwise from north: the aspect of the slope.</summary>
    public double Azimuth { get; init; } = 90;

    /// <summary>Angle of the motion below the horizontal, degrees, 0 to 90: the slope; 90 sinks.</summary>
    public double Plunge { get; init; } = 20;

    /// <summary>Length along the direction of the motion on the map, from half to half of the motion, metres.</summary>
    public double Length { get; init; } = 500;

    /// <summary>Width across it, metres.</summary>
    public double Width { get; init; } = 300;

    /// <summary>Rate along the direction of the motion, metres per year (365.25 days), positive downhill.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>Share by which the rate swings over the year, 0 to 1 (pure number): 1 stands still at the slowest day and is twice as fast half a year later.</summary>
    public double SeasonalShare { get; init; }

    /// <summary>Day of the year on which it is fastest, days.</summary>
    public double PeakDay { get; init; } = 220;

    /// <summary>How much of the motion of the middle a point has (pure number, 0 to 1).</summary>
    /// <param name="east">East of the scene's centre, metres.</param>
    /// <param name="north">North of the scene's centre, metres.</param>
    public double ShareAt(double east, double north) => new SlideBody(this).Share(east, north);
}

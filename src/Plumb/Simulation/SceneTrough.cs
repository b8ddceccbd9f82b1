namespace Plumb.Simulation;

/// <summary>
/// A trough whose life cycle is prescribed: the shape of a rectangular extraction by the probability-integral method, scaled so that its
/// deepest point moves at given rates in given phases. For scenes that follow a published series, where the mining itself is not known.
/// </summary>
public sealed record SceneTrough
{
    /// <summary>Name of the trough.</summary>
    public string Name { get; init; } = "trough";

    /// <summary>Centre east of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>Centre north of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Direction of the longer side, degrees clockwise from north.</summary>
    public double Azimuth { get; init; } = 90;

    /// <summary>Length of the extraction along that direction, metres.</summary>
    public double Length { get; init; } = 800;

    /// <summary>Width of the extraction across it, metres.</summary>
    public double Width { get; init; } = 300;

    /// <summary>Radius of main influence r, metres: the trough reaches this far beyond the extraction, and is steeper the smaller it is.</summary>
    public double Radius { get; init; } = 300;

    /// <summary>Horizontal movement coefficient b (pure number): horizontal motion is b r times the slope of the trough, towards its centre.</summary>
    public double HorizontalCoefficient { get; init; } = 0.3;

    /// <summary>Standard deviation of the change from one phase to the next in time, days; 0 changes from one day to the other.</summary>
    public double SmoothDays { get; init; } = 15;

    /// <summary>The phases, ascending; before the first the ground is still, the last goes on for ever.</summary>
    public IReadOnlyList<ScenePhase> Phases { get; init; } = [];
}

/// <summary>One phase of the life cycle of a trough.</summary>
public sealed record ScenePhase
{
    /// <summary>Name, such as initial, active, pause or residual.</summary>
    public string Name { get; init; } = "phase";

    /// <summary>Day on which the phase starts (UTC), as yyyy-MM-dd.</summary>
    public string Start { get; init; } = "2022-01-01";

    /// <summary>Vertical rate at the deepest point, metres per year of 365.25 days, positive upwards: a sinking phase has a negative rate.</summary>
    public double Rate { get; init; }
}

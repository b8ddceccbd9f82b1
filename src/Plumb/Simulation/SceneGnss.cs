namespace Plumb.Simulation;

/// <summary>
/// GNSS stations of a scene and the noise of their daily positions: white noise and flicker noise, whose spectrum falls as 1/f
/// (Williams et al. 2004, doi:10.1029/2003JB002741).
/// </summary>
public sealed record SceneGnss
{
    /// <summary>The stations.</summary>
    public IReadOnlyList<SceneStation> Stations { get; init; } = [];

    /// <summary>White noise of a daily position in east and in north, millimetres (mm).</summary>
    public double WhiteHorizontalMillimetres { get; init; } = 1.5;

    /// <summary>White noise of a daily height, millimetres (mm).</summary>
    public double WhiteVerticalMillimetres { get; init; } = 4;

    /// <summary>Flicker noise in east and in north, millimetres (mm) per fourth root of a year.</summary>
    public double FlickerHorizontalMillimetres { get; init; } = 2;

    /// <summary>Flicker noise in height, millimetres (mm) per fourth root of a year.</summary>
    public double FlickerVerticalMillimetres { get; init; } = 6;

    /// <summary>Days of record before the first and after the last acquisition, days.</summary>
    public int MarginDays { get; init; } = 10;
}

/// <summary>One GNSS station of a scene.</summary>
public sealed record SceneStation
{
    /// <summary>Name, four letters or digits as in the files.</summary>
    public string Name { get; init; } = "STAT";

    /// <summary>East of the grid's centre, metres.</summary>
    public double East { get; init; }

    /// <summary>North of the grid's centre, metres.</summary>
    public double North { get; init; }

    /// <summary>Name of the mine or area the station belongs to; may be empty.</summary>
    public string Area { get; init; } = "";

    /// <summary>First day of record (UTC), as yyyy-MM-dd; empty for all.</summary>
    public string Start { get; init; } = "";

    /// <summary>Last day of record (UTC), as yyyy-MM-dd; empty for all.</summary>
    public string End { get; init; } = "";

    /// <summary>Part of the days without a position, 0 to 0.9 (pure number), in outages of <see cref="GapDays"/>.</summary>
    public double GapShare { get; init; }

    /// <summary>Length of an outage, days.</summary>
    public int GapDays { get; init; } = 20;
}

/// <summary>A concession of a scene: a polygon that a mine may work in.</summary>
public sealed record SceneConcession
{
    /// <summary>Name of the mine.</summary>
    public string Name { get; init; } = "mine";

    /// <summary>Corners east of the grid's centre, metres; shape (corner), at least three.</summary>
    public IReadOnlyList<double> East { get; init; } = [];

    /// <summary>Corners north of the grid's centre, metres; shape (corner).</summary>
    public IReadOnlyList<double> North { get; init; } = [];
}

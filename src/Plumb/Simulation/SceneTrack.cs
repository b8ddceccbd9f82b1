namespace Plumb.Simulation;

/// <summary>A track of a scene.</summary>
public sealed record SceneTrack
{
    /// <summary>Name of the track and of its folder.</summary>
    public string Name { get; init; } = "track";

    /// <summary>The part of the grid that the track covers, so that neighbours overlap as swaths do; the incidences of its sensor are those at the edges of this part.</summary>
    public ScenePart Part { get; init; } = new();

    /// <summary>The radar and its view.</summary>
    public SceneSensor Sensor { get; init; } = new();

    /// <summary>Dates of acquisition.</summary>
    public SceneDates Dates { get; init; } = new();
}

/// <summary>A part of the raster of a scene, pixels.</summary>
public sealed record ScenePart
{
    /// <summary>First row, pixels from the north.</summary>
    public int Row { get; init; }

    /// <summary>First column, pixels from the west.</summary>
    public int Column { get; init; }

    /// <summary>Number of rows, pixels; 0 for all to the south.</summary>
    public int Rows { get; init; }

    /// <summary>Number of columns, pixels; 0 for all to the east.</summary>
    public int Columns { get; init; }
}

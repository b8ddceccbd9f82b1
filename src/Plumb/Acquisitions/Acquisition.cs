namespace Plumb.Acquisitions;

/// <summary>Direction of flight when the image was taken.</summary>
public enum PassDirection
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>South to north.</summary>
    Ascending,

    /// <summary>North to south.</summary>
    Descending,
}

/// <summary>One radar image: when, by what, and from which perpendicular position.</summary>
/// <param name="Date">Date of the acquisition (UTC).</param>
/// <param name="TimeOfDay">Time of the scene centre, seconds of day (UTC) as a span; null when unknown.</param>
/// <param name="Sensor">The instrument.</param>
/// <param name="Perpendicular">Perpendicular baseline relative to the first date of its stack, metres (m); NaN when unknown.</param>
/// <param name="Pass">Direction of flight.</param>
public sealed record Acquisition(DateOnly Date, TimeSpan? TimeOfDay, Sensor Sensor, double Perpendicular, PassDirection Pass);

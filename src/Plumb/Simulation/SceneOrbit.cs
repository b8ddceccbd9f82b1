namespace Plumb.Simulation;

/// <summary>Errors of the orbits of a scene.</summary>
public sealed record SceneOrbit
{
    /// <summary>Standard deviation over the scene of the plane left by the orbit of a date, millimetres (mm) along the line of sight.</summary>
    public double RampMillimetres { get; init; } = 2;

    /// <summary>
    /// Standard deviation over the scene of a plane along the columns by which every second date differs because a second satellite took it, millimetres (mm) along the line of sight; positive
    /// lengthens the path to the east. 0: all dates are of one satellite.
    /// </summary>
    public double SecondSatelliteMillimetres { get; init; }

    /// <summary>Whether a date is of the second satellite.</summary>
    /// <param name="date">Index of the date in the network.</param>
    internal bool IsOfSecond(int date) => SecondSatelliteMillimetres != 0 && date % 2 == 1;
}

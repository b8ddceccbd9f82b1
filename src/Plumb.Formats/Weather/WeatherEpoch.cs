using Plumb.Corrections.Delays;

namespace Plumb.Formats.Weather;

/// <summary>What a file tells of the air.</summary>
public enum WeatherKind
{
    /// <summary>Geopotential, temperature and humidity on levels of pressure.</summary>
    PressureLevels,

    /// <summary>Temperature and humidity on the model's own levels, with geopotential and pressure of the surface.</summary>
    ModelLevels,

    /// <summary>Zenith delays over latitude and longitude at several heights.</summary>
    DelayHeights,

    /// <summary>Zenith delays at the ground (GACOS).</summary>
    DelayGround,
}

/// <summary>One time of one weather file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Time">The time, UTC; for a file that names a date only, the beginning of the day.</param>
/// <param name="IsWholeDay">Whether the file names a date only: its delays were made for the time of the acquisition.</param>
/// <param name="Nodes">Where it has values.</param>
public sealed record WeatherEpoch(string Path, WeatherKind Kind, DateTime Time, bool IsWholeDay, NodeGrid Nodes);

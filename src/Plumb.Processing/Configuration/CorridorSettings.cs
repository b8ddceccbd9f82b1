namespace Plumb.Processing.Configuration;

/// <summary>Lines along which motion is followed: railways, pipelines, dams.</summary>
public sealed record CorridorSettings
{
    /// <summary>Files of lines, relative to the settings file.</summary>
    [Setting("Lines (railway, pipeline, dam): GeoJSON or WKT files, relative to this file. Empty: no corridor.")]
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Largest distance from a line of the points counted, metres.</summary>
    [Setting("Largest distance from a line of the points that are counted, and their density given.", Unit = "m", Minimum = 1, Maximum = 1000000)]
    public double Width { get; init; } = 3000;

    /// <summary>Distance from a line of the points that make its profile, metres.</summary>
    [Setting("Distance from a line of the points that make the profile of the line itself.", Unit = "m", Minimum = 1, Maximum = 1000000)]
    public double ProfileWidth { get; init; } = 100;

    /// <summary>Step of the profile, metres.</summary>
    [Setting("Step of the profile along the line; a step without points is a gap.", Unit = "m", Minimum = 0.1, Maximum = 100000)]
    public double Step { get; init; } = 50;

    /// <summary>Length over which differential settlement is taken, metres.</summary>
    [Setting("Length over which differential settlement is taken: displacement half of it ahead less half of it behind.", Unit = "m", Minimum = 0.1, Maximum = 100000)]
    public double Length { get; init; } = 200;

    /// <summary>Limit of the rate, millimetres per year.</summary>
    [Setting("Limit of the rate, either way; a stretch above it is a zone.", Unit = "mm/yr", Minimum = 0.001, Maximum = 100000)]
    public double Limit { get; init; } = 10;

    /// <summary>Limit of the angular distortion, millimetres per metre.</summary>
    [Setting("Limit of the angular distortion: differential settlement over its length. 1 is 1/1000.", Unit = "mm/m", Minimum = 0.000001, Maximum = 1000)]
    public double Distortion { get; init; } = 1;

    /// <summary>Dates at which the displacement along the lines is given too.</summary>
    [Setting("Displacement along the lines also at these dates, \"2021-06-30,2022-06-30\", or at so many evenly over the series, \"4\"; gaps are filled by a spline under tension and marked. Empty: none.")]
    public string Dates { get; init; } = "";

    /// <summary>Whether any line is named.</summary>
    public bool IsAsked => Lines.Count > 0;
}

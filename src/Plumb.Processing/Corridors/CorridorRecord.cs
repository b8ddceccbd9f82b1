using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Processing.Corridors;

/// <summary>The corridors of a run, as they are stored (corridor.json). Lengths are metres, rates metres per year, displacements metres.</summary>
public sealed record CorridorRecord
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string FileName = "corridor.json";

    /// <summary>Direction that motion is given along, in words.</summary>
    public required string Axis { get; init; }

    /// <summary>What motion is relative to.</summary>
    public required string RelativeTo { get; init; }

    /// <summary>The file with the lines.</summary>
    public required string LineFile { get; init; }

    /// <summary>The first date and the last (UTC) that the displacement lies between; null without a series.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last date (UTC); null without a series.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Widths, lengths in metres and limits.</summary>
    public required CorridorOptions Options { get; init; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<CorridorEntry> Lines { get; init; } = [];

    /// <summary>The lines at chosen dates; empty where none were asked for.</summary>
    public IReadOnlyList<DatedProfile> Dated { get; init; } = [];

    /// <summary>Writes the record.</summary>
    /// <param name="folder">The output folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>The corridor of one line.</summary>
/// <param name="Name">Name of the line.</param>
/// <param name="Length">Length, metres.</param>
/// <param name="Seen">Length of the steps of the profile that have data, metres.</param>
/// <param name="Points">Number of good pixels within the width (count).</param>
/// <param name="Density">Their number per square kilometre of the corridor that the map covers (count per km2).</param>
/// <param name="LeastRate">Smallest rate of the profile, metres per year.</param>
/// <param name="MostRate">Largest rate of the profile, metres per year.</param>
/// <param name="Zones">Stretches above limits, the worst first: lengths in metres, rates in metres per year.</param>
/// <param name="Steps">The profile: metres, metres per year.</param>
public sealed record CorridorEntry(
    string Name, double Length, double Seen, long Points, double Density, double LeastRate, double MostRate, IReadOnlyList<CorridorZone> Zones, IReadOnlyList<CorridorStep> Steps);

/// <summary>Displacement along a line at one date.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="Date">The date (UTC).</param>
/// <param name="Chainage">Chainages, metres; shape (step).</param>
/// <param name="Displacement">Displacement since the first date, metres, gaps filled by a spline under tension; NaN beyond the ends of the data; shape (step).</param>
/// <param name="Sigma">Standard deviation, metres; NaN where filled; shape (step).</param>
/// <param name="IsFilled">Whether the step had no data and was filled; shape (step).</param>
public sealed record DatedProfile(
    string Line, DateOnly Date, IReadOnlyList<double> Chainage, IReadOnlyList<double> Displacement, IReadOnlyList<double> Sigma, IReadOnlyList<bool> IsFilled);

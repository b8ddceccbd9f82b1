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

    /// <summary>The files with the lines, by name.</summary>
    public required string LineFile { get; init; }

    /// <summary>The first date and the last (UTC) that the displacement lies between; null without a series.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last date (UTC); null without a series.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Widths, lengths in metres and limits.</summary>
    public required CorridorOptions Options { get; init; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<CorridorEntry> Lines { get; init; } = [];

    /// <summary>Names of lines that do not meet the map; they are not among <see cref="Lines"/>.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>The lines at chosen dates; empty where none were asked for.</summary>
    public IReadOnlyList<DatedProfile> Dated { get; init; } = [];

    /// <summary>Reads the record of a folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <returns>The record; null where no corridor was drawn.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static CorridorRecord? Read(string folder) => File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<CorridorRecord>(folder, FileName) : null;

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
    string Name, double Length, double Seen, long Points, double Density, double LeastRate, double MostRate, IReadOnlyList<CorridorZone> Zones, IReadOnlyList<CorridorStep> Steps)
{
    /// <summary>Rows of the line's corners on the grid of the run, pixels with fractions, 0 at the middle of the northernmost; shape (corner).</summary>
    public IReadOnlyList<double> Rows { get; init; } = [];

    /// <summary>Columns of the line's corners, pixels with fractions, 0 at the middle of the westernmost; shape (corner).</summary>
    public IReadOnlyList<double> Columns { get; init; } = [];

    /// <summary>The line in metres east and north of the outer north-west corner of the grid.</summary>
    /// <param name="pixel">Size of a pixel, metres.</param>
    public CorridorLine On((double Width, double Height) pixel) => new([.. Columns.Select(c => (c + 0.5) * pixel.Width)], [.. Rows.Select(r => -(r + 0.5) * pixel.Height)]);

    /// <summary>Corners of a stretch of the line on the grid, pixels with fractions: its ends and what lies between; shape (corner).</summary>
    /// <param name="pixel">Size of a pixel, metres.</param>
    /// <param name="from">Chainage of its beginning, metres.</param>
    /// <param name="to">Chainage of its end, metres.</param>
    public IReadOnlyList<(double Row, double Column)> Stretch((double Width, double Height) pixel, double from, double to)
    {
        var line = On(pixel);
        (from, to) = (Math.Clamp(from, 0, line.Length), Math.Clamp(to, 0, line.Length));
        double[] at = [from, .. line.Corners.Where(c => c > from && c < to), to];
        return [.. at.Select(line.At).Select(p => ((-p.North / pixel.Height) - 0.5, (p.East / pixel.Width) - 0.5))];
    }
}

/// <summary>Displacement along a line at one date.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="Date">The date (UTC).</param>
/// <param name="Chainage">Chainages, metres; shape (step).</param>
/// <param name="Displacement">Displacement since the first date, metres, gaps filled by a spline under tension; NaN beyond the ends of the data; shape (step).</param>
/// <param name="Sigma">Standard deviation, metres; NaN where filled; shape (step).</param>
/// <param name="IsFilled">Whether the step had no data and was filled; shape (step).</param>
public sealed record DatedProfile(
    string Line, DateOnly Date, IReadOnlyList<double> Chainage, IReadOnlyList<double> Displacement, IReadOnlyList<double> Sigma, IReadOnlyList<bool> IsFilled);

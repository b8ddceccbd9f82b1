using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Processing.Groups;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Processing.AreaTables;

/// <summary>What areas and classes of land cover do in a run, as it is stored (areas.json). Rates in metres per year, displacements in metres.</summary>
public sealed record AreaRecord
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string FileName = "areas.json";

    /// <summary>Direction that motion is given along, in words.</summary>
    public required string Axis { get; init; }

    /// <summary>What motion is relative to.</summary>
    public required string RelativeTo { get; init; }

    /// <summary>Limit of the rate, metres per year.</summary>
    public required double Limit { get; init; }

    /// <summary>The first date (UTC) that the displacement lies between; null without a series.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last date (UTC); null without a series.</summary>
    public DateOnly? To { get; init; }

    /// <summary>A row for each area and method.</summary>
    public IReadOnlyList<AreaRow> Rows { get; init; } = [];

    /// <summary>Means of areas and of classes of land cover.</summary>
    public IReadOnlyList<GroupMean> Groups { get; init; } = [];

    /// <summary>Names of areas and classes that hold no good pixel.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    /// <summary>Borders of the areas of <see cref="Rows"/> on the grid of the run.</summary>
    public IReadOnlyList<AreaBorder> Borders { get; init; } = [];

    /// <summary>What areas and classes do in a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the run.</param>
    /// <param name="inputs">The areas.</param>
    /// <returns>Rows and means; metres, metres per year.</returns>
    /// <exception cref="RequestException">The results are in radar coordinates, the land cover cannot be used, or nothing that was asked for holds a good pixel.</exception>
    public static AreaRecord Of(FinishedRun run, string name, AreaInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(inputs);
        var (results, mask) = (run.Results, run.Results.Mask());
        var rows = inputs.Areas.Count > 0 ? AreaTable.Of(run, name, inputs.Areas, inputs.Limit) : [];
        var groups = inputs.Groups(mask);
        var seen = groups.Where(g => g.Pixels.Length > 0).ToArray();
        if (rows.Count == 0 && seen.Length == 0)
        {
            throw inputs.NoPixel();
        }

        return new AreaRecord
        {
            Axis = VerticalFactor.Of(results, run.Settings.Subsidence.Axis).Words,
            RelativeTo = results.RelativeTo,
            Limit = inputs.Limit,
            From = results.Dates.Count > 1 ? results.Dates[0] : null,
            To = results.Dates.Count > 1 ? results.Dates[^1] : null,
            Rows = rows,
            Groups = GroupMeans.Of(run, seen),
            Empty = [.. groups.Where(g => g.Pixels.Length == 0).Select(g => g.Name)],
            Borders = [.. inputs.Areas.Where(a => rows.Any(r => r.Area == a.Name)).Select(a => new AreaBorder(a.Name, [.. a.Area.Rings.Select(r => Border(r, a.Area.Crs, results.Grid))]))],
        };
    }

    /// <summary>Reads the record of a folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <returns>The record; null where no table was made.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static AreaRecord? Read(string folder) => File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<AreaRecord>(folder, FileName) : null;

    /// <summary>Writes the record.</summary>
    /// <param name="folder">The output folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);

    private static BorderRing Border(Ring ring, Crs from, Grid grid)
    {
        var (x, y) = (ring.X.ToArray(), ring.Y.ToArray());
        if (from != grid.Crs)
        {
            using var transform = new CoordinateTransform(from, grid.Crs);
            transform.Apply(x, y);
        }

        var corners = x.Zip(y, grid.PixelAt).Where(p => double.IsFinite(p.Row + p.Column)).ToArray();
        return new BorderRing([.. corners.Select(p => p.Row)], [.. corners.Select(p => p.Column)]);
    }
}

/// <summary>Borders of an area on the grid of a run.</summary>
/// <param name="Area">Name of the area.</param>
/// <param name="Rings">Its rings, outer and inner.</param>
public sealed record AreaBorder(string Area, IReadOnlyList<BorderRing> Rings);

/// <summary>A ring of a border.</summary>
/// <param name="Rows">Rows of its corners, pixels with fractions, 0 at the middle of the northernmost; shape (corner).</param>
/// <param name="Columns">Columns of its corners, pixels with fractions, 0 at the middle of the westernmost; shape (corner).</param>
public sealed record BorderRing(IReadOnlyList<double> Rows, IReadOnlyList<double> Columns);

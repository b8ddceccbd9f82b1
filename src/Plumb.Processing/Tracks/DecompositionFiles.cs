using System.Globalization;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>One track of a record.</summary>
/// <param name="Name">Name.</param>
/// <param name="Path">Folder or file.</param>
/// <param name="Heading">Mean heading, degrees clockwise from north.</param>
/// <param name="Incidence">Mean incidence, degrees.</param>
/// <param name="Cells">Cells with a rate, a count.</param>
/// <param name="LevelMillimetres">What was taken off to bring it to the common reference, mm/yr.</param>
/// <param name="Dates">Dates of its series, a count.</param>
public sealed record TrackRecord(string Name, string Path, double Heading, double Incidence, int Cells, double LevelMillimetres, int Dates)
{
    /// <summary>What is said of a track on the common grid (mm/yr, degrees).</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="track">Index of the track.</param>
    public static TrackRecord Of(GriddedTracks tracks, int track)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var source = tracks.Sources[track];
        var (east, north, up) = source.MeanLook();
        var look = new Plumb.Geometry.LookVector(east, north, up);
        return new TrackRecord(
            source.Name, source.Path, double.RadiansToDegrees(look.Heading), double.RadiansToDegrees(look.Incidence), tracks.Tiles[track].Value.Count(float.IsFinite),
            1000 * tracks.Levels[track], source.Run?.Dates.Count ?? 0);
    }
}

/// <summary>What <c>plumb decompose</c> found, as decomposition.json. Millimetres and years.</summary>
/// <param name="RelativeTo">What the values are relative to.</param>
/// <param name="Rows">Rows of the common grid, a count.</param>
/// <param name="Columns">Columns, a count.</param>
/// <param name="Cells">Cells with components, a count.</param>
/// <param name="NorthFree">Whether the motion to the north was estimated.</param>
/// <param name="NorthMillimetres">Motion to the north that was assumed, mm/yr.</param>
/// <param name="NorthSigmaMillimetres">Its standard deviation, mm/yr; the root of its mean square where it differs from cell to cell.</param>
/// <param name="SlopeMetres">Motion to the east over the slope of the vertical rate to the east, metres; NaN where it is not used.</param>
/// <param name="SlopeSigmaMetres">Its standard deviation, metres.</param>
/// <param name="LargestNorthMillimetres">Largest motion to the north that the slope says, mm/yr; NaN where it is not used.</param>
/// <param name="IsNorthFromSlope">Whether the motion to the north is taken as the slope says, and not as 0.</param>
/// <param name="VerticalSigmaMillimetres">Median standard deviation upwards, mm/yr.</param>
/// <param name="EastSigmaMillimetres">Median standard deviation to the east, mm/yr.</param>
/// <param name="VerticalBias">Median error upwards for one unit of motion to the north that was not assumed, pure number.</param>
/// <param name="EastBias">Median error to the east for one unit of it, pure number.</param>
/// <param name="Points">Points of the tables, a count; 0 where there were too many.</param>
/// <param name="Dates">Joint dates of the series, a count; 0 without series.</param>
/// <param name="EastWalkMillimetres">Random walk of the motion to the east about its steady rate, mm after a year.</param>
/// <param name="VerticalWalkMillimetres">Random walk upwards, mm after a year.</param>
/// <param name="NoiseFactors">Factor of each track's stated variances of a date that the series themselves say, pure numbers.</param>
/// <param name="Tracks">The tracks.</param>
public sealed record DecompositionRecord(
    string RelativeTo, int Rows, int Columns, int Cells, bool NorthFree, double NorthMillimetres, double NorthSigmaMillimetres,
    double SlopeMetres, double SlopeSigmaMetres, double LargestNorthMillimetres, bool IsNorthFromSlope, double VerticalSigmaMillimetres, double EastSigmaMillimetres, double VerticalBias, double EastBias, int Points, int Dates, double EastWalkMillimetres,
    double VerticalWalkMillimetres, IReadOnlyList<double> NoiseFactors, IReadOnlyList<TrackRecord> Tracks)
{
    /// <summary>What was assumed of the motion to the north (mm/yr), as a sentence without its stop.</summary>
    public string NorthText => double.IsNaN(SlopeMetres) && LargestNorthMillimetres > 0
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The motion to the north is taken as 0 +- what the motion to the east comes to where it stands out of its noise, at most {LargestNorthMillimetres:0.#} mm/yr")
        : double.IsNaN(SlopeMetres)
        ? string.Create(CultureInfo.InvariantCulture, $"The motion to the north is taken as {NorthMillimetres:0.##} +- {NorthSigmaMillimetres:0.##} mm/yr")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The motion to the east goes with the slope of the vertical rate ({SlopeMetres:0} +- {SlopeSigmaMetres:0} m); the motion to the north is taken as {(IsNorthFromSlope ? "that slope says" : "0 +- what that slope says")}, at most {LargestNorthMillimetres:0.#} mm/yr");
}

/// <summary>Writes what a decomposition gives: maps, points, and what was done.</summary>
public static class DecompositionFiles
{
    /// <summary>Name of the record in the folder of the results.</summary>
    public const string RecordFile = "decomposition.json";

    /// <summary>Writes maps (m/yr, under maps), points (mm/yr) and the record.</summary>
    /// <param name="decomposition">The components.</param>
    /// <param name="series">The joined series; null for none.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static DecompositionRecord Write(Decomposition decomposition, JoinedSeries? series, string folder)
    {
        ArgumentNullException.ThrowIfNull(decomposition);
        var layers = decomposition.Layers();
        var maps = Path.Combine(folder, "maps");
        Directory.CreateDirectory(maps);
        foreach (var layer in layers)
        {
            LayerGeoTiff.Write(layer, Path.Combine(maps, layer.Description.Name + ".tif"));
        }

        var tracks = decomposition.Tracks;
        var points = TrackPoints.Write(
            folder, "components", "Vertical and east rates", $"Rates in mm/yr, positive upwards and eastwards, relative to {tracks.RelativeTo}.", layers,
            series?.Dates[^1] ?? new DateOnly(2000, 1, 1));
        var options = decomposition.Options;
        var record = new DecompositionRecord(
            tracks.RelativeTo, tracks.Grid.Rows, tracks.Grid.Columns, decomposition.Cells, options.NorthFree, 1000 * options.North, 1000 * NorthSigma(decomposition),
            decomposition.Relation?.Factor ?? double.NaN, decomposition.Relation?.Sigma ?? double.NaN, 1000 * LargestNorth(decomposition),
            decomposition.North is { } assumed && assumed.Assumed.Any(v => v != 0), 1000 * Median(decomposition.Tile.UpSigma), 1000 * Median(decomposition.Tile.EastSigma), Median(decomposition.Tile.UpBias), Median(decomposition.Tile.EastBias),
            points, series?.Dates.Count ?? 0, 1000 * Math.Sqrt(series?.Model.EastWalk ?? double.NaN), 1000 * Math.Sqrt(series?.Model.UpWalk ?? double.NaN),
            series?.Model.NoiseFactors ?? [], [.. Enumerable.Range(0, tracks.Sources.Count).Select(t => TrackRecord.Of(tracks, t))]);
        ResultJson.Write(folder, RecordFile, record);
        return record;
    }

    private static double NorthSigma(Decomposition found) =>
        found.North is { } north ? Math.Sqrt(north.Sigma.Where((_, i) => float.IsFinite(found.Tile.Up[i])).Average(s => (double)s * s)) : found.Options.NorthSigma;

    private static double LargestNorth(Decomposition found) =>
        found.North is { } north ? north.Sigma.Zip(north.Assumed, (s, n) => n != 0 ? Math.Abs(n) : s).Where((_, i) => float.IsFinite(found.Tile.Up[i])).Max() : double.NaN;

    private static double Median(float[] values) => OrderStatistics.MedianOfFinite(values.Select(v => (double)v));
}

using Plumb.Components;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Tracks;

/// <summary>A shift of one track's geolocation against another's, by one field. Pixels of the common grid and metres.</summary>
/// <param name="Field">The field: rate, coherence or height.</param>
/// <param name="Shift">The shift in pixels; null where too little is alike.</param>
/// <param name="EastMetres">Shift of the second track to the east, metres.</param>
/// <param name="NorthMetres">Shift of the second track to the north, metres.</param>
/// <param name="EastSigmaMetres">Its standard deviation, metres.</param>
/// <param name="NorthSigmaMetres">Its standard deviation, metres.</param>
public sealed record TrackShift(string Field, GeolocationShift? Shift, double EastMetres, double NorthMetres, double EastSigmaMetres, double NorthSigmaMetres);

/// <summary>What <c>plumb compare</c> found, as comparison.json.</summary>
/// <param name="Vertical">Whether the rates were turned into vertical ones, no horizontal motion assumed.</param>
/// <param name="RelativeTo">What the rates are relative to.</param>
/// <param name="CellMetres">Side of a cell, metres.</param>
/// <param name="Tracks">The two tracks (mm/yr, degrees).</param>
/// <param name="Comparison">Correlation and differences, metres per year.</param>
/// <param name="Shifts">Shifts of the second track against the first.</param>
public sealed record TrackComparisonRecord(
    bool Vertical, string RelativeTo, double CellMetres, IReadOnlyList<TrackRecord> Tracks, CrossTrack Comparison, IReadOnlyList<TrackShift> Shifts)
{
    /// <summary>Name of the file in the folder of the results.</summary>
    public const string FileName = "comparison.json";
}

/// <summary>Two tracks held against each other. Rates in metres per year; maps have shape (rows, columns).</summary>
/// <param name="Record">The figures.</param>
/// <param name="First">Rate of the first track, metres per year.</param>
/// <param name="Second">Rate of the second track, metres per year.</param>
/// <param name="Difference">First less second, metres per year.</param>
/// <param name="DifferenceSigma">Its standard deviation, metres per year.</param>
public sealed record TrackComparison(TrackComparisonRecord Record, Layer First, Layer Second, Layer Difference, Layer DifferenceSigma);

/// <summary>Cross-track comparison on a common grid.</summary>
public static class CompareTracks
{
    /// <summary>Compares two tracks.</summary>
    /// <param name="request">The tracks, two of them.</param>
    /// <param name="vertical">Whether rates are divided by the cosine of the incidence, which assumes that the ground moves up and down only.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">There are not two tracks, or they have too few cells in common.</exception>
    public static TrackComparison Run(TracksRequest request, bool vertical, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Inputs.Count != 2)
        {
            throw new RequestException($"{request.Inputs.Count} tracks are given; two are compared. Name one after the other.");
        }

        var tracks = GriddedTracks.Load(request);
        var first = vertical ? Upright(tracks.Tiles[0]) : tracks.Tiles[0];
        var second = vertical ? Upright(tracks.Tiles[1]) : tracks.Tiles[1];
        var found = CrossTrack.Of(first.Value, second.Value, first.Sigma, second.Sigma);
        if (found.Cells < 3)
        {
            throw new RequestException($"{tracks.Sources[0].Name} and {tracks.Sources[1].Name} have {found.Cells} good cells in common. Larger cells (--cell, metres) may help where they are points.");
        }

        stop.ThrowIfCancellationRequested();
        var size = ResultSet.PixelSizeOf(tracks.Grid);
        (string Name, float[] First, float[] Second)[] fields =
        [
            ("rate", first.Value, second.Value),
            ("coherence", tracks.Field(0, s => s.Coherence), tracks.Field(1, s => s.Coherence)),
            ("height", tracks.Field(0, s => s.Height), tracks.Field(1, s => s.Height)),
        ];
        var shifts = fields.Where(f => f.First.Length > 0 && f.Second.Length > 0).Select(f => ShiftOf(f.Name, GeolocationShift.Of(f.First, f.Second, tracks.Grid.Rows, tracks.Grid.Columns), size)).ToArray();
        var record = new TrackComparisonRecord(vertical, tracks.RelativeTo, size.Height, [.. Enumerable.Range(0, 2).Select(t => TrackRecord.Of(tracks, t))], found, shifts);
        var sign = vertical ? Sign.Up : Sign.TowardsSatellite;
        var way = vertical ? "upwards" : "along the line of sight";
        Layer Rate(string name, string title, Sign s, IEnumerable<float> values) => tracks.Layer(name, title, Unit.MetrePerYear, s, [.. values]);
        return new TrackComparison(
            record,
            Rate("first_rate", $"Rate {way}, {tracks.Sources[0].Name}", sign, first.Value),
            Rate("second_rate", $"Rate {way}, {tracks.Sources[1].Name}", sign, second.Value),
            Rate("rate_difference", $"Rate {way}, {tracks.Sources[0].Name} less {tracks.Sources[1].Name}", sign, first.Value.Zip(second.Value, (a, b) => a - b)),
            Rate("rate_difference_sigma", "Standard deviation of the difference of the rates", Sign.None, first.Sigma.Zip(second.Sigma, (a, b) => MathF.Sqrt((a * a) + (b * b)))));
    }

    /// <summary>Writes maps (m/yr, under maps) and the record.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(TrackComparison comparison, string folder)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var maps = Path.Combine(folder, "maps");
        Directory.CreateDirectory(maps);
        Layer[] layers = [comparison.Difference, comparison.DifferenceSigma, comparison.First, comparison.Second];
        foreach (var layer in layers)
        {
            LayerGeoTiff.Write(layer, Path.Combine(maps, layer.Description.Name + ".tif"));
        }

        TrackPoints.Write(folder, "common", "Cells that both tracks have", $"Rates in mm/yr relative to {comparison.Record.RelativeTo}.", layers, new DateOnly(2000, 1, 1));
        ResultJson.Write(folder, TrackComparisonRecord.FileName, comparison.Record);
    }

    /// <summary>A track as if all motion were vertical.</summary>
    internal static TrackTile Upright(TrackTile tile)
    {
        float[] Over(float[] values) => [.. values.Zip(tile.Up, (v, u) => v / u)];
        var (flat, up) = (new float[tile.Value.Length], new float[tile.Value.Length]);
        Array.Fill(up, 1f);
        return new TrackTile(Over(tile.Value), Over(tile.Sigma), flat, flat, up);
    }

    private static TrackShift ShiftOf(string field, GeolocationShift? shift, (double Width, double Height) size) => new(
        field, shift, (shift?.Columns ?? double.NaN) * size.Width, -(shift?.Rows ?? double.NaN) * size.Height,
        (shift?.ColumnsSigma ?? double.NaN) * size.Width, (shift?.RowsSigma ?? double.NaN) * size.Height);
}

using Plumb.Components;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>What <c>plumb mosaic</c> is asked for.</summary>
public sealed record MosaicRequest
{
    /// <summary>The tracks; each keeps the level it comes with until the adjustment.</summary>
    public required TracksRequest Tracks { get; init; }

    /// <summary>Whether rates are divided by the cosine of the incidence, which assumes that the ground moves up and down only.</summary>
    public bool Vertical { get; init; } = true;

    /// <summary>Whether ramps are adjusted beside levels.</summary>
    public bool Ramps { get; init; }

    /// <summary>Number of the track that stays as it is, a count from 1.</summary>
    public int Datum { get; init; } = 1;

    /// <summary>Side of the blocks that overlaps are averaged over, metres; NaN for twenty cells.</summary>
    public double Block { get; init; } = double.NaN;

    /// <summary>Most threads (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }
}

/// <summary>An overlap of two tracks. Rates in mm/yr.</summary>
/// <param name="First">The first track.</param>
/// <param name="Second">The second track.</param>
/// <param name="Cells">Cells that both have, a count.</param>
/// <param name="Blocks">Blocks that went into the adjustment, a count.</param>
/// <param name="MeanBefore">Mean of the first less the second before the adjustment, mm/yr.</param>
/// <param name="DeviationBefore">Root mean square of it, mm/yr.</param>
/// <param name="MeanAfter">Mean after, mm/yr.</param>
/// <param name="DeviationAfter">Root mean square after, mm/yr.</param>
public sealed record MosaicOverlap(string First, string Second, int Cells, int Blocks, double MeanBefore, double DeviationBefore, double MeanAfter, double DeviationAfter);

/// <summary>What was taken off a track. Rates in mm/yr, ramps in mm/yr per 100 km.</summary>
/// <param name="Name">The track.</param>
/// <param name="Level">Level in the middle of the mosaic, mm/yr.</param>
/// <param name="LevelSigma">Its standard deviation, mm/yr.</param>
/// <param name="EastRamp">Ramp to the east, mm/yr per 100 km.</param>
/// <param name="NorthRamp">Ramp to the north, mm/yr per 100 km.</param>
public sealed record MosaicCorrection(string Name, double Level, double LevelSigma, double EastRamp, double NorthRamp);

/// <summary>What a mosaic was made of, as mosaic.json. Rates in mm/yr.</summary>
/// <param name="Vertical">Whether the rates are vertical ones.</param>
/// <param name="Datum">The track that stayed.</param>
/// <param name="Rows">Rows of the mosaic, a count.</param>
/// <param name="Columns">Columns, a count.</param>
/// <param name="Cells">Cells with a rate, a count.</param>
/// <param name="Scale">Root of the variance that is left of the differences over the stated one, pure number.</param>
/// <param name="Corrections">What was taken off each track.</param>
/// <param name="Overlaps">The overlaps.</param>
public sealed record MosaicRecord(
    bool Vertical, string Datum, int Rows, int Columns, int Cells, double Scale, IReadOnlyList<MosaicCorrection> Corrections, IReadOnlyList<MosaicOverlap> Overlaps)
{
    /// <summary>Name of the file in the folder of the results.</summary>
    public const string FileName = "mosaic.json";
}

/// <summary>A mosaic of tracks. Rates in metres per year; maps have shape (rows, columns).</summary>
/// <param name="Record">The figures.</param>
/// <param name="Before">The mosaic without an adjustment, metres per year.</param>
/// <param name="Rate">The mosaic, metres per year.</param>
/// <param name="Sigma">Its standard deviation, metres per year: the tracks' own, that of the adjustment, and what both share.</param>
/// <param name="Count">Number of tracks at a cell.</param>
public sealed record Mosaic(MosaicRecord Record, Layer Before, Layer Rate, Layer Sigma, Layer Count);

/// <summary>Neighbouring tracks brought together on their overlaps and put into one map.</summary>
public static class MosaicTracks
{
    private const int CellsOfBlock = 20;
    private const int LeastBlock = 4;
    private const int MostBlocks = 600;

    /// <summary>Adjusts the tracks and merges them.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">There are too few tracks, one hangs on nothing, or the overlaps do not determine what is asked for.</exception>
    public static Mosaic Run(MosaicRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var count = request.Tracks.Inputs.Count;
        if (count < 2 || request.Datum < 1 || request.Datum > count || request.Block <= 0)
        {
            throw new RequestException(count < 2 ? "One track is given; a mosaic needs two or more. Name them one after the other."
                : request.Block <= 0 ? "--block is above 0; give the side of the blocks in metres."
                : $"--datum is {request.Datum}; give the number of one of the {count} tracks.");
        }

        var tracks = GriddedTracks.Load(request.Tracks with { KeepLevels = true }, union: true);
        TrackTile[] tiles = [.. tracks.Tiles.Select(t => request.Vertical ? CompareTracks.Upright(t) : t)];
        var map = new MosaicMap(tracks.Grid);
        TrackErrors[] errors = [.. map.Errors(tracks, tiles)];
        var overlaps = Overlaps(request, tiles, map, errors.Any(e => e.Sill > 0));
        stop.ThrowIfCancellationRequested();
        var adjustment = TrackAdjustment.Fit(overlaps, count, request.Datum - 1, request.Ramps, errors);
        map.Share(adjustment, errors, ThreadLimit.Of(request.Threads, stop));
        return Merge(request, tracks, tiles, map, overlaps, adjustment);
    }

    /// <summary>The overlaps in blocks: of the size that is asked for, else so small that errors which hang together are seen as such, and no more than are solved together.</summary>
    private static List<TrackOverlap> Overlaps(MosaicRequest request, TrackTile[] tiles, MosaicMap map, bool isCorrelated)
    {
        var block = !double.IsNaN(request.Block) ? Math.Max(1, (int)Math.Round(request.Block / map.Height)) : isCorrelated ? LeastBlock : CellsOfBlock;
        while (true)
        {
            var overlaps = new List<TrackOverlap>();
            for (var i = 0; i < tiles.Length; i++)
            {
                for (var j = i + 1; j < tiles.Length; j++)
                {
                    overlaps.Add(map.Overlap(tiles, i, j, block));
                }
            }

            if (!isCorrelated || overlaps.Sum(o => o.Difference.Length) <= MostBlocks)
            {
                return overlaps;
            }

            block = (int)Math.Ceiling(1.3 * block);
        }
    }

    /// <summary>Writes maps (m/yr, under maps) and the record.</summary>
    /// <param name="mosaic">The mosaic.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(Mosaic mosaic, string folder)
    {
        ArgumentNullException.ThrowIfNull(mosaic);
        var maps = Path.Combine(folder, "maps");
        Directory.CreateDirectory(maps);
        foreach (var layer in new[] { mosaic.Rate, mosaic.Sigma, mosaic.Count })
        {
            LayerGeoTiff.Write(layer, Path.Combine(maps, layer.Description.Name + ".tif"));
        }

        TrackPoints.Write(folder, "mosaic", "Cells of the mosaic", $"Rates in mm/yr at the level of {mosaic.Record.Datum}.", [mosaic.Rate, mosaic.Sigma, mosaic.Count], new DateOnly(2000, 1, 1));
        ResultJson.Write(folder, MosaicRecord.FileName, mosaic.Record);
    }

    private static Mosaic Merge(MosaicRequest request, GriddedTracks tracks, TrackTile[] tiles, MosaicMap map, List<TrackOverlap> overlaps, TrackAdjustment adjustment)
    {
        var (before, rate, sigma, number) = (new float[tracks.Grid.PixelCount], new float[tracks.Grid.PixelCount], new float[tracks.Grid.PixelCount], new float[tracks.Grid.PixelCount]);
        Parallel.For(0, tracks.Grid.Rows, ThreadLimit.Of(request.Threads), row =>
        {
            for (var column = 0; column < tracks.Grid.Columns; column++)
            {
                var i = (row * tracks.Grid.Columns) + column;
                (before[i], rate[i], sigma[i], number[i]) = map.Merge(tiles, adjustment, i, row, column);
            }
        });
        var record = new MosaicRecord(
            request.Vertical, tracks.Sources[request.Datum - 1].Name, tracks.Grid.Rows, tracks.Grid.Columns, rate.Count(float.IsFinite), adjustment.Scale,
            [.. tracks.Sources.Select((s, t) => new MosaicCorrection(
                s.Name, 1000 * adjustment.Coefficients[t][0], 1000 * Math.Sqrt(adjustment.Covariance(t, t, 0, 0)), 1e5 * adjustment.Coefficients[t][1], 1e5 * adjustment.Coefficients[t][2]))],
            [.. overlaps.Where(o => o.Difference.Length > 0).Select(o => map.Describe(tiles, adjustment, o, tracks.Sources[o.First].Name, tracks.Sources[o.Second].Name))]);
        var (sign, way) = request.Vertical ? (Sign.Up, "upwards") : (Sign.TowardsSatellite, "along the line of sight");
        Layer Of(string name, string title, Sign s, Unit unit, float[] values) => new(
            new LayerDescription(name, title, unit, s, unit == Unit.MetrePerYear && s != Sign.None ? $"the level of {record.Datum}" : ""), tracks.Grid, values);
        return new Mosaic(
            record,
            Of("rate_before", $"Rate {way} before the adjustment", sign, Unit.MetrePerYear, before),
            Of("rate", $"Rate {way}", sign, Unit.MetrePerYear, rate),
            Of("rate_sigma", "Standard deviation of the rate", Sign.None, Unit.MetrePerYear, sigma),
            Of("tracks", "Number of tracks", Sign.None, Unit.Count, number));
    }
}

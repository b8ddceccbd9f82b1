using Plumb.Components;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Processing.Results;
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
/// <param name="Sigma">Its standard deviation, metres per year: the tracks' own and that of the adjustment.</param>
/// <param name="Count">Number of tracks at a cell.</param>
public sealed record Mosaic(MosaicRecord Record, Layer Before, Layer Rate, Layer Sigma, Layer Count);

/// <summary>Neighbouring tracks brought together on their overlaps and put into one map.</summary>
public static class MosaicTracks
{
    private const int CellsOfBlock = 20;
    private const double LeastFill = 0.15;

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
        var block = double.IsNaN(request.Block) ? CellsOfBlock : Math.Max(1, (int)Math.Round(request.Block / map.Height));
        var overlaps = new List<TrackOverlap>();
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                overlaps.Add(map.Overlap(tiles, i, j, block));
            }
        }

        stop.ThrowIfCancellationRequested();
        var adjustment = TrackAdjustment.Fit(overlaps, count, request.Datum - 1, request.Ramps);
        return Merge(request, tracks, tiles, map, overlaps, adjustment);
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
        Parallel.For(0, tracks.Grid.Rows, new ParallelOptions { MaxDegreeOfParallelism = request.Threads > 0 ? request.Threads : -1 }, row =>
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

    /// <summary>Places of a mosaic and what is done at them.</summary>
    private sealed class MosaicMap(Grid grid)
    {
        private readonly (double Width, double Height) size = ResultSet.PixelSizeOf(grid);

        public double Height => size.Height;

        public (double East, double North) Place(double row, double column) =>
            ((column - (0.5 * (grid.Columns - 1))) * size.Width / 1000, ((0.5 * (grid.Rows - 1)) - row) * size.Height / 1000);

        /// <summary>Means of the differences over blocks. A block's standard deviation is that of a cell: neighbours err alike.</summary>
        public TrackOverlap Overlap(TrackTile[] tiles, int first, int second, int block)
        {
            var (a, b) = (tiles[first], tiles[second]);
            List<double> east = [], north = [], difference = [], sigma = [];
            foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, block, block))
            {
                var (sum, variance, row, column, count) = (0.0, 0.0, 0.0, 0.0, 0);
                for (var k = 0; k < tile.PixelCount; k++)
                {
                    var (r, c) = (tile.Row + (k / tile.Columns), tile.Column + (k % tile.Columns));
                    var i = (r * grid.Columns) + c;
                    var s = (a.Sigma[i] * a.Sigma[i]) + (b.Sigma[i] * b.Sigma[i]);
                    if (float.IsFinite(a.Value[i] - b.Value[i]) && float.IsFinite(s) && s > 0)
                    {
                        (sum, variance, row, column, count) = (sum + a.Value[i] - b.Value[i], variance + s, row + r, column + c, count + 1);
                    }
                }

                if (count > 0 && count >= LeastFill * block * block)
                {
                    var (e, n) = Place(row / count, column / count);
                    east.Add(e);
                    north.Add(n);
                    difference.Add(sum / count);
                    sigma.Add(Math.Sqrt(variance / count));
                }
            }

            return new TrackOverlap(first, second, [.. east], [.. north], [.. difference], [.. sigma]);
        }

        public (float Before, float Rate, float Sigma, float Count) Merge(TrackTile[] tiles, TrackAdjustment adjustment, int cell, int row, int column)
        {
            var (east, north) = Place(row, column);
            Span<double> weights = stackalloc double[tiles.Length];
            var (sum, plain, total, count) = (0.0, 0.0, 0.0, 0);
            for (var t = 0; t < tiles.Length; t++)
            {
                var (value, sigma) = ((double)tiles[t].Value[cell], (double)tiles[t].Sigma[cell]);
                weights[t] = double.IsFinite(value) && sigma > 0 ? 1 / (sigma * sigma) : 0;
                if (weights[t] > 0)
                {
                    (sum, plain) = (sum + (weights[t] * (value - adjustment.Correction(t, east, north))), plain + (weights[t] * value));
                    (total, count) = (total + weights[t], count + 1);
                }
            }

            if (count == 0)
            {
                return (float.NaN, float.NaN, float.NaN, float.NaN);
            }

            var variance = 1 / total;
            for (var i = 0; i < tiles.Length; i++)
            {
                for (var j = 0; weights[i] > 0 && j < tiles.Length; j++)
                {
                    variance += weights[j] > 0 ? weights[i] * weights[j] / (total * total) * adjustment.Covariance(i, j, east, north) : 0;
                }
            }

            return ((float)(plain / total), (float)(sum / total), (float)Math.Sqrt(variance), count);
        }

        public MosaicOverlap Describe(TrackTile[] tiles, TrackAdjustment adjustment, TrackOverlap overlap, string first, string second)
        {
            var (mean, square, meanAfter, squareAfter, count) = (0.0, 0.0, 0.0, 0.0, 0);
            for (var i = 0; i < (int)grid.PixelCount; i++)
            {
                var d = (double)tiles[overlap.First].Value[i] - tiles[overlap.Second].Value[i];
                if (double.IsFinite(d))
                {
                    var (east, north) = Place(i / grid.Columns, i % grid.Columns);
                    var after = d - adjustment.Correction(overlap.First, east, north) + adjustment.Correction(overlap.Second, east, north);
                    (mean, square, meanAfter, squareAfter, count) = (mean + d, square + (d * d), meanAfter + after, squareAfter + (after * after), count + 1);
                }
            }

            return new MosaicOverlap(
                first, second, count, overlap.Difference.Length, 1000 * mean / count, 1000 * Math.Sqrt(square / count), 1000 * meanAfter / count, 1000 * Math.Sqrt(squareAfter / count));
        }
    }
}

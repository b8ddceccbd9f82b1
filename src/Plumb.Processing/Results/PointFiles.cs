using System.Collections.Immutable;
using Plumb.Formats.Csv;
using Plumb.Formats.GeoPackage;
using Plumb.Formats.Points;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Results;

/// <summary>Every good pixel as a point with rate and series, as GeoPackage and CSV. Streams: memory is one row of chunks.</summary>
public static class PointFiles
{
    /// <summary>Writes points.gpkg (maps only) and points.csv into the result folder.</summary>
    /// <param name="run">Where the run works.</param>
    /// <param name="results">The run's results.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <returns>Number of points (count).</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static long Write(RunContext run, ResultSet results, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(mask);
        var dates = results.Network.Dates;
        var table = new PointTable(
            run.Settings.Output.Title, results.RelativeTo, [.. dates], WithSeries: dates.Count <= GeoPackagePointWriter.LargestDates);
        using var csv = CsvPointWriter.Create(run.PathOf("points.csv"), table);
        using var package = results.Grid.Crs.IsRadar ? null : GeoPackagePointWriter.Create(run.PathOf("points.gpkg"), table);
        var count = Stream(run, results, mask, csv, package);
        csv.Complete();
        package?.Complete();
        return count;
    }

    private static long Stream(RunContext run, ResultSet results, Mask mask, CsvPointWriter csv, GeoPackagePointWriter? package)
    {
        var (rate, sigma, coherence, height) = (results.Rate(), results.RateSigma(), results.TemporalCoherence(), results.Height());
        var grid = results.Grid;
        var dates = results.Network.Dates.Count;
        var columns = Math.Min(grid.Columns, 16 * ChunkPlan.Side);
        using var buffer = run.Budget.Lease<float>(checked(dates * ChunkPlan.Side * columns), "Writing points");
        var series = new float[dates];
        var count = 0L;
        run.Progress.Begin("Write points", grid.Rows);
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, ChunkPlan.Side, columns))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            results.Series(tile, buffer.Span[..(dates * tile.PixelCount)]);
            var (longitudes, latitudes) = (new double[tile.Columns], new double[tile.Columns]);
            for (var r = 0; r < tile.Rows; r++)
            {
                var row = tile.Row + r;
                results.PlacesOf(row, tile.Column, longitudes, latitudes);
                for (var c = 0; c < tile.Columns; c++)
                {
                    var column = tile.Column + c;
                    var pixel = (row * grid.Columns) + column;
                    if (!mask.IsGood(pixel))
                    {
                        continue;
                    }

                    for (var d = 0; d < dates; d++)
                    {
                        series[d] = buffer.Span[(d * tile.PixelCount) + (r * tile.Columns) + c];
                    }

                    var point = new MeasuredPoint(
                        pixel, longitudes[c], latitudes[c], row, column,
                        rate[row, column], sigma[row, column], coherence[row, column], height?[row, column] ?? double.NaN);
                    csv.Write(point, series);
                    package?.Write(point, series);
                    count++;
                }
            }

            run.Progress.Advance(tile.EndColumn == grid.Columns ? tile.Rows : 0);
        }

        return count;
    }
}

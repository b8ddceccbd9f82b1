using Plumb.Formats.Csv;
using Plumb.Formats.GeoPackage;
using Plumb.Formats.Points;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Results;

/// <summary>Every good pixel as a point with rate and series, as GeoPackage and CSV. Streams: memory is one row of chunks.</summary>
/// <param name="results">The run.</param>
/// <param name="mask">Which pixels are good.</param>
/// <param name="title">Title of the table.</param>
/// <param name="budget">Where working memory is leased.</param>
/// <param name="progress">Where progress is shown.</param>
public sealed class PointFiles(ResultSet results, Mask mask, string title, MemoryBudget budget, IRunProgress progress)
{
    /// <summary>The CSV file; null for none.</summary>
    public string? CsvPath { get; init; }

    /// <summary>The GeoPackage; null for none. Not possible in radar coordinates, where it is left out.</summary>
    public string? GeoPackagePath { get; init; }

    /// <summary>Writes the files.</summary>
    /// <param name="cancellation">Stops between tiles; nothing is left then.</param>
    /// <returns>Number of points (count).</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public long Write(CancellationToken cancellation)
    {
        var dates = results.Dates;
        var table = new PointTable(title, results.RelativeTo, [.. dates], WithSeries: dates.Count is > 0 and <= GeoPackagePointWriter.LargestDates);
        var writers = new List<IPointWriter>();
        try
        {
            if (CsvPath is not null)
            {
                writers.Add(CsvPointWriter.Create(CsvPath, table));
            }

            if (GeoPackagePath is not null && !results.Grid.Crs.IsRadar)
            {
                writers.Add(GeoPackagePointWriter.Create(GeoPackagePath, table));
            }

            var count = Stream(writers, cancellation);
            writers.ForEach(w => w.Complete());
            return count;
        }
        finally
        {
            writers.ForEach(w => w.Dispose());
        }
    }

    private long Stream(List<IPointWriter> writers, CancellationToken cancellation)
    {
        var grid = results.Grid;
        var dates = results.Dates.Count;
        var columns = Math.Min(grid.Columns, 16 * ChunkPlan.Side);
        var maps = (Rate: results.Rate(), Sigma: results.RateSigma(), Coherence: results.TemporalCoherence(), Height: results.Height());
        var rows = (int)Math.Clamp((budget.Bytes - budget.Leased) / 2 / ((long)Math.Max(1, dates) * columns * sizeof(float)), 1, ChunkPlan.Side);
        using var buffer = budget.Lease<float>(checked(dates * rows * columns), "Writing points");
        var series = new float[dates];
        var count = 0L;
        progress.Begin("Write points", grid.Rows);
        // Points stand stripe by stripe and row by row in it, however few rows the memory holds at once.
        foreach (var tile in Tile.Cover(grid.Rows, grid.Columns, ChunkPlan.Side, columns)
            .SelectMany(stripe => Tile.Cover(stripe.Rows, stripe.Columns, rows, stripe.Columns)
                .Select(t => new Tile(stripe.Row + t.Row, stripe.Column, t.Rows, t.Columns))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (dates > 0)
            {
                results.Series(tile, buffer.Span[..(dates * tile.PixelCount)]);
            }

            var (longitudes, latitudes) = (new double[tile.Columns], new double[tile.Columns]);
            for (var i = 0; i < tile.PixelCount; i++)
            {
                var (r, c) = (i / tile.Columns, i % tile.Columns);
                var (row, column) = (tile.Row + r, tile.Column + c);
                if (c == 0)
                {
                    results.PlacesOf(row, tile.Column, longitudes, latitudes);
                }

                var pixel = (row * grid.Columns) + column;
                if (!mask.IsGood(pixel))
                {
                    continue;
                }

                for (var d = 0; d < dates; d++)
                {
                    series[d] = buffer.Span[(d * tile.PixelCount) + i];
                }

                var point = new MeasuredPoint(
                    pixel, longitudes[c], latitudes[c], row, column,
                    maps.Rate[row, column], maps.Sigma?[row, column] ?? double.NaN, maps.Coherence?[row, column] ?? double.NaN, maps.Height?[row, column] ?? double.NaN);
                writers.ForEach(w => w.Write(point, series));
                count++;
            }

            progress.Advance(tile.EndColumn == grid.Columns ? tile.Rows : 0);
        }

        return count;
    }
}

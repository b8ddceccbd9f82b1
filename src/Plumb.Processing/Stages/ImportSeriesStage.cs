using System.Globalization;
using Plumb.Formats.MintPy;
using Plumb.Grids;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>
/// Copies a finished series or velocity, with the temporal coherence, the mask and the geometry that came with it, into
/// the store. A series becomes displacement since its first date; a pixel without a value then has none at any date.
/// </summary>
public sealed class ImportSeriesStage : IStage
{
    private const int TileColumns = 16 * ChunkPlan.Side;

    private readonly SeriesPlan plan;

    /// <summary>The import of what an inspection found.</summary>
    /// <param name="plan">Product and area.</param>
    public ImportSeriesStage(SeriesPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        this.plan = plan;
    }

    /// <inheritdoc/>
    public string Name => "import_series";

    /// <inheritdoc/>
    public string Title => plan.IsSeries ? "Copy the finished series" : "Copy the finished rates";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> After => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Writes =>
    [
        .. plan.IsSeries ? (string[])[StorePaths.Displacement] : [StorePaths.Rate, StorePaths.RateSigma],
        StorePaths.TemporalCoherence, StorePaths.Height, StorePaths.Incidence, StorePaths.Heading, StorePaths.SlantRange, StorePaths.ImportMask,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => [StackDescription.FileName, ReferenceRecord.FileName];

    /// <inheritdoc/>
    public object SettingsUsed(PlumbSettings settings) => new { plan.Stack, plan.Window, plan.AreaText };

    /// <inheritdoc/>
    public string Run(RunContext run, UnitLog units)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(units);
        var grid = plan.Stack.Grid;
        if (units.IsNew)
        {
            plan.Stack.Write(run.Folder);
            plan.Reference().Write(run.Folder);
            WriteMaps(run);
        }

        if (!plan.IsSeries)
        {
            return $"rates of {grid.Rows} x {grid.Columns} pixels";
        }

        WriteSeries(run, units);
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Product.Dates.Count} dates of {grid.Rows} x {grid.Columns} pixels");
    }

    private void WriteMaps(RunContext run)
    {
        var grid = plan.Stack.Grid;
        var mask = plan.Geometry.Write(run, grid);
        if (plan.GoodPixels is not null)
        {
            var good = Layer(plan.GoodPixels.Source, "mask");
            for (var i = 0; i < good.Length; i++)
            {
                // The mask is MintPy's verdict on the temporal coherence; what is no plain 1 is not good.
                if (good[i] != 1)
                {
                    mask.Add(i, MaskReasons.LowTemporalCoherence);
                }
            }
        }

        MapArrays.WriteMask(run.Store, mask, StorePaths.ImportMask);
        if (plan.TemporalCoherence is not null)
        {
            MapArrays.Write(run.Store, grid, StorePaths.TemporalCoherence, Layer(plan.TemporalCoherence.Source, "temporal_coherence"), "1", "none", "Temporal coherence of the inversion");
        }

        if (plan.IsSeries)
        {
            run.Store.CreateArray(StorePaths.Displacement, StackArrays.Stack(
                new ChunkPlan(grid), "date", plan.Product.Dates.Count, float.NaN, "metre", "positive_towards_satellite", "Line-of-sight displacement since the first date"));
            return;
        }

        MapArrays.Write(run.Store, grid, StorePaths.Rate, Layer(plan.Product.Source, "rate"), "metre/year", "positive_towards_satellite", "Linear rate along the line of sight");
        if (plan.Product.HasSigma)
        {
            MapArrays.Write(run.Store, grid, StorePaths.RateSigma, Layer(plan.Product.Source, "rate_sigma"), "metre/year", "none", "Standard deviation of the rate");
        }

    }

    /// <summary>The window of a layer of a file.</summary>
    private float[] Layer(string path, string name)
    {
        var layer = MintPyResults.ReadLayers(path).FirstOrDefault(l => l.Description.Name == name)
            ?? throw new RequestException($"{path} has changed since it was inspected. Run again.");
        var (window, values) = (plan.Window, new float[plan.Window.PixelCount]);
        for (var row = 0; row < window.Rows; row++)
        {
            layer.Values.Slice(((window.Row + row) * layer.Grid.Columns) + window.Column, window.Columns).CopyTo(values.AsSpan(row * window.Columns));
        }

        return values;
    }

    private void WriteSeries(RunContext run, UnitLog units)
    {
        var grid = plan.Stack.Grid;
        var chunks = new ChunkPlan(grid);
        var dates = plan.Product.Dates.Count;
        var tiles = Tile.Cover(grid.Rows, grid.Columns, chunks.ChunkRows, Columns(run, dates)).ToArray();
        run.Progress.Begin(Title, tiles.Length);
        using var series = MintPyResults.OpenSeries(plan.Product.Source);
        if (series.Dates.Count != dates || series.Header.Grid != plan.Product.Grid)
        {
            throw new RequestException($"{plan.Product.Source} has changed since it was inspected. Run again.");
        }

        using var column = new StackColumn<float>(run, chunks, StorePaths.Displacement, "Importing the series");
        using var buffer = run.Budget.Lease<float>(checked(dates * tiles[0].PixelCount), "Importing the series");
        foreach (var tile in tiles)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var open = chunks.ChunksOf(tile).Where(c => !units.IsFinished(UnitOf(chunks, c.Row, c.Column))).ToArray();
            if (open.Length > 0)
            {
                var values = buffer.Span[..(dates * tile.PixelCount)];
                series.Read(tile with { Row = tile.Row + plan.Window.Row, Column = tile.Column + plan.Window.Column }, values);
                SinceFirst(values, tile.PixelCount);
                foreach (var (row, col, chunk) in open)
                {
                    Gather(values, tile, chunk, chunks, column);
                    column.Write(row, col);
                    units.Finish(UnitOf(chunks, row, col));
                }
            }

            run.Progress.Advance(1);
        }
    }

    /// <summary>Columns of a tile: a whole number of chunks that a quarter of the budget holds, one at least.</summary>
    private static int Columns(RunContext run, int dates)
    {
        var perChunk = (long)dates * ChunkPlan.Side * ChunkPlan.Side * sizeof(float);
        return (int)Math.Clamp(run.Budget.Bytes / 4 / perChunk, 1, TileColumns / ChunkPlan.Side) * ChunkPlan.Side;
    }

    private static int UnitOf(ChunkPlan chunks, int row, int column) =>
        (row * ((chunks.Grid.Columns + chunks.ChunkColumns - 1) / chunks.ChunkColumns)) + column;

    /// <summary>Displacement since the first date, whatever date the file's values are relative to.</summary>
    private static void SinceFirst(Span<float> values, int pixels)
    {
        var first = values[..pixels];
        for (var start = pixels; start < values.Length; start += pixels)
        {
            var date = values.Slice(start, pixels);
            for (var i = 0; i < pixels; i++)
            {
                date[i] -= first[i];
            }
        }

        for (var i = 0; i < pixels; i++)
        {
            first[i] -= first[i];
        }
    }

    private static void Gather(ReadOnlySpan<float> values, Tile tile, Tile chunk, ChunkPlan chunks, StackColumn<float> column)
    {
        column.Values.Fill(float.NaN);
        for (var d = 0; d < column.Length; d++)
        {
            for (var r = 0; r < chunk.Rows; r++)
            {
                values.Slice((d * tile.PixelCount) + ((chunk.Row - tile.Row + r) * tile.Columns) + chunk.Column - tile.Column, chunk.Columns)
                    .CopyTo(column.Values[((d * chunks.ChunkPixels) + (r * chunks.ChunkColumns))..]);
            }
        }
    }
}

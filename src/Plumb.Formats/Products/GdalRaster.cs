using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>A band of a raster file that GDAL reads. Safe for threads; its readers are not.</summary>
public sealed class GdalRaster : IRasterSource
{
    private readonly int band;
    private readonly ValueRule rule;

    private GdalRaster(string path, Grid grid, int band, ValueRule rule)
    {
        Path = path;
        Grid = grid;
        this.band = band;
        this.rule = rule;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public Grid Grid { get; }

    /// <summary>Looks at a GeoTIFF and makes a source of it, without keeping it open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rule">How stored numbers become Plumb's.</param>
    /// <exception cref="RequestException">The file is not a GeoTIFF, is damaged, is complex or has several bands.</exception>
    public static GdalRaster Look(string path, ValueRule rule)
    {
        using var dataset = GdalDataset.Open(path, "GTiff");
        if (dataset.BandCount != 1)
        {
            throw new RequestException($"{path} has {dataset.BandCount} bands where one is expected. Check that it is the file meant.");
        }

        var type = dataset.Type(1);
        if (type.IsComplex())
        {
            throw new RequestException($"{path} holds complex numbers where real ones are expected. Take the unwrapped phase, not the interferogram itself.");
        }

        return new GdalRaster(path, dataset.Grid, 1, rule);
    }

    /// <summary>A source of a GeoTIFF that was looked at before.</summary>
    internal static GdalRaster Known(string path, Grid grid, ValueRule rule) => new(path, grid, 1, rule);

    /// <summary>This raster with another rule.</summary>
    /// <param name="other">How stored numbers become Plumb's.</param>
    public GdalRaster With(ValueRule other) => new(Path, Grid, band, other);

    /// <inheritdoc/>
    public IRasterReader Open()
    {
        var dataset = GdalDataset.Open(Path, "GTiff");
        if (dataset.Rows != Grid.Rows || dataset.Columns != Grid.Columns || dataset.BandCount < band)
        {
            dataset.Dispose();
            throw new RequestException($"{Path} has changed since it was inspected. Run again.");
        }

        return new Reader(this, dataset);
    }

    private sealed class Reader(GdalRaster raster, GdalDataset dataset) : IRasterReader
    {
        public void Read(Tile tile, Span<float> values)
        {
            if (!raster.Grid.Whole.Contains(tile) || values.Length < tile.PixelCount)
            {
                throw new ArgumentException($"Tile {tile} does not lie in the {raster.Grid.Rows} x {raster.Grid.Columns} grid of {raster.Path}, or the span is too short.", nameof(tile));
            }

            var part = values[..tile.PixelCount];
            dataset.Read(raster.band, tile, part, raster.rule.KeepDeclaredNoData);
            raster.rule.Apply(part);
        }

        public void Dispose() => dataset.Dispose();
    }
}

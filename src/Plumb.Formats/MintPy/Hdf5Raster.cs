using Plumb.Formats.Hdf5;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>One image of a dataset of shape (rows, columns) or (image, rows, columns). Safe for threads; its readers are not.</summary>
internal sealed class Hdf5Raster(string path, string dataset, int image, Grid grid, ValueRule rule) : IRasterSource
{
    public string Path { get; } = path;

    public Grid Grid { get; } = grid;

    private int Image { get; } = image;

    private bool IsStack => Image >= 0;

    private ValueRule Rule { get; } = rule;

    public IRasterReader Open()
    {
        var file = Hdf5File.Open(Path);
        try
        {
            var opened = file.OpenDataset(dataset);
            if (!Fits(opened.Shape, Image, Grid))
            {
                opened.Dispose();
                throw new RequestException($"{Path}: dataset {dataset} has changed since it was inspected. Run again.");
            }

            return new Reader(this, file, opened);
        }
        catch (RequestException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a shape is that of a grid, or of a row of images on it that is long enough; -1 asks for a single image.</summary>
    public static bool Fits(IReadOnlyList<long> shape, int image, Grid grid) => image < 0
        ? shape.Count == 2 && shape[0] == grid.Rows && shape[1] == grid.Columns
        : shape.Count == 3 && shape[0] > image && shape[1] == grid.Rows && shape[2] == grid.Columns;

    private sealed class Reader(Hdf5Raster raster, Hdf5File file, Hdf5Dataset dataset) : IRasterReader
    {
        public void Read(Tile tile, Span<float> values)
        {
            if (!raster.Grid.Whole.Contains(tile) || values.Length < tile.PixelCount)
            {
                throw new ArgumentException($"Tile {tile} does not lie in the {raster.Grid.Rows} x {raster.Grid.Columns} grid of {raster.Path}, or the span is too short.", nameof(tile));
            }

            var part = values[..tile.PixelCount];
            if (raster.IsStack)
            {
                dataset.Read([raster.Image, tile.Row, tile.Column], [1, tile.Rows, tile.Columns], part);
            }
            else
            {
                dataset.Read([tile.Row, tile.Column], [tile.Rows, tile.Columns], part);
            }

            raster.Rule.Apply(part);
        }

        public void Dispose()
        {
            dataset.Dispose();
            file.Dispose();
        }
    }
}

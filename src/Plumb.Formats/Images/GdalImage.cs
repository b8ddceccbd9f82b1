using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Images;

/// <summary>The first band of a raster that GDAL opens.</summary>
internal sealed class GdalImage : ImageFile
{
    private readonly GdalDataset dataset;

    internal GdalImage(GdalDataset dataset)
        : base(dataset.Path, GridOf(dataset), dataset.Type(1).IsComplex(), false)
    {
        this.dataset = dataset;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => dataset.Dispose();

    /// <inheritdoc/>
    private protected override void Read(Tile tile, Span<float> values)
    {
        if (IsComplex)
        {
            dataset.ReadComplex(1, tile, values);
        }
        else
        {
            dataset.Read(1, tile, values);
        }
    }

    private static Grid GridOf(GdalDataset dataset)
    {
        try
        {
            return dataset.BandCount > 0
                ? dataset.GridOr(Crs.Radar)
                : throw new RequestException($"{dataset.Path} is a container of several rasters. Name a file of one, or take it out with gdal_translate.");
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }
}

using System.Collections.Immutable;

namespace Plumb.Formats.Gdal;

/// <summary>What a band of a raster file says about itself.</summary>
/// <param name="Description">A few words for people.</param>
/// <param name="Unit">Unit of the values as text ("m/year"); empty for a pure number.</param>
public sealed record RasterBand(string Description, string Unit);

/// <summary>How a raster file is laid out.</summary>
public enum RasterLayout
{
    /// <summary>GeoTIFF in tiles.</summary>
    Tiled,

    /// <summary>Cloud-Optimised GeoTIFF: header first, overviews, tiles in the order in which they are read.</summary>
    CloudOptimised,
}

/// <summary>How a GeoTIFF is written.</summary>
public sealed record RasterOptions
{
    /// <summary>How a value is stored: Byte, Unsigned16, Signed16, Real32 or ComplexReal32.</summary>
    public RasterType Type { get; init; } = RasterType.Real32;

    /// <summary>Tiles only, or optimised for reading over a network.</summary>
    public RasterLayout Layout { get; init; } = RasterLayout.Tiled;

    /// <summary>What each band says about itself; their number is the number of bands.</summary>
    public ImmutableArray<RasterBand> Bands { get; init; } = [new RasterBand("", "")];

    /// <summary>The value that stands for no-data, in the unit of the bands; null for none. NaN for single precision.</summary>
    public double? NoData { get; init; } = double.NaN;

    /// <summary>Items of metadata of the file, written in the order of their keys.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Whether values are points at pixel centres instead of means over pixels; changes the tag, not the position.</summary>
    public bool PixelIsPoint { get; init; }

    /// <summary>Level of the deflate compression, a pure number from 1 (fast) to 9 (small); 0 stores without compression.</summary>
    public int CompressionLevel { get; init; } = 6;

    /// <summary>Whether differences of neighbouring values are compressed: smaller, but slower to read.</summary>
    public bool Predictor { get; init; } = true;

    /// <summary>Side of a square tile (unit: pixels), a multiple of 16, at least 128 for a cloud-optimised file.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>How overviews of a cloud-optimised file are made: whether by the mean of good values (measurements) or by the nearest pixel (classes, flags).</summary>
    public bool AverageOverviews { get; init; } = true;
}

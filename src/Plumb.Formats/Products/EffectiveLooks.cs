namespace Plumb.Formats.Products;

/// <summary>
/// From range looks times azimuth looks to the number of independent looks: neighbouring samples of a focused image
/// overlap, because the image is sampled finer than it resolves.
/// </summary>
public static class EffectiveLooks
{
    /// <summary>Sentinel-1 IW, range: resolution 2.7 to 3.5 m slant (mean 3.1) over a sampling of 2.33 m, pure number.</summary>
    public const double Sentinel1RangeOversampling = 3.1 / 2.33;

    /// <summary>Sentinel-1 IW, azimuth: resolution 22.5 m (single look, mean of the swaths) over a sampling of 13.9 m, pure number.</summary>
    public const double Sentinel1AzimuthOversampling = 22.5 / 13.9;

    /// <summary>Number of independent looks of a Sentinel-1 IW interferogram: looks over both oversampling factors, at least 1, pure number.</summary>
    /// <param name="range">Looks in range, pure number, at least 1.</param>
    /// <param name="azimuth">Looks in azimuth, pure number, at least 1.</param>
    public static double Sentinel1(int range, int azimuth) =>
        Math.Max(1.0, range / Sentinel1RangeOversampling) * Math.Max(1.0, azimuth / Sentinel1AzimuthOversampling);
}

namespace Plumb.Formats.Products;

/// <summary>
/// Rasters that describe the scene and not a pair. Each lies on its own grid and is null when no product brings it.
/// The look vector (ground to satellite) of a pixel is (-sin i cos h, sin i sin h, cos i) from
/// <see cref="Incidence"/> i and <see cref="Heading"/> h.
/// </summary>
public sealed record StackGeometry
{
    /// <summary>Nothing known.</summary>
    public static StackGeometry Empty { get; } = new();

    /// <summary>Height, metres, by the product's own vertical datum; NaN is no-data.</summary>
    public IRasterSource? Height { get; init; }

    /// <summary>Incidence angle, radians between the vertical and the line of sight; NaN is no-data.</summary>
    public IRasterSource? Incidence { get; init; }

    /// <summary>Heading of the satellite seen from each pixel, radians clockwise from north, for a right-looking radar; NaN is no-data.</summary>
    public IRasterSource? Heading { get; init; }

    /// <summary>Slant range, metres; NaN is no-data.</summary>
    public IRasterSource? SlantRange { get; init; }

    /// <summary>Water, pure number: 1 water, 0 land; NaN is no-data.</summary>
    public IRasterSource? Water { get; init; }

    /// <summary>Layover or shadow, pure number: 1 layover or shadow, 0 clear; NaN is no-data.</summary>
    public IRasterSource? LayoverShadow { get; init; }

    /// <summary>This geometry, with what it lacks taken from another.</summary>
    /// <param name="other">The geometry that fills the gaps.</param>
    public StackGeometry FilledFrom(StackGeometry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new StackGeometry
        {
            Height = Height ?? other.Height,
            Incidence = Incidence ?? other.Incidence,
            Heading = Heading ?? other.Heading,
            SlantRange = SlantRange ?? other.SlantRange,
            Water = Water ?? other.Water,
            LayoverShadow = LayoverShadow ?? other.LayoverShadow,
        };
    }
}

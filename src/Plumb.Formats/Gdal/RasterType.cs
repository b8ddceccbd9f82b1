namespace Plumb.Formats.Gdal;

/// <summary>How a raster file stores one value. The numbers are GDAL's own.</summary>
public enum RasterType
{
    /// <summary>A type that Plumb does not know.</summary>
    Unknown = 0,

    /// <summary>Unsigned, 8 bits.</summary>
    Byte = 1,

    /// <summary>Unsigned, 16 bits.</summary>
    Unsigned16 = 2,

    /// <summary>Signed, 16 bits.</summary>
    Signed16 = 3,

    /// <summary>Unsigned, 32 bits.</summary>
    Unsigned32 = 4,

    /// <summary>Signed, 32 bits.</summary>
    Signed32 = 5,

    /// <summary>IEEE 754 single precision.</summary>
    Real32 = 6,

    /// <summary>IEEE 754 double precision.</summary>
    Real64 = 7,

    /// <summary>Complex, two signed numbers of 16 bits.</summary>
    ComplexSigned16 = 8,

    /// <summary>Complex, two signed numbers of 32 bits.</summary>
    ComplexSigned32 = 9,

    /// <summary>Complex, two single precision numbers.</summary>
    ComplexReal32 = 10,

    /// <summary>Complex, two double precision numbers.</summary>
    ComplexReal64 = 11,

    /// <summary>Unsigned, 64 bits.</summary>
    Unsigned64 = 12,

    /// <summary>Signed, 64 bits.</summary>
    Signed64 = 13,

    /// <summary>Signed, 8 bits.</summary>
    Signed8 = 14,
}

/// <summary>Sizes and kinds of raster types.</summary>
public static class RasterTypes
{
    /// <summary>Size of one value, unit: bytes; 0 for an unknown type.</summary>
    /// <param name="type">The type.</param>
    public static int Bytes(this RasterType type) => type switch
    {
        RasterType.Byte or RasterType.Signed8 => 1,
        RasterType.Unsigned16 or RasterType.Signed16 => 2,
        RasterType.Unsigned32 or RasterType.Signed32 or RasterType.Real32 or RasterType.ComplexSigned16 => 4,
        RasterType.Real64 or RasterType.Unsigned64 or RasterType.Signed64 or RasterType.ComplexReal32 or RasterType.ComplexSigned32 => 8,
        RasterType.ComplexReal64 => 16,
        _ => 0,
    };

    /// <summary>Whether one value is a complex number.</summary>
    /// <param name="type">The type.</param>
    public static bool IsComplex(this RasterType type) =>
        type is RasterType.ComplexSigned16 or RasterType.ComplexSigned32 or RasterType.ComplexReal32 or RasterType.ComplexReal64;
}

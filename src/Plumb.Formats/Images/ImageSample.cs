namespace Plumb.Formats.Images;

/// <summary>Type of the numbers of an image in a flat binary file, little-endian, row by row, without a header.</summary>
public enum ImageSample
{
    /// <summary>Complex, two single precision numbers a pixel (8 bytes).</summary>
    Complex64,

    /// <summary>IEEE 754 single precision (4 bytes).</summary>
    Real32,

    /// <summary>Unsigned, one byte a pixel.</summary>
    Byte,
}

/// <summary>Sizes of samples.</summary>
public static class ImageSamples
{
    /// <summary>Size of one pixel (unit: bytes).</summary>
    /// <param name="sample">The sample.</param>
    public static int Bytes(this ImageSample sample) => sample switch { ImageSample.Complex64 => 8, ImageSample.Real32 => 4, _ => 1 };
}

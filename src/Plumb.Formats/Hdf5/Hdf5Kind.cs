namespace Plumb.Formats.Hdf5;

/// <summary>What the elements of an HDF5 dataset or attribute are.</summary>
public enum Hdf5Kind
{
    /// <summary>Something Plumb does not read (compound, reference, opaque).</summary>
    Other,

    /// <summary>Whole numbers of any size.</summary>
    Whole,

    /// <summary>Floating-point numbers of any size.</summary>
    Real,

    /// <summary>Strings of one length in bytes, padded.</summary>
    FixedText,

    /// <summary>Strings of any length.</summary>
    VariableText,

    /// <summary>Named whole numbers; h5py writes truth values so (FALSE 0, TRUE 1).</summary>
    Enumeration,
}

/// <summary>Element types that Plumb writes, little-endian.</summary>
public enum Hdf5Type
{
    /// <summary>32-bit float.</summary>
    Real32,

    /// <summary>64-bit float.</summary>
    Real64,

    /// <summary>16-bit signed integer.</summary>
    Signed16,

    /// <summary>16-bit unsigned integer.</summary>
    Unsigned16,

    /// <summary>32-bit signed integer.</summary>
    Signed32,

    /// <summary>8-bit unsigned integer.</summary>
    Unsigned8,

    /// <summary>Truth value as h5py writes it: an enumeration of 8-bit integers, FALSE 0 and TRUE 1.</summary>
    Truth,
}

/// <summary>How a dataset is laid out in the file.</summary>
/// <param name="Shape">Size along each dimension (unit: elements).</param>
/// <param name="Chunk">Size of a chunk along each dimension (unit: elements); null for contiguous data.</param>
/// <param name="DeflateLevel">0 for none, 1 to 9 with byte shuffling; needs chunks.</param>
public sealed record Hdf5Layout(IReadOnlyList<long> Shape, IReadOnlyList<long>? Chunk = null, int DeflateLevel = 0);

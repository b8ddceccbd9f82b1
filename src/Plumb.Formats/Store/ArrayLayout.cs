using System.Text.Json.Nodes;

namespace Plumb.Formats.Store;

/// <summary>How an array lies in the store.</summary>
/// <typeparam name="T">Type of the elements: float, double, short, ushort, byte or int.</typeparam>
/// <param name="Shape">Size along each dimension (unit: elements), each zero or more.</param>
/// <param name="Chunk">Size of a chunk along each dimension (unit: elements), each one or more.</param>
/// <param name="DimensionNames">Name of each dimension, for example "pair", "y", "x".</param>
/// <param name="Fill">Value of elements that were never written, in the array's unit; NaN (no-data) for floating types.</param>
/// <param name="CompressionLevel">0 stores bytes as they are (fast), 1 to 9 deflate them; each chunk has a checksum either way.</param>
/// <param name="Attributes">What the values are: "unit", "sign", "long_name"; null for none.</param>
public sealed record ArrayLayout<T>(
    IReadOnlyList<long> Shape,
    IReadOnlyList<int> Chunk,
    IReadOnlyList<string> DimensionNames,
    T Fill,
    int CompressionLevel = 0,
    JsonObject? Attributes = null)
    where T : unmanaged;

namespace Plumb.Formats.Hyp3;

/// <summary>Which service's products are written.</summary>
public enum Hyp3ProductKind
{
    /// <summary>INSAR_GAMMA: whole scenes, processed by GAMMA.</summary>
    Gamma,

    /// <summary>INSAR_ISCE_BURST: single bursts, processed by ISCE2, with connected components.</summary>
    IsceBurst,
}

/// <summary>How simulated products are written.</summary>
public sealed record Hyp3WriterOptions
{
    /// <summary>Which service's names, keys and layers.</summary>
    public Hyp3ProductKind Kind { get; init; } = Hyp3ProductKind.Gamma;

    /// <summary>
    /// Whether every product carries elevation, look vectors and incidence, as ordered products can; otherwise only the first
    /// does, which saves four fifths of the space of a large stack.
    /// </summary>
    public bool GeometryInEveryProduct { get; init; } = true;

    /// <summary>Level of the deflate compression, pure number from 0 (none) to 9.</summary>
    public int CompressionLevel { get; init; } = 1;
}

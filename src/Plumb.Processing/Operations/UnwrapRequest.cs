using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Operations;

/// <summary>What <c>plumb unwrap</c> is asked for: files in, files out.</summary>
public sealed record UnwrapRequest
{
    /// <summary>Looks that are taken where none are stated (count).</summary>
    public const double UsualLooks = 10;

    /// <summary>The interferogram: complex, or its phase in radian.</summary>
    public required string Input { get; init; }

    /// <summary>The file of the unwrapped phase, radian.</summary>
    public required string Output { get; init; }

    /// <summary>The file of the coherence, 0 to 1 (pure number); null for none.</summary>
    public string? Coherence { get; init; }

    /// <summary>A file whose pixels of 0 or no-data are left out; null for none.</summary>
    public string? Mask { get; init; }

    /// <summary>A file of the phase that is expected, radian, not wrapped: taken off before and put back after; pixels of no-data in it are left out. Null for none.</summary>
    public string? Expected { get; init; }

    /// <summary>Form of the model bowls that are fitted, taken off before and put back after; null for none.</summary>
    public BowlShape? Bowl { get; init; }

    /// <summary>The file that the share of half a cycle goes to which must be crossed to reach a pixel (pure number); null for none.</summary>
    public string? Aliasing { get; init; }

    /// <summary>Whether the report keeps the map of that share and the unwrapped phase.</summary>
    public bool KeepSteepness { get; init; }

    /// <summary>The file that the numbers of the components go to; null for none.</summary>
    public string? Components { get; init; }

    /// <summary>Columns (unit: pixels) of flat binary files; null where the files say themselves what they are.</summary>
    public int? Width { get; init; }

    /// <summary>Type of the numbers of a flat interferogram; null to find out by the size of the other files.</summary>
    public ImageSample? Sample { get; init; }

    /// <summary>Number of looks behind the coherence (pure number); null for <see cref="UsualLooks"/>.</summary>
    public double? Looks { get; init; }

    /// <summary>Coherence (pure number, 0 to 1) below which pixels are left out.</summary>
    public double MinCoherence { get; init; }

    /// <summary>What the surface is expected to be like.</summary>
    public UnwrapCosts Costs { get; init; }

    /// <summary>A classical method in place of the statistical costs; null for those.</summary>
    public ClassicalMethod? Method { get; init; }

    /// <summary>What the classical methods judge pixels by.</summary>
    public PixelQuality Quality { get; init; }

    /// <summary>Whether the pixels that are left are joined by a triangulation across gaps, as scattered points.</summary>
    public bool AsPoints { get; init; }

    /// <summary>Rows (unit: pixels) of which the network is in memory at a time, the rest lying in a working file; null to work so only where the memory asks for it.</summary>
    public int? Tile { get; init; }

    /// <summary>Most threads (count); 0 for all cores.</summary>
    public int Threads { get; init; }
}

/// <summary>What came out of unwrapping a file.</summary>
public sealed record UnwrapReport
{
    /// <summary>Rows of the image, pixels.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the image, pixels.</summary>
    public required int Columns { get; init; }

    /// <summary>Number of pixels that were unwrapped (count).</summary>
    public required long Pixels { get; init; }

    /// <summary>Number of residues (count): loops around which the wrapped differences do not add up to zero.</summary>
    public required long Residues { get; init; }

    /// <summary>Number of pixels (count) that branch cuts part from their region and that have no value for that.</summary>
    public long Unreached { get; init; }

    /// <summary>Number of regions (count) that hang together by their pixels' edges; 1 for points.</summary>
    public required int Regions { get; init; }

    /// <summary>The components by falling size.</summary>
    public required IReadOnlyList<UnwrappedComponent> Components { get; init; }

    /// <summary>The model bowls that were taken off and put back; none where none gained.</summary>
    public IReadOnlyList<FittedBowl> Bowls { get; init; } = [];

    /// <summary>How steep the phase is; null where it was not asked for.</summary>
    public UnwrapSteepness? Steepness { get; init; }

    /// <summary>The unwrapped phase, radian, shape (rows, columns); null where it was not asked for.</summary>
    public float[]? Phase { get; init; }

    /// <summary>Looks that were taken (pure number).</summary>
    public required double Looks { get; init; }

    /// <summary>Time of the unwrapping itself, without reading and writing, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Size of the working file (unit: bytes); 0 where all was in memory.</summary>
    public long ScratchBytes { get; init; }
}

/// <summary>How steep the phase of an interferogram is.</summary>
/// <param name="Grid">Where it lies.</param>
/// <param name="Untrusted">Number of pixels (count) whose cycles cannot be trusted: at half a cycle a pixel with its noise, or reached only across such ground.</param>
/// <param name="Steepest">Greatest share of half a cycle (pure number) among the others.</param>
public sealed record UnwrapSteepness(Grid Grid, long Untrusted, double Steepest)
{
    /// <summary>Share of half a cycle that must be crossed to reach a pixel (pure number), shape (rows, columns), NaN is no-data; null where it was not asked for.</summary>
    public float[]? Shares { get; init; }
}

namespace Plumb.Processing.Stages;

/// <summary>What the closure found and changed, as it is stored (closure.json).</summary>
public sealed record ClosureRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "closure.json";

    /// <summary>By what errors were corrected: "closure", "bridging" or "both".</summary>
    public required string Method { get; init; }

    /// <summary>Number of loops that were tested (count).</summary>
    public required int Loops { get; init; }

    /// <summary>Number of triangles of the network (count), those not tested included.</summary>
    public required int Triangles { get; init; }

    /// <summary>Pairs of the longest loop (count).</summary>
    public required int LongestLoop { get; init; }

    /// <summary>Pixels with loops that can be told (count).</summary>
    public required long Pixels { get; init; }

    /// <summary>Pixels with open loops before the correction (count).</summary>
    public required long PixelsOpenBefore { get; init; }

    /// <summary>Pixels with open loops after the correction (count).</summary>
    public required long PixelsOpenAfter { get; init; }

    /// <summary>Pixels at which some pair was changed (count).</summary>
    public required long PixelsChanged { get; init; }

    /// <summary>Pixels whose loops stay open because several explanations cost nearly the same (count).</summary>
    public required long PixelsAmbiguous { get; init; }

    /// <summary>Share of all loops of all pixels that are open before the correction, pure number from 0 to 1.</summary>
    public required double OpenShareBefore { get; init; }

    /// <summary>Share of all loops of all pixels that are open after the correction, pure number from 0 to 1.</summary>
    public required double OpenShareAfter { get; init; }

    /// <summary>Regions with one and the same set of errors (count).</summary>
    public required int Regions { get; init; }

    /// <summary>Regions of these in which some pair is corrected (count).</summary>
    public required int RegionsCorrected { get; init; }

    /// <summary>Regions of these in which something is left undecided (count).</summary>
    public required int RegionsUndecided { get; init; }

    /// <summary>Connected components beside the main one of their pair that bridging looked at (count).</summary>
    public required int Components { get; init; }

    /// <summary>Components of these that were moved by whole cycles (count).</summary>
    public required int ComponentsMoved { get; init; }

    /// <summary>The pairs of the network, ascending.</summary>
    public required IReadOnlyList<ClosurePair> Pairs { get; init; }

    /// <summary>What a reader should know, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where the closure was switched off.</returns>
    /// <exception cref="RequestException">The file is damaged.</exception>
    public static ClosureRecord? ReadIfThere(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<ClosureRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>What the closure says of one pair.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="Loops">Number of tested loops that hold the pair (count); 0 for a pair that cannot be tested.</param>
/// <param name="OpenShareBefore">Share of its loops over all pixels that are open before the correction, pure number from 0 to 1; NaN without loops.</param>
/// <param name="OpenShareAfter">Share of them that are open after the correction, pure number from 0 to 1; NaN without loops.</param>
/// <param name="ChangedShare">Share of the pixels at which the pair is changed, pure number from 0 to 1.</param>
/// <param name="Changes">How many pixels are changed by how many cycles.</param>
public sealed record ClosurePair(
    DateOnly First, DateOnly Second, int Loops, double OpenShareBefore, double OpenShareAfter, double ChangedShare, IReadOnlyList<CycleCount> Changes);

/// <summary>Pixels changed by one number of cycles.</summary>
/// <param name="Cycles">Whole cycles that are added (count).</param>
/// <param name="Pixels">Number of pixels (count).</param>
public sealed record CycleCount(int Cycles, long Pixels);

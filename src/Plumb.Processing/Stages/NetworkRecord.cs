using System.Text.Json.Serialization;
using Plumb.Acquisitions;
using Plumb.Networks;

namespace Plumb.Processing.Stages;

/// <summary>The chosen network as it is stored (network.json): what is used, what is not and why, and where it is weak.</summary>
public sealed record NetworkRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "network.json";

    /// <summary>The pairs that are used, ascending.</summary>
    public required IReadOnlyList<UsedPair> Pairs { get; init; }

    /// <summary>The pairs that are not used, with their reasons in words.</summary>
    public required IReadOnlyList<UnusedPair> Dropped { get; init; }

    /// <summary>Dates of each part the network falls into (UTC); one part when it is connected.</summary>
    public required IReadOnlyList<IReadOnlyList<DateOnly>> Parts { get; init; }

    /// <summary>What a reader should know of the choice.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Perpendicular baseline of each date relative to the first, metres; NaN when unknown.</summary>
    public required IReadOnlyList<double> DateBaselines { get; init; }

    /// <summary>The network of the used pairs.</summary>
    [JsonIgnore]
    public Network Network => new(Pairs.Select(p => new DatePair(p.First, p.Second)));

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">There is none, or it is damaged.</exception>
    public static NetworkRecord Read(string folder) => ResultJson.Read<NetworkRecord>(folder, FileName);

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>A pair that is used.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="PerpendicularBaseline">Perpendicular baseline, metres; NaN when unknown.</param>
/// <param name="MeanCoherence">Mean coherence, pure number; NaN when unknown.</param>
/// <param name="InTree">Whether the pair belongs to the kept spanning tree.</param>
public sealed record UsedPair(DateOnly First, DateOnly Second, double PerpendicularBaseline, double MeanCoherence, bool InTree);

/// <summary>A pair that is not used.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="PerpendicularBaseline">Perpendicular baseline, metres; NaN when unknown.</param>
/// <param name="MeanCoherence">Mean coherence, pure number; NaN when unknown.</param>
/// <param name="Reasons">Why, in words.</param>
public sealed record UnusedPair(DateOnly First, DateOnly Second, double PerpendicularBaseline, double MeanCoherence, IReadOnlyList<string> Reasons);

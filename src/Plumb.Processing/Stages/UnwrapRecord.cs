using System.Text.Json.Serialization;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Processing.Stages;

/// <summary>What unwrapping found, as it is stored (unwrap.json).</summary>
public sealed record UnwrapRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "unwrap.json";

    /// <summary>"spatial" or "stack"; "stack, smooth" and "stack, flow" where differences were unwrapped in time first.</summary>
    public required string Method { get; init; }

    /// <summary>Independent looks behind the coherence, pure number.</summary>
    public required double Looks { get; init; }

    /// <summary>What was unwrapped: the pairs, or with the stack the steps between dates.</summary>
    public required IReadOnlyList<UnwrappedPair> Images { get; init; }

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">There is none, or it is damaged.</exception>
    public static UnwrapRecord Read(string folder) => ResultJson.Read<UnwrapRecord>(folder, FileName);
}

/// <summary>One unwrapped image.</summary>
/// <param name="First">First date (UTC).</param>
/// <param name="Second">Second date (UTC).</param>
/// <param name="Pixels">Pixels with a value (count).</param>
/// <param name="Residues">Loops of 2 x 2 pixels whose wrapped differences do not add up to zero (count).</param>
/// <param name="Regions">Sets of pixels that hang together by their edges (count).</param>
/// <param name="Components">The largest connected components.</param>
public sealed record UnwrappedPair(
    DateOnly First, DateOnly Second, long Pixels, long Residues, int Regions, IReadOnlyList<UnwrappedPairComponent> Components)
{
    /// <summary>The model bowls that were taken off before and put back after; lengths in pixels, phase in radian.</summary>
    public IReadOnlyList<FittedBowl> Bowls { get; init; } = [];

    /// <summary>Share of the pixels of all listed components that is expected to have the right whole cycles, pure number 0 to 1; NaN without components.</summary>
    [JsonIgnore]
    public double Reliability => Components.Count == 0 ? double.NaN : Components.Sum(c => c.Pixels * c.Reliability) / Components.Sum(c => c.Pixels);
}

/// <summary>A connected component of an unwrapped image.</summary>
/// <param name="Pixels">Its pixels (count).</param>
/// <param name="Reliability">Share of them that is expected to have the right whole cycles relative to the component, pure number 0 to 1.</param>
public sealed record UnwrappedPairComponent(long Pixels, double Reliability);

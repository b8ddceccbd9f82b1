using System.Text.Json.Serialization;
using Plumb.Acquisitions;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>
/// What the store's arrays are about: grid, pairs and sensor. Written by the import as stack.json, read by every later
/// stage, so that these need no product file.
/// </summary>
public sealed record StackDescription
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "stack.json";

    /// <summary>The grid of all arrays.</summary>
    public required Grid Grid { get; init; }

    /// <summary>The pairs in the order of the arrays' first axis.</summary>
    public required IReadOnlyList<StackPair> Pairs { get; init; }

    /// <summary>The instrument.</summary>
    public required Sensor Sensor { get; init; }

    /// <summary>Number of independent looks behind the coherence, pure number.</summary>
    public required double Looks { get; init; }

    /// <summary>Direction of flight.</summary>
    public PassDirection Pass { get; init; }

    /// <summary>Relative orbit; 0 when unknown.</summary>
    public int Track { get; init; }

    /// <summary>Heading of the satellite, radians clockwise from north; NaN when unknown.</summary>
    public double Heading { get; init; } = double.NaN;

    /// <summary>Incidence at the scene centre, radians; NaN when unknown.</summary>
    public double Incidence { get; init; } = double.NaN;

    /// <summary>Slant range to the scene centre, metres; NaN when unknown.</summary>
    public double SlantRange { get; init; } = double.NaN;

    /// <summary>Time of the scene centre, UTC; null when unknown.</summary>
    public TimeSpan? TimeOfDay { get; init; }

    /// <summary>What the pairs tell of the motion. Offsets lie in the arrays of phase as radians of the wavelength of <see cref="Sensor"/>, which was made for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ObservationKind Observation { get; init; }

    /// <summary>Whether the pairs are offsets, which have no cycles.</summary>
    [JsonIgnore]
    public bool IsOffset => Observation != ObservationKind.Phase;

    /// <summary>Whether there is coherence.</summary>
    public bool HasCoherence { get; init; }

    /// <summary>Whether the phase was delivered wrapped; the store unwraps it then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWrapped { get; init; }

    /// <summary>Whether there are connected components.</summary>
    public bool HasComponents { get; init; }

    /// <summary>The finished product the run began with; null for a run from interferograms. With it there are no pairs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FinishedInput? Finished { get; init; }

    /// <summary>Names of the geometry arrays that exist.</summary>
    public IReadOnlyList<string> Geometry { get; init; } = [];

    /// <summary>The dates (UTC) of the pairs, each once, ascending; shape (date).</summary>
    public DateOnly[] DatesOfPairs() => [.. Pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order()];

    /// <summary>Where the pair of a network stands in the arrays' first axis.</summary>
    /// <param name="pair">The pair.</param>
    public int IndexOf(DatePair pair)
    {
        for (var k = 0; k < Pairs.Count; k++)
        {
            if (Pairs[k].Pair == pair)
            {
                return k;
            }
        }

        throw new ArgumentException($"The pair {pair} is not in the stack.", nameof(pair));
    }

    /// <summary>Writes the description into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);

    /// <summary>Reads the description of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">There is none, or it is damaged.</exception>
    public static StackDescription Read(string folder) => ResultJson.Read<StackDescription>(folder, FileName);
}

/// <summary>One interferogram of the stack.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="PerpendicularBaseline">Perpendicular baseline, metres; NaN when unknown.</param>
/// <param name="Family">Name of the product family.</param>
/// <param name="Source">Name of the product.</param>
/// <param name="Alignment">How it came onto the grid.</param>
/// <param name="Converted">What was done to reach Plumb's sign and order.</param>
public sealed record StackPair(
    DateOnly First, DateOnly Second, double PerpendicularBaseline, string Family, string Source, string Alignment, string Converted)
{
    /// <summary>The two dates.</summary>
    [JsonIgnore]
    public DatePair Pair => new(First, Second);

    /// <summary>The perpendicular baseline, metres.</summary>
    [JsonIgnore]
    public Baseline Baseline => new(PerpendicularBaseline);
}

using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.References;

namespace Plumb.Processing.Stages;

/// <summary>The reference as it is stored (reference.json): where, how, why, and the phase it has in every pair.</summary>
public sealed record ReferenceRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "reference.json";

    /// <summary>What displacements are relative to, in words.</summary>
    public required string Description { get; init; }

    /// <summary>The areas (rows, columns, radius in pixels).</summary>
    public required IReadOnlyList<ReferenceArea> Areas { get; init; }

    /// <summary>How the pixels of the areas became one value per pair.</summary>
    public required ReferenceStatistic Statistic { get; init; }

    /// <summary>Why these areas, in sentences.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Phase of each pair at the reference, radians; NaN when the pair has no value there.</summary>
    public required IReadOnlyList<PairPhase> Phases { get; init; }

    /// <summary>What each area shows against all together (rates in metres per year); empty where nothing is known.</summary>
    public IReadOnlyList<ReferenceAreaReport> AreaReports { get; init; } = [];

    /// <summary>Phase at the reference of each pair of a network, radians, shape (pair).</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="RequestException">The record belongs to another network.</exception>
    public float[] PhaseOf(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var phases = Phases.ToDictionary(p => new DatePair(p.First, p.Second), p => (float)p.Phase);
        return network.Pairs.Select(p => phases.TryGetValue(p, out var phase)
            ? phase
            : throw new RequestException($"{FileName} has no phase of the pair {p}. It was changed by hand; remove the folder 'journal' and run again.")).ToArray();
    }

    /// <summary>The areas that make the reference: those that were not left out.</summary>
    public IEnumerable<ReferenceArea> KeptAreas() => AreaReports.Count == Areas.Count ? Areas.Where((_, i) => AreaReports[i].Weight > 0) : Areas;

    /// <summary>The tile of each area that makes the reference on a grid, pixels.</summary>
    /// <param name="grid">The grid.</param>
    public IEnumerable<Tile> TilesOn(Grid grid) => KeptAreas().Select(a => a.On(grid));

    /// <summary>The pixels (index, row by row) of the areas that make the reference on a grid, area by area; one that lies in two areas comes twice.</summary>
    /// <param name="grid">The grid.</param>
    public IEnumerable<int> PixelsOn(Grid grid) =>
        TilesOn(grid).SelectMany(t => Enumerable.Range(0, t.PixelCount).Select(i => ((t.Row + (i / t.Columns)) * grid.Columns) + t.Column + (i % t.Columns)));

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <exception cref="RequestException">There is none, or it is damaged.</exception>
    public static ReferenceRecord Read(string folder) => ResultJson.Read<ReferenceRecord>(folder, FileName);

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>Phase of one pair at the reference.</summary>
/// <param name="First">Date of the first acquisition (UTC).</param>
/// <param name="Second">Date of the second acquisition (UTC).</param>
/// <param name="Phase">Phase, radians; NaN when the pair has no value there.</param>
/// <param name="Pixels">Number of pixels behind it (count).</param>
/// <param name="Sigma">Standard deviation of the phase, radians, by the noise of the pixels and the scatter between areas; NaN when unknown.</param>
public sealed record PairPhase(DateOnly First, DateOnly Second, double Phase, int Pixels, double Sigma = double.NaN);

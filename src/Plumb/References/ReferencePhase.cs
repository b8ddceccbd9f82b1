using System.Globalization;
using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.References;

/// <summary>
/// Collects the phase of the reference areas while tiles stream past, then makes one value per pair. Holds pairs times pixels of the areas,
/// nothing more. Tiles may come in any order and from several threads; a pixel that lies in two areas counts once, with the first.
/// </summary>
public sealed class ReferencePhase
{
    /// <summary>Most pixels that are collected (count); of larger areas an even selection of about this number is taken, and said.</summary>
    public const int MaxPixels = 50_000;

    private readonly Network network;
    private readonly Grid grid;
    private readonly ReferenceChoice choice;
    private readonly int[] pixels;
    private readonly int[] areaOf;
    private readonly int goodPixels;
    private readonly float[] collected;
    private readonly float[] coherences;

    /// <summary>A collector.</summary>
    /// <param name="network">The network; phases come in the order of its pairs.</param>
    /// <param name="choice">The areas and their statistic.</param>
    /// <param name="mask">The mask; only its good pixels are collected.</param>
    /// <exception cref="RequestException">No pixel of the areas is good in the mask.</exception>
    public ReferencePhase(Network network, ReferenceChoice choice, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(mask);
        this.network = network;
        this.choice = choice;
        grid = mask.Grid;
        var inside = new SortedDictionary<int, int>();
        for (var area = 0; area < choice.Areas.Count; area++)
        {
            var tile = choice.Areas[area].On(grid);
            for (var row = tile.Row; row < tile.EndRow; row++)
            {
                for (var column = tile.Column; column < tile.EndColumn; column++)
                {
                    var pixel = (row * grid.Columns) + column;
                    if (mask.IsGood(pixel))
                    {
                        inside.TryAdd(pixel, area);
                    }
                }
            }
        }

        if (inside.Count == 0)
        {
            throw new RequestException(
                $"No pixel of the reference is good: {string.Join(" and ", choice.Areas.Select(a => a.Describe(grid)))}. Choose other reference.areas or leave them empty.");
        }

        goodPixels = inside.Count;
        var step = (inside.Count + MaxPixels - 1) / MaxPixels;
        var taken = inside.Where((_, i) => i % step == 0).ToArray();
        (pixels, areaOf) = ([.. taken.Select(e => e.Key)], [.. taken.Select(e => e.Value)]);
        collected = new float[checked(network.Pairs.Count * pixels.Length)];
        coherences = new float[collected.Length];
        Array.Fill(collected, float.NaN);
        Array.Fill(coherences, float.NaN);
    }

    /// <summary>The tiles that have to be seen: those of the areas, cut at the grid's edge (rows and columns in pixels).</summary>
    public IReadOnlyList<Tile> Tiles => choice.Areas.Select(a => a.On(grid)).ToArray();

    /// <summary>Number of pixels that are collected: the good ones of the areas (count), at most <see cref="MaxPixels"/>.</summary>
    public int PixelCount => pixels.Length;

    /// <summary>Takes what it needs from a tile of one pair. Tiles outside the areas are legal and cost little.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="tile">Where the tile lies on the grid.</param>
    /// <param name="phase">Unwrapped phase, radians, shape (rows, columns) of the tile; NaN, infinity and 0 are no-data.</param>
    /// <exception cref="ArgumentException">The number of phases is not that of the tile's pixels, or the tile reaches over the grid.</exception>
    public void Add(int pair, Tile tile, ReadOnlySpan<float> phase) => Take(pair, tile, phase, collected);

    /// <summary>Takes what it needs from a tile of one pair's coherence, for the standard deviation of the reference.</summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="tile">Where the tile lies on the grid.</param>
    /// <param name="coherence">Coherence, pure number 0 to 1, shape (rows, columns) of the tile; NaN and 0 are no-data.</param>
    /// <exception cref="ArgumentException">The number of coherences is not that of the tile's pixels, or the tile reaches over the grid.</exception>
    public void AddCoherence(int pair, Tile tile, ReadOnlySpan<float> coherence) => Take(pair, tile, coherence, coherences);

    /// <summary>The reference of areas that count once each and of whose motion nothing is known, radians; none is judged.</summary>
    /// <exception cref="RequestException">Not one pair has a valid pixel.</exception>
    public Reference Compute() => Compute(new ReferenceTieOptions());

    /// <summary>
    /// The reference: median or mean of the valid pixels of each area and pair, radians, tied into one value per pair. Means are summed in double precision in the order
    /// of the pixels, so that nothing is changed by the tiles they came in.
    /// </summary>
    /// <param name="options">How the areas are tied (weights as pure numbers, metres per radian).</param>
    /// <exception cref="RequestException">Not one pair has a valid pixel, or there is not one known motion for each area.</exception>
    public Reference Compute(ReferenceTieOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pairs = network.Pairs.Count;
        var areas = choice.Areas.Count;
        if (options.Motions.Count > 0 && (options.Motions.Count != areas || options.Motions.Any(m => m.Displacement.Length != network.Dates.Count) || double.IsNaN(options.MetresPerRadian)))
        {
            throw new RequestException($"reference.motion has {options.Motions.Count} entries for {areas} reference areas. Give one for each area of reference.areas, in their order; 0 for one that does not move.");
        }

        var statistics = new AreaStatistics(collected, coherences, areaOf, areas, pairs, choice.Statistic, options.Looks);
        if (!Array.Exists(statistics.Counts, c => c > 0))
        {
            throw new RequestException(
                $"No interferogram has a value at the reference ({string.Join(" and ", choice.Areas.Select(a => a.Describe(grid)))}). Choose other reference.areas or leave them empty.");
        }

        var phase = statistics.Phase;
        for (var area = 0; area < options.Motions.Count; area++)
        {
            var motion = options.Motions[area].Displacement;
            for (var k = 0; k < pairs; k++)
            {
                phase[area][k] -= (motion[network.SecondIndex[k]] - motion[network.FirstIndex[k]]) / options.MetresPerRadian;
            }
        }

        var ties = ReferenceAreaJudge.Tie(network, phase, options, out var moving);
        return Assemble(options, statistics, ties, moving);
    }

    private Reference Assemble(ReferenceTieOptions options, AreaStatistics statistics, ReferenceTies ties, bool[] moving)
    {
        var areas = choice.Areas.Count;
        var joint = ties.Joint;
        var isPooled = options.Weights == ReferenceWeights.Pixels && areas > 1;
        if (isPooled)
        {
            if (options.Motions.Count > 0)
            {
                throw new RequestException("reference.weights: pixels makes one statistic of all areas and cannot bring in the motion of each. Set it to equal or scatter, or leave reference.motion empty.");
            }

            joint = statistics.Pooled([.. ties.Weights.Select(w => w > 0)]);
        }

        var sigma = ReferenceUncertainty.Of(statistics.Phase, joint, statistics.Variance, ties.Weights);
        var reports = new List<ReferenceAreaReport>();
        for (var area = 0; area < areas; area++)
        {
            var (rate, rateSigma, scatter) = areas < 2 || double.IsNaN(options.MetresPerRadian)
                ? (double.NaN, double.NaN, double.NaN)
                : ReferenceAreaJudge.Line(ties, area, network, options.MetresPerRadian);
            reports.Add(new ReferenceAreaReport(
                choice.Areas[area], areaOf.Count(a => a == area), ties.Weights[area], rate, rateSigma, scatter,
                double.IsNaN(rate) ? [] : [.. ties.Series[area].Select(s => s * options.MetresPerRadian)],
                ReferenceAreaJudge.Verdict(rate, rateSigma, ties.Weights[area], moving[area], areas, choice.Areas[area], grid)));
        }

        var notes = Notes(statistics.Counts).Concat(double.IsNaN(options.MetresPerRadian) || areas < 2 ? [] : reports.Select((r, a) => $"Area {a + 1}: {r.Verdict}"));
        return new Reference(choice with { Reasons = [.. choice.Reasons, .. notes] }, joint, statistics.Counts, pixels.Length)
        {
            SigmaValues = sigma,
            AreaReports = reports,
        };
    }

    private void Take(int pair, Tile tile, ReadOnlySpan<float> values, float[] into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pair);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pair, network.Pairs.Count);
        if (values.Length != tile.PixelCount || !grid.Whole.Contains(tile))
        {
            throw new ArgumentException($"{values.Length} values do not fit {tile} of a grid of {grid.Rows} x {grid.Columns} pixels.", nameof(values));
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (pixels[i] / grid.Columns, pixels[i] % grid.Columns);
            if (row >= tile.Row && row < tile.EndRow && column >= tile.Column && column < tile.EndColumn)
            {
                var value = values[((row - tile.Row) * tile.Columns) + column - tile.Column];
                into[((long)pair * pixels.Length) + i] = value == 0 || !float.IsFinite(value) ? float.NaN : value;
            }
        }
    }

    private IEnumerable<string> Notes(int[] counts)
    {
        if (goodPixels > pixels.Length)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Of {goodPixels} good pixels {pixels.Length}, evenly taken, make the reference.");
        }

        var without = Enumerable.Range(0, counts.Length).Where(k => counts[k] == 0).Select(k => network.Pairs[k].ToString()).ToArray();
        if (without.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{without.Length} pairs have no value at the reference and cannot be used: {string.Join(", ", without.Take(10))}{(without.Length > 10 ? ", ..." : "")}.");
        }

        var weak = counts.Count(c => c > 0 && 2 * c < pixels.Length);
        if (weak > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{weak} pairs have a value at fewer than half of the reference's {pixels.Length} pixels.");
        }
    }
}

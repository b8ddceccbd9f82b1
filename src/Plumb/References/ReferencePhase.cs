using System.Globalization;
using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.References;

/// <summary>
/// Collects the phase of the reference areas while tiles stream past, then makes one value per pair. Holds pairs times pixels of the areas,
/// nothing more. Tiles may come in any order and from several threads; a pixel that lies in two areas counts once.
/// </summary>
public sealed class ReferencePhase
{
    /// <summary>Most pixels that are collected (count); of larger areas an even selection of about this number is taken, and said.</summary>
    public const int MaxPixels = 50_000;

    private readonly Network network;
    private readonly Grid grid;
    private readonly ReferenceChoice choice;
    private readonly int[] pixels;
    private readonly int goodPixels;
    private readonly float[] collected;

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
        var inside = new SortedSet<int>();
        foreach (var tile in choice.Areas.Select(a => a.On(grid)))
        {
            for (var row = tile.Row; row < tile.EndRow; row++)
            {
                for (var column = tile.Column; column < tile.EndColumn; column++)
                {
                    var pixel = (row * grid.Columns) + column;
                    if (mask.IsGood(pixel))
                    {
                        inside.Add(pixel);
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
        pixels = [.. inside.Where((_, i) => i % step == 0)];
        collected = new float[checked(network.Pairs.Count * pixels.Length)];
        Array.Fill(collected, float.NaN);
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
    public void Add(int pair, Tile tile, ReadOnlySpan<float> phase)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pair);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pair, network.Pairs.Count);
        if (phase.Length != tile.PixelCount || !grid.Whole.Contains(tile))
        {
            throw new ArgumentException($"{phase.Length} phases do not fit {tile} of a grid of {grid.Rows} x {grid.Columns} pixels.", nameof(phase));
        }

        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (pixels[i] / grid.Columns, pixels[i] % grid.Columns);
            if (row >= tile.Row && row < tile.EndRow && column >= tile.Column && column < tile.EndColumn)
            {
                var value = phase[((row - tile.Row) * tile.Columns) + column - tile.Column];
                collected[((long)pair * pixels.Length) + i] = value == 0 || !float.IsFinite(value) ? float.NaN : value;
            }
        }
    }

    /// <summary>
    /// The reference: median or mean of the valid pixels of each pair, radians. The mean is summed in double precision in the order of the
    /// pixels, so that neither is changed by the tiles it came in.
    /// </summary>
    /// <exception cref="RequestException">Not one pair has a valid pixel.</exception>
    public Reference Compute()
    {
        var phase = new double[network.Pairs.Count];
        var counts = new int[phase.Length];
        var valid = new float[pixels.Length];
        for (var pair = 0; pair < phase.Length; pair++)
        {
            foreach (var value in collected.AsSpan(pair * pixels.Length, pixels.Length))
            {
                if (!float.IsNaN(value))
                {
                    valid[counts[pair]++] = value;
                }
            }

            phase[pair] = Value(valid.AsSpan(0, counts[pair]));
        }

        if (!Array.Exists(counts, c => c > 0))
        {
            throw new RequestException(
                $"No interferogram has a value at the reference ({string.Join(" and ", choice.Areas.Select(a => a.Describe(grid)))}). Choose other reference.areas or leave them empty.");
        }

        return new Reference(choice with { Reasons = [.. choice.Reasons, .. Notes(counts)] }, phase, counts, pixels.Length);
    }

    private double Value(Span<float> valid)
    {
        if (valid.IsEmpty)
        {
            return double.NaN;
        }

        if (choice.Statistic == ReferenceStatistic.Median)
        {
            return OrderStatistics.Median(valid);
        }

        var sum = 0.0;
        foreach (var value in valid)
        {
            sum += value;
        }

        return sum / valid.Length;
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

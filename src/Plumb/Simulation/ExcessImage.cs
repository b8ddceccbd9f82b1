using Plumb.Grids;

namespace Plumb.Simulation;

/// <summary>Whole cycles that an unwrapped phase has too many: the few pixels that have any.</summary>
internal sealed class ExcessImage
{
    private const double Turn = 2.0 * Math.PI;
    private readonly int[] pixels;
    private readonly short[] cycles;

    private ExcessImage(int[] pixels, short[] cycles) => (this.pixels, this.cycles) = (pixels, cycles);

    /// <summary>An image that is right everywhere.</summary>
    internal static ExcessImage None { get; } = new([], []);

    /// <summary>What an unwrapped phase has too much of a true one, relative to the cycles that most pixels have.</summary>
    /// <param name="found">Unwrapped phase, radians; shape (rows, columns).</param>
    /// <param name="truth">True phase, radians; same shape.</param>
    internal static ExcessImage Of(ReadOnlySpan<float> found, ReadOnlySpan<float> truth)
    {
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < found.Length; i++)
        {
            var k = Cycles(found[i], truth[i]);
            counts[k] = counts.GetValueOrDefault(k) + 1;
        }

        var usual = counts.MaxBy(c => (c.Value, -c.Key)).Key;
        var (pixels, cycles) = (new List<int>(), new List<short>());
        for (var i = 0; i < found.Length; i++)
        {
            var k = Cycles(found[i], truth[i]) - usual;
            if (k != 0)
            {
                pixels.Add(i);
                cycles.Add((short)k);
            }
        }

        return pixels.Count == 0 ? None : new ExcessImage([.. pixels], [.. cycles]);
    }

    /// <summary>The pixels of a tile that have excess cycles: their place in the tile, row by row, and the cycles.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="columns">Columns of the whole image.</param>
    internal IEnumerable<(int At, short Cycles)> In(Tile tile, int columns)
    {
        for (var row = tile.Row; pixels.Length > 0 && row < tile.EndRow; row++)
        {
            var first = (row * columns) + tile.Column;
            var k = Array.BinarySearch(pixels, first);
            for (k = k < 0 ? ~k : k; k < pixels.Length && pixels[k] < first + tile.Columns; k++)
            {
                yield return (((row - tile.Row) * tile.Columns) + pixels[k] - first, cycles[k]);
            }
        }
    }

    private static int Cycles(float found, float truth) => (int)Math.Round((found - truth) / Turn);
}

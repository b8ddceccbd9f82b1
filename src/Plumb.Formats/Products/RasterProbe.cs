using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>A quick look at a raster's numbers: a stretch of two lines, and whole lines only where those hold nothing.</summary>
internal static class RasterProbe
{
    public const string Good = "good";
    public const string Empty = "empty";
    public const string Absurd = "absurd";
    public const string OutsideUnit = "outside unit";

    private const float LargestPhase = 1e6f;

    private const int Stretch = 256;

    /// <summary>
    /// Reads the end of the last line (so that a truncated file is found), then lines from the middle outwards until a value
    /// is met: first a stretch of the middle line, which costs one block of a tiled file, then whole lines.
    /// </summary>
    public static string Look(IRasterSource raster)
    {
        using var reader = raster.Open();
        var grid = raster.Grid;
        var width = Math.Min(Stretch, grid.Columns);
        var state = State(reader, new Tile(grid.Rows - 1, grid.Columns - width, 1, width), Empty);
        state = State(reader, new Tile(grid.Rows / 2, (grid.Columns - width) / 2, 1, width), state);
        foreach (var row in Order(grid.Rows))
        {
            if (state != Empty)
            {
                break;
            }

            state = State(reader, new Tile(row, 0, 1, grid.Columns), state);
        }

        return state;
    }

    private static string State(IRasterReader reader, Tile tile, string state)
    {
        var line = new float[tile.Columns];
        reader.Read(tile, line);
        foreach (var value in line)
        {
            if (!float.IsNaN(value))
            {
                state = Worse(state, Math.Abs(value) <= LargestPhase ? value is >= 0 and <= 1.0001f ? Good : OutsideUnit : Absurd);
            }
        }

        return state;
    }

    private static string Worse(string before, string now) =>
        before == Absurd || now == Absurd ? Absurd : before == OutsideUnit || now == OutsideUnit ? OutsideUnit : Good;

    private static IEnumerable<int> Order(int rows)
    {
        yield return rows - 1;
        for (var step = 0; step <= rows / 2; step++)
        {
            if ((rows / 2) + step < rows - 1)
            {
                yield return (rows / 2) + step;
            }

            if (step > 0 && (rows / 2) - step >= 0)
            {
                yield return (rows / 2) - step;
            }
        }
    }
}

using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>A quick look at a raster's numbers: a few lines, and the rest only where those hold nothing.</summary>
internal static class RasterProbe
{
    public const string Good = "good";
    public const string Empty = "empty";
    public const string Absurd = "absurd";
    public const string OutsideUnit = "outside unit";

    private const float LargestPhase = 1e6f;

    /// <summary>Reads the last line (so that a truncated file is found), then lines from the middle outwards until a value is met.</summary>
    public static string Look(IRasterSource raster)
    {
        using var reader = raster.Open();
        var grid = raster.Grid;
        var line = new float[grid.Columns];
        var state = Empty;
        foreach (var row in Order(grid.Rows))
        {
            reader.Read(new Tile(row, 0, 1, grid.Columns), line);
            foreach (var value in line)
            {
                if (!float.IsNaN(value))
                {
                    state = Worse(state, Math.Abs(value) <= LargestPhase ? value is >= 0 and <= 1.0001f ? Good : OutsideUnit : Absurd);
                }
            }

            if (state != Empty && row != grid.Rows - 1)
            {
                break;
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

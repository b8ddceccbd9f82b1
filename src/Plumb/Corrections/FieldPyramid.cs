namespace Plumb.Corrections;

/// <summary>
/// Completes fields with holes: means over ever larger squares go up, and what a cell lacks comes down from them, bilinear (pull-push, Gortler et al. 1996,
/// doi:10.1145/237170.237200). For one thread.
/// </summary>
internal sealed class FieldPyramid
{
    private readonly List<Level> levels = [];

    public FieldPyramid(float[] weight, int rows, int columns)
    {
        levels.Add(new Level(weight, rows, columns));
        while (rows > 1 || columns > 1)
        {
            var above = levels[^1];
            (rows, columns) = ((rows + 1) / 2, (columns + 1) / 2);
            var next = new Level(new float[rows * columns], rows, columns);
            for (var r = 0; r < above.Rows; r++)
            {
                for (var c = 0; c < above.Columns; c++)
                {
                    next.Weight[(r / 2 * columns) + (c / 2)] += above.Weight[(r * above.Columns) + c];
                }
            }

            for (var i = 0; i < next.Weight.Length; i++)
            {
                next.Total[i] = next.Weight[i];
                next.Weight[i] = Math.Min(1, next.Weight[i]);
            }

            levels.Add(next);
        }
    }

    /// <summary>Fills cells by as much as their weight is below 1; all weights 0 leave zeros.</summary>
    public void Complete(Span<float> field)
    {
        field.CopyTo(levels[0].Values);
        for (var l = 1; l < levels.Count; l++)
        {
            Pull(levels[l - 1], levels[l]);
        }

        for (var l = levels.Count - 2; l >= 0; l--)
        {
            Push(levels[l + 1], levels[l]);
        }

        levels[0].Values.CopyTo(field);
    }

    private static void Pull(Level fine, Level coarse)
    {
        Array.Clear(coarse.Values);
        for (var r = 0; r < fine.Rows; r++)
        {
            for (var c = 0; c < fine.Columns; c++)
            {
                var i = (r * fine.Columns) + c;
                coarse.Values[(r / 2 * coarse.Columns) + (c / 2)] += fine.Weight[i] * fine.Values[i];
            }
        }

        for (var i = 0; i < coarse.Values.Length; i++)
        {
            coarse.Values[i] = coarse.Total[i] > 0 ? coarse.Values[i] / coarse.Total[i] : 0;
        }
    }

    private static void Push(Level coarse, Level fine)
    {
        for (var r = 0; r < fine.Rows; r++)
        {
            for (var c = 0; c < fine.Columns; c++)
            {
                var i = (r * fine.Columns) + c;
                if (fine.Weight[i] < 1)
                {
                    fine.Values[i] = (fine.Weight[i] * fine.Values[i]) + ((1 - fine.Weight[i]) * coarse.At((r - 0.5f) / 2, (c - 0.5f) / 2));
                }
            }
        }
    }

    private sealed class Level(float[] weight, int rows, int columns)
    {
        public int Rows { get; } = rows;

        public int Columns { get; } = columns;

        public float[] Weight { get; } = weight;

        public float[] Total { get; } = new float[weight.Length];

        public float[] Values { get; } = new float[weight.Length];

        public float At(float row, float column)
        {
            var y = Math.Clamp(row, 0, Rows - 1);
            var x = Math.Clamp(column, 0, Columns - 1);
            var (r, c) = (Math.Min((int)y, Math.Max(0, Rows - 2)), Math.Min((int)x, Math.Max(0, Columns - 2)));
            var (below, right) = (Math.Min(r + 1, Rows - 1), Math.Min(c + 1, Columns - 1));
            var (v, u) = (y - r, x - c);
            var upper = Values[(r * Columns) + c] + (u * (Values[(r * Columns) + right] - Values[(r * Columns) + c]));
            var lower = Values[(below * Columns) + c] + (u * (Values[(below * Columns) + right] - Values[(below * Columns) + c]));
            return upper + (v * (lower - upper));
        }
    }
}

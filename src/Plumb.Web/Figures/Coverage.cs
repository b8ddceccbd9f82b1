namespace Plumb.Web.Figures;

/// <summary>
/// How much of each pixel a shape covers, a pure number from 0 to 1, shape (rows, columns). Strokes use the distance to
/// the centre line; areas use exact signed coverage, summed along each row.
/// </summary>
internal sealed class Coverage(int columns, int rows)
{
    private readonly float[] cover = new float[(columns + 2) * rows];
    private readonly int[] first = Enumerable.Repeat(int.MaxValue, rows).ToArray();
    private readonly int[] last = Enumerable.Repeat(-1, rows).ToArray();
    private readonly int stride = columns + 2;

    /// <summary>Adds a straight piece of a stroke with round ends; pieces do not add up where they overlap.</summary>
    public void AddSegment(Position a, Position b, double width, Box clip)
    {
        var (half, most) = (0.5 * width, Math.Min(width, 1));
        var reach = half + 0.5;
        var (top, bottom) = (Math.Max(Math.Min(a.Y, b.Y) - reach, clip.Y), Math.Min(Math.Max(a.Y, b.Y) + reach, clip.Bottom));
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var square = (dx * dx) + (dy * dy);
        for (var row = Math.Max(0, (int)Math.Floor(top)); row < Math.Min(rows, (int)Math.Ceiling(bottom)); row++)
        {
            var y = row + 0.5;
            var (low, high) = SpanOf(a, b, dx, dy, y, reach);
            var from = Math.Max(Math.Max(0, (int)Math.Floor(low - reach)), (int)Math.Round(clip.X));
            var to = Math.Min(Math.Min(columns, (int)Math.Ceiling(high + reach)), (int)Math.Round(clip.Right));
            for (var column = from; column < to; column++)
            {
                var x = column + 0.5;
                var t = square > 0 ? Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / square, 0, 1) : 0;
                var (ex, ey) = (x - a.X - (t * dx), y - a.Y - (t * dy));
                var value = (float)Math.Clamp(reach - Math.Sqrt((ex * ex) + (ey * ey)), 0, most);
                if (value > 0)
                {
                    Touch(row, column, column);
                    ref var cell = ref cover[(row * stride) + column];
                    cell = Math.Max(cell, value);
                }
            }
        }
    }

    /// <summary>Adds the area inside a simple polygon. The corners lie inside the picture.</summary>
    public void AddArea(ReadOnlySpan<Position> corners)
    {
        for (var i = 0; i < corners.Length; i++)
        {
            AddEdge(corners[i], corners[(i + 1) % corners.Length]);
        }

        for (var row = 0; row < rows; row++)
        {
            var sum = 0f;
            for (var column = first[row]; column <= last[row]; column++)
            {
                ref var cell = ref cover[(row * stride) + column];
                sum += cell;
                cell = Math.Min(1, Math.Abs(sum));
            }
        }
    }

    /// <summary>Paints what is covered and forgets it.</summary>
    public void Paint(Raster raster, Colour colour)
    {
        var opacity = colour.A / 255f;
        for (var row = 0; row < rows; row++)
        {
            if (last[row] < 0)
            {
                continue;
            }

            var pixels = raster.Row(row);
            var cells = cover.AsSpan(row * stride, stride);
            for (var column = first[row]; column <= Math.Min(last[row], columns - 1); column++)
            {
                if (cells[column] > 0)
                {
                    pixels[column] = Over(pixels[column], colour, cells[column] * opacity);
                }
            }

            cells[first[row]..(last[row] + 1)].Clear();
            (first[row], last[row]) = (int.MaxValue, -1);
        }
    }

    /// <summary>A colour laid over a solid one with a given share, a pure number from 0 to 1.</summary>
    public static Colour Over(Colour below, Colour above, float share) => new(
        Mix(below.R, above.R, share),
        Mix(below.G, above.G, share),
        Mix(below.B, above.B, share));

    private static byte Mix(byte below, byte above, float share) => (byte)(below + ((above - below) * share) + 0.5f);

    private static (double Low, double High) SpanOf(Position a, Position b, double dx, double dy, double y, double reach)
    {
        if (Math.Abs(dy) < 1e-9)
        {
            return (Math.Min(a.X, b.X), Math.Max(a.X, b.X));
        }

        var t0 = Math.Clamp((y - reach - a.Y) / dy, 0, 1);
        var t1 = Math.Clamp((y + reach - a.Y) / dy, 0, 1);
        var (x0, x1) = (a.X + (t0 * dx), a.X + (t1 * dx));
        return (Math.Min(x0, x1), Math.Max(x0, x1));
    }

    private void AddEdge(Position a, Position b)
    {
        if (a.Y == b.Y)
        {
            return;
        }

        var sign = a.Y < b.Y ? 1.0 : -1.0;
        var (top, bottom) = a.Y < b.Y ? (a, b) : (b, a);
        var slope = (bottom.X - top.X) / (bottom.Y - top.Y);
        for (var row = Math.Max(0, (int)top.Y); row < Math.Min(rows, (int)Math.Ceiling(bottom.Y)); row++)
        {
            var (y0, y1) = (Math.Max(top.Y, row), Math.Min(bottom.Y, row + 1));
            if (y1 > y0)
            {
                var (x0, x1) = (top.X + ((y0 - top.Y) * slope), top.X + ((y1 - top.Y) * slope));
                AddPiece(row, Math.Min(x0, x1), Math.Max(x0, x1), sign * (y1 - y0));
            }
        }
    }

    private void AddPiece(int row, double left, double right, double height)
    {
        var (from, to) = ((int)left, (int)right);
        if (from == to)
        {
            var inside = 1 - (0.5 * (left + right) - from);
            Add(row, from, height * inside);
            Add(row, from + 1, height * (1 - inside));
            return;
        }

        var perColumn = height / (right - left);
        var before = 0.0;
        for (var column = from; column <= to; column++)
        {
            var (x0, x1) = (Math.Max(left, column), Math.Min(right, column + 1));
            var inside = (0.5 * (x1 - x0) + (column + 1 - x1)) * (x1 - x0) * perColumn;
            Add(row, column, inside + before);
            before = ((x1 - x0) * perColumn) - inside;
        }

        Add(row, to + 1, before);
    }

    private void Add(int row, int column, double value)
    {
        if (column < stride)
        {
            Touch(row, column, column);
            cover[(row * stride) + column] += (float)value;
        }
    }

    private void Touch(int row, int from, int to)
    {
        first[row] = Math.Min(first[row], from);
        last[row] = Math.Max(last[row], to);
    }
}

using Plumb.Grids;

namespace Plumb.Processing.Operations;

/// <summary>The wrapped phase of a complex image for a picture: every n-th pixel of every n-th row, since means of phases would wash fringes out.</summary>
public sealed class PhasePreview
{
    /// <summary>Most pixels along the longer side (unit: pixels).</summary>
    public const int MostPixels = 400;

    private readonly int columns;
    private readonly int step;

    /// <summary>An empty preview of an image, all no-data.</summary>
    /// <param name="grid">The grid of the image.</param>
    public PhasePreview(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        columns = grid.Columns;
        step = Math.Max(1, (Math.Max(grid.Rows, grid.Columns) + MostPixels - 1) / MostPixels);
        Grid = new Grid(grid.Crs, grid.OriginX, grid.OriginY, step * grid.StepX, step * grid.StepY, (grid.Columns + step - 1) / step, (grid.Rows + step - 1) / step);
        Phase = new float[Grid.PixelCount];
        Array.Fill(Phase, float.NaN);
    }

    /// <summary>The grid of the preview.</summary>
    public Grid Grid { get; }

    /// <summary>Wrapped phase, radian from -pi to pi; shape (rows, columns) of the preview; NaN is no-data.</summary>
    public float[] Phase { get; }

    /// <summary>Takes whole rows of the image.</summary>
    /// <param name="row">The first row (unit: pixels).</param>
    /// <param name="pairs">Real and imaginary parts in turns, any unit; shape (rows, columns, 2); 0 or not finite is no-data.</param>
    public void Add(int row, ReadOnlySpan<float> pairs)
    {
        for (var r = 0; r < pairs.Length / (2 * columns); r++)
        {
            if ((row + r) % step != 0)
            {
                continue;
            }

            var line = pairs.Slice(2 * r * columns, 2 * columns);
            var target = (row + r) / step * Grid.Columns;
            for (var c = 0; c < columns; c += step)
            {
                var (x, y) = (line[2 * c], line[(2 * c) + 1]);
                Phase[target + (c / step)] = (x == 0 && y == 0) || !float.IsFinite(x + y) ? float.NaN : MathF.Atan2(y, x);
            }
        }
    }
}

namespace Plumb.Simulation;

/// <summary>
/// What the radar sees of a trough with a prescribed life cycle, or of a slide: line-of-sight motion for a motion of 1 at its deepest point or in its middle, a
/// pure number per pixel. The shape does not change with time, so that it is computed once. One pixel beyond the image on each side.
/// </summary>
internal sealed class TroughImage
{
    private readonly int firstRow;
    private readonly int firstColumn;
    private readonly int rows;
    private readonly int columns;
    private readonly float[] factor;

    internal TroughImage(LifeCycleTrough trough, ViewGeometry view, int imageRows, int imageColumns)
        : this(trough.Bounds(view), trough.Shape, view, imageRows, imageColumns)
    {
    }

    internal TroughImage(SlideBody slide, ViewGeometry view, int imageRows, int imageColumns)
        : this(slide.Bounds(view), slide.Shape, view, imageRows, imageColumns)
    {
    }

    private TroughImage(
        (double FirstRow, double LastRow, double FirstColumn, double LastColumn) bounds, Func<double, double, (double East, double North, double Up)> shapeAt, ViewGeometry view, int imageRows,
        int imageColumns)
    {
        firstRow = (int)Math.Max(-1, Math.Floor(bounds.FirstRow));
        firstColumn = (int)Math.Max(-1, Math.Floor(bounds.FirstColumn));
        rows = Math.Max(0, (int)Math.Min(imageRows, Math.Ceiling(bounds.LastRow)) - firstRow + 1);
        columns = Math.Max(0, (int)Math.Min(imageColumns, Math.Ceiling(bounds.LastColumn)) - firstColumn + 1);
        factor = new float[rows * columns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var (row, column) = (firstRow + r, firstColumn + c);
                var (east, north) = view.Position(row, column);
                var shape = shapeAt(east, north);
                var look = view.Look(row, column);
                factor[(r * columns) + c] = (float)((look.East * shape.East) + (look.North * shape.North) + (look.Up * shape.Up));
            }
        }
    }

    /// <summary>Adds the line-of-sight motion to part of a row, in the unit of the depth.</summary>
    internal void AddRow(int row, int column, float depth, Span<float> los)
    {
        if (depth == 0f || row < firstRow || row >= firstRow + rows)
        {
            return;
        }

        var from = Math.Max(column, firstColumn);
        var to = Math.Min(column + los.Length, firstColumn + columns);
        var line = (row - firstRow) * columns;
        for (var c = from; c < to; c++)
        {
            los[c - column] += depth * factor[line + c - firstColumn];
        }
    }
}

namespace Plumb.Web.Figures;

/// <summary>A frame with two axes: turns values into positions and draws ticks, grid lines and titles.</summary>
internal sealed class PlotArea(Box box, (double Low, double High) x, (double Low, double High) y)
{
    private const double LabelSize = 11.5;
    private static readonly Stroke GridLine = new(Colour.Faint, 1);
    private static readonly Stroke FrameLine = new(Colour.Ink, 1);

    /// <summary>The frame, pixels.</summary>
    public Box Box => box;

    /// <summary>Position of a value, pixels from the left.</summary>
    public double X(double value) => box.X + ((value - x.Low) / (x.High - x.Low) * box.Width);

    /// <summary>Position of a value, pixels from the top.</summary>
    public double Y(double value) => box.Bottom - ((value - y.Low) / (y.High - y.Low) * box.Height);

    /// <summary>Position of a point, pixels.</summary>
    public Position At(double horizontal, double vertical) => new(X(horizontal), Y(vertical));

    /// <summary>Draws ground and grid lines; comes before the data.</summary>
    public void DrawGrid(Canvas canvas, IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks)
    {
        foreach (var tick in xTicks)
        {
            canvas.Segment(X(tick.Value), box.Y, X(tick.Value), box.Bottom, GridLine);
        }

        foreach (var tick in yTicks)
        {
            canvas.Segment(box.X, Y(tick.Value), box.Right, Y(tick.Value), GridLine);
        }
    }

    /// <summary>Draws frame, ticks and titles; comes after the data.</summary>
    public void DrawAxes(Canvas canvas, IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks, string xTitle, string yTitle)
    {
        canvas.Frame(box, FrameLine);
        DrawXLabels(canvas, xTicks);
        var widest = 0.0;
        foreach (var tick in yTicks)
        {
            canvas.Segment(box.X - 4, Y(tick.Value), box.X, Y(tick.Value), FrameLine);
            canvas.Text(tick.Label, new Position(box.X - 7, Y(tick.Value) + 4), new TextStyle(LabelSize, Colour.Ink, Anchor.End));
            widest = Math.Max(widest, Canvas.WidthOf(tick.Label, LabelSize));
        }

        if (xTitle.Length > 0)
        {
            canvas.Text(xTitle, new Position(box.X + (0.5 * box.Width), box.Bottom + 34), new TextStyle(12, Colour.Ink, Anchor.Middle));
        }

        if (yTitle.Length > 0)
        {
            var at = Math.Max(14, box.X - widest - 16);
            canvas.Text(
                Figure.Fit(yTitle, box.Height + 40, 12),
                new Position(at, box.Y + (0.5 * box.Height)),
                new TextStyle(12, Colour.Ink, Anchor.Middle, Upwards: true));
        }
    }

    private void DrawXLabels(Canvas canvas, IReadOnlyList<Tick> xTicks)
    {
        var free = double.NegativeInfinity;
        foreach (var tick in xTicks)
        {
            canvas.Segment(X(tick.Value), box.Bottom, X(tick.Value), box.Bottom + 4, FrameLine);
            var half = 0.5 * Canvas.WidthOf(tick.Label, LabelSize);
            var middle = Math.Clamp(X(tick.Value), half + 2, Math.Max(half + 2, canvas.Width - half - 2));
            if (middle - half > free)
            {
                canvas.Text(tick.Label, new Position(middle, box.Bottom + 17), new TextStyle(LabelSize, Colour.Ink, Anchor.Middle));
                free = middle + half + 6;
            }
        }
    }
}

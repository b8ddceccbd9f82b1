namespace Plumb.Web.Figures;

/// <summary>A place measured in two ways, both in the unit shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Known">What it is held against, in the unit shown.</param>
/// <param name="Found">What was measured, in the unit shown.</param>
/// <param name="Spread">Standard deviation of what was measured, in the unit shown; NaN for none.</param>
public sealed record BenchmarkPoint(string Name, double Known, double Found, double Spread);

/// <summary>Few named places measured in two ways: points with bars of one standard deviation, the line on which both are equal, and a fitted one.</summary>
public sealed class BenchmarkFigure : Figure
{
    private static readonly Colour Point = new(28, 86, 142);
    private static readonly Colour Fitted = new(176, 62, 20);
    private readonly IReadOnlyList<BenchmarkPoint> points;
    private readonly string xLabel;
    private readonly string yLabel;

    /// <summary>A figure of places.</summary>
    /// <param name="title">Title.</param>
    /// <param name="points">The places, in the unit shown; shape (place).</param>
    /// <param name="xLabel">What they are held against, with its unit.</param>
    /// <param name="yLabel">What was measured, with its unit.</param>
    /// <param name="size">Width and height, pixels.</param>
    public BenchmarkFigure(string title, IReadOnlyList<BenchmarkPoint> points, string xLabel, string yLabel, double size = 440)
    {
        ArgumentNullException.ThrowIfNull(points);
        (Title, this.points, this.xLabel, this.yLabel, Width) = (title, [.. points.Where(p => double.IsFinite(p.Known + p.Found))], xLabel, yLabel, size);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height => Width;

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => points.Count == 0 ? "No place." : $"{points.Count} places: {xLabel} against {yLabel}.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var (low, high) = Range();
        var box = new Box(66, 34, Width - 66 - 16, Height - 34 - 48);
        var area = new PlotArea(box, (low, high), (low, high));
        var ticks = Ticks.Numbers(low, high, 6);
        area.DrawGrid(canvas, ticks, ticks);
        canvas.PushClip(box);
        canvas.Segment(area.X(low), area.Y(low), area.X(high), area.Y(high), new Stroke(Colour.Ink, 1, 5, 4));
        if (Line() is var (slope, level))
        {
            canvas.Segment(area.X(low), area.Y(level + (slope * low)), area.X(high), area.Y(level + (slope * high)), new Stroke(Fitted, 1.5));
        }

        foreach (var point in points)
        {
            var at = area.At(point.Known, point.Found);
            if (point.Spread > 0)
            {
                canvas.Segment(at.X, area.Y(point.Found - point.Spread), at.X, area.Y(point.Found + point.Spread), new Stroke(Point, 1.5));
            }

            canvas.Disc(at, 4, Point, new Stroke(Colour.White, 1));
        }

        Names(canvas, area);
        canvas.PopClip();
        area.DrawAxes(canvas, ticks, ticks, xLabel, yLabel);
    }

    /// <summary>Names beside the points, on alternating sides so that close ones do not cover each other.</summary>
    private void Names(Canvas canvas, PlotArea area)
    {
        var left = false;
        foreach (var point in points.OrderBy(p => p.Known))
        {
            var at = area.At(point.Known, point.Found);
            canvas.Text(point.Name, new Position(at.X + (left ? -8 : 8), at.Y + (left ? -6 : 14)), new TextStyle(11, Colour.Ink, left ? Anchor.End : Anchor.Start));
            left = !left;
        }
    }

    private (double Low, double High) Range()
    {
        if (points.Count == 0)
        {
            return (-1, 1);
        }

        var spread = points.Max(p => double.IsFinite(p.Spread) ? p.Spread : 0);
        var (low, high) = (points.Min(p => Math.Min(p.Known, p.Found)) - spread, points.Max(p => Math.Max(p.Known, p.Found)) + spread);
        var margin = Math.Max(0.08 * (high - low), 1e-9);
        return (low - margin, high + margin);
    }

    private (double Slope, double Level)? Line()
    {
        if (points.Count < 3)
        {
            return null;
        }

        var (x, y) = (points.Average(p => p.Known), points.Average(p => p.Found));
        var squares = points.Sum(p => (p.Known - x) * (p.Known - x));
        if (!(squares > 0))
        {
            return null;
        }

        var slope = points.Sum(p => (p.Known - x) * (p.Found - y)) / squares;
        return (slope, y - (slope * x));
    }
}

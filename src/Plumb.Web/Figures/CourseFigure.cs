namespace Plumb.Web.Figures;

/// <summary>A series of a figure of courses.</summary>
/// <param name="Label">What it is, for the legend.</param>
/// <param name="Dates">Dates, ascending; shape (date).</param>
/// <param name="Values">Values in the unit shown; NaN is no-data; shape (date).</param>
/// <param name="IsLine">Whether it is drawn as a line alone, such as a truth; otherwise as points joined by a thin line.</param>
public sealed record CourseSeries(string Label, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Values, bool IsLine = false);

/// <summary>What is drawn as bars beneath the series, on an axis of its own at the right.</summary>
/// <param name="Label">What it is, with its unit.</param>
/// <param name="Dates">The middle day of each bar, ascending; shape (bar).</param>
/// <param name="Values">Heights in the unit of the label, 0 or more; shape (bar).</param>
/// <param name="Days">Width of a bar, days.</param>
public sealed record CourseBars(string Label, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Values, double Days);

/// <summary>Some series over time, and what may drive them as bars: motion of groups of ground above monthly precipitation.</summary>
public sealed class CourseFigure : Figure
{
    private static readonly Colour[] Colours = [new(28, 86, 142), new(176, 62, 20), new(60, 120, 60), new(110, 70, 140), new(120, 100, 20)];
    private static readonly Colour BarColour = new(120, 170, 205, 120);
    private readonly IReadOnlyList<CourseSeries> series;
    private readonly CourseBars? bars;
    private readonly string label;
    private readonly DateOnly first;
    private readonly DateOnly last;

    /// <summary>A figure of series.</summary>
    /// <param name="title">Title.</param>
    /// <param name="series">The series, at least one with a date.</param>
    /// <param name="label">What their values are, with their unit.</param>
    /// <param name="bars">Bars; null for none.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <exception cref="ArgumentException">No series has a date.</exception>
    public CourseFigure(string title, IReadOnlyList<CourseSeries> series, string label, CourseBars? bars = null, double width = 940, double height = 300)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (!series.Any(s => s.Dates.Count > 0))
        {
            throw new ArgumentException("One of the series has a date at least.", nameof(series));
        }

        (Title, this.series, this.label, this.bars, Width, Height) = (title, series, label, bars, width, height);
        (first, last) = (series.SelectMany(s => s.Dates).Min(), series.SelectMany(s => s.Dates).Max());
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => $"{string.Join(", ", series.Select(s => s.Label))} from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: {label}.{(bars is null ? "" : " Bars: " + bars.Label + ".")}";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var box = new Box(66, 50, Width - 66 - (bars is null ? 16 : 62), Height - 50 - 30);
        var margin = Math.Max(3, 0.02 * (last.DayNumber - first.DayNumber));
        var span = (first.DayNumber - margin, last.DayNumber + margin);
        var (low, high) = Range();
        var area = new PlotArea(box, span, (low, high));
        var (xTicks, yTicks) = (Ticks.Dates(first, last, (int)(box.Width / 84)), Ticks.Numbers(low, high, Math.Max(2, (int)(box.Height / 36))));
        area.DrawGrid(canvas, xTicks, yTicks);
        DrawBars(canvas, box, span);
        canvas.PushClip(box);
        canvas.Segment(box.X, area.Y(0), box.Right, area.Y(0), new Stroke(Colour.Muted, 1));
        for (var k = 0; k < series.Count; k++)
        {
            Draw(canvas, area, series[k], Colours[k % Colours.Length]);
        }

        canvas.PopClip();
        area.DrawAxes(canvas, xTicks, yTicks, "", label);
        DrawLegend(canvas, box.X);
    }

    private static void Draw(Canvas canvas, PlotArea area, CourseSeries one, Colour colour)
    {
        Position[] points = [.. Enumerable.Range(0, one.Dates.Count).Where(k => double.IsFinite(one.Values[k])).Select(k => area.At(one.Dates[k].DayNumber, one.Values[k]))];
        if (points.Length > 1)
        {
            canvas.Line(points, one.IsLine ? new Stroke(colour, 1.8) : new Stroke(colour.WithOpacity(0.5), 1.1));
        }

        foreach (var point in one.IsLine ? [] : points)
        {
            canvas.Disc(point, 2.4, colour, default);
        }
    }

    private (double Low, double High) Range()
    {
        double[] all = [0, .. series.SelectMany(s => s.Values).Where(double.IsFinite)];
        var margin = Math.Max(1e-6, 0.07 * (all.Max() - all.Min()));
        return (all.Min() - margin, all.Max() + margin);
    }

    private void DrawBars(Canvas canvas, Box box, (double First, double Last) span)
    {
        if (bars is null)
        {
            return;
        }

        int[] shown = [.. Enumerable.Range(0, bars.Dates.Count).Where(k => bars.Dates[k].DayNumber >= span.First - (bars.Days / 2) && bars.Dates[k].DayNumber <= span.Last + (bars.Days / 2))];
        // The bars keep to the lower half, so that the series stay readable.
        var top = 2.0 * Math.Max(1e-9, shown.Select(k => bars.Values[k]).DefaultIfEmpty(1).Max());
        var area = new PlotArea(box, span, (0, top));
        canvas.PushClip(box);
        foreach (var k in shown)
        {
            var (x0, x1) = (area.X(bars.Dates[k].DayNumber - (0.45 * bars.Days)), area.X(bars.Dates[k].DayNumber + (0.45 * bars.Days)));
            canvas.Fill(new Box(x0, area.Y(bars.Values[k]), x1 - x0, box.Bottom - area.Y(bars.Values[k])), BarColour);
        }

        canvas.PopClip();
        foreach (var tick in Ticks.Numbers(0, top / 2, 3))
        {
            canvas.Segment(box.Right, area.Y(tick.Value), box.Right + 4, area.Y(tick.Value), new Stroke(Colour.Ink, 1));
            canvas.Text(tick.Label, new Position(box.Right + 7, area.Y(tick.Value) + 4), new TextStyle(11.5, Colour.Ink));
        }

        canvas.Text(Fit(bars.Label, box.Height, 12), new Position(Width - 8, box.Y + (0.5 * box.Height)), new TextStyle(12, Colour.Muted, Anchor.Middle, Upwards: true));
    }

    private void DrawLegend(Canvas canvas, double x)
    {
        for (var k = 0; k < series.Count; k++)
        {
            canvas.Segment(x, 37, x + 20, 37, new Stroke(Colours[k % Colours.Length], 2));
            if (!series[k].IsLine)
            {
                canvas.Disc(new Position(x + 10, 37), 2.6, Colours[k % Colours.Length], default);
            }

            canvas.Text(series[k].Label, new Position(x + 26, 41), new TextStyle(TextSize, Colour.Ink));
            x += 48 + Canvas.WidthOf(series[k].Label, TextSize);
        }
    }
}

namespace Plumb.Web.Figures;

/// <summary>What a correction did over steady ground, before and after.</summary>
/// <param name="Distances">Distances between two places, metres (pixels where the ground is not known); ascending; shape (distance).</param>
/// <param name="DifferenceBefore">RMS difference of two places before, metres; NaN is no-data; shape (distance).</param>
/// <param name="DifferenceAfter">The same after, metres; shape (distance).</param>
/// <param name="Dates">Dates, ascending, at least one; shape (date).</param>
/// <param name="Before">Standard deviation of each date before, metres; NaN is no-data; shape (date).</param>
/// <param name="After">The same after, metres; shape (date).</param>
public sealed record BeforeAfterData(
    IReadOnlyList<double> Distances,
    IReadOnlyList<double> DifferenceBefore,
    IReadOnlyList<double> DifferenceAfter,
    IReadOnlyList<DateOnly> Dates,
    IReadOnlyList<double> Before,
    IReadOnlyList<double> After);

/// <summary>Two plots side by side: how much two places differ with the distance between them, and how much each date scatters; grey before, blue after a correction.</summary>
public sealed class BeforeAfterFigure : Figure
{
    private static readonly Colour Earlier = new(140, 146, 152);
    private static readonly Colour Later = new(28, 86, 142);
    private static readonly Colour Harm = new(176, 62, 20);
    private readonly BeforeAfterData data;
    private readonly bool isMetric;
    private readonly double harmRatio;

    /// <summary>A figure.</summary>
    /// <param name="title">Title.</param>
    /// <param name="data">What is drawn, metres.</param>
    /// <param name="harmRatio">A date is marked where it scatters more than this many times what it did before (pure number).</param>
    /// <param name="isMetric">Whether distances are metres; pixels otherwise.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <exception cref="ArgumentException">The parts differ in length, or there is no date.</exception>
    public BeforeAfterFigure(string title, BeforeAfterData data, double harmRatio, bool isMetric = true, double width = 860, double height = 250)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Dates.Count == 0 || data.Before.Count != data.Dates.Count || data.After.Count != data.Dates.Count ||
            data.DifferenceBefore.Count != data.Distances.Count || data.DifferenceAfter.Count != data.Distances.Count)
        {
            throw new ArgumentException("Each date and each distance has one value before and one after, and there is at least one date.", nameof(data));
        }

        (Title, this.data, this.harmRatio, this.isMetric, Width, Height) = (title, data, harmRatio, isMetric, width, height);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"The dates scatter by {Ticks.Number(1000 * Rms(data.Before), 1)} mm over steady ground before and by {Ticks.Number(1000 * Rms(data.After), 1)} mm after.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 180, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        canvas.Segment(Width - 158, 15.5, Width - 136, 15.5, new Stroke(Earlier, 2));
        canvas.Text("before", new Position(Width - 131, 20), new TextStyle(TextSize, Colour.Ink));
        canvas.Segment(Width - 84, 15.5, Width - 62, 15.5, new Stroke(Later, 2));
        canvas.Text("after", new Position(Width - 57, 20), new TextStyle(TextSize, Colour.Ink));
        DrawDistances(canvas, new Box(60, 34, (0.42 * Width) - 76, Height - 34 - 48));
        DrawDates(canvas, new Box((0.42 * Width) + 46, 34, (0.58 * Width) - 62, Height - 34 - 48));
    }

    private static double Rms(IReadOnlyList<double> values) =>
        Math.Sqrt(values.Where(double.IsFinite).Select(v => v * v).DefaultIfEmpty(0).Average());

    private static double Top(IEnumerable<double> values) =>
        Ticks.RoundUp(Math.Max(0.1, 1.06 * 1000 * values.Where(double.IsFinite).DefaultIfEmpty(0).Max()), 0.1);

    private static void Curve(Canvas canvas, IEnumerable<(double X, double Y)> points, PlotArea area, Colour colour)
    {
        Position[] line = [.. points.Where(p => double.IsFinite(p.Y)).Select(p => area.At(p.X, 1000 * p.Y))];
        if (line.Length > 1)
        {
            canvas.Line(line, new Stroke(colour, 1.6));
        }

        foreach (var point in line)
        {
            canvas.Disc(point, 2.4, colour, default);
        }
    }

    private void DrawDistances(Canvas canvas, Box box)
    {
        var scale = isMetric ? 1000.0 : 1;
        var longest = data.Distances.Count == 0 ? 1 : 1.04 * data.Distances[^1] / scale;
        var top = Top(data.DifferenceBefore.Concat(data.DifferenceAfter));
        var area = new PlotArea(box, (0, longest), (0, top));
        var (xTicks, yTicks) = (Ticks.Numbers(0, longest, Math.Max(2, (int)(box.Width / 60))), Ticks.Numbers(0, top, 4));
        area.DrawGrid(canvas, xTicks, yTicks);
        Curve(canvas, data.Distances.Select((d, i) => (d / scale, data.DifferenceBefore[i])), area, Earlier);
        Curve(canvas, data.Distances.Select((d, i) => (d / scale, data.DifferenceAfter[i])), area, Later);
        area.DrawAxes(canvas, xTicks, yTicks, isMetric ? "distance of two places, km" : "distance of two places, pixels", "RMS difference, mm");
    }

    private void DrawDates(Canvas canvas, Box box)
    {
        var (first, last) = (data.Dates[0].DayNumber, data.Dates[^1].DayNumber);
        var margin = Math.Max(3, 0.02 * (last - first));
        var top = Top(data.Before.Concat(data.After));
        var area = new PlotArea(box, (first - margin, last + margin), (0, top));
        var (xTicks, yTicks) = (Ticks.Dates(data.Dates[0], data.Dates[^1], (int)(box.Width / 78)), Ticks.Numbers(0, top, 4));
        area.DrawGrid(canvas, xTicks, yTicks);
        for (var i = 0; i < data.Dates.Count; i++)
        {
            var (before, after, x) = (1000 * data.Before[i], 1000 * data.After[i], area.X(data.Dates[i].DayNumber));
            if (double.IsFinite(before) && double.IsFinite(after))
            {
                var isWorse = data.After[i] > harmRatio * data.Before[i];
                canvas.Segment(x, area.Y(before), x, area.Y(after), new Stroke((isWorse ? Harm : Earlier).WithOpacity(0.6), 1.4));
                canvas.Disc(new Position(x, area.Y(before)), 2.4, Earlier, default);
                canvas.Disc(new Position(x, area.Y(after)), 2.4, isWorse ? Harm : Later, default);
            }
        }

        area.DrawAxes(canvas, xTicks, yTicks, "", "scatter of the date, mm");
    }
}

using Plumb.Uncertainty;

namespace Plumb.Web.Figures;

/// <summary>
/// How much two places differ at one date with the distance between them: measured over all dates, fitted, and each date by itself. Drawn is the standard deviation of the
/// difference, the root of twice the semivariance, which people can hold against a measured displacement.
/// </summary>
public sealed class SemivariogramFigure : Figure
{
    private readonly IReadOnlyList<SemivariogramClass> classes;
    private readonly VariogramModel model;
    private readonly IReadOnlyList<VariogramModel> dates;
    private readonly bool isMetric;
    private readonly double longest;
    private readonly double highest;

    /// <summary>A figure.</summary>
    /// <param name="title">Title.</param>
    /// <param name="classes">Measured semivariances, metres squared by metres; ascending distance.</param>
    /// <param name="model">What is fitted to them.</param>
    /// <param name="dates">What is fitted to single dates.</param>
    /// <param name="isMetric">Whether distances are metres; pixels otherwise.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    public SemivariogramFigure(
        string title, IReadOnlyList<SemivariogramClass> classes, VariogramModel model, IReadOnlyList<VariogramModel> dates, bool isMetric = true, double width = 560, double height = 320)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dates);
        (Title, this.classes, this.model, this.dates, this.isMetric, Width, Height) = (title, classes, model, dates, isMetric, width, height);
        longest = classes.Count > 0 ? 1.03 * classes[^1].Distance : 1;
        var tops = dates.Select(d => Millimetres(d.Of(longest))).Where(double.IsFinite).Order().ToArray();
        var usual = tops.Length > 0 ? tops[(int)(0.95 * (tops.Length - 1))] : 0;
        highest = Ticks.RoundUp(1.05 * Math.Max(usual, classes.Count > 0 ? classes.Max(c => Millimetres(c.Semivariance)) : 1), 0.1);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => classes.Count == 0
        ? "Nothing was measured."
        : $"Places {Distance(classes[0].Distance)} apart differ by {Ticks.Number(Millimetres(classes[0].Semivariance), 1)} mm (standard deviation over pairs of places and dates), places {Distance(classes[^1].Distance)} apart by {Ticks.Number(Millimetres(classes[^1].Semivariance), 1)} mm.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var box = new Box(62, 34, Width - 62 - 18, Height - 34 - 78);
        if (classes.Count == 0)
        {
            canvas.Frame(box, new Stroke(Colour.Ink, 1));
            canvas.Text("nothing measured", new Position(box.X + (0.5 * box.Width), box.Y + (0.5 * box.Height)), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
            return;
        }

        var scale = isMetric ? 1000.0 : 1;
        var area = new PlotArea(box, (0, longest / scale), (0, highest));
        var xTicks = Ticks.Numbers(0, longest / scale, Math.Max(2, (int)(box.Width / 70)));
        var yTicks = Ticks.Numbers(0, highest, 5);
        area.DrawGrid(canvas, xTicks, yTicks);
        canvas.PushClip(box);
        foreach (var date in dates)
        {
            Curve(canvas, area, date, scale, new Stroke(new Colour(120, 130, 140, 70), 1));
        }

        Curve(canvas, area, model, scale, new Stroke(Fitted, 2.4));
        foreach (var c in classes)
        {
            canvas.Disc(area.At(c.Distance / scale, Millimetres(c.Semivariance)), 3.6, Measured, new Stroke(Colour.White, 1));
        }

        canvas.PopClip();
        area.DrawAxes(canvas, xTicks, yTicks, isMetric ? "distance between two places (km)" : "distance between two places (pixels)", "difference at one date (mm)");
        Legend(canvas, box);
    }

    private static Colour Fitted => new(176, 62, 20);

    private static Colour Measured => new(28, 86, 142);

    private static double Millimetres(double semivariance) => 1000 * Math.Sqrt(2 * Math.Max(0, semivariance));

    private string Distance(double distance) => isMetric ? Ticks.Number(distance / 1000, 1) + " km" : Ticks.Number(distance, 0) + " pixels";

    private void Curve(Canvas canvas, PlotArea area, VariogramModel curve, double scale, Stroke stroke)
    {
        // Even steps of the root of the distance, as the curve is steepest at its beginning.
        const int Steps = 80;
        var points = new Position[Steps + 1];
        for (var i = 0; i <= Steps; i++)
        {
            var distance = longest * i / Steps * i / Steps;
            points[i] = area.At(distance / scale, Millimetres(curve.Of(Math.Max(distance, 1e-6 * longest))));
        }

        canvas.Line(points, stroke);
    }

    private static void Legend(Canvas canvas, Box box)
    {
        var y = box.Bottom + 60;
        var x = box.X;
        canvas.Disc(new Position(x + 6, y - 4), 3.6, Measured, new Stroke(Colour.White, 1));
        x = Entry(canvas, "mean of all dates, measured", x + 16, y);
        canvas.Segment(x, y - 4, x + 20, y - 4, new Stroke(Fitted, 2.4));
        x = Entry(canvas, "fitted", x + 26, y);
        canvas.Segment(x, y - 4, x + 20, y - 4, new Stroke(new Colour(120, 130, 140, 160), 1));
        Entry(canvas, "single dates", x + 26, y);
    }

    private static double Entry(Canvas canvas, string text, double x, double y)
    {
        canvas.Text(text, new Position(x, y), new TextStyle(11.5, Colour.Ink));
        return x + Canvas.WidthOf(text, 11.5) + 18;
    }
}

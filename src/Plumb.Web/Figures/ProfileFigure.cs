namespace Plumb.Web.Figures;

/// <summary>A curve of a profile.</summary>
/// <param name="Label">What it is, for the legend.</param>
/// <param name="Values">Values in the unit shown; NaN is a gap; shape (step).</param>
/// <param name="HalfWidth">Half the width of the band around it, in the unit shown; shape (step), or empty for none.</param>
public sealed record ProfileCurve(string Label, IReadOnlyList<double> Values, IReadOnlyList<double> HalfWidth);

/// <summary>Values along a line: some curves over the distance from its beginning, with stretches of the line shaded.</summary>
public sealed class ProfileFigure : Figure
{
    private static readonly Colour[] Colours = [new(28, 86, 142), new(176, 62, 20), new(60, 120, 60), new(110, 70, 140)];
    private readonly IReadOnlyList<double> kilometres;
    private readonly IReadOnlyList<ProfileCurve> curves;
    private readonly IReadOnlyList<(double From, double To, string Label)> stretches;
    private readonly string label;

    /// <summary>A profile.</summary>
    /// <param name="title">Title.</param>
    /// <param name="kilometres">Distance along the line of each step, kilometres, ascending; shape (step).</param>
    /// <param name="curves">The curves, at least one.</param>
    /// <param name="stretches">Stretches of the line, kilometres, with their names.</param>
    /// <param name="label">What the values are, with their unit.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <exception cref="ArgumentException">There is no curve or no step, or a curve has another number of steps.</exception>
    public ProfileFigure(
        string title, IReadOnlyList<double> kilometres, IReadOnlyList<ProfileCurve> curves, IReadOnlyList<(double From, double To, string Label)> stretches, string label, double width = 940,
        double height = 300)
    {
        ArgumentNullException.ThrowIfNull(kilometres);
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(stretches);
        if (kilometres.Count == 0 || curves.Count == 0 || curves.Any(c => c.Values.Count != kilometres.Count))
        {
            throw new ArgumentException("A profile has one value of each of its curves at each of its steps.", nameof(curves));
        }

        (Title, this.kilometres, this.curves, this.stretches, this.label, Width, Height) = (title, kilometres, curves, stretches, label, width, height);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>Values at which a dashed line is drawn where they lie within what is shown, in the unit shown; shape (limit).</summary>
    public IReadOnlyList<double> Limits { get; init; } = [];

    /// <inheritdoc/>
    public override string Description => $"{string.Join(", ", curves.Select(c => c.Label))} over {Ticks.Number(kilometres[^1] - kilometres[0], 1)} km: {label}.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var box = new Box(66, 50, Width - 66 - 16, Height - 50 - 48);
        var (low, high) = Range();
        var area = new PlotArea(box, (kilometres[0], Math.Max(kilometres[^1], kilometres[0] + 1e-9)), (low, high));
        var (xTicks, yTicks) = (Ticks.Numbers(kilometres[0], kilometres[^1], Math.Max(2, (int)(box.Width / 70))), Ticks.Numbers(low, high, Math.Max(2, (int)(box.Height / 36))));
        area.DrawGrid(canvas, xTicks, yTicks);
        canvas.PushClip(box);
        foreach (var (from, to, name) in stretches)
        {
            canvas.Fill(new Box(area.X(from), box.Y, Math.Max(1, area.X(to) - area.X(from)), box.Height), new Colour(226, 190, 90, 60));
            canvas.Text(name, new Position(area.X(0.5 * (from + to)), box.Bottom - 8), new TextStyle(11.5, Colour.Ink, Anchor.Middle));
        }

        canvas.Segment(box.X, area.Y(0), box.Right, area.Y(0), new Stroke(Colour.Muted, 1));
        foreach (var limit in Limits.Where(l => l > low && l < high))
        {
            canvas.Segment(box.X, area.Y(limit), box.Right, area.Y(limit), new Stroke(new Colour(150, 60, 20), 1, 6, 4));
        }

        for (var k = curves.Count - 1; k >= 0; k--)
        {
            Draw(canvas, area, curves[k], Colours[k % Colours.Length]);
        }

        canvas.PopClip();
        area.DrawAxes(canvas, xTicks, yTicks, "km along the line", label);
        var x = box.X;
        for (var k = 0; k < curves.Count; k++)
        {
            canvas.Segment(x, 37, x + 22, 37, new Stroke(Colours[k % Colours.Length], 2.2));
            canvas.Text(curves[k].Label, new Position(x + 28, 41), new TextStyle(TextSize, Colour.Ink));
            x += 52 + Canvas.WidthOf(curves[k].Label, TextSize);
        }
    }

    private (double Low, double High) Range()
    {
        double[] all = [0, .. curves.SelectMany(c => c.Values.Select((v, i) => (Value: v, Half: c.HalfWidth.Count > 0 ? c.HalfWidth[i] : 0)).SelectMany(v => new[] { v.Value - v.Half, v.Value + v.Half })).Where(double.IsFinite)];
        var margin = Math.Max(1e-6, 0.07 * (all.Max() - all.Min()));
        return (all.Min() - (2 * margin), all.Max() + margin);
    }

    private void Draw(Canvas canvas, PlotArea area, ProfileCurve curve, Colour colour)
    {
        var run = new List<int>();
        for (var i = 0; i <= curve.Values.Count; i++)
        {
            if (i < curve.Values.Count && double.IsFinite(curve.Values[i]))
            {
                run.Add(i);
                continue;
            }

            if (run.Count > 1)
            {
                if (curve.HalfWidth.Count > 0 && run.TrueForAll(k => double.IsFinite(curve.HalfWidth[k])))
                {
                    Position At(int k, double side) => area.At(kilometres[k], curve.Values[k] + (side * curve.HalfWidth[k]));
                    canvas.Fill([.. run.Select(k => At(k, 1)), .. Enumerable.Reverse(run).Select(k => At(k, -1))], colour.WithOpacity(0.16));
                }

                canvas.Line([.. run.Select(k => area.At(kilometres[k], curve.Values[k]))], new Stroke(colour, 1.6));
            }

            run.Clear();
        }
    }
}

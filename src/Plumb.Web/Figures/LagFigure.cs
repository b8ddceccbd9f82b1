using Plumb.Groundwater;

namespace Plumb.Web.Figures;

/// <summary>Correlation against lag, with the best lag and the span of lags that are not told from it.</summary>
public sealed class LagFigure : Figure
{
    private static readonly Colour Curve = new(28, 86, 142);
    private static readonly Colour Mark = new(176, 62, 20);
    private readonly LagResult result;

    /// <summary>A figure of lags.</summary>
    /// <param name="title">Title.</param>
    /// <param name="result">The lags, days, and correlations, pure numbers.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    public LagFigure(string title, LagResult result, double width = 460, double height = 230)
    {
        ArgumentNullException.ThrowIfNull(result);
        (Title, this.result, Width, Height) = (title, result, width, height);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => double.IsNaN(result.BestLag)
        ? "No lag has enough dates."
        : $"Best correlation {Ticks.Number(result.Correlation, 2)} at a lag of {Ticks.Number(result.BestLag, 0)} days.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var known = result.Lags.Where(l => double.IsFinite(l.Correlation)).ToArray();
        var box = new Box(58, 34, Width - 58 - 16, Height - 34 - 48);
        if (known.Length < 2)
        {
            canvas.Frame(box, new Stroke(Colour.Ink, 1));
            canvas.Text("no lag", new Position(box.X + (0.5 * box.Width), box.Y + (0.5 * box.Height)), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
            return;
        }

        var (first, last) = (known[0].LagDays, known[^1].LagDays);
        var area = new PlotArea(box, (first, last), (-1, 1));
        var (xTicks, yTicks) = (Ticks.Numbers(first, last, Math.Max(2, (int)(box.Width / 62))), Ticks.Numbers(-1, 1, 4));
        area.DrawGrid(canvas, xTicks, yTicks);
        canvas.Fill(new Box(area.X(result.LowLag), box.Y, Math.Max(1, area.X(result.HighLag) - area.X(result.LowLag)), box.Height), Mark.WithOpacity(0.12));
        canvas.Segment(box.X, area.Y(0), box.Right, area.Y(0), new Stroke(Colour.Muted, 1));
        canvas.Line([.. known.Select(l => area.At(l.LagDays, l.Correlation))], new Stroke(Curve, 2));
        canvas.Segment(area.X(result.BestLag), box.Y, area.X(result.BestLag), box.Bottom, new Stroke(Mark, 1.5, 5, 3));
        area.DrawAxes(canvas, xTicks, yTicks, "days by which motion follows", "correlation");
    }
}

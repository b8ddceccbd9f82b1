namespace Plumb.Web.Figures;

/// <summary>Two rates of one place with their standard deviations.</summary>
/// <param name="Name">Name of the place.</param>
/// <param name="X">The rate along the horizontal axis, in the unit shown.</param>
/// <param name="XSigma">Its standard deviation, in the unit shown; NaN when unknown.</param>
/// <param name="Y">The rate along the vertical axis, in the unit shown.</param>
/// <param name="YSigma">Its standard deviation, in the unit shown; NaN when unknown.</param>
public readonly record struct RatePair(string Name, double X, double XSigma, double Y, double YSigma);

/// <summary>Rates of places by two ways of measuring: points with bars of one standard deviation either way, and the line on which both are equal.</summary>
public sealed class RatesFigure : Figure
{
    /// <summary>More places (count) are not named, for their names would hide each other.</summary>
    private const int MostNames = 12;

    private readonly RatePair[] pairs;
    private readonly string xLabel;
    private readonly string yLabel;
    private readonly double low;
    private readonly double high;

    /// <summary>A figure of rates.</summary>
    /// <param name="title">Title.</param>
    /// <param name="pairs">The places; those with an unknown rate are left out.</param>
    /// <param name="xLabel">What lies along the horizontal axis, with its unit.</param>
    /// <param name="yLabel">What lies along the vertical axis, with its unit.</param>
    /// <param name="size">Width and height, pixels.</param>
    public RatesFigure(string title, IEnumerable<RatePair> pairs, string xLabel, string yLabel, double size = 440)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (Title, this.xLabel, this.yLabel, Width) = (title, xLabel, yLabel, size);
        this.pairs = [.. pairs.Where(p => double.IsFinite(p.X + p.Y))];
        (low, high) = this.pairs.Length == 0
            ? (-1, 1)
            : (this.pairs.Min(p => Math.Min(p.X - Known(p.XSigma), p.Y - Known(p.YSigma))), this.pairs.Max(p => Math.Max(p.X + Known(p.XSigma), p.Y + Known(p.YSigma))));
        var margin = Math.Max(0.06 * (high - low), 0.5);
        (low, high) = (low - margin, high + margin);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height => Width;

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => $"{pairs.Length} places: {yLabel} against {xLabel}, from {Ticks.Number(low, 0)} to {Ticks.Number(high, 0)}.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var side = Math.Min(Width - 66 - 16, Height - 34 - 48);
        var box = new Box(66, 34, side, side);
        var area = new PlotArea(box, (low, high), (low, high));
        var ticks = Ticks.Numbers(low, high, 6);
        area.DrawGrid(canvas, ticks, ticks);
        canvas.PushClip(box);
        canvas.Segment(area.X(low), area.Y(low), area.X(high), area.Y(high), new Stroke(Colour.Ink, 1, 5, 4));
        var bar = new Stroke(new Colour(20, 60, 120).WithOpacity(0.45), 1.2);
        foreach (var p in pairs)
        {
            canvas.Segment(area.X(p.X - Known(p.XSigma)), area.Y(p.Y), area.X(p.X + Known(p.XSigma)), area.Y(p.Y), bar);
            canvas.Segment(area.X(p.X), area.Y(p.Y - Known(p.YSigma)), area.X(p.X), area.Y(p.Y + Known(p.YSigma)), bar);
        }

        foreach (var p in pairs)
        {
            canvas.Disc(area.At(p.X, p.Y), 3, new Colour(20, 60, 120), new Stroke(Colour.White, 0.8));
        }

        for (var k = 0; k < pairs.Length && pairs.Length <= MostNames; k++)
        {
            var (x, y) = (area.X(pairs[k].X), area.Y(pairs[k].Y));
            var toLeft = x + 7 + Canvas.WidthOf(pairs[k].Name, 11) > box.Right;
            canvas.Text(pairs[k].Name, new Position(toLeft ? x - 7 : x + 7, y - 5), new TextStyle(11, Colour.Muted, toLeft ? Anchor.End : Anchor.Start));
        }

        canvas.PopClip();
        area.DrawAxes(canvas, ticks, ticks, xLabel, yLabel);
    }

    private static double Known(double sigma) => double.IsFinite(sigma) ? sigma : 0;
}

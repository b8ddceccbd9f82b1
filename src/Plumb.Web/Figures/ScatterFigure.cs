namespace Plumb.Web.Figures;

/// <summary>How often pairs of values occur: a raster of counts on two axes of one range, darker where there are more, with the line on which both are equal and, where given, a fitted one.</summary>
public sealed class ScatterFigure : Figure
{
    private const int Bins = 90;
    private readonly string xLabel;
    private readonly string yLabel;
    private readonly (double Slope, double Level)? line;
    private readonly int[] counts = new int[Bins * Bins];
    private readonly double low;
    private readonly double high;
    private readonly int points;

    /// <summary>A figure of pairs of values.</summary>
    /// <param name="title">Title.</param>
    /// <param name="x">Values along the horizontal axis, in the unit shown; pairs with NaN are left out; shape (pair).</param>
    /// <param name="y">Values along the vertical axis, in the unit shown; shape (pair).</param>
    /// <param name="xLabel">What they are, with their unit.</param>
    /// <param name="yLabel">What they are, with their unit.</param>
    /// <param name="line">Slope (pure number) and level (in the unit shown) of a fitted line; null for none.</param>
    /// <param name="size">Width and height, pixels.</param>
    public ScatterFigure(string title, IReadOnlyList<double> x, IReadOnlyList<double> y, string xLabel, string yLabel, (double Slope, double Level)? line = null, double size = 440)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        (Title, this.xLabel, this.yLabel, this.line, Width) = (title, xLabel, yLabel, line, size);
        var pairs = x.Zip(y).Where(p => double.IsFinite(p.First + p.Second)).ToArray();
        points = pairs.Length;
        if (points == 0)
        {
            (low, high) = (-1, 1);
            return;
        }

        // A thousandth at either end may lie outside.
        double[] all = [.. pairs.SelectMany(p => new[] { p.First, p.Second }).Order()];
        (low, high) = (all[(int)(0.001 * (all.Length - 1))], all[(int)(0.999 * (all.Length - 1))]);
        var margin = Math.Max(0.05 * (high - low), 1e-9);
        (low, high) = (low - margin, high + margin);
        foreach (var (a, b) in pairs)
        {
            var (c, r) = ((int)((a - low) / (high - low) * Bins), (int)((b - low) / (high - low) * Bins));
            if (c is >= 0 and < Bins && r is >= 0 and < Bins)
            {
                counts[(r * Bins) + c]++;
            }
        }
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height => Width;

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => points == 0 ? "No pair of values." : $"{points} pairs of values: {xLabel} against {yLabel}.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var side = Width - 66 - 16;
        var box = new Box(66, 34, side, Math.Min(side, Height - 34 - 48));
        var area = new PlotArea(box, (low, high), (low, high));
        var ticks = Ticks.Numbers(low, high, 6);
        area.DrawGrid(canvas, ticks, ticks);
        var most = Math.Log(1 + Math.Max(1, counts.Max()));
        for (var r = 0; r < Bins; r++)
        {
            for (var c = 0; c < Bins; c++)
            {
                if (counts[(r * Bins) + c] is > 0 and var count)
                {
                    var (wide, high) = (box.Width / Bins, box.Height / Bins);
                    canvas.Fill(new Box(box.X + (c * wide), box.Bottom - ((r + 1) * high), wide + 0.3, high + 0.3), new Colour(20, 60, 120).WithOpacity(0.2 + (0.8 * Math.Log(1 + count) / most)));
                }
            }
        }

        canvas.PushClip(box);
        canvas.Segment(area.X(low), area.Y(low), area.X(high), area.Y(high), new Stroke(Colour.Ink, 1, 5, 4));
        if (line is var (slope, level))
        {
            canvas.Segment(area.X(low), area.Y(level + (slope * low)), area.X(high), area.Y(level + (slope * high)), new Stroke(new Colour(176, 62, 20), 2));
        }

        canvas.PopClip();
        area.DrawAxes(canvas, ticks, ticks, xLabel, yLabel);
    }
}

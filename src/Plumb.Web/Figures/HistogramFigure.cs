namespace Plumb.Web.Figures;

/// <summary>How often values occur, with their median and the middle 90 per cent marked.</summary>
public sealed class HistogramFigure : Figure
{
    private readonly double[] sorted;
    private readonly string label;
    private readonly int decimals;
    private readonly string what;

    /// <summary>A histogram.</summary>
    /// <param name="title">Title.</param>
    /// <param name="values">Values in the unit shown, in any order; NaN is left out; shape (value).</param>
    /// <param name="label">What the values are, with their unit.</param>
    /// <param name="decimals">Decimals of the numbers written out (count).</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="what">What is counted, such as "dates".</param>
    public HistogramFigure(string title, IEnumerable<double> values, string label, int decimals = 1, double width = 420, double height = 250, string what = "pixels")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(label);
        Title = title;
        this.label = label;
        this.decimals = decimals;
        this.what = what;
        sorted = [.. values.Where(double.IsFinite)];
        Array.Sort(sorted);
        Width = width;
        Height = height;
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => sorted.Length == 0
        ? "No value."
        : $"{sorted.Length} values; median {Ticks.Number(At(0.5), decimals)}, 90 per cent lie between {Ticks.Number(At(0.05), decimals)} and {Ticks.Number(At(0.95), decimals)} ({label}).";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        var box = new Box(58, 34, Width - 58 - 16, Height - 34 - 48);
        if (sorted.Length == 0)
        {
            canvas.Frame(box, new Stroke(Colour.Ink, 1));
            canvas.Text("no value", new Position(box.X + (0.5 * box.Width), box.Y + (0.5 * box.Height)), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
            return;
        }

        var (low, width, shares) = Count();
        var high = low + (width * shares.Length);
        var top = 1.12 * shares.Max();
        var area = new PlotArea(box, (low, high), (0, top));
        var xTicks = Ticks.Numbers(low, high, Math.Max(2, (int)(box.Width / 62)));
        var yTicks = Ticks.Numbers(0, top, 4);
        area.DrawGrid(canvas, [], yTicks);
        canvas.Fill(new Box(area.X(Math.Max(low, At(0.05))), box.Y, area.X(Math.Min(high, At(0.95))) - area.X(Math.Max(low, At(0.05))), box.Height), new Colour(28, 86, 142, 22));
        for (var i = 0; i < shares.Length; i++)
        {
            var (x0, x1) = (area.X(low + (i * width)), area.X(low + ((i + 1) * width)));
            canvas.Fill(new Box(x0 + 0.4, area.Y(shares[i]), x1 - x0 - 0.8, box.Bottom - area.Y(shares[i])), new Colour(74, 124, 168));
        }

        canvas.Segment(area.X(At(0.5)), box.Y, area.X(At(0.5)), box.Bottom, new Stroke(new Colour(176, 62, 20), 2));
        area.DrawAxes(canvas, xTicks, yTicks, label, "% of " + what);
        var text = "median " + Ticks.Number(At(0.5), decimals);
        var right = area.X(At(0.5)) > box.X + (0.5 * box.Width);
        canvas.Text(text, new Position(area.X(At(0.5)) + (right ? -6 : 6), box.Y + 14), new TextStyle(11.5, new Colour(160, 52, 14), right ? Anchor.End : Anchor.Start, Bold: true));
    }

    private double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private (double Low, double Width, double[] Shares) Count()
    {
        // Half a per cent at either end goes into the outer bins, so that single outliers do not flatten the figure.
        var (low, high) = (At(0.005), At(0.995));
        if (!(high > low))
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        const int Bins = 40;
        var width = (high - low) / Bins;
        var shares = new double[Bins];
        foreach (var value in sorted)
        {
            shares[(int)Math.Clamp((value - low) / width, 0, Bins - 1)] += 100.0 / sorted.Length;
        }

        return (low, width, shares);
    }
}

using System.Globalization;
using Plumb.Acquisitions;

namespace Plumb.Web.Figures;

/// <summary>What was changed in one interferogram, and what still contradicts it.</summary>
/// <param name="Pair">Its dates.</param>
/// <param name="Changed">Share of the pixels at which it was changed, a pure number from 0 to 1.</param>
/// <param name="LeftOpen">Share of its checks that still fail, a pure number from 0 to 1; NaN where nothing can check it.</param>
public sealed record PairBar(DatePair Pair, double Changed, double LeftOpen);

/// <summary>
/// One bar for each interferogram in the order of time: upwards at how many of the pixels it was changed, downwards how many of its checks still fail. Where there are
/// more interferograms than the figure has room for, neighbours share a bar and the larger value is shown.
/// </summary>
public sealed class PairBarsFigure : Figure
{
    private const double LeastBar = 2;
    private static readonly Colour Upper = new(28, 86, 142);
    private static readonly Colour Lower = new(176, 62, 20);
    private readonly IReadOnlyList<PairBar> pairs;
    private readonly double up;
    private readonly double down;
    private readonly Box box;

    /// <summary>A figure.</summary>
    /// <param name="title">Title.</param>
    /// <param name="pairs">The interferograms, ascending; shape (pair); shares are pure numbers.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    public PairBarsFigure(string title, IReadOnlyList<PairBar> pairs, double width = 640, double height = 330)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pairs);
        (Title, this.pairs, Width, Height) = (title, pairs, width, height);
        up = Ticks.RoundUp(pairs.Select(p => 100 * p.Changed).DefaultIfEmpty(0).Max(), 1);
        down = Ticks.RoundUp(pairs.Select(p => double.IsFinite(p.LeftOpen) ? 100 * p.LeftOpen : 0).DefaultIfEmpty(0).Max(), 1);
        box = new Box(62, 54, Width - 62 - 18, Height - 54 - 52);
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => pairs.Count == 0
        ? "No interferogram."
        : $"{pairs.Count} interferograms; {pairs.Count(p => p.Changed > 0)} were changed, the most at {Ticks.Number(100 * pairs.Max(p => p.Changed), 1)} per cent of the pixels; of {pairs.Count(p => p.LeftOpen > 0)} some checks still fail.";

    private double Middle => box.Y + (box.Height * up / (up + down));

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 15, true), new Position(10, 24), new TextStyle(15, Colour.Ink, Bold: true));
        if (pairs.Count == 0)
        {
            canvas.Frame(box, new Stroke(Colour.Ink, 1));
            canvas.Text("no interferogram", new Position(box.X + (0.5 * box.Width), Middle), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
            return;
        }

        DrawLegend(canvas);
        var area = new PlotArea(box, (0, pairs.Count), (-down, up));
        var step = Ticks.Step(up + down, 6);
        var yTicks = Ticks.Numbers(-down, up, 6, (v, _) => Ticks.Number(Math.Abs(v), step < 1 ? 1 : 0));
        area.DrawGrid(canvas, [], yTicks);
        var (bars, share) = Bars();
        var width = box.Width / bars;
        for (var b = 0; b < bars; b++)
        {
            var (first, end) = (b * share, Math.Min(pairs.Count, (b + 1) * share));
            var x = box.X + (b * width);
            var gap = width > 4 ? 0.12 * width : 0;
            var (changed, left) = (0.0, 0.0);
            for (var p = first; p < end; p++)
            {
                changed = Math.Max(changed, pairs[p].Changed);
                left = double.IsNaN(pairs[p].LeftOpen) ? left : Math.Max(left, pairs[p].LeftOpen);
            }

            var (top, bottom) = (area.Y(100 * changed), area.Y(-100 * left));
            canvas.Fill(new Box(x + gap, top, width - (2 * gap), Middle - top), Upper);
            canvas.Fill(new Box(x + gap, Middle, width - (2 * gap), bottom - Middle), Lower);
        }

        canvas.Segment(box.X, Middle, box.Right, Middle, new Stroke(Colour.Ink, 1));
        area.DrawAxes(canvas, XTicks(), yTicks, "first date of the interferogram", "%");
    }

    /// <summary>Number of bars, and of interferograms in each.</summary>
    private (int Bars, int Share) Bars()
    {
        var share = Math.Max(1, (int)Math.Ceiling(pairs.Count * LeastBar / box.Width));
        return ((pairs.Count + share - 1) / share, share);
    }

    /// <summary>A tick where the first interferogram of a date stands, at as many dates as there is room for.</summary>
    private List<Tick> XTicks()
    {
        var (bars, share) = Bars();
        var ticks = new List<Tick>();
        var apart = pairs.Count / Math.Max(2, box.Width / 90);
        for (var p = 0; p < pairs.Count; p++)
        {
            if ((p == 0 || pairs[p].Pair.First != pairs[p - 1].Pair.First) && (ticks.Count == 0 || (double)p / share * pairs.Count / bars - ticks[^1].Value >= apart))
            {
                ticks.Add(new Tick((p / share + 0.5) * pairs.Count / bars, pairs[p].Pair.First.ToString("d MMM yy", CultureInfo.InvariantCulture)));
            }
        }

        return ticks;
    }

    private void DrawLegend(Canvas canvas)
    {
        var x = box.X;
        foreach (var (colour, text) in new[] { (Upper, "up: pixels where it was corrected"), (Lower, "down: checks that still fail") })
        {
            canvas.Fill(new Box(x, 34, 12, 10), colour);
            canvas.Text(text, new Position(x + 17, 43), new TextStyle(11.5, Colour.Ink));
            x += 17 + Canvas.WidthOf(text, 11.5) + 20;
        }
    }
}

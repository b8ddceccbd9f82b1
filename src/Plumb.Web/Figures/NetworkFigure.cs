using Plumb.Acquisitions;

namespace Plumb.Web.Figures;

/// <summary>One interferogram of a network plot.</summary>
/// <param name="Pair">Its dates.</param>
/// <param name="Coherence">Mean coherence, a pure number from 0 to 1; NaN when unknown.</param>
/// <param name="IsKept">Whether it is used; dropped ones are dashed grey.</param>
public sealed record NetworkEdge(DatePair Pair, double Coherence, bool IsKept);

/// <summary>One date of a network plot.</summary>
/// <param name="Date">The date.</param>
/// <param name="Perpendicular">Perpendicular baseline relative to the first date, metres; NaN when unknown.</param>
/// <param name="Part">Number of the connected part it belongs to, counted from 0 (count).</param>
public sealed record NetworkNode(DateOnly Date, double Perpendicular, int Part);

/// <summary>
/// Dates against perpendicular baseline, joined by interferograms coloured by coherence; dropped pairs dashed grey;
/// disconnected parts numbered; spans that no pair observes marked. Without baselines the pairs are arcs over the time line.
/// </summary>
public sealed class NetworkFigure : Figure
{
    private static readonly Colour[] PartColours = [Colour.Ink, new(196, 88, 18), new(120, 60, 150), new(20, 120, 110), new(150, 30, 60)];
    private readonly NetworkNode[] nodes;
    private readonly Dictionary<DateOnly, NetworkNode> byDate;
    private readonly IReadOnlyList<NetworkEdge> edges;
    private readonly bool hasBaselines;
    private readonly int parts;
    private readonly ColourScale scale;

    /// <summary>A plot of a network.</summary>
    /// <param name="title">Title.</param>
    /// <param name="nodes">The dates, each once, at least one; shape (date).</param>
    /// <param name="edges">The interferograms between those dates; shape (pair).</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <exception cref="ArgumentException">There is no date, or a pair has a date that is not among the nodes.</exception>
    public NetworkFigure(string title, IEnumerable<NetworkNode> nodes, IReadOnlyList<NetworkEdge> edges, double width = 720, double height = 400)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        this.nodes = [.. nodes.OrderBy(n => n.Date)];
        byDate = this.nodes.ToDictionary(n => n.Date);
        if (this.nodes.Length == 0 || edges.Any(e => !byDate.ContainsKey(e.Pair.First) || !byDate.ContainsKey(e.Pair.Second)))
        {
            throw new ArgumentException("A network plot needs at least one date, and every date of its pairs.", nameof(nodes));
        }

        Title = title;
        this.edges = edges;
        Width = width;
        Height = height;
        hasBaselines = this.nodes.Count(n => double.IsFinite(n.Perpendicular)) > this.nodes.Length / 2;
        parts = this.nodes.Select(n => n.Part).Distinct().Count();
        var coherence = edges.Select(e => e.Coherence).Where(double.IsFinite).ToArray();
        var low = coherence.Length == 0 ? 0 : Math.Floor(coherence.Min() * 10) / 10;
        var high = coherence.Length == 0 ? 1 : Math.Min(1, Math.Ceiling(coherence.Max() * 10) / 10);
        scale = new ColourScale(ColourMap.SequentialOnWhite, low, Math.Max(high, low + 0.1), new DisplayUnit(1, "mean coherence", ""));
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{nodes.Length} dates joined by {edges.Count(e => e.IsKept)} pairs in {parts} connected part{(parts == 1 ? "" : "s")}; {edges.Count(e => !e.IsKept)} pairs dropped; {Gaps().Count} spans that no pair observes.";

    /// <summary>Spans between neighbouring dates that no kept pair observes; shape (gap).</summary>
    public IReadOnlyList<(DateOnly From, DateOnly To)> Gaps()
    {
        var gaps = new List<(DateOnly, DateOnly)>();
        var reach = DateOnly.MinValue;
        var kept = edges.Where(e => e.IsKept).Select(e => e.Pair).Order().ToArray();
        var next = 0;
        for (var i = 0; i + 1 < nodes.Length; i++)
        {
            while (next < kept.Length && kept[next].First <= nodes[i].Date)
            {
                reach = kept[next].Second > reach ? kept[next].Second : reach;
                next++;
            }

            if (reach < nodes[i + 1].Date)
            {
                gaps.Add((nodes[i].Date, nodes[i + 1].Date));
            }
        }

        return gaps;
    }

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 15, true), new Position(10, 24), new TextStyle(15, Colour.Ink, Bold: true));
        var box = new Box(70, 38, Width - 70 - 12 - 16 - ColourBar.UprightMargin, Height - 38 - 54);
        var area = new PlotArea(box, XRange(), YRange());
        var xTicks = Ticks.Dates(nodes[0].Date, nodes[^1].Date, (int)(box.Width / 78));
        IReadOnlyList<Tick> yTicks = hasBaselines ? Ticks.Numbers(YRange().Low, YRange().High, (int)(box.Height / 50)) : [];
        area.DrawGrid(canvas, xTicks, yTicks);
        canvas.PushClip(box);
        DrawGaps(canvas, area);
        foreach (var edge in edges.OrderBy(e => e.IsKept).ThenBy(e => double.IsNaN(e.Coherence) ? -1 : e.Coherence))
        {
            DrawEdge(canvas, area, edge);
        }

        foreach (var node in nodes)
        {
            DrawNode(canvas, area.At(node.Date.DayNumber, Height0(node)), node);
        }

        canvas.PopClip();
        area.DrawAxes(canvas, xTicks, yTicks, "", hasBaselines ? "Perpendicular baseline (m)" : "Perpendicular baselines unknown");
        ColourBar.DrawUpright(canvas, new Box(box.Right + 12, box.Y, 16, box.Height), scale, scale.Unit.Label);
        DrawLegend(canvas, box);
    }

    private double Height0(NetworkNode node) => hasBaselines && double.IsFinite(node.Perpendicular) ? node.Perpendicular : 0;

    private (double Low, double High) XRange()
    {
        var (first, last) = (nodes[0].Date.DayNumber, nodes[^1].Date.DayNumber);
        var margin = Math.Max(4, 0.025 * (last - first));
        return (first - margin, last + margin);
    }

    private (double Low, double High) YRange()
    {
        if (!hasBaselines)
        {
            return edges.Any(e => !e.IsKept) ? (-1.05, 1.05) : (-0.12, 1.05);
        }

        var known = nodes.Select(Height0).ToArray();
        var margin = Math.Max(5, 0.08 * (known.Max() - known.Min()));
        return (known.Min() - margin, known.Max() + margin);
    }

    private void DrawEdge(Canvas canvas, PlotArea area, NetworkEdge edge)
    {
        var (a, b) = (byDate[edge.Pair.First], byDate[edge.Pair.Second]);
        var stroke = !edge.IsKept ? new Stroke(new Colour(150, 154, 158), 1, 4, 4)
            : double.IsNaN(edge.Coherence) ? new Stroke(Colour.Muted, 1.4)
            : new Stroke(scale.Of(edge.Coherence), edges.Count > 400 ? 1 : 1.6);
        if (hasBaselines)
        {
            canvas.Line([area.At(a.Date.DayNumber, Height0(a)), area.At(b.Date.DayNumber, Height0(b))], stroke);
            return;
        }

        var longest = edges.Where(e => e.IsKept == edge.IsKept).Max(e => e.Pair.Days);
        var peak = (edge.IsKept ? 1.0 : -1.0) * Math.Sqrt((double)edge.Pair.Days / longest);
        var arc = new Position[33];
        for (var i = 0; i < arc.Length; i++)
        {
            var (sin, cos) = Math.SinCos(Math.PI * i / (arc.Length - 1));
            var day = (0.5 * (a.Date.DayNumber + b.Date.DayNumber)) - (0.5 * edge.Pair.Days * cos);
            arc[i] = area.At(day, peak * sin);
        }

        canvas.Line(arc, stroke);
    }

    private void DrawNode(Canvas canvas, Position at, NetworkNode node)
    {
        var colour = PartColours[node.Part % PartColours.Length];
        var radius = nodes.Length > 150 ? 2.5 : 4;
        var known = !hasBaselines || double.IsFinite(node.Perpendicular);
        canvas.Disc(at, radius, known ? colour : Colour.White, new Stroke(known ? Colour.White : colour, 1.2));
    }

    private void DrawGaps(Canvas canvas, PlotArea area)
    {
        foreach (var (from, to) in Gaps())
        {
            var (x0, x1) = (area.X(from.DayNumber), area.X(to.DayNumber));
            canvas.Fill(new Box(x0, area.Box.Y, x1 - x0, area.Box.Height), new Colour(246, 226, 208));
            canvas.Text("gap", new Position(0.5 * (x0 + x1), area.Box.Y + 14), new TextStyle(11.5, new Colour(140, 60, 10), Anchor.Middle, Bold: true));
        }
    }

    private void DrawLegend(Canvas canvas, Box box)
    {
        var (x, y) = (box.X, Height - 12);
        void Entry(string text, Action<double> symbol)
        {
            symbol(x);
            canvas.Text(text, new Position(x + 30, y), new TextStyle(11.5, Colour.Ink));
            x += 30 + Canvas.WidthOf(text, 11.5) + 18;
        }

        Entry($"pair used ({edges.Count(e => e.IsKept)})", x => canvas.Segment(x, y - 4.5, x + 24, y - 4.5, new Stroke(scale.Map.At(0.7), 2)));
        if (edges.Any(e => !e.IsKept))
        {
            Entry($"pair dropped ({edges.Count(e => !e.IsKept)})", x => canvas.Segment(x, y - 4.5, x + 24, y - 4.5, new Stroke(new Colour(150, 154, 158), 1.2, 4, 4)));
        }

        if (parts > 1)
        {
            foreach (var part in nodes.Select(n => n.Part).Distinct().Order().Take(PartColours.Length))
            {
                Entry($"part {part + 1}", x => canvas.Disc(new Position(x + 20, y - 4.5), 4, PartColours[part % PartColours.Length], default));
            }
        }

        if (hasBaselines && nodes.Any(n => !double.IsFinite(n.Perpendicular)))
        {
            Entry("baseline unknown", x => canvas.Disc(new Position(x + 20, y - 4.5), 4, Colour.White, new Stroke(Colour.Ink, 1.2)));
        }
    }
}

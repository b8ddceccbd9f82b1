using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>A numbered place on a map.</summary>
/// <param name="Row">Row of the pixel, 0 at the north.</param>
/// <param name="Column">Column of the pixel, 0 at the west.</param>
/// <param name="Label">A number or a letter.</param>
public sealed record MapMark(double Row, double Column, string Label);

/// <summary>An area that motion is measured against, as marked on a map.</summary>
/// <param name="Row">Row of its centre, pixels, 0 at the north.</param>
/// <param name="Column">Column of its centre, pixels, 0 at the west.</param>
/// <param name="Radius">Radius, pixels of the grid.</param>
public sealed record ReferenceMark(double Row, double Column, double Radius);

/// <summary>An area with a name whose border is drawn on a map.</summary>
/// <param name="Rows">Rows of its corners, pixels, 0 at the north; shape (corner).</param>
/// <param name="Columns">Columns of its corners, pixels, 0 at the west; shape (corner).</param>
public sealed record MapOutline(IReadOnlyList<double> Rows, IReadOnlyList<double> Columns);

/// <summary>A line drawn on a map, such as a railway.</summary>
/// <param name="Rows">Rows of its corners, pixels, 0 at the north; shape (corner).</param>
/// <param name="Columns">Columns of its corners, pixels, 0 at the west; shape (corner).</param>
/// <param name="IsMarked">Whether it is a stretch that is to be seen.</param>
public sealed record MapWay(IReadOnlyList<double> Rows, IReadOnlyList<double> Columns, bool IsMarked);

/// <summary>What a map shows beside its layer.</summary>
public sealed record MapOptions
{
    /// <summary>Which pixels are good, on the layer's grid; masked ones are grey. Null: all.</summary>
    public Mask? Mask { get; init; }

    /// <summary>Colours and range in the unit shown; null to choose from the values.</summary>
    public ColourScale? Scale { get; init; }

    /// <summary>Title; empty for the layer's own.</summary>
    public string Title { get; init; } = "";

    /// <summary>A line under the title; empty for what the layer is relative to.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Reference areas.</summary>
    public IReadOnlyList<ReferenceMark> References { get; init; } = [];

    /// <summary>Numbered places.</summary>
    public IReadOnlyList<MapMark> Marks { get; init; } = [];

    /// <summary>What the numbered places are called in the legend.</summary>
    public string MarksLabel { get; init; } = "places of the table";

    /// <summary>Places shown as small triangles, such as stations; their labels are not drawn.</summary>
    public IReadOnlyList<MapMark> Points { get; init; } = [];

    /// <summary>What the triangles are called in the legend.</summary>
    public string PointsLabel { get; init; } = "GNSS stations";

    /// <summary>Areas whose borders are drawn.</summary>
    public IReadOnlyList<MapOutline> Outlines { get; init; } = [];

    /// <summary>Lines that are drawn; marked ones lie above the others.</summary>
    public IReadOnlyList<MapWay> Ways { get; init; } = [];

    /// <summary>What lines are called in the legend.</summary>
    public string WaysLabel { get; init; } = "line";

    /// <summary>What marked lines are called in the legend.</summary>
    public string MarkedLabel { get; init; } = "marked";

    /// <summary>What pixels without a value are called in the legend.</summary>
    public string EmptyLabel { get; init; } = "no data";

    /// <summary>What masked pixels are called in the legend.</summary>
    public string MaskedLabel { get; init; } = "masked";

    /// <summary>Width of the figure, pixels, 300 to 3000.</summary>
    public double Width { get; init; } = 640;

    /// <summary>Most pixels of the layer shown along its longer side; beyond, blocks are averaged.</summary>
    public int PixelLimit { get; init; } = 800;
}

/// <summary>
/// A map of a layer: axes in degrees or kilometres, colour bar with unit and sign, scale bar, north arrow, reference areas,
/// grey for masked pixels, white for no data.
/// </summary>
public sealed class MapFigure : Figure
{
    private const double BarWidth = 16;
    private const double BarGap = 12;
    private static readonly Colour MarkedWay = new(255, 176, 0);
    private static readonly Colour Plate = Colour.White.WithOpacity(0.82);
    private readonly Layer layer;
    private readonly MapOptions options;
    private readonly ColourScale scale;
    private readonly MapPicture picture;
    private readonly IReadOnlyList<string> titleLines;
    private readonly IReadOnlyList<string> subtitleLines;
    private readonly Box map;
    private readonly List<IReadOnlyList<LegendEntry>> legend;

    /// <summary>A map.</summary>
    /// <param name="layer">The layer, shape (rows, columns), in its own unit; NaN is no-data.</param>
    /// <param name="options">What is shown beside it.</param>
    /// <exception cref="ArgumentException">The mask is not on the layer's grid.</exception>
    public MapFigure(Layer layer, MapOptions options)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Mask != null && options.Mask.Grid.PixelCount != layer.Grid.PixelCount)
        {
            throw new ArgumentException("The mask and the layer of a map lie on one grid.", nameof(options));
        }

        this.layer = layer;
        this.options = options;
        Width = Math.Clamp(options.Width, 300, 3000);
        Title = options.Title.Length > 0 ? options.Title : layer.Description.Title;
        scale = options.Scale ?? ColourScale.For([layer], options.Mask);
        picture = new MapPicture(layer, options.Mask, layer.Grid.Whole, scale, Math.Max(16, options.PixelLimit));
        titleLines = Wrap(Title, Width - 20, 15, true);
        var subtitle = options.Subtitle.Length > 0 ? options.Subtitle
            : layer.Description.RelativeTo.Length > 0 ? "Relative to " + layer.Description.RelativeTo : "";
        subtitleLines = Wrap(subtitle, Width - 20, 11.5);
        var top = 10.0 + (19 * titleLines.Count) + (15 * subtitleLines.Count) + 12;
        var aspect = MapGeometry.Aspect(layer.Grid, layer.Grid.Whole);
        var labels = MapGeometry.YTicks(layer.Grid, Math.Max(1, (int)(Width / 85))).Select(t => Canvas.WidthOf(t.Label, 11.5));
        var left = Math.Max(70, labels.DefaultIfEmpty(0).Max() + 34);
        var wide = Width - left - BarGap - BarWidth - ColourBar.UprightMargin;
        var high = Math.Clamp(wide * aspect, 40, 1.15 * Width);
        wide = Math.Min(wide, high / aspect);
        var room = Width - left - BarGap - BarWidth - ColourBar.UprightMargin - wide;
        map = new Box(Math.Round(left + (0.5 * room)), Math.Round(top), Math.Round(wide), Math.Round(high));
        legend = LegendRows();
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height => Math.Max(map.Bottom, map.Y + 150) + 42 + (legend.Count > 0 ? 6 + (18 * legend.Count) : 0);

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description => picture.HasGood
        ? scale.Classes.Count > 0
            ? $"Map of {layer.Grid.Rows} by {layer.Grid.Columns} pixels in classes: {string.Join(", ", scale.Classes)}."
            : $"Map of {layer.Grid.Rows} by {layer.Grid.Columns} pixels. Colours run from {Ticks.Number(scale.Low, 1)} to {Ticks.Number(scale.High, 1)} {scale.Unit.Label}."
        : "An empty map: no pixel has a good value.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        var y = 10.0;
        foreach (var line in titleLines)
        {
            y += 19;
            canvas.Text(line, new Position(10, y - 5), new TextStyle(15, Colour.Ink, Bold: true));
        }

        foreach (var line in subtitleLines)
        {
            y += 15;
            canvas.Text(line, new Position(10, y - 4), new TextStyle(11.5, Colour.Muted));
        }

        picture.Draw(canvas, map);
        if (!picture.HasGood)
        {
            canvas.Fill(new Box(map.X + (0.5 * map.Width) - 50, map.Y + (0.5 * map.Height) - 16, 100, 24), Plate);
            canvas.Text("no good pixel", new Position(map.X + (0.5 * map.Width), map.Y + (0.5 * map.Height)), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
        }

        DrawAxes(canvas);
        canvas.PushClip(map);
        foreach (var reference in options.References)
        {
            DrawReference(canvas, ToMap(reference.Row, reference.Column), reference.Radius * map.Width / layer.Grid.Columns);
        }

        foreach (var outline in options.Outlines)
        {
            Position[] corners = [.. outline.Rows.Zip(outline.Columns, ToMap)];
            canvas.Line([.. corners, corners[0]], new Stroke(Colour.Ink, 1, 4, 3));
        }

        foreach (var way in options.Ways.OrderBy(w => w.IsMarked))
        {
            DrawWay(canvas, [.. way.Rows.Zip(way.Columns, ToMap)], way.IsMarked);
        }

        canvas.PopClip();
        foreach (var point in options.Points)
        {
            DrawPoint(canvas, ToMap(point.Row, point.Column));
        }

        foreach (var mark in options.Marks)
        {
            DrawMark(canvas, ToMap(mark.Row, mark.Column), mark.Label);
        }

        DrawScaleBar(canvas);
        DrawNorth(canvas);
        DrawLegend(canvas);
        if (scale.Classes.Count == 0)
        {
            ColourBar.DrawUpright(canvas, new Box(map.Right + BarGap, map.Y, BarWidth, Math.Max(map.Height, 150)), scale, scale.Unit.Label);
        }
    }

    /// <summary>Draws the sign of a reference area: a black square on a white one, at least large enough to be seen.</summary>
    internal static void DrawReference(Canvas canvas, Position centre, double radius)
    {
        var r = Math.Max(radius, 5);
        var box = new Box(centre.X - r, centre.Y - r, 2 * r, 2 * r);
        canvas.Frame(box, new Stroke(Colour.White, 4));
        canvas.Frame(box, new Stroke(Colour.Ink, 2));
    }

    /// <summary>Draws a numbered place.</summary>
    internal static void DrawMark(Canvas canvas, Position centre, string label)
    {
        var size = label.Length > 1 ? 10 : 11;
        canvas.Disc(centre, 8, Colour.White, new Stroke(Colour.Ink, 1.5));
        canvas.Text(label, new Position(centre.X, centre.Y + 4), new TextStyle(size, Colour.Ink, Anchor.Middle, Bold: true));
    }

    private static void DrawWay(Canvas canvas, Position[] corners, bool isMarked)
    {
        canvas.Line(corners, new Stroke(Colour.White, isMarked ? 7 : 4));
        canvas.Line(corners, new Stroke(isMarked ? MarkedWay : Colour.Ink, isMarked ? 4 : 1.8));
    }

    private static void DrawPoint(Canvas canvas, Position at)
    {
        Position[] corners = [new(at.X, at.Y - 4.5), new(at.X + 4.2, at.Y + 3), new(at.X - 4.2, at.Y + 3)];
        canvas.Fill(corners, new Colour(255, 214, 10));
        canvas.Line([.. corners, corners[0]], new Stroke(Colour.Ink, 1));
    }

    private Position ToMap(double row, double column) => new(
        map.X + ((column + 0.5) / layer.Grid.Columns * map.Width),
        map.Y + ((row + 0.5) / layer.Grid.Rows * map.Height));

    private void DrawAxes(Canvas canvas)
    {
        var grid = layer.Grid;
        var area = new PlotArea(map, (grid.OriginX, grid.EndX), (grid.EndY, grid.OriginY));
        var (xTitle, yTitle) = grid.Crs.IsGeographic ? ("Longitude", "Latitude")
            : grid.Crs.IsRadar ? ("Range sample", "Azimuth line") : ("Easting (km)", "Northing (km)");
        area.DrawAxes(
            canvas,
            MapGeometry.XTicks(grid, Math.Max(1, (int)(map.Width / 105))),
            MapGeometry.YTicks(grid, Math.Max(1, (int)(map.Height / 75))),
            xTitle,
            map.Height < 90 ? "" : yTitle);
    }

    private void DrawScaleBar(Canvas canvas)
    {
        var metresPerPixel = MapGeometry.PixelSize(layer.Grid).X * layer.Grid.Columns / map.Width;
        if (!(metresPerPixel > 0) || map.Width < 120 || map.Height < 60)
        {
            return;
        }

        var target = 0.26 * map.Width * metresPerPixel;
        var power = Math.Pow(10, Math.Floor(Math.Log10(target)));
        var metres = power * (target / power >= 5 ? 5 : target / power >= 2 ? 2 : 1);
        var label = metres >= 1000 ? Ticks.Number(metres / 1000, 0) + " km" : Ticks.Number(metres, metres < 1 ? 2 : 0) + " m";
        var length = metres / metresPerPixel;
        var plate = new Box(map.X + 8, map.Bottom - 34, length + 22, 26);
        canvas.Fill(plate, Plate);
        canvas.Text(label, new Position(plate.X + (0.5 * plate.Width), plate.Y + 13), new TextStyle(11.5, Colour.Ink, Anchor.Middle));
        canvas.Fill(new Box(plate.X + 11, plate.Bottom - 8, length, 4), Colour.White);
        canvas.Fill(new Box(plate.X + 11, plate.Bottom - 8, 0.5 * length, 4), Colour.Ink);
        canvas.Frame(new Box(plate.X + 11, plate.Bottom - 8, length, 4), new Stroke(Colour.Ink, 1));
    }

    private void DrawNorth(Canvas canvas)
    {
        if (layer.Grid.Crs.IsRadar || map.Width < 120 || map.Height < 100)
        {
            return;
        }

        var plate = new Box(map.Right - 34, map.Y + 8, 26, 42);
        var x = plate.X + 13;
        canvas.Fill(plate, Plate);
        canvas.Text("N", new Position(x, plate.Y + 14), new TextStyle(12, Colour.Ink, Anchor.Middle, Bold: true));
        canvas.Fill([new(x, plate.Y + 17), new(x, plate.Y + 34), new(x - 6, plate.Y + 38)], Colour.Ink);
        canvas.Fill([new(x, plate.Y + 17), new(x + 6, plate.Y + 38), new(x, plate.Y + 34)], Colour.White);
        canvas.Line([new(x, plate.Y + 17), new(x + 6, plate.Y + 38), new(x, plate.Y + 34), new(x - 6, plate.Y + 38), new(x, plate.Y + 17)], new Stroke(Colour.Ink, 1));
    }

    private void DrawLegend(Canvas canvas)
    {
        for (var row = 0; row < legend.Count; row++)
        {
            var (x, y) = (map.X, Height - 12 - (18 * (legend.Count - 1 - row)));
            foreach (var entry in legend[row])
            {
                entry.Symbol(canvas, new Position(x + 8, y - 4.5));
                canvas.Text(entry.Text, new Position(x + 21, y), new TextStyle(11.5, Colour.Ink));
                x += entry.Width;
            }
        }
    }

    /// <summary>What the legend names, in as many rows as fit below the map.</summary>
    private List<IReadOnlyList<LegendEntry>> LegendRows()
    {
        var entries = new List<LegendEntry>();
        for (var k = 0; k < scale.Classes.Count; k++)
        {
            var colour = scale.Map.At((double)k / (scale.Classes.Count - 1));
            entries.Add(new(scale.Classes[k], (canvas, p) => Swatch(canvas, p, colour)));
        }

        if (options.References.Count > 0)
        {
            entries.Add(new(options.References.Count == 1 ? "reference area" : "reference areas", (canvas, p) => DrawReference(canvas, p, 5)));
        }

        if (picture.HasMasked)
        {
            entries.Add(new(options.MaskedLabel, (canvas, p) => Swatch(canvas, p, Colour.Masked)));
        }

        if (picture.HasNoData)
        {
            entries.Add(new(options.EmptyLabel, (canvas, p) => Swatch(canvas, p, Colour.White)));
        }

        if (options.Marks.Count > 0)
        {
            entries.Add(new(options.MarksLabel, (canvas, p) => canvas.Disc(p, 6, Colour.White, new Stroke(Colour.Ink, 1.5))));
        }

        if (options.Points.Count > 0)
        {
            entries.Add(new(options.PointsLabel, DrawPoint));
        }

        foreach (var (isMarked, label) in new[] { (false, options.WaysLabel), (true, options.MarkedLabel) }.Where(w => options.Ways.Any(o => o.IsMarked == w.Item1)))
        {
            entries.Add(new(label, (canvas, p) => DrawWay(canvas, [new(p.X - 8, p.Y), new(p.X + 8, p.Y)], isMarked)));
        }

        var rows = new List<IReadOnlyList<LegendEntry>>();
        for (var k = 0; k < entries.Count;)
        {
            var (first, x) = (k, map.X);
            for (; k < entries.Count && (k == first || x + entries[k].Width <= Width); k++)
            {
                x += entries[k].Width;
            }

            rows.Add(entries[first..k]);
        }

        return rows;
    }

    private static void Swatch(Canvas canvas, Position centre, Colour colour)
    {
        var box = new Box(centre.X - 6, centre.Y - 5, 12, 10);
        canvas.Fill(box, colour);
        canvas.Frame(box, new Stroke(Colour.Muted, 1));
    }

    private sealed record LegendEntry(string Text, Action<Canvas, Position> Symbol)
    {
        public double Width { get; } = 21 + Canvas.WidthOf(Text, 11.5) + 16;
    }
}

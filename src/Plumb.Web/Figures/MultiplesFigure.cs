using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>Small maps of the same kind beside each other, with one colour bar: cumulative displacement at chosen dates.</summary>
public sealed class MultiplesFigure : Figure
{
    private const double Gap = 10;
    private const double Caption = 20;
    private readonly (string Caption, MapPicture Picture)[] panels;
    private readonly IReadOnlyList<ReferenceMark> references;
    private readonly Grid grid;
    private readonly ColourScale scale;
    private readonly int across;
    private readonly double panelWidth;
    private readonly double panelHeight;

    /// <summary>Small maps.</summary>
    /// <param name="title">Title.</param>
    /// <param name="layers">Captions and layers of one grid, unit and sign, at least one; shape (panel).</param>
    /// <param name="mask">Which pixels are good; null for all.</param>
    /// <param name="references">Reference areas.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="pixelLimit">Most pixels along the longer side of a panel; beyond, blocks are averaged.</param>
    /// <param name="colours">Colours and range in the unit shown; null to choose from the values.</param>
    public MultiplesFigure(
        string title, IReadOnlyList<(string Caption, Layer Layer)> layers, Mask? mask, IReadOnlyList<ReferenceMark> references, double width = 720, int pixelLimit = 240, ColourScale? colours = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count);
        Title = title;
        Width = width;
        this.references = references;
        grid = layers[0].Layer.Grid;
        scale = colours ?? ColourScale.For([.. layers.Select(l => l.Layer)], mask);
        panels = [.. layers.Select(l => (l.Caption, new MapPicture(l.Layer, mask, grid.Whole, scale, pixelLimit)))];
        var aspect = Math.Clamp(MapGeometry.Aspect(grid, grid.Whole), 0.15, 4);
        across = Math.Min(panels.Length, aspect > 1.6 ? 4 : 3);
        panelWidth = (width - 20 - (Gap * (across - 1))) / across;
        panelWidth = Math.Min(panelWidth, 320 / Math.Max(aspect, 0.5));
        panelHeight = panelWidth * aspect;
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height => 36 + (((panels.Length + across - 1) / across) * (panelHeight + Caption + Gap)) + 64;

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{panels.Length} maps on one scale from {Ticks.Number(scale.Low, 0)} to {Ticks.Number(scale.High, 0)} {scale.Unit.Label}: {string.Join(", ", panels.Select(p => p.Caption))}.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Text(Fit(Title, Width - 20, 15, true), new Position(10, 24), new TextStyle(15, Colour.Ink, Bold: true));
        var start = 0.5 * (Width - (across * panelWidth) - ((across - 1) * Gap));
        for (var i = 0; i < panels.Length; i++)
        {
            var box = new Box(
                Math.Round(start + (i % across * (panelWidth + Gap))),
                Math.Round(36 + Caption + (i / across * (panelHeight + Caption + Gap))),
                Math.Round(panelWidth),
                Math.Round(panelHeight));
            canvas.Text(Fit(panels[i].Caption, panelWidth, 12, true), new Position(box.X, box.Y - 6), new TextStyle(12, Colour.Ink, Bold: true));
            panels[i].Picture.Draw(canvas, box);
            canvas.Frame(box, new Stroke(Colour.Ink, 1));
            canvas.PushClip(box);
            foreach (var reference in references)
            {
                var centre = new Position(
                    box.X + ((reference.Column + 0.5) / grid.Columns * box.Width),
                    box.Y + ((reference.Row + 0.5) / grid.Rows * box.Height));
                MapFigure.DrawReference(canvas, centre, Math.Max(3, reference.Radius * box.Width / grid.Columns));
            }

            canvas.PopClip();
        }

        ColourBar.DrawLying(canvas, new Box(0.2 * Width, Height - 54, 0.6 * Width, 13), scale, scale.Unit.Label);
    }
}

using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>Where a place lies: the whole area with a frame on it, and beside it the framed part enlarged.</summary>
public sealed class LocatorFigure : Figure
{
    private const double Side = 176;
    private readonly Grid grid;
    private readonly Tile window;
    private readonly MapMark mark;
    private readonly MapPicture overview;
    private readonly MapPicture detail;

    /// <summary>A locator.</summary>
    /// <param name="layer">The layer shown, in its own unit.</param>
    /// <param name="mask">Which pixels are good; null for all.</param>
    /// <param name="scale">Its colours, in the unit shown.</param>
    /// <param name="mark">The place.</param>
    /// <param name="radius">Half of the side of the enlarged part, pixels of the grid.</param>
    public LocatorFigure(Layer layer, Mask? mask, ColourScale scale, MapMark mark, int radius)
        : this(layer, mask, scale, mark, radius, Overview(layer, mask, scale))
    {
    }

    /// <summary>A locator that shares the picture of the whole area with others.</summary>
    internal LocatorFigure(Layer layer, Mask? mask, ColourScale scale, MapMark mark, int radius, MapPicture overview)
    {
        ArgumentNullException.ThrowIfNull(mark);
        this.overview = overview;
        grid = layer.Grid;
        this.mark = mark;
        var size = Math.Max(4, 2 * radius);
        var (rows, columns) = (Math.Min(size, grid.Rows), Math.Min(size, grid.Columns));
        window = new Tile(
            Math.Clamp((int)mark.Row - (rows / 2), 0, grid.Rows - rows),
            Math.Clamp((int)mark.Column - (columns / 2), 0, grid.Columns - columns),
            rows,
            columns);
        detail = new MapPicture(layer, mask, window, scale, 180);
    }

    /// <inheritdoc/>
    public override double Width => (2 * Side) + 12;

    /// <inheritdoc/>
    public override double Height => Side + 20;

    /// <inheritdoc/>
    public override string Title => "Where place " + mark.Label + " lies";

    /// <inheritdoc/>
    public override string Description => "Left the whole area with a frame around the place, right the frame enlarged, in the colours of the rate map.";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        var left = Fitted(new Box(1, 19, Side, Side), grid.Whole);
        var right = Fitted(new Box(Side + 11, 19, Side, Side), window);
        canvas.Text("whole area", new Position(left.X, left.Y - 6), new TextStyle(11, Colour.Muted));
        canvas.Text("enlarged" + LengthText(), new Position(right.X, right.Y - 6), new TextStyle(11, Colour.Muted));
        overview.Draw(canvas, left);
        detail.Draw(canvas, right);
        canvas.Frame(left, new Stroke(Colour.Ink, 1));
        canvas.Frame(right, new Stroke(Colour.Ink, 1));
        var frame = new Box(
            left.X + ((double)window.Column / grid.Columns * left.Width),
            left.Y + ((double)window.Row / grid.Rows * left.Height),
            (double)window.Columns / grid.Columns * left.Width,
            (double)window.Rows / grid.Rows * left.Height);
        canvas.Frame(frame, new Stroke(Colour.White, 3.5));
        canvas.Frame(frame, new Stroke(Colour.Ink, 1.5));
        var centre = new Position(
            right.X + ((mark.Column + 0.5 - window.Column) / window.Columns * right.Width),
            right.Y + ((mark.Row + 0.5 - window.Row) / window.Rows * right.Height));
        canvas.Disc(centre, 6, Colour.Clear, new Stroke(Colour.White, 4));
        canvas.Disc(centre, 6, Colour.Clear, new Stroke(Colour.Ink, 2));
    }

    /// <summary>The picture of the whole area.</summary>
    internal static MapPicture Overview(Layer layer, Mask? mask, ColourScale scale)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(scale);
        return new MapPicture(layer, mask, layer.Grid.Whole, scale, 180);
    }

    private string LengthText()
    {
        var metres = window.Columns * MapGeometry.PixelSize(grid).X;
        return !(metres > 0) ? "" : metres >= 1000 ? $", {Ticks.Number(metres / 1000, 1)} km wide" : $", {Ticks.Number(metres, 0)} m wide";
    }

    private Box Fitted(Box room, Tile tile)
    {
        var aspect = MapGeometry.Aspect(grid, tile);
        var (width, height) = aspect > 1 ? (room.Height / aspect, room.Height) : (room.Width, room.Width * aspect);
        return new Box(room.X, room.Y, Math.Max(8, Math.Round(width)), Math.Max(8, Math.Round(height)));
    }
}

namespace Plumb.Web.Figures;

/// <summary>A position on a figure, pixels from its left upper corner, y downwards.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
public readonly record struct Position(double X, double Y);

/// <summary>A rectangle on a figure, pixels.</summary>
/// <param name="X">Left edge, pixels from the left.</param>
/// <param name="Y">Upper edge, pixels from the top.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="Height">Height, pixels.</param>
public readonly record struct Box(double X, double Y, double Width, double Height)
{
    /// <summary>Right edge, pixels from the left.</summary>
    public double Right => X + Width;

    /// <summary>Lower edge, pixels from the top.</summary>
    public double Bottom => Y + Height;

    /// <summary>The part that both boxes cover; size zero (pixels) where they do not meet.</summary>
    /// <param name="other">The other box.</param>
    public Box Intersect(Box other)
    {
        var (x, y) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new Box(x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }
}

/// <summary>How a line is drawn.</summary>
/// <param name="Colour">Colour.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="Dash">Length of a dash, pixels; 0 for a solid line.</param>
/// <param name="Gap">Length of the gap between dashes, pixels.</param>
public readonly record struct Stroke(Colour Colour, double Width, double Dash = 0, double Gap = 0);

/// <summary>Which point of a text its position means.</summary>
public enum Anchor
{
    /// <summary>Where the text starts.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Where the text ends.</summary>
    End,
}

/// <summary>How a text is drawn.</summary>
/// <param name="Size">Size of the type, pixels.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Anchor">Which point of the base line the position means.</param>
/// <param name="Bold">Whether the strokes are heavy.</param>
/// <param name="Upwards">Whether the text runs from below to above.</param>
public readonly record struct TextStyle(double Size, Colour Colour, Anchor Anchor = Anchor.Start, bool Bold = false, bool Upwards = false);

/// <summary>
/// What figures are drawn on. Coordinates are pixels from the left upper corner. Drawing order is painting order.
/// Not safe for several threads at once.
/// </summary>
public abstract class Canvas
{
    /// <summary>A canvas.</summary>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    protected Canvas(double width, double height)
    {
        if (!(width >= 1) || !(height >= 1) || width > 20_000 || height > 20_000)
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"A figure has 1 to 20000 pixels on each side; asked for {width} x {height}.");
        }

        Width = width;
        Height = height;
    }

    /// <summary>Width, pixels.</summary>
    public double Width { get; }

    /// <summary>Height, pixels.</summary>
    public double Height { get; }

    /// <summary>Width of a text on one line, pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Size of the type, pixels.</param>
    /// <param name="bold">Whether the strokes are heavy.</param>
    public static double WidthOf(string text, double size, bool bold = false) => StrokeFont.WidthOf(text, size, bold);

    /// <summary>Fills a simple polygon.</summary>
    /// <param name="corners">Corners, pixels; shape (corner), at least three; the last joins the first.</param>
    /// <param name="colour">Colour.</param>
    public abstract void Fill(ReadOnlySpan<Position> corners, Colour colour);

    /// <summary>Draws a line through points, with round joints and ends.</summary>
    /// <param name="points">Points, pixels; shape (point), at least two.</param>
    /// <param name="stroke">How the line is drawn.</param>
    public abstract void Line(ReadOnlySpan<Position> points, Stroke stroke);

    /// <summary>Draws a disc.</summary>
    /// <param name="centre">Centre, pixels.</param>
    /// <param name="radius">Radius, pixels.</param>
    /// <param name="fill">Colour inside; may be clear.</param>
    /// <param name="edge">How the edge is drawn; width 0 for none.</param>
    public abstract void Disc(Position centre, double radius, Colour fill, Stroke edge);

    /// <summary>Draws one line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Anchor point on the base line, pixels.</param>
    /// <param name="style">How the text is drawn.</param>
    public abstract void Text(string text, Position at, TextStyle style);

    /// <summary>Draws a raster stretched over a box.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="box">Where it goes, pixels.</param>
    public abstract void Image(Raster raster, Box box);

    /// <summary>From now on nothing is drawn outside the box (nor outside boxes given before).</summary>
    /// <param name="box">The box, pixels.</param>
    public abstract void PushClip(Box box);

    /// <summary>Ends the last <see cref="PushClip"/>.</summary>
    public abstract void PopClip();

    /// <summary>Fills a rectangle.</summary>
    /// <param name="box">The rectangle, pixels.</param>
    /// <param name="colour">Colour.</param>
    public void Fill(Box box, Colour colour) =>
        Fill([new(box.X, box.Y), new(box.Right, box.Y), new(box.Right, box.Bottom), new(box.X, box.Bottom)], colour);

    /// <summary>Draws the outline of a rectangle.</summary>
    /// <param name="box">The rectangle, pixels.</param>
    /// <param name="stroke">How the line is drawn.</param>
    public void Frame(Box box, Stroke stroke) => Line(
        [new(box.X, box.Y), new(box.Right, box.Y), new(box.Right, box.Bottom), new(box.X, box.Bottom), new(box.X, box.Y)],
        stroke);

    /// <summary>Draws a straight line.</summary>
    /// <param name="x0">Start, pixels from the left.</param>
    /// <param name="y0">Start, pixels from the top.</param>
    /// <param name="x1">End, pixels from the left.</param>
    /// <param name="y1">End, pixels from the top.</param>
    /// <param name="stroke">How the line is drawn.</param>
    public void Segment(double x0, double y0, double x1, double y1, Stroke stroke) => Line([new(x0, y0), new(x1, y1)], stroke);
}

using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

/// <summary>A canvas that only remembers where texts went.</summary>
internal sealed class TextBounds(double width, double height) : Canvas(width, height)
{
    public List<(string Text, Box Box)> Texts { get; } = [];

    public override void Text(string text, Position at, TextStyle style)
    {
        var length = WidthOf(text, style.Size, style.Bold);
        var start = -length * style.Anchor switch { Anchor.Middle => 0.5, Anchor.End => 1, _ => 0 };
        var (up, down) = (0.74 * style.Size, 0.22 * style.Size);
        Texts.Add((text, style.Upwards
            ? new Box(at.X - up, at.Y - start - length, up + down, length)
            : new Box(at.X + start, at.Y - up, length, up + down)));
    }

    public override void Fill(ReadOnlySpan<Position> corners, Colour colour)
    {
    }

    public override void Line(ReadOnlySpan<Position> points, Stroke stroke)
    {
    }

    public override void Disc(Position centre, double radius, Colour fill, Stroke edge)
    {
    }

    public override void Image(Raster raster, Box box)
    {
    }

    public override void PushClip(Box box)
    {
    }

    public override void PopClip()
    {
    }
}

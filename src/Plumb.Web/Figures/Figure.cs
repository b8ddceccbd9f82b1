namespace Plumb.Web.Figures;

/// <summary>A figure: a size, what it shows in words, and how it is drawn. Immutable; may be drawn any number of times.</summary>
public abstract class Figure
{
    /// <summary>Size of ordinary text in figures, pixels.</summary>
    protected const double TextSize = 12.5;

    /// <summary>Width, pixels.</summary>
    public abstract double Width { get; }

    /// <summary>Height, pixels.</summary>
    public abstract double Height { get; }

    /// <summary>What the figure is, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>What can be seen in the figure, in a sentence or two, for people who cannot see it.</summary>
    public abstract string Description { get; }

    /// <summary>Draws the figure on a canvas of its size.</summary>
    /// <param name="canvas">The canvas, at least <see cref="Width"/> by <see cref="Height"/> pixels.</param>
    public abstract void Draw(Canvas canvas);

    /// <summary>The figure as an SVG element that stands alone or in a page.</summary>
    /// <param name="name">A word unique in the page.</param>
    public string ToSvg(string name)
    {
        var canvas = new SvgCanvas(Width, Height, name);
        Draw(canvas);
        return canvas.ToSvg(Title, Description);
    }

    /// <summary>The figure as the bytes of a PNG file.</summary>
    /// <param name="scale">Picture pixels for one layout pixel, a pure number, 0.25 to 8.</param>
    public byte[] ToPng(double scale = 2)
    {
        var canvas = new PngCanvas(Width, Height, scale);
        Draw(canvas);
        return canvas.ToPng();
    }

    /// <summary>Breaks a text into lines that fit a width.</summary>
    internal static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Canvas.WidthOf(longer, size, bold) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = Fit(longer, width, size, bold);
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The text, shortened with an ellipsis until it fits a width.</summary>
    internal static string Fit(string text, double width, double size, bool bold = false)
    {
        if (Canvas.WidthOf(text, size, bold) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && Canvas.WidthOf(text[..length] + "…", size, bold) > width)
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }
}

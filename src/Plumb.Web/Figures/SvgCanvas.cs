using System.Globalization;
using System.Text;

namespace Plumb.Web.Figures;

/// <summary>
/// Draws as SVG 1.1 text that stands alone or inside an HTML page. Texts stay texts (searchable, read aloud) and keep the
/// width they were laid out with, whichever font the reader has; rasters are embedded as PNG; nothing is loaded.
/// </summary>
public sealed class SvgCanvas : Canvas
{
    private readonly StringBuilder body = new();
    private readonly string name;
    private int clips;
    private int depth;

    /// <summary>An empty drawing.</summary>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="name">A word that is unique in the page it will stand in; used for identifiers.</param>
    public SvgCanvas(double width, double height, string name)
        : base(width, height)
    {
        ArgumentNullException.ThrowIfNull(name);
        this.name = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
    }

    /// <summary>The drawing as an SVG element.</summary>
    /// <param name="title">What the figure is, read aloud in its place.</param>
    /// <param name="description">What can be seen in it, in a sentence or two.</param>
    public string ToSvg(string title, string description)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(description);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(Width)} {N(Height)}\" width=\"{N(Width)}\" height=\"{N(Height)}\" role=\"img\" aria-labelledby=\"{name}-t {name}-d\" font-family=\"Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{name}-t\">{Markup.Escape(title)}</title><desc id=\"{name}-d\">{Markup.Escape(description)}</desc>");
        svg.Append(body);
        for (var open = 0; open < depth; open++)
        {
            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<Position> corners, Colour colour)
    {
        body.Append("<path d=\"");
        AppendPath(corners);
        body.Append("Z\"");
        AppendFill(colour);
        body.Append("/>");
    }

    /// <inheritdoc/>
    public override void Line(ReadOnlySpan<Position> points, Stroke stroke)
    {
        body.Append("<path d=\"");
        AppendPath(points);
        body.Append("\" fill=\"none\"");
        AppendStroke(stroke);
        body.Append("/>");
    }

    /// <inheritdoc/>
    public override void Disc(Position centre, double radius, Colour fill, Stroke edge)
    {
        body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(centre.X)}\" cy=\"{N(centre.Y)}\" r=\"{N(radius)}\"");
        AppendFill(fill);
        if (edge.Width > 0)
        {
            AppendStroke(edge);
        }

        body.Append("/>");
    }

    /// <inheritdoc/>
    public override void Text(string text, Position at, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return;
        }

        var anchor = style.Anchor switch { Anchor.Middle => " text-anchor=\"middle\"", Anchor.End => " text-anchor=\"end\"", _ => "" };
        var weight = style.Bold ? " font-weight=\"bold\"" : "";
        var turn = style.Upwards ? string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {N(at.X)} {N(at.Y)})\"") : "";
        var width = N(WidthOf(text, style.Size, style.Bold));
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(at.X)}\" y=\"{N(at.Y)}\" font-size=\"{N(style.Size)}\"{anchor}{weight}{turn} textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"");
        AppendFill(style.Colour);
        body.Append('>').Append(Markup.Escape(text)).Append("</text>");
    }

    /// <inheritdoc/>
    public override void Image(Raster raster, Box box)
    {
        ArgumentNullException.ThrowIfNull(raster);
        var smooth = raster.Columns >= box.Width ? "" : " style=\"image-rendering:pixelated\"";
        body.Append(CultureInfo.InvariantCulture, $"<image x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" preserveAspectRatio=\"none\"{smooth} href=\"data:image/png;base64,");
        body.Append(Convert.ToBase64String(PngEncoder.Encode(raster))).Append("\"/>");
    }

    /// <inheritdoc/>
    public override void PushClip(Box box)
    {
        clips++;
        depth++;
        body.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{name}-c{clips}\"><rect x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"/></clipPath><g clip-path=\"url(#{name}-c{clips})\">");
    }

    /// <inheritdoc/>
    public override void PopClip()
    {
        depth--;
        body.Append("</g>");
    }

    private void AppendPath(ReadOnlySpan<Position> points)
    {
        for (var i = 0; i < points.Length; i++)
        {
            body.Append(i == 0 ? 'M' : 'L').Append(N(points[i].X)).Append(' ').Append(N(points[i].Y));
        }
    }

    private void AppendFill(Colour colour)
    {
        body.Append(CultureInfo.InvariantCulture, $" fill=\"{(colour.A == 0 ? "none" : colour.ToString())}\"");
        if (colour.A is > 0 and < 255)
        {
            body.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{N(colour.A / 255.0)}\"");
        }
    }

    private void AppendStroke(Stroke stroke)
    {
        body.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke.Colour}\" stroke-width=\"{N(stroke.Width)}\" stroke-linejoin=\"round\"");
        if (stroke.Colour.A < 255)
        {
            body.Append(CultureInfo.InvariantCulture, $" stroke-opacity=\"{N(stroke.Colour.A / 255.0)}\"");
        }

        body.Append(stroke.Dash > 0
            ? string.Create(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{N(stroke.Dash)} {N(stroke.Gap)}\"")
            : " stroke-linecap=\"round\"");
    }

    private static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}

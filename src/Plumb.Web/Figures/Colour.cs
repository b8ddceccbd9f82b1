using System.Globalization;

namespace Plumb.Web.Figures;

/// <summary>A colour of the screen: sRGB components and opacity, each 0 to 255 (pure numbers).</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
/// <param name="A">Opacity, 0 (clear) to 255 (solid).</param>
public readonly record struct Colour(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>White.</summary>
    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>Fully clear.</summary>
    public static Colour Clear { get; } = new(255, 255, 255, 0);

    /// <summary>The dark of text and frames.</summary>
    public static Colour Ink { get; } = new(33, 37, 41);

    /// <summary>The grey of secondary text; contrast to white is above 4.5 to 1.</summary>
    public static Colour Muted { get; } = new(92, 99, 106);

    /// <summary>The light grey of grid lines.</summary>
    public static Colour Faint { get; } = new(226, 229, 232);

    /// <summary>The grey of masked pixels. No colour map of Plumb contains it.</summary>
    public static Colour Masked { get; } = new(176, 176, 176);

    /// <summary>The same colour with another opacity.</summary>
    /// <param name="opacity">Opacity, a pure number from 0 (clear) to 1 (solid).</param>
    public Colour WithOpacity(double opacity) => this with { A = (byte)Math.Clamp(Math.Round(opacity * 255), 0, 255) };

    /// <summary>The colour as #rrggbb; opacity is not part of it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");
}

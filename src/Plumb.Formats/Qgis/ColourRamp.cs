using System.Collections.Immutable;
using System.Globalization;

namespace Plumb.Formats.Qgis;

/// <summary>One colour, red, green and blue, each a pure number from 0 to 255.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour as #rrggbb.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}

/// <summary>
/// Colours at equal distances along a scale, told apart by lightness as well as hue, so that they also serve people who
/// do not tell red from green. Between anchors the colour is linear.
/// </summary>
public sealed class ColourRamp
{
    private ColourRamp(params ImmutableArray<Colour> anchors) => Anchors = anchors;

    /// <summary>
    /// For values with a sign: brown-red for the smallest (away from the satellite, down), near white in the middle,
    /// blue for the largest. Lightness falls evenly to both sides.
    /// </summary>
    public static ColourRamp Diverging { get; } = new(
        new(0x5c, 0x12, 0x16), new(0xa6, 0x40, 0x2d), new(0xd3, 0x79, 0x51), new(0xe9, 0xb0, 0x8b),
        new(0xf6, 0xf2, 0xec),
        new(0xa5, 0xc8, 0xdd), new(0x59, 0x99, 0xc1), new(0x24, 0x65, 0x97), new(0x0d, 0x31, 0x58));

    /// <summary>For values without a sign: dark blue for the smallest, through green, to light yellow for the largest.</summary>
    public static ColourRamp Sequential { get; } = new(
        new(0x16, 0x1d, 0x3f), new(0x24, 0x48, 0x6b), new(0x2b, 0x74, 0x7c), new(0x4d, 0x9e, 0x75),
        new(0x97, 0xc1, 0x66), new(0xdb, 0xdc, 0x74), new(0xfb, 0xf4, 0xc0));

    /// <summary>The colours, from the smallest value to the largest.</summary>
    public ImmutableArray<Colour> Anchors { get; }

    /// <summary>The colour at a part of the scale.</summary>
    /// <param name="part">Position along the scale, a pure number from 0 (smallest) to 1 (largest); outside it the end's colour.</param>
    public Colour At(double part)
    {
        var place = Math.Clamp(double.IsNaN(part) ? 0 : part, 0, 1) * (Anchors.Length - 1);
        var first = Math.Min((int)place, Anchors.Length - 2);
        var (a, b, t) = (Anchors[first], Anchors[first + 1], place - first);
        return new Colour(Mix(a.Red, b.Red), Mix(a.Green, b.Green), Mix(a.Blue, b.Blue));

        byte Mix(byte low, byte high) => (byte)Math.Round(low + (t * (high - low)));
    }
}

namespace Plumb.Web.Figures;

/// <summary>
/// A scale from numbers to colours, laid out in the perceptual space OKLab so that equal steps of the value look equally
/// large, and so that it is read right by colour-blind people and in grey print: lightness alone carries the order.
/// </summary>
public sealed class ColourMap
{
    /// <summary>Number of steps of a map (pure number): few enough for an indexed PNG with room for mask and no-data.</summary>
    public const int Steps = 251;

    private readonly Colour[] table;

    private ColourMap(string name, bool isDiverging, Colour[] table)
    {
        Name = name;
        IsDiverging = isDiverging;
        this.table = table;
    }

    /// <summary>
    /// Red, white, blue: for rates and displacement, white at zero. Negative (away from the satellite, sinking) is red,
    /// positive (towards it, rising) is blue; both arms darken at the same pace.
    /// </summary>
    public static ColourMap Diverging { get; } = new("diverging", true, Build(
    [
        OkLab.FromHue(0.27, 0.100, 22),
        OkLab.FromHue(0.44, 0.160, 28),
        OkLab.FromHue(0.61, 0.150, 38),
        OkLab.FromHue(0.79, 0.085, 52),
        OkLab.FromHue(0.965, 0.006, 80),
        OkLab.FromHue(0.79, 0.075, 232),
        OkLab.FromHue(0.61, 0.125, 245),
        OkLab.FromHue(0.44, 0.130, 254),
        OkLab.FromHue(0.27, 0.095, 264),
    ]));

    /// <summary>Dark blue over green to light yellow: for coherence, standard deviations, heights. Lightness grows with the value.</summary>
    public static ColourMap Sequential { get; } = new("sequential", false, Build(
    [
        OkLab.FromHue(0.24, 0.085, 285),
        OkLab.FromHue(0.36, 0.100, 262),
        OkLab.FromHue(0.48, 0.090, 225),
        OkLab.FromHue(0.60, 0.095, 180),
        OkLab.FromHue(0.72, 0.125, 145),
        OkLab.FromHue(0.84, 0.145, 115),
        OkLab.FromHue(0.955, 0.130, 102),
    ]));

    /// <summary>Light green to dark blue, dark enough throughout for thin lines on white; darker is higher.</summary>
    public static ColourMap SequentialOnWhite { get; } = new("sequential on white", false, Build(
    [
        OkLab.FromHue(0.83, 0.145, 112),
        OkLab.FromHue(0.70, 0.125, 145),
        OkLab.FromHue(0.56, 0.095, 190),
        OkLab.FromHue(0.42, 0.105, 250),
        OkLab.FromHue(0.26, 0.095, 285),
    ]));

    /// <summary>Pale grey to dark purple: for counts that are 0 nearly everywhere; what is not 0 stands out, no-data (white) stays apart, and red and blue are left to motion.</summary>
    public static ColourMap Counts { get; } = new("counts", false, Build(
    [
        OkLab.FromHue(0.925, 0.008, 300),
        OkLab.FromHue(0.77, 0.085, 312),
        OkLab.FromHue(0.60, 0.145, 310),
        OkLab.FromHue(0.43, 0.150, 303),
        OkLab.FromHue(0.25, 0.100, 292),
    ]));

    /// <summary>
    /// A closed circle for wrapped phase: light at both ends, which are one colour, dark in the middle, through blue below it and through orange above it, so that a fringe
    /// has no edge where the phase wraps and its direction is read from the order of the two.
    /// </summary>
    public static ColourMap Cyclic { get; } = new("cyclic", false, Build(
    [
        OkLab.FromHue(0.93, 0.012, 80),
        OkLab.FromHue(0.79, 0.075, 235),
        OkLab.FromHue(0.59, 0.125, 252),
        OkLab.FromHue(0.40, 0.110, 280),
        OkLab.FromHue(0.25, 0.060, 320),
        OkLab.FromHue(0.42, 0.120, 5),
        OkLab.FromHue(0.60, 0.130, 40),
        OkLab.FromHue(0.79, 0.090, 65),
        OkLab.FromHue(0.93, 0.012, 80),
    ]));

    /// <summary>Name of the map.</summary>
    public string Name { get; }

    /// <summary>Whether the middle of the map stands for zero.</summary>
    public bool IsDiverging { get; }

    /// <summary>The map with its two ends exchanged.</summary>
    public ColourMap Reversed() => new(Name + " reversed", IsDiverging, [.. table.Reverse()]);

    /// <summary>Colour of a position on the scale.</summary>
    /// <param name="position">Position, a pure number from 0 (lowest) to 1 (highest); beyond is drawn as the end; NaN is clear.</param>
    public Colour At(double position) => double.IsNaN(position)
        ? Colour.Clear
        : table[(int)Math.Round(Math.Clamp(position, 0, 1) * (Steps - 1))];

    private static Colour[] Build(ReadOnlySpan<OkLab> anchors)
    {
        var colours = new Colour[Steps];
        for (var i = 0; i < Steps; i++)
        {
            var at = (double)i / (Steps - 1) * (anchors.Length - 1);
            var k = Math.Min((int)at, anchors.Length - 2);
            var t = at - k;
            colours[i] = new OkLab(
                anchors[k].L + (t * (anchors[k + 1].L - anchors[k].L)),
                anchors[k].A + (t * (anchors[k + 1].A - anchors[k].A)),
                anchors[k].B + (t * (anchors[k + 1].B - anchors[k].B))).ToColour();
        }

        return colours;
    }
}

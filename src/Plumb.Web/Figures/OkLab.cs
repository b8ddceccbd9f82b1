namespace Plumb.Web.Figures;

/// <summary>
/// A colour in the perceptual space OKLab (Ottosson 2020): equal steps look equally far apart. Pure numbers:
/// lightness 0 to 1, <paramref name="A"/> green to red, <paramref name="B"/> blue to yellow.
/// </summary>
internal readonly record struct OkLab(double L, double A, double B)
{
    /// <summary>From lightness, chroma (pure numbers) and hue (degree).</summary>
    public static OkLab FromHue(double lightness, double chroma, double hue)
    {
        var angle = hue * Math.PI / 180;
        return new OkLab(lightness, chroma * Math.Cos(angle), chroma * Math.Sin(angle));
    }

    /// <summary>The perceptual coordinates of a screen colour.</summary>
    public static OkLab FromColour(Colour colour)
    {
        var (r, g, b) = (Linear(colour.R), Linear(colour.G), Linear(colour.B));
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return new OkLab(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    /// <summary>The nearest screen colour of the same lightness and hue: chroma is reduced until the screen can show it.</summary>
    public Colour ToColour()
    {
        var (low, high) = (0.0, 1.0);
        if (IsOnScreen(1))
        {
            low = 1;
        }
        else
        {
            for (var step = 0; step < 24; step++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = IsOnScreen(middle) ? (middle, high) : (low, middle);
            }
        }

        var (r, g, b) = ToLinear(low);
        return new Colour(Encode(r), Encode(g), Encode(b));
    }

    private bool IsOnScreen(double chromaShare)
    {
        const double Slack = 1e-4;
        var (r, g, b) = ToLinear(chromaShare);
        return r > -Slack && g > -Slack && b > -Slack && r < 1 + Slack && g < 1 + Slack && b < 1 + Slack;
    }

    private (double R, double G, double B) ToLinear(double chromaShare)
    {
        var (a, b) = (A * chromaShare, B * chromaShare);
        var l = L + (0.3963377774 * a) + (0.2158037573 * b);
        var m = L - (0.1055613458 * a) - (0.0638541728 * b);
        var s = L - (0.0894841775 * a) - (1.2914855480 * b);
        (l, m, s) = (l * l * l, m * m * m, s * s * s);
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static double Linear(byte value)
    {
        var v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }

    private static byte Encode(double linear)
    {
        var v = Math.Clamp(linear, 0, 1);
        v = v <= 0.0031308 ? 12.92 * v : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(v * 255);
    }
}

using System.Collections.Frozen;
using System.Globalization;

namespace Plumb.Web.Figures;

/// <summary>
/// The typeface of PNG figures: centre lines of each letter, drawn with one pen. Coordinates of a glyph are hundredths of
/// the type size, y upwards from the base line. Covers ASCII, Latin-1 and the signs that figures need; anything else is
/// drawn as an empty box.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Height of capitals, hundredths of the size.</summary>
    public const double CapHeight = 64;

    /// <summary>Height of small letters, hundredths of the size.</summary>
    public const double XHeight = 45;

    private const double DigitAdvance = 55.6;
    private static readonly FrozenDictionary<char, Glyph> Glyphs = Build();
    private static readonly Glyph Missing = Parse("ss M0,0 L0,64 L34,64 L34,0 L0,0", double.NaN);

    /// <summary>Width of a text, pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Type size, pixels.</param>
    /// <param name="bold">Whether the pen is heavy.</param>
    public static double WidthOf(string text, double size, bool bold)
    {
        var width = 0.0;
        foreach (var c in text)
        {
            width += Of(c).Advance + (bold ? 3.5 : 0);
        }

        return width * size / 100;
    }

    /// <summary>Width of the pen, pixels.</summary>
    /// <param name="size">Type size, pixels.</param>
    /// <param name="bold">Whether the pen is heavy.</param>
    public static double PenWidth(double size, bool bold) => Math.Max(bold ? 1.5 : 1.05, size * (bold ? 0.135 : 0.083));

    /// <summary>
    /// The centre lines of a text that starts at the origin, pixels, y downwards. Heights are fitted to whole pixels, so
    /// that base line, small letters and capitals are sharp.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Type size, pixels.</param>
    /// <param name="bold">Whether the pen is heavy.</param>
    /// <param name="draw">Called with each centre line.</param>
    public static void Trace(string text, double size, bool bold, Action<Position[]> draw)
    {
        var pen = 0.0;
        var (xHeight, capHeight) = (Math.Round(XHeight * size / 100), Math.Round(CapHeight * size / 100));
        foreach (var c in text)
        {
            var glyph = Of(c);
            var left = pen + (bold ? 1.75 : 0);
            foreach (var line in glyph.Lines)
            {
                draw(Array.ConvertAll(line, p => new Position((left + p.X) * size / 100, -Fit(p.Y, size, xHeight, capHeight))));
            }

            pen += glyph.Advance + (bold ? 3.5 : 0);
        }
    }

    /// <summary>Whether the typeface has a glyph of its own for a character.</summary>
    public static bool Has(char c) => Glyphs.ContainsKey(c);

    private static double Fit(double y, double size, double xHeight, double capHeight) => y switch
    {
        <= 0 => y * size / 100,
        <= XHeight => y / XHeight * xHeight,
        _ => xHeight + ((y - XHeight) / (CapHeight - XHeight) * (capHeight - xHeight)),
    };

    private static Glyph Of(char c) => Glyphs.TryGetValue(c, out var glyph) ? glyph : Missing;

    private static FrozenDictionary<char, Glyph> Build()
    {
        var glyphs = new Dictionary<char, Glyph>();
        foreach (var entry in StrokeFontGlyphs.Outlines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = entry.TrimEnd('\r');
            glyphs[line[0]] = Parse(line[2..], char.IsAsciiDigit(line[0]) ? DigitAdvance : double.NaN);
        }

        glyphs[' '] = new Glyph(28, []);
        glyphs['\u00A0'] = glyphs[' '];
        foreach (var (accented, letter, mark) in StrokeFontGlyphs.Accented)
        {
            var mine = letter == 'i' ? glyphs['\u0131'] : glyphs[letter];
            var marks = glyphs[mark];
            var middle = (Middle(mine) - Middle(marks)) + (letter == 'i' ? 0 : 0.5);
            var lift = char.IsAsciiLetterUpper(letter) && mark != '\u00B8' ? CapHeight - XHeight : 0;
            glyphs[accented] = new Glyph(mine.Advance,
                [.. mine.Lines, .. marks.Lines.Select(l => Array.ConvertAll(l, p => new Position(p.X + middle, p.Y + lift)))]);
        }

        return glyphs.ToFrozenDictionary();
    }

    private static double Middle(Glyph glyph)
    {
        var points = glyph.Lines.SelectMany(l => l).ToArray();
        return 0.5 * (points.Min(p => p.X) + points.Max(p => p.X));
    }

    private static Glyph Parse(string outline, double advance)
    {
        var lines = new List<Position[]>();
        var line = new List<Position>();
        var words = outline.Split(' ');
        for (var i = 1; i < words.Length; i++)
        {
            var target = Point(words[i].AsSpan(1));
            switch (words[i][0])
            {
                case 'M':
                    Flush(lines, line);
                    line.Add(target);
                    break;
                case 'L':
                    line.Add(target);
                    break;
                case 'Q':
                    var start = line[^1];
                    var end = Point(words[++i].AsSpan());
                    Cubic(line, Mix(start, target, 2.0 / 3), Mix(end, target, 2.0 / 3), end);
                    break;
                default:
                    Quarter(line, words[i][0] == 'h', target);
                    break;
            }
        }

        Flush(lines, line);
        return Place(lines, Bearing(words[0][0]), Bearing(words[0][1]), advance);
    }

    private static Glyph Place(List<Position[]> lines, double left, double right, double advance)
    {
        var (low, high) = (lines.Min(l => l.Min(p => p.X)), lines.Max(l => l.Max(p => p.X)));
        var shift = double.IsNaN(advance) ? left - low : (0.5 * (advance - high + low)) - low;
        return new Glyph(
            double.IsNaN(advance) ? high - low + left + right : advance,
            [.. lines.Select(l => Array.ConvertAll(l, p => p with { X = p.X + shift }))]);
    }

    private static double Bearing(char kind) => kind switch { 's' => 10, 'r' => 8, 'n' => 6, _ => 5 };

    private static void Flush(List<Position[]> lines, List<Position> line)
    {
        if (line.Count > 0)
        {
            lines.Add([.. line]);
            line.Clear();
        }
    }

    private static void Quarter(List<Position> line, bool startsHorizontal, Position end)
    {
        const double Kappa = 0.575;
        var start = line[^1];
        var corner = startsHorizontal ? new Position(end.X, start.Y) : new Position(start.X, end.Y);
        Cubic(line, Mix(start, corner, Kappa), Mix(end, corner, Kappa), end);
    }

    private static void Cubic(List<Position> line, Position b, Position c, Position d)
    {
        const int Pieces = 8;
        var a = line[^1];
        for (var k = 1; k <= Pieces; k++)
        {
            var t = (double)k / Pieces;
            var s = 1 - t;
            line.Add(new Position(
                (s * s * s * a.X) + (3 * s * s * t * b.X) + (3 * s * t * t * c.X) + (t * t * t * d.X),
                (s * s * s * a.Y) + (3 * s * s * t * b.Y) + (3 * s * t * t * c.Y) + (t * t * t * d.Y)));
        }
    }

    private static Position Mix(Position from, Position to, double share) =>
        new(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));

    private static Position Point(ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        return new Position(
            double.Parse(text[..comma], CultureInfo.InvariantCulture),
            double.Parse(text[(comma + 1)..], CultureInfo.InvariantCulture));
    }

    private sealed record Glyph(double Advance, Position[][] Lines);
}

using System.Xml.Linq;
using Plumb.Web.Figures;

namespace Plumb.Web.Tests.Figures;

public class CanvasTests
{
    private static readonly Colour Black = new(0, 0, 0);

    [Theory]
    [InlineData(3, 255)]
    [InlineData(700, 255)]
    [InlineData(700, 90)]
    public void Png_gives_back_every_pixel(int colours, byte opacity)
    {
        var random = new Random(colours);
        var palette = Enumerable.Range(0, colours).Select(k => new Colour((byte)k, (byte)(k >> 8), (byte)random.Next(256), k == 0 ? opacity : (byte)255)).ToArray();
        var raster = new Raster(61, 43);
        for (var i = 0; i < raster.Pixels.Length; i++)
        {
            raster.Pixels[i] = palette[i % colours];
        }

        var png = PngEncoder.Encode(raster, 3780);
        Assert.Equal(colours <= 256 ? 3 : opacity == 255 ? 2 : 6, PngReader.ReadHeader(png).Kind);
        Assert.Equal(raster.Pixels.ToArray().Select(c => (c.R, c.G, c.B, c.A)), PngReader.ReadPixels(png));
    }

    [Fact]
    public void Filled_area_has_the_area_of_the_polygon_also_where_it_is_cut()
    {
        var canvas = new PngCanvas(40, 40, 1);
        canvas.Fill([new(3.3, 4.1), new(31.7, 9.9), new(20.2, 35.4)], Black);
        Assert.Equal(0.5 * Math.Abs((28.4 * 31.3) - (16.9 * 5.8)), Darkness(canvas), 0);

        var cut = new PngCanvas(40, 40, 1);
        cut.PushClip(new Box(10, 10, 20, 20));
        cut.Fill([new(-500, -500), new(500, -500), new(500, 500), new(-500, 500)], Black);
        cut.PopClip();
        Assert.Equal(400, Darkness(cut), 1);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2.5, 7)]
    [InlineData(4, 33)]
    public void A_stroke_has_the_area_of_its_length_times_width(double width, double dy)
    {
        var canvas = new PngCanvas(60, 60, 1);
        canvas.Line([new(10, 10), new(45, 10 + dy)], new Stroke(Black, width));
        var length = Math.Sqrt((35 * 35) + (dy * dy));
        var expected = (length * width) + (Math.PI * width * width / 4);
        Assert.InRange(Darkness(canvas) / expected, 0.93, 1.07);
    }

    [Fact]
    public void Lines_along_the_pixels_are_sharp_and_dashes_leave_gaps()
    {
        var canvas = new PngCanvas(50, 20, 1);
        canvas.Segment(5, 10, 45, 10, new Stroke(Black, 1));
        Assert.Equal(Black, canvas.Picture.Row(10)[25]);
        Assert.Equal(Colour.White, canvas.Picture.Row(9)[25]);
        Assert.Equal(Colour.White, canvas.Picture.Row(11)[25]);
        var dashed = new PngCanvas(110, 20, 1);
        dashed.Segment(5, 10, 105, 10, new Stroke(Black, 1, 10, 10));
        Assert.InRange(Darkness(dashed), 45, 62);
    }

    [Fact]
    public void An_image_larger_than_its_box_is_averaged_and_clear_pixels_show_the_ground()
    {
        var raster = new Raster(8, 8);
        for (var i = 0; i < 64; i++)
        {
            raster.Pixels[i] = (i + (i / 8)) % 2 == 0 ? Black : Colour.Clear;
        }

        var canvas = new PngCanvas(4, 4, 1);
        canvas.Image(raster, new Box(0, 0, 4, 4));
        Assert.All(canvas.Picture.Pixels.ToArray(), p => Assert.InRange(p.R, 126, 129));
    }

    [Fact]
    public void The_typeface_covers_ascii_and_latin1_and_widths_add_up()
    {
        Assert.All(Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 95).Where(c => c != 173)), c => Assert.True(StrokeFont.Has((char)c), $"U+{c:X4} '{(char)c}'"));
        Assert.Equal(Canvas.WidthOf("8", 100), Canvas.WidthOf("1", 100));
        Assert.Equal(Canvas.WidthOf("ab", 20), Canvas.WidthOf("a", 20) + Canvas.WidthOf("b", 20), 9);
        Assert.True(Canvas.WidthOf("a", 20, true) > Canvas.WidthOf("a", 20));
        Assert.True(Canvas.WidthOf("\u4e2d", 20) > 0);
    }

    [Fact]
    public void Letters_leave_ink_of_their_own_in_png()
    {
        var seen = new HashSet<string>();
        foreach (var c in Enumerable.Range('!', 94).Select(k => (char)k))
        {
            var canvas = new PngCanvas(24, 30, 1);
            canvas.Text(c.ToString(), new Position(3, 22), new TextStyle(20, Black));
            Assert.True(Darkness(canvas) > 2);
            Assert.True(seen.Add(Convert.ToHexString(canvas.ToPng())), $"'{c}' looks like another letter");
        }
    }

    [Fact]
    public void Hostile_text_stays_text_in_svg()
    {
        var canvas = new SvgCanvas(100, 50, "a b\"<");
        canvas.Text("</text><script>&\"'\u0007\ud800", new Position(5, 20), new TextStyle(12, Black));
        var svg = XDocument.Parse(canvas.ToSvg("<t>", "&d"));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains("<script>&\"'", svg.Root!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(double.NaN, 10)]
    [InlineData(10, 1e9)]
    public void A_canvas_of_impossible_size_is_refused(double width, double height)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PngCanvas(width, height));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SvgCanvas(width, height, "x"));
    }

    private static double Darkness(PngCanvas canvas) => canvas.Picture.Pixels.ToArray().Sum(p => (255.0 - p.G) / 255);
}

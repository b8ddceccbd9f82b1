namespace Plumb.Web.Figures;

/// <summary>Draws into a picture on white ground, smoothed at the edges, and gives it as PNG.</summary>
public sealed class PngCanvas : Canvas
{
    private readonly Raster raster;
    private readonly Coverage coverage;
    private readonly Stack<Box> clips = new();
    private readonly double scale;

    /// <summary>A white canvas.</summary>
    /// <param name="width">Width of the figure, pixels of its own layout.</param>
    /// <param name="height">Height of the figure, pixels of its own layout.</param>
    /// <param name="scale">Picture pixels for one layout pixel, a pure number, 0.25 to 8.</param>
    public PngCanvas(double width, double height, double scale = 2)
        : base(width, height)
    {
        if (!(scale >= 0.25 && scale <= 8))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A figure is scaled by 0.25 to 8.");
        }

        this.scale = scale;
        raster = new Raster((int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale));
        raster.Pixels.Fill(Colour.White);
        coverage = new Coverage(raster.Columns, raster.Rows);
        clips.Push(new Box(0, 0, raster.Columns, raster.Rows));
    }

    /// <summary>The picture, shape (rows, columns).</summary>
    public Raster Picture => raster;

    /// <summary>The picture as the bytes of a PNG file.</summary>
    public byte[] ToPng() => PngEncoder.Encode(raster, (int)Math.Round(scale * 96 / 0.0254));

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<Position> corners, Colour colour)
    {
        var scaled = new Position[corners.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Scaled(corners[i]);
        }

        FillScaled(scaled, colour);
    }

    /// <inheritdoc/>
    public override void Line(ReadOnlySpan<Position> points, Stroke stroke)
    {
        var scaled = new Position[points.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Scaled(points[i]);
        }

        var width = stroke.Width * scale;
        Sharpen(scaled, width);
        if (stroke.Dash > 0)
        {
            Dashed(scaled, width, stroke.Dash * scale, stroke.Gap * scale);
        }
        else
        {
            Solid(scaled, width);
        }

        coverage.Paint(raster, stroke.Colour);
    }

    /// <inheritdoc/>
    public override void Disc(Position centre, double radius, Colour fill, Stroke edge)
    {
        var (middle, r) = (Scaled(centre), radius * scale);
        var count = Math.Clamp((int)(r * 4), 16, 256);
        var ring = new Position[count + 1];
        for (var i = 0; i <= count; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / count);
            ring[i] = new Position(middle.X + (r * cos), middle.Y + (r * sin));
        }

        if (fill.A > 0)
        {
            FillScaled(ring.AsSpan(0, count), fill);
        }

        if (edge.Width > 0)
        {
            Solid(ring, edge.Width * scale);
            coverage.Paint(raster, edge.Colour);
        }
    }

    /// <inheritdoc/>
    public override void Text(string text, Position at, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(text);
        var size = style.Size * scale;
        var pen = StrokeFont.PenWidth(size, style.Bold);
        var start = -StrokeFont.WidthOf(text, size, style.Bold) * style.Anchor switch { Anchor.Middle => 0.5, Anchor.End => 1, _ => 0 };
        var (x, y) = (at.X * scale, at.Y * scale);

        // The base line lies in the middle of a pixel row, so that horizontal strokes are sharp.
        var (baseX, baseY) = style.Upwards ? (Math.Floor(x) - 0.5, y) : (x, Math.Floor(y) - 0.5);
        StrokeFont.Trace(text, size, style.Bold, line =>
        {
            var placed = Array.ConvertAll(line, p => style.Upwards
                ? new Position(baseX + p.Y, baseY - start - p.X)
                : new Position(baseX + start + p.X, baseY + p.Y));
            Solid(placed, pen);
        });
        coverage.Paint(raster, style.Colour);
    }

    /// <inheritdoc/>
    public override void Image(Raster raster, Box box)
    {
        ArgumentNullException.ThrowIfNull(raster);
        var (x0, y0) = (Math.Round(box.X * scale), Math.Round(box.Y * scale));
        var (width, height) = (Math.Max(1, Math.Round(box.Right * scale) - x0), Math.Max(1, Math.Round(box.Bottom * scale) - y0));
        var clip = clips.Peek();
        var (left, right) = ((int)Math.Max(x0, clip.X), (int)Math.Min(x0 + width, clip.Right));
        var (stepX, stepY) = (raster.Columns / width, raster.Rows / height);
        for (var row = (int)Math.Max(y0, clip.Y); row < (int)Math.Min(y0 + height, clip.Bottom); row++)
        {
            var pixels = this.raster.Row(row);
            for (var column = left; column < right; column++)
            {
                var (colour, share) = MeanColour(raster, (column - x0) * stepX, (row - y0) * stepY, stepX, stepY);
                pixels[column] = share == 1 ? colour : Coverage.Over(pixels[column], colour, share);
            }
        }
    }

    /// <inheritdoc/>
    public override void PushClip(Box box)
    {
        var (x0, y0) = (Math.Round(box.X * scale), Math.Round(box.Y * scale));
        clips.Push(clips.Peek().Intersect(new Box(x0, y0, Math.Round(box.Right * scale) - x0, Math.Round(box.Bottom * scale) - y0)));
    }

    /// <inheritdoc/>
    public override void PopClip() => clips.Pop();

    private static (Colour Colour, float Share) MeanColour(Raster source, double x, double y, double width, double height)
    {
        var (endX, endY) = (Math.Min(x + width, source.Columns), Math.Min(y + height, source.Rows));
        if (IsOneColour(source, (int)x, (int)y, endX, endY, out var only))
        {
            return (only, 1f);
        }

        var (r, g, b, a, all) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var row = (int)y; row < endY; row++)
        {
            var tall = Math.Min(row + 1, endY) - Math.Max(row, y);
            for (var column = (int)x; column < endX; column++)
            {
                var pixel = source.Row(row)[column];
                var area = tall * (Math.Min(column + 1, endX) - Math.Max(column, x));
                var solid = area * pixel.A;
                (r, g, b, a, all) = (r + (solid * pixel.R), g + (solid * pixel.G), b + (solid * pixel.B), a + solid, all + area);
            }
        }

        return a > 0
            ? (new Colour((byte)((r / a) + 0.5), (byte)((g / a) + 0.5), (byte)((b / a) + 0.5)), (float)(a / (255 * all)))
            : (Colour.Clear, 0f);
    }

    /// <summary>Whether all pixels of a part are of one solid colour, which then is their mean: nearly everywhere where pictures are made larger.</summary>
    private static bool IsOneColour(Raster source, int left, int top, double endX, double endY, out Colour only)
    {
        only = source.Row(top)[left];
        if (only.A != 255)
        {
            return false;
        }

        for (var row = top; row < endY; row++)
        {
            var pixels = source.Row(row);
            for (var column = left; column < endX; column++)
            {
                if (pixels[column] != only)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void FillScaled(ReadOnlySpan<Position> corners, Colour colour)
    {
        var inside = ClipPolygon(corners, clips.Peek());
        if (inside.Count >= 3)
        {
            coverage.AddArea(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(inside));
            coverage.Paint(raster, colour);
        }
    }

    private void Solid(ReadOnlySpan<Position> points, double width)
    {
        for (var i = 1; i < points.Length; i++)
        {
            coverage.AddSegment(points[i - 1], points[i], width, clips.Peek());
        }
    }

    private void Dashed(ReadOnlySpan<Position> points, double width, double dash, double gap)
    {
        var (on, left) = (true, dash);
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            for (var at = 0.0; at < length;)
            {
                var step = Math.Min(left, length - at);
                if (on)
                {
                    coverage.AddSegment(Along(a, b, at / length), Along(a, b, (at + step) / length), width, clips.Peek());
                }

                at += step;
                left -= step;
                if (left <= 1e-9)
                {
                    on = !on;
                    left = Math.Max(0.5, on ? dash : gap);
                }
            }
        }
    }

    private static Position Along(Position a, Position b, double t) => new(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));

    /// <summary>Moves lines that run exactly along the pixel raster so that their edges fall between pixels.</summary>
    private static void Sharpen(Span<Position> points, double width)
    {
        var odd = (int)Math.Max(1, Math.Round(width)) % 2 == 1;
        for (var i = 1; i < points.Length; i++)
        {
            if (points[i].Y == points[i - 1].Y && points[i].X != points[i - 1].X)
            {
                var y = odd ? Math.Floor(points[i].Y) + 0.5 : Math.Round(points[i].Y);
                var old = points[i].Y;
                for (var k = i - 1; k < points.Length && points[k].Y == old; k++)
                {
                    points[k] = points[k] with { Y = y };
                }
            }
            else if (points[i].X == points[i - 1].X && points[i].Y != points[i - 1].Y)
            {
                var x = odd ? Math.Floor(points[i].X) + 0.5 : Math.Round(points[i].X);
                var old = points[i].X;
                for (var k = i - 1; k < points.Length && points[k].X == old; k++)
                {
                    points[k] = points[k] with { X = x };
                }
            }
        }
    }

    private static List<Position> ClipPolygon(ReadOnlySpan<Position> corners, Box clip)
    {
        List<Position> shape = [.. corners];
        shape = ClipSide(shape, p => p.X - clip.X);
        shape = ClipSide(shape, p => clip.Right - p.X);
        shape = ClipSide(shape, p => p.Y - clip.Y);
        return ClipSide(shape, p => clip.Bottom - p.Y);
    }

    private static List<Position> ClipSide(List<Position> shape, Func<Position, double> inside)
    {
        var kept = new List<Position>(shape.Count + 4);
        for (var i = 0; i < shape.Count; i++)
        {
            var (a, b) = (shape[i], shape[(i + 1) % shape.Count]);
            var (da, db) = (inside(a), inside(b));
            if (da >= 0)
            {
                kept.Add(a);
            }

            if ((da >= 0) != (db >= 0))
            {
                kept.Add(Along(a, b, da / (da - db)));
            }
        }

        return kept;
    }

    private Position Scaled(Position p) => new(p.X * scale, p.Y * scale);
}

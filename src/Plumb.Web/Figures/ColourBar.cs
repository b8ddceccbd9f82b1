namespace Plumb.Web.Figures;

/// <summary>Draws a scale of colours with its ticks, upright or lying.</summary>
internal static class ColourBar
{
    private const double LabelSize = 11.5;
    private static readonly Stroke Edge = new(Colour.Ink, 1);

    /// <summary>Space an upright bar needs to the right of its box for ticks and label, pixels.</summary>
    public const double UprightMargin = 66;

    /// <summary>Draws an upright bar, low end below, label to its right.</summary>
    public static void DrawUpright(Canvas canvas, Box box, ColourScale scale, string label)
    {
        var raster = new Raster(1, ColourMap.Steps);
        for (var i = 0; i < ColourMap.Steps; i++)
        {
            raster.Row(i)[0] = scale.Map.At(1 - ((double)i / (ColourMap.Steps - 1)));
        }

        canvas.Image(raster, box);
        canvas.Frame(box, Edge);
        var middle = box.X + (0.5 * box.Width);
        if (scale.GoesAbove)
        {
            Point(canvas, new(box.X, box.Y), new(middle, box.Y - 8), new(box.Right, box.Y), scale.Map.At(1));
        }

        if (scale.GoesBelow)
        {
            Point(canvas, new(box.X, box.Bottom), new(middle, box.Bottom + 8), new(box.Right, box.Bottom), scale.Map.At(0));
        }

        var widest = 0.0;
        foreach (var tick in TicksOf(scale, (int)(box.Height / 42)))
        {
            var y = box.Bottom - ((tick.Value - scale.Low) / (scale.High - scale.Low) * box.Height);
            canvas.Segment(box.Right, y, box.Right + 4, y, Edge);
            canvas.Text(tick.Label, new Position(box.Right + 7, y + 4), new TextStyle(LabelSize, Colour.Ink));
            widest = Math.Max(widest, Canvas.WidthOf(tick.Label, LabelSize));
        }

        canvas.Text(
            Figure.Fit(label, Math.Max(box.Height, 60) + 20, 12),
            new Position(Math.Min(box.Right + widest + 23, canvas.Width - 5), box.Y + (0.5 * box.Height)),
            new TextStyle(12, Colour.Ink, Anchor.Middle, Upwards: true));
    }

    /// <summary>Draws a lying bar, low end left, label below.</summary>
    public static void DrawLying(Canvas canvas, Box box, ColourScale scale, string label)
    {
        var raster = new Raster(ColourMap.Steps, 1);
        for (var i = 0; i < ColourMap.Steps; i++)
        {
            raster.Row(0)[i] = scale.Map.At((double)i / (ColourMap.Steps - 1));
        }

        canvas.Image(raster, box);
        canvas.Frame(box, Edge);
        var middle = box.Y + (0.5 * box.Height);
        if (scale.GoesAbove)
        {
            Point(canvas, new(box.Right, box.Y), new(box.Right + 8, middle), new(box.Right, box.Bottom), scale.Map.At(1));
        }

        if (scale.GoesBelow)
        {
            Point(canvas, new(box.X, box.Y), new(box.X - 8, middle), new(box.X, box.Bottom), scale.Map.At(0));
        }

        foreach (var tick in TicksOf(scale, (int)(box.Width / 70)))
        {
            var x = box.X + ((tick.Value - scale.Low) / (scale.High - scale.Low) * box.Width);
            canvas.Segment(x, box.Bottom, x, box.Bottom + 4, Edge);
            canvas.Text(tick.Label, new Position(x, box.Bottom + 17), new TextStyle(LabelSize, Colour.Ink, Anchor.Middle));
        }

        canvas.Text(label, new Position(box.X + (0.5 * box.Width), box.Bottom + 34), new TextStyle(12, Colour.Ink, Anchor.Middle));
    }

    /// <summary>About as many ticks as asked for, but three at least: fewer do not tell a scale.</summary>
    private static IReadOnlyList<Tick> TicksOf(ColourScale scale, int count)
    {
        for (var wanted = Math.Max(2, count); ; wanted++)
        {
            var ticks = Ticks.Numbers(scale.Low, scale.High, wanted);
            if (ticks.Count >= 3 || wanted >= 10)
            {
                return ticks;
            }
        }
    }

    private static void Point(Canvas canvas, Position a, Position tip, Position b, Colour colour)
    {
        canvas.Fill([a, tip, b], colour);
        canvas.Line([a, tip, b, a], Edge);
    }
}

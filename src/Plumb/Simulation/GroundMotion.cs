namespace Plumb.Simulation;

/// <summary>
/// All motion of a scene along the line of sight. A motion is a weighted sum over dates (a difference of two, a rate), kept
/// as small tables; rows of pixels are computed from them. Immutable and safe for threads.
/// </summary>
internal sealed class GroundMotion
{
    private const double DaysPerYear = 365.25;
    private readonly Scene scene;
    private readonly ViewGeometry view;
    private readonly LongwallTrough[] troughs;
    private readonly LifeCycleTrough[] cycles;
    private readonly SlideBody[] slides;
    private readonly TroughImage[] images;
    private readonly double[][] depths;
    private readonly double[][][] along;
    private readonly double[][][] alongSlope;
    private readonly double[][] areas;
    private readonly (float[] Row, float[] Column)[] shapes;

    internal GroundMotion(Scene scene, ViewGeometry view, IReadOnlyList<DateOnly> dates)
    {
        this.scene = scene;
        this.view = view;
        troughs = scene.Panels.Select(p => new LongwallTrough(p)).ToArray();
        cycles = scene.Troughs.Select(t => new LifeCycleTrough(t)).ToArray();
        slides = scene.Slides.Select(s => new SlideBody(s)).ToArray();
        var (rows, columns) = (scene.Grid.Rows, scene.Grid.Columns);
        images = [.. cycles.Select(c => new TroughImage(c, view, rows, columns)), .. slides.Select(s => new TroughImage(s, view, rows, columns))];
        depths = dates.Select(d => (double[])[.. cycles.Select(c => c.Depth(d)), .. slides.Select(s => s.Amount(d))]).ToArray();
        along = new double[dates.Count][][];
        alongSlope = new double[dates.Count][][];
        areas = new double[dates.Count][];
        for (var date = 0; date < dates.Count; date++)
        {
            along[date] = troughs.Select(t => new double[t.AlongCount]).ToArray();
            alongSlope[date] = troughs.Select(t => new double[t.AlongCount]).ToArray();
            for (var k = 0; k < troughs.Length; k++)
            {
                troughs[k].AddAlong(dates[date], 1.0, along[date][k], alongSlope[date][k]);
            }

            areas[date] = [.. scene.SeasonalAreas.Select(a => Seasonal(a, dates[date])), .. scene.Uplifts.Select(u => Uplift(u, dates[date], dates[0]))];
        }

        shapes = [.. scene.SeasonalAreas.Select(a => Shape(a.East, a.North, a.Radius)), .. scene.Uplifts.Select(u => Shape(u.East, u.North, u.Radius))];
    }

    /// <summary>Motion from one date to another.</summary>
    internal MotionTables Between(int first, int second) => Sum([(first, -1.0), (second, 1.0)]);

    /// <summary>Weighted sum of the motions at dates.</summary>
    internal MotionTables Sum(IReadOnlyList<(int Date, double Weight)> terms)
    {
        var tables = new MotionTables(new float[troughs.Length][], new float[troughs.Length][], new float[shapes.Length], new (double, double, double, double)[troughs.Length], new float[images.Length]);
        for (var k = 0; k < troughs.Length; k++)
        {
            tables.Along[k] = Combine(terms, along, k);
            tables.AlongSlope[k] = Combine(terms, alongSlope, k);
            tables.Bounds[k] = troughs[k].Bounds(view);
        }

        for (var k = 0; k < shapes.Length; k++)
        {
            tables.Areas[k] = (float)terms.Sum(t => t.Weight * areas[t.Date][k]);
        }

        for (var k = 0; k < images.Length; k++)
        {
            tables.Depths[k] = (float)terms.Sum(t => t.Weight * depths[t.Date][k]);
        }

        return tables;
    }

    /// <summary>Line-of-sight motion of part of a row, which may reach one pixel beyond the image on each side; metres (or metres per year).</summary>
    internal void Row(MotionTables motion, int row, int column, Span<float> los)
    {
        los.Clear();
        for (var k = 0; k < shapes.Length; k++)
        {
            var (rows, columns) = shapes[k];
            var peak = motion.Areas[k] * rows[row + 1];
            if (Math.Abs(peak) > 1e-9f)
            {
                for (var i = 0; i < los.Length; i++)
                {
                    los[i] += peak * columns[column + i + 1];
                }
            }
        }

        if (shapes.Length > 0)
        {
            for (var i = 0; i < los.Length; i++)
            {
                los[i] *= los[i] == 0f ? 1f : view.IncidenceSinCos(row, column + i).Cosine;
            }
        }

        for (var k = 0; k < troughs.Length; k++)
        {
            var (firstRow, lastRow, firstColumn, lastColumn) = motion.Bounds[k];
            var from = (int)Math.Max(column, Math.Floor(firstColumn));
            var to = (int)Math.Min(column + los.Length, Math.Ceiling(lastColumn) + 1);
            if (row >= firstRow && row <= lastRow && to > from)
            {
                troughs[k].AddRow(view, row, from, motion.Along[k], motion.AlongSlope[k], los[(from - column)..(to - column)]);
            }
        }

        for (var k = 0; k < images.Length; k++)
        {
            images[k].AddRow(row, column, motion.Depths[k], los);
        }
    }

    /// <summary>Motion of a point at a day, by the specification of every source; metres, from a state long before all motion of panels and troughs.</summary>
    internal (double East, double North, double Up) At(double east, double north, DateOnly date, DateOnly first)
    {
        var (e, n, u) = (0.0, 0.0, 0.0);
        var parts = troughs.Select(t => t.Motion(east, north, date)).Concat(cycles.Select(c => c.Motion(east, north, date))).Concat(slides.Select(s => Slid(s, s.Amount(date) - s.Amount(first), east, north)));
        foreach (var part in parts)
        {
            (e, n, u) = (e + part.East, n + part.North, u + part.Up);
        }

        double Bells(double atEast, double atNorth, double radius) => Bell(east - atEast, radius) * Bell(north - atNorth, radius);
        u += scene.SeasonalAreas.Sum(a => Seasonal(a, date) * Bells(a.East, a.North, a.Radius));
        u += scene.Uplifts.Sum(a => Uplift(a, date, first) * Bells(a.East, a.North, a.Radius));
        return (e, n, u);
    }

    // From the first date on, so that the millennium before it is no motion of the scene.
    private static (double East, double North, double Up) Slid(SlideBody slide, double amount, double east, double north)
    {
        var shape = slide.Shape(east, north);
        return (amount * shape.East, amount * shape.North, amount * shape.Up);
    }

    private static float[] Combine(IReadOnlyList<(int Date, double Weight)> terms, double[][][] tables, int panel)
    {
        var result = new float[tables[0][panel].Length];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            for (var t = 0; t < terms.Count; t++)
            {
                sum += terms[t].Weight * tables[terms[t].Date][panel][i];
            }

            result[i] = (float)sum;
        }

        return result;
    }

    private static double Seasonal(SceneSeasonalArea area, DateOnly date)
    {
        var days = date.DayNumber - new DateOnly(2000, 1, 1).DayNumber;
        return (area.Amplitude * Math.Cos(2.0 * Math.PI * (days + 1 - area.PeakDay) / DaysPerYear)) + (area.Trend * days / DaysPerYear);
    }

    private static double Uplift(SceneUplift uplift, DateOnly date, DateOnly first)
    {
        if (string.IsNullOrEmpty(uplift.Start))
        {
            return uplift.Rate * (date.DayNumber - first.DayNumber) / DaysPerYear;
        }

        var days = Math.Max(0, date.DayNumber - SceneValidation.Date(uplift.Start, "uplifts.start").DayNumber);
        return uplift.DecayDays > 0
            ? uplift.Rate * uplift.DecayDays / DaysPerYear * (1.0 - Math.Exp(-days / uplift.DecayDays))
            : uplift.Rate * days / DaysPerYear;
    }

    /// <summary>The bell exp(-ln 2 (d / radius)^2) as a product of one factor per row and one per column, one pixel beyond the image.</summary>
    private (float[] Row, float[] Column) Shape(double east, double north, double radius)
    {
        var rows = new float[scene.Grid.Rows + 2];
        var columns = new float[scene.Grid.Columns + 2];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Bell(view.Position(row - 1, 0).North - north, radius);
        }

        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = Bell(view.Position(0, column - 1).East - east, radius);
        }

        return (rows, columns);
    }

    private static float Bell(double distance, double radius)
    {
        var value = Math.Exp(-Math.Log(2.0) * distance * distance / (radius * radius));
        return value < 1e-6 ? 0f : (float)value;
    }
}

/// <summary>A motion as small tables: C(x, t) and its slope per panel, one factor per area, trough and slide, and where each panel reaches.</summary>
internal sealed record MotionTables(
    float[][] Along,
    float[][] AlongSlope,
    float[] Areas,
    (double FirstRow, double LastRow, double FirstColumn, double LastColumn)[] Bounds,
    float[] Depths);

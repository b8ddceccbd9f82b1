using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>The displacement of one place over time.</summary>
/// <param name="Dates">Dates, ascending; shape (date).</param>
/// <param name="Displacement">Displacement, metres, positive towards the satellite, relative to the reference area and the first date; shape (date); NaN is no-data.</param>
/// <param name="Sigma">Standard deviation of each date, metres; shape (date), or empty when unknown; NaN is no-data.</param>
/// <param name="Rate">Rate of the linear fit, metres per year (365.25 days); NaN when there is none.</param>
/// <param name="RateSigma">Standard deviation of the rate, metres per year; NaN when unknown.</param>
/// <param name="Gaps">Spans between neighbouring dates that no pair observes: their ends. What lies on either side is joined by assumption.</param>
public sealed record SeriesData(
    IReadOnlyList<DateOnly> Dates,
    IReadOnlyList<double> Displacement,
    IReadOnlyList<double> Sigma,
    double Rate,
    double RateSigma,
    IReadOnlyList<(DateOnly From, DateOnly To)> Gaps)
{
    /// <summary>A fitted curve that is shown in place of the straight line; null for the line.</summary>
    public SeriesCurve? Curve { get; init; }
}

/// <summary>A fitted curve with its uncertainty.</summary>
/// <param name="Label">What it is, in a few words.</param>
/// <param name="Days">Times since the first date, days; shape (time).</param>
/// <param name="Values">The curve, metres; shape (time).</param>
/// <param name="HalfWidth">Half the width of its 95 % band, metres; shape (time); NaN when unknown.</param>
/// <param name="Changes">When its course changes, days since the first date, with half the width of the 95 % span, days; may be empty.</param>
public sealed record SeriesCurve(
    string Label,
    IReadOnlyList<double> Days,
    IReadOnlyList<double> Values,
    IReadOnlyList<double> HalfWidth,
    IReadOnlyList<(double Day, double HalfWidth)> Changes);

/// <summary>Displacement against date, with the band of one standard deviation, the linear fit or a curve, and gaps marked.</summary>
public sealed class SeriesFigure : Figure
{
    private static readonly Colour Point = new(28, 86, 142);
    private static readonly Colour Band = new(28, 86, 142, 46);
    private static readonly Colour Fitted = new(176, 62, 20);
    private readonly SeriesData data;
    private readonly Sign sign;
    private readonly string unit;

    /// <summary>A plot of a series.</summary>
    /// <param name="title">Title.</param>
    /// <param name="data">The series, metres and metres per year.</param>
    /// <param name="sign">Which way is positive.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="unit">Unit of a thousandth of the values, as text: mm, or mm/yr for a series of rates in metres per year.</param>
    /// <exception cref="ArgumentException">Dates, displacement and sigma differ in length, or there is no date.</exception>
    public SeriesFigure(string title, SeriesData data, Sign sign = Sign.TowardsSatellite, double width = 600, double height = 270, string unit = "mm")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Dates.Count == 0 || data.Displacement.Count != data.Dates.Count || (data.Sigma.Count != 0 && data.Sigma.Count != data.Dates.Count))
        {
            throw new ArgumentException($"A series has one displacement, and one sigma or none, for each date; got {data.Dates.Count} dates, {data.Displacement.Count} displacements, {data.Sigma.Count} sigmas.", nameof(data));
        }

        Title = title;
        this.data = data;
        (this.sign, this.unit) = (sign, unit);
        Width = width;
        Height = height;
    }

    /// <inheritdoc/>
    public override double Width { get; }

    /// <inheritdoc/>
    public override double Height { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var last = data.Displacement.LastOrDefault(double.IsFinite, double.NaN);
            return double.IsNaN(last)
                ? "A series without a single value."
                : $"{data.Dates.Count} dates from {data.Dates[0]:yyyy-MM-dd} to {data.Dates[^1]:yyyy-MM-dd}; last displacement {Ticks.Number(1000 * last, 1)} mm. {RateText}";
        }
    }

    private string RateText => data.Curve is { } curve ? curve.Label
        : double.IsNaN(data.Rate) ? ""
        : $"{Ticks.Number(1000 * data.Rate, 1)}{(double.IsNaN(data.RateSigma) ? "" : " ± " + Ticks.Number(1000 * data.RateSigma, 1))} mm/yr";

    /// <inheritdoc/>
    public override void Draw(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        var rateWidth = RateText.Length == 0 ? 0 : WidthOfRate();
        canvas.Text(Fit(Title, Width - 30 - rateWidth, 13, true), new Position(10, 20), new TextStyle(13, Colour.Ink, Bold: true));
        DrawRateText(canvas);
        var area = new PlotArea(new Box(66, 34, Width - 66 - 16, Height - 34 - 30), XRange(), YRange());
        var box = area.Box;
        var xTicks = Ticks.Dates(data.Dates[0], data.Dates[^1], (int)(box.Width / 78));
        var yTicks = Ticks.Numbers(YRange().Low, YRange().High, Math.Max(2, (int)(box.Height / 38)));
        area.DrawGrid(canvas, xTicks, yTicks);
        canvas.PushClip(box);
        DrawGaps(canvas, area);
        canvas.Segment(box.X, area.Y(0), box.Right, area.Y(0), new Stroke(Colour.Muted, 1));
        DrawBand(canvas, area);
        DrawChanges(canvas, area);
        DrawFit(canvas, area);
        DrawPoints(canvas, area);
        canvas.PopClip();
        area.DrawAxes(canvas, xTicks, yTicks, "", sign == Sign.TowardsSatellite ? unit + ", towards satellite +" : sign == Sign.Up ? unit + ", up +" : unit);
        if (data.Displacement.All(d => !double.IsFinite(d)))
        {
            canvas.Text("no value at any date", new Position(box.X + (0.5 * box.Width), box.Y + (0.5 * box.Height)), new TextStyle(TextSize, Colour.Muted, Anchor.Middle));
        }
    }

    private double WidthOfRate() => Canvas.WidthOf(RateText, TextSize, true) + 34;

    private void DrawRateText(Canvas canvas)
    {
        if (RateText.Length > 0)
        {
            canvas.Text(RateText, new Position(Width - 16, 20), new TextStyle(TextSize, Fitted, Anchor.End, Bold: true));
            var x = Width - 16 - Canvas.WidthOf(RateText, TextSize, true) - 28;
            canvas.Segment(x, 15.5, x + 22, 15.5, data.Curve is null ? new Stroke(Fitted, 2, 6, 4) : new Stroke(Fitted, 2));
        }
    }

    private (double Low, double High) XRange()
    {
        var (first, last) = (data.Dates[0].DayNumber, data.Dates[^1].DayNumber);
        var margin = Math.Max(3, 0.02 * (last - first));
        return (first - margin, last + margin);
    }

    private (double Low, double High) YRange()
    {
        var (low, high) = (0.0, 0.0);
        for (var i = 0; i < data.Dates.Count; i++)
        {
            var (value, sigma) = (1000 * data.Displacement[i], SigmaOf(i));
            if (double.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value - sigma), Math.Max(high, value + sigma));
            }
        }

        for (var i = 0; i < (data.Curve?.Values.Count ?? 0); i++)
        {
            var (value, half) = (data.Curve!.Values[i], double.IsFinite(data.Curve.HalfWidth[i]) ? data.Curve.HalfWidth[i] : 0);
            (low, high) = (Math.Min(low, 1000 * (value - half)), Math.Max(high, 1000 * (value + half)));
        }

        var margin = Math.Max(1, 0.06 * (high - low));
        return (low - margin, high + margin);
    }

    private double SigmaOf(int i) => data.Sigma.Count > 0 && double.IsFinite(data.Sigma[i]) ? 1000 * data.Sigma[i] : 0;

    private void DrawGaps(Canvas canvas, PlotArea area)
    {
        foreach (var (from, to) in data.Gaps)
        {
            var (x0, x1) = (area.X(from.DayNumber), area.X(to.DayNumber));
            canvas.Fill(new Box(x0, area.Box.Y, x1 - x0, area.Box.Height), new Colour(240, 236, 226));
            canvas.Segment(x0, area.Box.Y, x0, area.Box.Bottom, new Stroke(Colour.Muted, 1, 3, 3));
            canvas.Segment(x1, area.Box.Y, x1, area.Box.Bottom, new Stroke(Colour.Muted, 1, 3, 3));
            if (x1 - x0 > 30)
            {
                canvas.Text("gap", new Position(0.5 * (x0 + x1), area.Box.Y + (Math.Abs(area.Y(0) - area.Box.Y - 10) < 11 ? 34 : 14)), new TextStyle(11, Colour.Muted, Anchor.Middle));
            }
        }
    }

    private void DrawBand(Canvas canvas, PlotArea area)
    {
        if (data.Sigma.Count == 0)
        {
            return;
        }

        foreach (var run in Runs())
        {
            var outline = run.Select(i => area.At(data.Dates[i].DayNumber, (1000 * data.Displacement[i]) + SigmaOf(i)))
                .Concat(run.Reverse().Select(i => area.At(data.Dates[i].DayNumber, (1000 * data.Displacement[i]) - SigmaOf(i))))
                .ToArray();
            if (outline.Length >= 4)
            {
                canvas.Fill(outline, Band);
            }
        }
    }

    private void DrawPoints(Canvas canvas, PlotArea area)
    {
        foreach (var run in Runs())
        {
            var line = Array.ConvertAll(run, i => area.At(data.Dates[i].DayNumber, 1000 * data.Displacement[i]));
            if (line.Length > 1)
            {
                canvas.Line(line, new Stroke(Point.WithOpacity(0.55), 1.2));
            }

            foreach (var point in line)
            {
                canvas.Disc(point, data.Dates.Count > 150 ? 1.8 : 2.6, Point, default);
            }
        }
    }

    /// <summary>Dates at which the curve changes, each with the span that holds it in 19 of 20 cases.</summary>
    private void DrawChanges(Canvas canvas, PlotArea area)
    {
        foreach (var (day, half) in data.Curve?.Changes ?? [])
        {
            var at = data.Dates[0].DayNumber + day;
            if (double.IsFinite(half))
            {
                var (x0, x1) = (Math.Max(area.Box.X, area.X(at - half)), Math.Min(area.Box.Right, area.X(at + half)));
                canvas.Fill(new Box(x0, area.Box.Y, Math.Max(1, x1 - x0), area.Box.Height), Fitted.WithOpacity(0.1));
            }

            canvas.Segment(area.X(at), area.Box.Y, area.X(at), area.Box.Bottom, new Stroke(Fitted.WithOpacity(0.7), 1, 4, 3));
        }
    }

    private void DrawCurve(Canvas canvas, PlotArea area, SeriesCurve curve)
    {
        Position At(int i, double shift) => area.At(data.Dates[0].DayNumber + curve.Days[i], 1000 * (curve.Values[i] + shift));
        var all = Enumerable.Range(0, curve.Days.Count).ToArray();
        if (all.Length > 1 && curve.HalfWidth.All(double.IsFinite))
        {
            canvas.Fill([.. all.Select(i => At(i, curve.HalfWidth[i])), .. all.Reverse().Select(i => At(i, -curve.HalfWidth[i]))], Fitted.WithOpacity(0.22));
        }

        canvas.Line([.. all.Select(i => At(i, 0))], new Stroke(Fitted, 2));
    }

    private void DrawFit(Canvas canvas, PlotArea area)
    {
        if (data.Curve is { } curve)
        {
            DrawCurve(canvas, area, curve);
            return;
        }

        var good = Enumerable.Range(0, data.Dates.Count).Where(i => double.IsFinite(data.Displacement[i])).ToArray();
        if (double.IsNaN(data.Rate) || good.Length < 2)
        {
            return;
        }

        // The line of the given rate through the mean of the points.
        var meanDay = good.Average(i => data.Dates[i].DayNumber);
        var mean = good.Average(i => 1000 * data.Displacement[i]);
        double At(double day) => mean + (1000 * data.Rate * (day - meanDay) / 365.25);
        var (first, last) = (data.Dates[0].DayNumber, data.Dates[^1].DayNumber);
        canvas.Line([area.At(first, At(first)), area.At(last, At(last))], new Stroke(Fitted, 2, 6, 4));
    }

    /// <summary>Numbers of the dates with a value, cut where a value is missing or where a gap lies between.</summary>
    private IEnumerable<int[]> Runs()
    {
        var run = new List<int>();
        for (var i = 0; i < data.Dates.Count; i++)
        {
            var cut = !double.IsFinite(data.Displacement[i])
                || (run.Count > 0 && data.Gaps.Any(g => g.From < data.Dates[i] && g.To > data.Dates[run[^1]]));
            if (cut && run.Count > 0)
            {
                yield return run.ToArray();
                run.Clear();
            }

            if (double.IsFinite(data.Displacement[i]))
            {
                run.Add(i);
            }
        }

        if (run.Count > 0)
        {
            yield return run.ToArray();
        }
    }
}

using System.Globalization;
using Plumb.Processing.Corridors;
using Plumb.Subsidence;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>Motion along railways, pipelines and dams: a map, and for each line what it means, its profile and its zones.</summary>
internal static class ReportCorridors
{
    private const int MostLines = 20;
    private const int MostZones = 15;
    private const int MostCurves = 4;
    private const double Width = 700;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Corridors is not { } record)
        {
            return;
        }

        page.Markup("<section aria-labelledby=\"corridors\">").Markup("<h2 id=\"corridors\">Along lines</h2>");
        page.Paragraph($"Motion along {Words.Count(record.Lines.Count, "line", "lines")} of {record.LineFile}, by chainage: the distance along the line from its first corner. Numbers in this section are {record.Axis}. "
            + $"The profile is made of the good pixels within {Words.Number(record.Options.ProfileWidth, 0)} m of the line (of the nearest few where pixels are large), in steps of {Words.Number(record.Options.Step, 0)} m.");
        if (record.Outside.Count > 0)
        {
            page.Paragraph($"Not on the map: {string.Join(", ", record.Outside)}.", "note");
        }

        WriteMap(page, model, record);
        if (record.Lines.Count > 1)
        {
            WriteLines(page, record);
        }

        foreach (var line in record.Lines.Take(MostLines))
        {
            WriteLine(page, record, line);
        }

        page.List(
        [
            .. record.Lines.Count > MostLines ? (string[])[$"{record.Lines.Count - MostLines} further lines are in the tables alone."] : [],
            "A step without good pixels is a gap: nothing is known of the ground there. A zone goes on over gaps shorter than " + Words.Number(record.Options.LongestGap, 0) + " m.",
            "‘Not sure’: the worst value of the zone is not " + Words.Number(record.Options.Significance, 0) + " of its standard deviations above the limit.",
            "Profiles, zones and the lines for a map are in the folder 'corridor' (GeoPackage, GeoJSON, CSV).",
        ]);
        page.Markup("</section>");
    }

    private static void WriteMap(Page page, ReportModel model, CorridorRecord record)
    {
        var pixel = (model.Measurement.PixelWidth, model.Measurement.PixelHeight);
        MapWay Way(CorridorEntry line, double from, double to, bool isMarked)
        {
            var corners = line.Stretch(pixel, from, to);
            return new MapWay([.. corners.Select(c => c.Row)], [.. corners.Select(c => c.Column)], isMarked);
        }

        var above = record.Lines.SelectMany(l => l.Zones.Where(z => z.Limit == CorridorLimit.Rate).Select(z => Way(l, z.From, z.To, true)));
        page.Figure(
            new MapFigure(model.Rate, new MapOptions
            {
                Mask = model.Mask,
                Title = "Lines on the rate along the line of sight",
                References = ReportMotion.References(model),
                Ways = [.. record.Lines.Select(l => new MapWay(l.Rows, l.Columns, false)), .. above],
                WaysLabel = "line",
                MarkedLabel = $"faster than {Words.Rounded(1000 * record.Options.RateLimit)} mm/yr",
                Marks = record.Lines.Count < 2 ? [] : [.. record.Lines.Select((l, k) => (Place: l.Stretch(pixel, l.Length / 2, l.Length / 2)[0], k)).Select(p => new MapMark(p.Place.Row, p.Place.Column, Words.Ordinal(p.k)))],
                MarksLabel = "number of the line",
                Width = 580,
                PixelLimit = 760,
            }),
            "Chainage 0 is the first corner of a line in its file.");
    }

    private static void WriteLines(Page page, CorridorRecord record) => page.Table(
        "Lines",
        ["#No.", "Line", "#Length, km", "#With data, km", "#Pixels near it", "#Per km²", "#Slowest, mm/yr", "#Fastest, mm/yr", "#Above the limit, km"],
        record.Lines.Select((l, k) => (IReadOnlyList<string>)
        [
            Words.Ordinal(k), l.Name, Words.Number(l.Length / 1000, 2), Words.Number(l.Seen / 1000, 2), Words.Count(l.Points), Words.Number(l.Density, 0), Words.Millimetres(l.LeastRate), Words.Millimetres(l.MostRate),
            Words.Number(Above(l, CorridorLimit.Rate) / 1000, 2),
        ]));

    private static void WriteLine(Page page, CorridorRecord record, CorridorEntry line)
    {
        page.Element("h3", line.Name);
        page.Paragraph(Sentences(record, line));
        double[] kilometres = [.. line.Steps.Select(s => s.Chainage / 1000)];
        if (line.Steps.Any(s => double.IsFinite(s.Rate)))
        {
            page.Figure(
                new ProfileFigure(
                    $"Rate along {line.Name}", kilometres,
                    [new("rate, with the band that holds the true one in 19 of 20 cases", [.. line.Steps.Select(s => 1000 * s.Rate)], [.. line.Steps.Select(s => 1960 * s.RateSigma)])],
                    Stretches(line, CorridorLimit.Rate), "mm/yr", Width)
                {
                    Limits = [1000 * record.Options.RateLimit, -1000 * record.Options.RateLimit],
                },
                $"Dashed, where it is within the picture: the limit of {Words.Rounded(1000 * record.Options.RateLimit)} mm/yr either way. Shaded: zones above it, numbered as in the table.");
        }

        if (line.Steps.Any(s => double.IsFinite(s.Distortion)))
        {
            page.Figure(
                new ProfileFigure(
                    $"Angular distortion along {line.Name}", kilometres,
                    [new($"differential settlement over {Words.Number(record.Options.TakenLength, 0)} m, divided by that length", [.. line.Steps.Select(s => 1000 * s.Distortion)], [.. line.Steps.Select(s => 1960 * s.DifferenceSigma / record.Options.TakenLength)])],
                    Stretches(line, CorridorLimit.Distortion), "mm/m", Width, 240)
                {
                    Limits = [1000 * record.Options.DistortionLimit, -1000 * record.Options.DistortionLimit],
                },
                $"From {Day(record.From)} to {Day(record.To)}. Dashed, where it is within the picture: the limit of {Words.Rounded(1000 * record.Options.DistortionLimit)} mm/m, that is 1 in {Words.Number(1 / record.Options.DistortionLimit, 0)}.");
        }

        WriteDates(page, record, line);
        WriteZones(page, line);
    }

    private static void WriteDates(Page page, CorridorRecord record, CorridorEntry line)
    {
        var dated = record.Dated.Where(d => d.Line == line.Name).ToArray();
        if (dated.Length > 0)
        {
            // The last dates tell most.
            var shown = dated.TakeLast(MostCurves).ToArray();
            page.Figure(
                new ProfileFigure(
                    $"Displacement along {line.Name} since {Day(record.From)}", [.. dated[0].Chainage.Select(c => c / 1000)],
                    [.. shown.Select(d => new ProfileCurve(Words.IsoDate(d.Date), [.. d.Displacement.Select(v => 1000 * v)], []))], [], "mm", Width),
                dated.Any(d => d.IsFilled.Contains(true)) ? "Gaps are filled by a spline under tension; the table corridor_dates.csv marks them." : "");
        }
    }

    private static void WriteZones(Page page, CorridorEntry line)
    {
        if (line.Zones.Count == 0)
        {
            return;
        }

        var ranked = line.Zones.GroupBy(z => z.Limit).SelectMany(g => g.Take(MostZones).Select((z, k) => (Rank: k + 1, Zone: z))).ToArray();
        page.Table(
            ranked.Length < line.Zones.Count ? $"The worst zones of {line.Name}, of {line.Zones.Count}" : $"Zones of {line.Name}, the worst first",
            ["Above the limit of", "#Zone", "#From km", "#To km", "#Length, m", "#Worst", "#At km", "Sure"],
            ranked.Select(z => (IReadOnlyList<string>)
            [
                z.Zone.Limit == CorridorLimit.Rate ? "rate" : "distortion", z.Rank.ToString(CultureInfo.InvariantCulture), Words.Number(z.Zone.From / 1000, 3), Words.Number(z.Zone.To / 1000, 3),
                Words.Number(z.Zone.Length, 0) + (double.IsFinite(z.Zone.LengthSigma) ? " ± " + Words.Number(z.Zone.LengthSigma, 0) : ""),
                $"{Words.Number(1000 * z.Zone.Worst, z.Zone.Limit == CorridorLimit.Rate ? 1 : 2)} ± {Words.Number(1000 * z.Zone.WorstSigma, z.Zone.Limit == CorridorLimit.Rate ? 1 : 2)} {(z.Zone.Limit == CorridorLimit.Rate ? "mm/yr" : "mm/m")}",
                Words.Number(z.Zone.WorstAt / 1000, 3), z.Zone.IsSure ? "yes" : "not sure",
            ]));
    }

    /// <summary>What the profile says, in words for who looks after the line.</summary>
    private static string Sentences(CorridorRecord record, CorridorEntry line)
    {
        var text = $"Of {Words.Number(line.Length / 1000, 2)} km, {Words.Number(100 * line.Seen / line.Length, 0)} % have data. ";
        var fastest = line.Steps.Where(s => double.IsFinite(s.Rate)).MaxBy(s => Math.Abs(s.Rate));
        if (fastest is null)
        {
            return text + "No good pixel lies near enough to the line to say how it moves.";
        }

        var limit = Words.Rounded(1000 * record.Options.RateLimit);
        text += $"The ground moves fastest at km {Words.Number(fastest.Chainage / 1000, 2)}: {Words.Millimetres(fastest.Rate)} ± {Words.Millimetres(fastest.RateSigma)} mm/yr. ";
        var zones = line.Zones.Where(z => z.Limit == CorridorLimit.Rate).ToArray();
        text += zones.Length == 0
            ? $"Nowhere that has data does it move faster than {limit} mm/yr. "
            : $"{Words.Count(zones.Length, "stretch moves", "stretches move")} faster than {limit} mm/yr, {Words.Number(zones.Sum(z => z.Length), 0)} m together; {Words.Count(zones.Count(z => z.IsSure))} of them for sure. ";
        var steepest = line.Steps.Where(s => double.IsFinite(s.Distortion)).MaxBy(s => Math.Abs(s.Distortion));
        if (steepest is null || record.To is null)
        {
            return text;
        }

        var bends = line.Zones.Where(z => z.Limit == CorridorLimit.Distortion).ToArray();
        return text + $"Between {Day(record.From)} and {Day(record.To)} two places {Words.Number(record.Options.TakenLength, 0)} m apart have settled against each other by "
            + $"{Words.Number(1000 * Math.Abs(steepest.Difference), 0)} ± {Words.Number(1000 * steepest.DifferenceSigma, 0)} mm at most, at km {Words.Number(steepest.Chainage / 1000, 2)} "
            + $"(1 in {Words.Number(1 / Math.Abs(steepest.Distortion), 0)}); "
            + (bends.Length == 0 ? "that is within the limit everywhere." : $"{Words.Count(bends.Length, "stretch is", "stretches are")} beyond 1 in {Words.Number(1 / record.Options.DistortionLimit, 0)}.");
    }

    private static (double From, double To, string Label)[] Stretches(CorridorEntry line, CorridorLimit limit) =>
        [.. line.Zones.Where(z => z.Limit == limit).Take(MostZones).Select((z, k) => (z.From / 1000, z.To / 1000, Words.Ordinal(k)))];

    private static double Above(CorridorEntry line, CorridorLimit limit) => line.Zones.Where(z => z.Limit == limit).Sum(z => z.Length);

    private static string Day(DateOnly? date) => date is { } day ? Words.Date(day) : Words.Unknown;
}

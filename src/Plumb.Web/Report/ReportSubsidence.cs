using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>What the ground is doing: the basins, their life, and what their deformation means for buildings.</summary>
internal static class ReportSubsidence
{
    private const int MostBasins = 25;
    private const int MostSeries = 4;

    public static void Write(Page page, ReportModel model)
    {
        if (model.Subsidence is not { } summary)
        {
            return;
        }

        var record = summary.Record;
        page.Markup("<section aria-labelledby=\"basins\">").Markup("<h2 id=\"basins\">What the ground is doing</h2>");
        if (record.Basins.Count == 0)
        {
            page.Paragraph("No basin was found: no area of some size stands out from its surroundings by more than chance and atmosphere can do.").Markup("</section>");
            return;
        }

        page.Paragraph($"{Words.Count(record.Basins.Count, "area", "areas")} of ground {(record.Basins.Count == 1 ? "stands" : "stand")} out as a basin. Numbers in this section are {record.Axis}.");
        page.Figure(
            new MapFigure(model.Rate, new MapOptions
            {
                Mask = model.Mask,
                Title = "Basins on the rate along the line of sight",
                References = ReportMotion.References(model),
                Outlines = summary.Outlines,
                Marks = [.. record.Basins.Take(MostBasins).Select(b => new MapMark(b.Rate.Row, b.Rate.Column, Name(b)))],
                MarksLabel = "deepest place of a basin",
                Width = 580,
                PixelLimit = 760,
            }),
            "Lines are the edges of basins: there the motion is as large as asked for and at least two of its standard deviations.");
        WriteTable(page, record);
        WriteLife(page, record, model);
        WriteDamage(page, record);
        page.List([.. record.Notes, "Polygons, tracks through the dates and contours are in the folder 'subsidence'; B1 is basin 1 there."]);
        page.Markup("</section>");
    }

    private static void WriteTable(Page page, SubsidenceRecord record)
    {
        var ranked = record.Basins.Take(MostBasins).ToArray();
        page.Table(
            record.Basins.Count > ranked.Length ? $"The {MostBasins} basins of greatest volume of {record.Basins.Count}" : "Basins, the greatest volume first",
            ["Basin", "Place", "#mm/yr at most", "#mm in all", "#Area, km²", "#1000 m³/yr", "#Axes, m", "#Long axis", "Now"],
            ranked.Select(b => (IReadOnlyList<string>)
            [
                Name(b), Words.Place(b.Longitude, b.Latitude, b.Rate.Row, b.Rate.Column), Words.PlusMinus(b.Rate.Depth, b.Rate.DepthSigma, 1000, 1),
                b.Displacement is { } d ? Words.PlusMinus(d.Depth, d.DepthSigma, 1000, 0) : Words.Number(double.NaN, 0), Words.PlusMinus(b.Rate.Area, b.Rate.AreaSigma, 1e-6, 2),
                Words.PlusMinus(b.Rate.Volume, b.Rate.VolumeSigma, 1e-3, 0), $"{Words.Number(b.Rate.MajorAxis, 0)} × {Words.Number(b.Rate.MinorAxis, 0)}", Words.Number(b.Rate.Azimuth, 0) + "°", b.Life?.Now ?? "",
            ]));
        var advancing = ranked.Where(b => b.Advance is { IsSignificant: true }).ToArray();
        if (advancing.Length > 0)
        {
            page.List(advancing.Select(b => $"The strongest motion of basin {Name(b)} moves over the ground by {Words.Number(b.Advance!.Speed, 0)} ± {Words.Number(b.Advance.Sigma, 0)} m a year towards {Words.Number(b.Advance.Azimuth, 0)}° from north."));
        }
    }

    private static void WriteLife(Page page, SubsidenceRecord record, ReportModel model)
    {
        var lives = record.Basins.Where(b => b.Life is not null).Take(MostBasins).ToArray();
        if (lives.Length == 0)
        {
            return;
        }

        page.Element("h3", "The life of the basins");
        page.Paragraph("Subsidence over a mine begins slowly (initial), is fast for some time (active), and dies away (residual). Phases are those of the core of each basin, against the still ground around it.");
        page.Table(
            "Phases",
            ["Basin", "Phase", "From", "To", "#mm/yr"],
            lives.SelectMany(b => b.Life!.Phases.Select(p => (IReadOnlyList<string>)
            [
                Name(b), p.Kind, Words.Date(p.From) + (double.IsFinite(p.FromSigma) ? $" ± {Words.Number(p.FromSigma, 0)} days" : ""), Words.Date(p.To), Words.PlusMinus(p.Rate, p.Sigma, 1000, 1),
            ])));
        var dates = model.Dates.Select(d => d.Date).Distinct().Order().ToArray();
        foreach (var basin in lives.Take(MostSeries).Where(b => b.Core.Count == dates.Length))
        {
            page.Figure(new SeriesFigure($"Core of basin {Name(basin)} against the ground around it", Series(basin, dates), Sign.Up, 560, 260));
        }
    }

    private static SeriesData Series(BasinEntry basin, DateOnly[] dates)
    {
        var phases = basin.Life!.Phases;
        double Days(DateOnly day) => day.DayNumber - dates[0].DayNumber;
        var (days, values) = (new List<double> { 0 }, new List<double> { 0 });
        foreach (var phase in phases)
        {
            days.Add(Days(phase.To));
            values.Add(values[^1] + (phase.Rate * (Days(phase.To) - days[^2]) / 365.25));
        }

        // The broken line starts where it fits the mean best.
        var at = basin.Core.Select((c, k) => c - Along(days, values, Days(dates[k]))).Where(double.IsFinite).DefaultIfEmpty(0).Average();
        return new SeriesData(dates, basin.Core, [], double.NaN, double.NaN, [])
        {
            Curve = new SeriesCurve(
                "phases", days, [.. values.Select(v => v + at)], [.. values.Select(_ => double.NaN)],
                [.. phases.Skip(1).Select(p => (Days(p.From), 1.96 * p.FromSigma))]),
        };
    }

    private static double Along(List<double> days, List<double> values, double day)
    {
        var k = Math.Clamp(days.FindLastIndex(d => d <= day), 0, days.Count - 2);
        return days[k + 1] > days[k] ? values[k] + ((values[k + 1] - values[k]) * (day - days[k]) / (days[k + 1] - days[k])) : values[k];
    }

    private static void WriteDamage(Page page, SubsidenceRecord record)
    {
        var damaged = record.Basins.Where(b => b.Damage is not null).Take(MostBasins).ToArray();
        if (damaged.Length == 0)
        {
            return;
        }

        page.Element("h3", "What it means for buildings");
        page.Paragraph(record.DamageMethod + ". In brackets: the part that stays in its class or a worse one when all numbers are two standard deviations smaller. Only motion between the first and the last date counts; what the ground did before is not in it.");
        page.Table(
            "Area by class of damage, km²",
            ["Basin", "#Tilt, mm/m", "#Curvature, 1/km", "#Strain, mm/m", .. record.DamageClasses.Select(c => "#" + c)],
            damaged.Select(b => (IReadOnlyList<string>)
            [
                Name(b), Words.PlusMinus(b.Damage!.Tilt, b.Damage.TiltSigma, 1000, 1), Words.PlusMinus(b.Damage.Curvature, b.Damage.CurvatureSigma, 1000, 3), Words.PlusMinus(b.Damage.Strain, b.Damage.StrainSigma, 1000, 2),
                .. b.Damage.Areas.Select((a, k) => a > 0 ? $"{Words.Number(a / 1e6, 2)} ({Words.Number(b.Damage.SureAreas[k] / 1e6, 2)})" : "–"),
            ]));
        if (record.Grades.Count > 0)
        {
            page.Table(
                "Area by grade of the rate",
                ["#From mm/yr", "#To mm/yr", "#Area, km²", "#Of it sure, km²"],
                record.Grades.Select(g => (IReadOnlyList<string>)[Words.Number(1000 * g.From, 0), double.IsFinite(g.To) ? Words.Number(1000 * g.To, 0) : "more", Words.Number(g.Area / 1e6, 2), Words.Number(g.SureArea / 1e6, 2)]));
        }
    }

    // Not the bare number: places of the report are numbered too.
    private static string Name(BasinEntry basin) => $"B{basin.Rate.Id}";
}

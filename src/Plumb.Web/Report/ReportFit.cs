using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.TimeFunctions;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>How the motion runs in time: the models, maps of what stands out, and curves through the series of some places.</summary>
internal static class ReportFit
{
    /// <summary>What pixels are called where a quantity does not stand out.</summary>
    public const string NotSignificant = "not significant";

    public static void Write(Page page, ReportModel model)
    {
        if (model.Fit is not { } fit)
        {
            return;
        }

        page.Markup("<section aria-labelledby=\"time\">").Markup("<h2 id=\"time\">How the motion runs in time</h2>");
        page.Paragraph(ModelText(fit.Record) + (double.IsFinite(fit.ResidualRms)
            ? $" What the curve leaves of a date is typically {Words.Millimetres(fit.ResidualRms)} mm."
            : ""));
        foreach (var note in fit.Record.Notes)
        {
            page.Paragraph(note);
        }

        WriteModels(page, fit.Record);
        WriteQuantities(page, model, fit);
        WriteEarthquakes(page, fit.Record);
        WriteExamples(page, fit);
        page.Markup("</section>");
    }

    private static string ModelText(FitRecord record)
    {
        var by = record.Criterion == InformationCriterion.Bic ? "the Bayesian information criterion" : "Akaike's information criterion";
        return record.Select switch
        {
            ModelScope.Scene => $"Of {Words.Count(record.Models.Count, "model", "models")} the one that suits the whole scene best, by {by}, describes the motion of every pixel as: {record.Models[record.Chosen ?? 0].Title}.{Noise(record)}",
            ModelScope.Pixel => $"Each pixel's motion is described by the one of {Words.Count(record.Models.Count, "model", "models")} that suits it best, by {by}.{Noise(record)}",
            _ => $"The motion of every pixel is described as: {record.Models[0].Title}.",
        };
    }

    private static string Noise(FitRecord record) => record.NoiseCorrelation > 0
        ? $" The noise of neighbouring dates has a correlation of {Words.Number(record.NoiseCorrelation, 2)}, so that {Words.Number(100 * InformationCriteria.Effective(record.NoiseCorrelation), 0)} of 100 dates count."
        : "";

    private static void WriteModels(Page page, FitRecord record)
    {
        if (record.Models.Count < 2)
        {
            return;
        }

        var isScene = record.Select == ModelScope.Scene;
        var best = record.Models.Min(m => m.Criterion ?? 0);
        var shown = isScene ? record.Models.OrderBy(m => m.Criterion).Take(8) : record.Models.Where(m => m.Share >= 0.005).OrderByDescending(m => m.Share).Take(8);
        page.Table(
            isScene ? "Models, the best first" : "Models by how often they are chosen",
            ["Terms", "#Parameters", isScene ? "#Criterion above the best" : "#Share of the pixels"],
            shown.Select(m => (IReadOnlyList<string>)
            [
                m.Title,
                Words.Count(m.Parameters),
                isScene ? Words.Number((m.Criterion ?? double.NaN) - best, 0) : Words.Number(100 * m.Share, 1) + " %",
            ]));
    }

    private static void WriteQuantities(Page page, ReportModel model, FitSummary fit)
    {
        if (fit.Quantities.Count == 0)
        {
            return;
        }

        page.Table(
            "What was fitted beside the rate",
            ["Quantity", "#Typical size", "#Largest", "#Pixels where it stands out"],
            fit.Quantities.Select(q => (IReadOnlyList<string>)
            [
                q.Title,
                Shown(q, q.Median),
                Shown(q, q.Largest),
                Words.Number(100 * q.Share, q.Share < 0.1 ? 1 : 0) + " %",
            ]));
        page.Paragraph("A quantity stands out where it is at least three times its standard deviation and the terms follow the motion (the residuals of neighbouring dates have a correlation below 0.5). Of noise alone that happens at about one pixel in a hundred, and more often where noise lasts from date to date. Amplitudes are never negative, so that their typical size is not zero where there is no motion.", "note");
        if (fit.UnfollowedShare >= 0.002)
        {
            page.Paragraph($"At {Words.Number(100 * fit.UnfollowedShare, 1)} % of the good pixels the terms do not follow the motion: what they leave is no noise. Changes, an S-curve or a choice of models may (fit.change_points, fit.logistic, fit.select).");
        }

        foreach (var quantity in fit.Quantities.Where(q => q.Share > 0.5 && q.Title.StartsWith("Amplitude", StringComparison.Ordinal)))
        {
            page.Paragraph($"{quantity.Title}: it stands out at {Words.Number(100 * quantity.Share, 0)} % of the pixels. Where nearly all ground moves in step, think of the reference area first: a seasonal motion of its own shows everywhere else with the opposite sign, and so does a seasonal delay of the atmosphere.", "warn");
        }

        var references = ReportMotion.References(model);
        foreach (var quantity in fit.Quantities.Where(q => q.Map is not null))
        {
            page.Figure(
                new MapFigure(quantity.Map!, new MapOptions
                {
                    Mask = model.Mask,
                    Title = quantity.Title,
                    Subtitle = "Where it is at least three times its standard deviation and the curve follows the motion",
                    EmptyLabel = NotSignificant,
                    References = references,
                    Width = 540,
                    PixelLimit = 620,
                }),
                quantity.Map!.Description.Sign == Sign.None ? "" : "Red is away from the satellite, blue towards it.");
        }
    }

    private static string Shown(FitQuantity quantity, double value) =>
        double.IsFinite(value) ? $"{Words.Number(value * quantity.Unit.Factor, 1)} {quantity.Unit.Name}" : Words.Unknown;

    private static void WriteEarthquakes(Page page, FitRecord record)
    {
        if (record.Earthquakes.Count > 0)
        {
            page.Table(
                "Earthquakes near enough to have moved the area",
                ["Date", "#Magnitude", "#Distance (km)", "#Reach (km)", "Place", "Used"],
                record.Earthquakes.Select(q => (IReadOnlyList<string>)
                [
                    q.Time.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                    Words.Number(q.Magnitude, 1),
                    Words.Number(q.DistanceKilometres, 0),
                    Words.Number(q.ReachKilometres, 0),
                    q.Place,
                    q.Step is { } step ? "step after " + Words.IsoDate(step) : "no: " + q.Why,
                ]));
        }
    }

    private static void WriteExamples(Page page, FitSummary fit)
    {
        if (fit.Examples.Count == 0)
        {
            return;
        }

        page.Element("h3", "Series and curves of some places");
        page.Paragraph("Points are the measurements, the line is the fitted motion. The shaded band holds the true curve in 19 of 20 cases, as far as random errors go; single points scatter farther. A dashed upright line marks a change of the motion, with the span that holds its date in 19 of 20 cases.");
        foreach (var example in fit.Examples)
        {
            var name = example.Label == "S" ? $"Row {example.Row}, column {example.Column}" : $"Place {example.Label}";
            page.Figure(new SeriesFigure($"{name}: {example.Why}", example.Series, Sign.TowardsSatellite, 640, 280), $"Terms: {example.Model}." + (example.IsFollowed ? "" : " The curve does not follow this motion: what it leaves is no noise, and the band means nothing."));
        }

        var phases = fit.Examples.Where(e => e.Phases.Count > 1).ToArray();
        if (phases.Length > 0)
        {
            var first = fit.Record.FirstDate;
            page.Table(
                "Phases of the motion",
                ["Place", "Phase", "From", "To", "#Rate ± sigma (mm/yr)"],
                phases.SelectMany(e => e.Phases.Select(p => (IReadOnlyList<string>)
                [
                    e.Label,
                    PhaseWords(p.Kind),
                    Words.IsoDate(first.AddDays((int)Math.Round(365.25 * p.From))),
                    Words.IsoDate(first.AddDays((int)Math.Round(365.25 * p.To))),
                    Words.Millimetres(p.Rate) + " ± " + Words.Millimetres(p.Sigma),
                ])));
            page.Paragraph("A phase is called active where it is at least twice as fast as its neighbours and the difference is beyond doubt; initial and residual lie before and after it.", "note");
        }
    }

    private static string PhaseWords(LifePhaseKind kind) => kind switch
    {
        LifePhaseKind.Initial => "initial",
        LifePhaseKind.Active => "active",
        LifePhaseKind.Residual => "residual",
        LifePhaseKind.Pause => "pause",
        _ => "steady",
    };
}

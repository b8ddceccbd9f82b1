using Plumb.Processing.Corrections;
using Plumb.Processing.Stages;
using Plumb.Web.Figures;

namespace Plumb.Web.Report;

/// <summary>What was taken off the series, what that did, and what was left in.</summary>
internal static class ReportCorrections
{
    private const string Unwrapping = "errors of the unwrapping";

    private static readonly (string Words, string[] By)[] Disturbances =
    [
        ("turbulent delay of the troposphere", ["common_scene", "space_time_filter"]),
        ("delay of the troposphere with height", ["troposphere", "height", "best_delay", "common_scene"]),
        ("delay of the ionosphere", ["ionosphere"]),
        ("errors of the elevation model", ["dem_error"]),
        ("orbit errors (ramps)", ["ramp"]),
        ("fading bias of short image pairs", ["fading"]),
        (Unwrapping, []),
        ("tides of the solid earth", ["solid_tides"]),
        ("motion of the tectonic plate", ["plate_motion"]),
    ];

    /// <summary>The corrections that were made, each as a short phrase.</summary>
    public static IReadOnlyList<string> Made(bool isFinished, CorrectionRecord? record, ClosureRecord? closure) =>
    [
        .. closure is { PixelsChanged: > 0 } ? (string[])["whole cycles of the unwrapping, where other image pairs leave no doubt"] : [],
        .. isFinished ? (string[])["those of the program that made the finished product; the file does not tell them"] : [],
        .. record?.Corrections.Select(c => c.Title) ?? [],
    ];

    /// <summary>The disturbances that were left in, each as a short phrase; of a finished product nothing is known.</summary>
    public static IReadOnlyList<string> Left(bool isFinished, CorrectionRecord? record, ClosureRecord? closure)
    {
        var made = record?.Corrections.Select(c => c.Name).ToHashSet() ?? [];
        return isFinished ? [] : [.. Disturbances.Where(d => !d.By.Any(made.Contains)).Select(d => d.Words == Unwrapping && closure is { Loops: > 0 } ? Unwrapping + " that the image pairs' checks of each other leave" : d.Words)];
    }

    public static void Write(Page page, ReportModel model)
    {
        if (model.Corrections is not { } record)
        {
            return;
        }

        page.Element("h3", "What was taken off");
        if (record.Corrections.Count == 0)
        {
            page.Paragraph("Nothing: no correction could be made.").List([.. record.Skipped.Select(s => $"{s.Name}: {s.Reason}")]);
            return;
        }

        page.Paragraph(
            $"Scatter of the dates over steady ground ({Words.Number(100 * record.SteadyShare, 0)} % of the good pixels), each place's own straight line taken off first, so that steady motion does not count.");
        page.Table(
            "Corrections",
            ["Correction", "#Scatter before (mm)", "#After (mm)", "#Dates made worse", "Largest at"],
            record.Corrections.Select(c => (IReadOnlyList<string>)
            [
                c.Title,
                Words.Millimetres(c.Scatter.Before),
                Words.Millimetres(c.Scatter.After),
                Words.Count(c.Harmed.Count()),
                c.Dates.MaxBy(d => d.Before) is { } worst ? $"{Words.IsoDate(worst.Date)}: {Words.Millimetres(worst.Before)} mm before, {Words.Millimetres(worst.After)} after" : "",
            ]));
        var isFirst = true;
        foreach (var correction in record.Corrections.Where(IsSeen))
        {
            var harmed = correction.Harmed.Count();
            page.Figure(
                new BeforeAfterFigure(
                    correction.Title,
                    new BeforeAfterData(
                        record.Distances, correction.DifferenceBefore, correction.DifferenceAfter, [.. correction.Dates.Select(d => d.Date)], [.. correction.Dates.Select(d => d.Before)], [.. correction.Dates.Select(d => d.After)]),
                    CorrectionReport.HarmRatio,
                    isMetric: !model.Rate.Grid.Crs.IsRadar),
                $"{(isFirst ? "Steady ground before and after. Left: how much two places differ with the distance between them. Right: how much each date scatters; " : "The same; ")}{(harmed == 0 ? "no date is worse than before." : $"red: worse than before, {Words.Count(harmed)} {(harmed == 1 ? "date" : "dates")}.")}");
            isFirst = false;
        }

        page.List(
        [
            .. record.Corrections.Select(c => $"{c.Name}: {string.Join(" ", c.Notes)}{(IsSeen(c) ? "" : " It goes on steadily in time, which the scatter about a straight line does not show.")}"),
            .. record.Skipped.Select(s => $"{s.Name} was not made. {s.Reason}"),
        ]);
    }

    /// <summary>Whether the scatter of the dates shows a correction: not one that goes on steadily in time.</summary>
    private static bool IsSeen(CorrectionReport correction) => correction.Dates.Any(d => Math.Abs(d.After - d.Before) > 1e-3 * d.Before);
}

using System.Globalization;
using Plumb.Processing.Results;
using Plumb.Processing.Studies.Shaqu;
using Plumb.Simulation;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the Shaqu study.</summary>
internal static class ShaquPage
{
    private const double SmallWidth = 460;
    private const double SmallHeight = 240;

    public static StudyPage Of(ShaquOutcome outcome, ResultSet method, ResultSet ours, SceneSimulator simulator) => new(
        "Shaqu: interferograms from the cloud, series at home",
        "A published study's method and Plumb's chain on a simulated scene like the study's, whose truth is known",
        [
            new StudySection("Published / ours")
            {
                Text =
                [
                    "The study's figures are of its own data and cannot agree in detail with a simulated scene; the study's method and Plumb's chain both ran on the scene and can be held against its truth. All values are along the line of sight, negative away from the satellite, over the pixels that Plumb's chain trusts.",
                    "Fluctuation of stable ground: standard deviation of a pixel's series about its own mean over eight years, on ground that truly does not move. The study's ERA5 has no counterpart in a simulated scene; the delay in proportion to height stands in for it.",
                ],
                Tables = [new StudyTable($"{outcome.Dates} images, {outcome.Pairs} interferograms", ["What", "#Published", "#Truth", "#Study's method", "#Ours"], outcome.Rows)],
            },
            new StudySection("Rate of motion")
            {
                Text = ["Rate along the line of sight; red moves away from the satellite. Dashes are the concessions of the mines, the square the reference area. Both maps share one scale. Grey is what the run does not trust."],
                Figures = Maps(method, ours, simulator),
            },
            new StudySection("Life cycle at the centres of subsidence")
            {
                Text = ["Points: the run's series. Line: the true motion of the scene."],
                SmallFigures =
                [
                    .. outcome.Ours.Troughs.Select(t => LifeFigure(t, "ours", outcome.Ours.Dates)),
                    .. outcome.Method.Troughs.Select(t => LifeFigure(t, "the study's method", outcome.Method.Dates)),
                ],
            },
        ]);

    private static List<StudyFigure> Maps(ResultSet method, ResultSet ours, SceneSimulator simulator)
    {
        var (rate, mask) = (ours.Rate(), ours.Mask());
        var options = new MapOptions
        {
            Scale = ColourScale.For([rate], mask),
            References = [.. ours.Reference.Areas.Select(a => new ReferenceMark(a.Row, a.Column, a.Radius))],
            Outlines = [.. simulator.Scene.Concessions.Select(c => c.East.Zip(c.North, simulator.View.Pixel).ToList()).Select(c => new MapOutline([.. c.Select(p => p.Row)], [.. c.Select(p => p.Column)]))],
            Width = 700,
        };
        return
        [
            new(new MapFigure(rate, options with { Mask = mask, Title = "Plumb's chain" })),
            new(new MapFigure(method.Rate(), options with { Title = "The study's method" })),
        ];
    }

    private static StudyFigure LifeFigure(TroughLife trough, string run, IReadOnlyList<DateOnly> dates)
    {
        var curve = new SeriesCurve(
            "truth",
            [.. dates.Select(d => (double)(d.DayNumber - dates[0].DayNumber))],
            [.. trough.TrueSeries.Select(v => (double)v)],
            [.. dates.Select(_ => double.NaN)],
            []);
        var data = new SeriesData(dates, [.. trough.Series.Select(v => (double)v)], [], double.NaN, double.NaN, []) { Curve = curve };
        var phases = string.Join("; ", trough.Phases.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {1000 * p.Found:0} (true {1000 * p.True:0})")));
        return new StudyFigure(new SeriesFigure($"{trough.Trough}, {run}", data, Plumb.Grids.Sign.TowardsSatellite, SmallWidth, SmallHeight), $"Rates in mm/yr: {phases}.");
    }
}

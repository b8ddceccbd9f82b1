using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Studies.Zhouqu;
using Plumb.Processing.Tracks;
using Plumb.Simulation;
using Plumb.Subsidence;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the Zhouqu study.</summary>
internal static class ZhouquPage
{
    private const double Wide = 720;

    /// <summary>The page.</summary>
    public static StudyPage Of(ZhouquOutcome outcome, SlopeMaps maps, IReadOnlyList<ResultSet> runs, IReadOnlyList<SceneSimulator> simulators)
    {
        var layers = SlopeFiles.Layers(maps);
        Layer Named(string name) => layers.First(l => l.Description.Name == name);
        MapOutline[] active = [.. maps.United.SelectMany(a => Outlines(maps, a.Cells))];
        return new StudyPage(
            "Zhouqu: slides on mountains in two orbits",
            "Plumb's chain on simulated mountains like the study's, with slides and decoys planted on them",
            [
                new StudySection("Published / ours")
                {
                    Text = ["The study's figures are of its own ground and cannot agree in detail with a simulated scene; ours can be held against what was planted. Slides are planted on slopes of 12 to 40 degrees that one orbit at least sees without distortion; decoys sink on valley floors, or move along the line of sight of the orbit that sees them folded."],
                    Tables = [new StudyTable("Two orbits", ["What", "#Published", "#Planted", "#Ours"], ZhouquTable.Rows(outcome)), Planted(outcome)],
                },
                new StudySection("The mountains")
                {
                    Figures = [new(new MapFigure(Height(maps), new MapOptions { Width = Wide, Marks = Marks(outcome, simulators[0]), MarksLabel = "planted: slides by number, P long slide, F floors, L layover" }))],
                },
                new StudySection("Rate along the lines of sight")
                {
                    Text = ["Red moves away from the satellite. Dashes: the areas that the rules keep in that orbit. Grey is what the run does not trust."],
                    Figures = [.. runs.Select((r, t) => new StudyFigure(new MapFigure(r.Rate(), new MapOptions
                    {
                        Mask = r.Mask(),
                        Title = maps.Tracks[t].Name,
                        Width = Wide,
                        Outlines = [.. maps.Tracks[t].Areas.Where(a => a.Fate == ActiveAreaFate.Kept).SelectMany(a => Outlines(maps, a.Cells))],
                    })))],
                },
                new StudySection("Visibility")
                {
                    Figures = [.. maps.Tracks.Select(t => Classes(Named("visibility_" + t.Name), "Visibility, " + t.Name)), Classes(Named("visibility_combined"), "Visibility, the better of both")],
                },
                new StudySection("Motion down the slopes")
                {
                    Text = ["Dashes: the active slopes of both orbits together. Up and along the aspect are told where slopes face east or west; elsewhere they are empty."],
                    Figures =
                    [
                        new(new MapFigure(Named("slope_rate"), new MapOptions { Outlines = active, Width = Wide }), "Blue moves down the slope."),
                        new(new MapFigure(Named("aspect_rate"), new MapOptions { Width = Wide })),
                        new(new MapFigure(Named("up_rate"), new MapOptions { Width = Wide })),
                    ],
                },
                new StudySection("Three parts of one slide and the rain")
                {
                    Text = ["Mean motion of the good pixels of each part along the descending line of sight, above the precipitation of each month. The slide of the scene is fastest in the middle of August."],
                    Figures = [Parts(outcome)],
                    Tables = [PartTable(outcome)],
                },
                new StudySection("Slopes that move, and all slopes")
                {
                    SmallFigures =
                    [
                        new(new HistogramFigure("Slope of active areas", maps.United.SelectMany(a => a.Cells).Select(i => maps.Terrain.SlopeAt(i) * 180 / Math.PI), "degrees", 0, what: "cells")),
                        new(new HistogramFigure("Slope of all ground", Enumerable.Range(0, maps.Terrain.Height.Length).Select(i => maps.Terrain.SlopeAt(i) * 180 / Math.PI), "degrees", 0, what: "cells")),
                    ],
                },
            ]);
    }

    private static IEnumerable<MapOutline> Outlines(SlopeMaps maps, int[] cells) =>
        RegionOutline.OfCells(cells, maps.Grid.Columns).Select(p => new MapOutline([.. p.Outer.Select(q => q.Row - 0.5)], [.. p.Outer.Select(q => q.Column - 0.5)]));

    private static StudyFigure Classes(Layer layer, string title) =>
        new(new MapFigure(layer, new MapOptions { Title = title, Width = Wide, Scale = SlopesPage.Visibility }));

    private static Layer Height(SlopeMaps maps) => new(new LayerDescription("height", "Height", Unit.Metre, Sign.None), maps.Grid, maps.Terrain.Height);

    private static MapMark[] Marks(ZhouquOutcome outcome, SceneSimulator simulator)
    {
        string Label(ZhouquSite site) => site.Kind switch
        {
            ZhouquKind.Slide => site.Slide.Name.Split(' ')[^1],
            ZhouquKind.Part => "P",
            ZhouquKind.FlatDecoy => "F",
            _ => "L",
        };
        return [.. outcome.Findings.Select(f => f.Site).Where(s => s.Kind != ZhouquKind.Part || s.Slide.Name.EndsWith("middle", StringComparison.Ordinal))
            .Select(s => (Site: s, At: simulator.View.Pixel(s.Slide.East, s.Slide.North))).Select(s => new MapMark(s.At.Row, s.At.Column, Label(s.Site)))];
    }

    private static StudyTable Planted(ZhouquOutcome outcome) => new(
        "What was planted and what became of it; rates down the slope, mm/yr",
        ["What", "#Slope, degrees", "Ascending", "Descending", "Active slope", "#Planted", "#Found"],
        [
            .. outcome.Findings.Select(f => (IReadOnlyList<string>)
            [
                f.Site.Slide.Name, Whole(f.Site.Slope), f.Fates[0], f.Fates[1], f.IsActive ? "yes" : "no", Whole(1000 * f.TrueSlopeRate), f.Site.Kind is ZhouquKind.Slide or ZhouquKind.Part ? Whole(1000 * f.SlopeRate) : "",
            ]),
        ]);

    private static StudyFigure Parts(ZhouquOutcome outcome) => new(new CourseFigure(
        "Motion along the descending line of sight",
        [.. outcome.Parts.Select(p => new CourseSeries(p.Name.Split(' ')[^1], p.Dates, [.. p.Motion.Select(m => 1000 * m)])), .. outcome.Parts.Take(1).Select(p => new CourseSeries("truth of " + p.Name.Split(' ')[^1], p.Dates, [.. p.TrueMotion.Select(m => 1000 * m)], IsLine: true))],
        "mm, towards satellite +",
        new CourseBars("precipitation, mm a month", [.. outcome.Published.Precipitation.Select((_, k) => new DateOnly(outcome.Published.FirstYear + (k / 12), 1 + (k % 12), 15))], outcome.Published.Precipitation, 30.4),
        Wide));

    private static StudyTable PartTable(ZhouquOutcome outcome) => new(
        "The parts along the descending line of sight",
        ["Part", "#Published, mm/yr", "#Truth, mm/yr", "#Ours, mm/yr", "#Truth, total mm", "#Ours, total mm"],
        [.. outcome.Parts.Select(p => (IReadOnlyList<string>)[p.Name, Whole(1000 * p.Published), Tenths(1000 * p.TrueRate), Tenths(1000 * p.Rate), Whole(1000 * p.TrueMotion[^1]), Whole(1000 * p.Motion[^1])])]);

    private static string Whole(double value) => double.IsNaN(value) ? "-" : value.ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0", CultureInfo.InvariantCulture);
}

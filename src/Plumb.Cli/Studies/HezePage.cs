using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Studies.Heze;
using Plumb.Processing.Tracks;
using Plumb.Simulation;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the Heze study.</summary>
internal static class HezePage
{
    private const double Wide = 720;

    /// <summary>The page.</summary>
    public static StudyPage Of(HezeOutcome outcome, TrackComparison comparison, IReadOnlyList<ResultSet> runs, IReadOnlyList<SceneSimulator> simulators, HezeGround ground) => new(
        "Heze: a railway in two tracks",
        "Plumb's chain on a simulated scene like the study's, whose truth is known",
        [
            new StudySection("Published / ours")
            {
                Text =
                [
                    "The study's figures are of its own data and cannot agree in detail with a simulated scene; ours can be held against its truth. All motion is vertical, as if nothing moved sideways. The scene has pixels of 200 m, so the number of points and their density compare only by their share.",
                ],
                Tables = [new StudyTable("Two tracks along 150 km", ["What", "#Published", "#Truth", .. outcome.Tracks.Select(t => "#Ours, " + t.Name)], outcome.Rows)],
            },
            new StudySection("Rate of motion")
            {
                Text = ["Rate along the line of sight of each track; red moves away from the satellite. Dashes: the railway and the groups (the small squares rural, the large ones urban and mining); squares: the reference areas, whose joint mean is zero. Grey is what the run does not trust."],
                Figures = [.. runs.Select((r, k) => Map(r, outcome.Tracks[k], simulators[k], ground, ColourScale.For([.. runs.Select(one => one.Rate())], runs[0].Mask())))],
            },
            new StudySection("Along the railway")
            {
                Text = ["Vertical rate of the pixels beside the line with one standard deviation, and the truth. Shaded: the stretches that the first track finds beyond the limits of the study."],
                Figures = [Profile(outcome)],
            },
            new StudySection("Do the tracks agree?") { SmallFigures = ComparisonPage.Agreement(comparison.Record, comparison.First, comparison.Second, [.. outcome.Tracks.Select(t => t.Name)]) },
            new StudySection("Groups of ground and precipitation")
            {
                Text = ["Mean vertical motion of each group, its straight line taken off for the rural group, above the precipitation of each month. The rural ground of the scene rises two months after the rain; the others do not follow it."],
                Figures = [Rural(outcome, ground), Groups(outcome, ground)],
                SmallFigures = [.. outcome.Tracks.Select(t => (Track: t, Group: t.Groups.First(g => g.Name == outcome.GroupName))).Select(e => new StudyFigure(
                    new LagFigure($"{e.Group.Name}, {e.Track.Name}: correlation by lag", e.Group.Association.Result),
                    string.Create(CultureInfo.InvariantCulture, $"Best at {e.Group.Association.Result.BestLag:0} days; truly {outcome.PlantedLag:0}.")))],
            },
            new StudySection("Basins in the interferograms")
            {
                Text = ["Wrapped phase of long pairs over the coal field, first track; one colour cycle is half a wavelength, 2.8 cm along the line of sight."],
                Figures = [Fringes(simulators[0])],
            },
        ]);

    private static StudyFigure Map(ResultSet run, HezeTrack track, SceneSimulator simulator, HezeGround ground, ColourScale scale)
    {
        var line = ground.LineEast.Zip(ground.LineNorth, simulator.View.Pixel).ToArray();
        MapOutline railway = new([.. line.Concat(line.Reverse()).Select(p => p.Row)], [.. line.Concat(line.Reverse()).Select(p => p.Column)]);
        return new StudyFigure(new MapFigure(run.Rate(), new MapOptions
        {
            Mask = run.Mask(),
            Scale = scale,
            Title = track.Name,
            References = [.. run.Reference.Areas.Select(a => new ReferenceMark(a.Row, a.Column, a.Radius))],
            Outlines = [railway, .. simulator.Scene.Concessions.Select(c => c.East.Zip(c.North, simulator.View.Pixel).ToList()).Select(c => new MapOutline([.. c.Select(p => p.Row)], [.. c.Select(p => p.Column)]))],
            Width = Wide,
        }));
    }

    private static StudyFigure Profile(HezeOutcome outcome)
    {
        double[] Millimetres(IEnumerable<double> values) => [.. values.Select(v => 1000 * v)];
        var steps = outcome.Tracks[0].Corridor.Steps;
        return new StudyFigure(new ProfileFigure(
            "Vertical rate by chainage",
            [.. steps.Select(s => s.Chainage / 1000)],
            [
                .. outcome.Tracks.Select(t => new ProfileCurve(t.Name, Millimetres(t.Corridor.Steps.Select(s => s.Rate)), Millimetres(t.Corridor.Steps.Select(s => s.RateSigma)))),
                new ProfileCurve("truth", Millimetres(outcome.Tracks[0].TrueProfile), []),
            ],
            [.. outcome.Tracks[0].Zones.Where(z => z.Found is not null).Select(z => (z.Found!.From / 1000, z.Found.To / 1000, z.Trough))],
            "mm/yr, up +",
            Wide));
    }

    private static CourseBars Bars(HezeGround ground) => new("precipitation, mm a month", ground.Rain.Series.Dates, ground.Rain.Series.Values, 30.4);

    private static StudyFigure Rural(HezeOutcome outcome, HezeGround ground)
    {
        static CourseSeries Detrended(string label, HezeGroup g, IReadOnlyList<double> motion, double rate, bool isLine)
        {
            var years = g.Dates.Select(d => d.DayNumber / 365.25).ToArray();
            var (middle, level) = (years.Average(), motion.Average());
            return new CourseSeries(label, g.Dates, [.. motion.Select((m, k) => 1000 * (m - level - (rate * (years[k] - middle))))], isLine);
        }

        var groups = outcome.Tracks.Select(t => (t.Name, Group: t.Groups.First(g => g.Name == outcome.GroupName))).ToArray();
        return new StudyFigure(new CourseFigure(
            $"{outcome.GroupName}: vertical motion without its trend",
            [.. groups.Select(g => Detrended(g.Name, g.Group, g.Group.Motion, g.Group.Rate, false)), Detrended("truth", groups[0].Group, groups[0].Group.TrueMotion, groups[0].Group.TrueRate, true)],
            "mm, up +",
            Bars(ground),
            Wide));
    }

    private static StudyFigure Groups(HezeOutcome outcome, HezeGround ground) => new(new CourseFigure(
        $"Groups, {outcome.Tracks[0].Name}: vertical motion",
        [.. outcome.Tracks[0].Groups.Select(g => new CourseSeries(g.Name, g.Dates, [.. g.Motion.Select(m => 1000 * m)]))],
        "mm, up +",
        Bars(ground),
        Wide));

    private static StudyFigure Fringes(SceneSimulator simulator)
    {
        var mining = simulator.Scene.Concessions[^1];
        var (top, left) = simulator.View.Pixel(mining.East.Min() - 4000, mining.North.Max() + 1500);
        var (bottom, right) = simulator.View.Pixel(mining.East.Max() + 4000, mining.North.Min() - 1500);
        var (row, column) = (Math.Max(0, (int)top), Math.Max(0, (int)left));
        var tile = new Tile(row, column, Math.Min(simulator.Grid.Rows - 1, (int)bottom) - row, Math.Min(simulator.Grid.Columns - 1, (int)right) - column);
        var grid = simulator.Grid.Crop(tile);
        var description = new LayerDescription("wrapped_phase", "Wrapped phase", Unit.Radian, Sign.None);
        var longest = simulator.Network.Pairs.Index().OrderByDescending(p => p.Item.Days).Take(3).OrderBy(p => p.Index);
        return new StudyFigure(new MultiplesFigure(
            "Wrapped phase over the coal field",
            [.. longest.Select(p => (FormattableString.Invariant($"{p.Item.First:yyyy-MM-dd} to {p.Item.Second:yyyy-MM-dd}"), new Layer(description, grid, Wrapped(simulator, p.Index, tile))))],
            null, [], Wide, colours: ColourScale.WrappedPhase));
    }

    private static float[] Wrapped(SceneSimulator simulator, int pair, Tile tile)
    {
        var (phase, coherence, component) = (new float[tile.PixelCount], new float[tile.PixelCount], new byte[tile.PixelCount]);
        simulator.Interferogram(pair, tile, phase, coherence, component);
        return Array.ConvertAll(phase, p => MathF.IEEERemainder(p, 2 * MathF.PI));
    }
}

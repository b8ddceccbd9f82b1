using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Studies.Fusion;
using Plumb.Simulation;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the fusion study: rate maps of three runs, rates against levelling, against the run of 29 images, and series at the benchmarks.</summary>
internal static class FusionStudyPage
{
    private const double SmallWidth = 460;
    private const double SmallHeight = 250;

    public static StudyPage Of(FusionOutcome outcome, SceneSimulator simulator) => new(
        "Two sensors over a sinking suburb",
        "A published fusion of ENVISAT and TerraSAR-X on a simulated scene like the study's, whose truth is known",
        [
            new StudySection("Published / ours")
            {
                Text =
                [
                    "The study's figures are of its own data and cannot agree in detail with a simulated scene; what must come back is their order. Between two of the eleven X-band images lie 198 days, in which the middle of the larger bowl sinks by three cycles of phase: between villages far apart some of these can be lost. The C-band images come every 35 days; what they lead to expect is taken off the X-band phase before it is unwrapped.",
                    "'fusion' is that run alone: the C-band images decide on its cycles and on nothing else, so that its rate holds the weather of eleven dates. 'joint' is what 'plumb fuse' gives in the end: both sensors together, each weighted by its variance, as the study's own result holds both.",
                    "Rates are upwards, relative to BM8. A benchmark's rate is the mean of the good pixels around it, +- their standard deviation.",
                ],
                Tables =
                [
                    new StudyTable("Runs", ["What", "Run", "#Published", "#Ours"], outcome.Rows()),
                    new StudyTable("Benchmarks, mm/yr", ["Benchmark", "#Levelling", .. outcome.Runs.Select(r => "#" + Title(r.Name))], outcome.BenchmarkRows()),
                ],
            },
            new StudySection("Rates")
            {
                Text = ["Rate upwards; red sinks. All maps share one scale. White is not trusted: fields lose their coherence between X-band images, villages keep it. Triangles are the benchmarks."],
                Figures = Maps(outcome, simulator),
            },
            new StudySection("Against levelling")
            {
                Text = ["Bars: one standard deviation of the pixels around a benchmark. Dashes: equal rates; line: fitted."],
                SmallFigures = [.. outcome.Runs.Select(r => new StudyFigure(Levelling(outcome, r)))],
            },
            new StudySection("Against 29 images")
            {
                Text = ["Pixels that both runs trust, mm/yr upwards."],
                SmallFigures = [.. outcome.AgainstReference.Keys.Select(n => Scatter(outcome, n))],
            },
            new StudySection("Series at the benchmarks")
            {
                Text = ["Points: the run that the title names, mean of the pixels around the benchmark less that of BM8. Line: the true motion."],
                SmallFigures = [.. outcome.Published.Benchmarks.Where(b => b.Name != outcome.Published.ReferenceBenchmark).SelectMany(b => Series(outcome, b, simulator.Scene))],
            },
        ]);

    private static string Title(string run) => run switch { "tsx11" => "11 TSX", "asar" => "14 ASAR", "fusion" => "11 TSX helped by ASAR", "joint" => "11 TSX and 14 ASAR", _ => "29 TSX" };

    private static List<StudyFigure> Maps(FusionOutcome outcome, SceneSimulator simulator)
    {
        var runs = outcome.Runs.Where(r => r.Name != "asar").ToArray();
        Layer[] layers = [.. runs.Select(r => new Layer(new LayerDescription("vertical_rate", "Rate upwards", Unit.MetrePerYear, Sign.Up, "BM8"), r.Results.Grid, r.Rate))];
        var options = new MapOptions
        {
            Scale = ColourScale.For(layers, null),
            Width = 640,
            Points = [.. outcome.Published.Benchmarks.Select(b => (Place: simulator.View.Pixel(b.East, b.North), b.Name)).Select(p => new MapMark(p.Place.Row, p.Place.Column, p.Name))],
            PointsLabel = "benchmarks",
            EmptyLabel = "not trusted",
        };
        return [.. runs.Zip(layers).Select(p => new StudyFigure(new MapFigure(p.Second, options with { Title = Title(p.First.Name) })))];
    }

    private static BenchmarkFigure Levelling(FusionOutcome outcome, FusionRun run)
    {
        var agreement = outcome.AgainstLevelling[run.Name];
        var points = run.Benchmarks.Where(b => b.Pixels > 0).Select(b => new BenchmarkPoint(b.Name, 1000 * outcome.Levelled[b.Name], 1000 * b.Rate, 1000 * b.Spread)).ToArray();
        return new BenchmarkFigure(
            string.Create(CultureInfo.InvariantCulture, $"{Title(run.Name)}: RMSE {agreement.Rmse:0.0} mm/yr, correlation {agreement.Correlation:0.000}"), points,
            "Levelling, mm/yr", "Radar, mm/yr", SmallWidth);
    }

    private static StudyFigure Scatter(FusionOutcome outcome, string name)
    {
        var (run, reference) = (outcome.Runs.First(r => r.Name == name), outcome.Runs.First(r => r.Name == "tsx29"));
        var agreement = outcome.AgainstReference[name];
        return new StudyFigure(
            new ScatterFigure(
                Title(name), [.. reference.Rate.Select(v => 1000.0 * v)], [.. run.Rate.Select(v => 1000.0 * v)], "29 TSX, mm/yr", Title(name) + ", mm/yr", null, SmallWidth),
            string.Create(CultureInfo.InvariantCulture, $"{agreement.Count} pixels: RMSE {agreement.Rmse:0.0} mm/yr, correlation {agreement.Correlation:0.000}; {agreement.OverTen:0.0} % differ by more than 10 mm/yr."));
    }

    private static IEnumerable<StudyFigure> Series(FusionOutcome outcome, FusionBenchmark benchmark, Scene scene)
    {
        foreach (var run in outcome.Runs.Where(r => r.Name is "tsx11" or "joint"))
        {
            var found = run.Benchmarks.First(b => b.Name == benchmark.Name);
            if (found.Pixels == 0)
            {
                continue;
            }

            var truth = Truth(scene, found.Dates, benchmark, outcome.Published.Benchmarks.First(b => b.Name == outcome.Published.ReferenceBenchmark));
            var curve = new SeriesCurve("truth", [.. found.Dates.Select(d => (double)(d.DayNumber - found.Dates[0].DayNumber))], truth, [.. found.Dates.Select(_ => double.NaN)], []);
            var data = new SeriesData(found.Dates, found.Series, [], double.NaN, double.NaN, []) { Curve = curve };
            yield return new StudyFigure(new SeriesFigure($"{benchmark.Name}, {Title(run.Name)}", data, Sign.Up, SmallWidth, SmallHeight));
        }
    }

    private static double[] Truth(Scene scene, IReadOnlyList<DateOnly> dates, FusionBenchmark benchmark, FusionBenchmark reference)
    {
        var (components, view) = (new SceneComponents(scene, dates), new SceneSimulator(scene).View);
        double At(FusionBenchmark b, int date)
        {
            var (row, column) = view.Pixel(b.East, b.North);
            return components.Displacement(date, new Tile((int)Math.Round(row), (int)Math.Round(column), 1, 1)).Up[0];
        }

        return [.. Enumerable.Range(0, dates.Count).Select(d => At(benchmark, d) - At(reference, d))];
    }
}

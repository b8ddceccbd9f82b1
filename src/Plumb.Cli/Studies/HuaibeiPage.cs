using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Operations;
using Plumb.Processing.Studies.Huaibei;
using Plumb.Simulation;
using Plumb.Unwrapping.Classical;
using Plumb.Web.Figures;
using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>The page of the Huaibei study.</summary>
/// <param name="published">What the study printed.</param>
/// <param name="seeds">Number of seeds behind the means.</param>
internal sealed class HuaibeiPage(HuaibeiPublished published, int seeds)
{
    private const double SmallWidth = 460;
    private readonly List<StudySection> sections = [];

    /// <summary>Adds table and pictures of a case.</summary>
    public void Add(BasinCase kind, IReadOnlyList<HuaibeiRow> rows, IReadOnlyList<HuaibeiVariant> variants, CancellationToken stop)
    {
        var letter = HuaibeiCases.LetterOf(kind);
        var patch = BasinPatch.Make(kind, 1);
        sections.Add(new StudySection($"Case {letter}: {WordsOf(kind)}")
        {
            Text =
            [
                $"By mean square, the study (distance to its own method): {Words(HuaibeiTable.PublishedRanking(published, letter))}.",
                $"By mean square, here (distance to the truth): {Words(HuaibeiTable.Ranking(rows))}.",
            ],
            Tables = [PublishedTable(letter), Table(letter, rows)],
            Figures = [new StudyFigure(SixPanels(patch, variants, stop), "First seed. Each result is brought to the truth by the whole cycles that most of its pixels are off. White is not reached.")],
            SmallFigures = [Map(patch, patch.Wrapped, "Wrapped phase", Unit.Radian), Map(patch, patch.Coherence, "Sample coherence", Unit.One)],
        });
    }

    /// <summary>The page.</summary>
    public StudyPage Page(IReadOnlyList<HuaibeiExperiment> experiments)
    {
        if (experiments.Count > 0)
        {
            sections.Add(new StudySection("Why the ranks differ")
            {
                Text =
                [
                    "Each table changes one thing that the study does not state. As above: the noise of the tables before; more: coherence 0.45 with 5 looks (B), coherence 0.15 with 20 looks (C).",
                    "Quality-guided growth hangs on its map: by the coherence of these patches, which is the same but for noise and damage, it is the worst by far; by the variance of the differences or the pseudo-coherence it comes to where the study has it, between the flows and the least-squares norm.",
                    "The Lp norm solved once is least squares, and last among the methods that reach all pixels, as in the study; with its weights found anew it is as good as the flows. A maximum of 94 radian, as the study prints for case B, comes of none of these.",
                    "Branch cuts leave out what they part from the rest. Where these pixels count with their wrapped phase, they are last in case C, as in the study, whose mean square there is no whole number of cycles either.",
                    "In case B the study has branch cuts before the flows, by 36 of 4096 pixels on one patch. Here the flows are before branch cuts in the mean, by fewer pixels than they vary from seed to seed.",
                ],
                Tables = [.. experiments.Select(Table)],
            });
        }

        return new StudyPage(
            "Huaibei: unwrapping of mining basins",
            $"Simulated patches like the study's, means of {seeds} seeds. Its figures are of its own data, and distances to its own method: compare ranks.",
            sections);
    }

    private static string WordsOf(BasinCase kind) => kind switch
    {
        BasinCase.Clear => "two clear fringes",
        BasinCase.Interrupted => "four interrupted fringes",
        _ => "four confused fringes",
    };

    private static string Words(string ranking) =>
        string.Join(" < ", ranking.Split(" < ").Select(n => UnwrapMethods.TitleOf(UnwrapMethods.Of(n))));

    private static MultiplesFigure SixPanels(BasinPatch patch, IReadOnlyList<HuaibeiVariant> variants, CancellationToken stop)
    {
        var grid = Grid.Radar(patch.Side, patch.Side);
        var description = new LayerDescription("unwrapped_phase", "Unwrapped phase", Unit.Radian, Sign.None);
        var panels = variants.Select(v =>
        {
            var phase = HuaibeiCases.Unwrap(patch, v, stop);
            var beside = CycleAgreement.Of(patch.Truth, phase);
            var caption = string.Create(CultureInfo.InvariantCulture, $"{UnwrapMethods.TitleOf(v.Method)}: {100 * beside.WrongShare:0.00} % wrong");
            return (caption, new Layer(description, grid, Array.ConvertAll(phase, p => (float)(p - (2 * Math.PI * beside.Cycles)))));
        }).ToArray();
        return new MultiplesFigure("Unwrapped phase by six methods", panels, null, []);
    }

    private static StudyFigure Map(BasinPatch patch, float[] values, string title, Unit unit)
    {
        var layer = new Layer(new LayerDescription("layer", title, unit, Sign.None), Grid.Radar(patch.Side, patch.Side), values);
        return new StudyFigure(new MapFigure(layer, new MapOptions { Width = SmallWidth, Scale = unit == Unit.Radian ? ColourScale.WrappedPhase : null }));
    }

    private static string Cell(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static StudyTable Table(HuaibeiExperiment experiment) => new(
        experiment.Question,
        ["Case", "Noise", "Variant", "#Wrong, %", "#MSE, rad2", "#Not reached, pixels"],
        [
            .. experiment.Rows.Select(r => (IReadOnlyList<string>)
            [
                HuaibeiCases.LetterOf(r.Row.Case), r.IsHarder ? "more" : "as above", r.Row.Method, Cell(r.Row.WrongPercent, "0.00"), Cell(r.Row.MeanSquare, "0.00"), Cell(r.Row.Unreached, "0"),
            ]),
        ]);

    private StudyTable PublishedTable(string letter) => new(
        $"Case {letter}, published: differences to the study's own method (new), radian and radian squared",
        ["Method", "#min", "#max", "In range", "#M", "#MSE"],
        [
            .. published.Rows.Where(p => p.Case == letter).Select(p => (IReadOnlyList<string>)
            [
                p.Method == "new" ? "new" : UnwrapMethods.TitleOf(UnwrapMethods.Of(p.Method)),
                Cell(p.Min, "0.00"), Cell(p.Max, "0.00"), p.Range ? "yes" : "no", p.Method == "new" ? "-" : Cell(p.Mean, "g3"), p.Method == "new" ? "-" : Cell(p.Mse, "g3"),
            ]),
        ]);

    private static StudyTable Table(string letter, IReadOnlyList<HuaibeiRow> rows) => new(
        $"Case {letter}, here: differences to the truth, radian and radian squared",
        ["Method", "#min", "#max", "#In range, % of seeds", "#M", "#MSE", "#Wrong, %", "#Not reached, pixels"],
        [
            .. rows.Select(r => (IReadOnlyList<string>)
            [
                UnwrapMethods.TitleOf(UnwrapMethods.Of(r.Method)),
                Cell(r.Least, "0.00"), Cell(r.Most, "0.00"), Cell(100 * r.WithinRange, "0"), Cell(r.Mean, "0.000"), Cell(r.MeanSquare, "0.000"), Cell(r.WrongPercent, "0.00"), Cell(r.Unreached, "0"),
            ]),
        ]);
}

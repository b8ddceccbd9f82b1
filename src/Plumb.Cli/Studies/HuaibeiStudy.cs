using Plumb.Processing.Operations;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Huaibei;
using Plumb.Simulation;
using Plumb.Unwrapping.Classical;

namespace Plumb.Cli.Studies;

/// <summary>Huaibei: three patches over mining basins, clear, interrupted and confused, unwrapped by five classical methods and ours.</summary>
public sealed class HuaibeiStudy : IStudy
{
    private const int Seeds = 12;

    /// <inheritdoc/>
    public string Name => "huaibei";

    /// <inheritdoc/>
    public string Title => "three patches over mining basins: five classical methods of unwrapping and ours";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => ["a", "b", "c"];

    /// <inheritdoc/>
    public bool HasSeed => false;

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        if (request.Place is { } place)
        {
            throw new RequestException($"--mine is '{place}', but the patches of this study have no names of mines. Leave it out; --parts chooses cases.");
        }

        Directory.CreateDirectory(bench.Folder);
        var published = StudyFiles.Read<HuaibeiPublished>(Name, "published.yaml");
        var cases = HuaibeiCases.All.Where(k => request.Parts.Contains(HuaibeiCases.LetterOf(k), StringComparer.OrdinalIgnoreCase)).ToArray();
        bench.Progress.Begin("Unwrap the patches by all methods", cases.Length + 1);
        var variants = UnwrapMethods.Names.Select(n => new HuaibeiVariant(n, UnwrapMethods.Of(n)) { Quality = PixelQuality.Coherence }).ToArray();
        var rows = new List<HuaibeiRow>();
        foreach (var kind in cases)
        {
            rows.AddRange(HuaibeiCases.Run(kind, isHarder: false, variants, Seeds, bench.Stop));
            bench.Progress.Advance(1);
        }

        // The experiments are about the cases with errors.
        var experiments = cases.Any(c => c != BasinCase.Clear) ? Chosen(HuaibeiExperiments.Run(Seeds, bench.Stop), cases) : [];
        bench.Progress.Advance(1);
        bench.Progress.End($"{Seeds} seeds");
        var page = new HuaibeiPage(published, Seeds);
        foreach (var kind in cases)
        {
            page.Add(kind, rows.Where(r => r.Case == kind).ToArray(), variants, bench.Stop);
        }

        return new StudyOutcome(
            HuaibeiTable.Text(rows, experiments, published, Seeds),
            [("table.csv", HuaibeiTable.Csv(rows, published)), ("experiments.csv", HuaibeiTable.ExperimentCsv(experiments))],
            new { bench.Folder, Seeds, Cases = rows, Experiments = experiments, Published = published.Rows },
            page.Page(experiments));
    }

    private static HuaibeiExperiment[] Chosen(IEnumerable<HuaibeiExperiment> experiments, BasinCase[] cases) =>
        [.. experiments.Select(e => e with { Rows = [.. e.Rows.Where(r => cases.Contains(r.Row.Case))] })];
}

using Plumb.Processing.Results;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Fusion;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Fusion: a C-band sensor helps to unwrap eleven X-band images over two sinking bowls, held against levelling and 29 images.</summary>
public sealed class FusionStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "fusion";

    /// <inheritdoc/>
    public string Title => "two sensors over a sinking suburb: 14 C-band images help to unwrap 11 X-band ones, held against levelling and 29 images";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => [];

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        request.RefusePlace("this study has no mines");
        var published = StudyFiles.Read<FusionPublished>(Name, "published.yaml");
        var (asar, tsx) = (new SceneSimulator(bench.Scene("scene-asar.yaml")), new SceneSimulator(bench.Scene("scene-tsx.yaml")));
        bench.Simulate(asar, "asar");
        bench.Simulate(tsx, "tsx");
        var known = bench.Run("asar", "asar");
        FusionRun Measured(string name, ResultSet results, SceneSimulator simulator) => FusionRun.Of(name, results, simulator, published);
        var alone = Measured("tsx11", bench.Run("tsx", "tsx11"), tsx);
        var (fused, motion) = bench.Fuse(known.Folder, "tsx", "tsx11", "fusion");
        var runs = new[]
        {
            alone,
            Measured("asar", known, asar),
            Measured("fusion", fused, tsx),
            FusionRun.Joint("joint", motion, fused, tsx, published),
            Measured("tsx29", bench.Run("tsx", "tsx29"), tsx),
        };
        var outcome = new FusionOutcome(runs, tsx.Scene, published);
        return new StudyOutcome(
            outcome.Text(),
            [("table.csv", outcome.Csv()), ("benchmarks.csv", outcome.BenchmarkCsv())],
            new { bench.Folder, outcome.AgainstLevelling, outcome.AgainstReference, outcome.AgainstTruth, outcome.Levelled, Benchmarks = runs.Select(r => new { r.Name, r.Pixels, r.Fastest, r.Benchmarks }), Published = outcome.Published },
            FusionStudyPage.Of(outcome, tsx));
    }
}

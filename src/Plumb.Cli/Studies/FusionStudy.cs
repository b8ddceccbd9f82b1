using System.Globalization;
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
        return Run(bench.Scene("scene-asar.yaml"), bench.Scene("scene-tsx.yaml"), bench);
    }

    /// <summary>Runs the study on its scenes or variants of them.</summary>
    /// <param name="coarse">The scene of the known sensor.</param>
    /// <param name="fine">That of the other.</param>
    /// <param name="bench">Where scenes and settings are run.</param>
    public StudyOutcome Run(Scene coarse, Scene fine, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(bench);
        var (asar, tsx) = (new SceneSimulator(coarse), new SceneSimulator(fine));
        var published = BenchmarkPlaces.Taken(StudyFiles.Read<FusionPublished>(Name, "published.yaml"), tsx);
        var reference = Reference(published, tsx);
        bench.Simulate(asar, "asar");
        bench.Simulate(tsx, "tsx");
        var known = bench.Run("asar", "asar");
        FusionRun Measured(string name, ResultSet results, SceneSimulator simulator) => FusionRun.Of(name, results, simulator, published);
        var alone = Measured("tsx11", bench.Run("tsx", "tsx11", reference), tsx);
        var (fused, motion) = bench.Fuse(known.Folder, "tsx", "tsx11", "fusion");
        var runs = new[]
        {
            alone,
            Measured("asar", known, asar),
            Measured("fusion", fused, tsx),
            FusionRun.Joint("joint", motion, fused, tsx, published),
            Measured("tsx29", bench.Run("tsx", "tsx29", reference), tsx),
        };
        var outcome = new FusionOutcome(runs, tsx.Scene, published);
        return new StudyOutcome(
            outcome.Text(),
            [("table.csv", outcome.Csv()), ("benchmarks.csv", outcome.BenchmarkCsv())],
            new { bench.Folder, outcome.AgainstLevelling, outcome.AgainstReference, outcome.AgainstTruth, outcome.Levelled, Benchmarks = runs.Select(r => new { r.Name, r.Pixels, r.Fastest, r.Benchmarks }), Published = outcome.Published },
            FusionStudyPage.Of(outcome, tsx));
    }

    /// <summary>The settings that make the reference benchmark the reference of a run, with the pixels next to it.</summary>
    private static string Reference(FusionPublished published, SceneSimulator simulator)
    {
        var place = published.Benchmarks.First(b => b.Name == published.ReferenceBenchmark);
        var (row, column) = simulator.View.Pixel(place.East, place.North);
        return string.Create(CultureInfo.InvariantCulture, $"reference:\n  areas: [\"row:{Math.Round(row)},column:{Math.Round(column)},2\"]\n");
    }
}

using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Shaqu;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Shaqu: two coal mines over eight years, interferograms made in the cloud and series at home.</summary>
public sealed class ShaquStudy : IStudy
{
    private const double Margin = 900;
    private const string Part = "c";

    /// <inheritdoc/>
    public string Name => "shaqu";

    /// <inheritdoc/>
    public string Title => "two coal mines over eight years: small baselines from ready interferograms, stable ground within 5 mm";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => [Part];

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        var published = StudyFiles.Read<ShaquPublished>(Name, "published.yaml");
        var scene = bench.Scene("scene.yaml");
        var simulator = new SceneSimulator(request.Place is null ? scene : scene.Around(request.Place, Margin));
        bench.Simulate(simulator, Part);
        var (method, ours) = (bench.Run(Part, "method"), bench.Run(Part, "ours"));
        var trusted = ours.Mask();
        var outcome = new ShaquOutcome(
            simulator.Network.Dates.Count,
            simulator.Network.Pairs.Count,
            ShaquRun.Of(method, simulator, trusted, published),
            ShaquRun.Of(ours, simulator, trusted, published),
            published);
        return new StudyOutcome(
            ShaquTable.Text(outcome), [("table.csv", ShaquTable.Csv(outcome))], new { bench.Folder, Study = outcome }, ShaquPage.Of(outcome, method, ours, simulator));
    }
}

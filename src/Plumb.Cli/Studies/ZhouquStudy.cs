using Plumb.Processing.Results;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Zhouqu;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Zhouqu: slides on steep mountains, seen by two orbits, found by rules that drop what lies flat or in layover.</summary>
public sealed class ZhouquStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "zhouqu";

    /// <inheritdoc/>
    public string Title => "slides on mountains in two orbits: visibility, active slopes, motion down them";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => [];

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        request.RefusePlace("this study has no mines");
        return Run(bench.Scene("scene.yaml"), bench);
    }

    /// <summary>Runs the study on mountains of its kind.</summary>
    /// <param name="mountains">The scene without slides, with two tracks; these are planted by its seed.</param>
    /// <param name="bench">Where it is run.</param>
    public StudyOutcome Run(Scene mountains, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(mountains);
        ArgumentNullException.ThrowIfNull(bench);
        var published = StudyFiles.Read<ZhouquPublished>(Name, "published.yaml");
        var sites = ZhouquPlan.Of(mountains, published.PartRates);
        var (runs, simulators) = (new List<ResultSet>(), new List<SceneSimulator>());
        foreach (var (name, scene) in (mountains with { Slides = [.. sites.Select(s => s.Slide)] }).OfTracks())
        {
            var simulator = new SceneSimulator(scene);
            bench.Simulate(simulator, name);
            runs.Add(bench.Run(name, "ours"));
            simulators.Add(simulator);
        }

        var found = SlopeTracks.Run(new SlopesRequest { Tracks = new TracksRequest { Inputs = [.. runs.Select(r => r.Folder)] } }, bench.Stop);
        var maps = found with { RelativeTo = "the reference of the ascending track", Tracks = [.. found.Tracks.Zip(mountains.Tracks, (t, named) => t with { Name = named.Name })] };
        var record = SlopeFiles.Write(maps, Path.Combine(bench.Folder, "slopes"));
        var outcome = ZhouquOutcome.Of(published, sites, maps, record, runs, simulators);
        return new StudyOutcome(
            ZhouquTable.Text(outcome),
            [("table.csv", ZhouquTable.Csv(outcome)), ("planted.csv", ZhouquTable.SitesCsv(outcome))],
            new { bench.Folder, Study = outcome },
            ZhouquPage.Of(outcome, maps, runs, simulators));
    }
}

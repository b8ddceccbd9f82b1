using Plumb.Processing.Results;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Heze;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Heze: a railway seen by two ascending tracks, over pumped ground, farmland that follows the rain, and a coal field.</summary>
public sealed class HezeStudy : IStudy
{
    /// <inheritdoc/>
    public string Name => "heze";

    /// <inheritdoc/>
    public string Title => "150 km of railway in two tracks: agreement, corridor, ground that follows the rain";

    /// <inheritdoc/>
    public IReadOnlyList<string> Parts => [];

    /// <inheritdoc/>
    public StudyOutcome Run(StudyRequest request, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bench);
        request.RefusePlace("this study is run along its whole line");
        return Run(bench.Scene("scene.yaml"), bench);
    }

    /// <summary>Runs the study on a scene of its kind.</summary>
    /// <param name="scene">The scene, with two tracks.</param>
    /// <param name="bench">Where it is run.</param>
    public StudyOutcome Run(Scene scene, StudyBench bench)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(bench);
        var (published, ground) = (StudyFiles.Read<HezePublished>(Name, "published.yaml"), StudyFiles.Read<HezeGround>(Name, "ground.yaml"));
        var (tracks, runs, simulators) = (new List<HezeTrack>(), new List<ResultSet>(), new List<SceneSimulator>());
        foreach (var (name, ofTrack) in scene.OfTracks())
        {
            var pairs = published.Tracks.First(t => t.Name == name).Pairs;
            var simulator = new SceneSimulator(ofTrack with { Network = ofTrack.Network with { MaxPairs = pairs } });
            bench.Simulate(simulator, name);
            runs.Add(bench.Run(name, "ours"));
            simulators.Add(simulator);
            tracks.Add(HezeTrack.Of(FinishedRun.Open(runs[^1].Folder), simulator, name, ground, published));
        }

        var comparison = CompareTracks.Run(new TracksRequest { Inputs = [.. runs.Select(r => r.Folder)] }, vertical: true, bench.Stop);
        CompareTracks.Write(comparison, Path.Combine(bench.Folder, "comparison"));
        var outcome = HezeOutcome.Of(published, ground, tracks, comparison.Record, simulators);
        return new StudyOutcome(
            outcome.Text,
            [("table.csv", outcome.Csv), ("profile.csv", outcome.ProfileCsv), ("groups.csv", outcome.GroupCsv)],
            new { bench.Folder, Study = outcome },
            HezePage.Of(outcome, comparison, runs, simulators, ground));
    }
}

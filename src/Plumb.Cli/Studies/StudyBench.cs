using Plumb.Cli.Commands;
using Plumb.Cli.Tracks;
using Plumb.Formats.Simulation;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Processing.Studies;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Cli.Studies;

/// <summary>Runs the scenes and settings of a study in a folder. What is there already and current is not done again.</summary>
/// <param name="study">Name of the study.</param>
/// <param name="folder">Folder of its scenes and runs.</param>
/// <param name="context">How to tell of progress and when to stop.</param>
/// <param name="seed">What is added to the seeds of the study's scenes (pure number): 0 for the study as it is.</param>
public sealed class StudyBench(string study, string folder, CommandContext context, long seed = 0)
{
    // Seeds that follow each other would be those of the study's other scenes.
    private const long Golden = 0x1E3779B97F4A7C15;

    /// <summary>Folder of the study's scenes and runs.</summary>
    public string Folder => folder;

    /// <summary>Where progress is told of.</summary>
    public IRunProgress Progress => context.Progress;

    /// <summary>Stops the work.</summary>
    public CancellationToken Stop => context.Stop;

    /// <summary>A scene of the study, with its seed or another.</summary>
    /// <param name="file">Name of the file under the study's folder.</param>
    public Scene Scene(string file) => StudyFiles.Read<Scene>(study, file) is var scene && seed != 0 ? scene with { Seed = unchecked(scene.Seed + (Golden * seed)) } : scene;

    /// <summary>Writes the products of a scene, with its truth and stations, where they are not there yet.</summary>
    /// <param name="simulator">The scene.</param>
    /// <param name="part">Name of the sub-folder.</param>
    public void Simulate(SceneSimulator simulator, string part) =>
        SimulateCommand.WriteOnce(simulator, Path.Combine(folder, part), SceneProducts.MintPy, context);

    /// <summary>Runs settings of the study on the products of a part.</summary>
    /// <param name="part">Name of the sub-folder.</param>
    /// <param name="settings">Name of the settings, without ending; that of their output folder too.</param>
    /// <param name="more">Settings of the scene at hand, added to those of the study.</param>
    public ResultSet Run(string part, string settings, string more = "")
    {
        var file = Path.Combine(folder, part, settings + ".yaml");
        File.WriteAllText(file, StudyFiles.Text(study, settings + ".yaml") + more);
        RunCommand.RunSettings(file, new RunOptions(), context);
        return ResultSet.Open(Path.Combine(folder, part, settings));
    }

    /// <summary>Runs settings of the study that a run before has written with the motion of another sensor, as 'plumb fuse' does.</summary>
    /// <param name="known">Result folder of the sensor whose motion is known.</param>
    /// <param name="part">Name of the sub-folder of the other sensor.</param>
    /// <param name="settings">Name of its settings, without ending.</param>
    /// <param name="name">Name of the sub-folder of the results.</param>
    /// <param name="method">By which method.</param>
    public (ResultSet Run, FusedMotion Motion) Fuse(string known, string part, string settings, string name, FusionMethod method = FusionMethod.Weighted)
    {
        var request = new FusionRequest { Known = known, Settings = Path.Combine(folder, part, settings + ".yaml"), Folder = Path.Combine(folder, name), Method = method };
        var (motion, record) = FuseCommand.Fuse(request, new Kernels.MemoryBudget(Kernels.MemoryBudget.HalfOfFree()), context);
        FusionPage.Of(motion, record).Write(Path.Combine(request.Folder, "fusion.html"));
        return (ResultSet.Open(request.Run), motion);
    }

    /// <summary>Folder of the stations of a part; null where the scene has none.</summary>
    /// <param name="part">Name of the sub-folder.</param>
    public string? Stations(string part) => Path.Combine(folder, part, "gnss") is var gnss && Directory.Exists(gnss) ? gnss : null;
}

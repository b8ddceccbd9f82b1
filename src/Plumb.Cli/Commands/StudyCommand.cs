using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Simulation;
using Plumb.Processing.Results;
using Plumb.Processing.Runs;
using Plumb.Processing.Studies;
using Plumb.Simulation;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb study [NAME]</c>: runs a published study's method and Plumb's chain on a scene like the study's, and prints both beside what the study printed.</summary>
public sealed class StudyCommand : PlumbCommand
{
    private const double Margin = 2500;
    private readonly Argument<string?> study = new("NAME") { Description = "Name of the study; without it they are listed.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> output = new("--output", "-o") { Description = "Folder of the scenes, runs and tables.", HelpName = "DIR", DefaultValueFactory = _ => "plumb-study" };
    private readonly Option<string> bands = new("--bands") { Description = "Bands, comma separated: c,l.", HelpName = "LIST", DefaultValueFactory = _ => "c,l" };
    private readonly Option<string?> mine = new("--mine") { Description = "Only the part of the scene around this mine: seconds instead of minutes.", HelpName = "NAME" };

    /// <summary>The command.</summary>
    public StudyCommand()
        : base("study", "Run a published study's scene and print what it published beside its method and ours.")
    {
        Add(study);
        Add(output);
        Add(bands);
        Add(mine);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        if (arguments.GetValue(study) is not { } name)
        {
            return new CommandResult(string.Join('\n', StudyFiles.Names), new { Studies = StudyFiles.Names });
        }

        if (!StudyFiles.Names.Contains(name))
        {
            throw StudyFiles.Unknown(name);
        }

        var wanted = arguments.GetValue(bands)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0 || wanted.Any(b => b is not ("c" or "l")))
        {
            throw new RequestException($"--bands is '{arguments.GetValue(bands)}'; give c, l or c,l.");
        }

        var folder = Path.GetFullPath(arguments.GetValue(output)!);
        var published = StudyFiles.Read<NingdongPublished>(name, "published.yaml");
        var scenes = wanted.Select(b => (Band: b, Simulator: new SceneSimulator(SceneOf(name, b, arguments.GetValue(mine))))).ToList();
        var result = scenes.Select(s => Band(name, s.Band, s.Simulator, Path.Combine(folder, s.Band), published, context)).ToList();
        File.WriteAllText(Path.Combine(folder, "table.csv"), NingdongTable.Csv(result));
        var text = NingdongTable.Text(result);
        File.WriteAllText(Path.Combine(folder, "table.txt"), text + "\n");
        return new CommandResult($"{text}\n\nThe runs with their reports, and the table as text and CSV: {folder}", new { Folder = folder, Bands = result });
    }

    private static Scene SceneOf(string name, string band, string? mine)
    {
        var scene = StudyFiles.Read<Scene>(name, $"scene-{band}.yaml");
        return mine is null ? scene : scene.Around(mine, Margin);
    }

    private static NingdongBand Band(string name, string band, SceneSimulator simulator, string folder, NingdongPublished published, CommandContext context)
    {
        SimulateCommand.WriteOnce(simulator, folder, SceneProducts.MintPy, context);

        NingdongRun Of(string settings, bool isMasked)
        {
            var file = Path.Combine(folder, settings + ".yaml");
            File.WriteAllText(file, StudyFiles.Text(name, settings + ".yaml"));
            RunCommand.RunSettings(file, new RunOptions(), context);
            var gnss = Path.Combine(folder, "gnss");
            return NingdongRun.Of(ResultSet.Open(Path.Combine(folder, settings)), simulator, Directory.Exists(gnss) ? gnss : null, published.Phases, isMasked);
        }

        return new NingdongBand(
            band.ToUpper(CultureInfo.InvariantCulture), simulator.Network.Dates.Count, simulator.Network.Pairs.Count, Of("method", isMasked: false), Of("ours", isMasked: true), published);
    }
}

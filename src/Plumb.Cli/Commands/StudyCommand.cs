using System.CommandLine;
using System.Text.Json;
using Plumb.Cli.Studies;
using Plumb.Processing.Stages;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb study [NAME]</c>: runs a published study's method and Plumb's chain on a scene like the study's, and prints both beside what the study printed.</summary>
public sealed class StudyCommand : PlumbCommand
{
    private readonly Argument<string?> study = new("NAME") { Description = "Name of the study; without it they are listed.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> output = new("--output", "-o") { Description = "Folder of the scenes, runs and tables.", HelpName = "DIR", DefaultValueFactory = _ => "plumb-study" };
    private readonly Option<string?> parts = new("--bands", "--parts") { Description = "Only these parts of the study (bands: c,l), comma separated.", HelpName = "LIST" };
    private readonly Option<string?> mine = new("--mine") { Description = "Only the part of the scene around this mine: seconds instead of minutes.", HelpName = "NAME" };

    private readonly Option<long> seed = new("--seed") { Description = "Other random numbers for the study's scenes: any number; 0 is the study as it is.", HelpName = "N" };

    /// <summary>The command.</summary>
    public StudyCommand()
        : base("study", "Run a published study's scene and print what it published beside its method and ours.")
    {
        Add(study);
        Add(output);
        Add(parts);
        Add(mine);
        Add(seed);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        if (arguments.GetValue(study) is not { } name)
        {
            var wide = StudyCatalogue.All.Max(s => s.Name.Length) + 2;
            return new CommandResult(
                string.Join('\n', StudyCatalogue.All.Select(s => s.Name.PadRight(wide) + s.Title)),
                new { Studies = StudyCatalogue.All.Select(s => new { s.Name, s.Title, s.Parts }) });
        }

        var wanted = StudyCatalogue.Named(name);
        var folder = Path.GetFullPath(arguments.GetValue(output)!);
        var bench = new StudyBench(name, folder, context, arguments.GetValue(seed));
        if (arguments.GetValue(seed) != 0 && !wanted.HasSeed)
        {
            throw new RequestException($"--seed is given, but the study {name} has no scene of one seed: its figures are means of many. Leave it out.");
        }

        var outcome = wanted.Run(new StudyRequest(PartsOf(wanted, arguments.GetValue(parts)), arguments.GetValue(mine)), bench);
        foreach (var (file, content) in outcome.Tables)
        {
            File.WriteAllText(Path.Combine(folder, file), content);
        }

        File.WriteAllText(Path.Combine(folder, "table.txt"), outcome.Text + "\n");
        File.WriteAllText(Path.Combine(folder, "table.json"), JsonSerializer.Serialize(outcome.Values, ResultJson.Options) + "\n");
        var page = Path.Combine(folder, "study.html");
        outcome.Page.Write(page);
        return new CommandResult($"{outcome.Text}\n\nThe page: {page}\nBeside it the tables as text, CSV and JSON, and the runs with their reports.", outcome.Values);
    }

    private static IReadOnlyList<string> PartsOf(IStudy study, string? list)
    {
        if (list is null)
        {
            return study.Parts;
        }

        var wanted = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return wanted.Length > 0 && wanted.All(study.Parts.Contains)
            ? [.. study.Parts.Where(wanted.Contains)]
            : throw new RequestException(study.Parts.Count == 0
                ? $"--bands is '{list}', but the study {study.Name} has no parts. Leave it out."
                : $"--bands is '{list}'; give one or more of {string.Join(", ", study.Parts)}, with commas between.");
    }
}

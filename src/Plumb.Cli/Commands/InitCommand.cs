using System.CommandLine;
using Plumb.Processing.Configuration;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb init PATH... -o plumb.yaml</c>: writes commented settings for a folder of products.</summary>
public sealed class InitCommand : PlumbCommand
{
    private readonly Argument<string[]> paths = new("PATH")
    {
        Description = "Folders or files of products.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The settings file to write.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "plumb.yaml",
    };

    private readonly Option<bool> force = new("--force")
    {
        Description = "Write over a settings file that is there.",
    };

    /// <summary>The command.</summary>
    public InitCommand()
        : base("init", "Write commented settings for folders or files of products.")
    {
        Add(paths);
        Add(output);
        Add(force);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var file = Path.GetFullPath(arguments.GetValue(output)!);
        var products = arguments.GetValue(paths)!;
        foreach (var product in products.Where(product => !Path.Exists(product)))
        {
            throw new RequestException($"There is no file or folder {product}. Name the folder that holds the products.");
        }

        if (Directory.Exists(file))
        {
            throw new RequestException($"{file} is a folder; name the settings file in it: -o {Path.Combine(arguments.GetValue(output)!, "plumb.yaml")}");
        }

        if (File.Exists(file) && !arguments.GetValue(force))
        {
            throw new RequestException($"{file} is there already. Name another with -o, or write over it with --force.");
        }

        var folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder))
        {
            throw new RequestException($"There is no folder {folder} for the settings file. Make it first, or name another with -o.");
        }

        // Settings are moved between systems: paths stand with forward slashes, relative to the file where that is possible.
        var settings = new PlumbSettings
        {
            Input = new InputSettings { Paths = [.. products.Select(product => Path.GetRelativePath(folder, Path.GetFullPath(product)).Replace('\\', '/'))] },
        };
        File.WriteAllText(file + ".part", SettingsWriter.Write(settings, comments: true));
        File.Move(file + ".part", file, overwrite: true);
        return new CommandResult($"Wrote {file}. Look it over, then: plumb run {arguments.GetValue(output)}", new { Settings = file, settings.Input.Paths });
    }
}

using System.CommandLine;
using Plumb.Formats.Products;
using Plumb.Processing.Configuration;
using Plumb.Processing.Journal;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb init PATH... -o plumb.yaml</c>: looks at the products and writes commented settings that suit them.</summary>
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
        : base("init", "Inspect folders or files of products and write commented settings that suit them.")
    {
        Add(paths);
        Add(output);
        Add(force);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var named = arguments.GetValue(output)!;
        var file = Path.GetFullPath(named);
        var products = arguments.GetValue(paths)!;
        CheckPlaces(products, file, named, arguments.GetValue(force));
        var inspection = StackInspector.Inspect(products);
        var errors = inspection.Problems.Where(p => p.Severity == Severity.Error).ToArray();
        if (inspection.Products.Count == 0 && !inspection.Finished.Any(f => f.IsEntry))
        {
            // Warnings count here too: files that are still packed or renamed are the usual cause.
            throw new RequestException($"No settings were written. {string.Join(" ", inspection.Problems.Where(p => p.Severity != Severity.Note).Select(p => $"{p.Where}: {p.What} {p.WhatToDo}".TrimEnd()))}");
        }

        var table = InspectionTable.Text(inspection).TrimEnd('\n');
        if (errors.Length > 0)
        {
            return new CommandResult(
                $"{table}\n\nNo settings were written: the lines that begin with Error say what has to be mended first.",
                new { Settings = (string?)null, inspection.IsUsable, Changes = Array.Empty<SettingChange>(), Products = InspectionTable.Rows(inspection), inspection.Problems },
                ExitCode.WrongRequest);
        }

        var (settings, changes) = SuitedSettings.For(inspection);

        // Settings are moved between systems: paths stand with forward slashes, relative to the file where that is possible.
        var folder = Path.GetDirectoryName(file)!;
        settings = settings with
        {
            Input = settings.Input with { Paths = [.. products.Select(p => Path.GetRelativePath(folder, Path.GetFullPath(p)).Replace('\\', '/'))] },

            // plumb.yaml gives plumb-out, mine.yaml gives mine-out: two settings files side by side do not share their results.
            Output = settings.Output with { Folder = Path.GetFileNameWithoutExtension(file) + "-out" },
        };
        TextFile.Write(file, SettingsWriter.Write(settings, comments: true));
        var changed = string.Concat(changes.Select(c => $"\nChanged from its default: {c.Setting}: {c.Value} ({c.Reason})."));
        return new CommandResult(
            $"{table}\n{changed}\nWrote {file}. Look it over, then: plumb run {named}",
            new { Settings = file, inspection.IsUsable, Changes = changes, Products = InspectionTable.Rows(inspection), inspection.Problems });
    }

    private static void CheckPlaces(string[] products, string file, string named, bool force)
    {
        foreach (var product in products.Where(product => !Path.Exists(product)))
        {
            throw new RequestException($"There is no file or folder {product}. Name the folder that holds the products.");
        }

        if (Directory.Exists(file))
        {
            throw new RequestException($"{file} is a folder; name the settings file in it: -o {Path.Combine(named, "plumb.yaml")}");
        }

        if (File.Exists(file) && !force)
        {
            throw new RequestException($"{file} is there already. Name another with -o, or write over it with --force.");
        }

        var folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder))
        {
            throw new RequestException($"There is no folder {folder} for the settings file. Make it first, or name another with -o.");
        }
    }
}

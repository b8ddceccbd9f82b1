using System.CommandLine;
using System.Globalization;
using Plumb.Kernels;
using Plumb.Processing.Results;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb export DIR --format ...</c>: results of a finished run for other programs.</summary>
public sealed class ExportCommand : PlumbCommand
{
    private readonly Argument<string> folder = new("DIR") { Description = "The result folder of a run, or its settings file." };
    private readonly Option<string> format = new("--format")
    {
        Description = "mintpy (HDF5 files), cog (maps and the displacement of every date), gpkg or csv (points).",
        Required = true,
    };

    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to; DIR/export without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public ExportCommand()
        : base("export", "Write the results of a finished run for other programs.")
    {
        format.AcceptOnlyFromAmong("mintpy", "cog", "gpkg", "csv");
        Add(folder);
        Add(format);
        Add(output);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var run = SettingsArgument.RunAt(arguments.GetValue(folder)!);
        var target = arguments.GetValue(output) ?? Path.Combine(run.Folder, "export");
        Directory.CreateDirectory(target);
        var mask = run.Results.Mask();
        var said = "";
        switch (arguments.GetValue(format)!)
        {
            case "mintpy":
                MintPyFiles.Write(run.Results, mask, target);
                said = "MintPy's files";
                break;
            case "cog":
                var maps = MapFiles.Write(run.Results, mask, target, Environment.ProcessorCount) + MapFiles.WriteDates(run.Results, mask, target, context.Stop);
                said = string.Create(CultureInfo.InvariantCulture, $"{maps} maps");
                break;
            case var table:
                var points = new PointFiles(run.Results, mask, run.Settings.Output.Title, new MemoryBudget(MemoryBudget.HalfOfFree()), context.Progress)
                {
                    CsvPath = table == "csv" ? Path.Combine(target, "points.csv") : null,
                    GeoPackagePath = table == "gpkg" ? Path.Combine(target, "points.gpkg") : null,
                };
                said = string.Create(CultureInfo.InvariantCulture, $"{points.Write(context.Stop)} points");
                break;
        }

        return new CommandResult($"Wrote {said} to {target}", new { Folder = target, Written = said });
    }
}

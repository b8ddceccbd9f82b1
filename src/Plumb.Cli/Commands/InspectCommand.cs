using System.CommandLine;
using Plumb.Formats.Products;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb inspect PATH...</c>: what folders of products hold, and everything that is missing.</summary>
public sealed class InspectCommand : PlumbCommand
{
    private readonly Argument<string[]> paths = new("PATH")
    {
        Description = "Folders or files of products.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The command.</summary>
    public InspectCommand()
        : base("inspect", "Show what folders of products hold: pairs, dates, grids, signs, and all that is missing.")
    {
        Add(paths);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var inspection = StackInspector.Inspect(arguments.GetValue(paths)!);
        return new CommandResult(
            InspectionTable.Text(inspection),
            new { inspection.IsUsable, Products = InspectionTable.Rows(inspection), Finished = InspectionTable.FinishedRows(inspection), inspection.Problems },
            inspection.IsUsable ? ExitCode.Done : ExitCode.WrongRequest);
    }
}

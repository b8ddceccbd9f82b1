using System.CommandLine;
using Plumb.Processing.Comparisons;
using Plumb.Processing.Journal;
using Plumb.Processing.Runs;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb invert [plumb.yaml]</c>: the chain up to the inversion; with <c>--compare</c> several solvers on the same stack, held against pairs they have not seen.</summary>
public sealed class InvertCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly Option<bool> compare = new("--compare") { Description = "Hold several solvers against pairs they have not seen and say which the data support. The series is not computed." };
    private readonly Option<int> sample = new("--sample") { Description = "With --compare, number of tiles of 64 x 64 pixels that are drawn.", HelpName = "N", DefaultValueFactory = _ => new ComparisonOptions().Sample };
    private readonly Option<int> folds = new("--folds") { Description = "With --compare, number of folds of pairs that are left out in turn.", HelpName = "N", DefaultValueFactory = _ => new ComparisonOptions().Folds };
    private readonly Option<long> seed = new("--seed") { Description = "With --compare, seed of the draw of tiles and folds.", HelpName = "N", DefaultValueFactory = _ => new ComparisonOptions().Seed };
    private readonly Option<string?> csv = new("--csv") { Description = "With --compare, write the table to this file too.", HelpName = "FILE" };

    /// <summary>The command.</summary>
    public InvertCommand()
        : base("invert", "Run the chain up to the inversion, or compare solvers on the stack (--compare).")
    {
        Add(settings);
        Add(compare);
        Add(sample);
        Add(folds);
        Add(seed);
        Add(csv);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var file = arguments.GetValue(settings)!;
        if (!arguments.GetValue(compare))
        {
            Option? alone = arguments.GetResult(sample) is { Implicit: false } ? sample
                : arguments.GetResult(folds) is { Implicit: false } ? folds
                : arguments.GetResult(seed) is { Implicit: false } ? seed
                : arguments.GetResult(csv) is { Implicit: false } ? csv
                : null;
            return alone is null
                ? RunCommand.RunSettings(file, new RunOptions { Until = "invert" }, context)
                : throw new RequestException($"{alone.Name} is for comparing solvers; add --compare, or leave it out.");
        }

        var options = new ComparisonOptions(arguments.GetValue(sample), arguments.GetValue(folds), arguments.GetValue(seed));
        options.Check();
        using var session = RunSession.Open(file, () => new ReportStage(), context.Progress, new RunOptions { Until = "reference" }, context.Stop);
        session.Chain.Run();
        var record = SolverComparison.Run(session.Context, options);
        if (arguments.GetValue(csv) is { } table)
        {
            TextFile.Write(Path.GetFullPath(table), ComparisonTable.Csv(record));
        }

        return new CommandResult(ComparisonTable.Text(record), record);
    }
}

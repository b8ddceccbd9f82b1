using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Tracks;
using Plumb.Processing.Runs;
using Plumb.Processing.Tracks;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb fuse A B.yaml -o DIR</c>: the motion that one sensor knows helps to unwrap another, and both become one series.</summary>
public sealed class FuseCommand : PlumbCommand
{
    private readonly Argument<string> known = new("KNOWN") { Description = "Result folder of the sensor whose motion is known." };
    private readonly Argument<string> settings = new("SETTINGS") { Description = "Settings file of the other sensor, as for 'plumb run'; its output.folder is not touched." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of the results.", HelpName = "DIR" };
    private readonly Option<int> degree = new("--degree") { Description = "Highest power of time of the model: 1 to 3.", HelpName = "N", DefaultValueFactory = _ => 2 };
    private readonly Option<int> neighbours = new("--neighbours") { Description = "Places of the known sensor that each pixel takes from.", HelpName = "N", DefaultValueFactory = _ => 32 };
    private readonly Option<bool> plain = new("--plain") { Description = "As published by Zhu et al.: every date alike, Kriging without the places' own noise." };
    private readonly FileArguments work = new("Memory that may be used, such as 2GiB. Results do not depend on it.");

    /// <summary>The command.</summary>
    public FuseCommand()
        : base("fuse", "Unwrap one sensor with the motion that another knows, and join both.")
    {
        Add(known);
        Add(settings);
        foreach (var option in new Option[] { output, degree, neighbours, plain, work.Threads, work.Memory })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var threads = FileArguments.CheckThreads(arguments.GetValue(work.Threads));
        var request = new FusionRequest
        {
            Known = arguments.GetValue(known)!,
            Settings = arguments.GetValue(settings)!,
            Folder = arguments.GetValue(output) ?? throw new RequestException("'plumb fuse' needs a folder to write to: -o DIR."),
            Degree = arguments.GetValue(degree),
            Neighbours = arguments.GetValue(neighbours),
            Method = arguments.GetValue(plain) ? FusionMethod.Plain : FusionMethod.Weighted,
            Threads = threads,
        };
        var (motion, record) = Fuse(request, work.BudgetOf(arguments), context);
        var page = Path.Combine(request.Folder, "fusion.html");
        FusionPage.Of(motion, record).Write(page);
        return new CommandResult(Text(record, page), record);
    }

    /// <summary>Imports, makes the expectation, runs the chain with it, and joins both sensors.</summary>
    internal static (FusedMotion Motion, FusionRecord Record) Fuse(FusionRequest request, Kernels.MemoryBudget budget, CommandContext context)
    {
        request.Check();
        // The known sensor is looked at before anything is written.
        TrackReader.Open(request.Known, TrackHints.None);
        RunCommand.RunSettings(request.Settings, new RunOptions { Change = FuseTracks.Change(request, expected: false), Until = "import" }, context);
        var expectation = MotionExpectation.Make(request, budget, context.Progress, context.Stop);
        RunCommand.RunSettings(request.Settings, new RunOptions { Change = FuseTracks.Change(request, expected: true) }, context);
        return FuseTracks.Join(request, expectation, budget, context.Progress, context.Stop);
    }

    private static string Text(FusionRecord record, string page)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Expected from {record.Places} places of {record.Known}: polynomial of degree {record.Degree}, Kriging with a range of {record.RangeMetres:0} m, known to {record.ExpectedSigmaMillimetres:0.0} mm/yr"),
        };
        if (record.DaysBefore > 0 || record.DaysAfter > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The model is carried on for {record.DaysBefore} days before and {record.DaysAfter} days after the dates it was fitted to"));
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Cells} cells have a joint rate upwards, median standard deviation {record.SigmaMillimetres:0.00} mm/yr, relative to {record.RelativeTo}; series at {record.Dates} dates"));
        lines.Add($"The run with its report: {record.Run}");
        lines.Add($"The page: {page}");
        return string.Join('\n', lines);
    }
}

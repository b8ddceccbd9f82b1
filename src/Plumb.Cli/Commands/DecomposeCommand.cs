using System.CommandLine;
using System.Globalization;
using Plumb.Components;
using Plumb.Processing.Tracks;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb decompose A B [C...] -o DIR</c>: vertical and east motion from tracks that look from different directions.</summary>
public sealed class DecomposeCommand : PlumbCommand
{
    private readonly TrackArguments tracks = new();
    private readonly Option<double> north = new("--north") { Description = "Motion to the north that is assumed, mm/yr.", HelpName = "MM" };
    private readonly Option<double> northSigma = new("--north-sigma") { Description = "Standard deviation of the true motion to the north about that, mm/yr; it enters every standard deviation. Without it and --north, as large as the slope of the vertical rate says.", HelpName = "MM" };
    private readonly Option<bool> fromSlope = new("--north-slope") { Description = "Take the motion to the north from the slope of the vertical rate, where the map shows that motion to the east goes with it." };
    private readonly Option<bool> free = new("--north-free") { Description = "Estimate the motion to the north too: three tracks that look from three directions." };
    private readonly Option<bool> ratesOnly = new("--rates-only") { Description = "Leave the series out where the inputs have them." };
    private readonly FileArguments work = new("Memory that may be used, such as 2GiB. Results do not depend on it.");

    /// <summary>The command.</summary>
    public DecomposeCommand()
        : base("decompose", "Vertical and east rates and series from two tracks or more.")
    {
        tracks.AddTo(this);
        foreach (var option in new Option[] { north, northSigma, fromSlope, free, ratesOnly, work.Threads, work.Memory })
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
        var isStated = arguments.GetResult(north) is { Implicit: false } || arguments.GetResult(northSigma) is { Implicit: false };
        if ((arguments.GetValue(free) ? 1 : 0) + (arguments.GetValue(fromSlope) ? 1 : 0) + (isStated ? 1 : 0) > 1)
        {
            throw new RequestException("--north-free estimates the motion to the north, --north and --north-sigma assume it, --north-slope takes it from the vertical rate. Give one of them.");
        }

        var request = new DecomposeRequest
        {
            Tracks = tracks.Of(arguments),
            Folder = tracks.Folder(arguments, Name),
            North = new DecompositionOptions { North = arguments.GetValue(north) / 1000, NorthSigma = arguments.GetValue(northSigma) / 1000, NorthFree = arguments.GetValue(free) },
            NorthRule = isStated ? NorthRule.Stated : arguments.GetValue(fromSlope) ? NorthRule.FromSlope : NorthRule.Neglected,
            Series = !arguments.GetValue(ratesOnly),
            Threads = threads,
        };
        var found = DecomposeTracks.Rates(request, context.Stop);
        Directory.CreateDirectory(request.Folder);
        var series = request.Series ? JoinTracks.Run(found, request.Folder, work.BudgetOf(arguments), threads, context.Progress, context.Stop) : null;
        var record = DecompositionFiles.Write(found, series, request.Folder);
        var page = Path.Combine(request.Folder, "decomposition.html");
        DecompositionPage.Of(found.Layers(), series?.Dates ?? [], series?.Store, record).Write(page);
        return new CommandResult(Text(record, page), record);
    }

    private static string Text(DecompositionRecord record, string page)
    {
        var lines = new List<string>();
        lines.AddRange(record.Tracks.Select(t => string.Create(
            CultureInfo.InvariantCulture, $"{t.Name}: heading {t.Heading:0.0}, incidence {t.Incidence:0.0} degrees, {t.Cells} cells, level {t.LevelMillimetres:+0.00;-0.00;0.00} mm/yr taken off")));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Cells} of {record.Rows} x {record.Columns} cells have components, relative to {record.RelativeTo}"));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Median standard deviation: vertical {record.VerticalSigmaMillimetres:0.00}, east {record.EastSigmaMillimetres:0.00} mm/yr"));
        lines.Add(record.NorthFree
            ? "The motion to the north is estimated"
            : string.Create(CultureInfo.InvariantCulture, $"{record.NorthText}; 1 mm/yr more of it would change vertical by {record.VerticalBias:+0.000;-0.000}, east by {record.EastBias:+0.000;-0.000} mm/yr"));
        if (record.Dates > 0)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Series at {record.Dates} dates; between them the ground may walk {record.VerticalWalkMillimetres:0.0} mm (vertical) and {record.EastWalkMillimetres:0.0} mm (east) in a year about its steady rate"));
        }

        lines.Add($"The page: {page}");
        return string.Join('\n', lines);
    }
}

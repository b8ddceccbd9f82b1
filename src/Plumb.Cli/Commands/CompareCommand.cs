using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Tracks;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb compare A B -o DIR</c>: two tracks held against each other on a common grid.</summary>
public sealed class CompareCommand : PlumbCommand
{
    private readonly TrackArguments tracks = new();
    private readonly Option<bool> los = new("--los") { Description = "Compare along the lines of sight; without it the ground is taken to move up and down only, and vertical rates are compared." };

    /// <summary>The command.</summary>
    public CompareCommand()
        : base("compare", "Hold two tracks against each other: correlation, difference, shift.")
    {
        tracks.AddTo(this);
        Add(los);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var folder = tracks.Folder(arguments, Name);
        var found = CompareTracks.Run(tracks.Of(arguments), !arguments.GetValue(los), context.Stop);
        CompareTracks.Write(found, folder);
        var page = Path.Combine(folder, "comparison.html");
        ComparisonPage.Of(found).Write(page);
        return new CommandResult(Text(found.Record, page), found.Record);
    }

    private static string Text(TrackComparisonRecord record, string page)
    {
        var c = record.Comparison;
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{record.Tracks[0].Name} and {record.Tracks[1].Name}: {c.Cells} cells of {record.CellMetres:0.#} m in common, {(record.Vertical ? "vertical rates" : "rates along the lines of sight")} relative to {record.RelativeTo}"),
            string.Create(CultureInfo.InvariantCulture, $"Correlation {c.Correlation:0.000}; difference {1000 * c.MeanDifference:0.00} +- {1000 * c.StandardDeviation:0.00} mm/yr (median {1000 * c.MedianDifference:0.00}, robust {1000 * c.RobustDeviation:0.00}); slope {c.Slope:0.000}"),
        ];
        if (double.IsFinite(c.ScoreDeviation))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Difference over its stated standard deviation: {c.ScoreDeviation:0.00}; {100 * c.Within68:0} % within one, {100 * c.Within95:0} % within 1.96 of it (68 and 95 expected)"));
        }

        lines.AddRange(record.Shifts.Select(s => s.Shift is null
            ? $"Shift by {s.Field}: not found, too little is alike"
            : string.Create(CultureInfo.InvariantCulture, $"Shift by {s.Field}: {s.EastMetres:0.0;-0.0;0.0} +- {s.EastSigmaMetres:0.0} m east, {s.NorthMetres:0.0;-0.0;0.0} +- {s.NorthSigmaMetres:0.0} m north (correlation {s.Shift.CorrelationBefore:0.000} before, {s.Shift.Correlation:0.000} after)")));
        lines.Add($"The page: {page}");
        return string.Join('\n', lines);
    }
}

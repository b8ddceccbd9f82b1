using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Operations;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb interferogram A B -o OUT</c>: the complex interferogram of two coregistered images.</summary>
public sealed class InterferogramCommand : PlumbCommand
{
    private readonly Argument<string> first = new("A") { Description = "The first complex image: GeoTIFF, ENVI, SNAP's znap, or flat binary (complex64) with --width." };
    private readonly Argument<string> second = new("B") { Description = "The second, coregistered to it." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The complex interferogram A times conjugate of B: GeoTIFF for .tif, otherwise flat binary (with ENVI's header unless A is flat).", HelpName = "OUT" };
    private readonly Option<string> looks = new("--looks") { Description = "Rows x columns that are averaged.", HelpName = "RxC", DefaultValueFactory = _ => "1x1" };
    private readonly Option<int?> width = new("--width") { Description = "Pixels per row: all files are flat binary, little-endian, without a header.", HelpName = "W" };
    private readonly FileArguments work = new("Memory that may be used, such as 2GiB.");

    /// <summary>The command.</summary>
    public InterferogramCommand()
        : base("interferogram", "Form the complex interferogram of two coregistered images, from file to file.")
    {
        Add(first);
        Add(second);
        foreach (var option in new Option[] { output, looks, width, work.Memory })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var (down, across) = RowsByColumns.Parse(arguments.GetValue(looks)!, "--looks");
        var request = new InterferogramRequest
        {
            First = arguments.GetValue(first)!,
            Second = arguments.GetValue(second)!,
            Output = arguments.GetValue(output) ?? throw new RequestException("'plumb interferogram' needs a file to write to: -o OUT."),
            LooksDown = down,
            LooksAcross = across,
            Width = arguments.GetValue(width),
        };
        var budget = work.BudgetOf(arguments);
        var report = InterferogramFiles.Run(request, budget, context.Progress, context.Stop);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {request.Output}: {report.Rows} x {report.Columns} pixels, {report.Pixels} with data, in {report.Seconds:0.00} s; {report.Residues} residues");
        return new CommandResult(text, new { request.Output, report.Rows, report.Columns, report.Pixels, report.Residues, report.Seconds, PeakTileBytes = budget.Peak });
    }
}

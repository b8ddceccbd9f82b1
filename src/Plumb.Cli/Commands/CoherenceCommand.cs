using System.CommandLine;
using System.Globalization;
using Plumb.Interferograms;
using Plumb.Processing.Operations;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb coherence A B -o OUT</c>: the coherence of two complex images, or of one interferogram.</summary>
public sealed class CoherenceCommand : PlumbCommand
{
    private readonly Argument<string[]> inputs = new("A") { Description = "Two coregistered complex images, or one complex interferogram: GeoTIFF, ENVI, SNAP's znap, or flat binary (complex64) with --width.", Arity = new ArgumentArity(1, 2) };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The coherence, 0 to 1: GeoTIFF for .tif, otherwise flat binary (with ENVI's header unless A is flat).", HelpName = "OUT" };
    private readonly Option<string> window = new("--window") { Description = "Rows x columns of the window, odd.", HelpName = "RxC", DefaultValueFactory = _ => "5x15" };
    private readonly Option<bool> fringe = new("--fringe") { Description = "Take the local fringe rate off within the window, so that steep fringes do not look like lost coherence." };
    private readonly Option<bool> unbiased = new("--unbiased") { Description = "Take off the bias by which small samples look coherent (two images)." };
    private readonly Option<string?> sigma = new("--sigma") { Description = "Write the standard deviation of the coherence (two images).", HelpName = "OUT" };
    private readonly Option<double> looks = new("--looks-per-pixel") { Description = "Independent looks behind a pixel; below 1 where images are sampled more densely than they resolve.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> width = new("--width") { Description = "Pixels per row: all files are flat binary, little-endian, without a header.", HelpName = "W" };
    private readonly FileArguments work = new("Memory that may be used, such as 2GiB. Results do not depend on it.");

    /// <summary>The command.</summary>
    public CoherenceCommand()
        : base("coherence", "Estimate the coherence of two complex images or of one interferogram, from file to file.")
    {
        Add(inputs);
        foreach (var option in new Option[] { output, window, fringe, unbiased, sigma, looks, width, work.Threads, work.Memory })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var (rows, columns) = RowsByColumns.Parse(arguments.GetValue(window)!, "--window");
        var files = arguments.GetValue(inputs)!;
        var request = new CoherenceRequest
        {
            First = files[0],
            Second = files.Length > 1 ? files[1] : null,
            Output = arguments.GetValue(output) ?? throw new RequestException("'plumb coherence' needs a file to write to: -o OUT."),
            Sigma = arguments.GetValue(sigma),
            Width = arguments.GetValue(width),
            Threads = arguments.GetValue(work.Threads),
            Options = new CoherenceOptions
            {
                WindowRows = rows,
                WindowColumns = columns,
                Fringe = arguments.GetValue(fringe),
                Unbiased = arguments.GetValue(unbiased),
                LooksPerPixel = arguments.GetValue(looks),
            },
        };
        FileArguments.CheckThreads(request.Threads);

        var budget = work.BudgetOf(arguments);
        var report = CoherenceFiles.Run(request, budget, context.Progress, context.Stop);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {request.Output}: {report.Rows} x {report.Columns} pixels, {report.Pixels} of them with a coherence, mean {report.Mean:0.000}, in {report.Seconds:0.00} s");
        return new CommandResult(text, new { request.Output, report.Rows, report.Columns, report.Pixels, report.Mean, report.Seconds, PeakTileBytes = budget.Peak });
    }
}

using System.CommandLine;
using System.Globalization;
using Plumb.Interferograms;
using Plumb.Processing.Operations;
using Plumb.Web.Figures;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb filter IN -o OUT</c>: less noise in one complex interferogram.</summary>
public sealed class FilterCommand : PlumbCommand
{
    private static readonly FilterOptions Usual = new();
    private readonly Argument<string> input = new("IN") { Description = "The complex interferogram: GeoTIFF, ENVI, or flat binary (complex64) with --width." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The filtered interferogram: GeoTIFF for .tif, otherwise flat binary (with ENVI's header unless IN is flat).", HelpName = "OUT" };
    private readonly Option<string> method = new("--method") { Description = "goldstein, baran (goldstein that leaves coherent ground alone), gaussian, boxcar, or adaptive (along the fringes).", DefaultValueFactory = _ => "goldstein" };
    private readonly Option<double> alpha = new("--alpha") { Description = "goldstein: 0 for no filter to 1.", HelpName = "A", DefaultValueFactory = _ => Usual.Alpha };
    private readonly Option<int> patch = new("--patch") { Description = "goldstein, baran: side of a patch, 16, 32, 64 or 128 pixels.", HelpName = "N", DefaultValueFactory = _ => Usual.Patch };
    private readonly Option<string> window = new("--window") { Description = "boxcar: rows x columns, odd.", HelpName = "RxC", DefaultValueFactory = _ => "5x5" };
    private readonly Option<double> sigma = new("--sigma") { Description = "gaussian: standard deviation of the bell, pixels.", HelpName = "S", DefaultValueFactory = _ => Usual.Sigma };
    private readonly Option<double> looks = new("--looks") { Description = "adaptive: independent looks behind a pixel.", HelpName = "N", DefaultValueFactory = _ => Usual.Looks };
    private readonly Option<string?> coherence = new("--coherence") { Description = "baran, adaptive: the coherence, 0 to 1; without it, it is estimated from IN.", HelpName = "FILE" };
    private readonly Option<int?> width = new("--width") { Description = "Pixels per row: all files are flat binary, little-endian, without a header.", HelpName = "W" };
    private readonly Option<string?> picture = new("--picture") { Description = "Draw the wrapped phase before and after (PNG).", HelpName = "PNG" };
    private readonly FileArguments work = new("Memory that may be used, such as 2GiB. Results do not depend on it.");

    /// <summary>The command.</summary>
    public FilterCommand()
        : base("filter", "Filter one complex interferogram, from file to file.")
    {
        method.AcceptOnlyFromAmong("goldstein", "baran", "gaussian", "boxcar", "adaptive");
        Add(input);
        foreach (var option in new Option[] { output, method, alpha, patch, window, sigma, looks, coherence, width, picture, work.Threads, work.Memory })
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
        var request = new FilterRequest
        {
            Input = arguments.GetValue(input)!,
            Output = arguments.GetValue(output) ?? throw new RequestException("'plumb filter' needs a file to write to: -o OUT."),
            Coherence = arguments.GetValue(coherence),
            Width = arguments.GetValue(width),
            KeepPhases = arguments.GetValue(picture) is not null,
            Threads = arguments.GetValue(work.Threads),
            Options = new FilterOptions
            {
                Method = Enum.Parse<FilterMethod>(arguments.GetValue(method)!, ignoreCase: true),
                Alpha = arguments.GetValue(alpha),
                Patch = arguments.GetValue(patch),
                WindowRows = rows,
                WindowColumns = columns,
                Sigma = arguments.GetValue(sigma),
                Looks = arguments.GetValue(looks),
            },
        };
        FileArguments.CheckThreads(request.Threads);

        var budget = work.BudgetOf(arguments);
        var report = FilterFiles.Run(request, budget, context.Progress, context.Stop);
        if (arguments.GetValue(picture) is { } png)
        {
            FigureFile.WritePng(FilterPicture.Of(report, arguments.GetValue(method)!), png);
        }

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {request.Output}: {report.Rows} x {report.Columns} pixels, {report.Pixels} with data, in {report.Seconds:0.00} s; {report.ResiduesBefore} residues before, {report.ResiduesAfter} after");
        return new CommandResult(text, new { request.Output, request.Options.Method, report.Rows, report.Columns, report.Pixels, report.ResiduesBefore, report.ResiduesAfter, report.Seconds, PeakTileBytes = budget.Peak });
    }
}

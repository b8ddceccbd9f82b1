using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Images;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Operations;
using Plumb.Unwrapping;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb unwrap IN -o OUT</c>: one interferogram from file to file.</summary>
public sealed class UnwrapCommand : PlumbCommand
{
    private readonly Argument<string> input = new("IN") { Description = "The interferogram: complex numbers, or its phase in radian. GeoTIFF, ENVI, or flat binary with --width." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The unwrapped phase, radian: GeoTIFF for .tif, otherwise flat binary (with ENVI's header unless IN is flat).", HelpName = "OUT" };
    private readonly Option<string?> coherence = new("--coherence") { Description = "The coherence, 0 to 1.", HelpName = "FILE" };
    private readonly Option<double?> looks = new("--looks") { Description = "Independent looks behind the coherence: range looks times azimuth looks.", HelpName = "N" };
    private readonly Option<int?> width = new("--width") { Description = "Pixels per row: all files are flat binary, little-endian, without a header.", HelpName = "W" };
    private readonly Option<string?> type = new("--type") { Description = "What a flat IN holds: complex64 or float32; without it, the size of the coherence tells." };
    private readonly Option<string?> mask = new("--mask") { Description = "Pixels that are 0 or no-data in it are left out.", HelpName = "FILE" };
    private readonly Option<string?> expected = new("--expected") { Description = "Phase that a model expects, radian, not wrapped: taken off before and put back after, for bowls too steep to unwrap by themselves.", HelpName = "FILE" };
    private readonly Option<double> minCoherence = new("--min-coherence") { Description = "Leave out pixels of lower coherence.", HelpName = "G" };
    private readonly Option<string?> components = new("--components") { Description = "Write the number of each pixel's connected component, 0 for none, by falling size.", HelpName = "OUT" };
    private readonly Option<string> costs = new("--costs") { Description = "smooth (subsidence, the better choice for bowls) or defo (the ground may break).", DefaultValueFactory = _ => "smooth" };
    private readonly Option<bool> points = new("--points") { Description = "Join the pixels that are left by a triangulation across all gaps, as scattered points." };
    private readonly Option<int> threads = new("--threads") { Description = "Number of threads; 0 for all cores. Results do not depend on it.", HelpName = "N" };
    private readonly Option<int?> tile = new("--tile") { Description = "Keep the network in a working file and N rows of it in memory, whatever --memory is. Results do not depend on it.", HelpName = "N" };
    private readonly Option<string> memory = new("--memory") { Description = "Memory that the program may take, such as 2GiB; what does not fit lies in a working file beside OUT.", HelpName = "SIZE", DefaultValueFactory = _ => "auto" };

    /// <summary>The command.</summary>
    public UnwrapCommand()
        : base("unwrap", "Unwrap one interferogram, from file to file.")
    {
        type.AcceptOnlyFromAmong("complex64", "float32");
        costs.AcceptOnlyFromAmong("smooth", "defo");
        Add(input);
        foreach (var option in new Option[] { output, coherence, looks, width, type, mask, expected, minCoherence, components, costs, points, threads, tile, memory })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var request = Request(arguments);
        var budget = new MemoryBudget(MemorySize.Parse(arguments.GetValue(memory)!, "--memory") ?? MemoryBudget.HalfOfFree());
        var report = UnwrapFiles.Run(request, budget, context.Progress, context.Stop);
        return new CommandResult(Text(request, report), new
        {
            request.Output,
            report.Rows,
            report.Columns,
            report.Pixels,
            report.Residues,
            report.Regions,
            report.Looks,
            report.Seconds,
            report.ScratchBytes,
            PeakTileBytes = budget.Peak,
            report.Components,
        });
    }

    private static string Text(UnwrapRequest request, UnwrapReport report)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Wrote {request.Output}: {report.Rows} x {report.Columns} pixels, {report.Pixels} of them unwrapped in {report.Seconds:0.00} s; {report.Residues} residues, {report.Regions} {(report.Regions == 1 ? "region" : "regions that hang apart")}"),
        };
        foreach (var component in report.Components.Take(5))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"component {component.Number}: {component.Pixels} pixels ({100.0 * component.Pixels / report.Pixels:0.0} %), reliability {component.Reliability:0.0000}"));
        }

        if (report.Components.Count > 5)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"and {report.Components.Count - 5} smaller components"));
        }
        else if (report.Components.Count == 0)
        {
            lines.Add("No component is reliable: the phase is noise nearly everywhere.");
        }

        return string.Join('\n', lines);
    }

    private UnwrapRequest Request(ParseResult arguments)
    {
        var request = new UnwrapRequest
        {
            Input = arguments.GetValue(input)!,
            Output = arguments.GetValue(output) ?? throw new RequestException("'plumb unwrap' needs a file to write to: -o OUT."),
            Coherence = arguments.GetValue(coherence),
            Mask = arguments.GetValue(mask),
            Expected = arguments.GetValue(expected),
            Components = arguments.GetValue(components),
            Width = arguments.GetValue(width),
            Sample = arguments.GetValue(type) switch { "complex64" => ImageSample.Complex64, "float32" => ImageSample.Real32, _ => null },
            Looks = arguments.GetValue(looks),
            MinCoherence = arguments.GetValue(minCoherence),
            Costs = arguments.GetValue(costs) == "defo" ? UnwrapCosts.Deformation : UnwrapCosts.Smooth,
            AsPoints = arguments.GetValue(points),
            Threads = arguments.GetValue(threads),
            Tile = arguments.GetValue(tile),
        };
        if (request.Looks is { } given && !(given >= 1))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"--looks is {given}; it is range looks times azimuth looks and at least 1."));
        }

        if (!(request.MinCoherence is >= 0 and < 1))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"--min-coherence is {request.MinCoherence}; a coherence lies between 0 and 1."));
        }

        return request.Tile < 1
            ? throw new RequestException($"--tile is {request.Tile}; it is a number of rows and at least 1.")
            : request.Threads < 0
            ? throw new RequestException($"--threads is {request.Threads}; give a number of threads, or 0 for all cores.")
            : request.Sample is not null && request.Width is null
            ? throw new RequestException("--type is for flat binary files; say how many pixels a row has: --width W.")
            : request;
    }
}

using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Images;
using Plumb.Kernels;
using Plumb.Processing.Operations;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;
using Plumb.Unwrapping.Classical;
using Plumb.Web.Figures;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb unwrap IN -o OUT</c>: one interferogram from file to file.</summary>
public sealed class UnwrapCommand : PlumbCommand
{
    private static readonly Dictionary<string, BowlShape> BowlNames = new() { ["gaussian"] = BowlShape.Gaussian, ["probability_integral"] = BowlShape.ProbabilityIntegral };
    private readonly Argument<string> input = new("IN") { Description = "The interferogram: complex numbers, or its phase in radian. GeoTIFF, ENVI, or flat binary with --width." };
    private readonly Option<string?> output = new("--output", "-o") { Description = "The unwrapped phase, radian: GeoTIFF for .tif, otherwise flat binary (with ENVI's header unless IN is flat).", HelpName = "OUT" };
    private readonly Option<string?> coherence = new("--coherence") { Description = "The coherence, 0 to 1.", HelpName = "FILE" };
    private readonly Option<double?> looks = new("--looks") { Description = "Independent looks behind the coherence: range looks times azimuth looks.", HelpName = "N" };
    private readonly Option<int?> width = new("--width") { Description = "Pixels per row: all files are flat binary, little-endian, without a header.", HelpName = "W" };
    private readonly Option<string?> type = new("--type") { Description = "What a flat IN holds: complex64 or float32; without it, the size of the coherence tells." };
    private readonly Option<string?> mask = new("--mask") { Description = "Pixels that are 0 or no-data in it are left out.", HelpName = "FILE" };
    private readonly Option<string?> expected = new("--expected") { Description = "Phase that a model expects, radian, not wrapped: taken off before and put back after, for bowls too steep to unwrap by themselves.", HelpName = "FILE" };
    private readonly Option<string?> bowl = new("--bowl") { Description = "Model bowls (gaussian or probability_integral) are fitted to the wrapped phase, taken off before and put back after, where that makes neighbouring pixels agree better." };
    private readonly Option<string?> aliasing = new("--aliasing") { Description = "Write how near the phase comes to half a cycle a pixel on the way to each pixel; 1 and more cannot be trusted.", HelpName = "OUT" };
    private readonly Option<string?> picture = new("--picture") { Description = "Draw the unwrapped phase (PNG); grey is what cannot be trusted.", HelpName = "PNG" };
    private readonly Option<double> minCoherence = new("--min-coherence") { Description = "Leave out pixels of lower coherence.", HelpName = "G" };
    private readonly Option<string?> components = new("--components") { Description = "Write the number of each pixel's connected component, 0 for none, by falling size.", HelpName = "OUT" };
    private readonly Option<string> costs = new("--costs") { Description = "smooth (subsidence, the better choice for bowls) or defo (the ground may break).", DefaultValueFactory = _ => "smooth" };
    private readonly Option<string> method = new("--method") { Description = "statistical, or a classical method: mcf, branch_cuts, quality, minimum_discontinuity, lp.", DefaultValueFactory = _ => "statistical" };
    private readonly Option<string> quality = new("--quality") { Description = "What the classical methods judge pixels by: coherence, pseudo (coherence of the phase), variance (of its derivatives), none.", DefaultValueFactory = _ => "coherence" };
    private readonly Option<bool> compare = new("--compare") { Description = "Unwrap by all methods and compare them; OUT is a folder." };
    private readonly Option<string?> truth = new("--truth") { Description = "With --compare: the true phase, radian.", HelpName = "FILE" };
    private readonly Option<bool> points = new("--points") { Description = "Join the pixels that are left by a triangulation across all gaps, as scattered points." };
    private readonly Option<int?> tile = new("--tile") { Description = "Keep the network in a working file and N rows of it in memory, whatever --memory is. Results do not depend on it.", HelpName = "N" };
    private readonly FileArguments work = new("Memory that the program may take, such as 2GiB; what does not fit lies in a working file beside OUT.");

    /// <summary>The command.</summary>
    public UnwrapCommand()
        : base("unwrap", "Unwrap one interferogram, from file to file.")
    {
        type.AcceptOnlyFromAmong("complex64", "float32");
        costs.AcceptOnlyFromAmong("smooth", "defo");
        method.AcceptOnlyFromAmong([.. UnwrapMethods.Names]);
        bowl.AcceptOnlyFromAmong([.. BowlNames.Keys]);
        quality.AcceptOnlyFromAmong("coherence", "pseudo", "variance", "none");
        Add(input);
        foreach (var option in new Option[] { output, coherence, looks, width, type, mask, expected, bowl, minCoherence, components, aliasing, picture, costs, method, quality, compare, truth, points, work.Threads, tile, work.Memory })
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
        var budget = work.BudgetOf(arguments);
        if (arguments.GetValue(compare))
        {
            return Compare(request, arguments.GetValue(truth), budget, context);
        }

        var report = UnwrapFiles.Run(request, budget, context.Progress, context.Stop);
        if (arguments.GetValue(picture) is { } png)
        {
            FigureFile.WritePng(UnwrapPicture.Of(report), png);
        }

        return new CommandResult(Text(request, report), new
        {
            request.Output,
            report.Rows,
            report.Columns,
            report.Pixels,
            report.Residues,
            report.Regions,
            report.Unreached,
            Method = UnwrapMethods.NameOf(request.Method),
            report.Looks,
            report.Seconds,
            report.ScratchBytes,
            PeakTileBytes = budget.Peak,
            report.Components,
            report.Bowls,
            UntrustedPixels = report.Steepness?.Untrusted,
        });
    }

    private static CommandResult Compare(UnwrapRequest request, string? truth, MemoryBudget budget, CommandContext context)
    {
        var comparison = UnwrapFiles.Compare(request, truth, budget, context.Progress, context.Stop);
        var picture = Path.Combine(request.Output, "comparison.png");
        FigureFile.WritePng(UnwrapPicture.Of(comparison), picture);
        var table = new
        {
            Folder = request.Output,
            comparison.Grid.Rows,
            comparison.Grid.Columns,
            comparison.Residues,
            Methods = comparison.Rows.Select(r => new
            {
                Method = r.Name,
                MinRadian = r.Shown.Least,
                MaxRadian = r.Shown.Most,
                r.IsWithinRange,
                r.BesideStatistical,
                r.BesideTruth,
                r.Pixels,
                r.Unreached,
                r.Seconds,
                r.WorkingBytes,
            }),
        };
        File.WriteAllText(Path.Combine(request.Output, "comparison.json"), JsonOutput.Document(table));
        return new CommandResult($"{comparison.Text()}\n\nPhases, table (CSV, JSON) and picture: {request.Output}", table);
    }

    private static string Text(UnwrapRequest request, UnwrapReport report)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Wrote {request.Output}: {report.Rows} x {report.Columns} pixels, {report.Pixels} of them unwrapped in {report.Seconds:0.00} s; {report.Residues} residues, {report.Regions} {(report.Regions == 1 ? "region" : "regions that hang apart")}"),
        };
        lines.AddRange(UnwrapText.Bowls(request, report));
        if (report.Steepness is { } steepness)
        {
            lines.Add(UnwrapText.Steepness(steepness));
        }

        if (request.Method is not null)
        {
            lines[0] = report.Unreached == 0 ? lines[0] : $"{lines[0]}\n{report.Unreached} pixels are not reached: cuts part them from their region, they have no value";
            return string.Join('\n', lines);
        }

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
            Bowl = arguments.GetValue(bowl) is { } shape ? BowlNames[shape] : null,
            Components = arguments.GetValue(components),
            Aliasing = arguments.GetValue(aliasing),
            KeepSteepness = arguments.GetValue(picture) is not null,
            Width = arguments.GetValue(width),
            Sample = arguments.GetValue(type) switch { "complex64" => ImageSample.Complex64, "float32" => ImageSample.Real32, _ => null },
            Looks = arguments.GetValue(looks),
            MinCoherence = arguments.GetValue(minCoherence),
            Costs = arguments.GetValue(costs) == "defo" ? UnwrapCosts.Deformation : UnwrapCosts.Smooth,
            Method = UnwrapMethods.Of(arguments.GetValue(method)!),
            Quality = arguments.GetValue(quality) switch { "pseudo" => PixelQuality.PseudoCoherence, "variance" => PixelQuality.DerivativeVariance, "none" => PixelQuality.Equal, _ => PixelQuality.Coherence },
            AsPoints = arguments.GetValue(points),
            Threads = arguments.GetValue(work.Threads),
            Tile = arguments.GetValue(tile),
        };
        CheckMethod(request, arguments);
        if (request.Looks is { } given && !(given >= 1))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"--looks is {given}; it is range looks times azimuth looks and at least 1."));
        }

        if (!(request.MinCoherence is >= 0 and < 1))
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"--min-coherence is {request.MinCoherence}; a coherence lies between 0 and 1."));
        }

        if (request.Tile < 1)
        {
            throw new RequestException($"--tile is {request.Tile}; it is a number of rows and at least 1.");
        }

        FileArguments.CheckThreads(request.Threads);
        return request.Sample is not null && request.Width is null
            ? throw new RequestException("--type is for flat binary files; say how many pixels a row has: --width W.")
            : request;
    }

    private void CheckMethod(UnwrapRequest request, ParseResult arguments)
    {
        var isCompared = arguments.GetValue(compare);
        if (request.Method is not null && isCompared)
        {
            throw new RequestException("--compare runs all methods; leave --method out.");
        }

        if ((request.Method is not null || isCompared) && (request.Components is not null || request.AsPoints))
        {
            throw new RequestException("--components and --points belong to --method statistical: the classical methods do not tell how surely a pixel is right, and work on rasters.");
        }

        if (request.Method is not null && arguments.GetResult(costs) is { Implicit: false })
        {
            throw new RequestException("--costs belongs to --method statistical; the classical methods take --quality.");
        }

        if (isCompared && (request.Aliasing is not null || request.KeepSteepness))
        {
            throw new RequestException("--compare writes its own picture; --aliasing and --picture belong to one method.");
        }

        if (arguments.GetValue(truth) is not null && !isCompared)
        {
            throw new RequestException("--truth is what --compare compares with; add --compare.");
        }
    }
}

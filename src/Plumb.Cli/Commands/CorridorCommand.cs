using System.CommandLine;
using System.Globalization;
using Plumb.Formats.Areas;
using Plumb.Processing.Corridors;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb corridor [plumb.yaml] --line FILE</c>: motion along railways, pipelines and dams, by chainage, with zones above limits.</summary>
public sealed class CorridorCommand : PlumbCommand
{
    private static readonly CorridorOptions Default = new();
    private readonly SettingsArgument settings = new();
    private readonly Option<string> line = new("--line") { Description = "The line or lines: GeoJSON or WKT.", HelpName = "FILE", Required = true };
    private readonly Option<double> width = Number("--width", "Largest distance from the line of the points counted, metres.", Default.Width);
    private readonly Option<double> profile = Number("--profile-width", "Distance from the line of the points that make its profile, metres.", Default.ProfileWidth);
    private readonly Option<double> step = Number("--step", "Step of the profile, metres.", Default.Step);
    private readonly Option<double> length = Number("--length", "Length over which differential settlement is taken, metres.", Default.DifferenceLength);
    private readonly Option<double> limit = Number("--limit", "Limit of the rate, mm/yr, either way.", 1000 * Default.RateLimit);
    private readonly Option<double> distortion = Number("--distortion", "Limit of the angular distortion, mm per m.", 1000 * Default.DistortionLimit);
    private readonly Option<string?> dates = new("--dates") { Description = "Displacement along the line also at these dates (yyyy-MM-dd, with commas), or at so many evenly over the series; gaps are filled and marked.", HelpName = "DATES" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to; the run's folder 'corridor' without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public CorridorCommand()
        : base("corridor", "Motion along a line (railway, pipeline, dam): profile by chainage, differential settlement, zones above limits with their length.")
    {
        Add(settings);
        Add(line);
        foreach (var option in new Option[] { width, profile, step, length, limit, distortion, dates, output })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var run = SettingsArgument.RunOf(arguments.GetValue(settings)!);
        var options = Default with
        {
            Width = Positive(arguments, width),
            ProfileWidth = Positive(arguments, profile),
            Step = Positive(arguments, step),
            DifferenceLength = Positive(arguments, length),
            RateLimit = Positive(arguments, limit) / 1000,
            DistortionLimit = Positive(arguments, distortion) / 1000,
        };
        options = options with { LongestGap = Math.Max(6 * options.Step, Default.LongestGap) };
        var file = arguments.GetValue(line)!;
        var lines = FeatureReader.Lines(file);
        var record = CorridorStudy.Of(run, lines, file, options, DaysOf(arguments.GetValue(dates), run));
        var folder = arguments.GetValue(output) ?? Path.Combine(run.Folder, "corridor");
        CorridorTables.Write(folder, run.Results, record, lines);
        return new CommandResult(string.Join('\n', Lines(record, folder)), record);
    }

    private static IReadOnlyList<DateOnly> DaysOf(string? text, FinishedRun run)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var all = run.Results.Dates;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && all.Count > 1)
        {
            return [.. Enumerable.Range(1, count).Select(k => all[(int)Math.Round((double)k * (all.Count - 1) / count)])];
        }

        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new RequestException($"--dates: '{t}' is no date. Write yyyy-MM-dd, several with commas, or a number of dates."))];
    }

    private static Option<double> Number(string name, string description, double value) =>
        new(name) { Description = FormattableString.Invariant($"{description} Default {value:0.##}."), DefaultValueFactory = _ => value, HelpName = "N" };

    private static double Positive(ParseResult arguments, Option<double> option) => arguments.GetValue(option) is var value && value > 0 && double.IsFinite(value)
        ? value
        : throw new RequestException(FormattableString.Invariant($"{option.Name} is {value}; give a positive number."));

    private static IEnumerable<string> Lines(CorridorRecord record, string folder)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        yield return $"Motion is {record.Axis}; relative to {record.RelativeTo}.";
        foreach (var line in record.Lines)
        {
            yield return Text($"{line.Name}: {line.Length / 1000:0.000} km, {line.Seen / 1000:0.000} km with data; {line.Points} points within {record.Options.Width:0} m ({line.Density:0} per km2); {1000 * line.LeastRate:0.0} to {1000 * line.MostRate:0.0} mm/yr along it");
            foreach (var (rank, zone) in line.Zones.GroupBy(z => z.Limit).SelectMany(g => g.Select((z, k) => (k + 1, z))))
            {
                var (name, unit) = zone.Limit == CorridorLimit.Rate ? ("rate", "mm/yr") : ("distortion", "mm/m");
                yield return Text($"  {name,-10} zone {rank}: km {zone.From / 1000:0.000} to {zone.To / 1000:0.000}, {zone.Length:0} m{(double.IsFinite(zone.LengthSigma) ? Text($" +- {zone.LengthSigma:0}") : "")}; worst {1000 * zone.Worst:0.##} +- {1000 * zone.WorstSigma:0.##} {unit} at km {zone.WorstAt / 1000:0.000}{(zone.IsSure ? "" : " (not sure)")}");
            }
        }

        yield return $"Profile, zones and map: {folder}";
    }
}

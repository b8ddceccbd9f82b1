using System.CommandLine;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corridors;
using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb corridor [plumb.yaml] --line FILE</c>: motion along railways, pipelines and dams, by chainage, with zones above limits.</summary>
public sealed class CorridorCommand : PlumbCommand
{
    private static readonly CorridorSettings Default = new();
    private readonly SettingsArgument settings = new();
    private readonly Option<string[]> line = new("--line") { Description = "The line or lines: GeoJSON or WKT; those of corridors.lines without it. May be given several times.", HelpName = "FILE" };
    private readonly Option<double?> width = Number("--width", "Largest distance from the line of the points counted, metres.", Default.Width);
    private readonly Option<double?> profile = Number("--profile-width", "Distance from the line of the points that make its profile, metres.", Default.ProfileWidth);
    private readonly Option<double?> step = Number("--step", "Step of the profile, metres.", Default.Step);
    private readonly Option<double?> length = Number("--length", "Length over which differential settlement is taken, metres.", Default.Length);
    private readonly Option<double?> limit = Number("--limit", "Limit of the rate, mm/yr, either way.", Default.Limit);
    private readonly Option<double?> distortion = Number("--distortion", "Limit of the angular distortion, mm per m.", Default.Distortion);
    private readonly Option<string?> dates = new("--dates") { Description = "Displacement along the line also at these dates (yyyy-MM-dd, with commas), or at so many evenly over the series; gaps are filled and marked.", HelpName = "DATES" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to; the run's folder 'corridor' without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public CorridorCommand()
        : base("corridor", "Motion along a line (railway, pipeline, dam): profile by chainage, differential settlement, zones above limits with their length.")
    {
        Add(settings);
        foreach (var option in new Option[] { line, width, profile, step, length, limit, distortion, dates, output })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var file = Path.GetFullPath(arguments.GetValue(settings)!);
        var all = SettingsReader.ReadFile<PlumbSettings>(file);
        var wanted = Wanted(arguments, all.Corridors);
        if (wanted.Lines.Count == 0)
        {
            throw new RequestException("There is no line to follow. Name one: --line FILE, or corridors.lines in the settings.");
        }

        var run = SettingsArgument.RunOf(file);
        var record = CorridorStudy.Of(run, CorridorInputs.Read(wanted, path => Path.GetFullPath(path, Path.GetDirectoryName(file)!)));
        var folder = Path.GetFullPath(arguments.GetValue(output) ?? Path.Combine(run.Folder, CorridorStage.FolderName));
        CorridorTables.Write(folder, run.Results, record);
        if (wanted != all.Corridors && folder == Path.Combine(run.Folder, CorridorStage.FolderName))
        {
            // What lies there is no longer what the settings ask for.
            run.Journal.Forget("corridors");
        }

        return new CommandResult(string.Join('\n', Lines(record, folder)), record);
    }

    /// <summary>The settings with what the command line changes; its paths start at the current folder. Lines named here stand in place of those of the settings.</summary>
    private CorridorSettings Wanted(ParseResult arguments, CorridorSettings given)
    {
        var named = arguments.GetValue(line) ?? [];
        return given with
        {
            Lines = named.Length == 0 ? given.Lines : [.. named.Select(Path.GetFullPath)],
            Width = Positive(arguments, width) ?? given.Width,
            ProfileWidth = Positive(arguments, profile) ?? given.ProfileWidth,
            Step = Positive(arguments, step) ?? given.Step,
            Length = Positive(arguments, length) ?? given.Length,
            Limit = Positive(arguments, limit) ?? given.Limit,
            Distortion = Positive(arguments, distortion) ?? given.Distortion,
            Dates = arguments.GetValue(dates) ?? given.Dates,
        };
    }

    private static Option<double?> Number(string name, string description, double value) =>
        new(name) { Description = FormattableString.Invariant($"{description} The settings' without it, {value:0.##} where they say nothing."), HelpName = "N" };

    private static double? Positive(ParseResult arguments, Option<double?> option) => arguments.GetValue(option) is not { } value ? null
        : value > 0 && double.IsFinite(value) ? value
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

        foreach (var name in record.Outside)
        {
            yield return $"{name}: does not meet the map";
        }

        yield return $"Profile, zones and map: {folder}";
    }
}

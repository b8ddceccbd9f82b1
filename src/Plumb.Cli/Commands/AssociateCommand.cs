using System.CommandLine;
using Plumb.Formats.Stations;
using Plumb.Groundwater;
using Plumb.Processing.Associations;
using Plumb.Processing.Configuration;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb associate [plumb.yaml] --driver FILE</c>: how motion follows precipitation, heads or storage, and after how long.</summary>
public sealed class AssociateCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly Option<string[]> driver = new("--driver") { Description = "Table of what may drive motion: precipitation, heads, storage; those of association.drivers without it. May be given several times.", HelpName = "FILE" };
    private readonly Option<string?> map = new("--map") { Description = "How the drivers' tables are read, such as date=month,value=rain,unit=mm.", HelpName = "MAPPING" };
    private readonly Option<string?> series = new("--series") { Description = "Instead of a run, a table of motion at points, such as levelling.", HelpName = "FILE" };
    private readonly Option<string?> seriesMap = new("--series-map") { Description = "How the table of --series is read.", HelpName = "MAPPING" };
    private readonly Option<string[]> areas = new("--areas") { Description = "GeoJSON of named polygons; each becomes one mean. Without areas, points and land cover: all good pixels.", HelpName = "FILE" };
    private readonly Option<string[]> points = new("--point") { Description = "A point \"name,longitude,latitude\"; the mean of the good pixels around it. May be given several times.", HelpName = "POINT" };
    private readonly Option<double?> radius = new("--radius") { Description = "Radius around a point, metres; 50 where the settings say nothing.", HelpName = "M" };
    private readonly Option<string?> cover = new("--land-cover") { Description = "Land cover whose classes become means: a GeoTIFF of whole numbers, on any grid.", HelpName = "FILE" };
    private readonly Option<string?> classes = new("--classes") { Description = "Names of the classes that are wanted, such as 1=rural,2=urban,5=mining.", HelpName = "NAMES" };
    private readonly Option<double?> longest = new("--max-lag") { Description = "Longest time by which motion may follow, days; 365 where the settings say nothing.", HelpName = "DAYS" };
    private readonly Option<double?> lead = new("--max-lead") { Description = "Longest time by which motion may run ahead, days; 0 where the settings say nothing.", HelpName = "DAYS" };
    private readonly Option<int?> trend = new("--trend") { Description = "Degree of the polynomial that is taken off both, 0 to 3; 1 where the settings say nothing.", HelpName = "N" };
    private readonly Option<string?> sign = new("--sign") { Description = "Which correlation counts: either, positive, negative." };
    private readonly Option<bool> rate = new("--rate") { Description = "Compare the rate of motion between dates instead of the motion." };
    private readonly Option<int?> surrogates = new("--surrogates") { Description = "Number of surrogates of the driver; 0 for none, 999 where the settings say nothing.", HelpName = "N" };
    private readonly Option<int?> seed = new("--seed") { Description = "Seed of the surrogates.", HelpName = "N" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of tables and page; the run's folder/associate without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public AssociateCommand()
        : base("associate", "Find how motion follows precipitation, groundwater heads or storage, and after how long.")
    {
        sign.AcceptOnlyFromAmong("either", "positive", "negative");
        Add(settings);
        foreach (var option in (Option[])[driver, map, series, seriesMap, areas, points, radius, cover, classes, longest, lead, trend, sign, rate, surrogates, seed, output])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var isTable = arguments.GetValue(series) is not null;
        var file = Path.GetFullPath(arguments.GetValue(settings)!);
        var wanted = Wanted(arguments, isTable ? new AssociationSettings() : SettingsReader.ReadFile<PlumbSettings>(file).Association);
        if (!wanted.IsAsked)
        {
            throw new RequestException("There is nothing to associate motion with. Name a table of precipitation, heads or storage: --driver FILE, or association.drivers in the settings.");
        }

        context.Progress.Begin("Read motion and drivers", 0);
        var inputs = AssociationInputs.Read(wanted, path => Path.GetFullPath(path, Path.GetDirectoryName(file)!));
        var run = isTable ? null : SettingsArgument.RunOf(file);
        context.Progress.Begin("Try the lags", 0);
        var threads = run?.Settings.Processing.Threads is > 0 and var most ? most : Environment.ProcessorCount;
        var record = run is not null ? AssociationRecord.Of(run.Results, inputs, threads)
            : AssociationRecord.Of(AssociationGroup.Of(StationCsv.Read(arguments.GetValue(series)!, CsvMapping.Parse(arguments.GetValue(seriesMap) ?? "")).Stations), inputs.Drivers, inputs.Options, inputs.IsRate, threads);
        context.Progress.Begin("Map the season", 0);
        var maps = run is null ? [] : SeasonMaps.Of(run.Results, inputs.Drivers, threads, context.Stop);
        var target = Path.GetFullPath(arguments.GetValue(output) ?? (run is null ? "plumb-associate" : Path.Combine(run.Folder, "associate")));
        AssociationFiles.Write(record, maps, target);
        var page = Path.Combine(target, AssociationPage.FileName);
        AssociationPage.Write(record, run?.Settings.Output.Title ?? Path.GetFileName(arguments.GetValue(series)!), page, maps);
        return new CommandResult($"{AssociationTable.Text(record)}\n\nThe page with plots: {page}", new { Folder = target, Association = record });
    }

    /// <summary>The settings with what the command line changes; its paths start at the current folder.</summary>
    private AssociationSettings Wanted(ParseResult arguments, AssociationSettings given)
    {
        IReadOnlyList<string> Paths(Option<string[]> option, IReadOnlyList<string> otherwise) => arguments.GetValue(option) is { Length: > 0 } paths ? [.. paths.Select(Path.GetFullPath)] : otherwise;
        var wanted = given with
        {
            Drivers = Paths(driver, given.Drivers),
            Csv = arguments.GetValue(map) ?? given.Csv,
            Areas = Paths(areas, given.Areas),
            Points = arguments.GetValue(points) is { Length: > 0 } named ? named : given.Points,
            Radius = arguments.GetValue(radius) ?? given.Radius,
            LandCover = arguments.GetValue(cover) is { } path ? Path.GetFullPath(path) : given.LandCover,
            Classes = arguments.GetValue(classes) ?? given.Classes,
            MaxLag = arguments.GetValue(longest) ?? given.MaxLag,
            MaxLead = arguments.GetValue(lead) ?? given.MaxLead,
            Trend = arguments.GetValue(trend) ?? given.Trend,
            Sign = arguments.GetValue(sign) switch { "positive" => LagSign.Positive, "negative" => LagSign.Negative, "either" => LagSign.Either, _ => given.Sign },
            Rate = arguments.GetValue(rate) || given.Rate,
            Surrogates = arguments.GetValue(surrogates) ?? given.Surrogates,
            Seed = arguments.GetValue(seed) ?? given.Seed,
        };
        return wanted.MaxLag is not (>= 0 and <= 36_500) || wanted.MaxLead is not (>= 0 and <= 36_500) ? throw new RequestException("--max-lag and --max-lead are days, 0 to 36500.")
            : wanted.Trend is < 0 or > 3 ? throw new RequestException($"--trend is {wanted.Trend}; give 0 to 3.")
            : wanted.Surrogates is < 0 or > 100_000 ? throw new RequestException($"--surrogates is {wanted.Surrogates}; give 0 to 100000.")
            : wanted.Radius is not (>= 0 and <= 100_000) ? throw new RequestException(FormattableString.Invariant($"--radius is {wanted.Radius}; give 0 to 100000 metres."))
            : wanted;
    }
}

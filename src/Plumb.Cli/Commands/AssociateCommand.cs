using System.CommandLine;
using Plumb.Formats.Areas;
using Plumb.Formats.Stations;
using Plumb.Groundwater;
using Plumb.Processing.Associations;
using Plumb.Processing.Groups;
using Plumb.Processing.Journal;
using Plumb.Processing.Results;
using Plumb.Validation;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb associate [plumb.yaml] --driver FILE</c>: how motion follows precipitation, heads or storage, and after how long.</summary>
public sealed class AssociateCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly Option<string[]> driver = new("--driver") { Description = "Table of what may drive motion: precipitation, heads, storage. May be given several times.", HelpName = "FILE" };
    private readonly Option<string?> map = new("--map") { Description = "How the drivers' tables are read, such as date=month,value=rain,unit=mm.", HelpName = "MAPPING" };
    private readonly Option<string?> series = new("--series") { Description = "Instead of a run, a table of motion at points, such as levelling.", HelpName = "FILE" };
    private readonly Option<string?> seriesMap = new("--series-map") { Description = "How the table of --series is read.", HelpName = "MAPPING" };
    private readonly Option<string?> areas = new("--areas") { Description = "GeoJSON of named polygons; each becomes one mean. Without areas and points: all good pixels.", HelpName = "FILE" };
    private readonly Option<string[]> points = new("--point") { Description = "A point \"name,longitude,latitude\"; the mean of the good pixels around it. May be given several times.", HelpName = "POINT" };
    private readonly Option<double> radius = new("--radius") { Description = "Radius around a point, metres.", HelpName = "M", DefaultValueFactory = _ => 50 };
    private readonly Option<double> longest = new("--max-lag") { Description = "Longest time by which motion may follow, days.", HelpName = "DAYS", DefaultValueFactory = _ => 365 };
    private readonly Option<double> lead = new("--max-lead") { Description = "Longest time by which motion may run ahead, days.", HelpName = "DAYS" };
    private readonly Option<int> trend = new("--trend") { Description = "Degree of the polynomial that is taken off both, 0 to 3.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string> sign = new("--sign") { Description = "Which correlation counts: either, positive, negative.", DefaultValueFactory = _ => "either" };
    private readonly Option<bool> rate = new("--rate") { Description = "Compare the rate of motion between dates instead of the motion." };
    private readonly Option<int> surrogates = new("--surrogates") { Description = "Number of surrogates of the driver; 0 for none.", HelpName = "N", DefaultValueFactory = _ => 999 };
    private readonly Option<int> seed = new("--seed") { Description = "Seed of the surrogates.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of tables and page; the run's folder/associate without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public AssociateCommand()
        : base("associate", "Find how motion follows precipitation, groundwater heads or storage, and after how long.")
    {
        sign.AcceptOnlyFromAmong("either", "positive", "negative");
        Add(settings);
        foreach (var option in (Option[])[driver, map, series, seriesMap, areas, points, radius, longest, lead, trend, sign, rate, surrogates, seed, output])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var options = Lags(arguments);
        var drivers = Drivers(arguments);
        context.Progress.Begin("Read motion and drivers", 0);
        var (groups, title, folder, run) = Groups(arguments);
        context.Progress.Begin("Try the lags", 0);
        var record = AssociationRecord.Of(groups, drivers, options, arguments.GetValue(rate), run?.Settings.Processing.Threads is > 0 and var most ? most : Environment.ProcessorCount);
        var target = Path.GetFullPath(arguments.GetValue(output) ?? folder);
        Directory.CreateDirectory(target);
        record.Write(target);
        TextFile.Write(Path.Combine(target, "association.txt"), AssociationTable.Text(record) + "\n");
        TextFile.Write(Path.Combine(target, "association.csv"), AssociationTable.Csv(record));
        TextFile.Write(Path.Combine(target, "lags.csv"), AssociationTable.LagsCsv(record));
        var page = Path.Combine(target, AssociationPage.FileName);
        context.Progress.Begin("Map the season", 0);
        var maps = run is null ? [] : SeasonMaps.Of(run.Results, drivers, run.Settings.Processing.Threads, context.Stop);
        if (maps.Count > 0)
        {
            SeasonMaps.Write(maps, Path.Combine(target, "maps"));
        }

        AssociationPage.Write(record, title, page, maps);
        return new CommandResult($"{AssociationTable.Text(record)}\n\nThe page with plots: {page}", new { Folder = target, Association = record });
    }

    private LagOptions Lags(ParseResult arguments)
    {
        var options = new LagOptions
        {
            LongestLag = arguments.GetValue(longest),
            LongestLead = arguments.GetValue(lead),
            Trend = arguments.GetValue(trend),
            Surrogates = arguments.GetValue(surrogates),
            Seed = arguments.GetValue(seed),
            Sign = arguments.GetValue(sign) switch { "positive" => LagSign.Positive, "negative" => LagSign.Negative, _ => LagSign.Either },
        };
        return options.LongestLag is not (>= 0 and <= 36_500) || options.LongestLead is not (>= 0 and <= 36_500) ? throw new RequestException("--max-lag and --max-lead are days, 0 to 36500.")
            : options.Trend is < 0 or > 3 ? throw new RequestException($"--trend is {options.Trend}; give 0 to 3.")
            : options.Surrogates is < 0 or > 100_000 ? throw new RequestException($"--surrogates is {options.Surrogates}; give 0 to 100000.")
            : options;
    }

    private IReadOnlyList<PointStation> Drivers(ParseResult arguments)
    {
        var files = arguments.GetValue(driver) ?? [];
        if (files.Length == 0)
        {
            throw new RequestException("There is nothing to associate motion with. Name a table of precipitation, heads or storage: --driver FILE.");
        }

        var mapping = CsvMapping.Parse(arguments.GetValue(map) ?? "") with { Quantity = PointQuantity.Driver };
        return [.. files.SelectMany(f => StationCsv.Read(f, mapping).Stations).Cast<PointStation>()];
    }

    private (IReadOnlyList<AssociationGroup> Groups, string Title, string Folder, FinishedRun? Run) Groups(ParseResult arguments)
    {
        if (arguments.GetValue(series) is { } table)
        {
            return (AssociationGroup.Of(StationCsv.Read(table, CsvMapping.Parse(arguments.GetValue(seriesMap) ?? "")).Stations), Path.GetFileName(table), "plumb-associate", null);
        }

        var run = SettingsArgument.RunOf(arguments.GetValue(settings)!);
        var mask = run.Results.Mask();
        PixelGroup[] named =
        [
            .. arguments.GetValue(areas) is { } path ? PixelGroups.OfAreas(FeatureReader.Areas(path), mask) : [],
            .. PixelGroups.OfPoints([.. (arguments.GetValue(points) ?? []).Select(p => NamedPoint.Parse(p, "--point"))], arguments.GetValue(radius), mask),
        ];
        var groups = AssociationGroup.Of(run.Results, named.Length > 0 ? named : [PixelGroups.All(mask)]);
        return (groups, run.Settings.Output.Title, Path.Combine(run.Folder, "associate"), run);
    }
}

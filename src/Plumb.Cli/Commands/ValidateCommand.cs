using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Validations;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb validate [plumb.yaml] --gnss PATH ...</c>: holds a finished run against measurements on the ground.</summary>
public sealed class ValidateCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();
    private readonly Option<string[]> gnss = new("--gnss") { Description = "GNSS stations: a folder or file of tenv3, tenv, pos, series or tables, .gz too. May be given several times.", HelpName = "PATH" };
    private readonly Option<string[]> levelling = new("--levelling") { Description = "A table of levelled heights.", HelpName = "FILE" };
    private readonly Option<string[]> series = new("--series") { Description = "A table of other motion at points, such as extensometers.", HelpName = "FILE" };
    private readonly Option<string?> places = new("--places") { Description = "Table with station, longitude, latitude of stations whose files do not tell.", HelpName = "FILE" };
    private readonly Option<string?> map = new("--map") { Description = "How tables are read, such as date=Date,value=H,unit=cm,sign=down.", HelpName = "MAPPING" };
    private readonly Option<double?> radius = new("--radius") { Description = "Radius around a station whose good pixels are averaged, metres; 0 takes the nearest.", HelpName = "M" };
    private readonly Option<int?> window = new("--window") { Description = "Days over which daily positions are averaged.", HelpName = "DAYS" };
    private readonly Option<string?> reference = new("--reference") { Description = "Station that all motion is taken relative to.", HelpName = "NAME" };
    private readonly Option<bool> vertical = new("--vertical") { Description = "Compare along the vertical, as if nothing moved sideways." };
    private readonly Option<string?> steps = new("--steps") { Description = "List of steps in NGL's form; changes of equipment are taken off.", HelpName = "FILE" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Folder of tables and page; the run's folder/validate without it.", HelpName = "DIR" };

    private readonly VelocityArguments velocity = new();

    /// <summary>The command.</summary>
    public ValidateCommand()
        : base("validate", "Hold a finished run against GNSS, levelling and other measurements on the ground.")
    {
        Add(settings);
        foreach (var option in (Option[])[gnss, levelling, series, places, map, radius, window, reference, vertical, steps, output, .. velocity.All])
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        if (velocity.Of(arguments, NotNegative(arguments.GetValue(radius), "--radius") ?? new ValidationSettings().Radius) is { } finished)
        {
            return Written(finished, Path.GetFullPath(arguments.GetValue(output) ?? "plumb-validate"), "Rates of a finished map");
        }

        var file = Path.GetFullPath(arguments.GetValue(settings)!);
        var all = SettingsReader.ReadFile<PlumbSettings>(file);
        var folder = Path.GetDirectoryName(file)!;
        var wanted = Wanted(arguments, all.Validation);
        if (!ValidationInputs.IsAsked(wanted))
        {
            throw new RequestException("There is nothing to compare with. Name stations: --gnss PATH, --levelling FILE or --series FILE, or validation.gnss and the like in the settings.");
        }

        var run = FinishedRun.Open(Path.GetFullPath(all.Output.Folder, folder));
        context.Progress.Begin("Read the stations", 0);
        var inputs = ValidationInputs.Read(wanted, p => Path.GetFullPath(p, folder));
        context.Progress.Begin("Compare with stations on the ground", 0);
        var record = ValidationRecord.Of(
            inputs, wanted.Reference, GroundCheck.Of(run.Results, inputs.Stations, run.Results.Mask(), inputs.Options, inputs.IsVertical, wanted.Reference, Environment.ProcessorCount));
        var target = Path.GetFullPath(arguments.GetValue(output) ?? Path.Combine(run.Folder, "validate"));
        return Written(record, target, run.Settings.Output.Title);
    }

    private static CommandResult Written(ValidationRecord record, string target, string title)
    {
        ValidationFiles.Write(record, target);
        var page = Path.Combine(target, ValidationPage.FileName);
        ValidationPage.Write(record, title, page);
        return new CommandResult(
            string.Create(CultureInfo.InvariantCulture, $"{ValidationTable.Text(record)}\n\nThe page with plots: {page}"), new { Folder = target, Validation = record });
    }

    /// <summary>The settings with what the command line changes; its paths start at the current folder. Stations named here stand in place of those of the settings.</summary>
    private ValidationSettings Wanted(ParseResult arguments, ValidationSettings given)
    {
        string[] Paths(Option<string[]> option) => [.. (arguments.GetValue(option) ?? []).Select(Path.GetFullPath)];
        var (g, l, s) = (Paths(gnss), Paths(levelling), Paths(series));
        var wanted = g.Length + l.Length + s.Length == 0 ? given : given with { Gnss = g, Levelling = l, Series = s };
        string Full(Option<string?> option, string otherwise) => arguments.GetValue(option) is { } path ? Path.GetFullPath(path) : otherwise;
        return wanted with
        {
            Places = Full(places, wanted.Places),
            StepList = Full(steps, wanted.StepList),
            Csv = arguments.GetValue(map) ?? wanted.Csv,
            Radius = NotNegative(arguments.GetValue(radius), "--radius") ?? wanted.Radius,
            WindowDays = arguments.GetValue(window) is { } days
                ? days is >= 1 and <= 365 ? days : throw new RequestException($"--window is {days}; give 1 to 365 days.")
                : wanted.WindowDays,
            Reference = arguments.GetValue(reference) ?? wanted.Reference,
            Direction = arguments.GetValue(vertical) ? MotionDirectionChoice.Vertical : wanted.Direction,
        };
    }

    private static double? NotNegative(double? value, string name) => value is null or (>= 0 and <= 100_000)
        ? value
        : throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; give 0 to 100000 metres."));
}

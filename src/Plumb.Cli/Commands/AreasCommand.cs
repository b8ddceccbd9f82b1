using System.CommandLine;
using Plumb.Processing.AreaTables;
using Plumb.Processing.Configuration;
using Plumb.Processing.Groups;
using Plumb.Processing.Stages;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb areas plumb.yaml [other.yaml ...] [--areas FILE]</c>: a table of mines, concessions or districts, by run and method.</summary>
public sealed class AreasCommand : PlumbCommand
{
    private readonly Argument<string[]> settings = new("SETTINGS") { Description = "The settings files of one run or more; each run is a sensor or a way of processing.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> areas = new("--areas") { Description = "The areas: GeoJSON with one feature for each, its property 'name' the name; those of areas.files without it. May be given several times.", HelpName = "FILE" };
    private readonly Option<double?> limit = new("--limit") { Description = "Limit of the rate beyond which an area counts as affected, mm/yr. The settings' without it, 10 where they say nothing.", HelpName = "N" };
    private readonly Option<string?> cover = new("--land-cover") { Description = "Land cover whose classes are groups: a GeoTIFF of whole numbers, on any grid; areas.land_cover without it.", HelpName = "FILE" };
    private readonly Option<string?> classes = new("--classes") { Description = "Names of the classes that are wanted, such as 1=rural,2=urban,5=mining.", HelpName = "NAMES" };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to; the first run's folder 'areas' without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public AreasCommand()
        : base("areas", "Table of mines, concessions or districts: largest rate, largest displacement, area beyond a limit and volume, with standard deviations, by run and method; mean motion of them and of classes of land cover.")
    {
        Add(settings);
        foreach (var option in new Option[] { areas, limit, cover, classes, output })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var files = arguments.GetValue(settings)!.Select(Path.GetFullPath).ToArray();
        var first = SettingsReader.ReadFile<PlumbSettings>(files[0]);
        var wanted = Wanted(arguments, first.Areas);
        if (!wanted.IsAsked)
        {
            throw new RequestException("There is no area to sum up. Name some: --areas FILE or --land-cover FILE, or areas.files and areas.land_cover in the settings.");
        }

        var inputs = AreaInputs.Read(wanted, path => Path.GetFullPath(path, Path.GetDirectoryName(files[0])!));
        var runs = files.Select(file => (Name: files.Length == 1 && wanted == first.Areas ? first.Output.Title : Path.GetFileNameWithoutExtension(file), Run: SettingsArgument.RunOf(file))).ToArray();
        var records = runs.Select(r => AreaRecord.Of(r.Run, r.Name, inputs)).ToArray();
        var rows = records.SelectMany(r => r.Rows).OrderBy(r => inputs.Areas.TakeWhile(a => a.Name != r.Area).Count()).ToArray();
        var groups = runs.Zip(records).SelectMany(r => r.Second.Groups.Select(g => (Run: r.First.Name, Mean: g))).ToArray();
        var folder = Path.GetFullPath(arguments.GetValue(output) ?? Path.Combine(runs[0].Run.Folder, AreaStage.FolderName));
        AreaTable.Write(folder, inputs.Areas, rows);
        GroupTables.Write(folder, groups);
        if (runs.Length == 1)
        {
            records[0].Write(folder);
        }

        if ((runs.Length > 1 || wanted != first.Areas) && folder == Path.Combine(runs[0].Run.Folder, AreaStage.FolderName))
        {
            // What lies there is no longer what the settings ask for.
            runs[0].Run.Journal.Forget("areas");
        }

        return new CommandResult(
            string.Join('\n', [.. rows.Length > 0 ? Lines(rows, 1000 * inputs.Limit) : [], .. Means(groups), .. records.SelectMany(r => r.Empty).Distinct().Select(e => $"{e}: holds no good pixel of the results"), $"Tables and map: {folder}"]),
            new { Folder = folder, LimitMmYr = 1000 * inputs.Limit, Rows = rows, Groups = groups.Select(g => new { g.Run, g.Mean }) });
    }

    /// <summary>The settings with what the command line changes; its paths start at the current folder.</summary>
    private AreaSettings Wanted(ParseResult arguments, AreaSettings given)
    {
        var named = arguments.GetValue(areas) ?? [];
        var least = arguments.GetValue(limit) ?? given.Limit;
        return !(least > 0) || !double.IsFinite(least)
            ? throw new RequestException(FormattableString.Invariant($"--limit is {least}; give a positive number of mm/yr."))
            : given with
            {
                Files = named.Length == 0 ? given.Files : [.. named.Select(Path.GetFullPath)],
                Limit = least,
                LandCover = arguments.GetValue(cover) is { } path ? Path.GetFullPath(path) : given.LandCover,
                Classes = arguments.GetValue(classes) ?? given.Classes,
            };
    }

    private static IEnumerable<string> Means((string Run, GroupMean Mean)[] groups)
    {
        if (groups.Length == 0)
        {
            yield break;
        }

        static string Text(FormattableString text) => FormattableString.Invariant(text);
        var (wide, broad) = (Math.Max(5, groups.Max(g => g.Mean.Name.Length)), Math.Max(3, groups.Max(g => g.Run.Length)));
        yield return $"{"group".PadRight(wide)}  {"run".PadRight(broad)}  kind          pixels   mean mm/yr      +-   mean mm in all      +-";
        foreach (var (run, mean) in groups)
        {
            var (moved, sigma) = mean.Displacement.Count > 0 ? (1000 * mean.Displacement[^1], 1000 * mean.DisplacementSigma[^1]) : (double.NaN, double.NaN);
            yield return Text($"{mean.Name.PadRight(wide)}  {run.PadRight(broad)}  {(mean.Kind == GroupKind.LandCover ? "land cover" : "area"),-10} {mean.Pixels,9} {1000 * mean.Rate,12:0.00} {1000 * mean.RateSigma,7:0.00} {moved,16:0.0} {sigma,7:0.0}");
        }
    }

    private static IEnumerable<string> Lines(AreaRow[] rows, double limit)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        var wide = Math.Max(4, rows.Max(r => r.Area.Length));
        var broad = Math.Max(3, rows.Max(r => r.Run.Length));
        yield return Text($"{"area".PadRight(wide)}  {"run".PadRight(broad)}  method    covered    mm/yr    +-   mm in all    +-   km2 beyond {limit:0.#} mm/yr (sure)   volume m3      +-");
        foreach (var r in rows)
        {
            yield return Text($"{r.Area.PadRight(wide)}  {r.Run.PadRight(broad)}  {r.Method,-8} {100 * r.Coverage,7:0} % {1000 * r.Rate,8:0.0} {1000 * r.RateSigma,5:0.0} {1000 * r.Displacement,11:0.0} {1000 * r.DisplacementSigma,5:0.0} {r.Beyond / 1e6,12:0.000} ({r.SurelyBeyond / 1e6:0.000}) {r.Volume,18:0} {r.VolumeSigma,7:0}");
        }
    }
}

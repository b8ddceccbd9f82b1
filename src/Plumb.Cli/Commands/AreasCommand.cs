using System.CommandLine;
using Plumb.Formats.Areas;
using Plumb.Processing.AreaTables;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb areas plumb.yaml [other.yaml ...] --areas FILE</c>: a table of mines, concessions or districts, by run and method.</summary>
public sealed class AreasCommand : PlumbCommand
{
    private readonly Argument<string[]> settings = new("SETTINGS") { Description = "The settings files of one run or more; each run is a sensor or a way of processing.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> areas = new("--areas") { Description = "The areas: GeoJSON with one feature for each, its property 'name' the name.", HelpName = "FILE", Required = true };
    private readonly Option<double> limit = new("--limit") { Description = "Limit of the rate beyond which an area counts as affected, mm/yr. Default 10.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<string?> output = new("--output", "-o") { Description = "Where to; the first run's folder 'areas' without it.", HelpName = "DIR" };

    /// <summary>The command.</summary>
    public AreasCommand()
        : base("areas", "Table of mines, concessions or districts: largest rate, largest displacement, area beyond a limit and volume, with standard deviations, by run and method.")
    {
        Add(settings);
        Add(areas);
        Add(limit);
        Add(output);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var least = arguments.GetValue(limit);
        if (!(least > 0) || !double.IsFinite(least))
        {
            throw new RequestException(FormattableString.Invariant($"--limit is {least}; give a positive number of mm/yr."));
        }

        var named = FeatureReader.Areas(arguments.GetValue(areas)!);
        var runs = arguments.GetValue(settings)!.Select(file => (File: file, Run: SettingsArgument.RunOf(file))).ToArray();
        var rows = runs.SelectMany(r => AreaTable.Of(r.Run, Path.GetFileNameWithoutExtension(r.File), named, least / 1000)).OrderBy(r => named.TakeWhile(a => a.Name != r.Area).Count()).ToArray();
        if (rows.Length == 0)
        {
            throw new RequestException($"No area of {arguments.GetValue(areas)} holds a pixel of the results. Longitude comes before latitude; are these the right areas?");
        }

        var folder = arguments.GetValue(output) ?? Path.Combine(runs[0].Run.Folder, "areas");
        AreaTable.Write(folder, named, rows);
        return new CommandResult(string.Join('\n', Lines(rows, named, folder, least)), new { Folder = folder, LimitMmYr = least, Rows = rows });
    }

    private static IEnumerable<string> Lines(AreaRow[] rows, IReadOnlyList<NamedArea> named, string folder, double limit)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        var wide = Math.Max(4, rows.Max(r => r.Area.Length));
        var broad = Math.Max(3, rows.Max(r => r.Run.Length));
        yield return Text($"{"area".PadRight(wide)}  {"run".PadRight(broad)}  method    covered    mm/yr    +-   mm in all    +-   km2 beyond {limit:0.#} mm/yr (sure)   volume m3      +-");
        foreach (var r in rows)
        {
            yield return Text($"{r.Area.PadRight(wide)}  {r.Run.PadRight(broad)}  {r.Method,-8} {100 * r.Coverage,7:0} % {1000 * r.Rate,8:0.0} {1000 * r.RateSigma,5:0.0} {1000 * r.Displacement,11:0.0} {1000 * r.DisplacementSigma,5:0.0} {r.Beyond / 1e6,12:0.000} ({r.SurelyBeyond / 1e6:0.000}) {r.Volume,18:0} {r.VolumeSigma,7:0}");
        }

        foreach (var area in named.Where(a => rows.All(r => r.Area != a.Name)))
        {
            yield return $"{area.Name}: holds no pixel of the results";
        }

        yield return $"Tables and map: {folder}";
    }
}

using System.CommandLine;
using Plumb.Processing.Basins;
using Plumb.Processing.Runs;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb basins [plumb.yaml]</c>: the basins of a run, their life cycles and where their files are. Runs what is not current yet.</summary>
public sealed class BasinsCommand : PlumbCommand
{
    private readonly SettingsArgument settings = new();

    /// <summary>The command.</summary>
    public BasinsCommand()
        : base("basins", "Find the basins of a run and say what they do: depth, area, volume, growth, advance and life cycle, with standard deviations.")
    {
        Add(settings);
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var file = arguments.GetValue(settings)!;
        string folder;
        using (var session = RunSession.Open(file, () => new ReportStage(), context.Progress, new RunOptions { Until = "subsidence" }, context.Stop))
        {
            session.Chain.Run();
            folder = session.Context.Folder;
        }

        var record = SubsidenceRecord.Read(folder)
            ?? throw new RequestException($"The run of {file} looks for no basins: subsidence.enabled is false, or the products are in radar coordinates. Set subsidence.enabled to true, or geocode the products.");
        return new CommandResult(string.Join('\n', Lines(record, folder)), record);
    }

    private static IEnumerable<string> Lines(SubsidenceRecord record, string folder)
    {
        static string Text(FormattableString text) => FormattableString.Invariant(text);
        yield return Text($"{record.Basins.Count} basins. Motion is {record.Axis}; relative to {record.RelativeTo}.");
        if (record.Basins.Count > 0)
        {
            yield return "basin  longitude  latitude   mm/yr    +-  area km2  volume m3/yr        +-   axes m        azimuth  mm in all    +-  phase";
        }

        foreach (var b in record.Basins)
        {
            var (r, d) = (b.Rate, b.Displacement);
            yield return Text($"{r.Id,5} {b.Longitude,10:0.0000} {b.Latitude,9:0.0000} {1000 * r.Depth,7:0.0} {1000 * r.DepthSigma,5:0.0} {r.Area / 1e6,9:0.000} {r.Volume,13:0} {r.VolumeSigma,9:0}   {r.MajorAxis,5:0} x {r.MinorAxis,-5:0} {r.Azimuth,7:0} {1000 * (d?.Depth ?? double.NaN),10:0.0} {1000 * (d?.DepthSigma ?? double.NaN),5:0.0}  {b.Life?.Now ?? "-"}");
            foreach (var p in b.Life?.Phases ?? [])
            {
                var sure = double.IsFinite(p.FromSigma) ? Text($" (+- {p.FromSigma:0} days)") : "";
                yield return Text($"        {p.Kind,-8} from {p.From:yyyy-MM-dd}{sure} to {p.To:yyyy-MM-dd}: {1000 * p.Rate:0} +- {1000 * p.Sigma:0.0} mm/yr in its core");
            }

            if (b.Advance is { IsSignificant: true } a)
            {
                yield return Text($"        its strongest motion advances by {a.Speed:0} +- {a.Sigma:0} m/yr towards {a.Azimuth:0} degrees from north");
            }
        }

        foreach (var note in record.Notes)
        {
            yield return note;
        }

        yield return $"Polygons and tables: {Path.Combine(folder, "subsidence")}";
    }
}

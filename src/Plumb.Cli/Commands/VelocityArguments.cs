using System.CommandLine;
using Plumb.Formats.Gmtsar;
using Plumb.Formats.Gnss;
using Plumb.Processing.Validations;

namespace Plumb.Cli.Commands;

/// <summary>The options of <c>plumb validate --velocity FILE</c>: a finished velocity map against velocities of stations.</summary>
internal sealed class VelocityArguments
{
    private readonly Option<string?> velocity = new("--velocity") { Description = "Instead of a run, a finished velocity map (.grd, .tif and others that GDAL reads).", HelpName = "FILE" };
    private readonly Option<string?> table = new("--velocities") { Description = "With --velocity, table of station velocities in mm/yr: psvelo's columns, or columns that its first line names.", HelpName = "FILE" };
    private readonly Option<string?> orbit = new("--prm") { Description = "With --velocity, GMTSAR's PRM file (its LED file beside it), or a LED file, for the look vectors.", HelpName = "FILE" };
    private readonly Option<double?> incidence = new("--incidence") { Description = "With --velocity and without an orbit, incidence angle of all places, degrees from the vertical.", HelpName = "DEG" };
    private readonly Option<double?> heading = new("--heading") { Description = "With --incidence, heading of the satellite, degrees clockwise from north.", HelpName = "DEG" };
    private readonly Option<string> unit = new("--unit") { Description = "With --velocity, unit of the map: mm/yr, cm/yr or m/yr.", HelpName = "UNIT", DefaultValueFactory = _ => "mm/yr" };
    private readonly Option<bool> away = new("--away") { Description = "With --velocity, the map is positive away from the satellite." };
    private readonly Option<int> box = new("--box") { Description = "With --velocity, side of the square of pixels that is averaged; 0 uses --radius.", HelpName = "N", DefaultValueFactory = _ => 5 };

    public IEnumerable<Option> All => [velocity, table, orbit, incidence, heading, unit, away, box];

    /// <summary>The comparison; null where no map is named.</summary>
    public ValidationRecord? Of(ParseResult arguments, double radius)
    {
        if (arguments.GetValue(velocity) is not { } map)
        {
            return All.FirstOrDefault(o => arguments.GetResult(o) is { Implicit: false }) is { } alone
                ? throw new RequestException($"{alone.Name} is for a finished velocity map; name it with --velocity FILE, or leave {alone.Name} out.")
                : null;
        }

        var stations = VelocityTable.Read(arguments.GetValue(table) ?? throw new RequestException("--velocity needs the stations' velocities: --velocities FILE."));
        var looks = arguments.GetValue(orbit) is { } prm ? LookSource.OfOrbit(GmtsarOrbit.Read(prm))
            : arguments.GetValue(incidence) is { } i && arguments.GetValue(heading) is { } h && i is > 0 and < 90 && double.IsFinite(h) ? LookSource.OfAngles(i, h)
            : throw new RequestException("--velocity needs the line of sight: --prm FILE (GMTSAR's PRM or LED file), or --incidence and --heading in degrees.");
        var scale = arguments.GetValue(unit) switch
        {
            "mm/yr" => 1e-3,
            "cm/yr" => 1e-2,
            "m/yr" => 1.0,
            var other => throw new RequestException($"--unit is '{other}'; give mm/yr, cm/yr or m/yr."),
        };
        var side = arguments.GetValue(box);
        return side is < 0 or > 1001 || (side > 0 && side % 2 == 0)
            ? throw new RequestException($"--box is {side}; give an odd number of pixels, or 0 to use --radius.")
            : VelocityCheck.Of(map, stations, looks, new VelocityOptions(arguments.GetValue(away) ? -scale : scale, side, radius));
    }
}

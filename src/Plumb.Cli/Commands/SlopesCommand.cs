using System.CommandLine;
using System.Globalization;
using Plumb.Processing.Tracks;
using Plumb.Subsidence;
using Plumb.Web.Report;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb slopes A [B...] --dem FILE -o DIR</c>: how tracks see the slopes, motion down them, and which are active.</summary>
public sealed class SlopesCommand : PlumbCommand
{
    private readonly TrackArguments tracks = new();
    private readonly Option<int> threads = FileArguments.ThreadsOption();
    private readonly Option<string?> dem = new("--dem") { Description = "Heights as a GeoTIFF, metres; without it those of the first run that has any.", HelpName = "FILE" };
    private readonly Option<double> rate = new("--rate-limit") { Description = "Rate along the line of sight, either way, above which a point is active, mm/yr.", HelpName = "MM", DefaultValueFactory = _ => 1000 * new ActiveAreaOptions().RateLimit };
    private readonly Option<double> radius = new("--cluster-radius") { Description = "Longest edge between neighbouring active points of one area, metres; three cells at least.", HelpName = "M", DefaultValueFactory = _ => new ActiveAreaOptions().ClusterRadius };
    private readonly Option<int> points = new("--least-points") { Description = "Least number of points of an area.", HelpName = "N", DefaultValueFactory = _ => new ActiveAreaOptions().LeastPoints };
    private readonly Option<double> slope = new("--least-slope") { Description = "Least mean slope of an area, degrees.", HelpName = "DEG", DefaultValueFactory = _ => new ActiveAreaOptions().LeastSlope };
    private readonly Option<double> denoise = new("--denoise-radius") { Description = "Radius of the window in which outliers and lone points are dropped, metres; two cells at least.", HelpName = "M", DefaultValueFactory = _ => new ActiveAreaOptions().DenoiseRadius };
    private readonly Option<double> sensitivity = new("--least-sensitivity") { Description = "Least share of motion down the slope that a line of sight must see to count, 0 to 1.", HelpName = "S", DefaultValueFactory = _ => new SlopesRequest { Tracks = new TracksRequest { Inputs = [] } }.LeastSensitivity };

    /// <summary>The command.</summary>
    public SlopesCommand()
        : base("slopes", "How tracks see the slopes, how fast these move down, and which are active.")
    {
        tracks.AddTo(this);
        foreach (var option in new Option[] { dem, rate, radius, points, slope, denoise, sensitivity, threads })
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(context);
        var request = new SlopesRequest
        {
            Tracks = tracks.Of(arguments),
            Dem = arguments.GetValue(dem),
            LeastSensitivity = arguments.GetValue(sensitivity),
            Threads = FileArguments.CheckThreads(arguments.GetValue(threads)),
            Areas = new ActiveAreaOptions
            {
                RateLimit = arguments.GetValue(rate) / 1000,
                ClusterRadius = arguments.GetValue(radius),
                LeastPoints = arguments.GetValue(points),
                LeastSlope = arguments.GetValue(slope),
                DenoiseRadius = arguments.GetValue(denoise),
            },
        };
        if (!(request.Areas.RateLimit > 0 && request.Areas.ClusterRadius > 0 && request.Areas.LeastPoints > 0 && request.LeastSensitivity is > 0 and < 1))
        {
            throw new RequestException("--rate-limit, --cluster-radius and --least-points are above 0, --least-sensitivity lies between 0 and 1. Give such numbers, or leave them out.");
        }

        var folder = tracks.Folder(arguments, Name);
        var maps = SlopeTracks.Run(request, context.Stop);
        var record = SlopeFiles.Write(maps, folder);
        var page = Path.Combine(folder, "slopes.html");
        SlopesPage.Of(SlopeFiles.Layers(maps), record).Write(page);
        return new CommandResult(Text(maps, record, page), record);
    }

    private static string Text(SlopeMaps maps, SlopesRecord record, string page) => string.Join('\n',
    [
        .. record.Visibility.Select(v => string.Create(
            CultureInfo.InvariantCulture, $"{v.Name}: shadow {100 * v.Shadow:0.0} %, layover {100 * v.Layover:0.0} %, parallel {100 * v.Parallel:0.0} %, low sensitivity {100 * v.LowSensitivity:0.0} %, sensitive {100 * v.Sensitive:0.0} %, flat {100 * v.Flat:0.0} %")),
        .. maps.Tracks.Select((t, k) => $"{t.Name}: {record.Kept[k]} active slopes; {record.TooFlat[k]} areas dropped as flat, {record.Distorted[k]} for layover or shadow"),
        string.Create(CultureInfo.InvariantCulture, $"Together {record.United} active slopes of {record.AreaSquareKilometres:0.00} km2, {record.SeenTwice} seen by more than one track; rates relative to {record.RelativeTo}"),
        $"The page: {page}",
    ]);
}

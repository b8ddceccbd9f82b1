using System.Globalization;
using Plumb.Corrections;
using Plumb.Corrections.Ionosphere;
using Plumb.Formats.Ionosphere;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Phase of the ionosphere by maps of the electron content, along the line of sight through their shell.</summary>
internal sealed class IonosphereCorrection : ICorrection
{
    private const string TimeSetting = "corrections.ionosphere.time";

    public string Name => "ionosphere";

    public string Title => "phase of the ionosphere by maps of its electrons";

    public IReadOnlyList<string> Writes => [StorePaths.Ionosphere];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.Ionosphere, settings.Insist };

    public string Files(CorrectionSettings settings, Func<string, string> resolve) => ModelFiles.Content(settings.Ionosphere.Maps, resolve);

    public void Check(CorrectionSettings settings)
    {
        if (settings.Ionosphere.Maps.Count == 0)
        {
            throw new RequestException("corrections.sequence names ionosphere, but corrections.ionosphere.maps names no IONEX files. Name their folder, or leave ionosphere out.");
        }

        _ = AcquisitionTime.Parse(settings.Ionosphere.Time, TimeSetting);
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var settings = scene.Settings.Ionosphere;
        var grid = scene.Stack.Grid;
        var (places, looks) = (new PixelPlaces(grid), new LookNodes(scene));
        var moments = AcquisitionTime.Of(scene, settings.Time, TimeSetting);
        var files = IonexFolder.Scan([.. settings.Maps.Select(scene.Run.Resolve)], out var refused);
        var maps = new IonosphereDates(files).Of(moments);
        var metres = IonosphericDelay.MetresPerTecu(scene.Stack.Sensor.Wavelength) * settings.Share;
        var lattice = new FieldLattice(moments.Length, grid.Rows, grid.Columns);
        var (dates, content) = (new CorrectionDate[moments.Length], new List<double>());
        for (var date = 0; date < moments.Length; date++)
        {
            scene.Run.Cancellation.ThrowIfCancellationRequested();
            var (map, moment) = (maps[date], moments[date]);
            var nodes = lattice.Nodes(date);
            var centre = 0.0;
            for (var node = 0; node < nodes.Length; node++)
            {
                var point = ShellPoint.Of(places.NodeLatitudes[node], places.NodeLongitudes[node], looks[node], map.EarthRadius, map.ShellRadius);
                var vertical = map.At(moment, point.Latitude, point.Longitude);
                nodes[node] = double.IsNaN(vertical) ? throw NoValue(moment, point) : (float)(metres * point.Obliquity * vertical);
                if (node == (lattice.Rows / 2 * lattice.Columns) + (lattice.Columns / 2))
                {
                    content.Add(vertical);
                    centre = metres * point.Obliquity * map.RmsAt(moment, point.Latitude, point.Longitude);
                }
            }

            dates[date] = new CorrectionDate { Date = scene.Dates[date], Sigma = double.IsFinite(centre) ? centre : null };
        }

        return new LatticeCorrection(lattice, null, Layer, isJudged: true, scene.Chunks) { Notes = Notes(files, content, metres, dates, refused), Dates = dates };
    }

    private static StackLayer Layer { get; } = new(
        StorePaths.Ionosphere, "metre", "positive_towards_satellite", "Phase of the ionosphere by maps of its electrons, as displacement");

    private static string[] Notes(IReadOnlyList<IonexEntry> files, List<double> content, double metres, CorrectionDate[] dates, IReadOnlyList<string> refused) =>
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"{files.Count} files of maps. Vertical electron content over the centre of the scene {content.Min():0.0} to {content.Max():0.0} TECU, {metres * 1000:0.0} mm of displacement each before the slope of the look."),
        .. dates.All(d => d.Sigma is not null)
            ? (string[])[string.Create(CultureInfo.InvariantCulture, $"By the maps' own standard deviation the whole of a date is known to {dates.Average(d => d.Sigma!.Value) * 1000:0} mm; most of that is common to the scene and falls out.")]
            : ["The maps have no standard deviation."],
        .. refused.Take(3).Select(r => $"Not used: {r}"),
    ];

    private static RequestException NoValue(DateTime moment, ShellPoint point) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The maps of the ionosphere have no value at {moment:yyyy-MM-dd HH:mm:ss} UTC, latitude {point.Latitude:0.0}, longitude {point.Longitude:0.0} degrees, where the line of sight passes. Take global maps, or leave ionosphere out of corrections.sequence."));
}

using System.Globalization;
using Plumb.Corrections;
using Plumb.Corrections.Tides;
using Plumb.Geometry;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Tides of the solid earth along the line of sight, see <see cref="SolidEarthTide"/>.</summary>
internal sealed class SolidTidesCorrection : ICorrection
{
    private const string TimeSetting = "corrections.solid_tides.time";

    public string Name => "solid_tides";

    public string Title => "tides of the solid earth";

    public IReadOnlyList<string> Writes => [StorePaths.SolidTides];

    public object SettingsUsed(CorrectionSettings settings) => settings.SolidTides;

    public void Check(CorrectionSettings settings) => _ = AcquisitionTime.Parse(settings.SolidTides.Time, TimeSetting);

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var grid = scene.Stack.Grid;
        var moments = AcquisitionTime.Of(scene, scene.Settings.SolidTides.Time, TimeSetting);
        var (places, looks) = (new PixelPlaces(grid), new LookNodes(scene));
        var lattice = new FieldLattice(moments.Length, grid.Rows, grid.Columns);
        var (lowest, highest, widest) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        for (var date = 0; date < moments.Length; date++)
        {
            scene.Run.Cancellation.ThrowIfCancellationRequested();
            var tide = new SolidEarthTide(moments[date]);
            var nodes = lattice.Nodes(date);
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var node = 0; node < nodes.Length; node++)
            {
                var place = GeodeticPosition.FromDegrees(places.NodeLongitudes[node], places.NodeLatitudes[node], 0);
                var (east, north, up) = Wgs84.ToLocal(place, tide.Displacement(Wgs84.ToEcef(place)));
                nodes[node] = (float)looks[node].Project(east, north, up);
                (low, high) = (Math.Min(low, nodes[node]), Math.Max(high, nodes[node]));
            }

            (lowest, highest, widest) = (Math.Min(lowest, low), Math.Max(highest, high), Math.Max(widest, high - low));
        }

        return new LatticeCorrection(lattice, null, Layer, isJudged: false, scene.Chunks)
        {
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"IERS Conventions 2010 at {moments[0]:HH:mm:ss} UTC: {lowest * 1000:0} to {highest * 1000:0} mm along the look over all dates, of which at most {widest * 1000:0.0} mm differ within the scene at one date."),
            ],
            Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
        };
    }

    private static StackLayer Layer { get; } = new(StorePaths.SolidTides, "metre", "positive_towards_satellite", "Tides of the solid earth along the line of sight");
}

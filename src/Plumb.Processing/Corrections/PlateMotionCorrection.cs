using System.Globalization;
using Plumb.Corrections;
using Plumb.Corrections.Plates;
using Plumb.Geometry;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>Motion of the tectonic plate along the line of sight, see <see cref="PlateMotion"/>: the same rate at all times.</summary>
internal sealed class PlateMotionCorrection : ICorrection
{
    public string Name => "plate_motion";

    public string Title => "motion of the tectonic plate";

    public IReadOnlyList<string> Writes => [StorePaths.PlateMotion];

    public object SettingsUsed(CorrectionSettings settings) => settings.PlateMotion;

    public void Check(CorrectionSettings settings) => _ = Of(settings.PlateMotion);

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var grid = scene.Stack.Grid;
        var plate = Of(scene.Settings.PlateMotion);
        var (places, looks) = (new PixelPlaces(grid), new LookNodes(scene));
        var lattice = new FieldLattice(1, grid.Rows, grid.Columns);
        var nodes = lattice.Nodes(0);
        for (var node = 0; node < nodes.Length; node++)
        {
            var (east, north, up) = plate.VelocityAt(GeodeticPosition.FromDegrees(places.NodeLongitudes[node], places.NodeLatitudes[node], 0));
            nodes[node] = (float)looks[node].Project(east, north, up);
        }

        var years = DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis);
        return new LatticeCorrection(lattice, [.. years.Select(y => (float)y)], Layer, isJudged: false, scene.Chunks) { Notes = Notes(plate, places, lattice) };
    }

    private static StackLayer Layer { get; } = new(StorePaths.PlateMotion, "metre", "positive_towards_satellite", "Motion of the tectonic plate along the line of sight");

    private static string[] Notes(PlateMotion plate, PixelPlaces places, FieldLattice lattice)
    {
        var middle = (lattice.Rows / 2 * lattice.Columns) + (lattice.Columns / 2);
        var (east, north, _) = plate.VelocityAt(GeodeticPosition.FromDegrees(places.NodeLongitudes[middle], places.NodeLatitudes[middle], 0));
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var rate in lattice.Nodes(0))
        {
            (low, high) = (Math.Min(low, rate), Math.Max(high, rate));
        }

        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(plate.Name.Length > 0 ? $"{plate.Name}, ITRF2014" : "The rotation given")}: {east * 1000:0.0} mm a year to the east and {north * 1000:0.0} to the north at the centre; along the look {low * 1000:0.0} to {high * 1000:0.0} mm a year over the scene, of which what the reference has falls out."),
            .. double.IsNaN(plate.ScatterEast) ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"Stations of the plate scatter about it by {plate.ScatterEast:0.0} mm a year to the east and {plate.ScatterNorth:0.0} to the north.")],
            "It is a straight line in time: the scatter of the dates does not tell whether it is right.",
        ];
    }

    private static PlateMotion Of(PlateMotionSettings settings)
    {
        if (settings.Rotation.Count > 0)
        {
            if (settings.Plate.Length > 0)
            {
                throw new RequestException("corrections.plate_motion names both a plate and a rotation. Keep one.");
            }

            // The fastest plate turns by 2.4 milliseconds of arc a year.
            return settings.Rotation.Count == 3 && settings.Rotation.All(r => Math.Abs(r) <= 20)
                ? new PlateMotion("", "", settings.Rotation[0], settings.Rotation[1], settings.Rotation[2], double.NaN, double.NaN)
                : throw new RequestException("corrections.plate_motion.rotation has three numbers, milliseconds of arc a year about the axes x, y and z, none beyond 20.");
        }

        if (settings.Plate.Length == 0)
        {
            throw new RequestException($"corrections.sequence names plate_motion, but corrections.plate_motion names no plate ({string.Join(", ", PlateMotion.Itrf2014.Select(p => p.Name))}) and no rotation. Name one, or leave plate_motion out.");
        }

        return PlateMotion.Find(settings.Plate) ?? throw new RequestException(
            $"corrections.plate_motion.plate: there is no plate '{settings.Plate}'{(SettingNames.Nearest(settings.Plate, PlateMotion.Itrf2014.Select(p => p.Name)) is { } near ? $"; did you mean '{near}'?" : ".")} Known are {string.Join(", ", PlateMotion.Itrf2014.Select(p => p.Name))}.");
    }
}

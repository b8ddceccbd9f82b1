using System.Globalization;
using Plumb.Corrections;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>
/// Drift of Envisat's local oscillator: the sampling of the echo slows from year to year, so that far range seems to come nearer, 3.87e-7 of the slant range a year
/// (Marinkovic and Larsen 2013).
/// </summary>
internal sealed class OscillatorCorrection : ICorrection
{
    /// <summary>Mean height of Envisat, metres; only how the range changes over a scene matters.</summary>
    private const double Altitude = 790_000;
    private const double EarthRadius = 6_371_000;

    public string Name => "oscillator";

    public string Title => "drift of the radar's oscillator";

    public IReadOnlyList<string> Writes => [StorePaths.Oscillator];

    public object SettingsUsed(CorrectionSettings settings) => settings.Oscillator;

    public void Check(CorrectionSettings settings)
    {
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var (stack, drift) = (scene.Stack, scene.Settings.Oscillator.Drift);
        if (!stack.Sensor.Name.Contains("env", StringComparison.OrdinalIgnoreCase) && !stack.Sensor.Name.Contains("asar", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException($"The products are of {stack.Sensor.Name}; the drift of the oscillator is that of Envisat. Leave oscillator out of corrections.sequence.");
        }

        var isMeasured = stack.Geometry.Contains(StorePaths.SlantRange);
        var lattice = new FieldLattice(1, stack.Grid.Rows, stack.Grid.Columns);
        var nodes = lattice.Nodes(0);
        if (isMeasured)
        {
            NodeSurface.Of(stack.Grid, MapArrays.Read(scene.Run.Store, stack.Grid, StorePaths.SlantRange), 1, "the slant range").CopyTo(nodes);
        }
        else if (stack.Geometry.Contains(StorePaths.Incidence))
        {
            NodeSurface.Of(stack.Grid, MapArrays.Read(scene.Run.Store, stack.Grid, StorePaths.Incidence), 1, "the incidence angle").CopyTo(nodes);
            foreach (ref var node in nodes)
            {
                node = (float)RangeAt(node);
            }
        }
        else
        {
            throw new RequestException("The products have neither a map of the slant range nor one of the incidence angle, along which the drift of the oscillator goes. Add one, or leave oscillator out of corrections.sequence.");
        }

        var (near, far) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (ref var node in nodes)
        {
            (near, far) = (Math.Min(near, node), Math.Max(far, node));
            node = (float)(drift * node);
        }

        var years = DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis);
        return new LatticeCorrection(lattice, [.. years.Select(y => (float)y)], Layer, isJudged: false, scene.Chunks)
        {
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{drift:0.00e-0} of the slant range a year{(isMeasured ? "" : $", the range by the incidence from {Altitude / 1000:0} km")}: {drift * (far - near) * 1000:0.0} mm a year from near to far range of the scene."),
                "It is a straight line in time: the scatter of the dates does not tell whether it is right.",
            ],
        };
    }

    private static StackLayer Layer { get; } = new(StorePaths.Oscillator, "metre", "positive_towards_satellite", "Drift of the radar's oscillator, as displacement");

    /// <summary>Slant range by the incidence on a sphere, metres.</summary>
    private static double RangeAt(double incidence)
    {
        var (sin, cos) = Math.SinCos(incidence);
        var orbit = EarthRadius + Altitude;
        return Math.Sqrt((orbit * orbit) - (EarthRadius * EarthRadius * sin * sin)) - (EarthRadius * cos);
    }
}

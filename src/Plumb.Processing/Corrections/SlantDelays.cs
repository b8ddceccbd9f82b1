using Plumb.Corrections.Delays;
using Plumb.Geometry;

namespace Plumb.Processing.Corrections;

/// <summary>Delays of the dates along the look, see <see cref="SlantPaths"/>.</summary>
internal static class SlantDelays
{
    private const int NodesAcross = 9;
    private const double Margin = 0.002;
    private const double Top = 40_000;
    private const int MostGround = 25;

    /// <summary>Heights that zenith delays are wanted at: those of the ground, and on up to where no air is left that matters, metres.</summary>
    public static double[] Levels(double[] ground)
    {
        var levels = new List<double>(ground);
        while (levels[^1] < Top)
        {
            levels.Add(levels[^1] + (levels[^1] < 5000 ? 100 : levels[^1] < 12_000 ? 250 : 1000));
        }

        return [.. levels];
    }

    /// <summary>An incidence of zero everywhere, radians: the delays lie along the look already.</summary>
    public static float[] Vertical(int pixels) => new float[pixels];

    /// <summary>The delays along the look; the zenith delays' memory is given back and that of these claimed.</summary>
    /// <exception cref="RequestException">The look is not known, or the delays are known at one height alone.</exception>
    public static DelayCube[] Of(DelayCube[] zenith, CorrectionScene scene, PixelPlaces places, double[] ground)
    {
        try
        {
            if (zenith.Any(z => z.Heights.Length < 2 || z.Heights[^1] <= ground[^1]))
            {
                throw new RequestException("Delays along the look need the air above the ground; these files give delays at the ground alone, or none above the highest pixel. Take corrections.troposphere.path: zenith.");
            }

            var nodes = new NodeGrid(
                places.North + Margin, places.West - Margin, (places.North - places.South + (2 * Margin)) / (NodesAcross - 1), (places.East - places.West + (2 * Margin)) / (NodesAcross - 1), NodesAcross, NodesAcross);

            // The delay is smooth over the heights of the ground.
            var step = Math.Max(1, (ground.Length + MostGround - 2) / (MostGround - 1));
            double[] heights = [.. ground.Where((_, k) => k % step == 0), .. (ground.Length - 1) % step == 0 ? [] : (double[])[ground[^1]]];
            var paths = new SlantPaths(zenith[0].Nodes, zenith[0].Heights, nodes, heights, Looks(scene, places, nodes));
            var made = zenith.Distinct().AsParallel().AsOrdered().Select(z => (From: z, Slant: paths.Of(z))).ToDictionary(p => p.From, p => p.Slant);
            scene.Run.Budget.Claim(made.Values.Sum(s => s.Bytes), "The delays along the look");
            return [.. zenith.Select(z => made[z])];
        }
        finally
        {
            WeatherDates.GiveBack(scene.Run.Budget, zenith);
        }
    }

    /// <summary>Looks at the nodes: those of the nearest places of the scene's smooth angles.</summary>
    private static LookVector[] Looks(CorrectionScene scene, PixelPlaces places, NodeGrid nodes)
    {
        var looks = new LookNodes(scene);
        var latitudes = places.NodeLatitudes;
        var longitudes = places.NodeLongitudes;
        var chosen = new LookVector[nodes.Count];
        for (var node = 0; node < chosen.Length; node++)
        {
            var (best, nearest) = (0, double.PositiveInfinity);
            for (var k = 0; k < latitudes.Length; k++)
            {
                var distance = TurbulenceLaw.Distance(latitudes[k], longitudes[k], nodes.Latitude(node / nodes.Columns), nodes.Longitude(node % nodes.Columns));
                (best, nearest) = distance < nearest ? (k, distance) : (best, nearest);
            }

            chosen[node] = looks[best];
        }

        return chosen;
    }
}

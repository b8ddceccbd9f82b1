using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Networks.Closure;

namespace Plumb.Tests.Networks.Closure;

/// <summary>
/// A small stack with an island in a bowl: one tile of 64 x 64 pixels, a moat of noise around a disc, whole cycles planted on the disc. Its network pairs each date with
/// the next few. The disc may lie at the edge of the image, where the bowl does not reach, and may have no moat.
/// </summary>
internal sealed class IslandStack
{
    public const int Side = 64;
    public const int Pixels = Side * Side;
    private const int Radius = 12;
    private const int Moat = 4;

    public IslandStack(int seed, int dates, int links, IReadOnlyDictionary<int, int> planted, double noise = 0.3, int radius = Radius, double centreColumn = 31.5, int moat = Moat)
    {
        var random = new Random(seed);
        Network = TestNetworks.Of([.. from i in Enumerable.Range(0, dates) from k in Enumerable.Range(1, links) where i + k < dates select (12 * i, 12 * (i + k))]);
        Phase = new float[Network.Pairs.Count * Pixels];
        Components = new byte[Phase.Length];
        for (var p = 0; p < Network.Pairs.Count; p++)
        {
            var constant = 30 * random.NextDouble();
            for (var i = 0; i < Pixels; i++)
            {
                var away = Math.Sqrt(Math.Pow((i / Side) - 31.5, 2) + Math.Pow((i % Side) - 31.5, 2));
                var fromIsland = Math.Sqrt(Math.Pow((i / Side) - 31.5, 2) + Math.Pow((i % Side) - centreColumn, 2));
                var place = fromIsland < radius ? 2 : fromIsland < radius + moat ? 0 : 1;
                var value = constant + Motion(Network.SecondIndex[p], away) - Motion(Network.FirstIndex[p], away);
                value += (place == 0 ? 2 * Math.PI : noise) * (random.NextDouble() - 0.5);
                Components[(p * Pixels) + i] = (byte)place;
                Phase[(p * Pixels) + i] = (float)(value + (place == 2 ? 2 * Math.PI * planted.GetValueOrDefault(p) : 0));
            }
        }
    }

    public Network Network { get; }

    public float[] Phase { get; }

    /// <summary>1 outside, 0 in the moat, 2 on the island; shape (pair, pixel).</summary>
    public byte[] Components { get; }

    public double[] Coherence => Enumerable.Repeat(double.NaN, Network.Pairs.Count).ToArray();

    public ClosureTile Close(ClosureRegions regions) =>
        new(regions, ClosureLevels.Of(regions.Loops, Phase), new MemoryBudget(1 << 28), Side, Side);

    /// <summary>Loads, collects, explains and corrects the one tile there is.</summary>
    public ClosureTile Correct(ClosureOptions options, out ClosureRegions regions)
    {
        regions = new ClosureRegions(ClosureLoops.Of(Network), options, Coherence);
        var tile = Close(regions);
        tile.Load(Phase);
        tile.Collect(0);
        regions.Explain(2);
        if (options.Continuity > 0)
        {
            tile.AddMotion(Phase, 0);
            regions.Explain(2);
        }

        tile.Correct(Phase, 0, []);
        tile.Conclude();
        return tile;
    }

    /// <summary>The bowl: many cycles deep, faster at first.</summary>
    private static double Motion(int date, double away) => 60 * (1 - Math.Exp(-0.12 * date)) * Math.Exp(-away * away / 400);
}

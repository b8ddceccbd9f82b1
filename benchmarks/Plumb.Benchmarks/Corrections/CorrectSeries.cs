using System.Diagnostics;
using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Corrections;
using Plumb.Corrections.Tides;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Corrections;

/// <summary>Question: how many pixels a second are corrected in memory, by each kind of correction? One thread, 4096 pixels at a time.</summary>
public static class CorrectSeries
{
    private const int Side = 64;
    private const int Pixels = Side * Side;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[dates = 60] [tiles of 4096 pixels = 32].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        var dates = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        var tiles = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 32;
        var random = new CounterRandom(1, 1);
        var series = new float[dates * Pixels];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = (float)(0.01 * random.Normal((ulong)i));
        }

        var days = Enumerable.Range(0, dates).Select(i => new DateOnly(2022, 1, 3).AddDays(12 * i)).ToArray();
        var years = days.Select(d => (d.DayNumber - days[0].DayNumber) / 365.25).ToArray();
        var baselines = Enumerable.Range(0, dates).Select(i => i == 0 ? 0 : 60 * random.Normal((ulong)(1_000_000 + i))).ToArray();
        var network = new Network(from i in Enumerable.Range(0, dates) from j in Enumerable.Range(i + 1, 5) where j < dates select new DatePair(days[i], days[j]));
        var budget = new MemoryBudget(1L << 30);
        using var coarse = new CoarseSeries(dates, Side, Side, 8, budget);
        var used = Enumerable.Repeat(true, Pixels).ToArray();
        var whole = new Tile(0, 0, Side, Side);
        coarse.Add(whole, series, Pixels, Side, used);
        var estimateTime = Best(1, () => CommonScene.For(network, new()).Estimate(coarse.Moments()));
        var layer = new float[series.Length];
        var ramp = RampFit.Robust(RampShape.Plane, coarse, Side, Side);
        var (shift, variance) = (new float[Pixels], new float[Pixels]);
        var (plain, prior) = (new DemError(years, baselines, new() { Method = DemErrorMethod.Plain }), new DemError(years, baselines, new()));
        void Row(string what, Action work, long allocatedLimit = long.MaxValue)
        {
            work();
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var seconds = Best(tiles, work);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-46} {Pixels / seconds,14:N0} pixels/s, {allocated} bytes allocated a tile"));
            if (allocated > allocatedLimit)
            {
                throw new ArgumentException($"{what} allocates.");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"CorrectSeries: {dates} dates, {network.Pairs.Count} pairs, one thread"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  common_scene, estimate for the scene             {estimateTime * 1000,12:N1} ms"));
        Row("common_scene, means over cells", () => coarse.Add(whole, series, Pixels, Side, used));
        Row("common_scene, smooth fields to pixels", () => Fields(coarse, layer, dates), 0);
        var (lattice, tides) = (new FieldLattice(dates, Side, Side), Best(1, () => Tides(days)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  solid_tides, at the nodes of 1000 x 1000 pixels  {tides * 1000,12:N1} ms"));
        Row("ionosphere, tides, plate: fields to pixels", () => Lattice(lattice, layer, dates), 0);
        Row("ramp, to pixels", () => Ramps(ramp, layer, dates), 0);
        Row("dem_error, plain estimate", () => plain.Estimate(series, Pixels, shift, variance), 0);
        Row("dem_error, estimate with a prior", () => prior.Estimate(series, Pixels, shift, variance), 0);
        return 0;
    }

    private static void Fields(CoarseSeries coarse, float[] layer, int dates)
    {
        for (var date = 0; date < dates; date++)
        {
            coarse.Interpolate(date, new Tile(0, 0, Side, Side), layer.AsSpan(date * Pixels, Pixels), Side);
        }
    }

    private static void Tides(DateOnly[] days)
    {
        var nodes = FieldLattice.NodesAlong(1000);
        foreach (var day in days)
        {
            var tide = new SolidEarthTide(day.ToDateTime(new TimeOnly(22, 45, 7), DateTimeKind.Utc));
            for (var node = 0; node < nodes * nodes; node++)
            {
                tide.Displacement(Wgs84.ToEcef(GeodeticPosition.FromDegrees(110 + (0.01 * (node % nodes)), 38 - (0.01 * (node / nodes)), 0)));
            }
        }
    }

    private static void Lattice(FieldLattice lattice, float[] layer, int dates)
    {
        for (var date = 0; date < dates; date++)
        {
            for (var row = 0; row < Side; row++)
            {
                lattice.Row(date, row, 0, layer.AsSpan((date * Pixels) + (row * Side), Side));
            }
        }
    }

    private static void Ramps(Ramp ramp, float[] layer, int dates)
    {
        for (var date = 0; date < dates; date++)
        {
            for (var row = 0; row < Side; row++)
            {
                ramp.Row(date, row, 0, layer.AsSpan((date * Pixels) + (row * Side), Side));
            }
        }
    }

    /// <summary>Seconds of one call: the shortest of five rounds.</summary>
    private static double Best(int times, Action work)
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
            {
                work();
            }

            best = Math.Min(best, watch.Elapsed.TotalSeconds / times);
        }

        return best;
    }
}

using System.Diagnostics;
using System.Globalization;
using Plumb.Components;
using Plumb.Simulation;
using Plumb.Uncertainty;

namespace Plumb.Benchmarks.Components;

/// <summary>Question: how long does ordinary Kriging to many points take, the search of the nearest places included?</summary>
public static class KrigePoints
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[targets = 100000] [places = 10000] [neighbours = 32].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (targets, places, neighbours) = (Number(0, 100_000), Number(1, 10_000), Number(2, 32));
        var random = new CounterRandom(1, 2);
        double[] Draw(int count, ulong from) => [.. Enumerable.Range(0, count).Select(i => 10_000 * random.Uniform(from + (ulong)i))];
        var data = new KrigingData(Draw(places, 0), Draw(places, 1UL << 32), [.. Enumerable.Repeat(1e-6, places)]);
        var (east, north) = (Draw(targets, 2UL << 32), Draw(targets, 3UL << 32));
        var field = new VariogramModel(VariogramFamily.Exponential, 0, 1e-4, 2000);
        var clock = Stopwatch.StartNew();
        var search = new NearestPlaces(data.East, data.North);
        const int Portion = 1024;
        Parallel.For(0, (targets + Portion - 1) / Portion, p =>
        {
            var (first, count) = (p * Portion, Math.Min(Portion, targets - (p * Portion)));
            var (nearest, squares, weights, variances) = (new int[count * neighbours], new double[neighbours], new double[count * neighbours], new double[count]);
            for (var i = 0; i < count; i++)
            {
                var found = search.Find(east[first + i], north[first + i], nearest.AsSpan(i * neighbours, neighbours), squares);
                nearest.AsSpan((i * neighbours) + found, neighbours - found).Fill(-1);
            }

            OrdinaryKriging.Solve(field, data, nearest, (east[first..(first + count)], north[first..(first + count)]), weights, variances, new double[OrdinaryKriging.ScratchLength(neighbours)]);
        });
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"KrigePoints: {targets} targets from {neighbours} of {places} places in {seconds:0.0} s, {targets / seconds:0} targets/s"));
        return 0;
    }
}

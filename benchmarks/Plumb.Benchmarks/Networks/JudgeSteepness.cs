using System.Diagnostics;
using System.Globalization;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Networks;

/// <summary>Question: how many pixels a second are judged for steep motion in memory, beside reading their phases and coherences once? One thread, 4096 pixels at a time.</summary>
public static class JudgeSteepness
{
    private const int Side = 64;
    private const int Pixels = Side * Side;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[dates = 60] [rounds = 20].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var dates = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        var simulator = new SceneSimulator(Scene.SmallMine() with
        {
            Grid = new() { Columns = Side, Rows = Side, Step = 40 },
            Dates = new() { Count = dates, IntervalDays = 12 },
            Network = new() { Links = 5 },
        });
        var pairs = simulator.Network.Pairs.Count;
        var (phase, coherence) = (new float[pairs * Pixels], new float[pairs * Pixels]);
        for (var k = 0; k < pairs; k++)
        {
            simulator.Interferogram(k, simulator.Grid.Whole, phase.AsSpan(k * Pixels, Pixels), coherence.AsSpan(k * Pixels, Pixels), new byte[Pixels]);
        }

        var (shares, lost, doubtful) = (new float[Pixels], new float[Pixels], new float[Pixels]);
        var steps = new MotionSteps(simulator.Network, new() { Looks = simulator.Scene.Sensor.Looks });
        using var space = new MotionStepSpace(new MemoryBudget(1L << 30));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"JudgeSteepness: {dates} dates, {pairs} pairs, {Pixels} pixels, one thread"));
        Row("judged", rounds, () => steps.Shares(phase, coherence, Side, shares, lost, doubtful, space));
        Row("judged, coherence unknown", rounds, () => steps.Shares(phase, [], Side, shares, lost, doubtful, space));
        Row("reading alone", rounds, () => Read(phase, coherence));
        return 0;
    }

    private static void Read(float[] phase, float[] coherence)
    {
        var sum = System.Numerics.Tensors.TensorPrimitives.Sum<float>(phase) + System.Numerics.Tensors.TensorPrimitives.Sum<float>(coherence);
        GC.KeepAlive(sum);
    }

    private static void Row(string what, int rounds, Action work)
    {
        work();
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var best = double.PositiveInfinity;
        for (var round = 0; round < rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-30} {Pixels / best,14:N0} pixels/s, {allocated} bytes allocated a tile"));
    }
}

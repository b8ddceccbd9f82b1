using System.Diagnostics;
using System.Globalization;
using Plumb.Components;
using Plumb.Geometry;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Components;

/// <summary>Question: how long does it take to join the series of two tracks, in memory?</summary>
public static class JoinSeries
{
    private static readonly double[] Factors = [1.0 / 256, 1.0 / 64, 1.0 / 16, 1.0 / 4, 1, 4, 16, 64, 256];

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[pixels = 65536] [dates of each track = 20] [threads = 0].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (pixels, dates, threads) = (Number(0, 65536), Number(1, 20), Number(2, 0));
        LookVector[] looks = [LookVector.FromAngles(0.65, -0.19), LookVector.FromAngles(0.68, Math.PI + 0.19)];
        var random = new CounterRandom(1, 1);
        JointTrack[] tracks = [.. looks.Select((l, t) => Track(l, t, pixels, dates, random))];
        var model = new JointModel([.. Enumerable.Range(0, 2 * dates).Select(d => 6 * d / 365.25)], 1e-6, 1e-6) { WalkFactors = Factors };
        var tile = new JointTile(2 * dates, pixels);
        const int Portion = 512;
        var clock = Stopwatch.StartNew();
        Parallel.For(
            0, (pixels + Portion - 1) / Portion, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, () => new double[JointSeries.ScratchLength(2 * dates, 2)],
            (p, _, scratch) =>
            {
                JointSeries.Solve(tracks, model, tile, p * Portion, Math.Min(Portion, pixels - (p * Portion)), scratch);
                return scratch;
            },
            _ => { });
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"JoinSeries: {pixels} pixels at {2 * dates} dates of two tracks in {seconds:0.0} s, {pixels / seconds:0} pixels/s; 1000 x 1000 in {seconds * 1e6 / pixels:0} s"));
        return 0;
    }

    private static JointTrack Track(LookVector look, int track, int pixels, int dates, CounterRandom random)
    {
        var (value, sigma, drift) = (new float[dates * pixels], new float[dates * pixels], new float[pixels]);
        for (var i = 0; i < value.Length; i++)
        {
            var years = 12.0 * (i / pixels) / 365.25;
            (value[i], sigma[i]) = ((float)((-0.02 * years) + (0.004 * random.Normal((ulong)((track * value.Length) + i)))), 0.004f);
        }

        Array.Fill(drift, 1e-7f);
        float[] Of(double component) => [.. Enumerable.Repeat((float)component, pixels)];
        return new JointTrack([.. Enumerable.Range(0, dates).Select(d => (2 * d) + track)], value, sigma, Of(look.East), Of(look.North), Of(look.Up)) { Drift = drift };
    }
}

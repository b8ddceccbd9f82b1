using System.Diagnostics;
using System.Globalization;
using Plumb.Subsidence;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>Question: how long does a corridor along a long railway take, in memory?</summary>
public static class FollowCorridor
{
    private const double Pixel = 50;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[length in km = 150] [corners = 1500] [width in m = 3000].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        double Number(int index, double otherwise) => args.Length > index ? double.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (length, corners, width) = (1000 * Number(0, 150), (int)Number(1, 1500), Number(2, 3000));
        double[] east = [.. Enumerable.Range(0, corners).Select(i => i * length / (corners - 1))];
        double[] north = [.. east.Select(x => -20_000 + (4000 * Math.Sin(x / 9000)))];
        var line = new CorridorLine(east, north);
        var columns = (int)(length / Pixel) + 1;
        var clock = Stopwatch.StartNew();
        var points = Corridor.Points(line, 800, columns, Pixel, Pixel, width);
        var found = clock.Elapsed.TotalSeconds;
        float[] rate = [.. points.Select(p => (float)(-0.03 * Math.Exp(-Math.Pow((p.Chainage - 50_000) / 8000, 2))))];
        var sigma = new float[points.Count];
        Array.Fill(sigma, 0.003f);
        clock.Restart();
        var options = new CorridorOptions { Width = width };
        var zones = Corridor.Zones(Corridor.Profile(line, points, rate, rate, new CorridorSigmas(sigma, sigma, sigma, sigma, _ => 0.001), options), options);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FollowCorridor: {line.Length / 1000:0} km, {corners} corners, {points.Count} points within {width:0} m found in {found:0.00} s; profile and {zones.Count} zones in {clock.Elapsed.TotalSeconds:0.00} s"));
        return 0;
    }
}

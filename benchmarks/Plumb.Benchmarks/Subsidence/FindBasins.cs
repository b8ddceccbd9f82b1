using System.Diagnostics;
using System.Globalization;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Subsidence;
using Plumb.TimeFunctions;

namespace Plumb.Benchmarks.Subsidence;

/// <summary>Question: how long does it take to find basins in a large map, to track them through dates and to read the life of their pixels, in memory?</summary>
public static class FindBasins
{
    private const double Pixel = 40;
    private const int Epochs = 12;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 3000] [dates = 100] [basins = 60].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Whole(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (side, dates, basins) = (Whole(0, 3000), Whole(1, 100), Whole(2, 60));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FindBasins: {side} x {side} pixels, {dates} dates, {basins} basins made, {Environment.ProcessorCount} threads"));
        var field = Field(side, basins, 1);
        var options = new BasinOptions(Pixel, Pixel);
        var clock = Stopwatch.StartNew();
        var map = BasinFinder.Find(field, options);
        Say("one map", clock, $"{map.Basins.Count} basins");
        var tracker = new BasinTracker();
        var finding = 0.0;
        for (var k = 1; k <= Epochs; k++)
        {
            var later = Field(side, basins, (double)k / Epochs);
            clock.Restart();
            tracker.Add(BasinFinder.Find(later, options));
            finding += clock.Elapsed.TotalSeconds;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"found and tracked through " + Epochs + " dates",-42} {finding,8:0.00} s, {tracker.Tracks.Count} tracks"));
        Live(dates, map.Labels.Count(l => l > 0));
        return 0;
    }

    private static void Live(int dates, int pixels)
    {
        const int Tile = 4096;
        var days = Enumerable.Range(0, dates).Select(i => new DateOnly(2020, 1, 1).AddDays(12 * i)).ToArray();
        var fit = new ChangePointFit(TimeModel.Line, new SeriesDates(days), new ChangePointOptions { Most = 3 });
        using var scratch = fit.CreateScratch(new MemoryBudget(1L << 30));
        var random = new Random(1);
        var series = new float[dates * Tile];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = (-0.002f * Math.Clamp((i / Tile) - (dates / 3), 0, dates / 3)) + (0.004f * (random.NextSingle() - 0.5f));
        }

        var (count, times, rates) = (new float[Tile], new float[3 * Tile], new float[4 * Tile]);
        var clock = Stopwatch.StartNew();
        fit.Fit(new FitTile { Pixels = Tile, Series = series }, new ChangeResult { Count = count, Times = times, Rates = rates }, scratch);
        var each = clock.Elapsed.TotalSeconds / Tile;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"life of the pixels of basins, one thread",-42} {each * pixels,8:0.00} s for {pixels} pixels ({1 / each:N0} a second)"));
    }

    private static void Say(string what, Stopwatch clock, string more) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-42} {clock.Elapsed.TotalSeconds,8:0.00} s, {more}"));

    private static BasinField Field(int side, int basins, double share)
    {
        var grid = new Grid(new Crs("EPSG:32650", false), 500_000, 4_000_000, Pixel, -Pixel, side, side);
        var values = new float[side * side];
        var random = new Random(3);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 0.012f * (random.NextSingle() - 0.5f);
        }

        for (var b = 0; b < basins; b++)
        {
            var (row, column, radius, depth) = (random.Next(side), random.Next(side), 4 + (20 * random.NextDouble()), 0.02 + (0.2 * random.NextDouble()));
            var reach = (int)(4 * radius);
            for (var r = Math.Max(0, row - reach); r < Math.Min(side, row + reach); r++)
            {
                for (var c = Math.Max(0, column - reach); c < Math.Min(side, column + reach); c++)
                {
                    values[(r * side) + c] -= (float)(share * depth * Math.Exp(-(Math.Pow(r - row, 2) + Math.Pow(c - column, 2)) / (2 * radius * radius)));
                }
            }
        }

        var sigmas = new float[values.Length];
        Array.Fill(sigmas, 0.0035f);
        return new BasinField
        {
            Motion = new Layer(new("motion", "Motion", Unit.MetrePerYear, Sign.Up), grid, values),
            Mask = new Mask(grid),
            OwnSigma = new Layer(new("sigma", "Sigma", Unit.MetrePerYear, Sign.None), grid, sigmas),
        };
    }
}

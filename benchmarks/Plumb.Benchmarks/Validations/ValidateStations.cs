using System.Diagnostics;
using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Processing.Results;
using Plumb.Processing.Validations;
using Plumb.Validation;

namespace Plumb.Benchmarks.Validations;

/// <summary>Question: how long does it take to hold the run that <see cref="ChainThroughput"/> left against many GNSS stations with daily positions?</summary>
public static class ValidateStations
{
    private const int YearDays = 365;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 1000] [stations = 1000] [folder].</param>
    /// <returns>0.</returns>
    /// <exception cref="RequestException">There is no finished run.</exception>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Argument(int k, int other) => args.Length > k ? int.Parse(args[k], CultureInfo.InvariantCulture) : other;
        var (side, count) = (Argument(0, 1000), Argument(1, 1000));
        var folder = args.Length > 2 ? args[2] : Path.Combine(Path.GetTempPath(), $"plumb-chain-{side}");
        var path = Path.Combine(folder, "results");
        if (!Directory.Exists(path))
        {
            throw new RequestException($"{folder} holds no finished run; ChainThroughput {side} makes it.");
        }

        var results = ResultSet.Open(path);
        var stations = Stations(results, count);
        var clock = Stopwatch.StartNew();
        var options = new StationOptions { Radius = 100 };
        var mask = results.Mask();
        var read = clock.Elapsed.TotalSeconds;
        var found = GroundCheck.Of(results, stations, mask, options, threads: Environment.ProcessorCount);
        var record = ValidationRecord.Of(new ValidationInputs(stations, [], options, IsVertical: false), "", found);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{results.Grid.PixelCount} pixels, {results.Dates.Count} dates, {count} stations with {((GnssStation)stations[0]).Series.Positions.Count} days each, {Environment.ProcessorCount} threads: {seconds:0.00} s, of which the mask {read:0.00} s; {record.Stations.Count(s => s.IsUsed)} stations used"));
        return 0;
    }

    /// <summary>Stations by chance over the grid, with positions that scatter by 3 mm (8 mm upwards) every day of the run and half a year around it.</summary>
    private static List<GroundStation> Stations(ResultSet results, int count)
    {
        var random = new Random(7);
        double Normal(double sigma) => sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var first = results.Dates[0].AddDays(-YearDays / 2);
        var days = results.Dates[^1].DayNumber - first.DayNumber + (YearDays / 2);
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            var (longitude, latitude) = results.PlaceOf(random.Next(results.Grid.Rows), random.Next(results.Grid.Columns));
            var positions = Enumerable.Range(0, days).Select(d => new GnssPosition(first.AddDays(d), Normal(0.003), Normal(0.003), Normal(0.008), 0.003, 0.003, 0.008));
            return new GnssStation($"S{k}", longitude, latitude, "", new GnssSeries(positions));
        })];
    }
}

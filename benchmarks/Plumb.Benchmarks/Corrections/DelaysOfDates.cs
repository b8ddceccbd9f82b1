using System.Diagnostics;
using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Weather;

namespace Plumb.Benchmarks.Corrections;

/// <summary>
/// Question: of the delays of many dates over a scene by weather on levels of pressure, how much is reading the files? Real files are copied as often as there are dates, each is
/// read anew, brought to delays at heights and looked up at every pixel.
/// </summary>
public static class DelaysOfDates
{
    private const double South = 31.5, West = 130.3, Degrees = 0.9;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">Folder of GRIB files of ERA5 about Kyushu, [dates = 60] [side in pixels = 1000].</param>
    /// <returns>0, or 2 where the folder is not named or not there.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length == 0 || !Directory.Exists(args[0]))
        {
            Console.Error.WriteLine("Name the folder of ERA5 files on levels of pressure that cover 31.5 to 32.4 N, 130.3 to 131.2 E.");
            return 2;
        }

        var dates = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
        var side = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1000;
        var folder = Directory.CreateTempSubdirectory("plumb-delays-").FullName;
        try
        {
            Measure(WeatherFolder.Scan([args[0]], out _), folder, dates, side);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(IReadOnlyList<WeatherEpoch> real, string folder, int dates, int side)
    {
        var epochs = new WeatherEpoch[dates];
        for (var date = 0; date < dates; date++)
        {
            var source = real[date % real.Count];
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{date:000}{Path.GetExtension(source.Path)}"));
            File.Copy(source.Path, path);
            epochs[date] = WeatherFile.Epochs(path)[0];
        }

        double[] heights = [.. Enumerable.Range(0, 42).Select(k => 50.0 * k)];
        var cubes = new DelayCube[dates];
        double reading = 0, columns = 0;
        for (var date = 0; date < dates; date++)
        {
            var clock = Stopwatch.StartNew();
            var weather = WeatherFile.Read(epochs[date], South, South + Degrees, West, West + Degrees);
            reading += Lap(clock);
            cubes[date] = DelayCube.Of(weather, heights);
            columns += Lap(clock);
        }

        var (looking, sum) = (Stopwatch.StartNew(), new double[side]);
        Parallel.For(0, side, new ParallelOptions { MaxDegreeOfParallelism = 2 }, row => sum[row] = Row(cubes, row, side));
        var at = looking.Elapsed.TotalSeconds;
        var all = reading + columns + at;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {dates} dates over {side} x {side} pixels, mean delay {sum.Sum() / dates / side:0.000} m: reading {reading:0.00} s ({100 * reading / all:0} %), delays at heights {columns:0.00} s, both on one thread; at pixels {at:0.00} s on two threads ({1e-6 * dates * side * side / at:0} million pixels/s); together {all:0.00} s"));
    }

    /// <summary>The delays of all dates along a row of pixels, as the correction looks them up; the sum of those in the middle.</summary>
    private static double Row(DelayCube[] cubes, int row, int side)
    {
        var (latitude, longitude, height, delay) = (new double[side], new double[side], new float[side], new float[side]);
        for (var c = 0; c < side; c++)
        {
            (latitude[c], longitude[c], height[c]) = (South + (Degrees * (row + 0.5) / side), West + (Degrees * (c + 0.5) / side), ((row * 7) + (c * 3)) % 2000);
        }

        var (places, sum) = (new DelayPlaces(side), 0.0);
        foreach (var cube in cubes)
        {
            cube.Sample(places, latitude, longitude, height, delay);
            sum += delay[side / 2];
        }

        return sum;
    }

    private static double Lap(Stopwatch clock)
    {
        var seconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        return seconds;
    }
}

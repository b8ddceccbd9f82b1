using Plumb.Corrections.Delays;
using Plumb.Grids;

namespace Plumb.Formats.Weather;

/// <summary>
/// A weather model in GRIB or netCDF as ECMWF gives it out: geopotential, temperature and humidity on levels of pressure, or temperature, specific humidity, surface
/// geopotential (z) and logarithm of the surface pressure (lnsp) on the 137 model levels of ERA5.
/// </summary>
public static class WeatherFile
{
    /// <summary>Fewest levels of pressure that make a column of air (count).</summary>
    public const int FewestLevels = 8;

    private static readonly string[] Columns = ["t", "q"];
    private static readonly string[] Surfaces = ["z", "lnsp"];

    /// <summary>The times of a file that hold all that is needed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read, or no time is complete; the message says what lacks.</exception>
    public static IReadOnlyList<WeatherEpoch> Epochs(string path)
    {
        using var bands = WeatherBands.Open(path);
        var epochs = new List<WeatherEpoch>();
        var lack = "it has no levels of pressure and no model levels";
        foreach (var time in bands.All.GroupBy(b => b.Time).OrderBy(g => g.Key))
        {
            var list = time.ToList();
            if (Lack(list) is { } missing)
            {
                lack = missing;
                continue;
            }

            var kind = list.Any(b => b.IsPressure) ? WeatherKind.PressureLevels : WeatherKind.ModelLevels;
            epochs.Add(new WeatherEpoch(path, kind, time.Key, false, bands.Nodes));
        }

        return epochs.Count > 0
            ? epochs
            : throw new RequestException($"{path} is no weather that can be used: {lack}. Needed are z, t and q (or r) on levels of pressure, or t, q, z and lnsp on ERA5's 137 model levels.");
    }

    /// <summary>Reads the air around a place.</summary>
    /// <param name="epoch">One of <see cref="Epochs"/>.</param>
    /// <param name="south">Southern edge of the place, latitude in degrees.</param>
    /// <param name="north">Northern edge of the place, latitude in degrees.</param>
    /// <param name="west">Western edge of the place, longitude in degrees.</param>
    /// <param name="east">Eastern edge of the place, longitude in degrees.</param>
    /// <returns>The air over the nodes of the place and one node around it, where the file has them.</returns>
    /// <exception cref="RequestException">The file changed, or its values are impossible.</exception>
    public static WeatherCube Read(WeatherEpoch epoch, double south, double north, double west, double east)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        using var bands = WeatherBands.Open(epoch.Path);
        var list = bands.All.Where(b => b.Time == epoch.Time).ToList();
        if (Lack(list) is { } lack || bands.Nodes != epoch.Nodes)
        {
            throw new RequestException($"{epoch.Path} changed since it was looked at. Run again.");
        }

        var window = WeatherNodes.Window(bands.Nodes, south, north, west, east);
        var nodes = WeatherNodes.Crop(bands.Nodes, window);
        var cube = epoch.Kind == WeatherKind.PressureLevels ? OnPressure(bands, list, window, nodes, epoch.Time) : OnModelLevels(bands, list, window, nodes, epoch.Time);
        return Checked(cube, epoch.Path);
    }

    private static string? Lack(List<WeatherBand> bands)
    {
        int Count(string name, bool isPressure) => bands.Where(b => b.Name == name && b.IsPressure == isPressure).Select(b => b.Level).Distinct().Count();
        if (bands.Any(b => b.IsPressure))
        {
            var (z, t, humidity) = (Count("z", true), Count("t", true), Math.Max(Count("q", true), Count("r", true)));
            return Math.Min(z, Math.Min(t, humidity)) >= FewestLevels
                ? null
                : $"of geopotential, temperature and humidity there are {z}, {t} and {humidity} levels of pressure, fewer than {FewestLevels}";
        }

        if (bands.Count == 0)
        {
            return "it has no levels of pressure and no model levels";
        }

        var lacking = Columns.Where(n => Count(n, false) != HybridLevels.Count).Concat(Surfaces.Where(n => Count(n, false) == 0)).ToList();
        return lacking.Count == 0 ? null : $"on the {HybridLevels.Count} model levels it lacks {string.Join(", ", lacking)}, or some of its levels";
    }

    private static WeatherCube OnPressure(WeatherBands bands, List<WeatherBand> list, Tile window, NodeGrid nodes, DateTime time)
    {
        var humidity = list.Any(b => b.Name == "q") ? "q" : "r";
        var levels = list.Where(b => b.IsPressure).GroupBy(b => b.Level)
            .Where(g => g.Any(b => b.Name == "z") && g.Any(b => b.Name == "t") && g.Any(b => b.Name == humidity))
            .OrderByDescending(g => g.Key).ToList();
        var cube = Empty(time, nodes, levels.Count);
        for (var k = 0; k < levels.Count; k++)
        {
            float[] Of(string name) => bands.Read(levels[k].First(b => b.Name == name), window);
            var (geopotential, temperature, humid) = (Of("z"), Kelvins(Of("t"), levels[k].First(b => b.Name == "t")), Of(humidity));
            for (var node = 0; node < nodes.Count; node++)
            {
                var at = (k * nodes.Count) + node;
                cube.Height[at] = (float)Geopotential.Height(geopotential[node], nodes.Latitude(node / nodes.Columns));
                cube.Pressure[at] = (float)levels[k].Key;
                cube.Temperature[at] = temperature[node];
                cube.Vapour[at] = (float)(humidity == "q"
                    ? HumidAir.VapourPressure(humid[node], levels[k].Key)
                    : HumidAir.VapourPressureOfRelative(humid[node], temperature[node]));
            }
        }

        return cube;
    }

    private static WeatherCube OnModelLevels(WeatherBands bands, List<WeatherBand> list, Tile window, NodeGrid nodes, DateTime time)
    {
        // Surface fields stand on level 1, as ECMWF archives them.
        float[] Surface(string name) => bands.Read(list.Where(b => b.Name == name).MinBy(b => b.Level)!, window);
        List<float[]> Levels(string name) => [.. list.Where(b => b.Name == name).OrderByDescending(b => b.Level).Select(b => name == "t" ? Kelvins(bands.Read(b, window), b) : bands.Read(b, window))];
        var (surface, pressure0, temperatures, humidities) = (Surface("z"), Surface("lnsp"), Levels("t"), Levels("q"));
        var cube = Empty(time, nodes, HybridLevels.Count);
        Span<double> temperature = stackalloc double[HybridLevels.Count];
        Span<double> humidity = stackalloc double[HybridLevels.Count];
        Span<double> pressure = stackalloc double[HybridLevels.Count];
        Span<double> geopotential = stackalloc double[HybridLevels.Count];
        for (var node = 0; node < nodes.Count; node++)
        {
            for (var k = 0; k < HybridLevels.Count; k++)
            {
                (temperature[k], humidity[k]) = (temperatures[k][node], humidities[k][node]);
            }

            HybridLevels.Fill(Math.Exp(pressure0[node]), surface[node], temperature, humidity, pressure, geopotential);
            for (var k = 0; k < HybridLevels.Count; k++)
            {
                var at = (k * nodes.Count) + node;
                cube.Height[at] = (float)Geopotential.Height(geopotential[k], nodes.Latitude(node / nodes.Columns));
                cube.Pressure[at] = (float)pressure[k];
                cube.Temperature[at] = (float)temperature[k];
                cube.Vapour[at] = (float)HumidAir.VapourPressure(humidity[k], pressure[k]);
            }
        }

        return cube;
    }

    private static WeatherCube Empty(DateTime time, NodeGrid nodes, int levels)
    {
        var size = levels * nodes.Count;
        return new WeatherCube(time, nodes, levels, new float[size], new float[size], new float[size], new float[size]);
    }

    private static float[] Kelvins(float[] values, WeatherBand band)
    {
        if (band.Unit.Trim('[', ']') is "C" or "degC" or "Celsius")
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += 273.15f;
            }
        }

        return values;
    }

    private static WeatherCube Checked(WeatherCube cube, string path)
    {
        var count = cube.Nodes.Count;
        for (var at = 0; at < cube.Height.Length; at++)
        {
            // NaN fails every comparison.
            if (!(cube.Height[at] is > -2000 and < 200_000) || !(cube.Temperature[at] is > 120 and < 350) || !(cube.Pressure[at] is > 0 and < 120_000) || !(cube.Vapour[at] is >= 0 and < 20_000) ||
                (at >= count && !(cube.Height[at] > cube.Height[at - count])))
            {
                throw new RequestException(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{path}: the air over node {at % count} on level {at / count} is impossible (height {cube.Height[at]:0} m, pressure {cube.Pressure[at]:0} Pa, temperature {cube.Temperature[at]:0.0} K, vapour {cube.Vapour[at]:0} Pa). The file is damaged or in other units; get it again."));
            }
        }

        return cube;
    }
}

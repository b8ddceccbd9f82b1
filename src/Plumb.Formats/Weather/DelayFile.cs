using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Weather;

/// <summary>
/// Zenith delays that others computed: netCDF with a hydrostatic and a wet delay over latitude, longitude and height (RAiDER, OPERA L4 TROPO-ZENITH), and GACOS's
/// total delay at the ground (YYYYMMDD.ztd with .rsc, or YYYYMMDD.ztd.tif).
/// </summary>
public static class DelayFile
{
    private static readonly string[] Hydrostatic = ["hydro", "hydrostatic_delay"];
    private static readonly string[] Wet = ["wet", "wet_delay"];

    /// <summary>The time that a file of delays is for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">It cannot be read, or is no such file.</exception>
    public static WeatherEpoch Epoch(string path)
    {
        if (IsGacos(path))
        {
            return Gacos(path);
        }

        using var file = GdalDataset.Open(path, "netCDF");
        using var hydro = file.OpenVariable(NameOf(file, Hydrostatic, path));
        _ = NameOf(file, Wet, path);
        _ = HeightsOf(hydro, path);
        return new WeatherEpoch(path, WeatherKind.DelayHeights, TimeOf(file, hydro, path), false, WeatherNodes.Of(hydro, path));
    }

    /// <summary>Whether a file's name is that of GACOS's delays.</summary>
    /// <param name="path">The file.</param>
    public static bool IsGacos(string path) =>
        path.EndsWith(".ztd", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ztd.tif", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the delays around a place.</summary>
    /// <param name="epoch">What <see cref="Epoch"/> said of the file.</param>
    /// <param name="south">Southern edge of the place, latitude in degrees.</param>
    /// <param name="north">Northern edge of the place, latitude in degrees.</param>
    /// <param name="west">Western edge of the place, longitude in degrees.</param>
    /// <param name="east">Eastern edge of the place, longitude in degrees.</param>
    /// <exception cref="RequestException">The file cannot be read, or its values are impossible.</exception>
    public static DelayCube Read(WeatherEpoch epoch, double south, double north, double west, double east)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        var window = WeatherNodes.Window(epoch.Nodes, south, north, west, east);
        var nodes = WeatherNodes.Crop(epoch.Nodes, window);
        if (epoch.Kind == WeatherKind.DelayGround)
        {
            var ground = new float[window.PixelCount];
            ReadGround(epoch.Path, epoch.Nodes, window, ground);
            return new DelayCube(nodes, [0], Checked(ground, epoch.Path));
        }

        using var file = GdalDataset.Open(epoch.Path, "netCDF");
        using var hydro = file.OpenVariable(NameOf(file, Hydrostatic, epoch.Path));
        using var wet = file.OpenVariable(NameOf(file, Wet, epoch.Path));
        var heights = HeightsOf(hydro, epoch.Path);
        if (wet.BandCount != heights.Length || wet.Rows != hydro.Rows || wet.Columns != hydro.Columns)
        {
            throw new RequestException($"{epoch.Path}: hydrostatic and wet delay differ in size. The file is damaged; get it again.");
        }

        var delay = new float[nodes.Count * heights.Length];
        var (one, other) = (new float[nodes.Count], new float[nodes.Count]);
        for (var k = 0; k < heights.Length; k++)
        {
            hydro.Read(k + 1, window, one);
            wet.Read(k + 1, window, other);
            for (var node = 0; node < nodes.Count; node++)
            {
                delay[(node * heights.Length) + k] = one[node] + other[node];
            }
        }

        return new DelayCube(nodes, heights, Checked(delay, epoch.Path));
    }

    private static float[] Checked(float[] delay, string path)
    {
        // GACOS marks what it lacks by 0.
        for (var i = 0; i < delay.Length; i++)
        {
            if (delay[i] == 0)
            {
                delay[i] = float.NaN;
            }
            else if (delay[i] is < 0 or > 4)
            {
                throw new RequestException(string.Create(
                    CultureInfo.InvariantCulture, $"{path} holds a zenith delay of {delay[i]:0.###}, which is none in metres (0 to 4). The file is damaged or something else."));
            }
        }

        return delay;
    }

    private static string NameOf(GdalDataset file, string[] names, string path) =>
        file.Variables.FirstOrDefault(v => names.Contains(v.Split('/')[^1])) ??
        throw new RequestException($"{path} has no variable {string.Join(" or ", names)}; it has {string.Join(", ", file.Variables.Take(10))}. Zenith delays of RAiDER or OPERA are read.");

    private static double[] HeightsOf(GdalDataset dataset, string path)
    {
        var heights = new double[dataset.BandCount];
        for (var band = 1; band <= heights.Length; band++)
        {
            var text = dataset.BandMetadata(band);
            var found = text.FirstOrDefault(t => t.Key is "NETCDF_DIM_z" or "NETCDF_DIM_height");
            if (found.Key is null || !double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out heights[band - 1]))
            {
                throw new RequestException($"{path}: band {band} names no height (z or height). Zenith delays of RAiDER or OPERA are read.");
            }
        }

        return heights;
    }

    private static DateTime TimeOf(GdalDataset file, GdalDataset variable, string path)
    {
        var text = file.Metadata().Concat(variable.Metadata()).Where(t => t.Key.Split('#')[^1] is "reference_time" or "reference_datetime" or "datetime").Select(t => t.Value).FirstOrDefault();
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (text is not null && DateTime.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        throw new RequestException($"{path} does not say the time of its delays (reference_time). Zenith delays of RAiDER or OPERA are read.");
    }

    private static WeatherEpoch Gacos(string path)
    {
        var name = Path.GetFileName(path);
        if (name.Length < 8 || !DateTime.TryParseExact(name[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
        {
            throw new RequestException($"{path}: delays of GACOS are named after their date, YYYYMMDD.ztd.");
        }

        if (path.EndsWith(".tif", StringComparison.OrdinalIgnoreCase))
        {
            using var image = GdalDataset.Open(path, "GTiff");
            return new WeatherEpoch(path, WeatherKind.DelayGround, day, true, WeatherNodes.Of(image, path));
        }

        return new WeatherEpoch(path, WeatherKind.DelayGround, day, true, GacosHeader.Read(path));
    }

    private static void ReadGround(string path, NodeGrid nodes, Tile window, Span<float> values)
    {
        if (path.EndsWith(".tif", StringComparison.OrdinalIgnoreCase))
        {
            using var image = GdalDataset.Open(path, "GTiff");
            image.Read(1, window, values);
            return;
        }

        using var file = File.OpenRead(path);
        if (file.Length != 4L * nodes.Count)
        {
            throw new RequestException($"{path} has {file.Length} bytes, not the {4L * nodes.Count} of {nodes.Rows} x {nodes.Columns} numbers that {Path.GetFileName(path)}.rsc promises. Get it again.");
        }

        var line = new byte[4 * window.Columns];
        for (var row = 0; row < window.Rows; row++)
        {
            file.Position = 4L * (((long)(window.Row + row) * nodes.Columns) + window.Column);
            file.ReadExactly(line);
            for (var column = 0; column < window.Columns; column++)
            {
                values[(row * window.Columns) + column] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(line.AsSpan(4 * column));
            }
        }
    }
}

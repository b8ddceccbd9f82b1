using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Weather;

/// <summary>The bands of a weather file by what they hold: variable, level, time.</summary>
internal sealed class WeatherBands : IDisposable
{
    private readonly Dictionary<string, GdalDataset> datasets = [];
    private readonly List<WeatherBand> bands = [];

    private WeatherBands(string path) => Path = path;

    public string Path { get; }

    /// <summary>The bands.</summary>
    public IReadOnlyList<WeatherBand> All => bands;

    /// <summary>The nodes, which all bands share.</summary>
    public NodeGrid Nodes { get; private set; }

    public static WeatherBands Open(string path)
    {
        var file = GdalDataset.Open(path, "GRIB", "netCDF");
        var all = new WeatherBands(path);
        try
        {
            if (file.Driver == "GRIB")
            {
                all.datasets[""] = file;
                all.AddGrib(file);
            }
            else
            {
                using (file)
                {
                    all.AddNetCdf(file);
                }
            }

            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    /// <summary>Reads a band, in the unit of the file; shape (rows, columns) of the window.</summary>
    public float[] Read(WeatherBand band, Tile window)
    {
        var values = new float[window.Rows * window.Columns];
        datasets[band.Dataset].Read(band.Band, window, values);
        return values;
    }

    public void Dispose()
    {
        foreach (var one in datasets.Values)
        {
            one.Dispose();
        }
    }

    private void AddGrib(GdalDataset file)
    {
        Nodes = NodesOf(file);
        for (var band = 1; band <= file.BandCount; band++)
        {
            var text = file.BandMetadata(band);
            if (!text.TryGetValue("GRIB_ELEMENT", out var element) || !text.TryGetValue("GRIB_VALID_TIME", out var valid))
            {
                continue;
            }

            var description = file.Description(band);
            var bracket = description.IndexOf('[', StringComparison.Ordinal);
            if (bracket < 0 || !Number(description[..bracket], out var level) || !Number(valid.Split(' ')[0], out var seconds))
            {
                continue;
            }

            var isPressure = description.Contains("ISBL", StringComparison.Ordinal);
            if (!isPressure && !description.Contains("HYBL", StringComparison.Ordinal))
            {
                continue;
            }

            var pascals = isPressure && description.Contains("[hPa]", StringComparison.Ordinal) ? 100 : 1;
            var name = element.ToLowerInvariant() switch { "gp" => "z", "rh" => "r", "spfh" => "q", "tmp" => "t", var other => other };
            bands.Add(new WeatherBand("", band, name, isPressure, level * pascals, DateTime.UnixEpoch.AddSeconds(seconds), text.GetValueOrDefault("GRIB_UNIT", "")));
        }
    }

    private void AddNetCdf(GdalDataset container)
    {
        string[] wanted = ["z", "t", "q", "r", "lnsp"];
        foreach (var name in container.Variables.Where(wanted.Contains))
        {
            var variable = container.OpenVariable(name);
            datasets[name] = variable;
            var nodes = NodesOf(variable);
            if (datasets.Count > 1 && nodes != Nodes)
            {
                throw new RequestException($"{Path}: variable {name} lies over {nodes}, the others over {Nodes}. Get the file again with one area.");
            }

            Nodes = nodes;
            AddVariable(variable, name);
        }
    }

    private void AddVariable(GdalDataset variable, string name)
    {
        const string Dimension = "NETCDF_DIM_";
        var file = variable.Metadata();
        for (var band = 1; band <= variable.BandCount; band++)
        {
            var text = variable.BandMetadata(band);
            DateTime? time = null;
            (double Value, bool IsPressure)? level = null;
            foreach (var (key, value) in text.Where(t => t.Key.StartsWith(Dimension, StringComparison.Ordinal)))
            {
                var axis = key[Dimension.Length..];
                var unit = file.GetValueOrDefault($"{axis}#units", "");
                if (!Number(value, out var number))
                {
                    continue;
                }

                if (unit.Contains(" since ", StringComparison.Ordinal))
                {
                    time = TimeOf(unit, number);
                }
                else if (axis.Contains("level", StringComparison.OrdinalIgnoreCase) || axis.Contains("isobaric", StringComparison.OrdinalIgnoreCase) || axis.Contains("hybrid", StringComparison.OrdinalIgnoreCase))
                {
                    level = unit switch
                    {
                        "millibars" or "hPa" or "mbar" => (number * 100, true),
                        "Pa" => (number, true),
                        _ => (number, false),
                    };
                }
            }

            if (time is { } t && level is { } l)
            {
                bands.Add(new WeatherBand(name, band, name, l.IsPressure, l.Value, t, text.GetValueOrDefault("units", "")));
            }
        }
    }

    /// <summary>A time of a netCDF axis: "hours since 1900-01-01 00:00:00.0".</summary>
    private DateTime TimeOf(string unit, double number)
    {
        var words = unit.Split(" since ");
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParse(words[1], CultureInfo.InvariantCulture, Utc, out var origin) && double.IsFinite(number) && Math.Abs(number) < 1e11)
        {
            switch (words[0].Trim())
            {
                case "seconds":
                    return origin.AddSeconds(number);
                case "minutes":
                    return origin.AddMinutes(number);
                case "hours":
                    return origin.AddHours(number);
                case "days":
                    return origin.AddDays(number);
            }
        }

        throw new RequestException($"{Path}: the time {number.ToString(CultureInfo.InvariantCulture)} in '{unit}' is not understood; seconds, minutes, hours or days since a date are. Get the file again from its service.");
    }

    private NodeGrid NodesOf(GdalDataset dataset) => WeatherNodes.Of(dataset, Path);

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

}

/// <summary>A band of a weather file.</summary>
/// <param name="Dataset">Which of the opened datasets it is in.</param>
/// <param name="Band">Number of the band.</param>
/// <param name="Name">z (geopotential), t, q, r or lnsp.</param>
/// <param name="IsPressure">Whether the level is a pressure; otherwise it is the number of a model level.</param>
/// <param name="Level">The level, pascals or number.</param>
/// <param name="Time">The time, UTC.</param>
/// <param name="Unit">Unit of the values.</param>
internal sealed record WeatherBand(string Dataset, int Band, string Name, bool IsPressure, double Level, DateTime Time, string Unit);

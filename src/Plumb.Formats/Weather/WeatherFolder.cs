namespace Plumb.Formats.Weather;

/// <summary>All weather files under some paths.</summary>
public static class WeatherFolder
{
    private static readonly string[] Endings = [".grb", ".grib", ".grb2", ".grib2", ".nc", ".nc4", ".ztd", ".ztd.tif"];

    /// <summary>Looks at all weather files under the paths.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="refused">What was found and is no weather, each a sentence.</param>
    /// <returns>The times in order; among files of the same time the first by name.</returns>
    /// <exception cref="RequestException">A path does not exist, or nothing is found.</exception>
    public static IReadOnlyList<WeatherEpoch> Scan(IReadOnlyList<string> paths, out IReadOnlyList<string> refused)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (epochs, problems) = (new List<WeatherEpoch>(), new List<string>());
        foreach (var file in paths.SelectMany(FilesOf).Distinct().Order(StringComparer.Ordinal))
        {
            try
            {
                epochs.AddRange(EpochsOf(file));
            }
            catch (RequestException e)
            {
                problems.Add(e.Message);
            }
        }

        refused = problems;
        return epochs.Count > 0
            ? [.. epochs.GroupBy(e => (e.Time, e.IsWholeDay)).Select(g => g.First()).OrderBy(e => e.Time)]
            : throw new RequestException($"No weather is found in {string.Join(", ", paths)} (endings {string.Join(", ", Endings)}). {problems.FirstOrDefault() ?? "Name the folder of the files."}");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            : throw new RequestException($"{path}, named as a place of weather files, does not exist. Correct corrections.troposphere.weather.");
    }

    private static IReadOnlyList<WeatherEpoch> EpochsOf(string file)
    {
        if (DelayFile.IsGacos(file))
        {
            return [DelayFile.Epoch(file)];
        }

        try
        {
            return WeatherFile.Epochs(file);
        }
        catch (RequestException asWeather)
        {
            try
            {
                return [DelayFile.Epoch(file)];
            }
            catch (RequestException)
            {
                throw asWeather;
            }
        }
    }
}

using Plumb.Formats.GeoTiff;
using Plumb.Grids;

namespace Plumb.Processing.Results;

/// <summary>The maps of a run as Cloud-Optimised GeoTIFFs, each with a QGIS style beside it.</summary>
public static class MapFiles
{
    /// <summary>Writes all maps. Rate and displacement are no-data where the mask has a reason; quality maps are whole.</summary>
    /// <param name="results">The run.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <param name="folder">The folder of the maps.</param>
    /// <returns>Number of maps (count).</returns>
    /// <exception cref="IOException">A map cannot be written.</exception>
    public static int Write(ResultSet results, Mask mask, string folder)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(mask);
        Directory.CreateDirectory(folder);
        var last = results.Dates.Count - 1;
        Func<Layer?>[] masked = [results.Rate, results.RateSigma, .. results.RateSigmaParts().Select<Layer, Func<Layer?>>(l => () => l), () => last < 0 ? null : results.Displacement(last)];
        Func<Layer?>[] whole = [results.TemporalCoherence, results.MeanCoherence, results.ResidualRms, results.PairCount, results.Weakness, results.UncheckedDates, results.Aliasing];
        (string Name, Func<Layer?> Read)[] closure =
        [
            ("loops_open_before", results.LoopsOpenBefore), ("loops_open_after", results.LoopsOpenAfter), ("pairs_changed", results.PairsChanged),
            ("closure_undecided", results.ClosureUndecided),
        ];
        var count = 1;
        foreach (var read in masked)
        {
            if (read() is { } layer)
            {
                WriteOne(GoodOnly(layer, mask), folder);
                count++;
            }
        }

        foreach (var read in whole)
        {
            if (read() is { } layer)
            {
                WriteOne(layer, folder);
                count++;
            }
        }

        foreach (var (name, read) in closure)
        {
            if (read() is { } layer)
            {
                WriteOne(layer, folder);
                count++;
            }
            else
            {
                // A run with the closure switched off keeps no maps of an earlier one.
                File.Delete(Path.Combine(folder, name + ".tif"));
                File.Delete(Path.Combine(folder, name + ".qml"));
            }
        }

        count += WriteFit(results, mask, folder);
        LayerGeoTiff.Write(mask, Path.Combine(folder, "mask.tif"));
        return count;
    }

    /// <summary>Writes the displacement at every date after the first, no-data where the mask has a reason.</summary>
    /// <param name="results">The run.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <param name="folder">The folder of the maps.</param>
    /// <param name="cancellation">Stops between dates; whole maps stay.</param>
    /// <returns>Number of maps (count).</returns>
    /// <exception cref="IOException">A map cannot be written.</exception>
    public static int WriteDates(ResultSet results, Mask mask, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(results);
        for (var date = 1; date < results.Dates.Count; date++)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteOne(GoodOnly(results.Displacement(date), mask), folder);
        }

        return Math.Max(0, results.Dates.Count - 1);
    }

    /// <summary>The maps of the time functions; those that an earlier fit left behind go.</summary>
    private static int WriteFit(ResultSet results, Mask mask, string folder)
    {
        var layers = results.Fit?.Layers.Where(l => l.IsPublished).ToArray() ?? [];
        var names = layers.Select(l => "fit_" + l.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var old in Directory.EnumerateFiles(folder, "fit_*").Where(f => !names.Contains(Path.GetFileNameWithoutExtension(f))))
        {
            File.Delete(old);
        }

        foreach (var layer in layers)
        {
            WriteOne(GoodOnly(results.FitMap(layer), mask), folder);
        }

        return layers.Length;
    }

    /// <summary>The layer with NaN where the mask has a reason; unit and sign stay.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="mask">Which pixels are good, shape (rows, columns).</param>
    public static Layer GoodOnly(Layer layer, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(mask);
        var values = layer.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (!mask.IsGood(i))
            {
                values[i] = float.NaN;
            }
        }

        return new Layer(layer.Description, layer.Grid, values);
    }

    private static void WriteOne(Layer layer, string folder) =>
        LayerGeoTiff.Write(layer, Path.Combine(folder, layer.Description.Name + ".tif"));
}

using System.Collections.Concurrent;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Processing.Fits;
using Plumb.Processing.Scheduling;

namespace Plumb.Processing.Results;

/// <summary>The maps of a run as Cloud-Optimised GeoTIFFs, each with a QGIS style beside it.</summary>
public static class MapFiles
{
    // A map, the same with its mask, and what its compression holds.
    private const int CopiesInMemory = 3;

    /// <summary>Writes all maps. Rate and displacement are no-data where the mask has a reason; quality maps are whole.</summary>
    /// <param name="results">The run.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <param name="folder">The folder of the maps.</param>
    /// <param name="threads">Number of maps written at once (count), fewer where they would take more than 1 GiB.</param>
    /// <returns>Number of maps (count).</returns>
    /// <exception cref="IOException">A map cannot be written.</exception>
    public static int Write(ResultSet results, Mask mask, string folder, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(mask);
        Directory.CreateDirectory(folder);
        var last = results.Dates.Count - 1;
        var fit = results.Fit?.Layers.Where(l => l.IsPublished).ToArray() ?? [];
        Func<Layer?>[] masked =
        [
            results.Rate, results.RateSigma, .. results.RateSigmaParts().Select<Layer, Func<Layer?>>(l => () => l), () => last < 0 ? null : results.Displacement(last),
            .. fit.Select<FitLayer, Func<Layer?>>(l => () => results.FitMap(l)),
        ];
        Func<Layer?>[] whole = [results.TemporalCoherence, results.MeanCoherence, results.ResidualRms, results.PairCount, results.Weakness, results.UncheckedDates, results.Aliasing,
            results.LoopsOpenBefore, results.LoopsOpenAfter, results.PairsChanged, results.ClosureUndecided];
        var names = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        void One(int index)
        {
            var isMasked = index < masked.Length;
            if ((isMasked ? masked[index] : whole[index - masked.Length])() is { } layer)
            {
                WriteOne(isMasked ? GoodOnly(layer, mask) : layer, folder);
                names[layer.Description.Name] = true;
            }
        }

        var bytes = Math.Max(1L, mask.Grid.PixelCount * sizeof(float) * CopiesInMemory);
        UnitScheduler.Run(masked.Length + whole.Length, (int)Math.Clamp((1L << 30) / bytes, 1, threads), One, CancellationToken.None);
        // What an earlier run had and this one has not, an earlier last date or a closure that was switched off since, does not stay.
        foreach (var kind in new[] { "displacement_", "fit_", "loops_", "pairs_changed.", "closure_undecided." })
        {
            RemoveOthers(folder, kind, names.Keys);
        }

        LayerGeoTiff.Write(mask, Path.Combine(folder, "mask.tif"));
        return names.Count + 1;
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

    /// <summary>Removes what an earlier run left behind of a kind of maps: those that this one has no map of the same name for.</summary>
    private static void RemoveOthers(string folder, string kind, ICollection<string> names)
    {
        foreach (var old in Directory.EnumerateFiles(folder, kind + "*").Where(f => !names.Contains(Path.GetFileNameWithoutExtension(f))).ToArray())
        {
            File.Delete(old);
        }
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

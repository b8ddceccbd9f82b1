using Plumb.Formats.Store;
using Plumb.Processing.Corrections;

namespace Plumb.Processing.Stages;

/// <summary>
/// Which arrays are the last word of a run: a later stage writes layers of its own and rewrites none, so what is shown, published and fitted is the
/// corrected layer where there is one. Names of arrays of the store.
/// </summary>
public static class FinalLayers
{
    /// <summary>The series, metres, positive towards the satellite, shape (date, row, column).</summary>
    /// <param name="store">The store of the run.</param>
    public static string Series(ChunkStore store) => Last(store, StorePaths.CorrectedDisplacement, StorePaths.Displacement);

    /// <summary>The linear rate, metres per year, positive towards the satellite, shape (row, column).</summary>
    /// <param name="store">The store of the run.</param>
    public static string Rate(ChunkStore store) => Last(store, StorePaths.CorrectedRate, StorePaths.Rate);

    /// <summary>Standard deviation of <see cref="Rate"/>, metres per year, shape (row, column).</summary>
    /// <param name="store">The store of the run.</param>
    public static string RateSigma(ChunkStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Exists(StorePaths.TotalRateSigma) ? StorePaths.TotalRateSigma : ScatterRateSigma(store);
    }

    /// <summary>Standard deviation of <see cref="Rate"/> by the scatter of the dates alone, metres per year, shape (row, column).</summary>
    /// <param name="store">The store of the run.</param>
    public static string ScatterRateSigma(ChunkStore store) => Last(store, StorePaths.CorrectedRateSigma, StorePaths.RateSigma);

    /// <summary>Standard deviation of <see cref="Series"/>, metres, shape (date, row, column).</summary>
    /// <param name="store">The store of the run.</param>
    public static string SeriesSigma(ChunkStore store) => Last(store, StorePaths.SeriesSigma, StorePaths.DisplacementSigma);

    /// <summary>
    /// Layers of the series' shape that corrections took off and that were made by a filter in time, metres, in the order in which they were made: they make a series smooth, but nothing
    /// better known of it as a whole. The noise of dates is measured with them put back.
    /// </summary>
    /// <param name="folder">The result folder of the run.</param>
    public static IReadOnlyList<string> FiltersInTime(string folder) =>
        [.. (CorrectionRecord.Read(folder)?.Corrections ?? []).Select(c => c.FilterLayer).OfType<string>()];

    /// <summary>A map of the time functions in the unit of its layer, shape (row, column); for a standard deviation the one with all parts where there is one.</summary>
    /// <param name="store">The store of the run.</param>
    /// <param name="name">Name of the layer, as fit.json lists it.</param>
    public static string Fit(ChunkStore store, string name) => Last(store, StorePaths.FitSigmaFolder + name, StorePaths.FitFolder + name);

    private static string Last(ChunkStore store, string corrected, string measured)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Exists(corrected) ? corrected : measured;
    }
}

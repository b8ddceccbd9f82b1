using Plumb.Formats.Store;

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
    public static string RateSigma(ChunkStore store) => Last(store, StorePaths.CorrectedRateSigma, StorePaths.RateSigma);

    private static string Last(ChunkStore store, string corrected, string measured)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Exists(corrected) ? corrected : measured;
    }
}

using Plumb.Formats.Store;

namespace Plumb.Processing.Stages;

/// <summary>Phases with their whole cycles.</summary>
internal static class WholeCycles
{
    /// <summary>Adds 2 pi times whole cycles (counts) to phases (radians) of the same shape. No-data stays no-data.</summary>
    public static void Add(Span<float> phase, ReadOnlySpan<short> cycles)
    {
        for (var i = cycles.IndexOfAnyExcept((short)0); i >= 0 && i < phase.Length; i++)
        {
            if (cycles[i] != 0 && phase[i] != 0)
            {
                phase[i] = (float)(phase[i] + (2 * Math.PI * cycles[i]));
            }
        }
    }

    /// <summary>Corrected phases of some rows of one pair, radians, shape (rows, columns); NaN is no-data.</summary>
    public static void ReadRows(ChunkStore store, int pair, int row, int rows, int columns, Span<float> phase)
    {
        store.OpenArray<float>(StorePaths.UnwrappedPhase).ReadRegion([pair, row, 0], [1, rows, columns], phase);
        if (store.Exists(StorePaths.Cycles))
        {
            var cycles = new short[rows * columns];
            store.OpenArray<short>(StorePaths.Cycles).ReadRegion([pair, row, 0], [1, rows, columns], cycles);
            Add(phase, cycles);
        }
    }
}

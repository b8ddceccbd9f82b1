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

    /// <summary>Stands for a pixel that unwrapping left out (in place of a count).</summary>
    public const short LeftOut = short.MinValue;

    /// <summary>Adds 2 pi times whole cycles (counts) to phases (radians) of the same shape; NaN where the cycles are <see cref="LeftOut"/>.</summary>
    public static void Unwrap(Span<float> phase, ReadOnlySpan<short> cycles)
    {
        for (var i = 0; i < phase.Length; i++)
        {
            phase[i] = cycles[i] == LeftOut ? float.NaN : (float)(phase[i] + (2 * Math.PI * cycles[i]));
        }
    }

    /// <summary>Corrected phases of some rows of one pair, radians, shape (rows, columns); NaN is no-data.</summary>
    public static void ReadRows(ChunkStore store, int pair, int row, int rows, int columns, Span<float> phase)
    {
        store.OpenArray<float>(PhaseLayers.Delivered(store)).ReadRegion([pair, row, 0], [1, rows, columns], phase);
        if (store.Exists(StorePaths.UnwrapCycles))
        {
            var unwrapped = new short[rows * columns];
            store.OpenArray<short>(StorePaths.UnwrapCycles).ReadRegion([pair, row, 0], [1, rows, columns], unwrapped);
            Unwrap(phase, unwrapped);
        }

        if (store.Exists(StorePaths.Cycles))
        {
            var cycles = new short[rows * columns];
            store.OpenArray<short>(StorePaths.Cycles).ReadRegion([pair, row, 0], [1, rows, columns], cycles);
            Add(phase, cycles);
        }
    }
}

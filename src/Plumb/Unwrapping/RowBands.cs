using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>Runs something for all rows of a raster in parallel, band after band, so that only one band of the memory is in use at a time.</summary>
internal static class RowBands
{
    private const int BandCells = 1 << 18;

    /// <summary>Rows of a band.</summary>
    internal static int RowsOf(int columns) => Math.Max(16, BandCells / columns);

    /// <summary>Runs for rows from 0.</summary>
    internal static void Run(int rows, int columns, int threads, WorkingMemory memory, Action<int> row, Action<int, int>? afterBand = null, CancellationToken stop = default)
    {
        var most = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop };
        var band = RowsOf(columns);
        for (var first = 0; first < rows; first += band)
        {
            var end = Math.Min(rows, first + band);
            Parallel.For(first, end, most, row);
            afterBand?.Invoke(first, end);
            memory.Ease((long)(end - first) * columns);
        }
    }
}

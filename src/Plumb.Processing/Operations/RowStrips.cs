using Plumb.Kernels;

namespace Plumb.Processing.Operations;

/// <summary>
/// How an image is worked through with little memory: strips of whole rows are read with the rows around them that results depend on, cut into bands for the threads,
/// and written in order. What the memory budget allows decides their height and nothing else.
/// </summary>
internal sealed class RowStrips
{
    private const int UsualBand = 128;
    private const int LeastBand = 8;

    // Pixels of a strip, so that twice as many numbers can be counted.
    private const long LongestStrip = 1 << 29;

    private RowStrips(int rows, int halo, int bandRows, int threads)
    {
        (Rows, Halo, BandRows, Threads) = (rows, halo, bandRows, threads);
    }

    /// <summary>Rows of the image, pixels.</summary>
    internal int Rows { get; }

    /// <summary>Rows around a band that it depends on, pixels.</summary>
    internal int Halo { get; }

    /// <summary>Rows of a band, pixels.</summary>
    internal int BandRows { get; }

    /// <summary>Number of threads.</summary>
    internal int Threads { get; }

    /// <summary>Rows of a strip, pixels.</summary>
    internal int StripRows => BandRows * Threads;

    /// <summary>Most rows that are read for a strip, pixels.</summary>
    internal int RowsRead => StripRows + (2 * Halo);

    /// <summary>The strips of the first row on, with the rows that are read for each.</summary>
    internal IEnumerable<(int First, int Rows, int ReadFirst, int ReadRows)> All()
    {
        for (var first = 0; first < Rows; first += StripRows)
        {
            var rows = Math.Min(StripRows, Rows - first);
            var top = Math.Max(0, first - Halo);
            yield return (first, rows, top, Math.Min(Rows, first + rows + Halo) - top);
        }
    }

    /// <summary>The tallest strips that fit.</summary>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="columns">Columns of the image.</param>
    /// <param name="halo">Rows around a band that it depends on.</param>
    /// <param name="numbersIn">Single precision numbers read per pixel.</param>
    /// <param name="numbersOut">Single precision numbers written per pixel.</param>
    /// <param name="scratch">Numbers of working memory of a band of so many rows.</param>
    /// <param name="threads">Threads asked for; 0 for all cores.</param>
    /// <param name="budget">The memory.</param>
    internal static RowStrips Plan(int rows, int columns, int halo, int numbersIn, int numbersOut, Func<int, int> scratch, int threads, MemoryBudget budget)
    {
        threads = threads > 0 ? threads : Environment.ProcessorCount;
        var left = budget.Bytes - budget.Leased;
        while (true)
        {
            for (var band = Math.Min(Math.Max(UsualBand, 4 * halo), Math.Max(LeastBand, (rows + threads - 1) / threads)); band >= LeastBand; band /= 2)
            {
                var plan = new RowStrips(rows, halo, band, threads);
                var bytes = sizeof(float) * (((((long)plan.RowsRead * numbersIn) + ((long)plan.StripRows * numbersOut)) * columns) + ((long)threads * scratch(band)));
                var fits = bytes <= left && (long)plan.RowsRead * columns <= LongestStrip;
                if (fits || (threads == 1 && band < 2 * LeastBand))
                {
                    return plan;
                }
            }

            threads = Math.Max(1, threads / 2);
        }
    }

    /// <summary>Works on the bands of a strip, each thread with its own scratch.</summary>
    /// <param name="first">First row of the strip.</param>
    /// <param name="rows">Rows of the strip.</param>
    /// <param name="scratch">Working memory, one for each thread.</param>
    /// <param name="work">Takes the first row of a band, its rows and its scratch.</param>
    internal void Bands(int first, int rows, TileBuffer<float>[] scratch, Action<int, int, TileBuffer<float>> work) =>
        Parallel.For(0, (rows + BandRows - 1) / BandRows, new ParallelOptions { MaxDegreeOfParallelism = Threads }, b =>
        {
            var top = first + (b * BandRows);
            work(top, Math.Min(BandRows, first + rows - top), scratch[b]);
        });
}

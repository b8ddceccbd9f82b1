using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// Goes through an interferogram in bands of whole tiles of costs, from north to south. Holds coherence and amplitude only of the rows that
/// the costs of the band look at; the wrapped phase of all rows stays where the result will be. Each row is read once.
/// </summary>
internal sealed unsafe class CostBands : IDisposable
{
    private const int BandPixels = 1 << 18;

    // Rows that the costs of a tile look at above and below it.
    private const int Above = CostTile.Above;
    private const int Below = CostTile.Above + 2;
    private readonly IWrappedRows source;
    private readonly float* phase;
    private readonly TileBuffer<float>? coherence;
    private readonly TileBuffer<float>? amplitude;
    private readonly int columns;
    private readonly int bandRows;
    private int held;
    private int read;
    private int next;

    /// <summary>At the first row.</summary>
    /// <param name="source">The interferogram.</param>
    /// <param name="phase">Receives the wrapped phase, radian, shape (rows, columns); NaN where a pixel is left out.</param>
    /// <param name="budget">What the bands are leased from.</param>
    internal CostBands(IWrappedRows source, float* phase, MemoryBudget budget)
    {
        this.phase = phase;
        (this.source, columns, bandRows) = (source, source.Columns, RowsOf(source.Columns));
        var length = (long)Math.Min(source.Rows, bandRows + Above + Below) * columns;
        coherence = source.HasCoherence ? budget.LeaseLong<float>(length, "Unwrapping: a band of coherence") : null;
        amplitude = source.HasAmplitude ? budget.LeaseLong<float>(length, "Unwrapping: a band of amplitude") : null;
    }

    /// <summary>First row of the band.</summary>
    internal int Top { get; private set; }

    /// <summary>Rows of the band.</summary>
    internal int Rows { get; private set; }

    /// <summary>Number of pixels read so far that have a value.</summary>
    internal long Valid { get; private set; }

    /// <summary>Coherence, to be indexed as if all rows were there; null where there is none.</summary>
    internal float* Coherence => coherence is null ? null : coherence.Pointer - ((long)held * columns);

    /// <summary>Amplitude, to be indexed as if all rows were there; null where there is none.</summary>
    internal float* Amplitude => amplitude is null ? null : amplitude.Pointer - ((long)held * columns);

    /// <summary>Memory of the bands, bytes.</summary>
    internal static long Bytes(int columns, int layers) => (long)layers * sizeof(float) * (RowsOf(columns) + Above + Below) * columns;

    /// <summary>Reads the next band; false after the last.</summary>
    internal bool Next(int threads, CancellationToken stop)
    {
        if (next >= source.Rows)
        {
            return false;
        }

        (Top, Rows) = (next, Math.Min(bandRows, source.Rows - next));
        next += Rows;
        Slide(Math.Max(0, Top - Above));
        var end = Math.Min(source.Rows, Top + Rows + Below);
        var count = end - read;
        if (count > 0)
        {
            var (from, at, pixels) = ((long)read * columns, (long)(read - held) * columns, count * columns);
            var values = new Span<float>(phase + from, pixels);
            var correlation = coherence is null ? default : new Span<float>(coherence.Pointer + at, pixels);
            source.Read(read, count, values, correlation, amplitude is null ? default : new Span<float>(amplitude.Pointer + at, pixels));
            WrappedImage.CheckCoherence(correlation);
            Wrap(count, threads, stop);
            read = end;
        }

        return true;
    }

    public void Dispose()
    {
        coherence?.Dispose();
        amplitude?.Dispose();
    }

    // Whole tiles, so that the costs of a band are those of the whole image.
    internal static int RowsOf(int columns) => Math.Max(1, BandPixels / columns / CostTile.TileRows) * CostTile.TileRows;

    private void Slide(int first)
    {
        if (first > held)
        {
            foreach (var buffer in new[] { coherence, amplitude })
            {
                if (buffer is not null)
                {
                    var kept = (long)(read - first) * columns * sizeof(float);
                    Buffer.MemoryCopy(buffer.Pointer + ((long)(first - held) * columns), buffer.Pointer, kept, kept);
                }
            }

            held = first;
        }
    }

    /// <summary>Wraps the phase of rows just read to -pi ... pi, NaN where the pixel is left out, and counts those that have a value.</summary>
    private void Wrap(int count, int threads, CancellationToken stop)
    {
        var valid = 0L;
        Parallel.For(read, read + count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, r =>
        {
            var good = 0;
            var first = (long)r * columns;
            var correlation = Coherence;
            var strength = Amplitude;
            for (var p = first; p < first + columns; p++)
            {
                var value = phase[p];
                if (!float.IsFinite(value) || (correlation != null && !(correlation[p] > 0)) || (strength != null && !(strength[p] > 0)))
                {
                    phase[p] = float.NaN;
                    continue;
                }

                phase[p] = value is >= -MathF.PI and <= MathF.PI ? value : (float)Math.IEEERemainder(value, 2 * Math.PI);
                good++;
            }

            Interlocked.Add(ref valid, good);
        });
        Valid += valid;
    }
}

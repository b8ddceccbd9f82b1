using Plumb.Kernels;

namespace Plumb.Processing.Stages;

/// <summary>Phases of some pixels from all over the scene, for the levels of the loops. The same pixels whatever the memory and the threads.</summary>
internal sealed class ClosureSample : IDisposable
{
    private const int Wanted = 1024;
    private const int SpreadOver = 64;
    private readonly TileBuffer<float> buffer;
    private readonly int pairs;
    private readonly int count;

    public ClosureSample(ClosureJob job)
    {
        const string purpose = "Levels of the loops";
        pairs = job.Network.Pairs.Count;
        buffer = job.Run.Budget.Lease<float>(pairs * Wanted, purpose);
        buffer.Span.Fill(float.NaN);
        using var column = new UnwrappedColumn(job.Run, job.Chunks, purpose);
        var tiles = job.Chunks.ChunksOf(job.Stack.Grid.Whole).ToArray();
        var step = Stride(tiles.Length);
        var quota = Math.Max(16, Wanted / Math.Min(tiles.Length, SpreadOver));
        for (var n = 0; n < tiles.Length && count < Wanted; n++)
        {
            var (row, col, _) = tiles[(int)((long)n * step % tiles.Length)];
            column.Read(row, col);
            column.Compact(job.PairIndex);
            count = Take(column, Math.Min(Wanted, count + quota));
        }
    }

    /// <summary>Phases, radians, shape (pair, sample); NaN for no data.</summary>
    public ReadOnlySpan<float> Phases => buffer.Span;

    public void Dispose() => buffer.Dispose();

    /// <summary>A step that visits all of some places, far apart one after the other: near the golden section, without common divisor.</summary>
    private static int Stride(int places)
    {
        var step = Math.Max(1, (int)(0.618 * places));
        while (Gcd(step, places) != 1)
        {
            step++;
        }

        return step;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);

    /// <summary>Takes pixels that have at least half of the pairs, spread over the chunk, up to a number of samples in all.</summary>
    private int Take(StackColumn<float> column, int limit)
    {
        var taken = count;
        var step = Stride(column.Pixels);
        for (var n = 0; n < column.Pixels && taken < limit; n++)
        {
            var pixel = (int)((long)n * step % column.Pixels);
            var valid = 0;
            for (var p = 0; p < pairs; p++)
            {
                var value = column.Values[(p * column.Pixels) + pixel];
                valid += float.IsFinite(value) && value != 0 ? 1 : 0;
            }

            if (2 * valid < pairs)
            {
                continue;
            }

            for (var p = 0; p < pairs; p++)
            {
                buffer.Span[(p * Wanted) + taken] = column.Values[(p * column.Pixels) + pixel];
            }

            taken++;
        }

        return taken;
    }
}

using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Store;

namespace Plumb.Benchmarks.Store;

/// <summary>
/// Question: how fast is a stack read from the store, checksums and all? Beside it, in the same run, the same files read as
/// plain bytes. The stack is 285 x side x side reals in chunks of 57 x 64 x 64, as a run lays it out; it lies in the page cache
/// unless it is larger than the memory that is free.
/// </summary>
public static class ReadStore
{
    private const int Pairs = 285;
    private const int Depth = 57;
    private const int ChunkSide = 64;

    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[side in pixels = 512] [threads = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var side = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 512;
        var threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(side, ChunkSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var folder = Directory.CreateTempSubdirectory("plumb-read-store-").FullName;
        try
        {
            Measure(Make(folder, side), threads);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ZarrArray<float> Make(string folder, int side)
    {
        var layout = new ArrayLayout<float>([Pairs, side, side], [Depth, ChunkSide, ChunkSide], ["pair", "y", "x"], float.NaN);
        var array = ChunkStore.Create(Path.Combine(folder, "store"), Durability.ProcessOnly).CreateArray("phase", layout);
        var chunk = new float[array.ChunkLength];
        for (var i = 0; i < chunk.Length; i++)
        {
            chunk[i] = i * 1e-3f;
        }

        foreach (var index in Chunks(array))
        {
            array.WriteChunk(index, chunk);
        }

        return array;
    }

    private static void Measure(ZarrArray<float> array, int threads)
    {
        var chunks = Chunks(array).ToArray();
        var bytes = (double)Pairs * array.Shape[1] * array.Shape[2] * sizeof(float);
        var store = Best(chunks, threads, () =>
        {
            var buffer = new float[array.ChunkLength];
            return index => array.ReadChunk(index, buffer);
        });
        var plain = Best(chunks, threads, () =>
        {
            var buffer = new byte[(array.ChunkLength * sizeof(float)) + 4096];
            return index =>
            {
                using var file = File.OpenHandle(array.ChunkFile(index));
                RandomAccess.Read(file, buffer, 0);
            };
        });
        FormattableString text = $"""
            ReadStore: {Pairs} x {array.Shape[1]} x {array.Shape[2]} reals, {chunks.Length} chunks, {bytes / 1e6:N0} MB, {threads} thread(s)
              from the store   {bytes / store / 1e9,8:N2} GB/s, {array.Shape[1] * array.Shape[2] / store,12:N0} pixels/s
              as plain bytes   {bytes / plain / 1e9,8:N2} GB/s
              share of it      {plain / store,8:P0}
            """;
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static double Best(int[][] chunks, int threads, Func<Action<int[]>> reader)
    {
        var best = double.PositiveInfinity;
        for (var repeat = 0; repeat < 4; repeat++)
        {
            var next = -1;
            var watch = Stopwatch.StartNew();
            var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
            {
                var read = reader();
                for (var i = Interlocked.Increment(ref next); i < chunks.Length; i = Interlocked.Increment(ref next))
                {
                    read(chunks[i]);
                }
            })).ToArray();
            foreach (var worker in workers)
            {
                worker.Start();
            }

            foreach (var worker in workers)
            {
                worker.Join();
            }

            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static IEnumerable<int[]> Chunks(ZarrArray<float> array) =>
        from row in Enumerable.Range(0, array.ChunkCounts[1])
        from column in Enumerable.Range(0, array.ChunkCounts[2])
        from depth in Enumerable.Range(0, array.ChunkCounts[0])
        select new[] { depth, row, column };
}

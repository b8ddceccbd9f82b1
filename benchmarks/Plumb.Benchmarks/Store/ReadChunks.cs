using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Store;

namespace Plumb.Benchmarks.Store;

/// <summary>
/// How fast a stack of interferograms comes out of the chunk store, by shape of its chunks: all of it once, in tiles as the
/// inversion reads it; one pixel's values as a click asks for them; and five more pairs appended. From the page cache,
/// one thread, beside a plain copy of the same bytes in memory.
/// </summary>
public static class ReadChunks
{
    private const int Tile = 64;

    /// <summary>Runs it.</summary>
    /// <param name="args">Pairs, rows, columns (default 285 1000 1000), then a folder for the stores (default: the temporary one).</param>
    /// <returns>Exit code.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int At(int i, int otherwise) => args.Length > i ? int.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;
        var (pairs, rows, columns) = (At(0, 285), At(1, 1000), At(2, 1000));
        var root = args.Length > 3 ? args[3] : Path.GetTempPath();
        Console.WriteLine($"stack of {pairs} x {rows} x {columns} float32, {(double)pairs * rows * columns * 4 / 1e9:F2} GB; times in seconds, best of 3");
        Console.WriteLine($"copy in memory: {CopySpeed():F1} GB/s");
        Console.WriteLine("chunk (pair, y, x)   write GB/s   read all GB/s   click ms   append 5 pairs s");
        foreach (var (depth, side) in new[] { (pairs, 64), (64, 64), (32, 64), (64, 128), (pairs, 32), (16, 128) })
        {
            var folder = Path.Join(root, $"plumb-read-stack-{Environment.ProcessId}");
            try
            {
                Measure(folder, pairs, rows, columns, depth, side);
            }
            finally
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }

        return 0;
    }

    private static void Measure(string folder, int pairs, int rows, int columns, int depth, int side)
    {
        var gigabytes = (double)pairs * rows * columns * sizeof(float) / 1e9;
        var array = ChunkStore.Create(folder, Durability.ProcessOnly)
            .CreateArray("phase", new ArrayLayout<float>([pairs, rows, columns], [depth, side, side], ["pair", "y", "x"], float.NaN));
        var values = new float[pairs * side * side];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        var write = Seconds(1, () => EachTile(rows, columns, side, (y, x, h, w) => array.WriteRegion([0, y, x], [pairs, h, w], values.AsSpan(0, pairs * h * w))));
        var destination = new float[pairs * Tile * Tile];
        var read = Seconds(3, () => EachTile(rows, columns, Tile, (y, x, h, w) => array.ReadRegion([0, y, x], [pairs, h, w], destination.AsSpan(0, pairs * h * w))));
        var one = new float[pairs];
        var click = Seconds(20, () => array.ReadRegion([0, rows / 2, columns / 2], [pairs, 1, 1], one));
        var append = Seconds(1, () =>
        {
            array.Resize([pairs + 5, rows, columns]);
            EachTile(rows, columns, side, (y, x, h, w) => array.UpdateRegion([pairs, y, x], [5, h, w], values.AsSpan(0, 5 * h * w)));
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"({depth,3}, {side,3}, {side,3})      {gigabytes / write,10:F2}   {gigabytes / read,13:F2}   {click * 1000,8:F2}   {append,16:F2}"));
    }

    private static void EachTile(int rows, int columns, int side, Action<int, int, int, int> action)
    {
        for (var y = 0; y < rows; y += side)
        {
            for (var x = 0; x < columns; x += side)
            {
                action(y, x, Math.Min(side, rows - y), Math.Min(side, columns - x));
            }
        }
    }

    private static double CopySpeed()
    {
        var from = new float[64 << 20];
        var to = new float[from.Length];
        return from.Length * sizeof(float) / 1e9 / Seconds(3, () => from.AsSpan().CopyTo(to));
    }

    private static double Seconds(int times, Action action)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }
}

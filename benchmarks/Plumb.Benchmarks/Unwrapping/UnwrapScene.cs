using System.Globalization;
using System.Runtime.InteropServices;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Unwrapping;

/// <summary>
/// A simulated interferogram in flat files, as the unwrappers read it, and the score of a result against its truth. Made and scored by blocks of rows, so that
/// it may be larger than the memory.
/// </summary>
/// <param name="kind">How hard it is.</param>
/// <param name="side">Rows and columns, pixels.</param>
/// <param name="seed">Seed of the scene.</param>
/// <param name="folder">Where the files go.</param>
internal sealed class UnwrapScene(WrappedSceneKind kind, int side, long seed, string folder)
{
    private const int RowsAtOnce = 64;
    private static readonly double[] Limits = [0.3, 0.5, -1];
    private readonly WrappedSceneRows rows = new(kind, side, side, seed);

    internal string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{side} {kind switch { WrappedSceneKind.Standard => "std", WrappedSceneKind.Hard => "hard", _ => "vhard" }}");

    internal int Side => side;

    internal int Looks => rows.Looks;

    internal string Interferogram => Path.Combine(folder, "scene.int");

    internal string Coherence => Path.Combine(folder, "scene.coh");

    private string Truth => Path.Combine(folder, "scene.truth");

    private string TrueCoherence => Path.Combine(folder, "scene.gtrue");

    /// <summary>Writes interferogram (complex, of the length of the sample coherence), coherence and truth.</summary>
    internal void Write()
    {
        Directory.CreateDirectory(folder);
        var flattening = WriteClean();
        using var truth = new FileStream(Truth, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
        using var interferogram = Create(Interferogram);
        using var coherence = Create(Coherence);
        using var trueCoherence = Create(TrueCoherence);
        var length = RowsAtOnce * side;
        var (clean, above, correct, wrapped, sample, pairs) = (new float[length], new float[side], new float[length], new float[length], new float[length], new float[2 * length]);
        var observed = new float[length];
        for (var first = 0; first < side; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, side - first);
            Read(truth, clean.AsSpan(0, count * side), first);
            System.Numerics.Tensors.TensorPrimitives.Multiply(clean.AsSpan(0, count * side), flattening, clean);
            if (first == 0)
            {
                clean.AsSpan(side, side).CopyTo(above);
            }

            clean.CopyTo(observed, 0);
            Parallel.For(0, count, r =>
            {
                var at = r * side;
                var beside = r > 0 ? clean.AsSpan(at - side, side) : above;
                rows.Coherence(first + r, clean.AsSpan(at, side), beside, correct.AsSpan(at, side));
                rows.Observe(first + r, correct.AsSpan(at, side), observed.AsSpan(at, side), wrapped.AsSpan(at, side), sample.AsSpan(at, side));
                for (var p = at; p < at + side; p++)
                {
                    var (sine, cosine) = MathF.SinCos(wrapped[p]);
                    (pairs[2 * p], pairs[(2 * p) + 1]) = (sample[p] * cosine, sample[p] * sine);
                }
            });
            clean.AsSpan((count - 1) * side, side).CopyTo(above);
            truth.Position = sizeof(float) * (long)first * side;
            Write(truth, observed.AsSpan(0, count * side));
            Write(interferogram, pairs.AsSpan(0, 2 * count * side));
            Write(coherence, sample.AsSpan(0, count * side));
            Write(trueCoherence, correct.AsSpan(0, count * side));
        }
    }

    /// <summary>Percentages of pixels with wrong cycles, the most frequent offset taken off: true coherence above 0.3, above 0.5, all.</summary>
    internal string Score(string file)
    {
        using var result = File.OpenRead(file);
        using var truth = File.OpenRead(Truth);
        using var trueCoherence = File.OpenRead(TrueCoherence);
        var length = RowsAtOnce * side;
        var (unwrapped, expected, correct) = (new float[length], new float[length], new float[length]);
        var frequency = new Dictionary<int, long[]>();
        for (var first = 0; first < side; first += RowsAtOnce)
        {
            var pixels = Math.Min(RowsAtOnce, side - first) * side;
            Read(result, unwrapped.AsSpan(0, pixels), first);
            Read(truth, expected.AsSpan(0, pixels), first);
            Read(trueCoherence, correct.AsSpan(0, pixels), first);
            for (var p = 0; p < pixels; p++)
            {
                var cycles = (int)Math.Round((unwrapped[p] - expected[p]) / (2 * Math.PI));
                ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(frequency, cycles, out _);
                counts ??= new long[Limits.Length];
                for (var k = 0; k < Limits.Length; k++)
                {
                    counts[k] += correct[p] > Limits[k] ? 1 : 0;
                }
            }
        }

        var common = frequency.MaxBy(f => f.Value[^1]).Value;
        return string.Join(" / ", Limits.Select((_, k) =>
        {
            var counted = frequency.Values.Sum(c => c[k]);
            return (100.0 * (counted - common[k]) / counted).ToString("0.0000", CultureInfo.InvariantCulture);
        }));
    }

    /// <summary>Number of pixels in which two results differ.</summary>
    internal long Differences(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        var (a, b) = (new float[RowsAtOnce * side], new float[RowsAtOnce * side]);
        var different = 0L;
        for (var row = 0; row < side; row += RowsAtOnce)
        {
            var pixels = Math.Min(RowsAtOnce, side - row) * side;
            Read(first, a.AsSpan(0, pixels), row);
            Read(second, b.AsSpan(0, pixels), row);
            for (var p = 0; p < pixels; p++)
            {
                different += a[p] == b[p] ? 0 : 1;
            }
        }

        return different;
    }

    /// <summary>Writes the clean phase in place of the truth; returns the factor that flattens it.</summary>
    private float WriteClean()
    {
        using var truth = Create(Truth);
        var clean = new float[RowsAtOnce * side];
        var last = new float[side];
        var steepest = 0f;
        for (var first = 0; first < side; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, side - first);
            Parallel.For(0, count, r => rows.Clean(first + r, clean.AsSpan(r * side, side)));
            for (var r = 0; r < count; r++)
            {
                var above = r > 0 ? clean.AsSpan((r - 1) * side, side) : last;
                steepest = Math.Max(steepest, WrappedSceneRows.Steepest(clean.AsSpan(r * side, side), first + r > 0 ? above : default));
            }

            clean.AsSpan((count - 1) * side, side).CopyTo(last);
            Write(truth, clean.AsSpan(0, count * side));
        }

        return rows.Flattening(steepest);
    }

    private void Read(FileStream stream, Span<float> values, int row)
    {
        stream.Position = sizeof(float) * (long)row * side;
        stream.ReadExactly(MemoryMarshal.AsBytes(values));
    }

    private static FileStream Create(string file) => new(file, FileMode.Create, FileAccess.Write, FileShare.None, 0);

    private static void Write(FileStream stream, ReadOnlySpan<float> values) => stream.Write(MemoryMarshal.AsBytes(values));
}

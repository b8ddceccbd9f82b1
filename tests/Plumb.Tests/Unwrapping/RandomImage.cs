using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>An image of random size, field, coherence and gaps: no value, no coherence, a coherence that is no number, no amplitude, an infinite phase.</summary>
internal sealed class RandomImage
{
    private RandomImage(int rows, int columns, float[] truth, WrappedImage image) => (Rows, Columns, Truth, Image) = (rows, columns, truth, image);

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>Phase before wrapping, radian; shape (rows, columns); NaN where the image has no pixel.</summary>
    internal float[] Truth { get; }

    internal WrappedImage Image { get; }

    /// <summary>An image.</summary>
    /// <param name="seed">What it is drawn from.</param>
    /// <param name="noise">Standard deviation of the noise, radian.</param>
    /// <param name="gaps">Share of the pixels left out singly; a few rectangles are left out beside them where it is not 0.</param>
    internal static RandomImage Make(int seed, double noise, double gaps)
    {
        var random = new Random(seed);
        var (rows, columns) = (random.Next(2, 45), random.Next(2, 45));
        var truth = Field(random, rows, columns, 0.5 + (2.6 * random.NextDouble()));
        var (phase, coherence, amplitude) = (new float[truth.Length], new float[truth.Length], new float[truth.Length]);
        for (var p = 0; p < truth.Length; p++)
        {
            truth[p] += (float)(noise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            (phase[p], coherence[p], amplitude[p]) = ((float)Math.IEEERemainder(truth[p], 2 * Math.PI), (float)(0.05 + (0.95 * random.NextDouble())), 1 + random.NextSingle());
        }

        foreach (var p in Gaps(random, rows, columns, gaps))
        {
            truth[p] = float.NaN;
            (phase[p], coherence[p], amplitude[p]) = random.Next(5) switch
            {
                0 => (float.NaN, coherence[p], amplitude[p]),
                1 => (float.NegativeInfinity, coherence[p], amplitude[p]),
                2 => (phase[p], 0, amplitude[p]),
                3 => (phase[p], float.NaN, amplitude[p]),
                _ => (phase[p], coherence[p], 0),
            };
        }

        return new RandomImage(rows, columns, truth, new WrappedImage(rows, columns, phase, coherence, amplitude));
    }

    /// <summary>Bowls of both signs on a plane, radian, whose steepest step between neighbours has a size; shape (rows, columns).</summary>
    internal static float[] Field(Random random, int rows, int columns, double steepest)
    {
        var bowls = Enumerable.Range(0, 4).Select(_ => (X: columns * random.NextDouble(), Y: rows * random.NextDouble(), Size: 2 + (10 * random.NextDouble()), Depth: random.NextDouble() - 0.5)).ToArray();
        var (across, down) = (0.04 * (random.NextDouble() - 0.5), 0.04 * (random.NextDouble() - 0.5));
        var field = new double[rows * columns];
        for (var p = 0; p < field.Length; p++)
        {
            var (x, y) = (p % columns, p / columns);
            field[p] = (across * x) + (down * y) + bowls.Sum(b => b.Depth * Math.Exp(-(((x - b.X) * (x - b.X)) + ((y - b.Y) * (y - b.Y))) / (2 * b.Size * b.Size)));
        }

        var most = 1e-9;
        for (var p = 0; p < field.Length; p++)
        {
            most = (p + 1) % columns == 0 ? most : Math.Max(most, Math.Abs(field[p + 1] - field[p]));
            most = p + columns >= field.Length ? most : Math.Max(most, Math.Abs(field[p + columns] - field[p]));
        }

        return Array.ConvertAll(field, f => (float)(f * steepest / most));
    }

    /// <summary>The image with each pixel somewhere else.</summary>
    internal WrappedImage Turned(int[] places, bool isTransposed)
    {
        float[] Moved(float[] values)
        {
            var moved = new float[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                moved[places[i]] = values[i];
            }

            return moved;
        }

        var (rows, columns) = isTransposed ? (Columns, Rows) : (Rows, Columns);
        return new WrappedImage(rows, columns, Moved(Image.Phase), Moved(Image.Coherence!), Moved(Image.Amplitude!));
    }

    /// <summary>Fails where the two have values in different places, or differ in a region by more than one number, which is a constant and whole cycles.</summary>
    internal void Same(float[] expected, float[] actual, double constant, string what) => Same(Rows, Columns, expected, actual, constant, what);

    /// <summary>The same of images of a size.</summary>
    internal static void Same(int rows, int columns, float[] expected, float[] actual, double constant, string what)
    {
        var seen = new bool[expected.Length];
        for (var start = 0; start < expected.Length; start++)
        {
            Assert.True(float.IsNaN(expected[start]) == float.IsNaN(actual[start]), $"{what}: pixel {start} is {actual[start]} in place of {expected[start]}");
            if (seen[start] || float.IsNaN(expected[start]))
            {
                continue;
            }

            var offset = (double)actual[start] - expected[start];
            Assert.True(Math.Abs(Math.IEEERemainder(offset - constant, 2 * Math.PI)) < 2e-4, $"{what}: {offset} is not {constant} and whole cycles");
            var queue = new Queue<int>([start]);
            seen[start] = true;
            while (queue.TryDequeue(out var p))
            {
                Assert.True(Math.Abs(actual[p] - expected[p] - offset) < 3e-4, $"{what}: pixel {p} of {rows} x {columns} is {actual[p]} in place of {expected[p] + offset}");
                foreach (var (other, exists) in new[] { (p - columns, p >= columns), (p + columns, p + columns < seen.Length), (p - 1, p % columns > 0), (p + 1, (p + 1) % columns > 0) })
                {
                    if (exists && !seen[other] && !float.IsNaN(expected[other]))
                    {
                        seen[other] = true;
                        queue.Enqueue(other);
                    }
                }
            }
        }
    }

    private static IEnumerable<int> Gaps(Random random, int rows, int columns, double share)
    {
        var gone = new bool[rows * columns];
        for (var hole = 0; hole < 3 && share > 0; hole++)
        {
            var (row, column, height, width) = (random.Next(rows), random.Next(columns), random.Next(1, 8), random.Next(1, 8));
            for (var p = 0; p < gone.Length; p++)
            {
                gone[p] |= p / columns >= row && p / columns < row + height && p % columns >= column && p % columns < column + width;
            }
        }

        for (var p = 0; p < gone.Length; p++)
        {
            gone[p] |= random.NextDouble() < share;
        }

        // One pixel at least has a value.
        gone[random.Next(gone.Length)] = false;
        return Enumerable.Range(0, gone.Length).Where(p => gone[p]);
    }
}

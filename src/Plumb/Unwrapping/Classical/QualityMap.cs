using System.Numerics.Tensors;

namespace Plumb.Unwrapping.Classical;

/// <summary>Quality of the pixels, 0 (bad) to 1 (good), from the coherence or from 3 x 3 pixels of the wrapped phase (Ghiglia and Pritt 1998, section 3.3).</summary>
internal static unsafe class QualityMap
{
    /// <summary>Fills the quality of all pixels, 0 where a pixel has no value.</summary>
    /// <param name="image">The interferogram, for its size and its coherence.</param>
    /// <param name="phase">Wrapped phase, radian, shape (rows, columns); NaN is no-data.</param>
    /// <param name="kind">What is taken for quality.</param>
    /// <param name="quality">Receives the quality, shape (rows, columns).</param>
    /// <param name="threads">Number of threads.</param>
    internal static void Fill(WrappedImage image, float* phase, PixelQuality kind, float* quality, int threads)
    {
        var (rows, columns) = (image.Rows, image.Columns);
        // A coherence that is the same everywhere guides nothing.
        var coherence = image.Coherence is { } given && Varies(given) ? given : null;
        Parallel.For(
            0,
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => kind == PixelQuality.PseudoCoherence || (kind == PixelQuality.Coherence && coherence is null) ? new float[7 * columns] : [],
            (r, _, scratch) =>
            {
                var line = new Span<float>(quality + ((long)r * columns), columns);
                switch (kind)
                {
                    case PixelQuality.Equal:
                        line.Fill(1);
                        break;
                    case PixelQuality.DerivativeVariance:
                        DerivativeVariance(phase, rows, columns, r, line);
                        break;
                    case PixelQuality.Coherence when coherence is not null:
                        coherence.AsSpan(r * columns, columns).CopyTo(line);
                        TensorPrimitives.MinNumber(line, 1f, line);
                        break;
                    default:
                        PseudoCoherence(phase, rows, columns, r, line, scratch);
                        break;
                }

                var own = phase + ((long)r * columns);
                for (var c = 0; c < columns; c++)
                {
                    line[c] = float.IsNaN(own[c]) ? 0 : line[c];
                }

                return scratch;
            },
            _ => { });
    }

    /// <summary>One minus the circular variance of the phases of 3 x 3 pixels.</summary>
    internal static void PseudoCoherence(float* phase, int rows, int columns, int row, Span<float> line, Span<float> scratch)
    {
        var real = scratch[..columns];
        var imaginary = scratch.Slice(columns, columns);
        var count = scratch.Slice(2 * columns, columns);
        var values = scratch.Slice(3 * columns, columns);
        var sine = scratch.Slice(4 * columns, columns);
        var cosine = scratch.Slice(5 * columns, columns);
        var valid = scratch.Slice(6 * columns, columns);
        scratch[..(3 * columns)].Clear();
        for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
        {
            var source = new ReadOnlySpan<float>(phase + ((long)r * columns), columns);
            for (var c = 0; c < columns; c++)
            {
                (values[c], valid[c]) = float.IsNaN(source[c]) ? (0f, 0f) : (source[c], 1f);
            }

            TensorPrimitives.SinCos(values, sine, cosine);
            TensorPrimitives.MultiplyAdd(cosine, valid, real, real);
            TensorPrimitives.MultiplyAdd(sine, valid, imaginary, imaginary);
            TensorPrimitives.Add(count, valid, count);
        }

        for (var c = 0; c < columns; c++)
        {
            var (x, y, n) = (0f, 0f, 0f);
            for (var k = Math.Max(0, c - 1); k <= Math.Min(columns - 1, c + 1); k++)
            {
                (x, y, n) = (x + real[k], y + imaginary[k], n + count[k]);
            }

            line[c] = n > 0 ? Math.Min(1, MathF.Sqrt((x * x) + (y * y)) / n) : 0;
        }
    }

    /// <summary>One over one plus the standard deviations of the wrapped differences along rows and columns in 3 x 3 pixels, radian.</summary>
    internal static void DerivativeVariance(float* phase, int rows, int columns, int row, Span<float> line)
    {
        for (var c = 0; c < columns; c++)
        {
            var (across, down) = (new Spread(), new Spread());
            for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
            {
                var own = phase + ((long)r * columns);
                for (var k = Math.Max(0, c - 1); k <= Math.Min(columns - 1, c + 1); k++)
                {
                    if (k + 1 < columns)
                    {
                        across.Add(own[k + 1] - own[k]);
                    }

                    if (r + 1 < rows)
                    {
                        down.Add(own[k + columns] - own[k]);
                    }
                }
            }

            line[c] = 1 / (1 + across.Deviation + down.Deviation);
        }
    }

    /// <summary>Spread of wrapped differences.</summary>
    private struct Spread
    {
        private float sum;
        private float squares;
        private int count;

        internal readonly float Deviation => count > 1 ? MathF.Sqrt(Math.Max(0, (squares - (sum * sum / count)) / count)) : 0;

        internal void Add(float difference)
        {
            if (!float.IsNaN(difference))
            {
                var wrapped = difference - (2 * MathF.PI * MathF.Round(difference / (2 * MathF.PI)));
                sum += wrapped;
                squares += wrapped * wrapped;
                count++;
            }
        }
    }

    private static bool Varies(float[] values)
    {
        var first = Array.Find(values, float.IsFinite);
        return Array.Exists(values, v => float.IsFinite(v) && v != first);
    }
}

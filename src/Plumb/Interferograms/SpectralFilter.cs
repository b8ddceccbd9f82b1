using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Goldstein's filter: each patch's spectrum Z is multiplied by |S|^alpha, S its modulus smoothed by 3 x 3 frequencies and scaled to a largest value of 1, so that
/// the dominant fringe keeps its amplitude (Goldstein and Werner 1998, equation 3); in Baran's form alpha is 1 minus the patch's mean coherence (Baran et al. 2003, equation 3).
/// Patches lie on one raster over the whole image and overlap by three quarters; their weights, a pyramid, add up to one constant.
/// </summary>
internal sealed unsafe class SpectralFilter
{
    private readonly PatchTransform transform;
    private readonly float[] weights;
    private readonly double? alpha;

    /// <summary>A filter.</summary>
    /// <param name="size">Side of a patch, pixels.</param>
    /// <param name="alpha">The power; null: by the coherence.</param>
    internal SpectralFilter(int size, double? alpha)
    {
        (transform, this.alpha) = (new PatchTransform(size), alpha);

        // The pyramid of a quarter's step adds up to N in each axis; the transforms leave a factor of N^2.
        weights = new float[size];
        for (var i = 0; i < size; i++)
        {
            weights[i] = (float)(Math.Min(i + 0.5, size - i - 0.5) / (size * (double)size));
        }
    }

    /// <summary>Border that the patches of a band reach into, pixels.</summary>
    internal int Halo => transform.Size;

    /// <summary>Numbers of working memory.</summary>
    internal int ScratchLength => (6 * transform.Size * transform.Size) + 64;

    /// <summary>Filters a band.</summary>
    /// <param name="shape">Shape of all planes.</param>
    /// <param name="firstRow">Row of the image that the band begins with.</param>
    /// <param name="real">Real parts, 0 for no-data.</param>
    /// <param name="imaginary">Imaginary parts.</param>
    /// <param name="valid">1 for data, 0 for none.</param>
    /// <param name="coherence">Coherence, 0 where there is none; needed where alpha follows it.</param>
    /// <param name="toReal">Receives the real parts, cleared before.</param>
    /// <param name="toImaginary">Receives the imaginary parts, cleared before.</param>
    /// <param name="scratch">Working memory, aligned.</param>
    internal void Filter<T>(PlaneShape shape, int firstRow, float* real, float* imaginary, float* valid, float* coherence, float* toReal, float* toImaginary, float* scratch)
        where T : unmanaged, ILane<T>
    {
        var (size, step) = (transform.Size, transform.Size / 4);
        var first = FirstPatch(firstRow, step, size) - firstRow;
        for (var top = first; top < shape.Rows; top += step)
        {
            for (var left = step - size; left < shape.Columns; left += step)
            {
                var from = shape.At(top, left);
                if (Power(shape, from, valid, coherence) is not { } power)
                {
                    continue;
                }

                var plane = size * size;
                var work = new PatchBuffers(scratch, scratch + plane, scratch + (2 * plane), scratch + (3 * plane));
                Take<T>(real + from, shape.Stride, work.Real);
                Take<T>(imaginary + from, shape.Stride, work.Imaginary);
                transform.Transform<T>(ref work);
                Weigh<T>(work, (float)power, scratch + (4 * plane), scratch + (5 * plane));
                work.Turn();
                transform.Transform<T>(ref work);
                work.Turn();
                Add<T>(work.Real, toReal, shape, top, left);
                Add<T>(work.Imaginary, toImaginary, shape, top, left);
            }
        }
    }

    /// <summary>The first multiple of the step whose patch holds the row or one below it.</summary>
    private static int FirstPatch(int row, int step, int size)
    {
        var k = (int)Math.Floor((row - size) / (double)step) + 1;
        return k * step;
    }

    private double? Power(PlaneShape shape, int from, float* valid, float* coherence)
    {
        var (count, sum) = (0f, 0.0);
        for (var r = 0; r < transform.Size; r++)
        {
            var line = from + (r * shape.Stride);
            for (var c = 0; c < transform.Size; c++)
            {
                count += valid[line + c];
            }

            if (alpha is null)
            {
                for (var c = 0; c < transform.Size; c++)
                {
                    sum += coherence[line + c];
                }
            }
        }

        return count == 0 ? null : alpha ?? Math.Clamp(1 - (sum / count), 0, 1);
    }

    private void Take<T>(float* from, int stride, float* to)
        where T : unmanaged, ILane<T>
    {
        for (var r = 0; r < transform.Size; r++)
        {
            for (var c = 0; c < transform.Size; c += T.Width)
            {
                *(T*)(to + (r * transform.Size) + c) = *(T*)(from + (r * stride) + c);
            }
        }
    }

    private void Weigh<T>(in PatchBuffers work, float power, float* modulus, float* smooth)
        where T : unmanaged, ILane<T>
    {
        var (size, most) = (transform.Size, T.Splat(0));
        var mask = size - 1;
        for (var i = 0; i < size * size; i += T.Width)
        {
            var (x, y) = (*(T*)(work.Real + i), *(T*)(work.Imaginary + i));
            *(T*)(modulus + i) = T.Sqrt(T.Fma(x, x, y * y));
        }

        // Down the columns first, into the other plane; then along the rows, which go round.
        for (var r = 0; r < size; r++)
        {
            var above = modulus + (((r - 1) & mask) * size);
            var here = modulus + (r * size);
            var below = modulus + (((r + 1) & mask) * size);
            for (var c = 0; c < size; c += T.Width)
            {
                *(T*)(smooth + (r * size) + c) = *(T*)(above + c) + *(T*)(here + c) + *(T*)(below + c);
            }
        }

        var round = stackalloc float[size + 2];
        for (var r = 0; r < size; r++)
        {
            var line = smooth + (r * size);
            new ReadOnlySpan<float>(line, size).CopyTo(new Span<float>(round + 1, size));
            (round[0], round[size + 1]) = (line[size - 1], line[0]);
            for (var c = 0; c < size; c += T.Width)
            {
                var sum = *(T*)(round + c) + *(T*)(round + c + 1) + *(T*)(round + c + 2);
                *(T*)(line + c) = sum;
                most = T.Max(most, sum);
            }
        }

        Multiply<T>(work, power, smooth, Largest(most));
    }

    private void Multiply<T>(in PatchBuffers work, float power, float* smooth, float largest)
        where T : unmanaged, ILane<T>
    {
        var scale = T.Splat(largest > 0 ? 1 / largest : 0);
        for (var i = 0; i < transform.Size * transform.Size; i += T.Width)
        {
            var share = T.Max(*(T*)(smooth + i) * scale, T.Splat(1e-30f));
            var gain = LaneMath.Exp(T.Splat(power) * LaneMath.Log(share));
            *(T*)(work.Real + i) = *(T*)(work.Real + i) * gain;
            *(T*)(work.Imaginary + i) = *(T*)(work.Imaginary + i) * gain;
        }
    }

    private static float Largest<T>(T lanes)
        where T : unmanaged, ILane<T>
    {
        var largest = 0f;
        for (var i = 0; i < T.Width; i++)
        {
            largest = Math.Max(largest, ((float*)&lanes)[i]);
        }

        return largest;
    }

    private void Add<T>(float* patch, float* to, PlaneShape shape, int top, int left)
        where T : unmanaged, ILane<T>
    {
        var size = transform.Size;
        fixed (float* weight = weights)
        {
            for (var r = Math.Max(0, -top); r < size && top + r < shape.Rows; r++)
            {
                var line = to + shape.At(top + r, left);
                var factor = T.Splat(weight[r]);
                for (var c = 0; c < size; c += T.Width)
                {
                    *(T*)(line + c) = T.Fma(*(T*)(patch + (r * size) + c), *(T*)(weight + c) * factor, *(T*)(line + c));
                }
            }
        }
    }
}

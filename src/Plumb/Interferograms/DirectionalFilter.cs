using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Lee's filter of the phase by local statistics (Lee et al. 1998, sections III and IV): of 16 windows of 9 x 9 pixels, each a strip along one direction, the one with the
/// least variance lies along the fringe; about its mean phase m, with the variance v of the phases and the noise variance n that the coherence leaves,
/// the pixel's phase z becomes m + b (z - m), b = max(0, v - n) / v (equations 10 and 11). The noise of L looks of coherence g is taken as (1 - g^2) / (2 L g^2), at most pi^2 / 3
/// (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018). Amplitudes stay. One pixel per lane.
/// </summary>
internal sealed unsafe class DirectionalFilter
{
    /// <summary>Pixels on either side that a window reaches.</summary>
    internal const int Half = 4;

    private const int Directions = 16;
    private const double HalfWidth = 1.5;
    private readonly int[][] rows = new int[Directions][];
    private readonly int[][] columns = new int[Directions][];
    private readonly float looks;

    internal DirectionalFilter(double looks)
    {
        this.looks = (float)looks;
        for (var k = 0; k < Directions; k++)
        {
            var (sine, cosine) = Math.SinCos(Math.PI * k / Directions);
            var strip = (from r in Enumerable.Range(-Half, (2 * Half) + 1)
                         from c in Enumerable.Range(-Half, (2 * Half) + 1)
                         where Math.Abs((c * sine) - (r * cosine)) <= HalfWidth
                         select (r, c)).ToArray();
            (rows[k], columns[k]) = ([.. strip.Select(p => p.r)], [.. strip.Select(p => p.c)]);
        }
    }

    /// <summary>Filters a band.</summary>
    /// <param name="shape">Shape of all planes.</param>
    /// <param name="real">Real parts of the unit phasors, 0 for no-data.</param>
    /// <param name="imaginary">Their imaginary parts.</param>
    /// <param name="valid">1 for data, 0 for none.</param>
    /// <param name="coherence">Coherence.</param>
    /// <param name="toReal">Receives the filtered unit phasors' real parts.</param>
    /// <param name="toImaginary">Receives their imaginary parts.</param>
    internal void Filter<T>(PlaneShape shape, float* real, float* imaginary, float* valid, float* coherence, float* toReal, float* toImaginary)
        where T : unmanaged, ILane<T>
    {
        var offsets = stackalloc int[((2 * Half) + 1) * ((2 * Half) + 1)];
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var c = 0; c < shape.Columns; c += T.Width)
            {
                var at = shape.At(r, c);
                var (bestX, bestY, best, bestCount) = (T.Splat(1), T.Splat(0), T.Splat(-1), T.Splat(1));
                var which = T.Splat(0);
                for (var k = 0; k < Directions; k++)
                {
                    var count = Offsets(shape, k, offsets);
                    var (x, y, n) = (T.Splat(0), T.Splat(0), T.Splat(0));
                    for (var i = 0; i < count; i++)
                    {
                        var p = at + offsets[i];
                        (x, y, n) = (x + *(T*)(real + p), y + *(T*)(imaginary + p), n + *(T*)(valid + p));
                    }

                    // The longer the mean phasor, the smaller the variance.
                    var length = T.Fma(x, x, y * y) / T.Max(n * n, T.Splat(1));
                    var better = T.Less(best, length);
                    (bestX, bestY) = (T.Select(better, x, bestX), T.Select(better, y, bestY));
                    (best, bestCount, which) = (T.Select(better, length, best), T.Select(better, n, bestCount), T.Select(better, T.Splat(k), which));
                }

                Blend(shape, at, which, bestX, bestY, real, imaginary, valid, *(T*)(coherence + at), out var outX, out var outY);
                *(T*)(toReal + at) = outX;
                *(T*)(toImaginary + at) = outY;
            }
        }
    }

    private int Offsets(PlaneShape shape, int direction, int* offsets)
    {
        var (r, c) = (rows[direction], columns[direction]);
        for (var i = 0; i < r.Length; i++)
        {
            offsets[i] = (r[i] * shape.Stride) + c[i];
        }

        return r.Length;
    }

    private void Blend<T>(PlaneShape shape, int at, T which, T x, T y, float* real, float* imaginary, float* valid, T coherence, out T outX, out T outY)
        where T : unmanaged, ILane<T>
    {
        var scale = T.Splat(1) / T.Max(T.Sqrt(T.Fma(x, x, y * y)), T.Splat(1e-30f));
        (x, y) = (x * scale, y * scale);
        var (sum, count) = (T.Splat(0), T.Splat(0));
        for (var k = 0; k < Directions; k++)
        {
            var chosen = T.Same(which, T.Splat(k));
            if (T.All(T.Same(chosen & T.Splat(1), T.Splat(0))))
            {
                continue;
            }

            for (var i = 0; i < rows[k].Length; i++)
            {
                var p = at + (rows[k][i] * shape.Stride) + columns[k][i];
                var off = Off(*(T*)(real + p), *(T*)(imaginary + p), x, y);
                var weight = chosen & *(T*)(valid + p);
                (sum, count) = (T.Fma(weight * off, off, sum), count + weight);
            }
        }

        var variance = sum / T.Max(count, T.Splat(1));
        var square = T.Max(coherence * coherence, T.Splat(1e-6f));
        var noise = T.Min((T.Splat(1) - T.Min(square, T.Splat(1))) / (T.Splat(2 * looks) * square), T.Splat((float)(Math.PI * Math.PI / 3)));
        var b = T.Max(variance - noise, T.Splat(0)) / T.Max(variance, T.Splat(1e-20f));
        var turn = b * Off(*(T*)(real + at), *(T*)(imaginary + at), x, y);
        LaneMath.SinCos(turn, out var sine, out var cosine);
        outX = T.Fma(x, cosine, T.Splat(0) - (y * sine));
        outY = T.Fma(x, sine, y * cosine);
    }

    /// <summary>Phase of a pixel relative to the mean, radian from -pi to pi.</summary>
    private static T Off<T>(T real, T imaginary, T x, T y)
        where T : unmanaged, ILane<T> =>
        LaneMath.Angle(T.Fma(imaginary, x, T.Splat(0) - (real * y)), T.Fma(real, x, imaginary * y));
}

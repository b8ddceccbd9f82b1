using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Local fringe rate down and across: the phase of the sum, over a window, of products of pixels 1, 2 and 4 apart (the phase-increment estimators of Kay 1989,
/// doi:10.1109/29.45547, and Fitz 1994, doi:10.1109/26.297860, in two dimensions). The shorter step tells which cycle the longer one is on, the longer one is that much more exact. Unit phasors are
/// used, so that single bright points do not decide. Lags that are longer than half the window are left out.
/// </summary>
internal sealed unsafe class FringeRate
{
    private static readonly int[] Lags = [1, 2, 4];
    private readonly SeparableWindow window;

    /// <summary>Estimates over a window.</summary>
    /// <param name="rows">Rows, pixels, odd.</param>
    /// <param name="columns">Columns, pixels, odd.</param>
    internal FringeRate(int rows, int columns) => window = SeparableWindow.Box(rows, columns);

    /// <summary>Pixels around a band that its rates depend on.</summary>
    internal int Reach => Math.Max(window.HalfRows, window.HalfColumns) + Lags[^1];

    /// <summary>Rates of a band.</summary>
    /// <param name="shape">Shape of all planes.</param>
    /// <param name="x">Unit phasors' real parts, 0 for no-data.</param>
    /// <param name="y">Their imaginary parts.</param>
    /// <param name="down">Receives the rate down the columns, radian per pixel.</param>
    /// <param name="across">Receives the rate along the rows, radian per pixel.</param>
    /// <param name="spare">Working memory, three planes.</param>
    internal void Estimate<T>(PlaneShape shape, float* x, float* y, float* down, float* across, float* spare)
        where T : unmanaged, ILane<T>
    {
        Axis<T>(shape, x, y, shape.Stride, window.HalfRows, down, spare);
        Axis<T>(shape, x, y, 1, window.HalfColumns, across, spare);
    }

    private void Axis<T>(PlaneShape shape, float* x, float* y, int step, int half, float* rate, float* spare)
        where T : unmanaged, ILane<T>
    {
        var real = spare;
        var imaginary = spare + shape.Length;
        var middle = spare + (2 * shape.Length);
        foreach (var lag in Lags)
        {
            if (lag > Math.Max(1, half))
            {
                break;
            }

            Products<T>(shape, x, y, step * lag, real, imaginary);
            window.Sum<T>(shape, real, middle, real, 0);
            window.Sum<T>(shape, imaginary, middle, imaginary, 0);
            Refine<T>(shape, real, imaginary, lag, rate);
        }
    }

    /// <summary>Products z(p + step) z*(p), as far from the band as the window reaches.</summary>
    private void Products<T>(PlaneShape shape, float* x, float* y, int step, float* real, float* imaginary)
        where T : unmanaged, ILane<T>
    {
        for (var r = -window.HalfRows; r < shape.Rows + window.HalfRows; r++)
        {
            var at = shape.At(r, -window.HalfColumns);
            for (var c = 0; c < shape.Columns + (2 * window.HalfColumns); c += T.Width)
            {
                var p = at + c;
                var (a, b) = (*(T*)(x + p), *(T*)(y + p));
                var (u, v) = (*(T*)(x + p + step), *(T*)(y + p + step));
                *(T*)(real + p) = T.Fma(u, a, v * b);
                *(T*)(imaginary + p) = T.Fma(v, a, T.Splat(0) - (u * b));
            }
        }
    }

    private static void Refine<T>(PlaneShape shape, float* real, float* imaginary, int lag, float* rate)
        where T : unmanaged, ILane<T>
    {
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var c = 0; c < shape.Columns; c += T.Width)
            {
                var p = shape.At(r, c);
                var (u, v) = (*(T*)(real + p), *(T*)(imaginary + p));
                if (lag == 1)
                {
                    *(T*)(rate + p) = LaneMath.Angle(v, u);
                    continue;
                }

                // The rest beside what the shorter lag gave.
                var known = *(T*)(rate + p);
                LaneMath.SinCos(known * T.Splat(lag), out var sine, out var cosine);
                var rest = LaneMath.Angle(T.Fma(v, cosine, T.Splat(0) - (u * sine)), T.Fma(u, cosine, v * sine));
                *(T*)(rate + p) = T.Fma(rest, T.Splat(1f / lag), known);
            }
        }
    }
}

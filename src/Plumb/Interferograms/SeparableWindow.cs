using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>
/// Weighted sums over a window about each pixel, first along the row, then down the column, each always in one order: the sum of a pixel
/// has the same bits wherever its band begins.
/// </summary>
/// <param name="down">Weights down the column, an odd number of them.</param>
/// <param name="across">Weights along the row, an odd number of them.</param>
internal sealed unsafe class SeparableWindow(float[] down, float[] across)
{
    /// <summary>Rows on either side of the pixel.</summary>
    internal int HalfRows { get; } = down.Length / 2;

    /// <summary>Columns on either side of the pixel.</summary>
    internal int HalfColumns { get; } = across.Length / 2;

    /// <summary>All weights 1.</summary>
    internal static SeparableWindow Box(int rows, int columns) => new(Enumerable.Repeat(1f, rows).ToArray(), Enumerable.Repeat(1f, columns).ToArray());

    /// <summary>A Gaussian bell, cut at three standard deviations.</summary>
    internal static SeparableWindow Bell(double sigmaRows, double sigmaColumns) => new(Bell(sigmaRows), Bell(sigmaColumns));

    /// <summary>Sums a plane.</summary>
    /// <param name="shape">Shape of all planes.</param>
    /// <param name="from">The plane.</param>
    /// <param name="middle">Working memory, a plane.</param>
    /// <param name="to">Receives the sums; may be the plane itself.</param>
    /// <param name="margin">Pixels around the band for which sums are wanted as well.</param>
    internal void Sum<T>(PlaneShape shape, float* from, float* middle, float* to, int margin)
        where T : unmanaged, ILane<T>
    {
        var (top, end) = (-margin - HalfRows, shape.Rows + margin + HalfRows);
        for (var r = top; r < end; r++)
        {
            Row<T>(from + shape.At(r, -margin - HalfColumns), 1, across, middle + shape.At(r, -margin), shape.Columns + (2 * margin));
        }

        for (var r = -margin; r < shape.Rows + margin; r++)
        {
            Row<T>(middle + shape.At(r - HalfRows, -margin), shape.Stride, down, to + shape.At(r, -margin), shape.Columns + (2 * margin));
        }
    }

    private static float[] Bell(double sigma)
    {
        var half = Math.Max(1, (int)Math.Ceiling(3 * sigma));
        return [.. Enumerable.Range(-half, (2 * half) + 1).Select(i => (float)Math.Exp(-0.5 * i * i / (sigma * sigma)))];
    }

    private static void Row<T>(float* from, int step, float[] weights, float* to, int count)
        where T : unmanaged, ILane<T>
    {
        for (var i = 0; i < count; i += T.Width)
        {
            var sum = T.Splat(0);
            var at = from + i;
            foreach (var weight in weights)
            {
                sum = T.Fma(T.Splat(weight), *(T*)at, sum);
                at += step;
            }

            *(T*)(to + i) = sum;
        }
    }
}

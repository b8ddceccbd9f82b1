using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>
/// What the neighbourhood says of a tile's phase: slopes, and the phase of each pixel against the plane through its neighbours. Local slopes are
/// angles of sums of products of neighbouring phasors, so that they hold up to half a cycle a pixel and average noise before it
/// wraps; they are drawn to zero where the products in the window do not agree. Allocates nothing.
/// </summary>
internal static unsafe class SlopeKernel
{
    // Part of the wide window's sums (each of its nine windows) that is added to the window of the slope itself.
    private const float WidePart = 0.08f;

    // Prior of the slope: at agreement q of some 25 independent differences the variance of the slope is near (1 - q^2) / (50 q^2),
    // that of slopes in general is taken as 1 radian squared.
    private const float Prior = 0.02f;
    private const float Tiny = 1e-12f;

    /// <summary>Fills slopes, agreement, noise and trust of a tile from its phasors.</summary>
    /// <typeparam name="T">The lane type.</typeparam>
    /// <param name="tile">The tile; phasors and weights are given.</param>
    /// <param name="rows">Rows of the tile that lie in the image.</param>
    /// <param name="columns">Columns of the tile that lie in the image.</param>
    internal static void Run<T>(CostTile tile, int rows, int columns)
        where T : unmanaged, ILane<T>
    {
        var width = CostTile.Before + columns + 16;
        width += (16 - (width & 15)) & 15;
        width = Math.Min(width, CostTile.Pitch);
        Slopes<T>(tile, rows, width, 1, tile.SlopeAcross, tile.QualityAcross);
        Slopes<T>(tile, rows, width, CostTile.Pitch, tile.SlopeDown, tile.QualityDown);
        WeightSums<T>(tile, rows, width);
        Noise<T>(tile, rows, width);
    }

    private static void Slopes<T>(CostTile tile, int rows, int width, int step, float* slope, float* quality)
        where T : unmanaged, ILane<T>
    {
        const int above = CostTile.Above;
        const int reach = CostTile.SlopeReach;
        Products<T>(tile, rows + (2 * above) + 1, width, step);
        for (var row = reach; row < rows + (2 * above) + 1 - reach; row++)
        {
            for (var k = row * CostTile.Pitch; k < (row * CostTile.Pitch) + width; k += T.Width)
            {
                *(T*)(tile.RowReal + k) = SevenAcross<T>(tile.SumReal + k);
                *(T*)(tile.RowImaginary + k) = SevenAcross<T>(tile.SumImaginary + k);
                *(T*)(tile.RowWeight + k) = SevenAcross<T>(tile.SumWeight + k);
            }
        }

        for (var row = above - 1; row < above + rows + 1; row++)
        {
            for (var k = row * CostTile.Pitch; k < (row * CostTile.Pitch) + width; k += T.Width)
            {
                var real = WithWide<T>(tile.RowReal + k);
                var imaginary = WithWide<T>(tile.RowImaginary + k);
                var weight = WithWide<T>(tile.RowWeight + k);
                var square = T.Fma(real, real, imaginary * imaginary);
                var q = T.Min(T.Sqrt(square) / T.Max(weight, T.Splat(Tiny)), T.Splat(1f));
                var q2 = q * q;
                var shrink = q2 / T.Fma(T.Splat(Prior), T.Splat(1f) - q2, T.Max(q2, T.Splat(Tiny)));
                *(T*)(slope + k) = LaneMath.Angle(imaginary, real) * shrink;
                *(T*)(quality + k) = q;
            }
        }
    }

    /// <summary>Products of each phasor with the next one's, summed over seven rows; the three sums end in the Sum arrays.</summary>
    private static void Products<T>(CostTile tile, int rows, int width, int step)
        where T : unmanaged, ILane<T>
    {
        for (var k = 0; k < rows * CostTile.Pitch; k += T.Width)
        {
            var (a, b) = (*(T*)(tile.Real + k), *(T*)(tile.Imaginary + k));
            var (c, d) = (*(T*)(tile.Real + k + step), *(T*)(tile.Imaginary + k + step));
            *(T*)(tile.RowReal + k) = T.Fma(a, c, b * d);
            *(T*)(tile.RowImaginary + k) = (a * d) - (b * c);
            *(T*)(tile.RowWeight + k) = *(T*)(tile.Weight + k) * *(T*)(tile.Weight + k + step);
        }

        for (var row = CostTile.SlopeReach; row < rows - CostTile.SlopeReach; row++)
        {
            for (var k = row * CostTile.Pitch; k < (row * CostTile.Pitch) + width; k += T.Width)
            {
                *(T*)(tile.SumReal + k) = SevenDown<T>(tile.RowReal + k);
                *(T*)(tile.SumImaginary + k) = SevenDown<T>(tile.RowImaginary + k);
                *(T*)(tile.SumWeight + k) = SevenDown<T>(tile.RowWeight + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SevenDown<T>(float* at)
        where T : unmanaged, ILane<T> => Seven<T>(at, CostTile.Pitch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SevenAcross<T>(float* at)
        where T : unmanaged, ILane<T> => Seven<T>(at, 1);

    // Pairs from the outside in, so that a mirror gives the same bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Seven<T>(float* at, int step)
        where T : unmanaged, ILane<T> =>
        *(T*)at + (*(T*)(at - step) + *(T*)(at + step)) + ((*(T*)(at - (2 * step)) + *(T*)(at + (2 * step))) + (*(T*)(at - (3 * step)) + *(T*)(at + (3 * step))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T WithWide<T>(float* at)
        where T : unmanaged, ILane<T>
    {
        const int down = CostTile.WideStep * CostTile.Pitch;
        const int across = CostTile.WideStep;
        var own = *(T*)at;
        var sides = (*(T*)(at - across) + *(T*)(at + across)) + (*(T*)(at - down) + *(T*)(at + down));
        var corners = (*(T*)(at - down - across) + *(T*)(at + down + across)) + (*(T*)(at - down + across) + *(T*)(at + down - across));
        return T.Fma(T.Splat(WidePart), own + sides + corners, own);
    }

    /// <summary>Sums of the weights over the window of the local mean, in SumWeight.</summary>
    private static void WeightSums<T>(CostTile tile, int rows, int width)
        where T : unmanaged, ILane<T>
    {
        const int first = CostTile.Above - CostTile.MeanReach;
        var last = CostTile.Above + rows + 1 + CostTile.MeanReach;
        for (var k = first * CostTile.Pitch; k < last * CostTile.Pitch; k += T.Width)
        {
            *(T*)(tile.RowWeight + k) = Five<T>(tile.Weight + k, 1);
        }

        for (var row = CostTile.Above; row < CostTile.Above + rows + 1; row++)
        {
            for (var k = row * CostTile.Pitch; k < (row * CostTile.Pitch) + width; k += T.Width)
            {
                *(T*)(tile.SumWeight + k) = Five<T>(tile.RowWeight + k, CostTile.Pitch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Five<T>(float* at, int step)
        where T : unmanaged, ILane<T> =>
        *(T*)at + ((*(T*)(at - step) + *(T*)(at + step)) + (*(T*)(at - (2 * step)) + *(T*)(at + (2 * step))));

    private static void Noise<T>(CostTile tile, int rows, int width)
        where T : unmanaged, ILane<T>
    {
        var half = T.Splat(0.5f);
        for (var row = CostTile.Above; row < CostTile.Above + rows + 1; row++)
        {
            for (var k = row * CostTile.Pitch; k < (row * CostTile.Pitch) + width; k += T.Width)
            {
                var across = (*(T*)(tile.SlopeAcross + k) + *(T*)(tile.SlopeAcross + k - 1)) * half;
                var down = (*(T*)(tile.SlopeDown + k) + *(T*)(tile.SlopeDown + k - CostTile.Pitch)) * half;
                Mean(tile.Real + k, tile.Imaginary + k, across, down, out var real, out var imaginary);
                var (a, b) = (*(T*)(tile.Real + k), *(T*)(tile.Imaginary + k));
                *(T*)(tile.Noise + k) = LaneMath.Angle((b * real) - (a * imaginary), T.Fma(a, real, b * imaginary));
                var length = T.Sqrt(T.Fma(real, real, imaginary * imaginary));
                *(T*)(tile.Trust + k) = T.Min(length / T.Max(*(T*)(tile.SumWeight + k), T.Splat(Tiny)), T.Splat(1f));
            }
        }
    }

    /// <summary>Sum of the 5 x 5 phasors around a pixel, turned back by the slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mean<T>(float* re, float* im, T across, T down, out T real, out T imaginary)
        where T : unmanaged, ILane<T>
    {
        LaneMath.SinCos(across, out var s1, out var c1);
        var s2 = (s1 + s1) * c1;
        var c2 = T.Fma(s1 * T.Splat(-2f), s1, T.Splat(1f));
        Row(re, im, c1, s1, c2, s2, out real, out imaginary);
        LaneMath.SinCos(down, out var sine, out var cosine);
        Pair(re, im, CostTile.Pitch, cosine, sine, c1, s1, c2, s2, ref real, ref imaginary);
        Pair(re, im, 2 * CostTile.Pitch, T.Fma(sine * T.Splat(-2f), sine, T.Splat(1f)), (sine + sine) * cosine, c1, s1, c2, s2, ref real, ref imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<T>(float* re, float* im, int step, T cosine, T sine, T c1, T s1, T c2, T s2, ref T real, ref T imaginary)
        where T : unmanaged, ILane<T>
    {
        Row(re + step, im + step, c1, s1, c2, s2, out var a, out var b);
        Row(re - step, im - step, c1, s1, c2, s2, out var c, out var d);
        Turned(a, b, c, d, cosine, sine, ref real, ref imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(float* re, float* im, T c1, T s1, T c2, T s2, out T real, out T imaginary)
        where T : unmanaged, ILane<T>
    {
        (real, imaginary) = (*(T*)re, *(T*)im);
        Turned(*(T*)(re + 1), *(T*)(im + 1), *(T*)(re - 1), *(T*)(im - 1), c1, s1, ref real, ref imaginary);
        Turned(*(T*)(re + 2), *(T*)(im + 2), *(T*)(re - 2), *(T*)(im - 2), c2, s2, ref real, ref imaginary);
    }

    /// <summary>Adds a phasor turned back by an angle and its opposite turned forward by it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turned<T>(T a, T b, T c, T d, T cosine, T sine, ref T real, ref T imaginary)
        where T : unmanaged, ILane<T>
    {
        real = T.Fma(cosine, a + c, T.Fma(sine, b - d, real));
        imaginary = T.Fma(cosine, b + d, imaginary - (sine * (a - c)));
    }
}

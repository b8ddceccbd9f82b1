using System.Numerics;

namespace Plumb.Benchmarks.Interferograms;

/// <summary>Goldstein's filter as it is usually written: a patch at a time, complex numbers, a radix-2 transform of each row and column, memory as it comes.</summary>
internal static class PlainGoldstein
{
    internal static Complex[] Filter(float[] pairs, int side, int size, double alpha)
    {
        var sum = new Complex[side * side];
        var step = size / 4;
        for (var top = step - size; top < side; top += step)
        {
            for (var left = step - size; left < side; left += step)
            {
                Patch(pairs, side, size, alpha, top, left, sum);
            }
        }

        return sum;
    }

    private static void Patch(float[] pairs, int side, int size, double alpha, int top, int left, Complex[] sum)
    {
        var patch = new Complex[size, size];
        for (var r = Math.Max(0, -top); r < size && top + r < side; r++)
        {
            for (var c = Math.Max(0, -left); c < size && left + c < side; c++)
            {
                var p = 2 * (((top + r) * side) + left + c);
                patch[r, c] = new Complex(pairs[p], pairs[p + 1]);
            }
        }

        Transform(patch, size, -1);
        var smooth = new double[size, size];
        var most = 0.0;
        for (var r = 0; r < size; r++)
        {
            for (var c = 0; c < size; c++)
            {
                for (var k = 0; k < 9; k++)
                {
                    smooth[r, c] += patch[(r + (k / 3) + size - 1) % size, (c + (k % 3) + size - 1) % size].Magnitude;
                }

                most = Math.Max(most, smooth[r, c]);
            }
        }

        for (var r = 0; r < size; r++)
        {
            for (var c = 0; c < size; c++)
            {
                patch[r, c] *= Math.Pow(smooth[r, c] / Math.Max(most, 1e-30), alpha);
            }
        }

        Transform(patch, size, 1);
        for (var r = Math.Max(0, -top); r < size && top + r < side; r++)
        {
            for (var c = Math.Max(0, -left); c < size && left + c < side; c++)
            {
                sum[((top + r) * side) + left + c] += patch[r, c] * (Math.Min(r + 0.5, size - r - 0.5) * Math.Min(c + 0.5, size - c - 0.5));
            }
        }
    }

    private static void Transform(Complex[,] patch, int size, int sign)
    {
        for (var axis = 0; axis < 2; axis++)
        {
            for (var k = 0; k < size; k++)
            {
                var line = new Complex[size];
                for (var i = 0; i < size; i++)
                {
                    line[i] = axis == 0 ? patch[k, i] : patch[i, k];
                }

                line = Transform(line, sign);
                for (var i = 0; i < size; i++)
                {
                    (axis == 0 ? ref patch[k, i] : ref patch[i, k]) = line[i];
                }
            }
        }
    }

    private static Complex[] Transform(Complex[] x, int sign)
    {
        if (x.Length == 1)
        {
            return x;
        }

        var half = x.Length / 2;
        var (even, odd) = (new Complex[half], new Complex[half]);
        for (var i = 0; i < half; i++)
        {
            (even[i], odd[i]) = (x[2 * i], x[(2 * i) + 1]);
        }

        (even, odd) = (Transform(even, sign), Transform(odd, sign));
        var y = new Complex[x.Length];
        for (var k = 0; k < half; k++)
        {
            var turned = odd[k] * Complex.FromPolarCoordinates(1, sign * Math.PI * k / half);
            (y[k], y[k + half]) = (even[k] + turned, even[k] - turned);
        }

        return y;
    }
}

using System.Diagnostics;
using Plumb.Inversion;

namespace Plumb.Benchmarks.Inversion;

/// <summary>The way peers do it: for each pixel the dense normal equations in double precision, Cholesky, residuals, complex mean; one after another.</summary>
internal static class DenseSolve
{
    public static double PixelsPerSecond(BenchmarkStack stack, Weighting weighting)
    {
        const int pixels = 400;
        var n = stack.Network.Dates.Count - 1;
        var (matrix, right) = (new double[n, n], new double[n]);
        var table = new PhaseVariance(20);
        var sum = 0.0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < pixels; i++)
        {
            Array.Clear(matrix);
            Array.Clear(right);
            Assemble(stack, i * 7, weighting, table, matrix, right);
            Solve(matrix, right, n);
            sum += TemporalCoherence(stack, i * 7, right);
        }

        return sum >= 0 ? pixels / watch.Elapsed.TotalSeconds : double.NaN;
    }

    private static void Assemble(BenchmarkStack stack, int pixel, Weighting weighting, PhaseVariance table, double[,] matrix, double[] right)
    {
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            var y = stack.Phase(0)[(p * BenchmarkStack.TilePixels) + pixel];
            if (float.IsNaN(y))
            {
                continue;
            }

            var w = weighting == Weighting.None ? 1 : 1 / table.Of(stack.Coherence(0)[(p * BenchmarkStack.TilePixels) + pixel]);
            var (i, j) = (stack.Network.FirstIndex[p] - 1, stack.Network.SecondIndex[p] - 1);
            matrix[j, j] += w;
            right[j] += w * y;
            if (i >= 0)
            {
                matrix[i, i] += w;
                matrix[j, i] -= w;
                right[i] -= w * y;
            }
        }
    }

    private static void Solve(double[,] a, double[] x, int n)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= a[i, k] * a[j, k];
                }

                a[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-9)) : sum / a[j, j];
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
            {
                x[i] -= a[i, k] * x[k];
            }

            x[i] /= a[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                x[i] -= a[k, i] * x[k];
            }

            x[i] /= a[i, i];
        }
    }

    private static double TemporalCoherence(BenchmarkStack stack, int pixel, double[] x)
    {
        var (cosine, sine, count) = (0.0, 0.0, 0);
        for (var p = 0; p < stack.Network.Pairs.Count; p++)
        {
            var y = stack.Phase(0)[(p * BenchmarkStack.TilePixels) + pixel];
            if (!float.IsNaN(y))
            {
                var i = stack.Network.FirstIndex[p];
                var r = y - (x[stack.Network.SecondIndex[p] - 1] - (i > 0 ? x[i - 1] : 0));
                cosine += Math.Cos(r);
                sine += Math.Sin(r);
                count++;
            }
        }

        return Math.Sqrt((cosine * cosine) + (sine * sine)) / Math.Max(count, 1);
    }
}

using System.Collections.Concurrent;
using System.Numerics;
using Plumb.Kernels;

namespace Plumb.Unwrapping.Classical;

/// <summary>
/// Solves Poisson's equation on a raster with free borders, nearly: by the cosine transform along the rows (Makhoul 1980, doi:10.1109/TASSP.1980.1163351, two rows
/// in one complex transform), and for each of its frequencies by elimination down the columns. Rows are taken as long as the next power of two, with
/// nothing beyond the image, so that the result is exact only for such widths; it starts conjugate gradients, which need a
/// symmetric positive definite approximation and no more. The mean, which the equation leaves open, is held near zero.
/// </summary>
internal sealed unsafe class PoissonSolver : IDisposable
{
    private const int Pairs = 16;
    private const int Band = 32;
    private readonly int rows;
    private readonly int columns;
    private readonly int length;
    private readonly int threads;
    private readonly Fft fft;
    private readonly double[] cosine;
    private readonly double[] sine;
    private readonly TileBuffer<float> spectrum;
    private readonly ConcurrentBag<TileBuffer<double>> scratch = [];

    /// <summary>A solver.</summary>
    internal PoissonSolver(int rows, int columns, int threads, MemoryBudget budget)
    {
        (this.rows, this.columns, this.threads) = (rows, columns, threads);
        length = Length(columns);
        fft = new Fft(length);
        (cosine, sine) = (new double[length], new double[length]);
        for (var k = 0; k < length; k++)
        {
            (sine[k], cosine[k]) = Math.SinCos(Math.PI * k / (2.0 * length));
        }

        spectrum = budget.LeaseLong<float>((long)rows * length, "Unwrapping: cosine transform");
        for (var t = 0; t < threads; t++)
        {
            scratch.Add(budget.Lease<double>(ScratchLength(rows, length), "Unwrapping: cosine transform"));
        }
    }

    public void Dispose()
    {
        spectrum.Dispose();
        foreach (var memory in scratch)
        {
            memory.Dispose();
        }
    }

    /// <summary>Working memory, bytes.</summary>
    internal static long Bytes(int rows, int columns, int threads) =>
        ((long)rows * Length(columns) * sizeof(float)) + ((long)threads * ScratchLength(rows, Length(columns)) * sizeof(double));

    /// <summary>Solves.</summary>
    /// <param name="right">Right side, shape (rows, columns); its sum is zero.</param>
    /// <param name="result">Receives the solution, same shape.</param>
    internal void Solve(float* right, float* result)
    {
        var blocks = (rows + (2 * Pairs) - 1) / (2 * Pairs);
        InParallel(blocks, (block, memory) => Forward(right, block * 2 * Pairs, memory));
        InParallel((length + Band - 1) / Band, (band, memory) => Eliminate(band * Band, memory));
        InParallel(blocks, (block, memory) => Back(result, block * 2 * Pairs, memory));
    }

    private static int Length(int columns) => (int)BitOperations.RoundUpToPowerOf2((uint)columns);

    private static int ScratchLength(int rows, int length) => Math.Max(2 * Pairs * length, (rows + 1) * Band);

    /// <summary>Where a pixel stands in the sequence that is transformed: even ones rising, then odd ones falling.</summary>
    private int Place(int column) => (column & 1) == 0 ? column / 2 : length - 1 - (column / 2);

    private void InParallel(int count, Action<int, TileBuffer<double>> work) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, index =>
        {
            var memory = scratch.TryTake(out var free) ? free : throw new InvalidOperationException("Unwrapping: more threads than working memories.");
            work(index, memory);
            scratch.Add(memory);
        });

    private void Forward(float* right, int top, TileBuffer<double> memory)
    {
        var (firsts, seconds) = CountRows(top);
        memory.Span[..(2 * Pairs * length)].Clear();
        var real = memory.Pointer;
        var imaginary = real + (Pairs * length);
        for (var c = 0; c < columns; c++)
        {
            var at = Place(c) * Pairs;
            var line = right + ((long)top * columns) + c;
            for (var pair = 0; pair < firsts; pair++)
            {
                real[at + pair] = line[2L * pair * columns];
            }

            for (var pair = 0; pair < seconds; pair++)
            {
                imaginary[at + pair] = line[((2L * pair) + 1) * columns];
            }
        }

        Transform(memory, false);
        for (var k = 0; k < length; k++)
        {
            // The spectrum of a real sequence: the even part of the sum for the first of a pair, the odd part for the second.
            var (a, b) = (k * Pairs, (k == 0 ? 0 : length - k) * Pairs);
            var (c, s) = (0.5 * cosine[k], 0.5 * sine[k]);
            var line = spectrum.Pointer + ((long)top * length) + k;
            for (var pair = 0; pair < firsts; pair++)
            {
                line[2L * pair * length] = (float)((c * (real[a + pair] + real[b + pair])) + (s * (imaginary[a + pair] - imaginary[b + pair])));
            }

            for (var pair = 0; pair < seconds; pair++)
            {
                line[((2L * pair) + 1) * length] = (float)((c * (imaginary[a + pair] + imaginary[b + pair])) - (s * (real[a + pair] - real[b + pair])));
            }
        }
    }

    private void Back(float* result, int top, TileBuffer<double> memory)
    {
        var (firsts, seconds) = CountRows(top);
        memory.Span[..(2 * Pairs * length)].Clear();
        var real = memory.Pointer;
        var imaginary = real + (Pairs * length);
        for (var k = 0; k < length; k++)
        {
            var at = k * Pairs;
            var line = spectrum.Pointer + ((long)top * length) + k;
            var (mirror, weight) = (k == 0 ? 0 : length - (2 * k), k == 0 ? 0.0 : 1.0);
            for (var pair = 0; pair < firsts; pair++)
            {
                var own = line + (2L * pair * length);
                var (x, y) = ((double)own[0], weight * own[mirror]);
                real[at + pair] = (cosine[k] * x) + (sine[k] * y);
                imaginary[at + pair] = (sine[k] * x) - (cosine[k] * y);
            }

            for (var pair = 0; pair < seconds; pair++)
            {
                var own = line + (((2L * pair) + 1) * length);
                var (x, y) = ((double)own[0], weight * own[mirror]);
                real[at + pair] -= (sine[k] * x) - (cosine[k] * y);
                imaginary[at + pair] += (cosine[k] * x) + (sine[k] * y);
            }
        }

        Transform(memory, true);
        var factor = 1.0 / length;
        for (var c = 0; c < columns; c++)
        {
            var at = Place(c) * Pairs;
            var line = result + ((long)top * columns) + c;
            for (var pair = 0; pair < firsts; pair++)
            {
                line[2L * pair * columns] = (float)(factor * real[at + pair]);
            }

            for (var pair = 0; pair < seconds; pair++)
            {
                line[((2L * pair) + 1) * columns] = (float)(factor * imaginary[at + pair]);
            }
        }
    }

    /// <summary>Number of even and of odd rows of a block.</summary>
    private (int Firsts, int Seconds) CountRows(int top)
    {
        var count = Math.Min(rows - top, 2 * Pairs);
        return ((count + 1) / 2, count / 2);
    }

    private void Transform(TileBuffer<double> memory, bool isInverse)
    {
        var real = memory.Span[..(Pairs * length)];
        var imaginary = memory.Span.Slice(Pairs * length, Pairs * length);
        fft.Columns(isInverse ? imaginary : real, isInverse ? real : imaginary, Pairs);
    }

    /// <summary>Solves the tridiagonal systems of some frequencies, side by side.</summary>
    private void Eliminate(int first, TileBuffer<double> memory)
    {
        var width = Math.Min(Band, length - first);
        Span<double> own = stackalloc double[Band];
        for (var k = 0; k < width; k++)
        {
            var wave = Math.Max(first + k, 0.1 * length / Math.Max(rows, length));
            own[k] = 2 - (2 * Math.Cos(Math.PI * wave / length));
        }

        var upper = memory.Pointer;
        new Span<double>(upper, Band).Clear();
        for (var r = 0; r < rows; r++)
        {
            var line = spectrum.Pointer + ((long)r * length) + first;
            var neighbours = (r > 0 ? 1 : 0) + (r < rows - 1 ? 1 : 0);
            for (var k = 0; k < width; k++)
            {
                // Above the first row stands a row of zeros.
                var pivot = 1 / (own[k] + neighbours - upper[(r * Band) + k]);
                upper[((r + 1) * Band) + k] = pivot;
                line[k] = (float)((line[k] + (r > 0 ? line[k - length] : 0)) * pivot);
            }
        }

        for (var r = rows - 2; r >= 0; r--)
        {
            var line = spectrum.Pointer + ((long)r * length) + first;
            for (var k = 0; k < width; k++)
            {
                line[k] += (float)(upper[((r + 1) * Band) + k] * line[k + length]);
            }
        }
    }
}

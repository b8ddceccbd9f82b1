using System.Numerics;
using System.Runtime.InteropServices;

namespace Plumb.Kernels;

/// <summary>
/// Plan of the discrete Fourier transform of complex sequences whose length is a power of two: decimation in time with
/// radix 2 (Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1). Real and imaginary parts lie in separate spans.
/// Immutable and safe for threads; transforms allocate nothing.
/// </summary>
public sealed class Fft
{
    private readonly double[] cosine;
    private readonly double[] sine;
    private readonly int[] reversed;

    /// <summary>A plan.</summary>
    /// <param name="length">Length of the sequences (pure number), a power of two from 1 to 2^24.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not a power of two in that range.</exception>
    public Fft(int length)
    {
        if (length < 1 || length > 1 << 24 || !BitOperations.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length of a Fourier transform is a power of two from 1 to 16777216.");
        }

        Length = length;
        cosine = new double[length / 2];
        sine = new double[length / 2];
        for (var k = 0; k < length / 2; k++)
        {
            (sine[k], cosine[k]) = Math.SinCos(-2.0 * Math.PI * k / length);
        }

        reversed = new int[length];
        for (var k = 1; k < length; k++)
        {
            reversed[k] = (reversed[k >> 1] >> 1) | ((k & 1) != 0 ? length >> 1 : 0);
        }
    }

    /// <summary>Length of the sequences, pure number.</summary>
    public int Length { get; }

    /// <summary>
    /// Transforms one sequence in place: X_k = sum over n of x_n exp(-2 pi i k n / N), without a factor.
    /// </summary>
    /// <param name="real">Real parts, shape (<see cref="Length"/>), any unit.</param>
    /// <param name="imaginary">Imaginary parts, shape (<see cref="Length"/>), same unit.</param>
    public void Forward(Span<double> real, Span<double> imaginary) => Columns(real, imaginary, 1);

    /// <summary>
    /// Transforms one sequence back in place: x_n = (1 / N) sum over k of X_k exp(2 pi i k n / N).
    /// </summary>
    /// <param name="real">Real parts, shape (<see cref="Length"/>), any unit.</param>
    /// <param name="imaginary">Imaginary parts, shape (<see cref="Length"/>), same unit.</param>
    public void Inverse(Span<double> real, Span<double> imaginary)
    {
        Sum(real, imaginary);
        var factor = 1.0 / Length;
        for (var k = 0; k < real.Length; k++)
        {
            real[k] *= factor;
            imaginary[k] *= factor;
        }
    }

    /// <summary>
    /// Sums a Fourier series in place, the inverse transform without its factor: x_n = sum over k of X_k exp(2 pi i k n / N).
    /// </summary>
    /// <param name="real">Real parts, shape (<see cref="Length"/>), any unit.</param>
    /// <param name="imaginary">Imaginary parts, shape (<see cref="Length"/>), same unit.</param>
    public void Sum(Span<double> real, Span<double> imaginary) => Columns(imaginary, real, 1);

    /// <summary>
    /// Forward transforms of all columns of an array at once, in place; the columns lie side by side, so that they fill
    /// the lanes of a vector. Swapping the two arguments sums the series with the opposite sign of the exponent.
    /// </summary>
    /// <param name="real">Real parts, shape (<see cref="Length"/>, columns), any unit.</param>
    /// <param name="imaginary">Imaginary parts, shape (<see cref="Length"/>, columns), same unit.</param>
    /// <param name="columns">Number of columns, pure number.</param>
    /// <exception cref="ArgumentException">A span does not have that shape.</exception>
    public void Columns(Span<double> real, Span<double> imaginary, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (real.Length != (long)Length * columns || imaginary.Length != real.Length)
        {
            throw new ArgumentException($"A transform of length {Length} over {columns} columns takes {(long)Length * columns} values; got {real.Length} and {imaginary.Length}.");
        }

        Reorder(real, columns);
        Reorder(imaginary, columns);
        for (var half = 1; half < Length; half *= 2)
        {
            var stride = Length / (2 * half);
            for (var start = 0; start < Length; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (a, b) = ((start + k) * columns, (start + k + half) * columns);
                    Butterfly(
                        real.Slice(a, columns),
                        imaginary.Slice(a, columns),
                        real.Slice(b, columns),
                        imaginary.Slice(b, columns),
                        cosine[k * stride],
                        sine[k * stride]);
                }
            }
        }
    }

    /// <summary>
    /// Sums a two-dimensional Fourier series in place:
    /// x(m, n) = sum over (j, k) of X(j, k) exp(2 pi i (j m + k n) / N), without a factor.
    /// </summary>
    /// <param name="real">Real parts, shape (<see cref="Length"/>, <see cref="Length"/>), any unit.</param>
    /// <param name="imaginary">Imaginary parts, same shape, same unit.</param>
    public void SumSquare(Span<double> real, Span<double> imaginary)
    {
        for (var axis = 0; axis < 2; axis++)
        {
            Columns(imaginary, real, Length);
            Transpose(real);
            Transpose(imaginary);
        }
    }

    private static void Butterfly(Span<double> topReal, Span<double> topImaginary, Span<double> endReal, Span<double> endImaginary, double c, double s)
    {
        var done = 0;
        if (topReal.Length >= Vector<double>.Count)
        {
            var (vc, vs) = (new Vector<double>(c), new Vector<double>(s));
            var tr = MemoryMarshal.Cast<double, Vector<double>>(topReal);
            var ti = MemoryMarshal.Cast<double, Vector<double>>(topImaginary);
            var er = MemoryMarshal.Cast<double, Vector<double>>(endReal);
            var ei = MemoryMarshal.Cast<double, Vector<double>>(endImaginary);
            for (var i = 0; i < tr.Length; i++)
            {
                var r = (er[i] * vc) - (ei[i] * vs);
                var m = (er[i] * vs) + (ei[i] * vc);
                er[i] = tr[i] - r;
                ei[i] = ti[i] - m;
                tr[i] += r;
                ti[i] += m;
            }

            done = tr.Length * Vector<double>.Count;
        }

        for (var i = done; i < topReal.Length; i++)
        {
            var r = (endReal[i] * c) - (endImaginary[i] * s);
            var m = (endReal[i] * s) + (endImaginary[i] * c);
            endReal[i] = topReal[i] - r;
            endImaginary[i] = topImaginary[i] - m;
            topReal[i] += r;
            topImaginary[i] += m;
        }
    }

    private void Reorder(Span<double> values, int columns)
    {
        for (var row = 0; row < Length; row++)
        {
            var other = reversed[row];
            if (other <= row)
            {
                continue;
            }

            for (var column = 0; column < columns; column++)
            {
                (values[(row * columns) + column], values[(other * columns) + column]) =
                    (values[(other * columns) + column], values[(row * columns) + column]);
            }
        }
    }

    private void Transpose(Span<double> values)
    {
        const int block = 32;
        for (var top = 0; top < Length; top += block)
        {
            for (var left = top; left < Length; left += block)
            {
                for (var row = top; row < Math.Min(top + block, Length); row++)
                {
                    for (var column = Math.Max(left, row + 1); column < Math.Min(left + block, Length); column++)
                    {
                        (values[(row * Length) + column], values[(column * Length) + row]) =
                            (values[(column * Length) + row], values[(row * Length) + column]);
                    }
                }
            }
        }
    }
}

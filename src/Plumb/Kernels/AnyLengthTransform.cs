using System.Numerics;

namespace Plumb.Kernels;

/// <summary>
/// Plan of the discrete Fourier transform of complex sequences of any length n: n k = (n^2 + k^2 - (k - n)^2) / 2 makes it a convolution with a chirp, done by transforms of a power of
/// two of at least 2 n - 1 (Bluestein 1970, doi:10.1109/TAU.1970.1162132). Holds its working memory: one thread at a time; transforms allocate nothing.
/// </summary>
public sealed class AnyLengthTransform
{
    private readonly Fft fft;
    private readonly double[] cosine;
    private readonly double[] sine;
    private readonly double[] filterReal;
    private readonly double[] filterImaginary;
    private readonly double[] real;
    private readonly double[] imaginary;

    /// <summary>A plan.</summary>
    /// <param name="length">Length of the sequences (pure number), from 1 to 2^23.</param>
    public AnyLengthTransform(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 1 << 23);
        Length = length;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1));
        fft = new Fft(size);
        (cosine, sine) = (new double[length], new double[length]);
        (filterReal, filterImaginary, real, imaginary) = (new double[size], new double[size], new double[size], new double[size]);
        for (var k = 0; k < length; k++)
        {
            // k^2 modulo 2 n keeps the angle exact for long sequences.
            (sine[k], cosine[k]) = Math.SinCos(Math.PI * ((long)k * k % (2L * length)) / length);
            (filterReal[k], filterImaginary[k]) = (cosine[k], -sine[k]);
            (filterReal[(size - k) % size], filterImaginary[(size - k) % size]) = (cosine[k], -sine[k]);
        }

        fft.Forward(filterReal, filterImaginary);
    }

    /// <summary>Length of the sequences, pure number.</summary>
    public int Length { get; }

    /// <summary>Sums a Fourier series in place: x_n = sum over k of X_k exp(2 pi i k n / N), without a factor.</summary>
    /// <param name="values">Real parts, shape (<see cref="Length"/>), any unit.</param>
    /// <param name="others">Imaginary parts, shape (<see cref="Length"/>), same unit.</param>
    public void Sum(Span<double> values, Span<double> others)
    {
        Array.Clear(real);
        Array.Clear(imaginary);
        for (var k = 0; k < Length; k++)
        {
            (real[k], imaginary[k]) = ((values[k] * cosine[k]) - (others[k] * sine[k]), (values[k] * sine[k]) + (others[k] * cosine[k]));
        }

        fft.Forward(real, imaginary);
        for (var k = 0; k < real.Length; k++)
        {
            (real[k], imaginary[k]) = ((real[k] * filterReal[k]) - (imaginary[k] * filterImaginary[k]), (real[k] * filterImaginary[k]) + (imaginary[k] * filterReal[k]));
        }

        fft.Inverse(real, imaginary);
        for (var k = 0; k < Length; k++)
        {
            (values[k], others[k]) = ((real[k] * cosine[k]) - (imaginary[k] * sine[k]), (real[k] * sine[k]) + (imaginary[k] * cosine[k]));
        }
    }
}

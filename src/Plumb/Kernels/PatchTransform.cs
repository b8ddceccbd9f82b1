using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plumb.Kernels;

/// <summary>
/// Two-dimensional Fourier transform of a small square patch in single precision: the self-sorting form of Stockham with radix 4 and at most one stage of radix 2
/// (Cochran et al. 1967, doi:10.1109/PROC.1967.5957; van Loan 1992, section 1.7, doi:10.1137/1.9781611970999). A stage combines whole rows of the patch, whose columns fill the lanes;
/// between the two axes the patch is transposed. Immutable and safe for threads; transforms allocate nothing.
/// </summary>
internal sealed unsafe class PatchTransform
{
    private readonly float[] cosine;
    private readonly float[] sine;

    /// <summary>A plan.</summary>
    /// <param name="size">Rows and columns of the patch, pixels: a power of two from 16 to 256.</param>
    internal PatchTransform(int size)
    {
        if (size is < 16 or > 256 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The side of a patch is a power of two from 16 to 256.");
        }

        Size = size;
        (cosine, sine) = (new float[size], new float[size]);
        for (var k = 0; k < size; k++)
        {
            var (s, c) = Math.SinCos(-2 * Math.PI * k / size);
            (sine[k], cosine[k]) = ((float)s, (float)c);
        }
    }

    /// <summary>Rows and columns of a patch, pixels.</summary>
    internal int Size { get; }

    /// <summary>
    /// Spectrum of a patch, transposed: its rows are the frequencies across, its columns those down. X(j, k) = sum over (m, n) of x(m, n) exp(-2 pi i (j m + k n) / N).
    /// Twice in a row, with real and imaginary parts swapped the second time, it gives back N^2 times the patch in its own orientation.
    /// </summary>
    /// <param name="work">The patch and as much again of working memory.</param>
    internal void Transform<T>(ref PatchBuffers work)
        where T : unmanaged, ILane<T>
    {
        Columns<T>(ref work);
        Transpose(work.Real, work.OtherReal);
        Transpose(work.Imaginary, work.OtherImaginary);
        work.Swap();
        Columns<T>(ref work);
    }

    private void Columns<T>(ref PatchBuffers work)
        where T : unmanaged, ILane<T>
    {
        var (length, stride) = (Size, 1);
        for (; length >= 4; length /= 4, stride *= 4)
        {
            for (var p = 0; p < length / 4; p++)
            {
                for (var q = 0; q < stride; q++)
                {
                    ByFour<T>(work, q + (stride * p), stride * length / 4, q + (stride * 4 * p), stride, p * stride);
                }
            }

            work.Swap();
        }

        if (length == 2)
        {
            for (var q = 0; q < stride; q++)
            {
                ByTwo<T>(work.Real, work.OtherReal, q, stride);
                ByTwo<T>(work.Imaginary, work.OtherImaginary, q, stride);
            }

            work.Swap();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ByFour<T>(in PatchBuffers work, int from, int fromStep, int to, int toStep, int turn)
        where T : unmanaged, ILane<T>
    {
        var (c1, s1) = (T.Splat(cosine[turn]), T.Splat(sine[turn]));
        var (c2, s2) = (T.Splat(cosine[2 * turn]), T.Splat(sine[2 * turn]));
        var (c3, s3) = (T.Splat(cosine[3 * turn]), T.Splat(sine[3 * turn]));
        var xr = work.Real + (from * Size);
        var xi = work.Imaginary + (from * Size);
        var yr = work.OtherReal + (to * Size);
        var yi = work.OtherImaginary + (to * Size);
        var (f, t) = (fromStep * Size, toStep * Size);
        for (var i = 0; i < Size; i += T.Width)
        {
            var (ar, ai) = (*(T*)(xr + i), *(T*)(xi + i));
            var (br, bi) = (*(T*)(xr + f + i), *(T*)(xi + f + i));
            var (cr, ci) = (*(T*)(xr + (2 * f) + i), *(T*)(xi + (2 * f) + i));
            var (dr, di) = (*(T*)(xr + (3 * f) + i), *(T*)(xi + (3 * f) + i));
            var (pr, pi, mr, mi) = (ar + cr, ai + ci, ar - cr, ai - ci);
            var (qr, qi, nr, ni) = (br + dr, bi + di, br - dr, bi - di);
            *(T*)(yr + i) = pr + qr;
            *(T*)(yi + i) = pi + qi;

            // (a - c) -/+ i (b - d), then (a + c) - (b + d), each turned by its own twiddle.
            Turn(mr + ni, mi - nr, c1, s1, yr + t + i, yi + t + i);
            Turn(pr - qr, pi - qi, c2, s2, yr + (2 * t) + i, yi + (2 * t) + i);
            Turn(mr - ni, mi + nr, c3, s3, yr + (3 * t) + i, yi + (3 * t) + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T>(T real, T imaginary, T c, T s, float* toReal, float* toImaginary)
        where T : unmanaged, ILane<T>
    {
        *(T*)toReal = T.Fma(real, c, T.Splat(0) - (imaginary * s));
        *(T*)toImaginary = T.Fma(real, s, imaginary * c);
    }

    private void ByTwo<T>(float* x, float* y, int q, int stride)
        where T : unmanaged, ILane<T>
    {
        var (a, b) = (q * Size, (q + stride) * Size);
        for (var i = 0; i < Size; i += T.Width)
        {
            var (u, v) = (*(T*)(x + a + i), *(T*)(x + b + i));
            *(T*)(y + a + i) = u + v;
            *(T*)(y + b + i) = u - v;
        }
    }

    private void Transpose(float* from, float* to)
    {
        for (var r = 0; r < Size; r += 4)
        {
            for (var c = 0; c < Size; c += 4)
            {
                Transpose4(from + (r * Size) + c, to + (c * Size) + r, Size);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(float* from, float* to, int stride)
    {
        if (Sse.IsSupported)
        {
            var (a, b) = (Vector128.Load(from), Vector128.Load(from + stride));
            var (c, d) = (Vector128.Load(from + (2 * stride)), Vector128.Load(from + (3 * stride)));
            var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
            Sse.MoveLowToHigh(ab, cd).Store(to);
            Sse.MoveHighToLow(cd, ab).Store(to + stride);
            (ab, cd) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(ab, cd).Store(to + (2 * stride));
            Sse.MoveHighToLow(cd, ab).Store(to + (3 * stride));
            return;
        }

        for (var r = 0; r < 4; r++)
        {
            for (var c = 0; c < 4; c++)
            {
                to[(c * stride) + r] = from[(r * stride) + c];
            }
        }
    }
}

/// <summary>A patch of complex numbers, (size, size) each for real and imaginary parts, and as much again that stages write to.</summary>
/// <param name="real">Real parts.</param>
/// <param name="imaginary">Imaginary parts.</param>
/// <param name="otherReal">Working memory of the real parts.</param>
/// <param name="otherImaginary">Working memory of the imaginary parts.</param>
internal unsafe struct PatchBuffers(float* real, float* imaginary, float* otherReal, float* otherImaginary)
{
    internal float* Real = real;
    internal float* Imaginary = imaginary;
    internal float* OtherReal = otherReal;
    internal float* OtherImaginary = otherImaginary;

    /// <summary>What was written becomes the patch.</summary>
    internal void Swap()
    {
        var (real, imaginary) = ((nint)Real, (nint)Imaginary);
        Real = OtherReal;
        Imaginary = OtherImaginary;
        OtherReal = (float*)real;
        OtherImaginary = (float*)imaginary;
    }

    /// <summary>Real and imaginary parts change places: a transform then turns the other way.</summary>
    internal void Turn()
    {
        var (real, other) = ((nint)Real, (nint)OtherReal);
        Real = Imaginary;
        OtherReal = OtherImaginary;
        Imaginary = (float*)real;
        OtherImaginary = (float*)other;
    }
}

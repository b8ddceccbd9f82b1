using Plumb.Kernels;

namespace Plumb.Interferograms;

/// <summary>Complex interferograms as phase and amplitude.</summary>
public static unsafe class PolarForm
{
    private const int Block = 256;

    /// <summary>
    /// Phase and amplitude of complex numbers; a number of 0, or one that is not finite, has no phase (NaN). Allocates nothing.
    /// </summary>
    /// <param name="pairs">Real and imaginary parts, any unit; shape (pixels, 2).</param>
    /// <param name="phase">Receives the phase, radian from -pi to pi, to 4e-7; shape (pixels).</param>
    /// <param name="amplitude">Receives the amplitude, the unit of the parts; shape (pixels).</param>
    /// <exception cref="ArgumentException">The spans are not of one number of pixels.</exception>
    public static void Of(ReadOnlySpan<float> pairs, Span<float> phase, Span<float> amplitude)
    {
        if (pairs.Length != 2 * phase.Length || amplitude.Length != phase.Length)
        {
            throw new ArgumentException($"{pairs.Length} parts do not make {phase.Length} phases and {amplitude.Length} amplitudes.", nameof(pairs));
        }

        var real = stackalloc float[Block];
        var imaginary = stackalloc float[Block];
        var angle = stackalloc float[Block];
        var length = stackalloc float[Block];
        for (var first = 0; first < phase.Length; first += Block)
        {
            var count = Math.Min(Block, phase.Length - first);
            for (var i = 0; i < count; i++)
            {
                (real[i], imaginary[i]) = (pairs[2 * (first + i)], pairs[(2 * (first + i)) + 1]);
            }

            Lanes<Lane256>(real, imaginary, angle, length);
            for (var i = 0; i < count; i++)
            {
                var isNumber = length[i] > 0 && float.IsFinite(length[i]);
                phase[first + i] = isNumber ? angle[i] : float.NaN;
                amplitude[first + i] = length[i];
            }
        }
    }

    private static void Lanes<T>(float* real, float* imaginary, float* angle, float* length)
        where T : unmanaged, ILane<T>
    {
        for (var i = 0; i < Block; i += T.Width)
        {
            var (x, y) = (*(T*)(real + i), *(T*)(imaginary + i));
            *(T*)(angle + i) = LaneMath.Angle(y, x);
            *(T*)(length + i) = T.Sqrt(T.Fma(x, x, y * y));
        }
    }
}

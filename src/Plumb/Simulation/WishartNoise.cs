using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plumb.Simulation;

/// <summary>
/// Phase noise and sample coherence of a multilooked interferogram, drawn jointly from their exact law. The sample
/// covariance of two circular Gaussian images with coherence g over L independent looks is complex Wishart (Goodman 1963,
/// doi:10.1214/aoms/1177704250). Bartlett's decomposition W = C T T* C* with C = ((1, 0), (g, sqrt(1 - g^2))),
/// T11^2 ~ Gamma(L), T22^2 ~ Gamma(L - 1) and T21 complex normal gives, with z = g T11 + sqrt(1 - g^2) T21,
/// the phase arg z and the sample coherence |z| / sqrt(|z|^2 + (1 - g^2) T22^2): the laws of Tough, Blacknell and Quegan
/// 1995 (doi:10.1098/rspa.1995.0081, phase) and Touzi and Lopes 1996 (doi:10.1109/36.477199, coherence) at a constant cost
/// for any number of looks. Gamma numbers are drawn by rejection (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).
/// Each pixel's draw depends only on the stream and the pixel's position.
/// </summary>
public static class WishartNoise
{
    /// <summary>Columns are drawn in blocks of this many, starting at a multiple of it (unit: pixels).</summary>
    public const int Lanes = 16;

    private const int WordsPerPixel = 64;
    private const int MaximumAttempts = 14;

    /// <summary>Draws one row of pixels: the vector form of <see cref="DrawPixel"/>.</summary>
    /// <param name="random">The stream of the pair.</param>
    /// <param name="row">Row of the pixels in the whole image, 0 at the north.</param>
    /// <param name="column">Column of the first pixel in the whole image, a multiple of <see cref="Lanes"/>.</param>
    /// <param name="looks">Number of independent looks, at least 1; pure number, fractions are allowed.</param>
    /// <param name="coherence">True coherence per pixel, 0 to 1 (pure number); shape (pixels), the number of pixels a multiple of <see cref="Lanes"/>.</param>
    /// <param name="phase">Receives the phase noise, radians from -pi to pi; shape (pixels).</param>
    /// <param name="sample">Receives the sample coherence, 0 to 1 (pure number); shape (pixels).</param>
    /// <exception cref="ArgumentException">The spans differ in length, or do not start and end at multiples of <see cref="Lanes"/>.</exception>
    public static void DrawRow(CounterRandom random, int row, int column, double looks, ReadOnlySpan<float> coherence, Span<float> phase, Span<float> sample)
    {
        if (coherence.Length % Lanes != 0 || column % Lanes != 0 || phase.Length != coherence.Length || sample.Length != coherence.Length)
        {
            throw new ArgumentException($"Pixels are drawn in blocks of {Lanes} that start at a multiple of {Lanes}; got {coherence.Length} pixels from column {column}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1.0);
        if (looks < 2.0)
        {
            for (var i = 0; i < coherence.Length; i++)
            {
                (phase[i], sample[i]) = DrawPixel(random, row, column + i, looks, coherence[i]);
            }

            return;
        }

        for (var i = 0; i < coherence.Length; i += Lanes)
        {
            DrawBlock(random, row, column + i, (float)looks, Vector512.Create(coherence.Slice(i, Lanes)), phase.Slice(i, Lanes), sample.Slice(i, Lanes));
        }
    }

    /// <summary>Draws one pixel: the specification of <see cref="DrawRow"/>, which it equals to rounding.</summary>
    /// <param name="random">The stream of the pair.</param>
    /// <param name="row">Row of the pixel in the whole image, 0 at the north.</param>
    /// <param name="column">Column of the pixel in the whole image, 0 at the west.</param>
    /// <param name="looks">Number of independent looks, at least 1; pure number.</param>
    /// <param name="coherence">True coherence, 0 to 1 (pure number).</param>
    /// <returns>Phase noise, radians from -pi to pi, and sample coherence, 0 to 1 (pure number).</returns>
    public static (float Phase, float Coherence) DrawPixel(CounterRandom random, int row, int column, double looks, float coherence)
    {
        var word = FirstWord(row, column);
        var first = Gamma(random, word, 0, (float)looks);
        var second = looks == 1.0 ? 0f : Gamma(random, word, 1, (float)(looks - 1.0));
        var (u, v) = Split(random.Bits(word + 1));
        var radius = MathF.Sqrt(-MathF.Log(u));
        var (sine, cosine) = MathF.SinCos(2f * MathF.PI * v);
        var rest = MathF.Max(0f, 1f - (coherence * coherence));
        var scale = MathF.Sqrt(rest) * radius;
        var real = (coherence * MathF.Sqrt(first)) + (scale * cosine);
        var imaginary = scale * sine;
        var cross = (real * real) + (imaginary * imaginary);
        return (MathF.Atan2(imaginary, real), MathF.Sqrt(cross / (cross + (rest * second))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FirstWord(int row, int column) => (((ulong)(uint)row << 24) + (uint)column) * WordsPerPixel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Low, float High) Split(ulong bits) =>
        ((((uint)bits >> 9) + 0.5f) * (1f / (1 << 23)), (((uint)(bits >> 32) >> 9) + 0.5f) * (1f / (1 << 23)));

    /// <summary>One of the two gamma numbers of a pixel; attempt k uses words 0 and 2 (then 4k, 4k + 1 and so on).</summary>
    private static float Gamma(CounterRandom random, ulong word, int which, float shape)
    {
        var boost = 1f;
        if (shape < 1f)
        {
            boost = MathF.Pow(Split(random.Bits(word + 3)).Low, 1f / shape);
            shape += 1f;
        }

        var d = shape - (1f / 3f);
        var c = 1f / MathF.Sqrt(9f * d);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var (u, v) = Split(random.Bits(word + (ulong)(4 * attempt)));
            var (acceptFirst, acceptSecond) = Split(random.Bits(word + (ulong)(4 * attempt) + 2));
            var radius = MathF.Sqrt(-2f * MathF.Log(u));
            var (sine, cosine) = MathF.SinCos(2f * MathF.PI * v);
            var x = radius * (which == 0 ? cosine : sine);
            var cube = 1f + (c * x);
            cube = cube * cube * cube;
            if (cube > 0f && MathF.Log(which == 0 ? acceptFirst : acceptSecond) < (0.5f * x * x) + d - (d * cube) + (d * MathF.Log(cube)))
            {
                return boost * d * cube;
            }
        }

        return boost * d;
    }

    private static void DrawBlock(CounterRandom random, int row, int column, float looks, Vector512<float> coherence, Span<float> phase, Span<float> sample)
    {
        var word = FirstWord(row, column);
        var (u, v) = Words(random, word);
        var (normalU, normalV) = Words(random, word + 1);
        var (acceptFirst, acceptSecond) = Words(random, word + 2);
        var (sine, cosine) = Vector512.SinCos(v * (2f * MathF.PI));
        var radius = Vector512.Sqrt(Vector512.Log(u) * -2f);
        var first = GammaBlock(random, word, 0, looks, radius * cosine, acceptFirst);
        var second = GammaBlock(random, word, 1, looks - 1f, radius * sine, acceptSecond);

        (sine, cosine) = Vector512.SinCos(normalV * (2f * MathF.PI));
        var rest = Vector512.Max(Vector512<float>.Zero, Vector512<float>.One - (coherence * coherence));
        var scale = Vector512.Sqrt(rest) * Vector512.Sqrt(-Vector512.Log(normalU));
        var real = (coherence * Vector512.Sqrt(first)) + (scale * cosine);
        var imaginary = scale * sine;
        var cross = (real * real) + (imaginary * imaginary);
        Angle(imaginary, real).CopyTo(phase);
        Vector512.Sqrt(cross / (cross + (rest * second))).CopyTo(sample);
    }

    private static Vector512<float> GammaBlock(CounterRandom random, ulong word, int which, float shape, Vector512<float> x, Vector512<float> accept)
    {
        var d = shape - (1f / 3f);
        var c = 1f / MathF.Sqrt(9f * d);
        var root = Vector512<float>.One + (x * c);
        var cube = root * root * root;
        var bound = (x * x * 0.5f) + Vector512.Create(d) - (cube * d) + (Vector512.Log(Vector512.Max(cube, Vector512.Create(1e-30f))) * d);
        var good = Vector512.LessThan(Vector512.Log(accept), bound) & Vector512.GreaterThan(cube, Vector512<float>.Zero);
        var result = cube * d;
        var bad = ~Vector512.ExtractMostSignificantBits(good) & 0xFFFFUL;
        while (bad != 0)
        {
            var lane = System.Numerics.BitOperations.TrailingZeroCount(bad);
            result = result.WithElement(lane, Gamma(random, word + (ulong)(lane * WordsPerPixel), which, shape));
            bad &= bad - 1;
        }

        return result;
    }

    /// <summary>The two uniform numbers in the same word of sixteen neighbouring pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Low, Vector512<float> High) Words(CounterRandom random, ulong word)
    {
        var start = random.Origin + (CounterRandom.Step * (word + 1));
        const ulong stride = unchecked(CounterRandom.Step * WordsPerPixel);
        var states = Vector512.Create(start) + (Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7) * stride);
        var left = Mix(states);
        var right = Mix(states + Vector512.Create(unchecked(8 * stride)));
        return (Uniform(Vector512.Narrow(left, right)), Uniform(Vector512.Narrow(left >>> 32, right >>> 32)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> z)
    {
        z = (z ^ (z >>> 30)) * CounterRandom.FirstMultiplier;
        z = (z ^ (z >>> 27)) * CounterRandom.SecondMultiplier;
        return z ^ (z >>> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Uniform(Vector512<uint> bits) =>
        (Vector512.ConvertToSingle((bits >>> 9).AsInt32()) + Vector512.Create(0.5f)) * (1f / (1 << 23));

    /// <summary>Four-quadrant arc tangent, radians (Abramowitz and Stegun 1964, equation 4.4.49, error below 1e-6).</summary>
    private static Vector512<float> Angle(Vector512<float> y, Vector512<float> x)
    {
        var (absX, absY) = (Vector512.Abs(x), Vector512.Abs(y));
        var large = Vector512.Max(absX, absY);
        var ratio = Vector512.Min(absX, absY) / Vector512.Max(large, Vector512.Create(1e-30f));
        var s = ratio * ratio;
        var p = Vector512.Create(0.0028662257f);
        p = (p * s) - Vector512.Create(0.0161657367f);
        p = (p * s) + Vector512.Create(0.0429096138f);
        p = (p * s) - Vector512.Create(0.0752896400f);
        p = (p * s) + Vector512.Create(0.1065626393f);
        p = (p * s) - Vector512.Create(0.1420889944f);
        p = (p * s) + Vector512.Create(0.1999355085f);
        p = (p * s) - Vector512.Create(0.3333314528f);
        var angle = ratio + (ratio * s * p);
        angle = Vector512.ConditionalSelect(Vector512.GreaterThan(absY, absX), Vector512.Create(MathF.PI / 2f) - angle, angle);
        angle = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(MathF.PI) - angle, angle);
        return Vector512.CopySign(angle, y);
    }
}

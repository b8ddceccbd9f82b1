using Plumb.Kernels;

namespace Plumb.Unwrapping;

/// <summary>The linking of dates, several pixels side by side: see <see cref="StackLinker"/>. A pixel's result has the same bits at every width.</summary>
internal static unsafe class LinkKernel
{
    private const int Wide = 16;
    private const float LargestCoherence = 0.995f;

    /// <summary>Coherence of a pixel without one, and of a step that no pair of the pixel tells.</summary>
    private const float UnknownCoherence = 0.5f;
    private const float FilledCoherence = 0.02f;

    public static void Run(StackLinker linker, ReadOnlySpan<float> phases, ReadOnlySpan<float> coherence, int pixels, Span<float> steps, Span<float> stepCoherence)
    {
        var scratch = new float[((3 * linker.Pairs) + (3 * linker.Dates)) * Wide];
        for (var at = 0; at < pixels; at += Wide)
        {
            var count = Math.Min(Wide, pixels - at);
            Load(linker, phases, coherence, pixels, at, count, scratch);
            switch (LaneWidths.Choose(LaneWidth.Widest))
            {
                case LaneWidth.Bits512:
                    Solve<Lane512>(linker, scratch);
                    break;
                case LaneWidth.Bits256:
                    Solve<Lane256>(linker, scratch);
                    break;
                default:
                    Solve<Lane128>(linker, scratch);
                    break;
            }

            Store(linker, pixels, at, count, scratch, steps, stepCoherence);
        }
    }

    /// <summary>Links the dates of the pixels that were loaded.</summary>
    internal static void Solve<T>(StackLinker linker, float[] scratch)
        where T : unmanaged, ILane<T>
    {
        fixed (float* start = scratch)
        {
            for (var lane = 0; lane < Wide; lane += T.Width)
            {
                Solve<T>(linker, start + lane);
            }
        }
    }

    private static void Solve<T>(StackLinker linker, float* real)
        where T : unmanaged, ILane<T>
    {
        var size = linker.Pairs * Wide;
        var imaginary = real + size;
        var weight = imaginary + size;
        for (var k = 0; k < size; k += Wide)
        {
            LaneMath.SinCos(*(T*)(real + k), out var sine, out var cosine);
            *(T*)(real + k) = *(T*)(weight + k) * cosine;
            *(T*)(imaginary + k) = *(T*)(weight + k) * sine;
        }

        var x = real + (3 * size);
        var y = x + (linker.Dates * Wide);
        var told = y + (linker.Dates * Wide);
        Begin<T>(linker, real, imaginary, weight, x, y, told);
        for (var round = 0; round < StackLinker.Rounds; round++)
        {
            for (var n = 0; n < linker.Dates; n++)
            {
                var d = round % 2 == 0 ? linker.Dates - 1 - n : n;
                var (sumX, sumY) = Sum<T>(linker, real, imaginary, x, y, d);
                var length = T.Sqrt(T.Fma(sumX, sumX, sumY * sumY));
                var isTold = T.Less(T.Splat(1e-6f), length);
                var inverse = T.Splat(1f) / T.Max(length, T.Splat(1e-6f));
                *(T*)(x + (d * Wide)) = T.Select(isTold, sumX * inverse, *(T*)(x + (d * Wide)));
                *(T*)(y + (d * Wide)) = T.Select(isTold, sumY * inverse, *(T*)(y + (d * Wide)));
            }
        }

        Fill<T>(linker, x, y, told);
    }

    /// <summary>First phases: of what earlier dates say; the parent's where these say nothing.</summary>
    private static void Begin<T>(StackLinker linker, float* real, float* imaginary, float* weight, float* x, float* y, float* told)
        where T : unmanaged, ILane<T>
    {
        for (var d = 0; d < linker.Dates; d++)
        {
            *(T*)(x + (d * Wide)) = T.Splat(0);
            *(T*)(y + (d * Wide)) = T.Splat(0);
            *(T*)(told + (d * Wide)) = T.Splat(0);
        }

        for (var k = 0; k < linker.Pairs; k++)
        {
            foreach (var d in (ReadOnlySpan<int>)[linker.First[k], linker.Second[k]])
            {
                *(T*)(told + (d * Wide)) += *(T*)(weight + (k * Wide));
            }
        }

        foreach (var d in linker.Order)
        {
            var (sumX, sumY) = Sum<T>(linker, real, imaginary, x, y, d);
            var length = T.Sqrt(T.Fma(sumX, sumX, sumY * sumY));
            var isTold = T.Less(T.Splat(1e-6f), length);
            var inverse = T.Splat(1f) / T.Max(length, T.Splat(1e-6f));
            var (startX, startY) = linker.Parent[d] < 0
                ? (T.Splat(1f), T.Splat(0f))
                : (*(T*)(x + (linker.Parent[d] * Wide)), *(T*)(y + (linker.Parent[d] * Wide)));
            var hasParent = T.Less(T.Splat(0.5f), T.Fma(startX, startX, startY * startY));
            startX = T.Select(hasParent, startX, T.Splat(1f));
            startY = T.Select(hasParent, startY, T.Splat(0f));
            var exists = T.Less(T.Splat(0f), *(T*)(told + (d * Wide)));
            *(T*)(x + (d * Wide)) = T.Select(exists, T.Select(isTold, sumX * inverse, startX), T.Splat(0f));
            *(T*)(y + (d * Wide)) = T.Select(exists, T.Select(isTold, sumY * inverse, startY), T.Splat(0f));
        }
    }

    /// <summary>What all pairs of a date say of its phase, weighted; dates not known say nothing.</summary>
    private static (T X, T Y) Sum<T>(StackLinker linker, float* real, float* imaginary, float* x, float* y, int date)
        where T : unmanaged, ILane<T>
    {
        var (sumX, sumY) = (T.Splat(0), T.Splat(0));
        foreach (var entry in linker.PairsOf(date))
        {
            var k = entry < 0 ? ~entry : entry;
            var other = (entry < 0 ? linker.Second[k] : linker.First[k]) * Wide;
            var (c, s) = (*(T*)(real + (k * Wide)), *(T*)(imaginary + (k * Wide)));
            var (u, v) = (*(T*)(x + other), *(T*)(y + other));
            if (entry < 0)
            {
                s = T.Splat(0) - s;
            }

            sumX += T.Fma(c, u, T.Splat(0) - (s * v));
            sumY += T.Fma(c, v, s * u);
        }

        return (sumX, sumY);
    }

    /// <summary>Dates that the pixel lacks take the phase of the next date towards the root, or away from it, so that steps over them can be added up.</summary>
    private static void Fill<T>(StackLinker linker, float* x, float* y, float* told)
        where T : unmanaged, ILane<T>
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var n = 0; n < linker.Dates; n++)
            {
                var d = linker.Order[pass == 0 ? linker.Dates - 1 - n : n];
                if (linker.Parent[d] is var parent && parent < 0)
                {
                    continue;
                }

                var (to, from) = pass == 0 ? (parent * Wide, d * Wide) : (d * Wide, parent * Wide);
                var lacks = T.Less(T.Fma(*(T*)(x + to), *(T*)(x + to), *(T*)(y + to) * *(T*)(y + to)), T.Splat(0.5f));
                *(T*)(x + to) = T.Select(lacks, *(T*)(x + from), *(T*)(x + to));
                *(T*)(y + to) = T.Select(lacks, *(T*)(y + from), *(T*)(y + to));
            }
        }
    }

    private static void Load(StackLinker linker, ReadOnlySpan<float> phases, ReadOnlySpan<float> coherence, int pixels, int at, int count, float[] scratch)
    {
        var size = linker.Pairs * Wide;
        Array.Clear(scratch);
        for (var k = 0; k < linker.Pairs; k++)
        {
            for (var i = 0; i < count; i++)
            {
                var phase = phases[(k * pixels) + at + i];
                var g = coherence.IsEmpty ? UnknownCoherence : Math.Min(coherence[(k * pixels) + at + i], LargestCoherence);
                if (float.IsFinite(phase) && g > 0)
                {
                    scratch[(k * Wide) + i] = MathF.Abs(phase) <= MathF.PI ? phase : (float)Math.IEEERemainder(phase, 2 * Math.PI);
                    scratch[(2 * size) + (k * Wide) + i] = (float)(2 * linker.Looks * g * g / (1 - (g * g)));
                }
            }
        }
    }

    private static void Store(StackLinker linker, int pixels, int at, int count, float[] scratch, Span<float> steps, Span<float> stepCoherence)
    {
        var weights = scratch.AsSpan(2 * linker.Pairs * Wide, linker.Pairs * Wide);
        var x = scratch.AsSpan(3 * linker.Pairs * Wide, linker.Dates * Wide);
        var y = scratch.AsSpan((3 * linker.Pairs * Wide) + (linker.Dates * Wide), linker.Dates * Wide);
        for (var s = 0; s < linker.StepEnds.Length; s++)
        {
            var (from, to) = (linker.StepEnds[s].From * Wide, linker.StepEnds[s].To * Wide);
            for (var i = 0; i < count; i++)
            {
                var (a, b, c, d) = (x[from + i], y[from + i], x[to + i], y[to + i]);
                var exists = a != 0 || b != 0;
                steps[(s * pixels) + at + i] = exists ? MathF.Atan2((d * a) - (c * b), (c * a) + (d * b)) : float.NaN;
                stepCoherence[(s * pixels) + at + i] = exists ? Coherence(linker, linker.Detours[s], weights[i..]) : float.NaN;
            }
        }
    }

    /// <summary>
    /// The coherence whose phase has the variance of a step: the pair itself and each way over a third date are conductors side by side, which leaves the noise
    /// of longer ways out of account.
    /// </summary>
    private static float Coherence(StackLinker linker, (int First, int Second)[] detours, ReadOnlySpan<float> weights)
    {
        var sum = 0f;
        foreach (var (first, second) in detours)
        {
            var w = weights[first * Wide];
            sum += second < 0 ? w : w > 0 && weights[second * Wide] is var v && v > 0 ? w * v / (w + v) : 0;
        }

        return sum > 0 ? MathF.Sqrt(sum / (sum + (float)(2 * linker.Looks))) : FilledCoherence;
    }
}

using System.Numerics;
using System.Numerics.Tensors;

namespace Plumb.Corrections.Fading;

/// <summary>
/// The fading bias of pixels from their loops. The mean of exp(i closure) over the loops of one kind has the closure's mean as its angle, whole cycles and noise up to a
/// cycle aside (Zheng et al. 2022, section VI). Buffers of one thread; no allocation after the making.
/// </summary>
public sealed class FadingKernel
{
    /// <summary>How many standard deviations of noise alone the vectors' agreement has to stand out.</summary>
    private const double NoiseDeviations = 4;
    private readonly FadingPlan plan;
    private readonly int pixels;
    private readonly float[] cosine;
    private readonly float[] sine;
    private readonly float[] number;
    private readonly float[] closure;
    private readonly float[] sin;
    private readonly float[] cos;

    /// <summary>Buffers for tiles.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixels">Pixels of a tile (count).</param>
    public FadingKernel(FadingPlan plan, int pixels)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (this.plan, this.pixels) = (plan, pixels);
        (cosine, sine, number) = (new float[plan.Kinds * pixels], new float[plan.Kinds * pixels], new float[plan.Kinds * pixels]);
        (closure, sin, cos) = (new float[pixels], new float[pixels], new float[pixels]);
    }

    /// <summary>Bytes of the buffers.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pixels">Pixels of a tile (count).</param>
    public static long BytesOf(FadingPlan plan, int pixels)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return sizeof(float) * 3L * (plan.Kinds + 1) * pixels;
    }

    /// <summary>The bias of each pixel.</summary>
    /// <param name="phase">Phase of the pairs, wrapped or unwrapped, radians; shape (pair, pixel); NaN or exactly 0 is no data.</param>
    /// <param name="bias">Receives the bias of each class, radians a year; shape (class, pixel); NaN where the loops have no direction or one kind of them lacks.</param>
    /// <param name="sigma">Receives the standard deviation of a pair's phase by the scatter of the loops, radians; shape (pixel).</param>
    public void Estimate(ReadOnlySpan<float> phase, Span<float> bias, Span<float> sigma)
    {
        Array.Clear(cosine);
        Array.Clear(sine);
        Array.Clear(number);
        for (var l = 0; l < plan.Loops.Count; l++)
        {
            var loop = plan.Loops[l];
            Close(phase.Slice(loop.First * pixels, pixels), phase.Slice(loop.Second * pixels, pixels), phase.Slice(loop.Whole * pixels, pixels));
            TensorPrimitives.SinCos(closure, sin, cos);
            Add(loop.Kind * pixels);
        }

        Finish(bias, sigma);
    }

    private void Close(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> whole)
    {
        for (var i = 0; i < pixels; i++)
        {
            var (a, b, c) = (first[i], second[i], whole[i]);
            closure[i] = a == 0 || b == 0 || c == 0 ? float.NaN : a + b - c;
        }
    }

    private void Add(int start)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= pixels - width; i += width)
        {
            var (s, c) = (new Vector<float>(sin, i), new Vector<float>(cos, i));
            var known = Vector.Equals(s, s);
            (new Vector<float>(sine, start + i) + Vector.ConditionalSelect(known, s, Vector<float>.Zero)).CopyTo(sine, start + i);
            (new Vector<float>(cosine, start + i) + Vector.ConditionalSelect(known, c, Vector<float>.Zero)).CopyTo(cosine, start + i);
            (new Vector<float>(number, start + i) + Vector.ConditionalSelect(known, Vector<float>.One, Vector<float>.Zero)).CopyTo(number, start + i);
        }

        for (; i < pixels; i++)
        {
            if (!float.IsNaN(sin[i]))
            {
                (sine[start + i], cosine[start + i], number[start + i]) = (sine[start + i] + sin[i], cosine[start + i] + cos[i], number[start + i] + 1);
            }
        }
    }

    /// <summary>
    /// The expected power of a sum of n unit vectors whose angles scatter by s is n + n (n - 1) exp(-s^2), so all kinds together give exp(-s^2) without bias. A pixel has a value
    /// where that stands out of what noise alone gives, and where each kind's mean angle is known to less than a radian.
    /// </summary>
    private void Finish(Span<float> bias, Span<float> sigma)
    {
        var classes = plan.ClassDays.Count;
        for (var i = 0; i < pixels; i++)
        {
            var (excess, chances, noise, fewest) = (0.0, 0.0, 0.0, double.PositiveInfinity);
            for (var at = i; at < number.Length; at += pixels)
            {
                double n = number[at];
                excess += ((double)cosine[at] * cosine[at]) + ((double)sine[at] * sine[at]) - n;
                chances += n * (n - 1);
                noise += n * n;
                fewest = Math.Min(fewest, n);
            }

            var kept = excess / chances;
            var scatter = -Math.Log(Math.Min(kept, 1));
            var isKnown = kept > NoiseDeviations * Math.Sqrt(noise) / chances && fewest >= 1 && scatter < fewest;
            sigma[i] = isKnown ? (float)Math.Sqrt(scatter / 3) : float.NaN;
            for (var c = 0; c < classes; c++)
            {
                bias[(c * pixels) + i] = isKnown ? Of(i, plan.Solution.Slice(c * plan.Kinds, plan.Kinds)) : float.NaN;
            }
        }
    }

    private float Of(int pixel, ReadOnlySpan<double> solution)
    {
        var sum = 0.0;
        for (var kind = 0; kind < solution.Length; kind++)
        {
            var at = (kind * pixels) + pixel;
            sum += solution[kind] * Math.Atan2(sine[at], cosine[at]);
        }

        return (float)sum;
    }
}

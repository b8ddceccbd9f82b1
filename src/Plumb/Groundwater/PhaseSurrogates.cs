using Plumb.Kernels;

namespace Plumb.Groundwater;

/// <summary>
/// Records with the same mean, variance and power spectrum as a given one, so with the same memory and the same seasons, but with phases drawn by chance
/// (Theiler et al. 1992, doi:10.1016/0167-2789(92)90102-S; Ebisuzaki 1997, doi:10.1175/1520-0442(1997)010&lt;2147:AMTETS&gt;2.0.CO;2). A straight line from the first to the last
/// value is taken off before and put back, so that the turn from end to start makes no false frequencies. A draw costs n log n whatever the length. One thread at a time.
/// </summary>
public sealed class PhaseSurrogates
{
    private readonly AnyLengthTransform? transform;
    private readonly double[] amplitude;
    private readonly double[] line;
    private readonly double[] real;
    private readonly double[] imaginary;
    private readonly int count;
    private bool hasOther;

    /// <summary>Surrogates of a record.</summary>
    /// <param name="values">The record at even steps, in any unit; shape (date).</param>
    public PhaseSurrogates(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        count = values.Count;
        (line, real, imaginary) = (new double[count], new double[count], new double[count]);
        transform = count > 0 ? new AnyLengthTransform(count) : null;
        for (var k = 0; k < count; k++)
        {
            line[k] = count < 2 ? 0 : (values[^1] - values[0]) * k / (count - 1);
            real[k] = values[k] - line[k];
        }

        transform?.Sum(real, imaginary);
        amplitude = new double[count == 0 ? 0 : (count / 2) + 1];
        for (var f = 0; f < amplitude.Length; f++)
        {
            amplitude[f] = f == 0 ? real[0] / count : Math.Sqrt((real[f] * real[f]) + (imaginary[f] * imaginary[f])) * (IsAlone(f) ? 1.0 : 2.0) / count;
        }
    }

    /// <summary>Draws a surrogate.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="values">Receives it, in the unit of the record; shape (date).</param>
    public void Draw(Random random, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!hasOther)
        {
            DrawTwo(random);
        }

        var drawn = hasOther ? imaginary : real;
        hasOther = !hasOther;
        for (var k = 0; k < count; k++)
        {
            values[k] = drawn[k] + amplitude[0] + line[k];
        }
    }

    /// <summary>Two surrogates by one transform: the real and the imaginary part of their sum a + i b.</summary>
    private void DrawTwo(Random random)
    {
        Array.Clear(real);
        Array.Clear(imaginary);
        for (var f = 1; f < amplitude.Length; f++)
        {
            var (first, second) = (2 * Math.PI * random.NextDouble(), 2 * Math.PI * random.NextDouble());
            if (IsAlone(f))
            {
                // The highest frequency of an even number has no phase, only a sign; half the variance of a wave of free phase.
                (real[f], imaginary[f]) = (first < Math.PI ? amplitude[f] : -amplitude[f], second < Math.PI ? amplitude[f] : -amplitude[f]);
                continue;
            }

            var half = amplitude[f] / 2;
            var ((sinA, cosA), (sinB, cosB)) = (Math.SinCos(first), Math.SinCos(second));
            (real[f], imaginary[f]) = (half * (cosA - sinB), half * (sinA + cosB));
            (real[count - f], imaginary[count - f]) = (half * (cosA + sinB), half * (cosB - sinA));
        }

        transform?.Sum(real, imaginary);
    }

    /// <summary>Whether a frequency has no mirror: the highest one of an even number.</summary>
    private bool IsAlone(int frequency) => count % 2 == 0 && frequency == count / 2;
}

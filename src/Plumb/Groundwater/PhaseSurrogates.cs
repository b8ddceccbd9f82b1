namespace Plumb.Groundwater;

/// <summary>
/// Records with the same mean, variance and power spectrum as a given one, so with the same memory and the same seasons, but with phases drawn by chance
/// (Theiler et al. 1992, doi:10.1016/0167-2789(92)90102-S; Ebisuzaki 1997, doi:10.1175/1520-0442(1997)010&lt;2147:AMTETS&gt;2.0.CO;2). A straight line from the first to the last
/// value is taken off before and put back, so that the turn from end to start makes no false frequencies.
/// </summary>
public sealed class PhaseSurrogates
{
    private readonly double[] amplitude;
    private readonly double[] line;
    private readonly double[] cosines;
    private readonly int count;

    /// <summary>Surrogates of a record.</summary>
    /// <param name="values">The record at even steps, in any unit; shape (date).</param>
    public PhaseSurrogates(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        count = values.Count;
        line = new double[count];
        for (var k = 0; k < count; k++)
        {
            line[k] = count < 2 ? 0 : (values[^1] - values[0]) * k / (count - 1);
        }

        cosines = [.. Enumerable.Range(0, count).Select(k => Math.Cos(2 * Math.PI * k / count))];
        amplitude = new double[(count / 2) + 1];
        for (var f = 0; f < amplitude.Length; f++)
        {
            var (real, imaginary) = (0.0, 0.0);
            for (var k = 0; k < count; k++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * ((long)f * k % count) / count);
                real += (values[k] - line[k]) * cos;
                imaginary += (values[k] - line[k]) * sin;
            }

            // A frequency and its mirror count together; the mean and the highest one of an even number stand alone.
            var alone = f == 0 || (count % 2 == 0 && f == count / 2);
            amplitude[f] = f == 0 ? real / count : Math.Sqrt((real * real) + (imaginary * imaginary)) * (alone ? 1.0 : 2.0) / count;
        }
    }

    /// <summary>Draws a surrogate.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="values">Receives it, in the unit of the record; shape (date).</param>
    public void Draw(Random random, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (var k = 0; k < count; k++)
        {
            values[k] = amplitude.Length == 0 ? 0 : amplitude[0] + line[k];
        }

        for (var f = 1; f < amplitude.Length; f++)
        {
            var phase = 2 * Math.PI * random.NextDouble();
            if (count % 2 == 0 && f == count / 2)
            {
                // The highest frequency has no phase, only a sign; half the variance of a wave of free phase.
                var sign = phase < Math.PI ? 1 : -1;
                for (var k = 0; k < count; k++)
                {
                    values[k] += sign * amplitude[f] * (k % 2 == 0 ? 1 : -1);
                }

                continue;
            }

            var (sin, cos) = Math.SinCos(phase);
            var (a, b) = (amplitude[f] * cos, amplitude[f] * sin);
            for (int k = 0, at = 0; k < count; k++)
            {
                // cos(w + phase) with sin(w) = cos(w - quarter) where a quarter is not whole: by the table's own sine.
                values[k] += (a * cosines[at]) - (b * Sine(at));
                at += f;
                at -= at >= count ? count : 0;
            }
        }
    }

    private double Sine(int at)
    {
        var cosine = cosines[at];
        var size = Math.Sqrt(Math.Max(0, 1 - (cosine * cosine)));
        return 2 * at <= count ? size : -size;
    }
}

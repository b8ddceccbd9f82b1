namespace Plumb.Unwrapping.Bowls;

/// <summary>
/// The wrapped phase as weighted phasors, from which bowls are taken off as they are found. The weight is c / (c + variance), with the variance of a multilooked phase
/// (Rodriguez and Martin 1992, doi:10.1049/ip-f-2.1992.0018) and a constant c that stands for what no model bowl follows. Shape (rows, columns); weight 0 is no-data.
/// </summary>
internal sealed class BowlPhasors
{
    internal const int BytesPerPixel = 3 * sizeof(float);
    private const double Unmodelled = 0.1;

    internal BowlPhasors(WrappedImage image, double looks)
    {
        (Rows, Columns) = (image.Rows, image.Columns);
        (Real, Imaginary, Weight) = (new float[image.Phase.Length], new float[image.Phase.Length], new float[image.Phase.Length]);
        for (var p = 0; p < Real.Length; p++)
        {
            if (!float.IsFinite(image.Phase[p]) || image.Amplitude is { } amplitude && !(amplitude[p] > 0))
            {
                continue;
            }

            var weight = image.Coherence is { } coherence ? WeightOf(coherence[p], looks) : 1f;
            var (sine, cosine) = MathF.SinCos((float)Math.IEEERemainder(image.Phase[p], 2 * Math.PI));
            (Real[p], Imaginary[p], Weight[p]) = (weight * cosine, weight * sine, weight);
        }
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal float[] Real { get; }

    internal float[] Imaginary { get; }

    internal float[] Weight { get; }

    /// <summary>Takes a bowl off (sign 1) or puts it back (sign -1).</summary>
    internal void Turn(Bowl bowl, int sign)
    {
        foreach (var (row, first, last) in BowlSurface.RowsOf(bowl, 0, Rows, Columns))
        {
            for (var c = first; c <= last; c++)
            {
                var p = (row * Columns) + c;
                var (sine, cosine) = Math.SinCos(sign * bowl.Phase(row, c));
                var (a, b) = (Real[p], Imaginary[p]);
                Real[p] = (float)((a * cosine) + (b * sine));
                Imaginary[p] = (float)((b * cosine) - (a * sine));
            }
        }
    }

    private static float WeightOf(float coherence, double looks)
    {
        if (!(coherence > 0))
        {
            return 0f;
        }

        var square = Math.Min((double)coherence * coherence, 0.9999);
        var variance = Math.Min((1 - square) / (2 * looks * square), Math.PI * Math.PI / 3);
        return (float)(Unmodelled / (Unmodelled + variance));
    }
}

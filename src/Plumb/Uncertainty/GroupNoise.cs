namespace Plumb.Uncertainty;

/// <summary>
/// Noise of the mean of many pixels whose noise is partly their own and partly shared by distance. With gamma the semivariance of shared noise and r the reference, two pixels i and j have the covariance
/// gamma(i,r) + gamma(j,r) - gamma(i,j) - gamma(r,r') against it, so that the mean of a group keeps of the mean variance of its pixels what is left when the mean of gamma over all pairs of them is taken off
/// (Cressie 1993, section 3.2). Variances are taken as they are known of the pixels; the form of gamma only tells which part of them stays.
/// </summary>
public static class GroupNoise
{
    private const int MostSampled = 600;

    /// <summary>Mean of a form over all pairs of pixels of a group, each with itself included.</summary>
    /// <param name="form">Semivariance by distance as a share (0 to 1) of the largest.</param>
    /// <param name="pixels">Index of each pixel, row by row; at most some hundreds, evenly among them, are taken; shape (pixel).</param>
    /// <param name="columns">Columns of the grid (count).</param>
    /// <param name="pixelWidth">Width of a pixel, metres.</param>
    /// <param name="pixelHeight">Height of a pixel, metres.</param>
    /// <returns>The mean, a pure number from 0 to 1.</returns>
    public static double MeanShare(DistanceForm form, ReadOnlySpan<int> pixels, int columns, double pixelWidth, double pixelHeight)
    {
        ArgumentNullException.ThrowIfNull(form);
        var count = Math.Min(MostSampled, pixels.Length);
        if (count < 2)
        {
            return 0;
        }

        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            var (row, column) = Math.DivRem(pixels[Sampled(i, count, pixels.Length)], columns);
            for (var j = 0; j < i; j++)
            {
                var (otherRow, otherColumn) = Math.DivRem(pixels[Sampled(j, count, pixels.Length)], columns);
                sum += form.At(Distance((row - otherRow) * pixelHeight, (column - otherColumn) * pixelWidth));
            }
        }

        // Pixels differ from themselves by nothing: that weighs as much as there are of them, not as many as were taken.
        return sum / (0.5 * count * (count - 1.0)) * (pixels.Length - 1) / pixels.Length;
    }

    /// <summary>Mean over a group of what a form gives to the variance against the mean of some reference places: twice the form to them less that between them.</summary>
    /// <param name="form">Semivariance by distance as a share (0 to 1) of the largest.</param>
    /// <param name="pixels">Index of each pixel, row by row; at most some hundreds, evenly among them, are taken; shape (pixel).</param>
    /// <param name="references">Rows and columns of the reference places, pixels with fractions; shape (place).</param>
    /// <param name="columns">Columns of the grid (count).</param>
    /// <param name="pixelWidth">Width of a pixel, metres.</param>
    /// <param name="pixelHeight">Height of a pixel, metres.</param>
    /// <returns>The mean, a pure number from 0 to 2.</returns>
    public static double ReferenceShare(
        DistanceForm form, ReadOnlySpan<int> pixels, IReadOnlyList<(double Row, double Column)> references, int columns, double pixelWidth, double pixelHeight)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(references);
        var (sum, count) = (0.0, Math.Min(MostSampled, pixels.Length));
        for (var i = 0; i < count; i++)
        {
            var (row, column) = Math.DivRem(pixels[count < 2 ? 0 : Sampled(i, count, pixels.Length)], columns);
            foreach (var place in references)
            {
                sum += 2 * form.At(Distance((row - place.Row) * pixelHeight, (column - place.Column) * pixelWidth)) / references.Count;
            }
        }

        var between = references.Sum(a => references.Sum(b => form.At(Distance((a.Row - b.Row) * pixelHeight, (a.Column - b.Column) * pixelWidth)))) / Math.Max(1, references.Count * references.Count);
        return (sum / Math.Max(1, count)) - between;
    }

    /// <summary>Part of the pixels' mean variance by shared noise that the mean of the group keeps.</summary>
    /// <param name="meanShare">What <see cref="MeanShare"/> gives (pure number).</param>
    /// <param name="referenceShare">What <see cref="ReferenceShare"/> gives (pure number).</param>
    /// <param name="common">Part of the mean variance that is the same for all pixels, such as the reference's own noise (0 to 1).</param>
    /// <returns>The part, a pure number from 0 to 1.</returns>
    public static double Kept(double meanShare, double referenceShare, double common) =>
        referenceShare > 0 ? common + ((1 - common) * Math.Clamp(1 - (meanShare / referenceShare), 0, 1)) : 1;

    private static double Distance(double down, double across) => Math.Sqrt((down * down) + (across * across));

    private static int Sampled(int index, int count, int all) => (int)(((long)index * (all - 1)) / (count - 1));
}

namespace Plumb.Unwrapping.Classical;

/// <summary>
/// How an unwrapped phase I agrees with another one K of the same interferogram: mean and mean square of their difference, and the pixels
/// whose whole cycles differ. The two are brought to one reference first: the most frequent number of whole cycles between them is taken off K's difference.
/// Pixels that have a value in both count.
/// </summary>
/// <param name="Pixels">Number of pixels compared (count).</param>
/// <param name="Cycles">Whole cycles (count) taken off K to bring it to I: the most frequent rounded difference, the least of several.</param>
/// <param name="MeanIMinusK">Mean of I - K, radian.</param>
/// <param name="MeanSquare">Mean of (I - K) squared, radian squared; the same both ways round.</param>
/// <param name="WrongPixels">Pixels (count) whose rounded difference is not the most frequent one.</param>
/// <param name="Least">Least value of K beside I, radian; NaN where nothing is compared.</param>
/// <param name="Most">Greatest value of K beside I, radian; NaN where nothing is compared.</param>
public sealed record CycleAgreement(long Pixels, int Cycles, double MeanIMinusK, double MeanSquare, long WrongPixels, double Least, double Most)
{
    private const double Cycle = 2 * Math.PI;

    /// <summary>Mean of K - I, radian.</summary>
    public double MeanKMinusI => 0 - MeanIMinusK;

    /// <summary>Share of the pixels compared whose whole cycles differ, 0 to 1 (pure number).</summary>
    public double WrongShare => Pixels == 0 ? 0 : (double)WrongPixels / Pixels;

    /// <summary>Compares two results.</summary>
    /// <param name="first">The phase I, radian; shape (pixel); NaN is no-data.</param>
    /// <param name="second">The phase K, radian; shape (pixel); NaN is no-data.</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static CycleAgreement Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"The two phases have {first.Length} and {second.Length} pixels.", nameof(second));
        }

        var counts = new SortedDictionary<int, long>();
        for (var p = 0; p < first.Length; p++)
        {
            if (CyclesOf(first[p], second[p]) is { } cycles)
            {
                counts[cycles] = counts.GetValueOrDefault(cycles) + 1;
            }
        }

        var (common, most) = (0, 0L);
        foreach (var (cycles, count) in counts)
        {
            (common, most) = count > most ? (cycles, count) : (common, most);
        }

        var pixels = counts.Values.Sum();
        var (sum, squares, least, greatest) = (0.0, 0.0, double.NaN, double.NaN);
        for (var p = 0; p < first.Length; p++)
        {
            if (CyclesOf(first[p], second[p]) is not null)
            {
                var value = second[p] - (common * Cycle);
                var difference = first[p] - value;
                sum += difference;
                squares += difference * difference;
                least = value >= least ? least : value;
                greatest = value <= greatest ? greatest : value;
            }
        }

        return new CycleAgreement(pixels, common, pixels == 0 ? 0 : sum / pixels, pixels == 0 ? 0 : squares / pixels, pixels - most, least, greatest);
    }

    /// <summary>Whether the values lie in the range that is to be expected: the greatest rounds to as many cycles as a bowl has fringes, the least to none or one below.</summary>
    /// <param name="fringes">Number of fringes (count) from the border of the image to the middle of the bowl.</param>
    public bool IsWithinRange(int fringes) => Math.Round(Most / Cycle) == fringes && Math.Round(Least / Cycle) >= -1;

    private static int? CyclesOf(float first, float second) =>
        float.IsFinite(first) && float.IsFinite(second) ? (int)Math.Round(((double)second - first) / Cycle) : null;
}

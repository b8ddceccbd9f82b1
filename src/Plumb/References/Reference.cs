using System.Globalization;
using Plumb.Grids;

namespace Plumb.References;

/// <summary>
/// What all displacements are relative to: the areas, how their pixels became one value per pair, those values, and why. Stored once, so
/// that nothing computes it again differently. Immutable and safe for threads.
/// </summary>
public sealed class Reference
{
    private readonly double[] phase;
    private readonly int[] validPixels;

    internal Reference(ReferenceChoice choice, double[] phase, int[] validPixels, int pixels)
    {
        Areas = choice.Areas;
        Statistic = choice.Statistic;
        Reasons = choice.Reasons;
        this.phase = phase;
        this.validPixels = validPixels;
        Pixels = pixels;
        UnusablePairs = Enumerable.Range(0, phase.Length).Where(k => double.IsNaN(phase[k])).ToArray();
    }

    /// <summary>The areas (rows, columns, radius in pixels).</summary>
    public IReadOnlyList<ReferenceArea> Areas { get; }

    /// <summary>How the pixels of the areas became one value per pair.</summary>
    public ReferenceStatistic Statistic { get; }

    /// <summary>Why these areas, in sentences.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <summary>Number of good pixels of the areas (count).</summary>
    public int Pixels { get; }

    /// <summary>
    /// Phase of each pair at the reference, radians, to be taken off all its pixels; NaN when the pair has no valid pixel there. Shape (pair).
    /// </summary>
    public ReadOnlySpan<double> Phase => phase;

    /// <summary>
    /// Standard deviation of <see cref="Phase"/>, radians: by the noise of the pixels and the scatter between the areas; NaN when the pair has no value. Shape (pair).
    /// </summary>
    public ReadOnlySpan<double> Sigma => SigmaValues;

    /// <summary>What each area shows against all together, in the order of <see cref="Areas"/> (rates in metres per year).</summary>
    public IReadOnlyList<ReferenceAreaReport> AreaReports { get; internal init; } = [];

    internal double[] SigmaValues { get; init; } = [];

    /// <summary>Number of pixels behind each pair's phase (count); shape (pair).</summary>
    public ReadOnlySpan<int> ValidPixels => validPixels;

    /// <summary>Indices of the pairs that cannot be used: no pixel of the areas is valid in them. Ascending.</summary>
    public IReadOnlyList<int> UnusablePairs { get; }

    /// <summary>What the displacements are relative to, in words for layers and legends.</summary>
    /// <param name="grid">The grid.</param>
    public string Describe(Grid grid)
    {
        var left = AreaReports.Where(r => r.Weight == 0).Select(r => r.Area).ToHashSet();
        var kept = Areas.Where(a => !left.Contains(a)).ToArray();
        var word = Statistic == ReferenceStatistic.Median ? "median" : "mean";
        var pixels = AreaReports.Count == 0 ? Pixels : AreaReports.Where(r => r.Weight > 0).Sum(r => r.Pixels);
        return kept.Length > 3
            ? string.Create(CultureInfo.InvariantCulture, $"{word} of {pixels} pixels in {kept.Length} areas")
            : string.Create(CultureInfo.InvariantCulture, $"{word} of {pixels} pixels at {string.Join(" and ", kept.Select(a => a.Describe(grid)))}");
    }
}

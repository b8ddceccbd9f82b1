using Plumb.Grids;

namespace Plumb.Components;

/// <summary>
/// How the errors of a track's rates hang together over the map. Rates are relative to the track's reference, and their variance grows with the distance from it; that growth is the variance
/// of the difference of two places (an intrinsic field, Matheron 1973, doi:10.2307/1425829), A (1 - exp(-(d/r)^p)). With it the covariance of the errors of two places is
/// half of growth at the one plus growth at the other less growth between them. What does not grow belongs to each place alone.
/// </summary>
/// <param name="Sill">What the growth comes to far away, metres per year squared; 0 where errors do not hang together.</param>
/// <param name="Range">Distance over which it grows, kilometres.</param>
/// <param name="Power">Power of the distance, pure number, above 0 and below 2.</param>
/// <param name="East">East of the reference places, kilometres; shape (place).</param>
/// <param name="North">North of them, kilometres; shape (place).</param>
public sealed record TrackErrors(double Sill, double Range, double Power, IReadOnlyList<double> East, IReadOnlyList<double> North)
{
    private const int Bins = 24;
    private const int LeastOfBin = 8;
    private static readonly double[] Powers = [1, 1.5, 1.9];
    private static readonly double[] RangesOfExtent = [0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.57, 0.8, 1.1, 1.6, 2.3, 3.2, 6.4];

    /// <summary>Errors that do not hang together.</summary>
    public static TrackErrors None { get; } = new(0, 1, 1, [], []);

    /// <summary>Fits the growth to variances at places.</summary>
    /// <param name="east">East of the places, kilometres; shape (place).</param>
    /// <param name="north">North, kilometres; shape (place).</param>
    /// <param name="variance">Variance of the rate, metres per year squared; shape (place).</param>
    /// <param name="references">East and north of the reference places, kilometres; none where they are unknown, and errors do not hang together then.</param>
    public static TrackErrors Fit(IReadOnlyList<double> east, IReadOnlyList<double> north, IReadOnlyList<double> variance, IReadOnlyList<(double East, double North)> references)
    {
        ArgumentNullException.ThrowIfNull(east);
        ArgumentNullException.ThrowIfNull(north);
        ArgumentNullException.ThrowIfNull(variance);
        ArgumentNullException.ThrowIfNull(references);
        var form = new TrackErrors(0, 1, 1, [.. references.Select(r => r.East)], [.. references.Select(r => r.North)]);
        if (references.Count == 0 || variance.Count < 2 * LeastOfBin)
        {
            return None;
        }

        (double Distance, double Variance)[] sorted = [.. Enumerable.Range(0, variance.Count).Select(i => (form.Distance(east[i], north[i]), variance[i])).OrderBy(p => p.Item1)];
        var bins = Math.Min(Bins, sorted.Length / LeastOfBin);
        (double Distance, double Variance)[] means = [.. Enumerable.Range(0, bins).Select(b => sorted[(b * sorted.Length / bins)..((b + 1) * sorted.Length / bins)])
            .Select(part => (part.Average(p => p.Distance), OrderStatistics.MedianOfFinite(part.Select(p => p.Variance))))];
        var (best, least) = (form, Misfit(means, null).Misfit);
        foreach (var range in RangesOfExtent.Select(r => r * sorted[^1].Distance).Where(r => r > 0))
        {
            foreach (var power in Powers)
            {
                var one = form with { Range = range, Power = power };
                var (sill, misfit) = Misfit(means, one);
                if (sill > 0 && misfit < least)
                {
                    (best, least) = (one with { Sill = sill }, misfit);
                }
            }
        }

        return best.Sill > 0 ? best : None;
    }

    /// <summary>Variance of the difference of two places, metres per year squared.</summary>
    /// <param name="distance">Their distance, kilometres.</param>
    public double Growth(double distance) => Sill > 0 ? Sill * (1 - Math.Exp(-Math.Pow(distance / Range, Power))) : 0;

    /// <summary>Variance at a place that it shares with others, metres per year squared.</summary>
    /// <param name="east">East of the place, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    public double Shared(double east, double north) => Sill > 0 ? Growth(Distance(east, north)) : 0;

    /// <summary>Covariance of the errors of two places, metres per year squared.</summary>
    /// <param name="east">East of the one, kilometres.</param>
    /// <param name="north">North of it, kilometres.</param>
    /// <param name="otherEast">East of the other, kilometres.</param>
    /// <param name="otherNorth">North of it, kilometres.</param>
    public double Covariance(double east, double north, double otherEast, double otherNorth) =>
        Sill > 0 ? 0.5 * (Shared(east, north) + Shared(otherEast, otherNorth) - Growth(Math.Sqrt(((east - otherEast) * (east - otherEast)) + ((north - otherNorth) * (north - otherNorth))))) : 0;

    /// <summary>Distance from the nearest reference place, kilometres.</summary>
    private double Distance(double east, double north)
    {
        var least = double.PositiveInfinity;
        for (var k = 0; k < East.Count; k++)
        {
            least = Math.Min(least, ((east - East[k]) * (east - East[k])) + ((north - North[k]) * (north - North[k])));
        }

        return Math.Sqrt(least);
    }

    /// <summary>The sill by least squares with a constant, neither of them negative, and what is left; without a form the constant alone.</summary>
    private static (double Sill, double Misfit) Misfit((double Distance, double Variance)[] means, TrackErrors? form)
    {
        var unit = form is null ? null : form with { Sill = 1 };
        double[] shape = [.. means.Select(m => unit?.Growth(m.Distance) ?? 0)];
        var (meanShape, mean) = (shape.Average(), means.Average(m => m.Variance));
        var square = shape.Sum(s => (s - meanShape) * (s - meanShape));
        var sill = square > 0 ? shape.Zip(means, (s, m) => (s - meanShape) * (m.Variance - mean)).Sum() / square : 0;
        var constant = mean - (sill * meanShape);
        if (constant < 0)
        {
            (constant, sill) = (0, shape.Zip(means, (s, m) => s * m.Variance).Sum() / shape.Sum(s => s * s));
        }

        return (sill, shape.Zip(means, (s, m) => m.Variance - constant - (sill * s)).Sum(v => v * v));
    }
}

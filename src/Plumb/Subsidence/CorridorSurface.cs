using Plumb.Kernels;

namespace Plumb.Subsidence;

/// <summary>A value with the variances by noise of the pixels' own and by noise that pixels share, in its unit and that squared; NaN where there is none.</summary>
internal readonly record struct CorridorMean(double Value, double Own, double Shared)
{
    public static CorridorMean None { get; } = new(double.NaN, double.NaN, double.NaN);

    public double Sigma => Math.Sqrt(Own + Shared);
}

/// <summary>Rate and displacement on the line at a step, and the number of pixels beside it.</summary>
internal readonly record struct CorridorValue(int Count, CorridorMean Rate, CorridorMean Displacement);

/// <summary>
/// Values on a line from the pixels around it: a plane, bent as far as noise lets that be told, by least squares, weighted by how near they are (local regression; Cleveland and Devlin 1988,
/// doi:10.1080/01621459.1988.10478639). A mean over the pixels would lower a trough that is not much wider than they reach, and so shorten the zone above a limit.
/// </summary>
internal sealed class CorridorSurface
{
    private const int Plane = 3;
    private const int Bent = 6;
    private const int Fewest = 9;

    // A disc of this radius in pixels holds some fifteen of them.
    private const double LeastPixels = 2.2;

    // Geometry that spreads the noise of the pixels instead of averaging it is one-sided.
    private const double MostNoise = 1;
    private readonly IReadOnlyList<CorridorPoint> points;
    private readonly float[] rate;
    private readonly float[] displacement;
    private readonly CorridorSigmas sigma;
    private readonly CorridorOptions options;
    private readonly int[] order;
    private readonly double[] chainage;
    private readonly double reach;

    public CorridorSurface(IReadOnlyList<CorridorPoint> points, ReadOnlySpan<float> rate, ReadOnlySpan<float> displacement, CorridorSigmas sigma, CorridorOptions options)
    {
        (this.points, this.sigma, this.options) = (points, sigma, options);
        (this.rate, this.displacement) = (rate.ToArray(), displacement.ToArray());
        var pixel = points.Count == 0 ? 0 : Math.Max(points[0].East / (points[0].Column + 0.5), -points[0].North / (points[0].Row + 0.5));
        reach = Math.Max(options.ProfileWidth, LeastPixels * pixel);
        order = [.. Enumerable.Range(0, points.Count).Where(i => points[i].Distance <= reach && float.IsFinite(this.rate[i])).OrderBy(i => points[i].Chainage).ThenBy(i => i)];
        chainage = [.. order.Select(i => points[i].Chainage)];
    }

    /// <summary>The values at the middle of a step.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="middle">Chainage of its middle, metres.</param>
    /// <param name="place">That place, metres.</param>
    /// <param name="isLast">Whether the step goes on to the end of the line.</param>
    public CorridorValue At(int step, double middle, (double East, double North) place, bool isLast)
    {
        int[] beside = [.. Between(step * options.Step, isLast ? double.PositiveInfinity : (step + 1) * options.Step).Where(i => points[i].Distance <= options.ProfileWidth)];
        if (beside.Length == 0)
        {
            return new CorridorValue(0, CorridorMean.None, CorridorMean.None);
        }

        // All points of the order have a rate.
        var moving = Around(place, [.. Between(middle - (2 * reach), middle + (2 * reach)).Where(i => Away(i, place) < reach)]);
        var moved = Array.TrueForAll(moving.Points, i => float.IsFinite(displacement[i])) ? moving : Around(place, Array.FindAll(moving.Points, i => float.IsFinite(displacement[i])));
        return new CorridorValue(
            beside.Length,
            Of(moving, beside, rate, sigma.OwnRate.Span, sigma.SharedRate.Span),
            Of(moved, beside, displacement, sigma.OwnDisplacement.Span, sigma.SharedDisplacement.Span));
    }

    private double Away(int i, (double East, double North) place) => Math.Sqrt(Math.Pow(points[i].East - place.East, 2) + Math.Pow(points[i].North - place.North, 2));

    /// <summary>Points by chainage from one up to another.</summary>
    private ArraySegment<int> Between(double from, double to)
    {
        var (first, last) = (Array.BinarySearch(chainage, from), Array.BinarySearch(chainage, to));
        (first, last) = (first >= 0 ? first : ~first, last >= 0 ? last : ~last);
        while (first > 0 && chainage[first - 1] == from)
        {
            first--;
        }

        while (last > 0 && chainage[last - 1] == to)
        {
            last--;
        }

        return new ArraySegment<int>(order, first, Math.Max(0, last - first));
    }

    /// <summary>Points around a place with what each adds to a plane and to its bend there; neither where the points are too few or lie to one side.</summary>
    private (int[] Points, double[]? Plane, double[]? Bend) Around((double East, double North) place, int[] seen) =>
        Shares(seen, place, Bent) is { } bent && Shares(seen, place, Plane) is { } plane ? (seen, plane, [.. bent.Select((v, k) => v - plane[k])]) : (seen, null, null);

    private static CorridorMean Of((int[] Points, double[]? Plane, double[]? Bend) around, int[] beside, float[] values, ReadOnlySpan<float> own, ReadOnlySpan<float> shared)
    {
        if (around is { Plane: { } plane, Bend: { } bent })
        {
            // The bend is taken as far as it stands out of its noise (shrinkage; James and Stein 1961).
            var level = Sum(around.Points, plane, values, own, shared);
            var bend = Sum(around.Points, bent, values, own, shared);
            var share = bend.Own > 0 ? Math.Max(0, 1 - (bend.Own / (bend.Value * bend.Value))) : 1;
            return new CorridorMean(level.Value + (share * bend.Value), level.Own + (share * share * bend.Own) + Math.Pow((1 - share) * bend.Value, 2), level.Shared);
        }

        var seen = Array.FindAll(beside, i => float.IsFinite(values[i]));
        var equal = new double[seen.Length];
        Array.Fill(equal, 1.0 / Math.Max(1, seen.Length));
        return seen.Length == 0 ? CorridorMean.None : Sum(seen, equal, values, own, shared);
    }

    private static CorridorMean Sum(int[] seen, double[] shares, float[] values, ReadOnlySpan<float> own, ReadOnlySpan<float> shared)
    {
        static double Square(float value) => float.IsFinite(value) ? (double)value * value : 0;
        var (value, variance, common) = (0.0, 0.0, 0.0);
        for (var k = 0; k < seen.Length; k++)
        {
            value += shares[k] * values[seen[k]];
            variance += shares[k] * shares[k] * Square(own[seen[k]]);
            common += Square(shared[seen[k]]) / seen.Length;
        }

        return new CorridorMean(value, variance, common);
    }

    /// <summary>What each pixel adds to the value of a surface of so many terms at a place; null where the pixels are too few or lie to one side.</summary>
    private double[]? Shares(int[] seen, (double East, double North) place, int terms)
    {
        if (seen.Length < Fewest)
        {
            return null;
        }

        Span<double> row = stackalloc double[Bent];
        var normal = new double[terms * terms];
        for (var k = 0; k < seen.Length; k++)
        {
            var weight = Row(seen[k], place, row);
            for (var a = 0; a < terms; a++)
            {
                for (var b = 0; b < terms; b++)
                {
                    normal[(a * terms) + b] += weight * row[a] * row[b];
                }
            }
        }

        if (SymmetricInverse.Of(normal, terms) is not { } inverse)
        {
            return null;
        }

        var (shares, noise) = (new double[seen.Length], 0.0);
        for (var k = 0; k < shares.Length; k++)
        {
            var weight = Row(seen[k], place, row);
            for (var a = 0; a < terms; a++)
            {
                shares[k] += weight * inverse[a] * row[a];
            }

            noise += shares[k] * shares[k];
        }

        return noise <= MostNoise ? shares : null;
    }

    /// <summary>The terms of the surface at a pixel, and its weight, which falls to nothing at the reach.</summary>
    private double Row(int i, (double East, double North) place, Span<double> row)
    {
        var (x, y) = ((points[i].East - place.East) / reach, (points[i].North - place.North) / reach);
        (row[0], row[1], row[2], row[3], row[4], row[5]) = (1, x, y, x * x, x * y, y * y);
        return Math.Max(1e-3, 1 - (x * x) - (y * y));
    }
}

namespace Plumb.Uncertainty;

/// <summary>
/// Pairs of pixels by class of distance, drawn by chance from the pixels that may serve, the same for the same grid and pixels. Classes grow by a constant factor
/// from one pixel to the diagonal of the grid; a class for which too few pairs are found is left out. Immutable.
/// </summary>
public sealed class PlacePairs
{
    /// <summary>Number of classes that are tried (count).</summary>
    public const int MostClasses = 18;

    private const int Tries = 40;
    private const int MostCandidates = 1_000_000;
    private const int LeastPairs = 50;
    private const long Seed = 20_240_229;

    private readonly int[] pixels;
    private readonly int[] first;
    private readonly int[] second;
    private readonly int[] start;
    private readonly double[] distance;
    private readonly double[] edge;
    private readonly int columns;
    private readonly (double X, double Y) step;

    /// <summary>Draws pairs.</summary>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="width">Width of a pixel on the ground, metres.</param>
    /// <param name="height">Height of a pixel on the ground, metres.</param>
    /// <param name="serves">Whether a pixel may serve; shape (row, column).</param>
    /// <param name="perClass">Number of pairs per class (count).</param>
    /// <param name="farthest">Largest distance, metres; 0 for the whole grid.</param>
    /// <exception cref="ArgumentException">The pixels do not fit the grid.</exception>
    public PlacePairs(int rows, int columns, double width, double height, ReadOnlySpan<bool> serves, int perClass, double farthest = 0)
    {
        if (serves.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{serves.Length} pixels do not fit a grid of {rows} x {columns}.", nameof(serves));
        }

        var diagonal = Math.Sqrt(Math.Pow(rows * height, 2) + Math.Pow(columns * width, 2));
        var end = farthest > 0 ? Math.Min(farthest, diagonal) : diagonal;
        var begin = Math.Min(Math.Min(width, height), end / 2);
        var candidates = Candidates(serves);
        var (ends, counts, distances) = (new List<(int A, int B)>(), new List<int> { 0 }, new List<double>());
        var edges = new List<double>();
        for (var k = 0; k < MostClasses; k++)
        {
            var (from, to) = (begin * Math.Pow(end / begin, (double)k / MostClasses), begin * Math.Pow(end / begin, (k + 1.0) / MostClasses));
            var draw = new DrawSequence(Seed, k);
            var (found, sum) = (0, 0.0);
            for (var n = 0; n < perClass; n++)
            {
                if (Find(ref draw, candidates, rows, columns, width, height, serves, from, to) is { } pair)
                {
                    ends.Add((pair.A, pair.B));
                    sum += pair.Distance;
                    found++;
                }
            }

            if (found < LeastPairs)
            {
                ends.RemoveRange(ends.Count - found, found);
                continue;
            }

            counts.Add(ends.Count);
            distances.Add(sum / found);
            edges.Add(to);
        }

        pixels = [.. ends.SelectMany(p => new[] { p.A, p.B }).Distinct().Order()];
        first = [.. ends.Select(p => Array.BinarySearch(pixels, p.A))];
        second = [.. ends.Select(p => Array.BinarySearch(pixels, p.B))];
        start = [.. counts];
        distance = [.. distances];
        edge = [.. edges];
        (this.columns, step) = (columns, (width, height));
        Area = rows * height * columns * width;
        Rows = rows;
    }

    /// <summary>Block of a place: the grid cut into four by four.</summary>
    internal int BlockOf(int place) =>
        (4 * (int)((long)(pixels[place] / columns) * 4 / Rows)) + (int)((long)(pixels[place] % columns) * 4 / columns);

    /// <summary>Distance of two places, metres.</summary>
    internal double Distances(int a, int b)
    {
        var south = ((pixels[a] / columns) - (pixels[b] / columns)) * step.Y;
        var east = ((pixels[a] % columns) - (pixels[b] % columns)) * step.X;
        return Math.Sqrt((south * south) + (east * east));
    }

    /// <summary>How many of the places stand in each class of distance to a reference (shares of 1): the distances that matter.</summary>
    /// <param name="reference">Rows and columns of the reference's pixels; the nearest one counts.</param>
    /// <returns>Shares; shape (class).</returns>
    public double[] Relevance(IReadOnlyList<(int Row, int Column)> reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var shares = new double[distance.Length];
        foreach (var pixel in pixels)
        {
            var nearest = double.PositiveInfinity;
            foreach (var (row, column) in reference)
            {
                var (south, east) = (((pixel / columns) - row) * step.Y, ((pixel % columns) - column) * step.X);
                nearest = Math.Min(nearest, (south * south) + (east * east));
            }

            var k = Array.BinarySearch(edge, Math.Sqrt(nearest));
            shares[Math.Min(k < 0 ? ~k : k, shares.Length - 1)] += 1.0 / pixels.Length;
        }

        return shares;
    }

    /// <summary>Area of the grid, metres squared.</summary>
    public double Area { get; }

    /// <summary>Rows of the grid (count).</summary>
    public int Rows { get; }

    /// <summary>The pixels that stand in any pair, ascending (pixel numbers); shape (place).</summary>
    public ReadOnlySpan<int> Pixels => pixels;

    /// <summary>Mean distance of each class, metres; shape (class).</summary>
    public ReadOnlySpan<double> Distance => distance;

    /// <summary>First place of each pair (index into <see cref="Pixels"/>), class by class; shape (pair).</summary>
    public ReadOnlySpan<int> First => first;

    /// <summary>Second place of each pair (index into <see cref="Pixels"/>); shape (pair).</summary>
    public ReadOnlySpan<int> Second => second;

    /// <summary>Where each class begins among the pairs, and at last the number of pairs (count); shape (class + 1).</summary>
    public ReadOnlySpan<int> Start => start;

    /// <summary>How much each class tells (pure number): how often its distance fits beside itself across the grid, at most 50; shape (class).</summary>
    public double[] Weights() => Array.ConvertAll(distance, d => Math.Clamp(4 * Math.Sqrt(Area) / d, 1, 50));

    /// <summary>The pixels that may serve, of very many an even choice.</summary>
    private static List<int> Candidates(ReadOnlySpan<bool> serves)
    {
        var step = Math.Max(1, serves.Count(true) / MostCandidates);
        var (candidates, seen) = (new List<int>(), 0);
        for (var i = 0; i < serves.Length; i++)
        {
            if (serves[i] && seen++ % step == 0)
            {
                candidates.Add(i);
            }
        }

        return candidates;
    }

    private static (int A, int B, double Distance)? Find(
        ref DrawSequence draw, List<int> candidates, int rows, int columns, double width, double height, ReadOnlySpan<bool> serves, double from, double to)
    {
        for (var attempt = 0; attempt < Tries && candidates.Count > 1; attempt++)
        {
            var a = candidates[draw.Below(candidates.Count)];
            var (angle, reach) = (2 * Math.PI * draw.Uniform(), from * Math.Pow(to / from, draw.Uniform()));
            var row = (a / columns) + (int)Math.Round(reach * Math.Sin(angle) / height);
            var column = (a % columns) + (int)Math.Round(reach * Math.Cos(angle) / width);
            if (row < 0 || row >= rows || column < 0 || column >= columns)
            {
                continue;
            }

            var b = (row * columns) + column;
            if (a != b && serves[b])
            {
                var (east, south) = ((column - (a % columns)) * width, (row - (a / columns)) * height);
                return (a, b, Math.Sqrt((east * east) + (south * south)));
            }
        }

        return null;
    }
}

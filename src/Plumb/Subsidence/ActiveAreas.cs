using Plumb.Geometry;
using Plumb.Kernels;
using Plumb.Networks;
using Plumb.Unwrapping;

namespace Plumb.Subsidence;

/// <summary>Rules by which areas of active slopes are found. Rates in metres per year, lengths in metres.</summary>
public sealed record ActiveAreaOptions
{
    /// <summary>Radius of the window that outliers are judged in, metres; two cells at least.</summary>
    public double DenoiseRadius { get; init; } = 40;

    /// <summary>Distance from the mean of the window, in its standard deviations (pure number), beyond which a point is an outlier.</summary>
    public double OutlierLimit { get; init; } = 3;

    /// <summary>Number of other points in the window (count) below which a point is alone and dropped.</summary>
    public int LeastNeighbours { get; init; } = 1;

    /// <summary>Rate, either way, above which a point is active, metres per year.</summary>
    public double RateLimit { get; init; } = 0.015;

    /// <summary>Longest edge between neighbouring active points of one area, metres; three cells at least.</summary>
    public double ClusterRadius { get; init; } = 60;

    /// <summary>Least number of points of an area (count).</summary>
    public int LeastPoints { get; init; } = 5;

    /// <summary>Least mean slope of an area, degrees.</summary>
    public double LeastSlope { get; init; } = 10;

    /// <summary>Share of an area in layover or shadow above which it is dropped, pure number.</summary>
    public double MostDistorted { get; init; } = 0.5;

    /// <summary>Most threads (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }

    internal ParallelOptions Together => ThreadLimit.Of(Threads);
}

/// <summary>What became of an area.</summary>
public enum ActiveAreaFate
{
    /// <summary>It is an active slope.</summary>
    Kept,

    /// <summary>The ground is not steep enough for a slope.</summary>
    TooFlat,

    /// <summary>It lies in layover or shadow.</summary>
    Distorted,
}

/// <summary>An area of active points.</summary>
/// <param name="Cells">Its cells, index row by row: its points and what lies between them.</param>
/// <param name="Points">Number of active points (count).</param>
/// <param name="MeanRate">Mean rate of its points, metres per year.</param>
/// <param name="LargestRate">Rate of its fastest point, metres per year, with its sign.</param>
/// <param name="MeanSlope">Mean slope of its points, degrees.</param>
/// <param name="MeanAspect">Mean direction the slope falls to, degrees clockwise from north, 0 to 360.</param>
/// <param name="Distorted">Share of its points in layover or shadow, pure number.</param>
/// <param name="Fate">What became of it.</param>
public sealed record ActiveArea(
    int[] Cells, int Points, double MeanRate, double LargestRate, double MeanSlope, double MeanAspect, double Distorted, ActiveAreaFate Fate);

/// <summary>
/// Areas of active slopes by the rules of the study of Zhouqu: outliers and lone points are dropped, fast points are joined by the Delaunay triangulation whose long edges are cut, and areas
/// that are small, flat or in layover or shadow are dropped.
/// </summary>
public static class ActiveAreas
{
    private const int LeastCells = 2;
    private const int LeastReach = 3;

    /// <summary>Finds the areas of one track.</summary>
    /// <param name="rate">Rate along the line of sight, metres per year; shape (rows, columns); NaN is no-data.</param>
    /// <param name="terrain">Heights on the same raster.</param>
    /// <param name="visibility">Class of each pixel as the track sees it (flags of visibility); shape (rows, columns).</param>
    /// <param name="options">The rules.</param>
    /// <returns>All areas, those that were dropped for slope or distortion too, the largest first.</returns>
    /// <exception cref="ArgumentException">The arrays are not on one raster.</exception>
    public static IReadOnlyList<ActiveArea> Find(float[] rate, Terrain terrain, VisibilityClass[] visibility, ActiveAreaOptions options)
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(terrain);
        ArgumentNullException.ThrowIfNull(visibility);
        ArgumentNullException.ThrowIfNull(options);
        if (rate.Length != terrain.Height.Length || visibility.Length != rate.Length)
        {
            throw new ArgumentException("Rates, heights and classes lie on one raster.", nameof(rate));
        }

        int[] active = [.. Denoised(rate, terrain, options).Where(i => Math.Abs(rate[i]) > options.RateLimit)];
        if (active.Length < Math.Max(3, options.LeastPoints))
        {
            return [];
        }

        return
        [
            .. Clusters(active, terrain, options)
                .Where(c => c.Points.Count >= options.LeastPoints)
                .Select(c => Describe(c.Points, c.Between, rate, terrain, visibility, options))
                .OrderByDescending(a => a.Cells.Length).ThenBy(a => a.Cells[0]),
        ];
    }

    /// <summary>Areas of several tracks as one: those that share a cell are united, and each says which tracks (flags, bit by track) see it.</summary>
    /// <param name="tracks">The kept areas of each track.</param>
    /// <returns>Cells (index row by row) and tracks (flags) of each area, the largest first.</returns>
    public static IReadOnlyList<(int[] Cells, int Tracks)> Unite(IReadOnlyList<IReadOnlyList<ActiveArea>> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var all = tracks.SelectMany((areas, t) => areas.Select(a => (a.Cells, Track: t))).ToArray();
        var sets = new int[all.Length];
        DisjointSets.Reset(sets);
        var owner = new Dictionary<int, int>();
        for (var k = 0; k < all.Length; k++)
        {
            foreach (var cell in all[k].Cells)
            {
                if (!owner.TryAdd(cell, k))
                {
                    DisjointSets.Union(sets, owner[cell], k);
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, all.Length).GroupBy(k => DisjointSets.Root(sets, k))
                .Select(g => (Cells: g.SelectMany(k => all[k].Cells).Distinct().Order().ToArray(), Tracks: g.Aggregate(0, (flags, k) => flags | (1 << all[k].Track))))
                .OrderByDescending(a => a.Cells.Length).ThenBy(a => a.Cells[0]),
        ];
    }

    /// <summary>Points that are neither outliers nor alone, judged in a moving window.</summary>
    private static IEnumerable<int> Denoised(float[] rate, Terrain terrain, ActiveAreaOptions options)
    {
        var radius = Math.Max(options.DenoiseRadius, LeastCells * Math.Max(terrain.Width, terrain.Length)) * (1 + 1e-9);
        var (high, wide) = ((int)(radius / terrain.Length), (int)(radius / terrain.Width));
        (int Row, int Column)[] window =
        [
            .. Enumerable.Range(-high, (2 * high) + 1).SelectMany(r => Enumerable.Range(-wide, (2 * wide) + 1).Select(c => (r, c)))
                .Where(o => Math.Pow(o.r * terrain.Length, 2) + Math.Pow(o.c * terrain.Width, 2) <= radius * radius),
        ];
        var good = new bool[rate.Length];
        Parallel.For(0, terrain.Rows, options.Together, row =>
        {
            for (var column = 0; column < terrain.Columns; column++)
            {
                var i = (row * terrain.Columns) + column;
                if (!float.IsFinite(rate[i]))
                {
                    continue;
                }

                double sum = 0, squares = 0;
                var count = 0;
                foreach (var (dr, dc) in window)
                {
                    var (r, c) = (row + dr, column + dc);
                    if (r >= 0 && c >= 0 && r < terrain.Rows && c < terrain.Columns && rate[(r * terrain.Columns) + c] is var v && float.IsFinite(v))
                    {
                        (sum, squares, count) = (sum + v, squares + ((double)v * v), count + 1);
                    }
                }

                var mean = sum / count;
                var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
                good[i] = count > options.LeastNeighbours && !(Math.Abs(rate[i] - mean) > options.OutlierLimit * deviation && deviation > 0);
            }
        });
        return Enumerable.Range(0, rate.Length).Where(i => good[i]);
    }

    /// <summary>Active points joined by short edges of their triangulation, and the cells that triangles of short edges cover between them.</summary>
    private static Dictionary<int, (List<int> Points, HashSet<int> Between)>.ValueCollection Clusters(int[] active, Terrain terrain, ActiveAreaOptions options)
    {
        double[] x = [.. active.Select(i => i % terrain.Columns * terrain.Width)], y = [.. active.Select(i => -(i / terrain.Columns) * terrain.Length)];
        var reach = Math.Max(options.ClusterRadius, LeastReach * Math.Max(terrain.Width, terrain.Length)) * (1 + 1e-9);
        var sets = new int[active.Length];
        DisjointSets.Reset(sets);
        var corners = Triangulation.Of(x, y).Corners;
        var whole = new List<(int A, int B, int C)>();
        for (var t = 0; t < corners.Length; t += 3)
        {
            var shortEdges = 0;
            for (var k = 0; k < 3; k++)
            {
                var (a, b) = (corners[t + k], corners[t + ((k + 1) % 3)]);
                if (a >= 0 && b >= 0 && Math.Pow(x[a] - x[b], 2) + Math.Pow(y[a] - y[b], 2) <= reach * reach)
                {
                    DisjointSets.Union(sets, a, b);
                    shortEdges++;
                }
            }

            if (shortEdges == 3)
            {
                whole.Add((corners[t], corners[t + 1], corners[t + 2]));
            }
        }

        var clusters = new Dictionary<int, (List<int> Points, HashSet<int> Between)>();
        for (var k = 0; k < active.Length; k++)
        {
            var root = DisjointSets.Root(sets, k);
            if (!clusters.TryGetValue(root, out var cluster))
            {
                clusters[root] = cluster = ([], []);
            }

            cluster.Points.Add(active[k]);
            cluster.Between.Add(active[k]);
        }

        foreach (var (a, b, c) in whole)
        {
            Cover(active[a], active[b], active[c], terrain.Columns, clusters[DisjointSets.Root(sets, a)].Between);
        }

        return clusters.Values;
    }

    private static void Cover(int a, int b, int c, int columns, HashSet<int> cells)
    {
        (int Row, int Column)[] p = [Math.DivRem(a, columns), Math.DivRem(b, columns), Math.DivRem(c, columns)];
        long Side((int Row, int Column) from, (int Row, int Column) to, int row, int column) =>
            ((long)(to.Column - from.Column) * (row - from.Row)) - ((long)(to.Row - from.Row) * (column - from.Column));
        for (var row = p.Min(q => q.Row); row <= p.Max(q => q.Row); row++)
        {
            for (var column = p.Min(q => q.Column); column <= p.Max(q => q.Column); column++)
            {
                var (s, t, u) = (Side(p[0], p[1], row, column), Side(p[1], p[2], row, column), Side(p[2], p[0], row, column));
                if ((s >= 0 && t >= 0 && u >= 0) || (s <= 0 && t <= 0 && u <= 0))
                {
                    cells.Add((row * columns) + column);
                }
            }
        }
    }

    private static ActiveArea Describe(List<int> points, HashSet<int> between, float[] rate, Terrain terrain, VisibilityClass[] visibility, ActiveAreaOptions options)
    {
        var slope = points.Select(terrain.SlopeAt).Where(double.IsFinite).DefaultIfEmpty(0).Average() * 180 / Math.PI;
        var distorted = points.Count(i => visibility[i] is VisibilityClass.Layover or VisibilityClass.Shadow) / (double)points.Count;
        var (east, north) = (points.Sum(i => -(double)terrain.East[i]), points.Sum(i => -(double)terrain.North[i]));
        return new ActiveArea(
            [.. between.Order()],
            points.Count,
            points.Average(i => (double)rate[i]),
            rate[points.MaxBy(i => Math.Abs(rate[i]))],
            slope,
            ((Math.Atan2(east, north) * 180 / Math.PI) + 360) % 360,
            distorted,
            distorted > options.MostDistorted ? ActiveAreaFate.Distorted : slope < options.LeastSlope ? ActiveAreaFate.TooFlat : ActiveAreaFate.Kept);
    }
}

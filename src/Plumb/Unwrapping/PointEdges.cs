namespace Plumb.Unwrapping;

/// <summary>The edges between the points of a triangulation, with the loops (triangles) on their two sides.</summary>
internal sealed class PointEdges
{
    private readonly int[] start;
    private readonly int[] incident;

    private PointEdges(int points, int loops, int[] first, int[] second, int[] left, int[] right)
    {
        (Loops, First, Second, LeftLoop, RightLoop) = (loops, first, second, left, right);
        start = new int[points + 1];
        for (var e = 0; e < first.Length; e++)
        {
            start[first[e] + 1]++;
            start[second[e] + 1]++;
        }

        for (var i = 0; i < points; i++)
        {
            start[i + 1] += start[i];
        }

        incident = new int[2 * first.Length];
        var at = start.AsSpan(0, points).ToArray();
        for (var e = 0; e < first.Length; e++)
        {
            incident[at[first[e]]++] = e;
            incident[at[second[e]]++] = ~e;
        }
    }

    /// <summary>Number of edges.</summary>
    internal int Count => First.Length;

    /// <summary>Number of loops; this number itself stands for the outside.</summary>
    internal int Loops { get; }

    /// <summary>First point of each edge.</summary>
    internal int[] First { get; }

    /// <summary>Second point of each edge.</summary>
    internal int[] Second { get; }

    /// <summary>The loop to the left of the way from the first point to the second.</summary>
    internal int[] LeftLoop { get; }

    /// <summary>The loop to the right of it.</summary>
    internal int[] RightLoop { get; }

    /// <summary>The edges at a point: those that begin there, and the complements of those that end there.</summary>
    internal ReadOnlySpan<int> At(int point) => incident.AsSpan(start[point], start[point + 1] - start[point]);

    /// <summary>Takes the edges out of a triangulation.</summary>
    internal static PointEdges Of(Triangulation triangulation)
    {
        var corners = triangulation.Corners;
        var neighbours = triangulation.Neighbours;
        var loopOf = new int[triangulation.Triangles];
        var (loops, points) = (0, 0);
        for (var t = 0; t < loopOf.Length; t++)
        {
            loopOf[t] = IsInside(corners, t) ? loops++ : -1;
            points = Math.Max(points, Math.Max(corners[3 * t], Math.Max(corners[(3 * t) + 1], corners[(3 * t) + 2])) + 1);
        }

        var (first, second, left, right) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        for (var t = 0; t < loopOf.Length; t++)
        {
            for (var k = 0; k < 3; k++)
            {
                var (a, b) = (corners[(3 * t) + ((k + 1) % 3)], corners[(3 * t) + ((k + 2) % 3)]);
                var across = neighbours[(3 * t) + k];
                if (a >= 0 && b >= 0 && across > t)
                {
                    first.Add(a);
                    second.Add(b);
                    left.Add(loopOf[t] < 0 ? loops : loopOf[t]);
                    right.Add(loopOf[across] < 0 ? loops : loopOf[across]);
                }
            }
        }

        return new PointEdges(points, loops, [.. first], [.. second], [.. left], [.. right]);
    }

    private static bool IsInside(ReadOnlySpan<int> corners, int t) => corners[3 * t] >= 0 && corners[(3 * t) + 1] >= 0 && corners[(3 * t) + 2] >= 0;
}

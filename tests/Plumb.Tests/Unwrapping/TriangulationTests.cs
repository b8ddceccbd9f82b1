using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class TriangulationTests
{
    public static TheoryData<string> Layouts => ["random", "grid", "line", "circle", "clusters", "one", "two"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void No_point_lies_inside_the_circle_of_a_triangle_and_all_hang_together(string layout)
    {
        var (x, y) = Points(layout);
        var t = Triangulation.Of(x, y);
        Assert.Equal((2 * x.Length) + 1, t.Triangles);
        var corners = t.Corners.ToArray();
        for (var i = 0; i < t.Triangles; i++)
        {
            var (a, b, c) = (corners[3 * i], corners[(3 * i) + 1], corners[(3 * i) + 2]);
            for (var k = 0; k < 3; k++)
            {
                var beyond = t.Neighbours[(3 * i) + k];
                Assert.True(beyond < 0 || t.Neighbours[(3 * beyond)..((3 * beyond) + 3)].Contains(i));
            }

            if (a >= 0 && b >= 0 && c >= 0)
            {
                Assert.True(Turn(x, y, a, b, c) > 0, "a triangle turns the wrong way");
                for (var p = 0; p < x.Length; p++)
                {
                    Assert.True(p == a || p == b || p == c || InCircle(x, y, a, b, c, p) <= 1e-6, $"point {p} lies in the circle of {a}, {b}, {c}");
                }
            }
        }

        var edges = PointEdges.Of(t);
        var reached = new HashSet<int> { 0 };
        var queue = new Queue<int>([0]);
        while (queue.TryDequeue(out var i))
        {
            foreach (var entry in edges.At(i))
            {
                var other = entry < 0 ? edges.First[~entry] : edges.Second[entry];
                if (reached.Add(other))
                {
                    queue.Enqueue(other);
                }
            }
        }

        Assert.Equal(x.Length, reached.Count);
    }

    [Fact]
    public void Two_points_at_one_place_are_refused()
    {
        var error = Assert.Throws<RequestException>(() => Triangulation.Of([0, 1, 5, 1], [0, 2, 3, 2]));
        Assert.Contains("same place", error.Message, StringComparison.Ordinal);
    }

    private static (double[] X, double[] Y) Points(string layout)
    {
        var random = new Random(3);
        IEnumerable<(double, double)> points = layout switch
        {
            "random" => Enumerable.Range(0, 300).Select(_ => (random.NextDouble() * 1e4, random.NextDouble() * 3e3)),
            "grid" => Enumerable.Range(0, 255).Select(i => ((double)(i % 15), (double)(i / 15))),
            "line" => Enumerable.Range(0, 40).Select(i => (0.5 * i, 0.25 * i)),
            "circle" => Enumerable.Range(0, 64).Select(i => (1000 * Math.Cos(2 * Math.PI * i / 64), 1000 * Math.Sin(2 * Math.PI * i / 64))),
            // Positions on the very grid that they are snapped to.
            "clusters" => Enumerable.Range(0, 200).Select(i => ((i % 4 * 5592405.0) + random.Next(70), (i % 3 * 5592405.0) + random.Next(70))).Append((1 << 24, 0)).Distinct(),
            "one" => [(5, 7)],
            _ => [(0, 0), (3, 1)],
        };
        var all = points.ToArray();
        return ([.. all.Select(p => p.Item1)], [.. all.Select(p => p.Item2)]);
    }

    private static double Turn(double[] x, double[] y, int a, int b, int c) => ((x[b] - x[a]) * (y[c] - y[a])) - ((y[b] - y[a]) * (x[c] - x[a]));

    /// <summary>How deep a point lies inside a circle, as a share of the fourth power of the triangle's size.</summary>
    private static double InCircle(double[] x, double[] y, int a, int b, int c, int p)
    {
        var (ax, ay, bx, by, cx, cy) = (x[a] - x[p], y[a] - y[p], x[b] - x[p], y[b] - y[p], x[c] - x[p], y[c] - y[p]);
        var (a2, b2, c2) = ((ax * ax) + (ay * ay), (bx * bx) + (by * by), (cx * cx) + (cy * cy));
        var size = Math.Max(a2, Math.Max(b2, c2));
        return ((a2 * ((bx * cy) - (by * cx))) + (b2 * ((cx * ay) - (cy * ax))) + (c2 * ((ax * by) - (ay * bx)))) / (size * size);
    }
}

namespace Plumb.Unwrapping;

/// <summary>
/// Delaunay triangulation of points in the plane, by inserting them one after the other along a space-filling curve and flipping edges
/// (Lawson 1977; Guibas and Stolfi 1985, doi:10.1145/282918.282923, for the tests). Positions are snapped to a grid of 2^24 steps over
/// the extent, on which all tests are exact whole numbers, so that points on a line or a circle do no harm.
/// </summary>
internal sealed class Triangulation
{
    private const int Steps = 1 << 24;

    // Three points far outside enclose all others; triangles with one of them are outside.
    private const int Enclosing = 3;
    private const long Distant = 1L << 26;
    private readonly long[] x;
    private readonly long[] y;

    // Triangle t has the corners 3 t ... 3 t + 2 counter-clockwise; the neighbour k lies across the edge opposite of corner k.
    private readonly int[] corners;
    private readonly int[] neighbours;
    private readonly Stack<(int Triangle, int Corner)> doubtful = new();
    private int last;

    private Triangulation(long[] x, long[] y)
    {
        (this.x, this.y) = (x, y);
        var triangles = (2 * x.Length) + 1;
        (corners, neighbours) = (new int[3 * triangles], new int[3 * triangles]);
    }

    /// <summary>Number of triangles, those outside included.</summary>
    internal int Triangles { get; private set; }

    /// <summary>Corners of the triangles, counter-clockwise, -1 for one outside of the points; shape (triangle, 3).</summary>
    internal ReadOnlySpan<int> Corners => corners.AsSpan(0, 3 * Triangles);

    /// <summary>The triangle across the edge opposite of each corner, -1 for none; shape (triangle, 3).</summary>
    internal ReadOnlySpan<int> Neighbours => neighbours.AsSpan(0, 3 * Triangles);

    /// <summary>Triangulates.</summary>
    /// <param name="px">Positions along one axis, any unit, finite.</param>
    /// <param name="py">Positions along the other axis, the same unit.</param>
    /// <exception cref="RequestException">Two points lie at the same place.</exception>
    internal static Triangulation Of(ReadOnlySpan<double> px, ReadOnlySpan<double> py)
    {
        var (left, bottom, extent) = Extent(px, py);
        var count = px.Length;
        var (x, y) = (new long[count + Enclosing], new long[count + Enclosing]);
        var order = new int[count];
        var keys = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            x[i] = (long)Math.Round((px[i] - left) / extent * Steps);
            y[i] = (long)Math.Round((py[i] - bottom) / extent * Steps);
            (order[i], keys[i]) = (i, CurveIndex((uint)x[i], (uint)y[i]));
        }

        (x[count], y[count]) = (-Distant, -Distant);
        (x[count + 1], y[count + 1]) = (3 * Distant, -Distant);
        (x[count + 2], y[count + 2]) = (-Distant, 3 * Distant);
        Array.Sort(keys, order);
        var triangulation = new Triangulation(x, y);
        triangulation.Begin(count);
        foreach (var point in order)
        {
            triangulation.Insert(point);
        }

        triangulation.NameOutside(count);
        return triangulation;
    }

    private static (double Left, double Bottom, double Extent) Extent(ReadOnlySpan<double> px, ReadOnlySpan<double> py)
    {
        var (left, right, bottom, top) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < px.Length; i++)
        {
            (left, right) = (Math.Min(left, px[i]), Math.Max(right, px[i]));
            (bottom, top) = (Math.Min(bottom, py[i]), Math.Max(top, py[i]));
        }

        var extent = Math.Max(right - left, top - bottom);
        return (left, bottom, extent > 0 ? extent : 1);
    }

    /// <summary>Place on Hilbert's curve of 2^25 steps a side: neighbours along it are neighbours in the plane.</summary>
    private static ulong CurveIndex(uint x, uint y)
    {
        var index = 0UL;
        for (var s = 1u << 24; s > 0; s >>= 1)
        {
            var (right, up) = ((x & s) > 0 ? 1u : 0u, (y & s) > 0 ? 1u : 0u);
            index = (index << 2) | ((3 * right) ^ up);
            if (up == 0)
            {
                if (right == 1)
                {
                    (x, y) = (~x, ~y);
                }

                (x, y) = (y, x);
            }
        }

        return index;
    }

    private void Begin(int count)
    {
        (corners[0], corners[1], corners[2]) = (count, count + 1, count + 2);
        (neighbours[0], neighbours[1], neighbours[2]) = (-1, -1, -1);
        Triangles = 1;
    }

    private void NameOutside(int count)
    {
        for (var k = 0; k < 3 * Triangles; k++)
        {
            corners[k] = corners[k] >= count ? -1 : corners[k];
        }
    }

    private void Insert(int p)
    {
        var (triangle, edge) = Locate(p);
        last = triangle;
        if (edge < 0)
        {
            Split(triangle, p);
        }
        else
        {
            SplitEdge(triangle, edge, p);
        }

        while (doubtful.TryPop(out var entry))
        {
            Flip(entry.Triangle, p);
        }
    }

    /// <summary>The triangle around a point, walking from the last one, and the corner opposite of the edge it lies on, or -1.</summary>
    private (int Triangle, int Edge) Locate(int p)
    {
        var (t, came) = (last, -1);
        while (true)
        {
            var (next, edge, zeros) = (-1, -1, 0);
            for (var k = 0; k < 3; k++)
            {
                var side = Side(corners[(3 * t) + ((k + 1) % 3)], corners[(3 * t) + ((k + 2) % 3)], p);
                if (side < 0 && neighbours[(3 * t) + k] != came)
                {
                    next = neighbours[(3 * t) + k];
                    break;
                }

                if (side == 0)
                {
                    edge = k;
                    zeros++;
                }
            }

            if (next < 0)
            {
                return zeros < 2 ? (t, edge) : throw new RequestException("Two points lie at the same place, or closer than a sixteen-millionth of the extent. Keep one of them.");
            }

            (came, t) = (t, next);
        }
    }

    /// <summary>Positive where p lies left of the way from a to b.</summary>
    private int Side(int a, int b, int p) =>
        Math.Sign(((x[b] - x[a]) * (y[p] - y[a])) - ((y[b] - y[a]) * (x[p] - x[a])));

    /// <summary>Whether p lies inside the circle through three points that stand counter-clockwise.</summary>
    private bool InCircle(int a, int b, int c, int p)
    {
        var (ax, ay, bx, by, cx, cy) = (x[a] - x[p], y[a] - y[p], x[b] - x[p], y[b] - y[p], x[c] - x[p], y[c] - y[p]);
        var (a2, b2, c2) = ((ax * ax) + (ay * ay), (bx * bx) + (by * by), (cx * cx) + (cy * cy));
        var (bc, ca, ab) = ((bx * cy) - (by * cx), (cx * ay) - (cy * ax), (ax * by) - (ay * bx));
        var estimate = ((double)a2 * bc) + ((double)b2 * ca) + ((double)c2 * ab);
        var bound = 1e-14 * (((double)a2 * Math.Abs(bc)) + ((double)b2 * Math.Abs(ca)) + ((double)c2 * Math.Abs(ab)));
        return Math.Abs(estimate) > bound
            ? estimate > 0
            : ((Int128)a2 * bc) + ((Int128)b2 * ca) + ((Int128)c2 * ab) > 0;
    }

    /// <summary>Cuts a triangle into three around a point.</summary>
    private void Split(int t, int p)
    {
        var (a, b, c) = (corners[3 * t], corners[(3 * t) + 1], corners[(3 * t) + 2]);
        var (na, nb, nc) = (neighbours[3 * t], neighbours[(3 * t) + 1], neighbours[(3 * t) + 2]);
        var (u, v) = (Triangles, Triangles + 1);
        Triangles += 2;
        Set(t, p, b, c, na, u, v);
        Set(u, p, c, a, nb, v, t);
        Set(v, p, a, b, nc, t, u);
        Replace(nb, t, u);
        Replace(nc, t, v);
        doubtful.Push((t, 0));
        doubtful.Push((u, 0));
        doubtful.Push((v, 0));
    }

    /// <summary>Cuts the two triangles at an edge into four around a point on it.</summary>
    private void SplitEdge(int t, int k, int p)
    {
        var s = neighbours[(3 * t) + k];
        var (a, b, c) = Around(t, k, out _, out var nb, out var nc);
        var m = CornerAcross(s, t);
        var (d, _, _) = Around(s, m, out _, out var sc, out var sb);
        var (u, v) = (Triangles, Triangles + 1);
        Triangles += 2;

        // a is opposite of the edge b c in t, d in s, where the edge runs c b: sc is across b d, sb across d c.
        Set(t, p, a, b, nc, v, u);
        Set(u, p, c, a, nb, t, s);
        Set(s, p, d, c, sb, u, v);
        Set(v, p, b, d, sc, s, t);
        Replace(nb, t, u);
        Replace(sc, s, v);
        doubtful.Push((t, 0));
        doubtful.Push((u, 0));
        doubtful.Push((s, 0));
        doubtful.Push((v, 0));
    }

    /// <summary>Flips the edge opposite of p, the first corner of a triangle, if the corner beyond is too near.</summary>
    private void Flip(int t, int p)
    {
        var s = neighbours[3 * t];
        if (s < 0)
        {
            return;
        }

        var (b, c) = (corners[(3 * t) + 1], corners[(3 * t) + 2]);
        var m = CornerAcross(s, t);
        var (d, _, _) = Around(s, m, out _, out var across, out var back);
        if (!InCircle(p, b, c, d))
        {
            return;
        }

        // In s the edge runs c b: 'across' lies beyond b d, 'back' beyond d c.
        var (nb, nc) = (neighbours[(3 * t) + 1], neighbours[(3 * t) + 2]);
        Set(t, p, b, d, across, s, nc);
        Set(s, p, d, c, back, nb, t);
        Replace(across, s, t);
        Replace(nb, t, s);
        doubtful.Push((t, 0));
        doubtful.Push((s, 0));
    }

    private (int Own, int Next, int Last) Around(int t, int k, out int own, out int next, out int lastOne)
    {
        var (i, j) = ((k + 1) % 3, (k + 2) % 3);
        (own, next, lastOne) = (neighbours[(3 * t) + k], neighbours[(3 * t) + i], neighbours[(3 * t) + j]);
        return (corners[(3 * t) + k], corners[(3 * t) + i], corners[(3 * t) + j]);
    }

    private int CornerAcross(int t, int neighbour) =>
        neighbours[3 * t] == neighbour ? 0 : neighbours[(3 * t) + 1] == neighbour ? 1 : 2;

    private void Set(int t, int a, int b, int c, int na, int nb, int nc)
    {
        (corners[3 * t], corners[(3 * t) + 1], corners[(3 * t) + 2]) = (a, b, c);
        (neighbours[3 * t], neighbours[(3 * t) + 1], neighbours[(3 * t) + 2]) = (na, nb, nc);
    }

    private void Replace(int t, int old, int now)
    {
        if (t >= 0)
        {
            neighbours[(3 * t) + CornerAcross(t, old)] = now;
        }
    }
}

using Plumb.Networks;

namespace Plumb.Subsidence;

/// <summary>
/// Divides what lies within the edges into basins: the motion is flooded from its deepest places; where two hollows meet they become one unless the ridge between them is low
/// against both, as <see cref="BasinOptions.SplitShare"/> says. (A watershed by flooding with merging by depth; Meyer 1994, doi:10.1016/0165-1684(94)90060-4.)
/// </summary>
internal sealed class BasinExtents
{
    private const float SplitSigmas = 3;
    private readonly SmoothedMotion motion;
    private readonly int rows;
    private readonly int columns;
    private readonly double splitShare;
    private readonly int[] hollow;

    public BasinExtents(SmoothedMotion motion, int rows, int columns, double splitShare)
    {
        (this.motion, this.rows, this.columns, this.splitShare) = (motion, rows, columns, splitShare);
        hollow = new int[motion.Size.Length];
    }

    /// <summary>The deepest pixel of the hollow that each pixel belongs to, -1 for none; shape (rows, columns).</summary>
    public int[] Divide()
    {
        Array.Fill(hollow, -1);
        var order = Order();
        Span<int> met = stackalloc int[8];
        foreach (var pixel in order)
        {
            Join(pixel, met);
        }

        foreach (var pixel in order)
        {
            hollow[pixel] = DisjointSets.Root(hollow, pixel);
        }

        return hollow;
    }

    private void Join(int pixel, Span<int> met)
    {
        var (row, column) = (pixel / columns, pixel % columns);
        var (count, best, steepest) = (0, -1, float.NegativeInfinity);
        for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
        {
            for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
            {
                var i = (r * columns) + c;
                if (i == pixel || hollow[i] < 0)
                {
                    continue;
                }

                var root = DisjointSets.Root(hollow, i);
                if (!met[..count].Contains(root))
                {
                    met[count++] = root;
                }

                (best, steepest) = motion.Size[i] > steepest ? (root, motion.Size[i]) : (best, steepest);
            }
        }

        hollow[pixel] = count == 0 ? pixel : best;
        for (var a = 0; a < count; a++)
        {
            for (var b = a + 1; b < count; b++)
            {
                Merge(DisjointSets.Root(hollow, met[a]), DisjointSets.Root(hollow, met[b]), motion.Size[pixel]);
            }
        }
    }

    private void Merge(int a, int b, float ridge)
    {
        if (a == b)
        {
            return;
        }

        var (deep, shallow) = motion.Size[a] > motion.Size[b] || (motion.Size[a] == motion.Size[b] && a < b) ? (a, b) : (b, a);
        var fall = motion.Size[shallow] - ridge;
        if (fall < splitShare * motion.Size[shallow] || fall < SplitSigmas * motion.Sigma[shallow])
        {
            hollow[shallow] = deep;
        }
    }

    private int[] Order()
    {
        var count = motion.IsInside.Count(inside => inside);
        var (keys, order) = (new float[count], new int[count]);
        for (int i = 0, k = 0; i < motion.IsInside.Length; i++)
        {
            if (motion.IsInside[i])
            {
                (keys[k], order[k]) = (-motion.Size[i], i);
                k++;
            }
        }

        Array.Sort(keys, order);

        // Equal motions in reading order, so that the result does not hang on the sort.
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(order, start, end - start);
            start = end;
        }

        return order;
    }
}

using System.Numerics.Tensors;

namespace Plumb.Networks;

/// <summary>
/// How steep the ground must be crossed to reach a pixel from where motion is measured from: the smallest, over all ways of neighbouring pixels from
/// the seeds, of the steepest pixel on the way. Unwrapping hangs on such ways: the still floor of a trough whose flanks are
/// too steep all around is lost with them, and an isolated steep pixel harms itself alone. Found by the priority flood of filling
/// depressions (Barnes, Lehman and Mulla 2014, doi:10.1016/j.cageo.2013.04.024), in time n log n.
/// </summary>
public static class SteepGround
{
    /// <summary>Share of the limit (pure number) from which on ground counts as moving when patches are formed.</summary>
    public const float Moving = 0.3f;

    private const int LeastPatch = 9;

    private const int FlankGap = 2;

    /// <summary>
    /// Joins the two signs of steep motion, steps of the phase and lost coherence, into patches of neighbouring pixels (diagonals count). Patches of fewer than nine
    /// pixels are noise. Lost coherence counts only in a patch where steps show that the ground moves: fields that are ploughed lose it too. There it is
    /// at the limit or beyond it, by how much cannot be told. Ground that cannot be judged, because nothing there is coherent, counts as steep as a patch at the limit within
    /// half the patch's own radius.
    /// </summary>
    /// <param name="shares">Steepness by the steps (pure number); shape (rows, columns); changed to the joint one.</param>
    /// <param name="lost">Number of pairs whose coherence is lost (count), NaN where that cannot be judged; shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public static void Join(Span<float> shares, ReadOnlySpan<float> lost, int columns)
    {
        if (lost.Length != shares.Length || columns < 1 || shares.Length % columns != 0)
        {
            throw new ArgumentException($"{shares.Length} shares and {lost.Length} counts are not one image of rows of {columns}.", nameof(lost));
        }

        var seen = new bool[shares.Length];
        var patch = new List<int>();
        for (var start = 0; start < shares.Length; start++)
        {
            if (seen[start] || !IsSteep(shares, lost, start))
            {
                continue;
            }

            Collect(start, shares, lost, columns, seen, patch);
            var moves = false;
            foreach (var pixel in patch)
            {
                moves |= shares[pixel] >= Moving;
            }

            foreach (var pixel in patch)
            {
                shares[pixel] = !moves || patch.Count < LeastPatch ? 0f : lost[pixel] >= 1f ? MathF.Max(1f, shares[pixel]) : shares[pixel];
            }

            var limits = new List<int>();
            foreach (var pixel in patch)
            {
                if (shares[pixel] >= 1f)
                {
                    limits.Add(pixel);
                }
            }

            if (limits.Count >= LeastPatch)
            {
                Grow(limits, (int)Math.Ceiling(0.5 * Math.Sqrt(limits.Count / Math.PI)), shares, lost, columns);
            }
        }
    }

    private static void Grow(List<int> border, int steps, Span<float> shares, ReadOnlySpan<float> lost, int columns)
    {
        for (var step = 0; step < steps && border.Count > 0; step++)
        {
            var next = new List<int>();
            foreach (var pixel in border)
            {
                foreach (var beside in Beside(pixel, columns, shares.Length))
                {
                    if (float.IsNaN(lost[beside]) && shares[beside] < 1f)
                    {
                        shares[beside] = 1f;
                        next.Add(beside);
                    }
                }
            }

            border = next;
        }
    }

    /// <summary>
    /// Marks what pairs in doubt enclose. Moving pixels side by side (steeper than <see cref="Moving"/>, or in doubt; narrow gaps between them are closed) form a trough. If
    /// nine of it are in doubt, all within the convex hull of its flanks is at the limit: the cycle that slips on a flank is lost by the whole floor, and
    /// where the ring of doubt has gaps cannot be relied on. Flanks are the pixels in doubt and those at least half as steep.
    /// </summary>
    /// <param name="shares">Steepness (pure number); shape (rows, columns); changed.</param>
    /// <param name="doubtful">Number of pairs in doubt (count); shape (rows, columns).</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public static void Enclose(Span<float> shares, ReadOnlySpan<float> doubtful, int columns)
    {
        if (doubtful.Length != shares.Length || columns < 1 || shares.Length % columns != 0)
        {
            throw new ArgumentException($"{shares.Length} shares and {doubtful.Length} counts are not one image of rows of {columns}.", nameof(doubtful));
        }

        var seen = new bool[shares.Length];
        var patch = new List<int>();
        var before = shares.ToArray();
        var joined = shares.ToArray();
        Close(joined, columns, FlankGap);
        for (var start = 0; start < shares.Length; start++)
        {
            if (!seen[start] && doubtful[start] >= 1f)
            {
                Collect(start, joined, doubtful, columns, seen, patch);
                var flanks = FlanksOf(patch, before, doubtful);
                if (flanks.Count > 0)
                {
                    PixelHull.Fill(flanks, columns, 1f, shares);
                }
            }
        }
    }

    /// <summary>The flanks of a trough, none if too little of it is in doubt.</summary>
    private static List<int> FlanksOf(List<int> patch, ReadOnlySpan<float> shares, ReadOnlySpan<float> doubtful)
    {
        var steps = new List<float>();
        foreach (var pixel in patch)
        {
            if (doubtful[pixel] >= 1f)
            {
                steps.Add(shares[pixel]);
            }
        }

        var flanks = new List<int>();
        if (steps.Count >= LeastPatch)
        {
            steps.Sort();
            var least = 0.8f * steps[steps.Count / 2];
            foreach (var pixel in patch)
            {
                if (doubtful[pixel] >= 1f || shares[pixel] >= least)
                {
                    flanks.Add(pixel);
                }
            }
        }

        return flanks;
    }

    /// <summary>
    /// Closes gaps between steep pixels: the largest value of a window, then the smallest of those (the closing of grey-scale morphology, Serra 1982), so that
    /// nothing grows outwards. What lies between two steep flanks and could not be judged is as steep as they are.
    /// </summary>
    /// <param name="shares">Steepness (pure number); shape (rows, columns); changed.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="radius">Gaps of up to 2 radius pixels are closed.</param>
    /// <exception cref="ArgumentException">The image is not whole rows.</exception>
    public static void Close(Span<float> shares, int columns, int radius)
    {
        if (columns < 1 || shares.Length % columns != 0)
        {
            throw new ArgumentException($"{shares.Length} shares are not one image of rows of {columns}.", nameof(shares));
        }

        var space = new float[shares.Length];
        foreach (var largest in (ReadOnlySpan<bool>)[true, false])
        {
            ExtremeOfRows(shares, space, columns, radius, largest);
            ExtremeOfColumns(space, shares, columns, radius, largest);
        }
    }

    /// <summary>Largest or smallest value of a window along the row.</summary>
    private static void ExtremeOfRows(ReadOnlySpan<float> from, Span<float> to, int columns, int radius, bool largest)
    {
        from.CopyTo(to);
        for (var start = 0; start < from.Length; start += columns)
        {
            var values = from.Slice(start, columns);
            var extremes = to.Slice(start, columns);
            for (var k = 1; k <= Math.Min(radius, columns - 1); k++)
            {
                Take(extremes[..^k], values[k..], largest);
                Take(extremes[k..], values[..^k], largest);
            }
        }
    }

    /// <summary>Largest or smallest value of a window along the column.</summary>
    private static void ExtremeOfColumns(ReadOnlySpan<float> from, Span<float> to, int columns, int radius, bool largest)
    {
        from.CopyTo(to);
        var rows = from.Length / columns;
        for (var row = 0; row < rows; row++)
        {
            for (var other = Math.Max(0, row - radius); other <= Math.Min(rows - 1, row + radius); other++)
            {
                Take(to.Slice(row * columns, columns), from.Slice(other * columns, columns), largest);
            }
        }
    }

    private static void Take(Span<float> extremes, ReadOnlySpan<float> values, bool largest)
    {
        if (largest)
        {
            TensorPrimitives.Max(extremes, values, extremes);
        }
        else
        {
            TensorPrimitives.Min(extremes, values, extremes);
        }
    }

    private static bool IsSteep(ReadOnlySpan<float> shares, ReadOnlySpan<float> lost, int pixel) => shares[pixel] >= Moving || lost[pixel] >= 1f;

    private static void Collect(int start, ReadOnlySpan<float> shares, ReadOnlySpan<float> lost, int columns, bool[] seen, List<int> patch)
    {
        patch.Clear();
        patch.Add(start);
        seen[start] = true;
        for (var k = 0; k < patch.Count; k++)
        {
            foreach (var next in Beside(patch[k], columns, shares.Length))
            {
                if (!seen[next] && IsSteep(shares, lost, next))
                {
                    seen[next] = true;
                    patch.Add(next);
                }
            }
        }
    }

    /// <summary>The up to eight pixels beside a pixel.</summary>
    private static IEnumerable<int> Beside(int pixel, int columns, int pixels)
    {
        var (row, column) = (pixel / columns, pixel % columns);
        for (var r = Math.Max(0, row - 1); r <= Math.Min((pixels / columns) - 1, row + 1); r++)
        {
            for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++)
            {
                if (r != row || c != column)
                {
                    yield return (r * columns) + c;
                }
            }
        }
    }

    /// <summary>The steepest pixel on the easiest way to each pixel.</summary>
    /// <param name="shares">Steepness of each pixel (pure number); shape (rows, columns); NaN counts as 0.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="seeds">Pixels where ways begin; shape (seed). Without seeds, all pixels of the border.</param>
    /// <param name="crossed">Receives the steepness (pure number), at least the pixel's own; shape (rows, columns).</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public static void Cross(ReadOnlySpan<float> shares, int columns, ReadOnlySpan<int> seeds, Span<float> crossed)
    {
        if (crossed.Length != shares.Length || columns < 1 || shares.Length % columns != 0)
        {
            throw new ArgumentException($"{shares.Length} shares and {crossed.Length} results are not one image of rows of {columns}.", nameof(shares));
        }

        // What is no steeper than the way to it need not queue: it is as easy to reach as the pixel that it is reached from.
        var queue = new PriorityQueue<int, (float Share, int Pixel)>();
        var level = new Stack<int>();
        crossed.Fill(float.NaN);
        foreach (var seed in seeds.IsEmpty ? Border(shares.Length, columns) : seeds)
        {
            if (float.IsNaN(crossed[seed]))
            {
                crossed[seed] = Own(shares[seed]);
                queue.Enqueue(seed, (crossed[seed], seed));
            }
        }

        while (level.TryPop(out var pixel) || queue.TryDequeue(out pixel, out _))
        {
            var column = pixel % columns;
            Spread(pixel, column > 0 ? pixel - 1 : -1, shares, crossed, queue, level);
            Spread(pixel, column < columns - 1 ? pixel + 1 : -1, shares, crossed, queue, level);
            Spread(pixel, pixel - columns, shares, crossed, queue, level);
            Spread(pixel, pixel + columns, shares, crossed, queue, level);
        }
    }

    private static void Spread(int from, int to, ReadOnlySpan<float> shares, Span<float> crossed, PriorityQueue<int, (float, int)> queue, Stack<int> level)
    {
        if (to < 0 || to >= crossed.Length || !float.IsNaN(crossed[to]))
        {
            return;
        }

        crossed[to] = MathF.Max(crossed[from], Own(shares[to]));
        if (crossed[to] == crossed[from])
        {
            level.Push(to);
        }
        else
        {
            queue.Enqueue(to, (crossed[to], to));
        }
    }

    private static float Own(float share) => float.IsNaN(share) ? 0f : share;

    private static int[] Border(int pixels, int columns) =>
        [.. Enumerable.Range(0, pixels).Where(i => i % columns == 0 || i % columns == columns - 1 || i < columns || i >= pixels - columns)];
}

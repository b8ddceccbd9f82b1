namespace Plumb.Networks.Closure;

/// <summary>
/// Phase of a region less that of its surroundings, pair by pair, from pixels on both sides of its edge. Sums are whole numbers, so that no order of tiles
/// and threads changes a bit. Safe for threads while it is filled.
/// </summary>
internal sealed class GapMotion
{
    private const double Scale = 1 << 20;
    private const int MostPixels = 48;
    private readonly Lock gate = new();
    private long[] inside = [];
    private long[] outside = [];
    private int[] insideCount = [];
    private int[] outsideCount = [];

    /// <summary>Adds what a tile has: pixels of the region that lie near surroundings, and these; sets of pixels as in <see cref="RowBits"/>.</summary>
    /// <param name="phase">Phases, radians, shape (pair, row, column).</param>
    /// <param name="region">Pixels of the region.</param>
    /// <param name="still">Pixels that may serve as surroundings.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="reach">Widest gap between the two, pixels.</param>
    public void Add(ReadOnlySpan<float> phase, ulong[] region, ulong[] still, int columns, int reach)
    {
        var near = RowBits.Pick(RowBits.Both(region, RowBits.Grow(still, reach, columns)), columns, MostPixels);
        var far = RowBits.Pick(RowBits.Both(still, RowBits.Grow(region, reach, columns)), columns, MostPixels);
        if (near.Length == 0 || far.Length == 0)
        {
            return;
        }

        var pixels = region.Length * columns;
        var pairs = phase.Length / pixels;
        lock (gate)
        {
            if (inside.Length == 0)
            {
                (inside, outside, insideCount, outsideCount) = (new long[pairs], new long[pairs], new int[pairs], new int[pairs]);
            }

            for (var p = 0; p < pairs; p++)
            {
                var row = phase.Slice(p * pixels, pixels);
                Sum(row, near, ref inside[p], ref insideCount[p]);
                Sum(row, far, ref outside[p], ref outsideCount[p]);
            }
        }
    }

    /// <summary>The differences, radians, NaN for no data, shape (pair); empty where nothing was added.</summary>
    public double[] Phases()
    {
        var phases = new double[inside.Length];
        for (var p = 0; p < phases.Length; p++)
        {
            phases[p] = insideCount[p] > 0 && outsideCount[p] > 0
                ? ((inside[p] / (double)insideCount[p]) - (outside[p] / (double)outsideCount[p])) / Scale
                : double.NaN;
        }

        return phases;
    }

    private static void Sum(ReadOnlySpan<float> row, ReadOnlySpan<int> pixels, ref long sum, ref int count)
    {
        foreach (var pixel in pixels)
        {
            var value = row[pixel];
            if (float.IsFinite(value) && value != 0)
            {
                sum += (long)Math.Round(value * Scale);
                count++;
            }
        }
    }
}

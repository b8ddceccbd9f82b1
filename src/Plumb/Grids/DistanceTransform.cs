namespace Plumb.Grids;

/// <summary>
/// Exact Euclidean distance of each pixel to the nearest marked one, in two passes over columns and rows as the lower envelope of
/// parabolas (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019). Linear in the pixels.
/// </summary>
public static class DistanceTransform
{
    /// <summary>Distances, pixels, shape (rows, columns); infinite when nothing is marked.</summary>
    /// <param name="marked">Marked pixels; shape (rows, columns).</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="ArgumentException">The number of marks is not rows times columns.</exception>
    public static float[] Of(ReadOnlySpan<bool> marked, int rows, int columns)
    {
        if (marked.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{marked.Length} marks do not fit {rows} x {columns} pixels.", nameof(marked));
        }

        // Far is beyond any distance on the grid, but finite, so that differences of it stay numbers.
        const double far = 1e12;
        var squared = new float[marked.Length];
        var longest = Math.Max(rows, columns);
        var (line, result, boundary, centre) = (new double[longest], new double[longest], new double[longest + 1], new int[longest]);
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                line[row] = marked[(row * columns) + column] ? 0 : far;
            }

            Envelope(line.AsSpan(0, rows), result, boundary, centre);
            for (var row = 0; row < rows; row++)
            {
                squared[(row * columns) + column] = (float)result[row];
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                line[column] = squared[(row * columns) + column];
            }

            Envelope(line.AsSpan(0, columns), result, boundary, centre);
            for (var column = 0; column < columns; column++)
            {
                squared[(row * columns) + column] = result[column] >= 0.5 * far ? float.PositiveInfinity : (float)Math.Sqrt(result[column]);
            }
        }

        return squared;
    }

    private static void Envelope(ReadOnlySpan<double> height, double[] result, double[] boundary, int[] centre)
    {
        var last = 0;
        centre[0] = 0;
        (boundary[0], boundary[1]) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var q = 1; q < height.Length; q++)
        {
            var crossing = Crossing(height, q, centre[last]);
            while (crossing <= boundary[last])
            {
                crossing = Crossing(height, q, centre[--last]);
            }

            centre[++last] = q;
            (boundary[last], boundary[last + 1]) = (crossing, double.PositiveInfinity);
        }

        var k = 0;
        for (var q = 0; q < height.Length; q++)
        {
            while (boundary[k + 1] < q)
            {
                k++;
            }

            var away = (double)(q - centre[k]);
            result[q] = (away * away) + height[centre[k]];
        }
    }

    private static double Crossing(ReadOnlySpan<double> height, int q, int p) =>
        (height[q] + ((double)q * q) - height[p] - ((double)p * p)) / (2.0 * (q - p));
}

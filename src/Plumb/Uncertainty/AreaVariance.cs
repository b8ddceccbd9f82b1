namespace Plumb.Uncertainty;

/// <summary>
/// What a field of a given semivariogram does to the difference of a pixel and the mean of a reference: <c>2 mean of gamma(x, a) - mean of gamma(a, b)</c> over the places a, b of the
/// reference, which is var(z(x) - mean z(a)) for any field with stationary increments (Matheron's extension variance; Journel and Huijbregts 1978, section II.E).
/// Immutable and safe for threads.
/// </summary>
public sealed class AreaVariance
{
    private const int MostPlaces = 16;
    private const int TableLength = 4096;
    private readonly double width;
    private readonly double height;
    private readonly (int Row, int Column)[] places;
    private readonly float[] table;
    private readonly double scale;
    private readonly double inside;

    /// <summary>The variance over a grid.</summary>
    /// <param name="form">Form of the semivariogram.</param>
    /// <param name="reference">Rows and columns of the reference's pixels; of more than 16 an even choice of so many is taken.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="width">Width of a pixel on the ground, metres.</param>
    /// <param name="height">Height of a pixel on the ground, metres.</param>
    /// <exception cref="ArgumentException">The reference has no pixel.</exception>
    public AreaVariance(DistanceForm form, IReadOnlyList<(int Row, int Column)> reference, int rows, int columns, double width, double height)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Count == 0)
        {
            throw new ArgumentException("The reference has no pixel.", nameof(reference));
        }

        (this.width, this.height) = (width, height);
        var count = Math.Min(MostPlaces, reference.Count);
        places = [.. Enumerable.Range(0, count).Select(i => reference[(int)((i + 0.5) * reference.Count / count)])];

        // By the square root of the distance: fine near the reference, where the form may be steep.
        var longest = Math.Sqrt(Math.Pow(rows * height, 2) + Math.Pow(columns * width, 2));
        scale = (TableLength - 2) / Math.Sqrt(longest);
        table = new float[TableLength];
        for (var i = 0; i < TableLength; i++)
        {
            table[i] = (float)form.At(i / scale * (i / scale));
        }

        foreach (var a in places)
        {
            foreach (var b in places)
            {
                inside += At(a.Row - b.Row, a.Column - b.Column) / ((double)places.Length * places.Length);
            }
        }
    }

    /// <summary>Variance along a part of a row.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">First column, 0 at the west.</param>
    /// <param name="variance">Receives the variance of pixel minus reference, as a factor of the sill (pure number), not negative; shape (pixel).</param>
    public void Row(int row, int column, Span<float> variance)
    {
        for (var i = 0; i < variance.Length; i++)
        {
            var sum = 0.0;
            foreach (var place in places)
            {
                sum += At(row - place.Row, column + i - place.Column);
            }

            variance[i] = (float)Math.Max(0, (2 * sum / places.Length) - inside);
        }
    }

    private double At(int rows, int columns)
    {
        var (south, east) = (rows * height, columns * width);
        var position = Math.Sqrt(Math.Sqrt((south * south) + (east * east))) * scale;
        var node = (int)position;
        return table[node] + ((table[node + 1] - table[node]) * (position - node));
    }
}

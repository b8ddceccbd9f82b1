namespace Plumb.Interferograms;

/// <summary>
/// Shape of the working memory of a band of rows: planes of single precision with a border on all sides that holds the neighbours, or 0 outside the image, so that
/// windows need no limits. A row is followed by room for whole lanes.
/// </summary>
/// <param name="Rows">Rows of the band, pixels.</param>
/// <param name="Columns">Columns of the image, pixels.</param>
/// <param name="Halo">Width of the border, pixels.</param>
internal readonly record struct PlaneShape(int Rows, int Columns, int Halo)
{
    private const int Slack = 32;

    /// <summary>Numbers from one row to the next.</summary>
    internal int Stride => (Columns + (2 * Halo) + Slack + 15) / 16 * 16;

    /// <summary>Numbers of a plane.</summary>
    internal int Length => checked((Rows + (2 * Halo) + 1) * Stride);

    /// <summary>Place of a pixel, of the border as well (rows and columns from minus <see cref="Halo"/>).</summary>
    internal int At(int row, int column) => ((row + Halo) * Stride) + Halo + column;
}

/// <summary>Rows of a complex image in memory: a band that is worked on and at least its neighbours.</summary>
internal readonly ref struct ComplexRows
{
    private readonly ReadOnlySpan<float> pairs;

    /// <summary>Rows of an image.</summary>
    /// <param name="pairs">Real and imaginary parts, shape (rows, columns, 2).</param>
    /// <param name="firstRow">Row of the image that they begin with.</param>
    /// <param name="columns">Columns, pixels.</param>
    internal ComplexRows(ReadOnlySpan<float> pairs, int firstRow, int columns)
    {
        this.pairs = pairs;
        (FirstRow, Columns, Rows) = (firstRow, columns, pairs.Length / 2 / columns);
    }

    internal int FirstRow { get; }

    internal int Columns { get; }

    internal int Rows { get; }

    /// <summary>A row of the image; empty outside what is in memory.</summary>
    internal ReadOnlySpan<float> Row(int row) =>
        row < FirstRow || row >= FirstRow + Rows ? [] : pairs.Slice(2 * (row - FirstRow) * Columns, 2 * Columns);

    /// <summary>Whether a number is data: finite and not 0.</summary>
    internal static bool IsData(float real, float imaginary) => float.IsFinite(real) && float.IsFinite(imaginary) && (real != 0 || imaginary != 0);
}

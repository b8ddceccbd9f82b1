namespace Plumb.Geometry;

/// <summary>
/// Heights with their gradients (Horn 1981, doi:10.1109/PROC.1981.11918: weighted differences over three by three pixels). Immutable and safe for threads.
/// </summary>
public sealed class Terrain
{
    /// <summary>Terrain of a raster of heights.</summary>
    /// <param name="height">Heights, metres; shape (rows, columns), row 0 at the north; NaN is no-data.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="width">Width of a pixel on the ground, metres.</param>
    /// <param name="length">Height of a pixel on the ground, metres.</param>
    /// <exception cref="ArgumentException">The heights do not fill the raster.</exception>
    public Terrain(float[] height, int rows, int columns, double width, double length)
    {
        ArgumentNullException.ThrowIfNull(height);
        if (height.Length != rows * columns)
        {
            throw new ArgumentException($"{height.Length} heights do not fill {rows} x {columns} pixels.", nameof(height));
        }

        (Height, Rows, Columns, Width, Length) = (height, rows, columns, width, length);
        (East, North) = (new float[height.Length], new float[height.Length]);
        (Lowest, Highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var h in height)
        {
            (Lowest, Highest) = float.IsFinite(h) ? (Math.Min(Lowest, h), Math.Max(Highest, h)) : (Lowest, Highest);
        }

        Parallel.For(0, rows, row =>
        {
            for (var column = 0; column < columns; column++)
            {
                (East[(row * columns) + column], North[(row * columns) + column]) = Gradient(row, column);
            }
        });
    }

    /// <summary>Heights, metres; shape (rows, columns).</summary>
    public float[] Height { get; }

    /// <summary>Rise to the east, metres per metre (pure number); shape (rows, columns).</summary>
    public float[] East { get; }

    /// <summary>Rise to the north, metres per metre (pure number); shape (rows, columns).</summary>
    public float[] North { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Width of a pixel, metres.</summary>
    public double Width { get; }

    /// <summary>Height of a pixel on the ground, metres.</summary>
    public double Length { get; }

    /// <summary>Lowest height, metres.</summary>
    public double Lowest { get; }

    /// <summary>Highest height, metres.</summary>
    public double Highest { get; }

    /// <summary>Slope of a pixel, radians from the horizontal; NaN where unknown.</summary>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    public double SlopeAt(int pixel) => Math.Atan(Math.Sqrt((East[pixel] * (double)East[pixel]) + (North[pixel] * (double)North[pixel])));

    /// <summary>Aspect of a pixel: the direction that its slope falls to, radians clockwise from north, from -pi to pi.</summary>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    public double AspectAt(int pixel) => Math.Atan2(-East[pixel], -North[pixel]);

    /// <summary>Height between pixels, metres; NaN outside and beside missing ones.</summary>
    /// <param name="row">Row, with fractions.</param>
    /// <param name="column">Column, with fractions.</param>
    public double At(double row, double column)
    {
        var (r, c) = ((int)Math.Floor(row), (int)Math.Floor(column));
        if (r < 0 || c < 0 || r >= Rows - 1 || c >= Columns - 1)
        {
            return double.NaN;
        }

        var (fr, fc) = (row - r, column - c);
        var i = (r * Columns) + c;
        return ((1 - fr) * (((1 - fc) * Height[i]) + (fc * Height[i + 1]))) + (fr * (((1 - fc) * Height[i + Columns]) + (fc * Height[i + Columns + 1])));
    }

    private (float East, float North) Gradient(int row, int column)
    {
        if (!float.IsFinite(Height[(row * Columns) + column]))
        {
            return (float.NaN, float.NaN);
        }

        double Of(int r, int c) => Height[(Math.Clamp(r, 0, Rows - 1) * Columns) + Math.Clamp(c, 0, Columns - 1)];
        double east = 0, north = 0;
        for (var k = -1; k <= 1; k++)
        {
            var weight = k == 0 ? 2 : 1;
            east += weight * (Of(row + k, column + 1) - Of(row + k, column - 1));
            north += weight * (Of(row - 1, column + k) - Of(row + 1, column + k));
        }

        // At the edge the outermost pixel stands for the one beyond it: half the distance.
        var (wide, high) = (column == 0 || column == Columns - 1 ? 4 : 8, row == 0 || row == Rows - 1 ? 4 : 8);
        return ((float)(east / (wide * Width)), (float)(north / (high * Length)));
    }
}

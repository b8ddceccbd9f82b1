namespace Plumb.Corrections;

/// <summary>Shape of a ramp over the scene.</summary>
public enum RampShape
{
    /// <summary>A plane: 1, row, column.</summary>
    Plane,

    /// <summary>A plane with bend: 1, row, column, row^2, row column, column^2.</summary>
    Quadratic,
}

/// <summary>
/// A ramp per date: polynomial in row and column, both scaled to -1..1 over the image. As each date has one, pairs corrected by their differences stay closed in every loop.
/// Immutable and safe for threads.
/// </summary>
public sealed class Ramp
{
    private readonly double[] coefficients;
    private readonly int rows;
    private readonly int columns;

    internal Ramp(RampShape shape, double[] coefficients, int rows, int columns)
    {
        Shape = shape;
        this.coefficients = coefficients;
        (this.rows, this.columns) = (rows, columns);
    }

    /// <summary>The shape.</summary>
    public RampShape Shape { get; }

    /// <summary>Number of dates (count).</summary>
    public int Dates => coefficients.Length / TermsOf(Shape);

    /// <summary>Number of terms of a shape (count).</summary>
    /// <param name="shape">The shape.</param>
    public static int TermsOf(RampShape shape) => shape == RampShape.Plane ? 3 : 6;

    /// <summary>Coefficients of one date, metres; terms as in <see cref="RampShape"/>; shape (term).</summary>
    /// <param name="date">Index of the date.</param>
    public ReadOnlySpan<double> Of(int date) => coefficients.AsSpan(date * TermsOf(Shape), TermsOf(Shape));

    /// <summary>Values of one date along part of a row.</summary>
    /// <param name="date">Index of the date.</param>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">First column, 0 at the west.</param>
    /// <param name="values">Receives the ramp, metres; shape (pixels).</param>
    public void Row(int date, int row, int column, Span<float> values)
    {
        var c = Of(date);
        var v = Scaled(row, rows);
        var (constant, linear, square) = (c[0] + (c[1] * v), c[2], 0.0);
        if (Shape == RampShape.Quadratic)
        {
            constant += c[3] * v * v;
            linear += c[4] * v;
            square = c[5];
        }

        for (var i = 0; i < values.Length; i++)
        {
            var u = Scaled(column + i, columns);
            values[i] = (float)(constant + (u * (linear + (u * square))));
        }
    }

    /// <summary>The terms at a place given in rows and columns (fractions are legal).</summary>
    internal static void Terms(RampShape shape, double row, double column, int rows, int columns, Span<double> terms)
    {
        var (v, u) = (Scaled(row, rows), Scaled(column, columns));
        terms[0] = 1;
        terms[1] = v;
        terms[2] = u;
        if (shape == RampShape.Quadratic)
        {
            terms[3] = v * v;
            terms[4] = v * u;
            terms[5] = u * u;
        }
    }

    private static double Scaled(double position, int length) => length <= 1 ? 0 : (2 * position / (length - 1)) - 1;
}

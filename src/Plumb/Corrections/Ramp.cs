namespace Plumb.Corrections;

/// <summary>Shape of a ramp over the scene.</summary>
public enum RampShape
{
    /// <summary>A plane: 1, row, column.</summary>
    Plane,

    /// <summary>A plane with bend: 1, row, column, row^2, row column, column^2.</summary>
    Quadratic,
}

/// <summary>What ramps are fitted to.</summary>
public enum RampSource
{
    /// <summary>The series, date by date.</summary>
    Series,

    /// <summary>The interferograms, pair by pair, whose ramps the network brings to the dates.</summary>
    Pairs,
}

/// <summary>What becomes of the trend in time of the ramps.</summary>
public enum RampTrend
{
    /// <summary>Taken off.</summary>
    Free,

    /// <summary>Kept: a rate by least squares does not change.</summary>
    Kept,

    /// <summary>Of the plane's trend is taken off what the ramps' own scatter in time explains, see <see cref="RampDrift"/>; the bend's is kept.</summary>
    Weighed,
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

    /// <summary>The same ramps without their trend: from each term's values its straight line in time is taken off.</summary>
    /// <param name="years">Times, years; shape (date).</param>
    /// <param name="ofPlane">Share of the trend (pure number, 0 to 1) that stays in the terms of the plane.</param>
    public Ramp WithoutTrend(ReadOnlySpan<double> years, double ofPlane = 0)
    {
        var terms = TermsOf(Shape);
        var rest = (double[])coefficients.Clone();
        for (var term = 0; term < terms; term++)
        {
            var stays = term < TermsOf(RampShape.Plane) ? ofPlane : 0;
            var (mean, centre, cross, square) = (0.0, 0.0, 0.0, 0.0);
            for (var date = 0; date < Dates; date++)
            {
                mean += rest[(date * terms) + term] / Dates;
                centre += years[date] / Dates;
            }

            for (var date = 0; date < Dates; date++)
            {
                cross += (years[date] - centre) * rest[(date * terms) + term];
                square += (years[date] - centre) * (years[date] - centre);
            }

            for (var date = 0; date < Dates && square > 0; date++)
            {
                rest[(date * terms) + term] -= mean + ((1 - stays) * cross / square * (years[date] - centre));
            }
        }

        return new Ramp(Shape, rest, rows, columns);
    }

    /// <summary>Ramps of the same shape with other coefficients.</summary>
    /// <param name="others">Coefficients, metres; shape (date, term); may be of another number of dates.</param>
    public Ramp With(double[] others) => new(Shape, others, rows, columns);

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

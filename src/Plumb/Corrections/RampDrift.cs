namespace Plumb.Corrections;

/// <summary>
/// How much of the trend in time of ramps is what dates by themselves give: planes of orbit and air that are new at each date have some trend by chance, and nothing but a tilt of the ground
/// has more. With the square of the slopes of both terms of the plane over what their scatter about the line leads to expect, z^2 of two degrees of freedom, <c>1 - 2 / z^2</c> of the trend
/// is kept, not less than 0: an estimate drawn to zero by its noise (James and Stein 1961), which leaves less than half of the chance where the ground does not tilt, adds at most
/// a tenth to the error where the tilt is about two to three times as large as its chance, and keeps all of a tilt that stands out.
/// </summary>
/// <param name="Rate">Trend of the terms of the plane, row and column, each across half of the image, metres per year.</param>
/// <param name="ByChance">What the scatter of the ramps leads to expect of each, one standard deviation, metres per year.</param>
/// <param name="Kept">Share of the trend that is kept (pure number, 0 to 1).</param>
public sealed record RampDrift((double Row, double Column) Rate, (double Row, double Column) ByChance, double Kept)
{
    /// <summary>Fewer dates (count) say too little of the scatter: then all of the trend is kept.</summary>
    private const int LeastDates = 8;

    /// <summary>
    /// Variance of the error of what is left of the ramps' trend, as a share (pure number) of that by chance: with nothing kept there may still be a tilt that does not stand out, and
    /// from a half on the error is that of the trend itself. On average over tilts of any size it is no smaller than the error.
    /// </summary>
    public double VarianceLeft => Math.Min(1, 0.4 + (1.2 * Kept));

    /// <summary>Weighs the trend of ramps.</summary>
    /// <param name="ramp">The ramps, metres.</param>
    /// <param name="years">Times, years, ascending; shape (date).</param>
    public static RampDrift Of(Ramp ramp, ReadOnlySpan<double> years)
    {
        ArgumentNullException.ThrowIfNull(ramp);
        var (row, column) = (new Line(ramp, 1, years), new Line(ramp, 2, years));
        var dates = years.Length;
        if (dates < LeastDates || !(row.Square > 0))
        {
            return new RampDrift((row.Slope, column.Slope), (double.NaN, double.NaN), 1);
        }

        // Dates that resemble the next one count for fewer, as in the trend of the air.
        var (scatter, next) = (row.Scatter(row) + column.Scatter(column), row.Next() + column.Next());
        var likeness = scatter > 0 ? Math.Clamp(next / scatter, 0, 0.9) : 0;
        var factor = (1 + likeness) / (1 - likeness) / (dates - 2) / row.Square;
        var (a, b, c) = (factor * row.Scatter(row), factor * row.Scatter(column), factor * column.Scatter(column));
        var determinant = (a * c) - (b * b);
        var square = ((c * row.Slope * row.Slope) - (2 * b * row.Slope * column.Slope) + (a * column.Slope * column.Slope)) / determinant;
        return new RampDrift((row.Slope, column.Slope), (Math.Sqrt(a), Math.Sqrt(c)), square > 0 ? Math.Max(0, 1 - (2 / square)) : 0);
    }

    /// <summary>One term of the ramps over the dates and its straight line.</summary>
    private sealed class Line
    {
        private readonly double[] rest;

        public Line(Ramp ramp, int term, ReadOnlySpan<double> years)
        {
            rest = new double[years.Length];
            var centre = System.Numerics.Tensors.TensorPrimitives.Sum(years) / years.Length;
            var (mean, cross) = (0.0, 0.0);
            for (var date = 0; date < rest.Length; date++)
            {
                mean += ramp.Of(date)[term] / rest.Length;
                cross += (years[date] - centre) * ramp.Of(date)[term];
                Square += (years[date] - centre) * (years[date] - centre);
            }

            Slope = Square > 0 ? cross / Square : 0;
            for (var date = 0; date < rest.Length; date++)
            {
                rest[date] = ramp.Of(date)[term] - mean - (Slope * (years[date] - centre));
            }
        }

        public double Slope { get; }

        public double Square { get; }

        public double Scatter(Line other) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(rest, other.rest);

        public double Next() => System.Numerics.Tensors.TensorPrimitives.Dot<double>(rest.AsSpan(1), rest.AsSpan(0, rest.Length - 1));
    }
}

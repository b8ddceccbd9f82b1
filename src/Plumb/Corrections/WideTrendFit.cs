using Plumb.Kernels;

namespace Plumb.Corrections;

/// <summary>The estimation behind <see cref="WideTrend"/>. For one thread.</summary>
internal sealed class WideTrendFit : IDisposable
{
    private const int LeastDates = 8;
    private const int LeastCells = 60;
    private const int Sweeps = 3;
    private const double LocalLimit = 4;
    private readonly CoarseSeries series;
    private readonly double[] moments;
    private readonly double square;
    private readonly WideTrendOptions options;
    private readonly MemoryBudget budget;
    private readonly TileBuffer<float> smooth;
    private readonly float[] weight;
    private readonly double[] lengths;

    public WideTrendFit(CoarseSeries series, double[] years, WideTrendOptions options, MemoryBudget budget)
    {
        (this.series, this.options, this.budget) = (series, options, budget);
        var centre = years.Average();
        moments = Array.ConvertAll(years, t => t - centre);
        square = moments.Sum(m => m * m);
        var whole = (float)series.Cell * series.Cell;
        weight = [.. series.Counts.ToArray().Select(c => Math.Min(1, c / whole))];
        if (years.Length < LeastDates)
        {
            throw new RequestException($"wide_trend needs at least {LeastDates} dates to tell air from motion; there are {years.Length}. Leave it out of corrections.sequence.");
        }

        if (weight.Count(w => w > 0) < LeastCells)
        {
            throw new RequestException("The steady ground is too small to tell the trend of the air in wide waves. Raise corrections.steady_spreads, or leave wide_trend out of corrections.sequence.");
        }

        var bounds = new List<double>();
        for (var length = options.Length / series.Cell; length <= 0.25 * Math.Min(series.Rows, series.Columns) || bounds.Count == 0; length *= 2)
        {
            bounds.Add(length);
        }

        lengths = [.. bounds];

        // The dates' departures from each cell's line and, last, the slopes.
        smooth = budget.Lease<float>(checked((Dates + 1) * series.Cells), "The wide waves of the dates");
    }

    private int Dates => moments.Length;

    public WideTrend Solve(int rows, int columns)
    {
        var before = weight.Sum();
        var (narrow, outliers) = (new float[(Dates + 1) * series.Cells], new bool[series.Cells]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Array.Clear(outliers);
            OverBands(narrow, (_, fields) => FindMotion(fields, outliers));
            if (!LeaveOut(outliers))
            {
                break;
            }
        }

        var (bands, taken) = (new List<WideTrendBand>(), new float[series.Cells]);
        OverBands(narrow, (length, fields) =>
        {
            bands.Add(Judge(fields, length * series.Cell));
            for (var cell = 0; cell < taken.Length; cell++)
            {
                taken[cell] += (float)bands[^1].Share * fields[(Dates * taken.Length) + cell];
            }
        });
        var field = new CoarseSeries(1, rows, columns, series.Cell, budget);
        taken.CopyTo(field.Plane(0));
        return new WideTrend(field, bands, 1 - (weight.Sum() / before));
    }

    /// <summary>Shows the octaves one after the other: their length in cells, and the fields of the dates and the slopes.</summary>
    private void OverBands(float[] narrow, Action<double, float[]> show)
    {
        Smooth(lengths[0]);
        smooth.Span.CopyTo(narrow);
        for (var band = 0; band < lengths.Length; band++)
        {
            var isLast = band == lengths.Length - 1;
            if (!isLast)
            {
                Smooth(lengths[band + 1]);
            }

            Detail(narrow, isLast);
            show(lengths[band], narrow);
            smooth.Span.CopyTo(narrow);
        }
    }

    public void Dispose() => smooth.Dispose();

    /// <summary>What departs from each cell's line at each date, and the slopes, smoothed.</summary>
    private void Smooth(double length)
    {
        var fields = smooth.Span;
        var cells = series.Cells;
        fields.Clear();
        for (var cell = 0; cell < cells; cell++)
        {
            if (weight[cell] == 0)
            {
                continue;
            }

            var (sum, cross) = (0.0, 0.0);
            for (var date = 0; date < Dates; date++)
            {
                sum += series.Plane(date)[cell];
                cross += moments[date] * series.Plane(date)[cell];
            }

            var (mean, slope) = (sum / Dates, cross / square);
            for (var date = 0; date < Dates; date++)
            {
                fields[(date * cells) + cell] = (float)(series.Plane(date)[cell] - mean - (slope * moments[date]));
            }

            fields[(Dates * cells) + cell] = (float)slope;
        }

        var smoothing = new FieldSmoothing(weight, series.Rows, series.Columns, length);
        for (var plane = 0; plane <= Dates; plane++)
        {
            smoothing.Smooth(fields.Slice(plane * cells, cells));
        }
    }

    /// <summary>Finds cells whose slope in an octave stands out of what their own dates, and those of all cells, lead to expect.</summary>
    private void FindMotion(float[] fields, bool[] outliers)
    {
        var cells = series.Cells;
        var squares = new double[cells];
        for (var date = 0; date < Dates; date++)
        {
            for (var cell = 0; cell < cells; cell++)
            {
                var value = (double)fields[(date * cells) + cell];
                squares[cell] += value * value;
            }
        }

        var usual = Enumerable.Range(0, cells).Where(c => weight[c] > 0).Average(c => squares[c]);
        for (var cell = 0; cell < cells; cell++)
        {
            var sigma = Math.Sqrt(Math.Max(squares[cell], usual) / (Dates - 2) / square);
            outliers[cell] |= Math.Abs(fields[(Dates * cells) + cell]) > LocalLimit * sigma;
        }
    }

    /// <summary>Leaves out cells; says whether any are new.</summary>
    private bool LeaveOut(bool[] outliers)
    {
        var next = (float[])weight.Clone();
        for (var cell = 0; cell < next.Length; cell++)
        {
            next[cell] = outliers[cell] ? 0 : next[cell];
        }

        // Where half of the ground stands out, the scene as a whole moves, which is for the octaves to say.
        if (next.SequenceEqual(weight) || next.Count(w => w > 0) < Math.Max(LeastCells, series.Counts.ToArray().Count(c => c > 0) / 2))
        {
            return false;
        }

        next.CopyTo(weight, 0);
        return true;
    }

    /// <summary>Makes an octave of fields: less what is smoother still, or for the longest waves less the mean.</summary>
    private void Detail(float[] narrow, bool isLast)
    {
        var cells = series.Cells;
        for (var plane = 0; plane <= Dates; plane++)
        {
            var own = narrow.AsSpan(plane * cells, cells);
            var mean = isLast ? (float)Mean(own) : 0;
            var wide = smooth.Span.Slice(plane * cells, cells);
            for (var cell = 0; cell < cells; cell++)
            {
                own[cell] -= isLast ? mean : wide[cell];
            }
        }
    }

    /// <summary>Holds the slopes of an octave against its dates.</summary>
    private WideTrendBand Judge(float[] fields, double length)
    {
        var cells = series.Cells;
        double Power(int one, int other)
        {
            var (sum, total) = (0.0, 0.0);
            for (var cell = 0; cell < cells; cell++)
            {
                sum += weight[cell] * (double)fields[(one * cells) + cell] * fields[(other * cells) + cell];
                total += weight[cell];
            }

            return sum / total;
        }

        var own = new double[Dates];
        for (var date = 0; date < Dates; date++)
        {
            own[date] = Power(date, date);
        }

        // How alike two fields of independent dates look tells how many independent places they have: the mean square of their correlation is one over it.
        var (alike, pairs, next, scale) = (0.0, 0, 0.0, 0.0);
        for (var date = 1; date < Dates; date++)
        {
            for (var other = 0; other < date; other++)
            {
                var (cross, product) = (Power(date, other), own[date] * own[other]);
                if (product > 0)
                {
                    alike += cross * cross / product;
                    pairs++;
                }

                if (other == date - 1)
                {
                    next += cross;
                    scale += Math.Sqrt(product);
                }
            }
        }

        var places = alike > 0 ? Math.Max(1, pairs / alike) : 1;
        var likeness = scale > 0 ? Math.Clamp(next / scale, 0, 0.9) : 0;
        var variance = 0.0;
        for (var date = 0; date < Dates; date++)
        {
            variance += moments[date] * moments[date] * own[date] / (square * square);
        }

        // Two unknowns of each cell's line are taken out of the scatter, and dates that resemble the next count for fewer.
        variance *= (double)Dates / (Dates - 2) * (1 + likeness) / (1 - likeness);
        return new WideTrendBand(length, Math.Sqrt(Power(Dates, Dates)), Math.Sqrt(variance), Math.Sqrt(variance * Exceeded(places)), places);
    }

    /// <summary>
    /// Mean of so many squares of standard normal numbers that is exceeded with the chance of the options, by the cube root that is nearly normal (Wilson and Hilferty 1931,
    /// doi:10.1073/pnas.17.12.684).
    /// </summary>
    private double Exceeded(double places)
    {
        var spread = 2 / (9 * places);
        return Math.Pow(1 - spread + (Normal(options.Chance) * Math.Sqrt(spread)), 3);
    }

    /// <summary>The standard normal number that is exceeded with a chance up to one half (Abramowitz and Stegun 1964, 26.2.23).</summary>
    private static double Normal(double chance)
    {
        var t = Math.Sqrt(-2 * Math.Log(chance));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }

    private double Mean(ReadOnlySpan<float> field)
    {
        var (sum, total) = (0.0, 0.0);
        for (var cell = 0; cell < field.Length; cell++)
        {
            sum += weight[cell] * field[cell];
            total += weight[cell];
        }

        return sum / total;
    }
}

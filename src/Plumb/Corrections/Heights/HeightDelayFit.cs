using Plumb.Kernels;

namespace Plumb.Corrections.Heights;

/// <summary>The estimation behind <see cref="HeightDelay"/>.</summary>
internal sealed class HeightDelayFit
{
    private const int LeastCells = 60;
    private const double LeastHeightSpread = 1;
    private const double TrendLimit = 2.5;
    private readonly CoarseSeries series;
    private readonly float[] heights;
    private readonly double[] years;
    private readonly HeightDelayOptions options;
    private readonly CellPyramid pyramid;
    private readonly float[] weight;
    private readonly double centre;
    private readonly double square;

    public HeightDelayFit(CoarseSeries series, float[] heights, double[] years, HeightDelayOptions options)
    {
        (this.series, this.heights, this.years, this.options) = (series, heights, years, options);
        var whole = (float)series.Cell * series.Cell;
        weight = new float[series.Cells];
        for (var cell = 0; cell < weight.Length; cell++)
        {
            weight[cell] = float.IsFinite(heights[cell]) ? Math.Min(1, series.Counts[cell] / whole) : 0;
        }

        pyramid = new CellPyramid(weight, series.Rows, series.Columns);
        centre = years.Average();
        square = years.Sum(t => (t - centre) * (t - centre));
        if (weight.Count(w => w > 0) < LeastCells || pyramid.Levels == 0)
        {
            throw new RequestException("The steady ground is too small to tell a delay that goes with height. Raise corrections.steady_spreads, or leave height out of corrections.sequence.");
        }
    }

    public HeightDelay Solve(int rows, int columns, MemoryBudget budget)
    {
        var middle = Weighted(c => heights[c]);
        if (!(Spread(heights) > LeastHeightSpread))
        {
            throw new RequestException("The steady ground is flat, so no delay goes with height. Leave height out of corrections.sequence.");
        }

        var bands = DateBands(out var slopes);
        var shape = ShapeFor(middle, bands);
        var (by, values) = (new float[pyramid.Samples], new float[weight.Length]);
        shape.Of(heights, values);
        pyramid.Split(values, by);
        var slopesOfDates = new (double Slope, double BySamples, double ByParts)[years.Length];
        var sums = options.Window > 0 ? new WindowSums(series, pyramid, options.Window, years.Length + 1) : null;
        ByDate((date, regression) =>
        {
            var field = bands.AsSpan(date * pyramid.Samples, pyramid.Samples);
            slopesOfDates[date] = regression.Of(field, by);
            sums?.Take(date, field, by, regression.Share);
        });
        var likeness = Likeness(slopesOfDates);
        var found = Array.ConvertAll(slopesOfDates, s => new HeightGradient(s.Slope, Math.Sqrt(likeness * s.BySamples)));
        var variance = SpreadOfDates(found);
        var whole = new BandRegression(pyramid);
        var ofSlopes = whole.Of(slopes, by);
        var slope = (ofSlopes.Slope, Sigma: Math.Sqrt(likeness * ofSlopes.BySamples));
        sums?.Take(years.Length, slopes, by, whole.Share);
        var trend = TrendOf(slope, found, variance);
        var applied = new double[years.Length];
        var gain = 0.0;
        var spread = Spread(values);
        for (var date = 0; date < applied.Length; date++)
        {
            var share = ShareOf(variance, found[date].Sigma);
            applied[date] = (share * found[date].Gradient) + (trend.IsTaken ? trend.Rate * (years[date] - centre) : 0);
            gain += share * variance * spread * spread / applied.Length;
        }

        if (sums is null)
        {
            return new HeightDelay(shape, found, applied, null, trend, gain, spread);
        }

        var windows = new CoarseSeries(years.Length, rows, columns, sums.NodePixels, budget);
        double[] belongs = Array.ConvertAll(years, t => trend.IsTaken ? t - centre : 0);
        sums.Gradients([.. found.Select(f => f.Gradient), slope.Slope], applied, belongs, variance > 0 ? trend.ByAir * trend.ByAir / variance : 0, windows);
        return new HeightDelay(shape, found, applied, windows, trend, gain, spread);
    }

    /// <summary>Does something for each date, on all threads; dates know nothing of each other.</summary>
    private void ByDate(Action<int, BandRegression> of) => Parallel.For(0, years.Length, () => new BandRegression(pyramid), (date, _, regression) =>
    {
        of(date, regression);
        return regression;
    }, _ => { });

    /// <summary>How much of an estimate stays, given the variance of what is estimated and the standard deviation of its noise (pure numbers).</summary>
    internal static double ShareOf(double variance, double sigma) => variance > 0 && double.IsFinite(sigma) ? variance / (variance + (sigma * sigma)) : 0;

    /// <summary>
    /// How many times larger variances are than those of samples without dependence, from the parts of the scene at all dates: the air's likeness over the scene is much the same at all of them,
    /// and the parts of one date are too few to tell it.
    /// </summary>
    private static double Likeness((double Slope, double BySamples, double ByParts)[] dates)
    {
        var ratios = dates.Where(d => d.BySamples > 0 && double.IsFinite(d.ByParts)).Select(d => d.ByParts / d.BySamples).ToArray();
        return ratios.Length == 0 ? 1 : Math.Max(1, ratios.Average());
    }

    /// <summary>Variance of the true gradients over the dates: that of the estimates less that of their noise.</summary>
    private static double SpreadOfDates(HeightGradient[] found)
    {
        var finite = found.Where(f => double.IsFinite(f.Sigma)).ToArray();
        return finite.Length < 3 ? 0 : Math.Max(0, finite.Average(f => (f.Gradient * f.Gradient) - (f.Sigma * f.Sigma)));
    }

    /// <summary>Each cell's straight line in time is taken off; the bands of what is left, date by date, and those of the slopes.</summary>
    private float[] DateBands(out float[] slopes)
    {
        var (mean, rate) = (new float[weight.Length], new float[weight.Length]);
        for (var cell = 0; cell < weight.Length; cell++)
        {
            if (weight[cell] > 0)
            {
                var (sum, cross) = (0.0, 0.0);
                for (var date = 0; date < years.Length; date++)
                {
                    sum += series.Plane(date)[cell];
                    cross += series.Plane(date)[cell] * (years[date] - centre);
                }

                (mean[cell], rate[cell]) = ((float)(sum / years.Length), (float)(cross / square));
            }
        }

        slopes = new float[pyramid.Samples];
        pyramid.Split(rate, slopes);
        var bands = new float[years.Length * pyramid.Samples];
        Parallel.For(0, years.Length, () => new float[weight.Length], (date, _, field) =>
        {
            var plane = series.Plane(date);
            for (var cell = 0; cell < field.Length; cell++)
            {
                field[cell] = weight[cell] > 0 ? plane[cell] - mean[cell] - (rate[cell] * (float)(years[date] - centre)) : 0;
            }

            pyramid.Split(field, bands.AsSpan(date * pyramid.Samples, pyramid.Samples));
            return field;
        }, _ => { });
        return bands;
    }

    /// <summary>The shape; where its exponent is free, the one that lowers the squares of all dates' bands most.</summary>
    private HeightShape ShapeFor(double middle, float[] bands)
    {
        if (options.Law == HeightLaw.Linear || options.Exponent != 0)
        {
            return new HeightShape(options.Law, middle, options.ReferenceHeight, options.Exponent);
        }

        var linear = new HeightShape(HeightLaw.Linear, middle, 0, 1);
        var (by, values) = (new float[pyramid.Samples], new float[weight.Length]);
        linear.Of(heights, values);
        pyramid.Split(values, by);
        var shares = new float[years.Length][];
        ByDate((date, regression) =>
        {
            regression.Of(bands.AsSpan(date * pyramid.Samples, pyramid.Samples), by);
            shares[date] = [.. regression.Share];
        });
        var (best, most) = (linear, double.NegativeInfinity);
        for (var exponent = 1.0; exponent < 4.05; exponent += 0.1)
        {
            var shape = new HeightShape(HeightLaw.Power, middle, options.ReferenceHeight, exponent);
            shape.Of(heights, values);
            pyramid.Split(values, by);
            var each = new double[years.Length];
            Parallel.For(0, each.Length, date => each[date] = Explained(bands.AsSpan(date * pyramid.Samples, pyramid.Samples), by, shares[date]));
            if (each.Sum() is var explained && explained > most)
            {
                (best, most) = (shape, explained);
            }
        }

        return best;
    }

    private static double Explained(ReadOnlySpan<float> field, ReadOnlySpan<float> by, float[] share)
    {
        var (cross, power) = (0.0, 0.0);
        for (var i = 0; i < by.Length; i++)
        {
            cross += (double)share[i] * field[i] * by[i];
            power += (double)share[i] * by[i] * by[i];
        }

        return power > 0 ? cross * cross / power : 0;
    }

    /// <summary>
    /// The trend. Air that differs from date to date leaves a slope whose standard deviation follows from the scatter of the dates and their likeness to the next; the slope is
    /// scaled down by its noise against that.
    /// </summary>
    private HeightTrendFound TrendOf((double Slope, double Sigma) slope, HeightGradient[] found, double variance)
    {
        var (next, own) = (0.0, 0.0);
        for (var date = 0; date < found.Length; date++)
        {
            own += found[date].Gradient * found[date].Gradient;
            next += date > 0 ? found[date].Gradient * found[date - 1].Gradient : 0;
        }

        var likeness = own > 0 ? Math.Clamp(next / own, 0, 0.9) : 0;

        // Two unknowns of each cell's line are taken out of the scatter.
        var byAir = Math.Sqrt(variance * found.Length / Math.Max(1, found.Length - 2) / square * (1 + likeness) / (1 - likeness));
        var isAir = Math.Abs(slope.Slope) <= TrendLimit * Math.Sqrt((byAir * byAir) + (slope.Sigma * slope.Sigma));
        var isTaken = options.Trend == HeightTrend.Free || (options.Trend == HeightTrend.Judged && isAir && byAir > 0);
        var share = options.Trend == HeightTrend.Free ? 1 : ShareOf(byAir * byAir, slope.Sigma);
        return new HeightTrendFound(isTaken ? share * slope.Slope : slope.Slope, slope.Sigma, byAir, isTaken);
    }

    private double Weighted(Func<int, double> of)
    {
        var (sum, total) = (0.0, 0.0);
        for (var cell = 0; cell < weight.Length; cell++)
        {
            if (weight[cell] > 0)
            {
                sum += weight[cell] * of(cell);
                total += weight[cell];
            }
        }

        return sum / total;
    }

    private double Spread(float[] values)
    {
        var mean = Weighted(c => values[c]);
        return Math.Sqrt(Weighted(c => (values[c] - mean) * (values[c] - mean)));
    }
}

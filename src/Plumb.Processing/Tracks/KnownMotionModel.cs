using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Results;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Tracks;

/// <summary>A polynomial in time at each good pixel of a run, of the motion upwards: d(t) = sum of c_j t^j / j!, t in years since its first date.</summary>
internal sealed class KnownMotionModel
{
    private readonly TimeModel model;
    private readonly SeriesDates frame;

    private KnownMotionModel(TimeModel model, SeriesDates frame, int[] pixels, double[] coefficients, double[] rate, double[] variance) =>
        (this.model, this.frame, Pixels, Coefficients, Rate, RateVariance) = (model, frame, pixels, coefficients, rate, variance);

    /// <summary>The pixels, index row by row.</summary>
    public int[] Pixels { get; }

    /// <summary>Highest power of time.</summary>
    public int Degree => model.Coefficients.Count - 1;

    /// <summary>Coefficients without the constant, metres per year to their power; shape (power, pixel).</summary>
    public double[] Coefficients { get; }

    /// <summary>Rate in the middle of the dates, metres per year; shape (pixel).</summary>
    public double[] Rate { get; }

    /// <summary>Its variance, metres per year squared; shape (pixel); NaN when unknown.</summary>
    public double[] RateVariance { get; }

    /// <summary>The model in words.</summary>
    public string Title => model.Title;

    /// <summary>Fits the series of a run.</summary>
    /// <exception cref="RequestException">It has too few dates.</exception>
    public static KnownMotionModel Fit(TrackSource known, ResultSet run, FusionRequest request, MemoryBudget budget, CancellationToken stop)
    {
        var (model, frame) = (new TimeModel(new ConstantTerm(), new PolynomialTerm(request.Degree)), new SeriesDates(run.Dates));
        var fit = new TimeModelFit(model, frame);
        var (pixels, coefficients, rates, variances) = (new List<int>(), new List<double[]>(), new List<double>(), new List<double>());
        using var scratch = fit.CreateScratch(budget);
        var middle = RateAt(model, frame, 0.5 * frame.Span);
        foreach (var tile in Tile.Cover(run.Grid.Rows, run.Grid.Columns, 64, run.Grid.Columns))
        {
            stop.ThrowIfCancellationRequested();
            var terms = model.Coefficients.Count;
            var (series, sigma) = (new float[run.Dates.Count * tile.PixelCount], new float[run.Dates.Count * tile.PixelCount]);
            var (found, covariance) = (new float[terms * tile.PixelCount], new float[terms * (terms + 1) / 2 * tile.PixelCount]);
            run.Series(tile, series);
            var weighted = request.Method == FusionMethod.Weighted && Sigmas(run, tile, sigma);
            fit.Fit(new FitTile { Pixels = tile.PixelCount, Series = series, Sigma = weighted ? sigma : [] }, new FitResult { Coefficients = found, Covariance = covariance }, scratch);
            for (var i = 0; i < tile.PixelCount; i++)
            {
                var pixel = ((tile.Row + (i / tile.Columns)) * run.Grid.Columns) + tile.Column + (i % tile.Columns);
                if (float.IsFinite(known.Rate[pixel]) && float.IsFinite(known.Up[pixel]) && float.IsFinite(found[i]))
                {
                    pixels.Add(pixel);
                    coefficients.Add([.. Enumerable.Range(1, terms - 1).Select(j => found[(j * tile.PixelCount) + i] / (double)known.Up[pixel])]);
                    rates.Add(Enumerable.Range(1, terms - 1).Sum(j => middle[j] * found[(j * tile.PixelCount) + i]) / known.Up[pixel]);
                    variances.Add(Variance(middle, covariance, tile.PixelCount, i) / (known.Up[pixel] * known.Up[pixel]));
                }
            }
        }

        return pixels.Count > 0
            ? new KnownMotionModel(
                model, frame, [.. pixels], [.. Enumerable.Range(0, request.Degree).SelectMany(j => coefficients.Select(c => c[j]))], [.. rates], [.. variances])
            : throw new RequestException($"{request.Known} has no good pixel whose series a polynomial of degree {request.Degree} fits. Lower --degree, or check the run.");
    }

    /// <summary>The powers of time at days, metres per unit of their coefficient; shape (power, date).</summary>
    public double[] ColumnsAt(IReadOnlyList<DateOnly> days) => model.Columns(frame, [.. days.Select(frame.YearsAt)])[days.Count..];

    /// <summary>What each coefficient adds to the rate at a time.</summary>
    private static double[] RateAt(TimeModel model, SeriesDates frame, double years)
    {
        const double Step = 1e-3;
        var columns = model.Columns(frame, [years - Step, years + Step]);
        return [.. Enumerable.Range(0, model.Coefficients.Count).Select(j => (columns[(2 * j) + 1] - columns[2 * j]) / (2 * Step))];
    }

    private static double Variance(double[] factors, float[] covariance, int stride, int pixel)
    {
        var sum = 0.0;
        for (var j = 0; j < factors.Length; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                sum += (j == k ? 1 : 2) * factors[j] * factors[k] * covariance[(((j * (j + 1) / 2) + k) * stride) + pixel];
            }
        }

        return sum >= 0 ? sum : double.NaN;
    }

    /// <summary>The stated deviations of a tile; the first date, which has none, gets those of the second.</summary>
    private static bool Sigmas(ResultSet run, Tile tile, float[] sigma)
    {
        run.SeriesSigma(tile, sigma);
        sigma.AsSpan(tile.PixelCount, tile.PixelCount).CopyTo(sigma);
        return sigma.Any(s => s > 0);
    }
}

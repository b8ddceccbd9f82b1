using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

/// <summary>Series of random dates, motions and gaps: in every third pixel none is missing, in every seventh all are.</summary>
internal sealed class RandomSeries
{
    private readonly int pixels;
    private float[] sigma = [];

    public RandomSeries(TimeModel model, int dates, int pixels, double missing, int seed)
    {
        this.pixels = pixels;
        Model = model;
        var random = new Random(seed);
        var day = new DateOnly(2018, 3, 5);
        Dates = new SeriesDates([.. Enumerable.Range(0, dates).Select(_ => day = day.AddDays(6 * random.Next(1, 5)))]);
        Series = new float[dates * pixels];
        for (var px = 0; px < pixels; px++)
        {
            var (rate, season) = (0.2 * (random.NextDouble() - 0.5), 0.02 * random.NextDouble());
            for (var i = 0; i < dates; i++)
            {
                var t = Dates.Years[i];
                Series[(i * pixels) + px] = px % 7 == 6 || (px % 3 != 0 && random.NextDouble() < missing)
                    ? float.NaN
                    : (float)((rate * t) + (season * Math.Sin(6.28 * t)) + (0.01 * (random.NextDouble() - 0.5)));
            }
        }
    }

    public TimeModel Model { get; }

    public SeriesDates Dates { get; }

    public float[] Series { get; }

    /// <summary>Gives each value a standard deviation; some are no number, which leaves the value out.</summary>
    public void GiveSigma()
    {
        var random = new Random(8);
        sigma = [.. Series.Select(_ => random.Next(30) == 0 ? float.NaN : random.Next(40) == 0 ? 0 : (float)(0.002 + (0.01 * random.NextDouble())))];
    }

    public double WeightOf(int date, int pixel) => sigma[(date * pixels) + pixel] is var s && s > 0 ? 1.0 / s / s : 0;

    public FitRun Fit(FitOptions options, LaneWidth width = LaneWidth.Widest, int size = int.MaxValue)
    {
        var fit = new TimeModelFit(Model, Dates, options, width);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 24));
        var (p, n) = (Model.Coefficients.Count, Dates.Count);
        var run = new FitRun(new float[p * pixels], new float[p * pixels], new float[p * (p + 1) / 2 * pixels], new float[pixels], new float[pixels], new float[pixels], new float[n * pixels]);
        var buffers = Enumerable.Range(0, 7).Select(_ => new float[Math.Max(n, p * (p + 1)) * pixels]).ToArray();
        for (var start = 0; start < pixels; start += Math.Min(size, pixels))
        {
            var count = Math.Min(size, pixels - start);
            run.Allocated += Allocation.Of(() => fit.Fit(
                new FitTile { Pixels = count, Series = Series.AsSpan(start), Sigma = sigma.Length > 0 ? sigma.AsSpan(start) : [], DateStride = pixels },
                new FitResult
                {
                    Coefficients = buffers[0],
                    Sigma = buffers[1],
                    Covariance = buffers[2],
                    ResidualRms = buffers[3],
                    SquareSum = buffers[4],
                    DateCount = buffers[5],
                    Residuals = buffers[6],
                },
                scratch));
            float[][] targets = [run.Coefficients, run.Sigma, run.Covariance, run.Rms, run.SquareSum, run.Count, run.Residuals];
            for (var b = 0; b < 7; b++)
            {
                for (var row = 0; row * pixels < targets[b].Length; row++)
                {
                    buffers[b].AsSpan(row * count, count).CopyTo(targets[b].AsSpan((row * pixels) + start));
                }
            }
        }

        return run;
    }

    public void Compare(FitRun run, Func<int, int, double> weight, bool fromWeights)
    {
        var (p, n) = (Model.Coefficients.Count, Dates.Count);
        var solved = 0;
        for (var pixel = 0; pixel < pixels; pixel++)
        {
            var px = pixel;
            var expected = FitOracle.Of(Model, Dates, i => Series[(i * pixels) + px], i => weight(i, px), fromWeights);
            if (expected is null)
            {
                Assert.True(float.IsNaN(run.Coefficients[px]));
                continue;
            }

            solved++;
            Assert.Equal(expected.Count, run.Count[px]);
            Assert.Equal(expected.Rms, run.Rms[px], 1e-7);
            Assert.Equal(expected.SquareSum, run.SquareSum[px], 1e-5 * expected.SquareSum);
            for (var j = 0; j < p; j++)
            {
                var sigma = Math.Sqrt(expected.Covariance[j, j]);
                Assert.Equal(expected.Coefficients[j], run.Coefficients[(j * pixels) + px], Math.Max(3e-7, 3e-4 * sigma));
                Assert.Equal(sigma, run.Sigma[(j * pixels) + px], 1e-4 * sigma);
                for (var k = 0; k <= j; k++)
                {
                    var entry = run.Covariance[(((j * (j + 1) / 2) + k) * pixels) + px];
                    Assert.Equal(expected.Covariance[j, k], entry, 2e-4 * sigma * Math.Sqrt(expected.Covariance[k, k]));
                }
            }
        }

        Assert.InRange(solved, pixels / 2, pixels);
        Assert.Equal(n * pixels, run.Residuals.Length);
    }
}

/// <summary>What a fit gave, in the shapes of its result.</summary>
internal sealed record FitRun(float[] Coefficients, float[] Sigma, float[] Covariance, float[] Rms, float[] SquareSum, float[] Count, float[] Residuals)
{
    public long Allocated { get; set; }
}

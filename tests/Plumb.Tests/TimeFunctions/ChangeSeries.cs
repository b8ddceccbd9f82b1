using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

/// <summary>Series with changes at known times, an annual motion and noise.</summary>
internal sealed class ChangeSeries
{
    private static readonly TimeModel Model = new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1));
    private readonly SeriesDates dates;
    private readonly int pixels;

    public ChangeSeries(
        SeriesDates dates,
        ChangeKind kind,
        IReadOnlyList<double> times,
        IReadOnlyList<double> sizes,
        double noise,
        int pixels,
        double missing,
        int seed,
        double correlation = 0,
        double rate = -0.04,
        int completeFrom = 0,
        int completeTo = 0,
        double jitter = 0)
    {
        (this.dates, this.pixels, Sizes, Rate) = (dates, pixels, sizes, rate);
        var random = new Random(seed);
        Series = new float[dates.Count * pixels];
        Shifts = new double[pixels];
        for (var px = 0; px < pixels; px++)
        {
            Shifts[px] = jitter * (random.NextDouble() - 0.5);
            var disturbance = Gauss.Correlated(random, dates.Count, correlation);
            for (var i = 0; i < dates.Count; i++)
            {
                var t = dates.Years[i];
                var value = (rate * t) + (0.004 * Math.Sin(2 * Math.PI * t)) + (noise * disturbance[i]);
                for (var k = 0; k < times.Count; k++)
                {
                    var since = t - times[k] - Shifts[px];
                    value += since > 0 ? sizes[k] * (kind == ChangeKind.Rate ? since : 1) : 0;
                }

                var isMissing = random.NextDouble() < missing && (px < completeFrom || px >= completeTo);
                Series[(i * pixels) + px] = isMissing ? float.NaN : (float)value;
            }
        }
    }

    public float[] Series { get; }

    /// <summary>By how much later each pixel's changes are than those of all, years.</summary>
    public double[] Shifts { get; }

    public IReadOnlyList<double> Sizes { get; }

    public double Rate { get; }

    public ChangeRun Fit(ChangePointOptions options, LaneWidth width = LaneWidth.Widest, int size = int.MaxValue, bool short_ = false)
    {
        var fit = new ChangePointFit(Model, dates, options, width);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 24));
        var most = options.Most;
        float[] Rows(int count) => new float[count * pixels];
        var run = new ChangeRun(Rows(1), Rows(1), Rows(most), Rows(most), Rows(most), Rows(most), Rows(most + 1), Rows(most + 1), Rows(4), Rows(1), Rows(1));
        float[][] targets = [run.Count, run.Weight, run.Times, run.TimeSigma, run.Sizes, run.SizeSigma, run.Rates, run.RateSigma, run.Coefficients, run.SquareSum, run.Rms];
        var buffers = targets.Select(t => short_ ? new float[1] : new float[t.Length]).ToArray();
        size = Math.Min(size, pixels);
        for (var start = 0; start < pixels; start += size)
        {
            var count = Math.Min(size, pixels - start);
            run.Allocated += Allocation.Of(() => fit.Fit(
                new FitTile { Pixels = count, Series = Series.AsSpan(start), DateStride = pixels },
                new ChangeResult
                {
                    Count = buffers[0],
                    Weight = buffers[1],
                    Times = buffers[2],
                    TimeSigma = buffers[3],
                    Sizes = buffers[4],
                    SizeSigma = buffers[5],
                    Rates = buffers[6],
                    RateSigma = buffers[7],
                    Coefficients = buffers[8],
                    SquareSum = buffers[9],
                    ResidualRms = buffers[10],
                },
                scratch));
            for (var b = 0; b < targets.Length; b++)
            {
                for (var row = 0; row * pixels < targets[b].Length; row++)
                {
                    buffers[b].AsSpan(row * count, count).CopyTo(targets[b].AsSpan((row * pixels) + start));
                }
            }
        }

        return run;
    }

    /// <summary>The best dates of all, with one or two changes, by a solve for each.</summary>
    public (double SquareSum, int[] Knots) Exhaustive(int pixel, ChangeKind kind, int changes, int least)
    {
        var used = Enumerable.Range(0, dates.Count).Where(i => float.IsFinite(Series[(i * pixels) + pixel])).ToArray();
        int After(int g) => used.Count(i => i > g);
        TimeTerm Term(int g) => kind == ChangeKind.Rate ? new RateChangeTerm(dates.Years[g]) : new StepTerm(dates.Dates[g]);
        var (best, knots) = (double.PositiveInfinity, Array.Empty<int>());
        var possible = Enumerable.Range(kind == ChangeKind.Rate ? 1 : 0, dates.Count - 2).Where(g => After(g) >= least && used.Length - After(g) >= least).ToArray();
        var sets = changes == 1
            ? possible.Select(g => new[] { g })
            : possible.SelectMany(g => possible.Where(h => h > g && After(g) - After(h) >= least).Select(h => new[] { g, h }));
        var fit = new DenseFit(Model, dates, used, i => Series[(i * pixels) + pixel]);
        foreach (var set in sets)
        {
            var sum = fit.SquareSumWith(set.Select(Term));
            if (sum < best)
            {
                (best, knots) = (sum, set);
            }
        }

        return (best, knots);
    }
}

/// <summary>What a search for changes gave, in the shapes of its result.</summary>
internal sealed record ChangeRun(
    float[] Count,
    float[] Weight,
    float[] Times,
    float[] TimeSigma,
    float[] Sizes,
    float[] SizeSigma,
    float[] Rates,
    float[] RateSigma,
    float[] Coefficients,
    float[] SquareSum,
    float[] Rms)
{
    public long Allocated { get; set; }
}

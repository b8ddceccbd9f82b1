using MathNet.Numerics.LinearAlgebra;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class ShapeFitTests
{
    private const int Pixels = 200;
    private static readonly DateOnly First = new(2018, 3, 5);
    private static readonly DateOnly Event = new(2018, 9, 1);
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 70).Select(i => First.AddDays((12 * i) + (i % 2)))]);

    public static TheoryData<string, double> Shapes => new()
    {
        { "exponential", 0 },
        { "logarithmic", 0 },
        { "logistic", 0 },
        { "exponential", 0.25 },
        { "logarithmic", 0.25 },
        { "logistic", 0.25 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Finds_the_least_squares_that_a_dense_search_in_double_precision_finds(string name, double missing)
    {
        var (shape, model, truth) = Of(name);
        var series = Simulate(shape, model, truth, 0.003, missing, seed: 3);
        var run = Fit(model, shape, series);
        for (var pixel = 0; pixel < 40; pixel++)
        {
            var px = pixel;
            var (oracle, parameters) = Search(shape, model, i => series[(i * Pixels) + px], [.. run.Column(px, run.Fit.Rows - run.Fit.Parameters.Count, run.Fit.Rows)]);
            Assert.InRange(run.SquareSum[px], oracle.SquareSum * 0.9999, oracle.SquareSum * 1.0005);
            var sigmas = Sigmas(shape, model, i => series[(i * Pixels) + px], oracle, parameters);
            for (var j = 0; j < run.Fit.Rows; j++)
            {
                var expected = j <= model.Coefficients.Count ? oracle.Coefficients[j] : parameters[j - model.Coefficients.Count - 1];
                Assert.Equal(expected, run.Coefficients[(j * Pixels) + px], 0.06 * sigmas[j]);
                Assert.Equal(sigmas[j], run.Sigma[(j * Pixels) + px], 0.03 * sigmas[j]);
            }
        }
    }

    [Theory]
    [InlineData("exponential")]
    [InlineData("logarithmic")]
    [InlineData("logistic")]
    public void Its_standard_deviations_cover_the_truth(string name)
    {
        var (shape, model, truth) = Of(name);
        var run = Fit(model, shape, Simulate(shape, model, truth, 0.002, 0, seed: 12));
        var p = model.Coefficients.Count;
        for (var j = 0; j < run.Fit.Rows; j++)
        {
            var (one, two) = (0, 0);
            for (var px = 0; px < Pixels; px++)
            {
                var score = Math.Abs(run.Coefficients[(j * Pixels) + px] - truth[j]) / run.Sigma[(j * Pixels) + px];
                one += score < 1 ? 1 : 0;
                two += score < 1.96 ? 1 : 0;
            }

            Assert.InRange((double)one / Pixels, 0.58, 0.79);
            Assert.InRange((double)two / Pixels, 0.88, 1);
        }

        Assert.All(run.States, s => Assert.Equal(ShapeState.Resolved, s));
        Assert.True(p > 0);
    }

    [Fact]
    public void What_the_dates_do_not_tell_is_flagged()
    {
        var (shape, model, truth) = Of("exponential");
        var none = Fit(model, shape, Simulate(shape, model, [0, 0.02, 0, 40], 0.003, 0, seed: 4));
        Assert.InRange(none.States.Count(s => s != ShapeState.Resolved), (int)(0.7 * Pixels), Pixels);
        var fast = Fit(model, shape, Simulate(shape, model, [truth[0], truth[1], truth[2], 1], 0.001, 0, seed: 5));
        Assert.InRange(fast.States.Count(s => s == ShapeState.AtBound || s == ShapeState.Unresolved), (int)(0.9 * Pixels), Pixels);
        var series = Simulate(shape, model, truth, 0.002, 0, seed: 6);
        for (var i = 0; i < 70; i++)
        {
            series[i * Pixels] = float.NaN;
            series[(i * Pixels) + 1] = i < 3 ? series[(i * Pixels) + 1] : float.NaN;
        }

        var gaps = Fit(model, shape, series);
        Assert.Equal([ShapeState.None, ShapeState.None, ShapeState.Resolved], gaps.States[..3]);
        Assert.True(float.IsNaN(gaps.Coefficients[0]) && float.IsNaN(gaps.Coefficients[1]) && float.IsFinite(gaps.Coefficients[2]));
    }

    [Fact]
    public void Has_the_same_bits_at_every_width_and_in_tiles_of_every_size_and_allocates_nothing()
    {
        foreach (var name in new[] { "exponential", "logistic" })
        {
            var (shape, model, truth) = Of(name);
            var series = Simulate(shape, model, truth, 0.004, 0.05, seed: 7);
            for (var i = 0; i < series.Length; i++)
            {
                // Blocks of pixels with all dates beside others.
                series[i] = i % Pixels < 64 && float.IsNaN(series[i]) ? 0 : series[i];
            }

            var whole = Fit(model, shape, series);
            foreach (var (width, size) in new[] { (LaneWidth.Bits128, Pixels), (LaneWidth.Bits256, 9), (LaneWidth.Bits512, 64) })
            {
                var parts = Fit(model, shape, series, width, size);
                Assert.Equal(whole.Coefficients, parts.Coefficients);
                Assert.Equal(whole.Sigma, parts.Sigma);
                Assert.Equal(0, parts.Allocated);
            }
        }
    }

    [Fact]
    public void Searches_that_dates_do_not_allow_are_refused()
    {
        Assert.Throws<RequestException>(() => new ShapeFit(TimeModel.Line, new DecayShape(Dates.Dates[^2], false), Dates));
        Assert.Throws<RequestException>(() => new ShapeFit(TimeModel.Line, new LogisticShape(), new SeriesDates([.. Dates.Dates.Take(5)])));
        Assert.Throws<ArgumentException>(() => Fit(TimeModel.Line, new LogisticShape(), new float[3]));
    }

    private static (TimeShape Shape, TimeModel Model, double[] Truth) Of(string name) => name switch
    {
        "exponential" => (new DecayShape(Event, false), TimeModel.Line, [0, 0.02, 0.05, 90]),
        "logarithmic" => (new DecayShape(Event, true), new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1)), [0, 0.01, 0.004, -0.002, 0.03, 20]),
        _ => (new LogisticShape(), new TimeModel(new ConstantTerm(), new PolynomialTerm(1)), [0, -0.01, -0.4, 500, 6]),
    };

    private static float[] Simulate(TimeShape shape, TimeModel model, double[] truth, double noise, double missing, int seed)
    {
        var random = new Random(seed);
        var p = model.Coefficients.Count;
        var columns = new TimeModel([.. model.Terms, shape.At(Dates, truth.AsSpan(p + 1))]).Columns(Dates, Dates.Years);
        var series = new float[70 * Pixels];
        for (var at = 0; at < series.Length; at++)
        {
            var i = at / Pixels;
            var value = Enumerable.Range(0, p + 1).Sum(j => truth[j] * columns[(j * 70) + i]) + (noise * Gauss.Next(random));
            series[at] = random.NextDouble() < missing ? float.NaN : (float)value;
        }

        return series;
    }

    /// <summary>The optimum near a start and on a coarse grid, by ever finer steps in double precision.</summary>
    private static (FitOracle Oracle, double[] Parameters) Search(TimeShape shape, TimeModel model, Func<int, double> value, double[] start)
    {
        var parameters = shape.Parameters(Dates);
        FitOracle? At(double[] theta) => FitOracle.Of(new TimeModel([.. model.Terms, shape.At(Dates, theta)]), Dates, value);
        var best = start.Select((s, k) => Math.Clamp(s, parameters[k].Least, parameters[k].Most)).ToArray();
        var oracle = At(best)!;
        void Try(double[] theta)
        {
            theta = [.. theta.Select((t, k) => Math.Clamp(t, parameters[k].Least, parameters[k].Most))];
            if (At(theta) is { } other && other.SquareSum < oracle.SquareSum)
            {
                (best, oracle) = (theta, other);
            }
        }

        const int Coarse = 30;
        for (var g = 0; g < Math.Pow(Coarse, parameters.Count); g++)
        {
            Try([.. parameters.Select((k, m) => (g / (int)Math.Pow(Coarse, m) % Coarse / (Coarse - 1.0)) is var part && k.IsScale
                ? k.Least * Math.Pow(k.Most / k.Least, part)
                : k.Least + (part * (k.Most - k.Least)))]);
        }

        for (var step = 0.05; step > 1e-5; step *= 0.6)
        {
            for (var k = 0; k < best.Length; k++)
            {
                foreach (var sign in new[] { -1, 1 })
                {
                    var theta = (double[])best.Clone();
                    theta[k] += sign * step * (parameters[k].IsScale ? theta[k] : 300);
                    Try(theta);
                }
            }
        }

        return (oracle, best);
    }

    private static double[] Sigmas(TimeShape shape, TimeModel model, Func<int, double> value, FitOracle oracle, double[] parameters)
    {
        var used = Enumerable.Range(0, 70).Where(i => double.IsFinite(value(i))).ToArray();
        var p = model.Coefficients.Count;
        var columns = new TimeModel([.. model.Terms, shape.At(Dates, parameters)]).Columns(Dates, Dates.Years);
        double Column(double[] theta, int i) => new TimeModel(shape.At(Dates, theta)).Columns(Dates, [Dates.Years[i]])[0];
        var j = Matrix<double>.Build.Dense(used.Length, p + 1 + parameters.Length, (r, c) =>
        {
            if (c <= p)
            {
                return columns[(c * 70) + used[r]];
            }

            var (up, down) = ((double[])parameters.Clone(), (double[])parameters.Clone());
            var step = 1e-4 * parameters[c - p - 1];
            up[c - p - 1] += step;
            down[c - p - 1] -= step;
            return oracle.Coefficients[p] * (Column(up, used[r]) - Column(down, used[r])) / (2 * step);
        });
        var covariance = (j.Transpose() * j).Inverse() * (oracle.SquareSum / (used.Length - j.ColumnCount));
        return [.. covariance.Diagonal().Select(Math.Sqrt)];
    }

    private static ShapeRun Fit(TimeModel model, TimeShape shape, float[] series, LaneWidth width = LaneWidth.Widest, int size = Pixels)
    {
        var fit = new ShapeFit(model, shape, Dates, [], width);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 24));
        var run = new ShapeRun(fit, new float[fit.Rows * Pixels], new float[fit.Rows * Pixels], new float[Pixels], new ShapeState[Pixels]);
        var (c, s) = (new float[fit.Rows * Pixels], new float[fit.Rows * Pixels]);
        for (var start = 0; start < Pixels; start += size)
        {
            var count = Math.Min(size, Pixels - start);
            run.Allocated += Allocation.Of(() => fit.Fit(
                new FitTile { Pixels = count, Series = series.AsSpan(start), DateStride = Pixels },
                new FitResult { Coefficients = c, Sigma = s, SquareSum = run.SquareSum.AsSpan(start, count) },
                run.States.AsSpan(start, count),
                scratch));
            for (var row = 0; row < fit.Rows; row++)
            {
                c.AsSpan(row * count, count).CopyTo(run.Coefficients.AsSpan((row * Pixels) + start));
                s.AsSpan(row * count, count).CopyTo(run.Sigma.AsSpan((row * Pixels) + start));
            }
        }

        return run;
    }

    private sealed record ShapeRun(ShapeFit Fit, float[] Coefficients, float[] Sigma, float[] SquareSum, ShapeState[] States)
    {
        public long Allocated { get; set; }

        public IEnumerable<double> Column(int pixel, int from, int to) => Enumerable.Range(from, to - from).Select(row => (double)Coefficients[(row * Pixels) + pixel]);
    }
}

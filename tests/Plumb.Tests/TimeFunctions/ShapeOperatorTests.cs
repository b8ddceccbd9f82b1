using MathNet.Numerics.LinearAlgebra;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class ShapeOperatorTests
{
    private static readonly DateOnly First = new(2019, 2, 3);
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 48).Select(i => First.AddDays((14 * i) + (i % 3)))]);
    private static readonly TimeModel Base = new(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1));

    public static TheoryData<string, int> Shapes => new()
    {
        { "exponential", 128 }, { "logarithmic", 256 }, { "logistic", 512 }, { "logistic", 128 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_are_those_of_the_dense_pseudo_inverse_of_all_derivatives(string name, int bits)
    {
        const int pixels = 19;
        var random = new Random(5);
        var (shape, found) = (Of(name), Found(name, pixels, random));
        var series = new float[Dates.Count * pixels];
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = random.NextDouble() < 0.2 ? float.NaN : 1;
        }

        var width = bits switch { 128 => LaneWidth.Bits128, 256 => LaneWidth.Bits256, _ => LaneWidth.Bits512 };
        var plan = new ShapeOperator(Base, shape, Dates, width);
        var values = Evaluate(plan, pixels, found, series);
        for (var px = 0; px < pixels; px++)
        {
            var expected = Dense(shape, plan.Rows, [.. Enumerable.Range(0, 1 + plan.Parameters.Count).Select(k => (double)found[(k * pixels) + px])], i => !float.IsNaN(series[(i * pixels) + px]));
            for (var j = 0; j < plan.Rows; j++)
            {
                var largest = expected.Row(j).AbsoluteMaximum();
                for (var i = 0; i < Dates.Count; i++)
                {
                    Assert.Equal(expected[j, i], values[(((j * Dates.Count) + i) * pixels) + px], 2e-3 * largest);
                }
            }
        }
    }

    [Fact]
    public void A_small_change_of_the_series_changes_what_is_found_by_the_operator()
    {
        var (shape, model) = (Of("logistic"), new TimeModel(new ConstantTerm()));
        var fit = new ShapeFit(model, shape, Dates);
        double[] truth = [0, -0.08, 300, 12];
        var curve = new TimeModel(shape.At(Dates, [truth[2], truth[3]])).Columns(Dates, Dates.Years);
        var random = new Random(8);
        var (change, series) = (new double[Dates.Count], new float[Dates.Count * 2]);
        for (var i = 0; i < change.Length; i++)
        {
            change[i] = 2e-4 * ((2 * random.NextDouble()) - 1);
            (series[2 * i], series[(2 * i) + 1]) = ((float)(truth[1] * curve[i]), (float)((truth[1] * curve[i]) + change[i]));
        }

        var found = new float[fit.Rows * 2];
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 26));
        fit.Fit(new FitTile { Pixels = 2, Series = series }, new FitResult { Coefficients = found }, [], scratch);
        var values = Evaluate(new ShapeOperator(model, shape, Dates), 2, found.AsSpan(2), series);
        for (var j = 0; j < fit.Rows; j++)
        {
            var row = j;
            var moved = Enumerable.Range(0, change.Length).Sum(i => values[((row * Dates.Count) + i) * 2] * change[i]);
            Assert.Equal(moved, found[(2 * j) + 1] - found[2 * j], (0.03 * Math.Abs(moved)) + (1e-5 * Math.Abs(found[2 * j])));
        }
    }

    [Fact]
    public void A_shape_that_was_not_found_or_that_dates_do_not_tell_has_none()
    {
        var plan = new ShapeOperator(Base, Of("logistic"), Dates);
        float[] found = [float.NaN, -0.05f, -0.05f, 300, 300, 1e6f, 12, 12, 12];
        var values = Evaluate(plan, 3, found, [.. Enumerable.Repeat(1f, Dates.Count * 3)]);
        Assert.True(float.IsNaN(values[0]) && float.IsFinite(values[1]) && float.IsNaN(values[2]));
        Assert.Throws<ArgumentException>(() => Evaluate(plan, 3, found.AsSpan(1), new float[Dates.Count * 3]));
    }

    private static float[] Evaluate(ShapeOperator plan, int pixels, ReadOnlySpan<float> found, float[] series)
    {
        var values = new float[plan.Rows * Dates.Count * pixels];
        using var scratch = plan.CreateScratch(new MemoryBudget(1 << 26));
        plan.Evaluate(pixels, found, series, values, scratch);
        return values;
    }

    private static TimeShape Of(string name) => name == "logistic" ? new LogisticShape() : new DecayShape(First.AddDays(150), name == "logarithmic");

    private static float[] Found(string name, int pixels, Random random)
    {
        float Between(double a, double b) => (float)(a + ((b - a) * random.NextDouble()));
        var amplitude = Enumerable.Range(0, pixels).Select(_ => Between(-0.1, -0.02));
        var second = Enumerable.Range(0, pixels).Select(_ => name == "logistic" ? Between(150, 450) : Between(15, 120));
        var third = Enumerable.Range(0, name == "logistic" ? pixels : 0).Select(_ => Between(8, 30));
        return [.. amplitude, .. second, .. third];
    }

    /// <summary>(J'J)^-1 J' with J by central differences of the curve in double precision.</summary>
    private static Matrix<double> Dense(TimeShape shape, int rows, double[] found, Func<int, bool> serves)
    {
        double[] Curve(double[] at)
        {
            var column = new TimeModel(shape.At(Dates, at.AsSpan(1))).Columns(Dates, Dates.Years);
            return Array.ConvertAll(column, v => at[0] * v);
        }

        var columns = Base.Columns(Dates, Dates.Years);
        var jacobian = Matrix<double>.Build.Dense(Dates.Count, rows, (i, j) => j < Base.Coefficients.Count && serves(i) ? columns[(j * Dates.Count) + i] : 0);
        for (var k = 0; k < found.Length; k++)
        {
            var (up, down, step) = ((double[])found.Clone(), (double[])found.Clone(), 1e-5 * Math.Abs(found[k]));
            up[k] += step;
            down[k] -= step;
            var (high, low) = (Curve(up), Curve(down));
            for (var i = 0; i < Dates.Count; i++)
            {
                jacobian[i, Base.Coefficients.Count + k] = serves(i) ? (high[i] - low[i]) / (2 * step) : 0;
            }
        }

        return jacobian.PseudoInverse();
    }
}

using MathNet.Numerics.LinearAlgebra;
using Plumb.Inversion;
using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

public class TimeModelTests
{
    private static readonly DateOnly First = new(2019, 1, 3);
    private static readonly SeriesDates Dates = new([.. Enumerable.Range(0, 30).Select(i => First.AddDays(24 * i))]);

    [Fact]
    public void Names_and_units_follow_from_the_terms()
    {
        var model = new TimeModel(
            new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1), new SeasonalTerm(0.5), new SeasonalTerm(2), new StepTerm(First.AddDays(100)),
            new ExponentialTerm(First.AddDays(100), 40), new LogisticTerm(1, 5));
        Assert.Equal(
            ["offset", "rate", "acceleration", "annual_cos", "annual_sin", "semiannual_cos", "semiannual_sin", "period_2yr_cos", "period_2yr_sin", "step_20190413", "exponential_20190413", "logistic"],
            model.Coefficients.Select(c => c.Id));
        Assert.Equal(Plumb.Grids.Unit.MetrePerYearSquared, model.Coefficients[2].Unit);
        Assert.Equal(2, model.IndexOf("acceleration"));
        Assert.Equal(-1, model.IndexOf("jerk"));
        Assert.Equal(new TimeModel(new ConstantTerm(), new PolynomialTerm(1)), TimeModel.Line);
        Assert.NotEqual(new TimeModel(new ConstantTerm(), new PolynomialTerm(2)), TimeModel.Line);
        Assert.NotEqual(new TimeModel(new ConstantTerm(), new SeasonalTerm(1)), new TimeModel(new ConstantTerm(), new SeasonalTerm(0.5)));
    }

    [Fact]
    public void Columns_are_the_functions_of_time()
    {
        var step = First.AddDays(48);
        double[] t = [0, 48 / 365.25, 0.3, 1.7];
        double[] Of(TimeTerm term) => new TimeModel(term).Columns(Dates, t);
        Assert.Equal([1, 1, 1, 1], Of(new ConstantTerm()));
        Assert.Equal([0, 48 / 365.25, 0.3, 1.7, 0, t[1] * t[1] / 2, 0.045, 1.445, 0, Math.Pow(t[1], 3) / 6, 0.0045, 4.913 / 6], Of(new PolynomialTerm(3)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, 1, 1], Of(new StepTerm(step)));
        Assert.Equal([0, 0, 1 - Math.Exp(-(109.575 - 48) / 20), 1 - Math.Exp(-(620.925 - 48) / 20)], Of(new ExponentialTerm(step, 20)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, Math.Log(1 + ((109.575 - 48) / 20)), Math.Log(1 + ((620.925 - 48) / 20))], Of(new LogarithmicTerm(step, 20)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 0, 0, 0.7], Of(new RateChangeTerm(1)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0.5, new TimeModel(new LogisticTerm(0.3, 9)).Columns(Dates, t)[2], 1e-12);
        var season = Of(new SeasonalTerm(0.5));
        Assert.Equal(Math.Cos(4 * Math.PI * 0.3), season[2], 1e-12);
        Assert.Equal(Math.Sin(4 * Math.PI * 1.7), season[7], 1e-12);
    }

    [Theory]
    [InlineData("early", "no date|all dates of the series lie after")]
    [InlineData("late", "no date of the series lies after 2021-02-01")]
    [InlineData("short", "spans")]
    [InlineData("few", "4 coefficients")]
    [InlineData("twins", "cannot be told")]
    [InlineData("tau", "not a positive number")]
    public void Terms_that_dates_do_not_show_are_named(string what, string words)
    {
        var three = new SeriesDates([First, First.AddDays(200), First.AddDays(400)]);
        var (model, dates) = what switch
        {
            "early" => (new TimeModel(new ConstantTerm(), new StepTerm(First.AddDays(-1))), Dates),
            "late" => (new TimeModel(new ConstantTerm(), new StepTerm(new DateOnly(2021, 2, 1))), Dates),
            "short" => (new TimeModel(new ConstantTerm(), new SeasonalTerm(5)), Dates),
            "few" => (new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(0.5)), three),
            "tau" => (new TimeModel(new ConstantTerm(), new ExponentialTerm(First, -3)), Dates),
            _ => (new TimeModel(new ConstantTerm(), new StepTerm(First.AddDays(25)), new StepTerm(First.AddDays(26))), Dates),
        };
        var error = Assert.Throws<RequestException>(() => model.Check(dates));
        Assert.Contains(words.Split('|')[^1], error.Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new TimeModelFit(model, dates));
    }

    [Fact]
    public void Impossible_terms_and_dates_are_refused()
    {
        Assert.Throws<RequestException>(() => new PolynomialTerm(0));
        Assert.Throws<RequestException>(() => new PolynomialTerm(4));
        Assert.Throws<RequestException>(() => new SeasonalTerm(0));
        Assert.Throws<RequestException>(() => new SeasonalTerm(double.NaN));
        Assert.Throws<RequestException>(() => new TimeModel());
        Assert.Throws<RequestException>(() => new TimeModel(new ConstantTerm(), new ConstantTerm()));
        Assert.Throws<RequestException>(() => new SeriesDates([]));
        Assert.Throws<RequestException>(() => new SeriesDates([First, First]));
        Assert.Throws<RequestException>(() => new TimeModelFit(TimeModel.Line, Dates, new FitOptions { Weights = [.. Enumerable.Repeat(-1.0, 30)] }));
        Assert.Throws<RequestException>(() => new TimeModelFit(TimeModel.Line, Dates, new FitOptions { Weights = [.. Enumerable.Range(0, 30).Select(i => i == 3 ? 1.0 : 0)] }));
    }

    [Fact]
    public void The_operator_fits_and_carries_any_covariance()
    {
        var model = new TimeModel(new ConstantTerm(), new PolynomialTerm(1), new SeasonalTerm(1));
        var random = new Random(2);
        var weights = Enumerable.Range(0, 30).Select(_ => random.NextDouble()).ToArray();
        var op = new CoefficientOperator(model, Dates, weights);
        var a = Matrix<double>.Build.Dense(30, 4, (i, j) => model.Columns(Dates, Dates.Years)[(j * 30) + i]);
        var w = Matrix<double>.Build.DenseOfDiagonalArray(weights);
        var cofactor = (a.Transpose() * w * a).Inverse();
        var p = cofactor * a.Transpose() * w;
        var root = Matrix<double>.Build.Dense(30, 30, (_, _) => 0.01 * (random.NextDouble() - 0.5));
        var c = root * root.Transpose();
        var series = Enumerable.Range(0, 30).Select(_ => random.NextDouble()).ToArray();
        Close(p, op.Values, 4, 30);
        Close(cofactor, op.Cofactor, 4, 4);
        Close(p * c * p.Transpose(), op.CoefficientCovariance(c.ToRowMajorArray()), 4, 4);
        Close(p * Matrix<double>.Build.DenseOfDiagonalVector(c.Diagonal()) * p.Transpose(), op.CoefficientCovarianceOfVariances([.. c.Diagonal()]), 4, 4);
        Close((p * Vector<double>.Build.DenseOfArray(series)).ToColumnMatrix(), op.Apply(series), 4, 1);
    }

    [Fact]
    public void The_frame_counts_days_on_both_axes()
    {
        var calendar = new SeriesDates([new(2019, 12, 1), new(2020, 12, 1)], TimeAxis.Calendar);
        Assert.Equal((335 - 334 + 365.25) / 365.25, calendar.Span, 1e-12);
        Assert.Equal(-1.0, calendar.YearsAt(new(2018, 12, 1)), 1e-12);
        Assert.Equal(First.AddDays(100), Dates.DateAt(Dates.YearsAt(First.AddDays(100))));
        Assert.Equal(2, Dates.CountAfter(Dates.Dates[^3]));
    }

    private static void Close(Matrix<double> expected, ReadOnlySpan<double> actual, int rows, int columns)
    {
        var size = expected.Enumerate().Max(Math.Abs);
        for (var i = 0; i < rows * columns; i++)
        {
            Assert.Equal(expected[i / columns, i % columns], actual[i], 1e-11 * size);
        }
    }
}

using Plumb.Validation;

namespace Plumb.Tests.Validation;

public class SignificanceTests
{
    /// <summary>Student's density integrated by Simpson's rule from |t| on, u = 1 / (1 + x): the slow way.</summary>
    private static double StudentTail(double t, double freedom)
    {
        double Density(double x) => Math.Pow(1 + (x * x / freedom), -0.5 * (freedom + 1));
        double Integral(double from)
        {
            const int Steps = 200_000;
            var sum = 0.0;
            for (var k = 0; k <= Steps; k++)
            {
                // x = from + u / (1 - u)
                var u = Math.Min(k / (double)Steps, 1 - 1e-9);
                sum += (k is 0 or Steps ? 1 : k % 2 == 1 ? 4 : 2) * Density(from + (u / (1 - u))) / ((1 - u) * (1 - u));
            }

            return sum / Steps / 3;
        }

        return Integral(t) / Integral(0);
    }

    [Theory]
    [InlineData(0.3, 3.7)]
    [InlineData(2.1, 10)]
    [InlineData(4, 2.5)]
    [InlineData(1.5, 400)]
    public void Student_for_any_degrees_of_freedom(double t, double freedom)
    {
        Assert.Equal(StudentTail(t, freedom), StudentLaw.TwoSided(t, freedom), 1e-6);
        Assert.Equal(StudentLaw.TwoSided(t, freedom), StudentLaw.TwoSided(-t, freedom), 1e-15);
        if (freedom == Math.Floor(freedom))
        {
            Assert.Equal(StudentLaw.TwoSided(t, (int)freedom), StudentLaw.TwoSided(t, freedom), 1e-12);
        }
    }

    [Fact]
    public void Fisher_with_one_degree_is_Students_square_and_ratios_and_inverses_agree()
    {
        // Upper five per cent of F(5, 10) is 3.3258 (tables); two-sided one in ten.
        Assert.Equal(0.1, FisherLaw.TwoSided(3.32583, 5, 10), 1e-5);
        Assert.Equal(FisherLaw.TwoSided(3.2, 7, 12), FisherLaw.TwoSided(1 / 3.2, 12, 7), 1e-13);
        Assert.Equal(1, FisherLaw.TwoSided(1, 20, 20), 1e-12);
        Assert.True(double.IsNaN(FisherLaw.TwoSided(double.NaN, 3, 3)));
        Assert.Equal(0, FisherLaw.TwoSided(double.PositiveInfinity, 3, 3));
    }

    [Fact]
    public void Tests_on_samples_of_one_law_refute_one_time_in_twenty()
    {
        var random = new Random(21);
        var refuted = new int[3];
        for (var k = 0; k < 2000; k++)
        {
            double Draw() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double[] a = [.. Enumerable.Range(0, 12).Select(_ => Draw())], b = [.. Enumerable.Range(0, 12).Select(_ => Draw())];
            foreach (var (index, test) in SignificanceTest.Of(a, b, "rates").Index())
            {
                refuted[index] += test.IsRefuted ? 1 : 0;
            }
        }

        Assert.All(refuted, r => Assert.InRange(r / 2000.0, 0.035, 0.066));
    }

    [Fact]
    public void Differences_that_are_there_are_found()
    {
        double[] ground = [.. Enumerable.Range(0, 10).Select(k => k * 1.0)];
        double[] radar = [.. ground.Select((g, k) => g + 0.5 + (0.1 * (k % 2)))];
        var tests = SignificanceTest.Of(radar, ground, "rates");
        Assert.Equal(["paired t", "F", "Welch"], tests.Select(t => t.Name));
        Assert.True(tests[0].IsRefuted);
        Assert.False(tests[1].IsRefuted);
        Assert.False(tests[2].IsRefuted);
        Assert.True(double.IsNaN(SignificanceTest.PairedT([1], [2], "rates").Probability));
        Assert.DoesNotContain(SignificanceTest.Of([], [], "rates"), t => t.IsRefuted);
    }

    [Fact]
    public void Scores_of_a_normal_law_are_told_from_others()
    {
        var random = new Random(2);
        double Draw() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var normal = ZScores.Of(Enumerable.Range(0, 3000).Select(_ => Draw()));
        Assert.InRange(normal.Spread, 0.96, 1.04);
        Assert.InRange(normal.WithinOne, 0.66, 0.71);
        Assert.True(normal.Probability > 0.01);
        var wide = ZScores.Of(Enumerable.Range(0, 3000).Select(_ => 2 * Draw()));
        Assert.True(wide.Probability < 1e-6);
        Assert.Equal(0, ZScores.Of([double.NaN]).Count);
    }

    [Fact]
    public void A_record_with_a_memory_counts_for_less()
    {
        var random = new Random(5);
        var (value, list) = (0.0, new List<double>());
        for (var k = 0; k < 20_000; k++)
        {
            value = (0.6 * value) + random.NextDouble() - 0.5;
            list.Add(value);
        }

        Assert.Equal(4, SampleCount.Inflation(list), 0.25);
        Assert.Equal(0.36, SampleCount.Lag(list, 2), 0.03);
        Assert.Equal(1, SampleCount.Inflation([1, 1, 1]));
    }
}

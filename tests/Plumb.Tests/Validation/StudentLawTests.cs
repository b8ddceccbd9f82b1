using Plumb.Validation;

namespace Plumb.Tests.Validation;

public sealed class StudentLawTests
{
    [Theory]
    [InlineData(12.7062, 1, 0.05)]
    [InlineData(4.30265, 2, 0.05)]
    [InlineData(3.18245, 3, 0.05)]
    [InlineData(2.77645, 4, 0.05)]
    [InlineData(3.16927, 10, 0.01)]
    [InlineData(2.04227, 30, 0.05)]
    [InlineData(2.62589, 100, 0.01)]
    public void Printed_quantiles_come_back(double t, int freedom, double probability)
    {
        Assert.Equal(probability, StudentLaw.TwoSided(t, freedom), 1e-5);
        Assert.Equal(probability, StudentLaw.TwoSided(-t, freedom), 1e-5);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(31)]
    public void It_is_the_integral_of_the_density(int freedom)
    {
        double Density(double x) => Math.Pow(1 + (x * x / freedom), -(freedom + 1) / 2.0);
        double Integral(double from, double to)
        {
            const int steps = 200_000;
            var step = (to - from) / steps;
            return Enumerable.Range(0, steps).Sum(k => Density(from + ((k + 0.5) * step))) * step;
        }

        var whole = Integral(0, 400);
        Assert.Equal(Integral(1.7, 400) / whole, StudentLaw.TwoSided(1.7, freedom), 1e-5);
    }

    [Fact]
    public void Ends_and_wrong_requests()
    {
        Assert.Equal(1, StudentLaw.TwoSided(0, 4), 1e-12);
        Assert.Equal(0, StudentLaw.TwoSided(double.PositiveInfinity, 4));
        Assert.Equal(0.0455, StudentLaw.TwoSided(2, 100_000), 1e-4);
        Assert.True(double.IsNaN(StudentLaw.TwoSided(double.NaN, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentLaw.TwoSided(1, 0));
    }
}

using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class MotionForecastTests
{
    private static readonly DateOnly Start = new(2024, 1, 1);
    private static readonly DateOnly[] Known = [.. new[] { 0, 12, 24, 48, 60, 72, 96 }.Select(Start.AddDays)];

    [Theory]
    [InlineData(-30)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(30)]
    [InlineData(96)]
    [InlineData(150)]
    public void A_line_goes_on(int day)
    {
        var weights = MotionForecast.Weights(Known, Start.AddDays(day));
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.Equal(day, weights.Zip(Known, (w, d) => w * (d.DayNumber - Start.DayNumber)).Sum(), 1e-9);
    }

    [Fact]
    public void Dates_between_take_from_the_two_around_and_those_beyond_from_five()
    {
        Assert.Equal([0, 0, 0.75, 0.25, 0, 0, 0], MotionForecast.Weights(Known, Start.AddDays(30)));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0], MotionForecast.Weights(Known, Start.AddDays(24)));
        var after = MotionForecast.Weights(Known, Start.AddDays(150));
        Assert.Equal([0.0, 0.0], after[..2]);
        Assert.All(after[2..], w => Assert.NotEqual(0, w));
        Assert.Equal([0.0, 0.0], MotionForecast.Weights(Known, Start.AddDays(-1))[5..]);
    }

    [Fact]
    public void The_line_ends_as_far_out_as_its_dates_span()
    {
        Assert.Equal((Start.AddDays(-60), Start.AddDays(168)), MotionForecast.Reach(Known));
        Assert.Equal(MotionForecast.Weights(Known, Start.AddDays(168)), MotionForecast.Weights(Known, Start.AddDays(4000)));
        Assert.Equal(MotionForecast.Weights(Known, Start.AddDays(-60)), MotionForecast.Weights(Known, Start.AddDays(-61)));
        Assert.Equal([1.0], MotionForecast.Weights([Start], Start.AddDays(7)));
        Assert.Equal([-1.0, 2.0], MotionForecast.Weights([Start, Start.AddDays(6)], Start.AddDays(20)).Select(w => Math.Round(w, 9)));
    }

    [Fact]
    public void At_its_end_the_line_is_known_to_two_deviations_of_a_date()
    {
        DateOnly[] even = [.. Enumerable.Range(0, 9).Select(k => Start.AddDays(12 * k))];
        Assert.Equal(2.0, Math.Sqrt(MotionForecast.Weights(even, Start.AddDays(144)).Sum(w => w * w)), 0.06);
    }
}

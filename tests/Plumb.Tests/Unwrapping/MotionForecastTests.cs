using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class MotionForecastTests
{
    private static readonly DateOnly Start = new(2024, 1, 1);

    [Fact]
    public void Lines_go_on_and_dates_between_lie_between()
    {
        DateOnly[] known = [.. new[] { 0, 12, 24, 48, 60, 72, 96 }.Select(Start.AddDays)];
        foreach (var day in new[] { -30, 0, 5, 24, 30, 96, 150 })
        {
            var weights = MotionForecast.Weights(known, Start.AddDays(day));
            Assert.Equal(1, weights.Sum(), 1e-12);
            Assert.Equal(day, weights.Zip(known, (w, d) => w * (d.DayNumber - Start.DayNumber)).Sum(), 1e-9);
        }

        // Between two dates these alone, at a date that date alone, beyond the end the last five.
        Assert.Equal([0, 0, 0.75, 0.25, 0, 0, 0], MotionForecast.Weights(known, Start.AddDays(30)));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0], MotionForecast.Weights(known, Start.AddDays(24)));
        Assert.Equal(5, MotionForecast.Weights(known, Start.AddDays(150)).Count(w => w != 0));
        Assert.Equal([1], MotionForecast.Weights([Start], Start.AddDays(7)));
    }

    [Fact]
    public void Pixels_without_a_value_take_the_nearest()
    {
        float[] values = [float.NaN, float.NaN, 3, float.NaN, 1, float.NaN, float.NaN, float.NaN, float.NaN];
        MotionForecast.Fill(values, 3);
        Assert.All(values, v => Assert.True(float.IsFinite(v)));
        Assert.Equal((1, 3), (values[7], values[2]));
        float[] nothing = [float.NaN, float.NaN];
        MotionForecast.Fill(nothing, 2);
        Assert.Equal([0, 0], nothing);
    }
}

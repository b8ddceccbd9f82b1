using Plumb.Processing.Trials;

namespace Plumb.Processing.Tests.Trials;

/// <summary>
/// Standard deviations against known truth on small scenes: 68 of a hundred within one, 95 within two. Shares of scenes with weather scatter from scene to scene, so
/// twice their standard error is allowed on top of what is asked for; `make bench QUESTION=Calibration` tries many more.
/// </summary>
public class CalibrationTests
{
    private const double One = 0.683;
    private const double Two = 0.954;

    [Theory]
    [InlineData("no weather, 4 looks", 3)]
    [InlineData("no weather, 9.3 looks", 3)]
    [InlineData("no weather, 40 looks", 3)]
    [InlineData("no weather, 9.3 looks, 30 % of the pairs missing", 3)]
    [InlineData("weather 8 mm", 14)]
    [InlineData("weather 8 mm, strata, ramps, elevation errors", 14)]
    [InlineData("weather 6 mm, two years, a step in the middle", 14)]
    public void Truth_lies_within_the_standard_deviations_as_often_as_it_should(string name, int scenes)
    {
        var trial = Calibration.Cases.Single(c => c.Name == name);
        foreach (var row in Calibration.Run(trial, scenes, 2, 52))
        {
            Check(row);
        }
    }

    [Theory]
    [InlineData("S-curve of 80 mm")]
    [InlineData("exponential decay of 60 mm")]
    [InlineData("logarithmic decay, 20 mm per unit")]
    public void So_it_does_where_the_parameters_of_a_shape_are_searched(string name)
    {
        foreach (var row in Calibration.RunShape(name, 14, 2, 52))
        {
            Check(row);
        }
    }

    private static void Check(CalibrationRow row)
    {
        Assert.True(row.GoodShare > 0.5, $"{row}");
        Assert.InRange(row.WithinOne, One - 0.03 - (2 * row.WithinOneError), One + 0.03 + (2 * row.WithinOneError));
        Assert.InRange(row.WithinTwo, Two - 0.02 - (2 * row.WithinTwoError), Two + 0.02 + (2 * row.WithinTwoError));
    }

    [Fact]
    public void The_table_does_not_depend_on_threads()
    {
        var trial = Calibration.Cases.Single(c => c.Name == "weather 4 mm");
        Assert.Equal(Calibration.Run(trial, 2, 1, 32), Calibration.Run(trial, 2, 3, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calibration.Run(trial, 1, 1));
    }
}

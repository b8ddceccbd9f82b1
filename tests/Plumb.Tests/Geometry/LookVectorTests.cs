using Plumb.Geometry;

namespace Plumb.Tests.Geometry;

public sealed class LookVectorTests
{
    [Theory]
    [InlineData(35.93, 349.54, -0.5770, -0.1065, 0.8097)]
    [InlineData(38.10, 190.22, 0.6072, -0.1095, 0.7869)]
    public void Agrees_with_the_design_check_numbers(double incidence, double heading, double east, double north, double up)
    {
        var look = LookVector.FromAngles(double.DegreesToRadians(incidence), double.DegreesToRadians(heading));
        Assert.Equal(east, look.East, 4);
        Assert.Equal(north, look.North, 4);
        Assert.Equal(up, look.Up, 4);
        Assert.Equal(incidence, double.RadiansToDegrees(look.Incidence), 9);
        Assert.Equal(heading, (double.RadiansToDegrees(look.Heading) + 360) % 360, 9);
    }

    [Fact]
    public void Subsidence_is_negative_and_uplift_positive_along_the_line_of_sight()
    {
        var look = LookVector.FromAngles(0.6, -0.2);
        Assert.True(look.Project(0, 0, -0.1) < 0);
        Assert.Equal(0.1 * Math.Cos(0.6), look.Project(0, 0, 0.1), 12);
    }

    [Fact]
    public void Elevation_and_orientation_give_the_direction_they_describe()
    {
        // Orientation counter-clockwise from east: pi/2 is north.
        var look = LookVector.FromElevation(0.9, 2.9);
        Assert.Equal(Math.Cos(0.9) * Math.Cos(2.9), look.East, 12);
        Assert.Equal(Math.Cos(0.9) * Math.Sin(2.9), look.North, 12);
        Assert.Equal(Math.Sin(0.9), look.Up, 12);
    }
}

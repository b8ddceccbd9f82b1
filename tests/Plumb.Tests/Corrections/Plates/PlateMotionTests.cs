using Plumb.Corrections.Plates;
using Plumb.Geometry;

namespace Plumb.Tests.Corrections.Plates;

public sealed class PlateMotionTests
{
    // Millimetres a year by UNAVCO's plate motion calculator (ITRF2014, no net rotation, height 0).
    [Theory]
    [InlineData("australia", -24, 132, 59.12, 32.69)]
    [InlineData("eurasia", 27, 62, 5.40, 28.34)]
    [InlineData("arabia", 18, 48, 29.32, 36.11)]
    public void Velocities_are_those_of_the_plate_motion_calculator(string plate, double latitude, double longitude, double north, double east)
    {
        var (e, n, up) = PlateMotion.Find(plate)!.VelocityAt(GeodeticPosition.FromDegrees(longitude, latitude, 0));
        Assert.Equal(north, 1000 * n, 0.05);
        Assert.Equal(east, 1000 * e, 0.05);
        Assert.True(Math.Abs(up) < 2e-4, "On the ellipsoid a rotation lifts next to nothing.");
    }

    // Rates of rotation, degrees per million years, as printed beside the vectors.
    [Theory]
    [InlineData("ANTA", 0.219)]
    [InlineData("ARAB", 0.515)]
    [InlineData("AUST", 0.631)]
    [InlineData("EURA", 0.261)]
    [InlineData("INDI", 0.516)]
    [InlineData("NAZC", 0.629)]
    [InlineData("NOAM", 0.194)]
    [InlineData("NUBI", 0.267)]
    [InlineData("PCFC", 0.679)]
    [InlineData("SOAM", 0.119)]
    [InlineData("SOMA", 0.332)]
    public void Vectors_have_the_length_printed_beside_them(string code, double rate)
    {
        var plate = PlateMotion.Find(code)!;
        Assert.Equal(rate, Math.Sqrt((plate.X * plate.X) + (plate.Y * plate.Y) + (plate.Z * plate.Z)) / 3.6, 1e-3);
    }

    [Fact]
    public void Names_are_found_in_any_writing_and_others_are_not()
    {
        Assert.Equal("NOAM", PlateMotion.Find("North America")!.Code);
        Assert.Equal("north_america", PlateMotion.Find("noam")!.Name);
        Assert.Null(PlateMotion.Find("atlantis"));
    }
}

using Plumb.Geometry;

namespace Plumb.Tests.Geometry;

/// <summary>Classes of visibility on planes, where they are known, and what slopes cast beyond themselves.</summary>
public sealed class SlopeVisibilityTests
{
    private const double Degree = Math.PI / 180;

    // An ascending radar of 36.26 degrees that looks to the east-north-east: it stands to the west-south-west.
    private static readonly LookVector Ascending = LookVector.FromAngles(36.26 * Degree, -10.44 * Degree);

    [Theory]
    [InlineData(2, 120, VisibilityClass.Flat)]
    [InlineData(20, 90, VisibilityClass.Sensitive)]
    [InlineData(30, 259.56, VisibilityClass.LowSensitivity)]
    [InlineData(45, 259.56, VisibilityClass.Layover)]
    [InlineData(45, 79.56, VisibilityClass.Sensitive)]
    [InlineData(53.4, 79.56, VisibilityClass.Parallel)]
    [InlineData(60, 79.56, VisibilityClass.Shadow)]
    public void A_plane_has_the_class_of_its_slope_and_aspect(double slope, double aspect, VisibilityClass expected)
    {
        var terrain = Plane(slope, aspect, 15, 17);
        var classes = SlopeVisibility.Classify(terrain, _ => Ascending, new VisibilityOptions());

        Assert.Equal(expected, classes[(7 * 17) + 8]);
        Assert.Equal(slope * Degree, terrain.SlopeAt((7 * 17) + 8), 1e-4);
        Assert.Equal(0, Math.IEEERemainder(terrain.AspectAt((7 * 17) + 8) - (aspect * Degree), 2 * Math.PI), 1e-3);

        // In the plane of the line of sight: b = atan(tan S cos(A - direction to the radar)), local incidence = incidence - b.
        var towards = Math.Atan2(Ascending.East, Ascending.North);
        var b = Math.Atan(Math.Tan(slope * Degree) * Math.Cos((aspect * Degree) - towards));
        Assert.Equal(Ascending.Incidence - b, SlopeVisibility.LocalIncidence(terrain, 8, Ascending), 1e-4);
        Assert.Equal(Math.Sin(Ascending.Incidence - b), SlopeVisibility.RIndex(terrain, 8, Ascending), 1e-4);
    }

    [Fact]
    public void A_wall_casts_shadow_behind_and_layover_before_itself()
    {
        // Seen from the west at 40 degrees: a wall of 100 m, one pixel wide, at column 30 of flat ground.
        var look = LookVector.FromAngles(40 * Degree, 0);
        const int Columns = 80;
        var height = new float[5 * Columns];
        for (var r = 0; r < 5; r++)
        {
            height[(r * Columns) + 30] = 100;
        }

        var terrain = new Terrain(height, 5, Columns, 10, 10);
        var classes = SlopeVisibility.Classify(terrain, _ => look, new VisibilityOptions());
        VisibilityClass At(int column) => classes[(2 * Columns) + column];

        // The satellite is in the west: shadow reaches 100 m times the tangent of the incidence to the east, layover 100 m over it to the west.
        Assert.Equal(VisibilityClass.Shadow, At(30 + 6));
        Assert.Equal(VisibilityClass.Flat, At(30 + 10));
        Assert.Equal(VisibilityClass.Layover, At(30 - 10));
        Assert.Equal(VisibilityClass.Flat, At(30 - 13));
        var untraced = SlopeVisibility.Classify(terrain, _ => look, new VisibilityOptions { Traced = false });
        Assert.Equal(VisibilityClass.Flat, untraced[(2 * Columns) + 36]);
    }

    [Fact]
    public void Motion_down_the_slope_comes_back_from_one_track_and_from_two()
    {
        var descending = LookVector.FromAngles(39.15 * Degree, -169.85 * Degree);
        var terrain = Plane(25, 100, 9, 9);
        var (east, north, up) = SlopeMotion.Downhill(terrain, 40);
        Assert.Equal(1, Math.Sqrt((east * east) + (north * north) + (up * up)), 1e-6);
        Assert.True(east > 0 && up < 0);
        double[] values = [Ascending.Project(0.05 * east, 0.05 * north, 0.05 * up), descending.Project(0.05 * east, 0.05 * north, 0.05 * up)];
        double[] shares = [SlopeMotion.Sensitivity(terrain, 40, Ascending), SlopeMotion.Sensitivity(terrain, 40, descending)];

        var both = SlopeMotion.Along(values, [0.002, 0.001], shares, 0.1);
        Assert.Equal(0.05, both.Rate, 1e-6);
        Assert.Equal(1 / Math.Sqrt((shares[0] * shares[0] / 4e-6) + (shares[1] * shares[1] / 1e-6)), both.Sigma, 1e-8);
        Assert.Equal(0, both.Misfit, 1e-3);
        Assert.True(double.IsNaN(SlopeMotion.Along(values, [0.002, 0.001], [0.05, -0.09], 0.1).Rate));

        var (rise, along, determinant) = SlopeMotion.UpAndAlong(Ascending, descending, terrain.AspectAt(40), values[0], values[1]);
        Assert.Equal(0.05 * up, rise, 1e-6);
        Assert.Equal(0.05 * Math.Cos(25 * Degree), along, 1e-6);
        Assert.True(Math.Abs(determinant) > 0.5);
        Assert.True(Math.Abs(SlopeMotion.UpAndAlong(Ascending, descending, 0, 0, 0).Determinant) < 0.2);
    }

    [Fact]
    public void Missing_heights_are_unknown()
    {
        var terrain = Plane(20, 90, 9, 9);
        terrain.Height[40] = float.NaN;
        var classes = SlopeVisibility.Classify(new Terrain(terrain.Height, 9, 9, 20, 20), _ => Ascending, new VisibilityOptions());
        Assert.Equal(VisibilityClass.Unknown, classes[40]);
        Assert.Equal(VisibilityClass.Unknown, classes[31]);
        Assert.NotEqual(VisibilityClass.Unknown, classes[0]);
    }

    private static Terrain Plane(double slope, double aspect, int rows, int columns)
    {
        var (sin, cos) = Math.SinCos(aspect * Degree);
        var height = new float[rows * columns];
        for (var i = 0; i < height.Length; i++)
        {
            var (east, north) = (i % columns * 20.0, -(i / columns) * 20.0);
            height[i] = (float)(1000 - (Math.Tan(slope * Degree) * ((east * sin) + (north * cos))));
        }

        return new Terrain(height, rows, columns, 20, 20);
    }
}

using Plumb.Acquisitions;
using Plumb.Corrections.Delays;
using Plumb.Corrections.Ionosphere;
using Plumb.Geometry;

namespace Plumb.Tests.Corrections.Ionosphere;

public sealed class IonosphereTests
{
    private static readonly DateTime Start = new(2022, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(34.2, -118.3, 349.54, 35.93)]
    [InlineData(-3.7, 121.9, 190.22, 38.10)]
    [InlineData(67.9, 179.5, 200, 45)]
    [InlineData(0, 0, 90, 1e-9)]
    public void The_line_of_sight_meets_the_shell_where_vectors_do(double latitude, double longitude, double heading, double incidence)
    {
        const double Earth = 6_371_000, Shell = 6_821_000;
        var look = LookVector.FromAngles(double.DegreesToRadians(incidence), double.DegreesToRadians(heading));
        var point = ShellPoint.Of(latitude, longitude, look, Earth, Shell);

        // The ground on the sphere, the look in its directions, the length of the way by the quadratic equation.
        var phi = Math.Atan(Math.Pow(1 - Wgs84.Flattening, 2) * Math.Tan(double.DegreesToRadians(latitude)));
        var lambda = double.DegreesToRadians(longitude);
        var up = new EcefVector(Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi));
        var east = new EcefVector(-Math.Sin(lambda), Math.Cos(lambda), 0);
        var sight = (east * look.East) + (up.Cross(east) * look.North) + (up * look.Up);
        var along = up.Dot(sight) * Earth;
        var shell = (up * Earth) + (sight * (Math.Sqrt((along * along) + (Shell * Shell) - (Earth * Earth)) - along));
        Assert.Equal(double.RadiansToDegrees(Math.Asin(shell.Z / Shell)), point.Latitude, 1e-9);
        Assert.Equal(0, Math.IEEERemainder(double.RadiansToDegrees(Math.Atan2(shell.Y, shell.X)) - point.Longitude, 360), 1e-9);
        Assert.Equal(1 / shell.Normalised().Dot(sight), point.Obliquity, 1e-9);
    }

    [Fact]
    public void One_unit_of_electrons_is_14_mm_in_the_C_band_and_a_quarter_of_a_metre_in_the_L_band()
    {
        Assert.Equal(40.31e16 / (5.405e9 * 5.405e9), IonosphericDelay.MetresPerTecu(Sensor.SpeedOfLight / 5.405e9), 1e-12);
        Assert.Equal(0.01380, IonosphericDelay.MetresPerTecu(Sensor.Sentinel1.Wavelength), 1e-5);
        Assert.Equal(0.2637, IonosphericDelay.MetresPerTecu(Sensor.Alos2.Wavelength), 1e-3);
    }

    [Fact]
    public void Between_maps_a_pattern_that_stands_still_under_the_Sun_is_kept_and_one_fixed_to_the_Earth_is_not()
    {
        // Electrons by the hour of the day alone: 20 + 10 cos(longitude + 15 degrees an hour).
        var maps = Maps((time, longitude) => 20 + (10 * Math.Cos(double.DegreesToRadians(longitude + (15 * time)))));
        foreach (var hours in (double[])[0, 0.3, 1, 1.7, 2, 3.999, 4])
        {
            var found = maps.At(Start.AddHours(hours), 12, 77);
            Assert.Equal(20 + (10 * Math.Cos(double.DegreesToRadians(77 + (15 * hours)))), found, 0.02);
        }

        var still = Maps((_, longitude) => 20 + (10 * Math.Cos(double.DegreesToRadians(longitude))));
        Assert.Equal(20 + (10 * Math.Cos(double.DegreesToRadians(77))), still.At(Start.AddHours(2), 12, 77), 0.02);
        Assert.True(Math.Abs(still.At(Start.AddHours(1), 12, 77) - still.At(Start.AddHours(2), 12, 77)) > 0.05);
    }

    [Fact]
    public void Outside_times_and_nodes_there_is_nothing_and_a_hole_spreads_to_what_it_touches()
    {
        var maps = Maps((_, _) => 20);
        Assert.True(double.IsNaN(maps.At(Start.AddSeconds(-1), 0, 0)));
        Assert.True(double.IsNaN(maps.At(Start.AddHours(4.001), 0, 0)));
        Assert.True(double.IsNaN(maps.At(Start, 88, 0)));
        Assert.Equal(20, maps.At(Start.AddHours(4), 87.5, 180), 1e-9);
        Assert.Equal(20, maps.At(Start.AddHours(4), -87.5, -541), 1e-9);
        var content = Enumerable.Repeat(20f, 3 * 71 * 73).ToArray();
        content[(71 * 73) + (30 * 73) + 40] = float.NaN;
        var holed = new TecMaps(Nodes, 6_821_000, 6_371_000, [Start, Start.AddHours(2), Start.AddHours(4)], content, null);
        Assert.True(double.IsNaN(holed.At(Start.AddHours(2), 12.6, 20.1)));
        Assert.Equal(20, holed.At(Start.AddHours(2), 17.6, 20.1), 1e-9);
        Assert.True(double.IsNaN(holed.RmsAt(Start, 0, 0)));
    }

    [Fact]
    public void Files_of_two_days_join_where_their_nodes_agree()
    {
        var (first, second) = (One(Start, 10), One(Start.AddHours(2), 30));
        Assert.Equal(20, TecMaps.Join(first, second).At(Start.AddHours(1), 5, 5), 1e-6);
        Assert.Throws<RequestException>(() => TecMaps.Join(second, first));
        var other = new TecMaps(Nodes, 6_721_000, 6_371_000, [Start.AddHours(2)], new float[71 * 73], null);
        Assert.Contains("nodes or heights differ", Assert.Throws<RequestException>(() => TecMaps.Join(first, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_that_are_none_are_refused()
    {
        Assert.Throws<RequestException>(() => new TecMaps(Nodes, 6_821_000, 6_371_000, [Start], new float[5], null));
        Assert.Throws<RequestException>(() => new TecMaps(Nodes, 6_371_000, 6_821_000, [Start], new float[71 * 73], null));
        Assert.Throws<RequestException>(() => new TecMaps(Nodes, 6_821_000, 6_371_000, [Start, Start], new float[2 * 71 * 73], null));
    }

    private static NodeGrid Nodes { get; } = new(87.5, -180, 2.5, 5, 71, 73);

    private static TecMaps One(DateTime time, float value) => new(Nodes, 6_821_000, 6_371_000, [time], [.. Enumerable.Repeat(value, 71 * 73)], null);

    private static TecMaps Maps(Func<double, double, double> content)
    {
        float[] values = [.. from hour in (double[])[0, 2, 4] from row in Enumerable.Range(0, 71) from column in Enumerable.Range(0, 73) select (float)content(hour, -180 + (5 * column))];
        return new TecMaps(Nodes, 6_821_000, 6_371_000, [Start, Start.AddHours(2), Start.AddHours(4)], values, null);
    }
}

using Plumb.Acquisitions;
using Plumb.Corrections.Delays;
using Plumb.Geometry;

namespace Plumb.Tests.Corrections.Delays;

public class SlantPathTests
{
    private static readonly NodeGrid Weather = new(37, 9, 0.05, 0.05, 41, 61);
    private static readonly double[] Levels = [.. Enumerable.Range(0, 60).Select(k => 50.0 * k), .. Enumerable.Range(0, 95).Select(k => 3000 + (200.0 * k)), .. Enumerable.Range(0, 40).Select(k => 22_000 + (1000.0 * k))];
    private static readonly double[] Ground = [0, 400, 1200, 2500];

    /// <summary>Against the integral of the refractivity along the straight line in Earth-centred coordinates, in steps of metres: an atmosphere that changes with the place.</summary>
    [Theory]
    [InlineData(0.4, -0.2)]
    [InlineData(0.68, -0.2)]
    [InlineData(0.68, 3.4)]
    public void Slant_delays_are_the_integral_along_the_line(double incidence, double heading)
    {
        var look = LookVector.FromAngles(incidence, heading);
        var nodes = new NodeGrid(36.2, 10.2, 0.2, 0.3, 3, 3);
        var paths = new SlantPaths(Weather, Levels, nodes, Ground, [.. Enumerable.Repeat(look, nodes.Count)]);
        var slant = paths.Of(Zenith());
        var (byPath, byCosine) = (0.0, 0.0);
        for (var node = 0; node < nodes.Count; node++)
        {
            for (var k = 0; k < Ground.Length; k++)
            {
                var (latitude, longitude) = (nodes.Latitude(node / 3), nodes.Longitude(node % 3));
                var truth = AlongLine(latitude, longitude, Ground[k], look);
                var found = slant.Values[(node * Ground.Length) + k];
                Assert.Equal(truth, found, 3e-4);
                byPath += Math.Pow(truth - found, 2);
                byCosine += Math.Pow(truth - (ZenithAt(latitude, longitude, Ground[k]) / Math.Cos(incidence)), 2);
            }
        }

        // The cosine alone is off by what the layers of the air lie aside, and by the roundness of the Earth.
        Assert.True(byCosine > 16 * byPath, $"{byCosine} {byPath}");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var nodes = new NodeGrid(36.2, 10.2, 0.2, 0.3, 2, 2);
        LookVector[] looks = [.. Enumerable.Repeat(LookVector.FromAngles(0.6, 0), 4)];
        Assert.Contains("Lines of sight need", Assert.Throws<RequestException>(() => new SlantPaths(Weather, Levels, nodes, [1e6], looks)).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new SlantPaths(Weather, Levels, nodes, Ground, looks.AsSpan(0, 3)));
        Assert.Contains("horizon", Assert.Throws<RequestException>(() => new SlantPaths(Weather, Levels, nodes, Ground, [.. looks.Select(_ => LookVector.FromAngles(1.5, 0))])).Message, StringComparison.Ordinal);
        var paths = new SlantPaths(Weather, Levels, nodes, Ground, looks);
        Assert.Contains("same nodes", Assert.Throws<RequestException>(() => paths.Of(new DelayCube(nodes, Levels, new float[4 * Levels.Length]))).Message, StringComparison.Ordinal);
    }

    /// <summary>Refractivity, N-units: it falls with the height and changes by a tenth over half a degree.</summary>
    private static double N(double latitude, double longitude, double height) =>
        (280 * Math.Exp(-height / 7800)) + (60 * Math.Exp(-height / 2100) * (1 + (0.5 * Math.Sin(2 * (latitude - 36)) * Math.Cos(1.5 * (longitude - 10)))));

    private static double ZenithAt(double latitude, double longitude, double height) =>
        1e-6 * ((280 * 7800 * Math.Exp(-height / 7800)) + (60 * 2100 * Math.Exp(-height / 2100) * (1 + (0.5 * Math.Sin(2 * (latitude - 36)) * Math.Cos(1.5 * (longitude - 10))))));

    private static DelayCube Zenith()
    {
        var delay = new float[Weather.Count * Levels.Length];
        for (var i = 0; i < delay.Length; i++)
        {
            var node = i / Levels.Length;
            delay[i] = (float)ZenithAt(Weather.Latitude(node / Weather.Columns), Weather.Longitude(node % Weather.Columns), Levels[i % Levels.Length]);
        }

        return new DelayCube(Weather, Levels, delay);
    }

    private static double AlongLine(double latitude, double longitude, double height, LookVector look)
    {
        var start = Wgs84.ToEcef(GeodeticPosition.FromDegrees(longitude, latitude, height));
        var ((sinLat, cosLat), (sinLon, cosLon)) = (Math.SinCos(double.DegreesToRadians(latitude)), Math.SinCos(double.DegreesToRadians(longitude)));
        var x = (-sinLon * look.East) - (sinLat * cosLon * look.North) + (cosLat * cosLon * look.Up);
        var y = (cosLon * look.East) - (sinLat * sinLon * look.North) + (cosLat * sinLon * look.Up);
        var z = (cosLat * look.North) + (sinLat * look.Up);
        var (sum, step) = (0.0, 20.0);
        for (var s = 0.5 * step; s < 110_000; s += step)
        {
            var at = Wgs84.FromEcef(new EcefVector(start.X + (s * x), start.Y + (s * y), start.Z + (s * z)));
            sum += 1e-6 * step * N(double.RadiansToDegrees(at.Latitude), double.RadiansToDegrees(at.Longitude), at.Height);
        }

        return sum;
    }
}

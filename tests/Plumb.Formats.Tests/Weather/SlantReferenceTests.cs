using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Corrections.Delays;
using Plumb.Formats.Gdal;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Geometry;

namespace Plumb.Formats.Tests.Weather;

/// <summary>Delays along the look through real weather, RAiDER's cube over southern California, which holds refractivity and its integrals to the top side by side.</summary>
public sealed class SlantReferenceTests
{
    private const string Cube = "weather_raider/era5/ERA-5_2020_01_30_T13_52_45_32N_35N_120W_115W.nc";
    private readonly double[] heights;
    private readonly NodeGrid nodes;
    private readonly float[] refractivity;
    private readonly float[] zenith;

    public SlantReferenceTests()
    {
        using var file = GdalDataset.Open(SharedData.Require(Cube));
        using var wet = file.OpenVariable("wet");
        heights = [.. Enumerable.Range(1, wet.BandCount).Select(b => double.Parse(wet.BandMetadata(b)["NETCDF_DIM_z"], CultureInfo.InvariantCulture))];
        var (rows, columns) = (wet.Rows, wet.Columns);
        float[] Read(string name, int band)
        {
            using var variable = file.OpenVariable(name);
            var plane = new float[rows * columns];
            variable.Read(band, new(0, 0, rows, columns), plane);
            return plane;
        }

        var (latitude, longitude) = (Read("latitude", 1), Read("longitude", 1));
        var isUpsideDown = latitude[0] < latitude[^1];
        nodes = new NodeGrid(
            Math.Max(latitude[0], latitude[^1]), longitude[0], Math.Abs(latitude[^1] - latitude[0]) / (rows - 1), (longitude[columns - 1] - longitude[0]) / (columns - 1), rows, columns);
        float[] Stack(string one, string other)
        {
            var values = new float[rows * columns * heights.Length];
            using var first = file.OpenVariable(one);
            using var second = file.OpenVariable(other);
            var (a, b) = (new float[rows * columns], new float[rows * columns]);
            for (var k = 0; k < heights.Length; k++)
            {
                first.Read(k + 1, new(0, 0, rows, columns), a);
                second.Read(k + 1, new(0, 0, rows, columns), b);
                for (var i = 0; i < a.Length; i++)
                {
                    var row = isUpsideDown ? rows - 1 - (i / columns) : i / columns;
                    values[(((row * columns) + (i % columns)) * heights.Length) + k] = a[i] + b[i];
                }
            }

            return values;
        }

        (refractivity, zenith) = (Stack("wet", "hydro"), Stack("wet_total", "hydro_total"));
    }

    /// <summary>The integral of the refractivity, linear between nodes and heights, along the straight line in Earth-centred coordinates, in steps of 10 m.</summary>
    [Theory]
    [InlineData(0.55, -0.18)]
    [InlineData(0.75, -0.18)]
    [InlineData(0.75, 3.32)]
    public void Delays_along_the_look_are_the_integral_of_RAiDERs_refractivity(double incidence, double heading)
    {
        var look = LookVector.FromAngles(incidence, heading);
        var places = new NodeGrid(33.7, -117.8, 0.4, 0.5, 2, 2);
        double[] ground = [0, 600, 1800];
        var cube = new DelayCube(nodes, heights, zenith);
        var slant = new SlantPaths(nodes, heights, places, ground, [.. Enumerable.Repeat(look, places.Count)]).Of(cube);
        var (byPath, byCosine) = (0.0, 0.0);
        var straight = new float[1];
        for (var node = 0; node < places.Count; node++)
        {
            for (var k = 0; k < ground.Length; k++)
            {
                var (latitude, longitude) = (places.Latitude(node / 2), places.Longitude(node % 2));
                var truth = AlongLine(latitude, longitude, ground[k], look);
                var found = slant.Values[(node * ground.Length) + k];
                Assert.Equal(truth, found, 1e-3);
                cube.Sample([latitude], [longitude], [(float)ground[k]], straight);
                byPath += Math.Pow(truth - found, 2);
                byCosine += Math.Pow(truth - (straight[0] / Math.Cos(incidence)), 2);
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{Math.Sqrt(byPath / 12) * 1000:0.00} mm along the look, {Math.Sqrt(byCosine / 12) * 1000:0.00} mm by the cosine");
        Assert.True(byPath < 0.1 * byCosine, $"{byPath} {byCosine}");
    }

    private double AlongLine(double latitude, double longitude, double height, LookVector look)
    {
        var start = Wgs84.ToEcef(GeodeticPosition.FromDegrees(longitude, latitude, height));
        var ((sinLat, cosLat), (sinLon, cosLon)) = (Math.SinCos(double.DegreesToRadians(latitude)), Math.SinCos(double.DegreesToRadians(longitude)));
        var x = (-sinLon * look.East) - (sinLat * cosLon * look.North) + (cosLat * cosLon * look.Up);
        var y = (cosLon * look.East) - (sinLat * sinLon * look.North) + (cosLat * sinLon * look.Up);
        var z = (cosLat * look.North) + (sinLat * look.Up);
        var (sum, step) = (0.0, 10.0);
        for (var s = 0.5 * step; ; s += step)
        {
            var at = Wgs84.FromEcef(new EcefVector(start.X + (s * x), start.Y + (s * y), start.Z + (s * z)));
            if (at.Height > heights[^1])
            {
                return sum;
            }

            sum += 1e-6 * step * At(double.RadiansToDegrees(at.Latitude), double.RadiansToDegrees(at.Longitude), at.Height);
        }
    }

    private double At(double latitude, double longitude, double height)
    {
        var (row, column) = (Math.Clamp(nodes.RowOf(latitude), 0, nodes.Rows - 1), Math.Clamp(nodes.ColumnOf(longitude), 0, nodes.Columns - 1));
        var (r, c) = (Math.Min((int)row, nodes.Rows - 2), Math.Min((int)column, nodes.Columns - 2));
        var k = Array.BinarySearch(heights, height);
        k = Math.Clamp(k < 0 ? ~k - 1 : k, 0, heights.Length - 2);
        var up = (height - heights[k]) / (heights[k + 1] - heights[k]);
        var sum = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var (south, east, top) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var weight = (south == 1 ? row - r : 1 - row + r) * (east == 1 ? column - c : 1 - column + c) * (top == 1 ? up : 1 - up);
            sum += weight * refractivity[((((r + south) * nodes.Columns) + c + east) * heights.Length) + k + top];
        }

        return sum;
    }
}

using Plumb.Corrections.Delays;
using Plumb.Kernels;

namespace Plumb.Tests.Corrections.Delays;

public sealed class DelayTests
{
    [Theory]
    [InlineData(1, 250, 0)]
    [InlineData(2, 900, -0.0065)]
    [InlineData(3, 2500, 0.003)]
    public void Hydrostatic_delay_of_air_in_balance_is_exact_whatever_the_levels(int seed, double spacing, double lapse)
    {
        // Temperature T0 + lapse z in balance with constant gravity; the integral of k1 R d dz is k1 R (p - 0) / g, with gravity's fall in height left to the tolerance.
        const double Latitude = 41.2, Gas = 287.06, AtSea = 101_300;
        var gravity = Geopotential.Gravity(0, Latitude);
        var random = new Random(seed);
        double[] levels = [.. Enumerable.Range(0, 30).Select(k => (k * spacing) + (random.NextDouble() * 0.4 * spacing)).Where(z => 288 + (lapse * z) > 150)];
        double Temperature(double z) => 288 + (lapse * z);
        double Pressure(double z) => lapse == 0 ? AtSea * Math.Exp(-gravity * z / (Gas * 288)) : AtSea * Math.Pow(Temperature(z) / 288, -gravity / (Gas * lapse));
        var air = new AirColumn(Latitude, levels, [.. levels.Select(Pressure)], [.. levels.Select(Temperature)], new double[levels.Length]);
        double[] heights = [-300, levels[0], 1234.5, 3333, levels[3], levels[^1] - 1];
        var (dry, wet) = (new double[heights.Length], new double[heights.Length]);
        air.Delays(heights, dry, wet);
        for (var j = 0; j < heights.Length; j++)
        {
            Assert.Equal(Pressure(heights[j]), air.PressureAt(heights[j]), 1e-6 * AtSea);

            // Numerically, with small steps and gravity at every height, from the pressure's own fall.
            var exact = 0.0;
            for (var z = heights[j]; z < levels[^1]; z += 5)
            {
                var next = Math.Min(z + 5, levels[^1]);
                exact += (Pressure(z) - Pressure(next)) / Geopotential.Gravity(0.5 * (z + next), Latitude);
            }

            exact += Pressure(levels[^1]) / Geopotential.Gravity(levels[^1], Latitude);
            Assert.Equal(1e-6 * 0.776 * Gas * exact, dry[j], 2e-5);
            Assert.Equal(0, wet[j]);
        }
    }

    [Fact]
    public void Refractivity_between_levels_is_a_straight_line()
    {
        var delay = new double[4];
        DelayColumn.Integrate([0, 100, 200, 300], [10, 0, 0, 4], [0, 50, 150, -20], delay);
        Assert.Equal([(500 + 200) * 1e-6, (125 + 200) * 1e-6, 200e-6, 900e-6], delay.Select(d => Math.Round(d, 12)));
    }

    [Fact]
    public void Levels_that_do_not_rise_are_refused() =>
        Assert.Contains("does not lie above", Assert.Throws<ArgumentException>(() => DelayColumn.Integrate([0, 100, 100], [1, 1, 1], [0], new double[1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Height_and_geopotential_are_inverse_and_right()
    {
        // 10 km above the ellipsoid at 45 degrees: 9.80620 m/s2 falls by 2 z / R, half of that on average.
        Assert.Equal(9.8062 * 10_000 * (1 - (10_000 / 6_356_766.0)), Geopotential.Of(10_000, 45), 30.0);
        for (var latitude = -90; latitude <= 90; latitude += 15)
        {
            Assert.Equal(8123.4, Geopotential.Height(Geopotential.Of(8123.4, latitude), latitude), 1e-6);
        }

        Assert.True(Geopotential.Height(50_000, 0) > Geopotential.Height(50_000, 80) + 20);
    }

    [Fact]
    public void Vapour_pressure_saturates_where_it_should()
    {
        Assert.Equal(611.21, HumidAir.VapourPressureOfRelative(100, 273.16), 0.01);
        Assert.Equal(2339, HumidAir.VapourPressureOfRelative(100, 293.15), 10.0);
        Assert.Equal(103, HumidAir.VapourPressureOfRelative(100, 253.15), 25.0);
        Assert.Equal(1600, HumidAir.VapourPressure(0.01, 100_000), 20.0);
        Assert.Equal(0, HumidAir.VapourPressure(-1e-7, 100_000));
    }

    [Fact]
    public void Model_levels_obey_the_hydrostatic_equation()
    {
        // Isothermal dry air: geopotential is R T ln(p0 / p) from the surface, up to the half-level rule of the topmost level.
        var (temperature, humidity) = (new double[HybridLevels.Count], new double[HybridLevels.Count]);
        Array.Fill(temperature, 250);
        var (pressure, geopotential) = (new double[HybridLevels.Count], new double[HybridLevels.Count]);
        HybridLevels.Fill(95_000, 5000, temperature, humidity, pressure, geopotential);
        for (var k = 0; k < HybridLevels.Count - 10; k++)
        {
            var exact = 5000 + (287.06 * 250 * Math.Log(95_000 / pressure[k]));
            Assert.Equal(exact, geopotential[k], 0.002 * Math.Max(9.8 * 10, exact - 5000));
            Assert.True(k == 0 || pressure[k] < pressure[k - 1]);
        }

        Assert.Equal(95_000 * (1 - ((1 - 0.997630) / 2)), pressure[0], 1e-6);
    }

    [Theory]
    [InlineData(2, 42, true)]
    [InlineData(3, 1, true)]
    [InlineData(5, 7, false)]
    public void Looked_up_in_lanes_a_cube_has_the_values_of_the_plain_formula(int seed, int levels, bool even)
    {
        var random = new Random(seed);
        var nodes = new NodeGrid(32.5, 130.2, 0.25, 0.3, 6, 5);
        var heights = new double[levels];
        for (var k = 1; k < levels; k++)
        {
            heights[k] = heights[k - 1] + (even ? 50 : 20 + (400 * random.NextDouble()));
        }

        float[] values = [.. Enumerable.Range(0, nodes.Count * levels).Select(_ => (float)(2 + random.NextDouble()))];
        values[(7 * levels) + (levels / 2)] = float.NaN;
        var cube = new DelayCube(nodes, heights, values);
        foreach (var count in new[] { 1, 15, 16, 131 })
        {
            double[] latitude = [.. Enumerable.Range(0, count).Select(_ => 31.2 + (1.4 * random.NextDouble()))];
            double[] longitude = [.. Enumerable.Range(0, count).Select(i => 130.1 + (1.4 * random.NextDouble()) + (i % 3 == 0 ? 360 : 0))];
            float[] height = [.. Enumerable.Range(0, count).Select(i => i % 11 == 5 ? float.NaN : (float)((1.2 * heights[^1] * random.NextDouble()) - 30))];
            var expected = Enumerable.Range(0, count).Select(i => Plain(cube, latitude[i], longitude[i], height[i])).ToArray();
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                var (places, found) = (new DelayPlaces(count, width), new float[count]);
                cube.Sample(places, latitude, longitude, height, found);
                for (var i = 0; i < count; i++)
                {
                    Assert.Equal(double.IsNaN(expected[i]), float.IsNaN(found[i]));
                    Assert.True(float.IsNaN(found[i]) || Math.Abs(expected[i] - found[i]) < 1e-5, $"{expected[i]} {found[i]}");
                }
            }
        }
    }

    [Fact]
    public void A_cube_is_linear_between_nodes_and_heights_and_knows_its_edges()
    {
        var nodes = new NodeGrid(40, 179, 0.5, 0.5, 3, 4);
        double[] heights = [0, 100, 250];
        var values = new float[3 * 4 * 3];
        for (var node = 0; node < 12; node++)
        {
            for (var k = 0; k < 3; k++)
            {
                values[(node * 3) + k] = (float)Plane(nodes.Latitude(node / 4), nodes.Longitude(node % 4), heights[k]);
            }
        }

        var cube = new DelayCube(nodes, heights, values);

        // The nodes lie across the date line: 180.4 degrees east is 179.6 west.
        double[] latitude = [39.9, 39.0, 39.3, 39.3, 38.99];
        double[] longitude = [179.0, 180.5, -179.6, 177.0, 179.5];
        float[] height = [0, 175, 400, 50, 10];
        var zenith = new float[5];
        cube.Sample(latitude, longitude, height, zenith);
        Assert.Equal(Plane(39.9, 179, 0), zenith[0], 1e-5);
        Assert.Equal(Plane(39, 180.5, 175), zenith[1], 1e-5);
        Assert.Equal(Plane(39.3, 180.4, 400), zenith[2], 1e-5);
        Assert.True(float.IsNaN(zenith[3]) && float.IsNaN(zenith[4]));
        var half = DelayCube.Between(cube, new DelayCube(nodes, heights, [.. values.Select(v => v + 1)]), 0.25);
        half.Sample(latitude, longitude, height, zenith);
        Assert.Equal(Plane(39, 180.5, 175) + 0.25, zenith[1], 1e-5);
        Assert.Throws<RequestException>(() => DelayCube.Between(cube, new DelayCube(nodes with { West = 180 }, heights, values), 0.5));

        static double Plane(double latitude, double longitude, double height) => 2 + (0.01 * latitude) - (0.02 * (longitude - 179)) - (0.0003 * height);
    }

    /// <summary>The eight corners with their weights, in double precision.</summary>
    private static double Plain(DelayCube cube, double latitude, double longitude, float height)
    {
        var nodes = cube.Nodes;
        if (!nodes.Covers(latitude, longitude) || (cube.Heights.Length > 1 && float.IsNaN(height)))
        {
            return double.NaN;
        }

        var (row, column) = (nodes.RowOf(latitude), nodes.ColumnOf(longitude));
        var (r, c) = (Math.Clamp((int)row, 0, nodes.Rows - 2), Math.Clamp((int)column, 0, nodes.Columns - 2));
        var k = 0;
        while (k < cube.Heights.Length - 2 && height >= cube.Heights[k + 1])
        {
            k++;
        }

        var up = cube.Heights.Length == 1 ? 0 : (height - cube.Heights[k]) / (cube.Heights[k + 1] - cube.Heights[k]);
        var sum = 0.0;
        for (var corner = 0; corner < (cube.Heights.Length == 1 ? 4 : 8); corner++)
        {
            var (south, east, top) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var value = cube.Values[((((r + south) * nodes.Columns) + c + east) * cube.Heights.Length) + k + top];
            sum += value * (south == 1 ? row - r : 1 - row + r) * (east == 1 ? column - c : 1 - column + c) * (top == 1 ? up : 1 - up);
        }

        return sum;
    }
}

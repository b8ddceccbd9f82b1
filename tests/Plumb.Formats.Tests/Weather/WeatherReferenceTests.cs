using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Gdal;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Formats.Weather;

namespace Plumb.Formats.Tests.Weather;

/// <summary>Delays of real weather against those of RAiDER and PyAPS.</summary>
public sealed class WeatherReferenceTests
{
    private static readonly double[] Latitudes = [31.0, 31.5, 32.0, 32.25, 31.25, 32.75, 33.0];
    private static readonly double[] Longitudes = [130.0, 130.5, 131.0, 131.25, 131.5, 130.0, 130.25];
    private static readonly float[] Heights = [300, 250, 1500, 800, 400, 1000, 3000];

    /// <summary>Dry and wet zenith delays of pyaps3 0.3.2 (PyAPS(..., grib='era5', humidity='Q', Del=...).getdelay()) at the places above, metres, on the two dates.</summary>
    private static readonly (double[] Dry, double[] Wet, double Step)[] Pyaps =
    [
        ([2.2355559, 2.2488000, 1.9402130, 2.1095860, 2.2093191, 2.0601850, 1.6165990], [0.0614160, 0.0613260, 0.0173165, 0.0324370, 0.0958200, 0.0288230, 0.0132490], 160.140),
        ([2.2459021, 2.2594011, 1.9298140, 2.1074040, 2.2154679, 2.0573380, 1.5893720], [0.0423100, 0.0302070, 0.0163330, 0.0178680, 0.0255194, 0.0229780, 0.0157760], 158.351),
    ];

    [Fact]
    public void Grib_on_levels_of_pressure_gives_the_delays_of_PyAPS()
    {
        var folder = SharedData.Require("era5_pyaps_kyushu");
        var epochs = WeatherFolder.Scan([folder], out var refused);
        Assert.Empty(refused);
        Assert.Equal([new DateTime(2010, 10, 17, 14, 0, 0), new DateTime(2011, 1, 17, 14, 0, 0)], epochs.Select(e => e.Time));
        for (var date = 0; date < 2; date++)
        {
            var weather = WeatherFile.Read(epochs[date], 31, 33, 130, 131.5);
            for (var i = 0; i < Heights.Length; i++)
            {
                var (dry, wet) = AsPyaps(weather, Latitudes[i], Longitudes[i], Heights[i], Pyaps[date].Step);
                Assert.Equal(Pyaps[date].Dry[i], dry, 1e-3);
                Assert.Equal(Pyaps[date].Wet[i], wet, 1e-3);
            }
        }
    }

    /// <summary>
    /// With the conventions of PyAPS: gravity is 9.81 m/s2 everywhere, heights are geopotential over it, nothing lies above the highest level, and the wet delay of a
    /// height is that of the next of its 300 heights, one step above.
    /// </summary>
    private static (double Dry, double Wet) AsPyaps(WeatherCube weather, double latitude, double longitude, double height, double step)
    {
        var nodes = weather.Nodes;
        var air = weather.Column(((int)Math.Round(nodes.RowOf(latitude)) * nodes.Columns) + (int)Math.Round(nodes.ColumnOf(longitude)));
        double[] z = [.. air.Height.Select(h => Geopotential.Of(h, latitude) / 9.81)];
        double[] moist = [.. air.Vapour.Select((e, k) => Refractivity.Wet(e, air.Temperature[k]))];
        var wet = new double[1];
        DelayColumn.Integrate(z, moist, [height + step], wet);
        var pressure = (air with { Height = z }).PressureAt(height);
        return (1e-6 * 0.776 * 287.05 * (pressure - air.Pressure[^1]) / 9.81, wet[0]);
    }

    [Fact]
    public void The_hydrostatic_delay_is_that_of_the_pressure_at_the_ground()
    {
        // Saastamoinen 1972: 2.2768 mm per hectopascal, with gravity at the centre of the air's mass.
        var epoch = WeatherFolder.Scan([SharedData.Require("era5_pyaps_kyushu")], out _)[0];
        var weather = WeatherFile.Read(epoch, 31, 33, 130, 131.5);
        for (var node = 0; node < weather.Nodes.Count; node++)
        {
            var air = weather.Column(node);
            double[] heights = [air.Height[0], 1700];
            var (dry, wet) = (new double[2], new double[2]);
            air.Delays(heights, dry, wet);
            for (var j = 0; j < 2; j++)
            {
                var saastamoinen = 2.2768e-5 * air.PressureAt(heights[j]) / (1 - (0.00266 * Math.Cos(air.Latitude * Math.PI / 90)) - (0.28e-6 * heights[j]));
                Assert.Equal(saastamoinen, dry[j], 1e-3);
            }
        }
    }

    [Fact]
    public void Refractivity_is_that_of_RAiDER()
    {
        var lines = File.ReadAllLines(SharedData.Require("weather_raider/weather_model_data.csv"));
        Assert.True(lines.Length > 20);
        foreach (var line in lines.Skip(1))
        {
            var v = line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray();

            // RAiDER leaves the lightness of vapour out of the hydrostatic part and goes by way of a saturation pressure, so its vapour is a little less than that of the specific humidity.
            Assert.Equal(v[4], Refractivity.Wet(HumidAir.VapourPressure(v[1], v[2]), v[3]), 0.02 * v[4] + 1e-9);
            Assert.Equal(v[5], Refractivity.Hydrostatic(v[2], 0, v[3]), 1e-6 * v[5]);
        }
    }

    [Fact]
    public void Integrals_are_those_of_RAiDER()
    {
        using var file = GdalDataset.Open(SharedData.Require("weather_raider/era5/ERA-5_2020_01_30_T13_52_45_32N_35N_120W_115W.nc"));
        double[] Column(string name, int row, int column)
        {
            using var variable = file.OpenVariable(name);
            var value = new float[1];
            return [.. Enumerable.Range(1, variable.BandCount).Select(b =>
            {
                // The file counts its 12 rows from the south.
                variable.Read(b, new(variable.Rows - 1 - row, column, 1, 1), value);
                return (double)value[0];
            })];
        }

        using var pressure = file.OpenVariable("p");
        double[] heights = [.. Enumerable.Range(1, pressure.BandCount).Select(b => double.Parse(pressure.BandMetadata(b)["NETCDF_DIM_z"], CultureInfo.InvariantCulture))];
        var (p, t, e) = (Column("p", 5, 8), Column("t", 5, 8), Column("e", 5, 8));
        var (wetTotal, hydroTotal) = (Column("wet_total", 5, 8), Column("hydro_total", 5, 8));
        var at = Array.FindIndex(heights, h => Math.Abs(h - 500.95) < 0.01);
        Assert.Equal(0.0421603, wetTotal[at], 1e-6);
        double[] wet = [.. e.Select((v, k) => Refractivity.Wet(v, t[k]))];
        double[] hydro = [.. p.Select((v, k) => Refractivity.Hydrostatic(v, 0, t[k]))];
        var sums = new double[heights.Length];
        DelayColumn.Integrate(heights, wet, heights, sums);
        for (var k = 0; k < heights.Length; k++)
        {
            // Its k2 is 0.233, that of the text 0.716 - 0.776 / 1.608 = 0.2333.
            Assert.Equal(wetTotal[k], sums[k], (4e-5 * wetTotal[k]) + 1e-8);
        }

        DelayColumn.Integrate(heights, hydro, heights, sums);
        for (var k = 0; k < heights.Length; k++)
        {
            Assert.Equal(hydroTotal[k], sums[k], 2e-6);
        }
    }

    [Fact]
    public void Zenith_delays_of_RAiDER_are_read()
    {
        var path = SharedData.Require("weather_raider/scenario_1/golden_data/HRRR_tropo_20200101T120000_ztd.nc");
        var epoch = Assert.Single(WeatherFolder.Scan([path], out _));
        Assert.Equal(new DateTime(2020, 1, 1, 12, 0, 0), epoch.Time);
        Assert.Equal(WeatherKind.DelayHeights, epoch.Kind);
        var cube = DelayFile.Read(epoch, 36, 37, -92, -91);
        var zenith = new float[3];
        double[] south = [.. Enumerable.Repeat(epoch.Nodes.Latitude(51), 3)];
        double[] east = [.. Enumerable.Repeat(epoch.Nodes.Longitude(50), 3)];
        cube.Sample(south, east, [0f, 500f, 750f], zenith);

        // The numbers that GDAL's own tools print there: hydrostatic and wet at 0, 500 and 1000 m.
        Assert.Equal(3.36482434 + 0.0385517, zenith[0], 1e-5);
        Assert.Equal(3.22694643 + 0.03014989, zenith[1], 1e-5);
        Assert.Equal((3.22694643 + 0.03014989 + 3.09765317 + 0.02285884) / 2, zenith[2], 1e-5);
    }

    [Fact]
    public void Model_levels_and_levels_of_pressure_of_netCDF_are_read()
    {
        var levels = Assert.Single(WeatherFile.Epochs(SharedData.Require("weather_raider/era5/ERA-5_2020_01_30_T13_52_45.nc")));
        Assert.Equal((WeatherKind.ModelLevels, new DateTime(2020, 1, 30, 14, 0, 0)), (levels.Kind, levels.Time));
        var cube = WeatherFile.Read(levels, 15.5, 17, -101.5, -100);
        Assert.Equal(HybridLevels.Count, cube.Levels);
        var sea = 0;
        for (var node = 0; node < cube.Nodes.Count; node++)
        {
            if (cube.Height[node] < 60)
            {
                // Level 137 lies some ten metres above the surface; the tropical sea has about 1012 hPa and 2.5 to 2.65 m of delay.
                sea++;
                Assert.Equal(101_200, cube.Pressure[node], 600.0);
                var (dry, wet) = (new double[1], new double[1]);
                cube.Column(node).Delays([0], dry, wet);
                Assert.Equal(2.305, dry[0], 0.02);
                Assert.InRange(wet[0], 0.15, 0.4);
            }
        }

        Assert.True(sea > 5);
        var pressure = Assert.Single(WeatherFile.Epochs(SharedData.Require("weather_raider/era5/ERA-5_2019_01_01_T02_00_00.nc")));
        Assert.Equal((WeatherKind.PressureLevels, new DateTime(2019, 1, 1, 2, 0, 0)), (pressure.Kind, pressure.Time));
        var air = WeatherFile.Read(pressure, 19.8, 20.2, -100.2, -99.8);
        Assert.Equal(37, air.Levels);
        Assert.Equal(100_000f, air.Pressure[0]);
        Assert.Equal(100, air.Height[0], 60.0);
        Assert.Equal(5800, air.Height[(Array.IndexOf(air.Pressure, 50_000f) / air.Nodes.Count * air.Nodes.Count)], 150.0);
    }
}

using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Gdal;

public sealed class PositionTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Projection_agrees_with_proj_and_goes_back()
    {
        using var forward = new CoordinateTransform(Crs.Wgs84, CrsReader.Parse("EPSG:32649"));
        var (x, y) = forward.Apply(111.5, 31.2);
        Assert.Equal(547633.4000, x, tolerance: 1e-4);
        Assert.Equal(3451874.9695, y, tolerance: 1e-4);
        using var back = new CoordinateTransform(CrsReader.Parse("EPSG:32649"), Crs.Wgs84);
        double[] xs = [x, x + 100, double.NaN];
        double[] ys = [y, y + 100, 1];
        Assert.Equal(1, back.Apply(xs, ys));
        Assert.Equal(111.5, xs[0], 9);
        Assert.Equal(31.2, ys[0], 9);
        Assert.True(double.IsNaN(xs[2]) && double.IsNaN(ys[2]));
        Assert.Throws<ArgumentException>(() => back.Apply(xs, new double[2]));
    }

    [Fact]
    public void Many_points_go_through_in_one_call()
    {
        using var forward = new CoordinateTransform(Crs.Wgs84, CrsReader.Parse("EPSG:32649"));
        var x = Enumerable.Range(0, 5000).Select(i => 110 + (i * 0.0005)).ToArray();
        var y = Enumerable.Repeat(31.0, 5000).ToArray();
        Assert.Equal(0, forward.Apply(x, y));
        for (var i = 1; i < x.Length; i++)
        {
            Assert.InRange(x[i] - x[i - 1], 47, 48);
        }
    }

    [Fact]
    public void Definitions_are_normalised_to_codes()
    {
        Assert.Equal(Crs.Wgs84, CrsReader.Parse(" epsg:4326 "));
        Assert.Equal(Crs.Wgs84, CrsReader.Parse("WGS84"));
        Assert.Equal(new Crs("EPSG:32614", false), CrsReader.Parse("+proj=utm +zone=14 +datum=WGS84 +units=m +no_defs"));
        var wkt = CrsReader.ToWkt(new Crs("EPSG:32649", false));
        Assert.StartsWith("PROJCRS[", wkt, StringComparison.Ordinal);
        Assert.Equal(new Crs("EPSG:32649", false), CrsReader.Parse(wkt));
        Assert.Equal("", CrsReader.ToWkt(Crs.Radar));
        var own = CrsReader.Parse("+proj=tmerc +lat_0=0 +lon_0=111.3 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m");
        Assert.False(own.IsGeographic);
        Assert.Equal(own, CrsReader.Parse(own.Definition));
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTM 49")]
    [InlineData("EPSG:999999")]
    [InlineData("/etc/passwd")]
    [InlineData("http://127.0.0.1:9/crs")]
    [InlineData("EPSG:2263")]
    [InlineData("PROJCS[\"broken")]
    public void Other_definitions_are_refused(string definition) =>
        Assert.Throws<RequestException>(() => CrsReader.Parse(definition));

    [Fact]
    public void Radar_coordinates_have_no_transformation() =>
        Assert.Throws<RequestException>(() => new CoordinateTransform(Crs.Radar, Crs.Wgs84));

    [Fact]
    public void A_south_up_raster_is_presented_north_up()
    {
        float[] southUp = [1, 2, 3, 4, 5, 6];
        using var dataset = GdalDataset.Open(Envi("south.bin", southUp, "1, 1, 10, 50, 0.1, 0.1, WGS-84", "-y 0.1", 3, 2));
        var up = new float[6];
        dataset.Read(1, dataset.Grid.Whole, up);
        Assert.True(dataset.Grid.StepY < 0);
        Assert.Equal(southUp, up);
    }

    [Fact]
    public void Rows_of_a_south_up_geotiff_are_turned()
    {
        var ascii = folder.File("grid.asc");
        File.WriteAllText(ascii, "ncols 2\nnrows 3\nxllcorner 10\nyllcorner 50\ncellsize 0.5\n1 2\n3 4\n5 6\n");
        var path = folder.File("flipped.tif");
        NativeTool.Run("gdal_translate", "-q", "-a_srs", "EPSG:4326", "-a_ullr", "10", "50", "11", "51.5", ascii, path);
        using var dataset = GdalDataset.Open(path);
        Assert.Equal(new Grid(Crs.Wgs84, 10, 51.5, 0.5, -0.5, 2, 3), dataset.Grid);
        var values = new float[6];
        dataset.Read(1, dataset.Grid.Whole, values);
        Assert.Equal([5, 6, 3, 4, 1, 2], values);
        var row = new float[2];
        dataset.Read(1, new Tile(0, 0, 1, 2), row);
        Assert.Equal([5, 6], row);
    }

    [Fact]
    public void A_position_without_a_system_needs_one_to_be_named()
    {
        var path = folder.File("grid.asc");
        File.WriteAllText(path, "ncols 2\nnrows 2\nxllcorner 10\nyllcorner 50\ncellsize 0.5\n1 2\n3 4\n");
        using var dataset = GdalDataset.Open(path);
        var error = Assert.Throws<RequestException>(() => dataset.Grid);
        Assert.Contains("names no coordinate reference system", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Grid(Crs.Wgs84, 10, 51, 0.5, -0.5, 2, 2), dataset.GridOr(Crs.Wgs84));
        Assert.True(dataset.GridOr(Crs.Radar).Crs.IsRadar);
    }

    [Fact]
    public void A_rotated_raster_is_refused_but_its_pixels_can_be_read()
    {
        using var dataset = GdalDataset.Open(Envi("turned.bin", [1, 2, 3, 4], "1, 1, 10, 50, 0.1, 0.1, WGS-84, rotation=30", "", 2, 2));
        var error = Assert.Throws<RequestException>(() => dataset.Grid);
        Assert.Contains("gdalwarp", error.Message, StringComparison.Ordinal);
        var values = new float[4];
        dataset.Read(1, new Tile(0, 0, 2, 2), values);
        Assert.Equal([1, 2, 3, 4], values);
    }

    [Fact]
    public void Real_products_have_their_known_grids()
    {
        var data = DataFolder();
        using var phase = GdalDataset.Open(Path.Combine(data, "pyrate_mexicocity_s1/unw/cropA_20180106-20180130_VV_8rlks_eqa_unw.tif"));
        Assert.Equal(Crs.Wgs84, phase.Grid.Crs);
        Assert.Equal((60, 100), (phase.Rows, phase.Columns));
        Assert.Equal(-99.191069781636742, phase.Grid.OriginX, 12);
        Assert.Equal("2018-01-06", phase.Metadata()["FIRST_DATE"]);

        using var heights = GdalDataset.Open(Path.Combine(data, "dem_rome_30m/Rome-30m-DEM.tif"));
        Assert.Equal(Crs.Wgs84, heights.Grid.Crs);

        using var rates = GdalDataset.Open(Path.Combine(data, "gmtsar_tibet_s1_t012/vel_mask_ll_gnss3.grd"));
        Assert.Equal(538, rates.GridOr(Crs.Wgs84).Columns);
        Assert.Equal(38.404166666838542, rates.GridOr(Crs.Wgs84).OriginY, 12);
        var values = new float[rates.Columns * rates.Rows];
        rates.Read(1, new Tile(0, 0, rates.Rows, rates.Columns), values);
        Assert.Equal(-64.19711303710938, values.Where(float.IsFinite).Min(), 5);
    }

    [Fact]
    public void Variables_of_containers_are_opened_by_name_and_unpacked()
    {
        var data = DataFolder();
        using var weather = GdalDataset.Open(Path.Combine(data, "weather_raider/era5/ERA-5_2019_01_01_T02_00_00.nc"));
        Assert.Equal(["z", "r", "q", "t"], weather.Variables);
        using var temperature = weather.OpenVariable("t");
        Assert.Equal(37, temperature.BandCount);
        var kelvin = new float[9];
        temperature.Read(37, new Tile(0, 0, 3, 3), kelvin);
        Assert.All(kelvin, t => Assert.InRange(t, 230f, 320f));
        Assert.Contains("z, r, q, t", Assert.Throws<RequestException>(() => weather.OpenVariable("wind")).Message, StringComparison.Ordinal);
    }

    private static string DataFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Plumb.slnx")))
        {
            at = at.Parent;
        }

        var data = at is null ? "" : Path.Combine(at.FullName, "..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(data), "../shared/data is absent");
        return data;
    }

    private string Envi(string name, float[] values, string mapInfo, string note, int columns, int rows)
    {
        var path = folder.File(name);
        File.WriteAllBytes(path, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray());
        File.WriteAllText(
            Path.ChangeExtension(path, ".hdr"),
            $"ENVI\ndescription = {{{note}}}\nsamples = {columns}\nlines = {rows}\nbands = 1\ndata type = 4\ninterleave = bsq\nbyte order = 0\nmap info = {{Geographic Lat/Lon, {mapInfo}}}\n");
        return path;
    }
}

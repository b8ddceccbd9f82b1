using System.Buffers.Binary;
using Plumb.Formats.Gamma;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Products;

namespace Plumb.Formats.Tests.Gamma;

public sealed class GammaBinaryTests
{
    private static readonly string Root = Path.Combine(ProductFolder.SharedData, "gamma_binary_sample");

    private const string Map = """
        Gamma DIFF&GEO DEM/MAP parameter file
        DEM_projection:     UTM
        data_format:        INTEGER*2
        DEM_hgt_offset:          0.00000
        DEM_scale:               1.00000
        width:               40
        nlines:              30
        corner_north:  3399960.0  m
        corner_east:   500040.0  m
        post_north:    -80.0  m
        post_east:      80.0  m
        projection_zone: 49
        false_northing: 0.0 m
        """;

    [Fact]
    public void Raw_file_gives_exactly_the_values_of_its_geotiff()
    {
        ProductFolder.SkipWithoutData("gamma_binary_sample");
        var inspection = StackInspector.Inspect([Root]);
        var product = Assert.Single(inspection.Products);
        Assert.Equal("GAMMA binary", product.Family);
        Assert.Equal("20090713_20090817", product.Pair.ToString());
        var raw = ProductFolder.ReadAll(product.Unwrapped);
        using var tiff = GdalDataset.Open(Path.Combine(Root, "16x20_20090713-20090817_VV_4rlks_utm.tif"));
        var expected = new float[320];
        tiff.Read(1, tiff.Grid.Whole, expected);
        Assert.Equal(expected, raw);
        Assert.Contains(raw, v => !float.IsNaN(v));
        Assert.Equal(0.0562356, product.Sensor!.Wavelength, 7);
        Assert.InRange(double.RadiansToDegrees(product.IncidenceAtCentre), 19, 29);

        var heights = ProductFolder.ReadAll(inspection.Geometry.Height!);
        using var dem = GdalDataset.Open(Path.Combine(Root, "dem16x20_subset_from_gamma.tif"));
        var expectedHeights = new float[320];
        dem.Read(1, dem.Grid.Whole, expectedHeights, keepNoData: true);
        Assert.Equal(expectedHeights, heights);
    }

    [Fact]
    public void Grid_is_that_of_the_parameter_file_and_near_that_of_the_geotiff()
    {
        ProductFolder.SkipWithoutData("gamma_binary_sample");
        var grid = GammaMap.Read(Path.Combine(Root, "dem16x20raw.dem.par")).Grid;
        Assert.Equal((16, 20), (grid.Columns, grid.Rows));
        var (x, y) = grid.CentreOf(0, 0);
        Assert.Equal(150.3870833, x, 9);
        Assert.Equal(-33.3831945, y, 9);
        using var tiff = GdalDataset.Open(Path.Combine(Root, "16x20_20090713-20090817_VV_4rlks_utm.tif"));
        var (row, column) = tiff.Grid.PixelAt(x, y);
        Assert.InRange(row, -0.05, 0.05);
        Assert.InRange(column, -0.05, 0.05);
    }

    [Fact]
    public void A_sinking_bowl_is_negative_displacement()
    {
        using var folder = new ProductFolder();
        WriteFlat(folder, "20190103-20190115.unw", ProductFolder.Bowl);
        WriteFlat(folder, "20190103-20190115.cc", (_, _) => 0.8f);
        folder.Write("site.dem.par", Map);
        folder.Write(Sidecar.FileName, "wavelength: 0.05546576\nincidence: 35\nheading: -12\neffective_looks: 8\n");
        var inspection = folder.Inspect();
        var product = Assert.Single(inspection.Products);
        Assert.True(inspection.IsUsable, InspectionTable.Text(inspection));
        Assert.Equal(ProductFolder.Utm, product.Grid);
        var phase = ProductFolder.ReadAll(product.Unwrapped);
        var moved = (phase[(15 * 40) + 20] - phase[0]) * product.Sensor!.MetresPerRadian;
        Assert.Equal(-0.040, moved, 4);
        Assert.Equal(0.8f, ProductFolder.ReadAll(product.Coherence!)[5]);
    }

    [Fact]
    public void Dates_in_reverse_are_swapped_and_the_sign_changed()
    {
        using var folder = new ProductFolder();
        WriteFlat(folder, "20190115-20190103.unw", (r, c) => -ProductFolder.Bowl(r, c));
        folder.Write("site.dem.par", Map);
        var product = Assert.Single(folder.Inspect().Products);
        Assert.Equal("20190103_20190115", product.Pair.ToString());
        Assert.Equal("dates swapped, sign changed", product.Converted);
        Assert.Equal(ProductFolder.Bowl(15, 20), ProductFolder.ReadAll(product.Unwrapped)[(15 * 40) + 20]);
    }

    [Fact]
    public void Truncated_and_foreign_files_are_named_all_at_once()
    {
        using var folder = new ProductFolder();
        WriteFlat(folder, "20190103-20190115.unw", ProductFolder.Bowl);
        WriteFlat(folder, "20190115-20190127.unw", ProductFolder.Bowl);
        var cut = folder.File("20190115-20190127.unw");
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..1000]);
        folder.Write("site.dem.par", Map);
        folder.Write("r20190103_VV_slc.par", "Reference Granule: x\n");
        folder.Write("r20190115_VV_slc.par", "date: 2019 1 16\nradar_frequency: 5.4e9 Hz\n");
        var problems = folder.Inspect().Problems;
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where == cut && p.What.Contains("1000 bytes", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where.EndsWith("r20190103_VV_slc.par", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where.EndsWith("r20190115_VV_slc.par", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("number_of_state_vectors: 2000000000\ntime_of_first_state_vector: 1\nstate_vector_interval: 1\n")]
    [InlineData("number_of_state_vectors: 3\ntime_of_first_state_vector: 1\nstate_vector_interval: 0\n")]
    [InlineData("number_of_state_vectors: 3\ntime_of_first_state_vector: 1\nstate_vector_interval: 10\nstate_vector_position_1: 1 2 3\n")]
    [InlineData("")]
    public void Hostile_headers_are_refused(string orbit)
    {
        using var folder = new ProductFolder();
        var file = folder.Write("r20190103_slc.par", "date: 2019 1 3\nradar_frequency: 5.4e9 Hz\n" + orbit);
        Assert.Contains(file, Assert.Throws<RequestException>(() => GammaImage.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("width:               40", "width:               0")]
    [InlineData("post_north:    -80.0", "post_north:    80.0")]
    [InlineData("projection_zone: 49", "projection_zone: 99")]
    [InlineData("DEM_projection:     UTM", "DEM_projection:     OMCH")]
    [InlineData("corner_east:   500040.0  m", "corner_east:   NaN  m")]
    public void Bad_map_headers_are_refused(string before, string after)
    {
        using var folder = new ProductFolder();
        var file = folder.Write("x.dem.par", Map.Replace(before, after, StringComparison.Ordinal));
        Assert.Throws<RequestException>(() => GammaMap.Read(file));
    }

    [Fact]
    public void A_truncated_baseline_table_is_refused()
    {
        using var folder = new ProductFolder();
        var file = folder.Write("a_bperp.par", "  0  0 0 1 1 30 1 1 1\n  0 200 0 1 1 30 1 1 1\n 500 0 0 1 1 30 1 1 1\n");
        Assert.Throws<RequestException>(() => GammaBaseline.ReadTable(file));
        Assert.Throws<RequestException>(() => GammaBaseline.ReadComponents(file, 0));
    }

    private static void WriteFlat(ProductFolder folder, string name, Func<int, int, float> value)
    {
        var values = ProductFolder.Values(ProductFolder.Utm, value);
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4 * i), values[i]);
        }

        File.WriteAllBytes(folder.File(name), bytes);
    }
}

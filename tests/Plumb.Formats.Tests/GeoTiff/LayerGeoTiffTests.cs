using System.Text.Json;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoTiff;
using Plumb.Formats.Tests.Gdal;
using Plumb.Grids;

namespace Plumb.Formats.Tests.GeoTiff;

public sealed class LayerGeoTiffTests : IDisposable
{
    internal static readonly LayerDescription Rate = new("rate", "Rate along the line of sight", Unit.MetrePerYear, Sign.TowardsSatellite, "area A");
    private static readonly Grid Utm = new(new Crs("EPSG:32649", false), 550_000, 3_452_000, 40, -40, 1100, 900);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_layer_comes_back_with_its_unit_sign_and_bits()
    {
        var values = RasterRoundTripTests.Values(Utm);
        LayerGeoTiff.Write(new Layer(Rate, Utm, values), folder.File("rate.tif"));
        var back = LayerGeoTiff.Read(folder.File("rate.tif"));
        Assert.Equal(Rate, back.Description);
        Assert.Equal(Utm, back.Grid);
        Assert.Equal(values, back.Values.ToArray());
        Assert.Equal(["rate.qml", "rate.tif"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Gdal_sees_a_cloud_optimised_file_with_unit_sign_and_no_data()
    {
        LayerGeoTiff.Write(new Layer(Rate, Utm, RasterRoundTripTests.Values(Utm)), folder.File("rate.tif"));
        using var info = JsonDocument.Parse(NativeTool.Run("gdalinfo", "-json", folder.File("rate.tif")));
        var metadata = info.RootElement.GetProperty("metadata");
        Assert.Equal("COG", metadata.GetProperty("IMAGE_STRUCTURE").GetProperty("LAYOUT").GetString());
        var tags = metadata.GetProperty("");
        Assert.Equal("m/yr", tags.GetProperty("UNIT").GetString());
        Assert.Equal("positive towards the satellite", tags.GetProperty("SIGN").GetString());
        Assert.Equal("area A", tags.GetProperty("RELATIVE_TO").GetString());
        Assert.Equal("Rate along the line of sight", tags.GetProperty("TITLE").GetString());
        Assert.Equal("Area", tags.GetProperty("AREA_OR_POINT").GetString());
        var band = info.RootElement.GetProperty("bands")[0];
        Assert.Equal("NaN", band.GetProperty("noDataValue").ToString());
        Assert.Equal("m/yr", band.GetProperty("unit").GetString());
        Assert.Equal("Float32", band.GetProperty("type").GetString());
        Assert.NotEmpty(band.GetProperty("overviews").EnumerateArray());
    }

    [Fact]
    public void A_mask_names_its_flags()
    {
        var mask = new Mask(Utm);
        mask.Add(0, MaskReasons.Water | MaskReasons.LowCoherence);
        mask.Add(5, MaskReasons.LargeResidual);
        LayerGeoTiff.Write(mask, folder.File("mask.tif"));
        using var dataset = GdalDataset.Open(folder.File("mask.tif"));
        var first = new ushort[6];
        dataset.Read(1, new Tile(0, 0, 1, 6), first);
        Assert.Equal([68, 0, 0, 0, 0, 256], first);
        Assert.Null(dataset.NoData(1));
        Assert.Equal("1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096", dataset.Metadata()["FLAG_MASKS"]);
        Assert.Equal(
            "no_data outside_area low_coherence low_temporal_coherence disconnected too_few_pairs water layover_or_shadow large_residual uncertain open_loops aliased noisy",
            dataset.Metadata()["FLAG_MEANINGS"]);
    }

    [Fact]
    public void Layers_in_radar_coordinates_one_pixel_and_all_missing_are_written()
    {
        LayerGeoTiff.Write(new Layer(Rate, Grid.Radar(1, 1), [float.NaN]), folder.File("one.tif"));
        var back = LayerGeoTiff.Read(folder.File("one.tif"));
        Assert.True(back.Grid.Crs.IsRadar);
        Assert.True(float.IsNaN(back[0, 0]));
    }

    [Fact]
    public void A_raster_without_tags_is_not_taken_for_a_layer()
    {
        CogWriter.Write(folder.File("plain.tif"), Utm, new float[Utm.PixelCount], new RasterOptions());
        Assert.Contains("unit and sign", Assert.Throws<RequestException>(() => LayerGeoTiff.Read(folder.File("plain.tif"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unit_and_sign_has_its_own_text()
    {
        Assert.All(Enum.GetValues<Unit>(), unit => Assert.Equal(unit, LayerText.UnitOf(LayerText.Of(unit))));
        Assert.All(Enum.GetValues<Sign>(), sign => Assert.Equal(sign, LayerText.SignOf(LayerText.Of(sign))));
        Assert.Null(LayerText.UnitOf("furlong"));
        Assert.Null(LayerText.SignOf(null));
    }

    [Theory]
    [InlineData(RasterLayout.Tiled)]
    [InlineData(RasterLayout.CloudOptimised)]
    public void A_full_disk_is_reported_and_leaves_no_file(RasterLayout layout)
    {
        using var disk = new TinyDisk(1024);
        var path = Path.Combine(disk.Path, "rate.tif");
        var error = Assert.Throws<IOException>(() =>
        {
            using var writer = RasterWriter.Create(path, Utm, new RasterOptions { Layout = layout });
            writer.Write(1, Utm.Whole, RasterRoundTripTests.Values(Utm));
            writer.Complete();
        });
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path));
        error = Assert.Throws<IOException>(() => LayerGeoTiff.Write(new Layer(Rate, Utm, RasterRoundTripTests.Values(Utm)), path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_reported()
    {
        File.WriteAllText(folder.File("file"), "");
        var path = Path.Combine(folder.File("file"), "rate.tif");
        Assert.Contains(path, Assert.Throws<IOException>(() => LayerGeoTiff.Write(new Layer(Rate, Utm, new float[Utm.PixelCount]), path)).Message, StringComparison.Ordinal);
    }
}

using Plumb.Formats.Tests.Hdf5;
using Plumb.Formats.Weather;

namespace Plumb.Formats.Tests.Weather;

public sealed class WeatherUnhappyTests : IDisposable
{
    private const string Rsc = "WIDTH 4\nFILE_LENGTH 2\nX_FIRST 106.5\nY_FIRST 38.5\nX_STEP 0.1\nY_STEP -0.1\n";
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-weather-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Delays_of_Gacos_are_read()
    {
        Gacos("20230104.ztd", Rsc, [2.1f, 2.2f, 2.3f, 2.4f, 2.1f, 2.2f, 0f, 2.6f]);
        var epoch = Assert.Single(WeatherFolder.Scan([folder], out var refused));
        Assert.Empty(refused);
        Assert.True(epoch.IsWholeDay);
        Assert.Equal(new DateTime(2023, 1, 4), epoch.Time);
        var cube = DelayFile.Read(epoch, 38.4, 38.5, 106.5, 106.8);
        var zenith = new float[3];
        cube.Sample([38.5, 38.5, 38.45], [106.5, 106.55, 106.65], [100f, 2000f, 0f], zenith);
        Assert.Equal(2.1f, zenith[0], 1e-6f);
        Assert.Equal(2.15f, zenith[1], 1e-5f);
        Assert.True(float.IsNaN(zenith[2]), "A node of 0 is no delay.");
    }

    [Theory]
    [InlineData("20230104.ztd", Rsc, 5, "has 20 bytes, not the 32")]
    [InlineData("20230104.ztd", null, 8, "needs 20230104.ztd.rsc beside it")]
    [InlineData("20230104.ztd", "WIDTH 3\nFILE_LENGTH 2\nX_FIRST 106.5\nY_FIRST 38.5\nX_STEP 0.1\n", 6, "has no number Y_STEP")]
    [InlineData("20230104.ztd", "WIDTH 3e12\nFILE_LENGTH 2\nX_FIRST 106.5\nY_FIRST 38.5\nX_STEP 0.1\nY_STEP -0.1\n", 6, "are no image")]
    [InlineData("2023-1-4.ztd", Rsc, 8, "named after their date")]
    public void Wrong_delays_of_Gacos_are_refused(string name, string? header, int count, string message)
    {
        Gacos(name, header, [.. Enumerable.Repeat(2.3f, count)]);
        var error = Assert.Throws<RequestException>(() =>
        {
            var epoch = Assert.Single(WeatherFolder.Scan([folder], out _));
            DelayFile.Read(epoch, 38.4, 38.5, 106.5, 106.7);
        });
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delays_in_other_units_are_refused()
    {
        Gacos("20230104.ztd", Rsc, [2100, 2200, 2300, 2400, 2500, 2600, 2700, 2800]);
        var epoch = Assert.Single(WeatherFolder.Scan([folder], out _));
        Assert.Contains("which is none in metres", Assert.Throws<RequestException>(() => DelayFile.Read(epoch, 38.4, 38.5, 106.5, 106.7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_or_strange_file_is_told_and_the_others_are_used()
    {
        var real = SharedData.Require("era5_pyaps_kyushu/ERA5_N30_N40_E120_E140_20101017_14.grb");
        File.Copy(real, Path.Combine(folder, "good.grb"));
        File.WriteAllBytes(Path.Combine(folder, "short.grb"), File.ReadAllBytes(real)[..100_000]);
        File.WriteAllText(Path.Combine(folder, "text.nc"), "no weather");
        var epoch = Assert.Single(WeatherFolder.Scan([folder], out var refused));
        Assert.Equal("good.grb", Path.GetFileName(epoch.Path));
        Assert.Equal(2, refused.Count);
        Assert.Contains(refused, r => r.Contains("short.grb", StringComparison.Ordinal) && r.Contains("levels", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_folder_and_a_missing_one_are_told()
    {
        Assert.Contains("No weather is found", Assert.Throws<RequestException>(() => WeatherFolder.Scan([folder], out _)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<RequestException>(() => WeatherFolder.Scan([Path.Combine(folder, "none")], out _)).Message, StringComparison.Ordinal);
    }

    private void Gacos(string name, string? header, float[] values)
    {
        var bytes = new byte[4 * values.Length];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        if (header is not null)
        {
            File.WriteAllText(Path.Combine(folder, name + ".rsc"), header);
        }
    }
}

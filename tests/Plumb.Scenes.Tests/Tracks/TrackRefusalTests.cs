using Plumb.Formats.GeoTiff;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Inputs that cannot be put together: each command says what, where and why, and ends with 2.</summary>
public sealed class TrackRefusalTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 14;
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-refusal-").FullName;
    private readonly string good;

    public TrackRefusalTests() => good = Track("good", 500_000, i => 0.001f * (i % 7));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("decompose")]
    [InlineData("compare")]
    [InlineData("mosaic")]
    [InlineData("slopes")]
    public void Inputs_that_are_damaged_or_do_not_fit_are_refused(string command)
    {
        Refused(command, File("cut.h5", "\u0089HDF cut short"), "cut.h5");
        Refused(command, File("words.tif", "no picture"), "words.tif");
        Refused(command, File("words.csv", "longitude,latitude,rate_mm_yr\n117,33,fast\n"), "words.csv:2", "'fast'");
        Refused(command, File("columns.csv", "x,y,z\n1,2,3\n"), "rate_mm_yr");
        Refused(command, File("nothing.csv", "longitude,latitude,rate_mm_yr,rate_sigma_mm_yr\n"), "no good pixel");
        Refused(command, File("rates.txt", "1 2 3"), "'.txt'");
        Refused(command, Path.Combine(folder, "absent"), "is not there");
        Refused(command, Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName, "no finished run");
        Refused(command, Track("blank", 500_000, _ => float.NaN), "blank.tif", "no good pixel");
        Refused(command, good, "given twice");
        Refused(command, Displacement(), "rates in m/yr");
        Refused(command, Track("lone", 500_000, i => i, sigma: false), "standard deviation");
        if (command != "slopes")
        {
            Refused(command, Track("far", 600_000, i => 0.001f * i), command == "mosaic" ? "shares no ground" : "share no ground");
        }
        else
        {
            Refused(command, Track("other", 500_000, i => 0.001f * i), "--dem");
        }
    }

    [Fact]
    public void A_velocity_file_that_was_cut_short_is_refused()
    {
        var whole = Path.Combine(SharedData.Require("mintpy_coso_velocity"), "velocity_a064.h5.gz");
        using var stream = new System.IO.Compression.GZipStream(System.IO.File.OpenRead(whole), System.IO.Compression.CompressionMode.Decompress);
        var bytes = new byte[200_000];
        stream.ReadExactly(bytes);
        var path = Path.Combine(folder, "velocity.h5");
        System.IO.File.WriteAllBytes(path, bytes);
        Refused("compare", path, "velocity.h5");
    }

    private void Refused(string command, string input, params string[] words)
    {
        var output = Path.Combine(folder, "result");
        Invocation.Of(command, good, input, "--look=-10,38", "--look=-170,39", "-o", output).Expect(2, words);
        Assert.False(Directory.Exists(output), $"{command} {input} wrote something");
    }

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string Displacement()
    {
        var path = Path.Combine(folder, "moved.tif");
        LayerGeoTiff.Write(new Layer(new LayerDescription("displacement", "Displacement", Unit.Metre, Sign.TowardsSatellite, "somewhere"), Ground(500_000), new float[Rows * Columns]), path);
        return path;
    }

    private string Track(string name, double west, Func<int, float> rate, bool sigma = true)
    {
        void Write(string file, string what, Sign sign, Func<int, float> value) => LayerGeoTiff.Write(
            new Layer(new LayerDescription(what, what, Unit.MetrePerYear, sign, sign == Sign.None ? "" : "somewhere"), Ground(west), [.. Enumerable.Range(0, Rows * Columns).Select(value)]), Path.Combine(folder, file));
        Write(name + ".tif", "rate", Sign.TowardsSatellite, rate);
        if (sigma)
        {
            Write(name + "_sigma.tif", "rate_sigma", Sign.None, _ => 0.001f);
        }

        return Path.Combine(folder, name + ".tif");
    }

    private static Grid Ground(double west) => new(CrsReader.Parse("EPSG:32650"), west, 3_720_000, 80, -80, Rows, Columns);
}

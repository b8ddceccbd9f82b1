using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Cli.Commands;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Cli.Tests.Commands;

public sealed class FilterCommandTests : IDisposable
{
    private const int Rows = 70;
    private const int Columns = 90;
    private static readonly WrappedScene Scene = WrappedScene.Make(WrappedSceneKind.Standard, Rows, Columns, 6);
    private static readonly Grid Map = new(new Crs("EPSG:32650", false), 500_000, 3_800_000, 80, -80, Columns, Rows);
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-filter-").FullName;
    private readonly float[] pairs = new float[2 * Rows * Columns];
    private TestProgram program = new();

    public FilterCommandTests()
    {
        for (var p = 100; p < Rows * Columns; p++)
        {
            pairs[2 * p] = 3 * Scene.Coherence[p] * MathF.Cos(Scene.Wrapped[p]);
            pairs[(2 * p) + 1] = 3 * Scene.Coherence[p] * MathF.Sin(Scene.Wrapped[p]);
        }

        Save("a.int", pairs);
        Save("a.coh", Scene.Coherence);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("goldstein")]
    [InlineData("baran")]
    [InlineData("gaussian")]
    [InlineData("boxcar")]
    [InlineData("adaptive")]
    public void Memory_and_threads_do_not_change_a_byte(string method)
    {
        string[] how = ["--method", method, "--width", "90", "--patch", "16", "--coherence", At("a.coh")];
        Assert.Equal(0, Run("filter", [At("a.int"), "-o", At("1.int"), "--threads", "1", .. how]));
        Assert.Equal(0, Run("filter", [At("a.int"), "-o", At("3.int"), "--threads", "3", "--memory", "1MiB", .. how]));
        var bytes = File.ReadAllBytes(At("1.int"));
        Assert.Equal(bytes, File.ReadAllBytes(At("3.int")));
        Assert.Equal(8 * Rows * Columns, bytes.Length);
        Assert.All(bytes[..800], b => Assert.Equal(0, b));
        Assert.Contains("residues before", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_on_the_map_keep_their_place_and_type()
    {
        SaveMap("a.tif", ImageFormat.GeoTiff);
        SaveMap("a.img", ImageFormat.Envi);
        Assert.Equal(0, Run("filter", At("a.tif"), "-o", At("f.tif")));
        Assert.Equal(0, Run("filter", At("a.img"), "-o", At("f.img"), "--json"));
        using (var json = JsonDocument.Parse(program.Output))
        {
            Assert.Equal(Rows, json.RootElement.GetProperty("rows").GetInt32());
            Assert.True(json.RootElement.GetProperty("residues_after").GetInt64() <= json.RootElement.GetProperty("residues_before").GetInt64());
        }

        var (tif, img) = (Load("f.tif"), Load("f.img"));
        Assert.Equal(tif, img);
        Assert.Equal(0, Run("coherence", At("a.tif"), "-o", At("c.tif"), "--window", "3x3"));
        using var coherence = ImageFile.Open(At("c.tif"));
        Assert.Equal(Map, coherence.Grid);
        Assert.False(coherence.IsComplex);
    }

    [Fact]
    public void Two_images_give_their_interferogram_and_coherence()
    {
        var turned = new float[pairs.Length];
        for (var p = 0; p < Rows * Columns; p++)
        {
            (turned[2 * p], turned[(2 * p) + 1]) = (-pairs[(2 * p) + 1], pairs[2 * p]);
        }

        Save("b.int", turned);
        Assert.Equal(0, Run("interferogram", At("a.int"), At("b.int"), "-o", At("i.int"), "--width", "90", "--looks", "2x3"));
        var formed = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At("i.int"))).ToArray();
        Assert.Equal(2 * 35 * 30, formed.Length);

        // a conj(i a) = -i |a|^2.
        var expected = 0.0;
        foreach (var p in new[] { (20 * 90) + 30, (20 * 90) + 31, (20 * 90) + 32, (21 * 90) + 30, (21 * 90) + 31, (21 * 90) + 32 })
        {
            expected -= ((pairs[2 * p] * pairs[2 * p]) + (pairs[(2 * p) + 1] * pairs[(2 * p) + 1])) / 6;
        }

        Assert.Equal(0, formed[2 * ((10 * 30) + 10)], 1e-5f);
        Assert.Equal((float)expected, formed[(2 * ((10 * 30) + 10)) + 1], 1e-4f);
        Assert.Equal(0, Run("coherence", At("a.int"), At("b.int"), "-o", At("c.coh"), "--width", "90", "--unbiased", "--sigma", At("s.coh"), "--fringe"));
        var coherence = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At("c.coh"))).ToArray();
        Assert.All(coherence[..90], v => Assert.True(float.IsNaN(v)));
        Assert.All(coherence[200..], v => Assert.Equal(1, v, 0.01));
        Assert.Equal(4 * Rows * Columns, new FileInfo(At("s.coh")).Length);
    }

    [Fact]
    public void What_cannot_be_done_is_said_and_nothing_is_written()
    {
        Save("short.int", pairs[..^17]);
        Save("other.int", pairs[..^180]);
        Save("empty.int", new float[180]);
        ImageWriter.Write(At("real.tif"), ImageFormat.GeoTiff, Map, Scene.Coherence, new RasterBand("coherence", ""));
        var before = Directory.GetFiles(folder).Order().ToArray();
        Refused("whole rows of 90", "filter", At("short.int"), "-o", At("x"), "--width", "90");
        Refused("not whole rows of 77", "filter", At("a.int"), "-o", At("x"), "--width", "77");
        Refused("real numbers where complex", "filter", At("real.tif"), "-o", At("x"));
        Refused("69 x 90", "coherence", At("a.int"), At("other.int"), "-o", At("x"), "--width", "90");
        Refused("69 x 90", "interferogram", At("a.int"), At("other.int"), "-o", At("x"), "--width", "90");
        Refused("both read and written", "filter", At("a.int"), "-o", At("a.int"), "--width", "90");
        Refused("does not exist", "filter", At("none.int"), "-o", At("x"), "--width", "90");
        Refused("patch is 48", "filter", At("a.int"), "-o", At("x"), "--width", "90", "--patch", "48");
        Refused("--window is '5'", "filter", At("a.int"), "-o", At("x"), "--width", "90", "--window", "5");
        Refused("holds no data", "filter", At("empty.int"), "-o", At("x"), "--width", "90");
        Refused("--threads is -1", "filter", At("a.int"), "-o", At("x"), "--width", "90", "--threads=-1");
        Refused("not for an interferogram alone", "coherence", At("a.int"), "-o", At("x"), "--width", "90", "--unbiased");
        Refused("no data in common", "coherence", At("empty.int"), At("empty.int"), "-o", At("x"), "--width", "90");
        Refused("-o OUT", "coherence", At("a.int"), "--width", "90");
        Refused("--looks is 71x1", "interferogram", At("a.int"), At("a.int"), "-o", At("x"), "--width", "90", "--looks", "71x1");
        Assert.Equal(before, Directory.GetFiles(folder).Order());
    }

    private void Refused(string why, string command, params string[] arguments)
    {
        Assert.Equal(2, Run(command, arguments));
        Assert.Contains(why, program.Error, StringComparison.Ordinal);
    }

    private int Run(string command, params string[] arguments)
    {
        program = new TestProgram();
        PlumbCommand[] commands = [new FilterCommand(), new CoherenceCommand(), new InterferogramCommand()];
        return program.Run(commands, [command, .. arguments]);
    }

    private string At(string name) => Path.Combine(folder, name);

    private void Save(string name, float[] values) => File.WriteAllBytes(At(name), MemoryMarshal.AsBytes<float>(values).ToArray());

    private void SaveMap(string name, ImageFormat format)
    {
        using var writer = ImageRowWriter.Create(At(name), format, Map, true, new RasterBand("interferogram", ""));
        writer.Write(pairs);
        writer.Complete();
    }

    private float[] Load(string name)
    {
        using var file = ImageFile.Open(At(name));
        Assert.Equal(Map, file.Grid);
        Assert.True(file.IsComplex);
        var values = new float[2 * Rows * Columns];
        file.ReadRows(0, values);
        return values;
    }
}

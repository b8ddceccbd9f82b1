using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Cli.Commands;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Cli.Tests.Commands;

public sealed class UnwrapCommandTests : IDisposable
{
    private const int Rows = 70;
    private const int Columns = 90;
    private static readonly WrappedScene Scene = WrappedScene.Make(WrappedSceneKind.Standard, Rows, Columns, 6);
    private static readonly Grid Map = new(new Crs("EPSG:32650", false), 500_000, 3_800_000, 80, -80, Columns, Rows);
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-unwrap-").FullName;
    private readonly TestProgram program = new();

    public UnwrapCommandTests()
    {
        var pairs = new float[2 * Rows * Columns];
        for (var p = 0; p < Rows * Columns; p++)
        {
            pairs[2 * p] = 3 * Scene.Coherence[p] * MathF.Cos(Scene.Wrapped[p]);
            pairs[(2 * p) + 1] = 3 * Scene.Coherence[p] * MathF.Sin(Scene.Wrapped[p]);
        }

        Save("a.int", pairs);
        Save("a.phase", Scene.Wrapped);
        Save("a.coh", Scene.Coherence);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Flat_complex_numbers_become_flat_phases_and_components()
    {
        Assert.Equal(0, Unwrap("a.int", "-o", At("a.unw"), "--coherence", At("a.coh"), "--looks", "20", "--width", "90", "--components", At("a.cc")));
        AssertRight(Load("a.unw"));
        var components = File.ReadAllBytes(At("a.cc"));
        Assert.Equal(Rows * Columns, components.Length);
        Assert.True(components.Count(c => c == 1) > 0.8 * components.Length);
        Assert.Contains("component 1: ", program.Output, StringComparison.Ordinal);
        Assert.Contains("residues", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--looks is not given", program.Error, StringComparison.Ordinal);
        Assert.Equal(["a.cc", "a.coh", "a.int", "a.phase", "a.unw"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Phases_and_complex_numbers_give_the_same_and_what_is_assumed_is_said()
    {
        Assert.Equal(0, Unwrap("a.phase", "-o", At("p.unw"), "--coherence", At("a.coh"), "--width", "90"));
        Assert.Contains("--looks is not given: 10 looks are taken", program.Error, StringComparison.Ordinal);
        AssertRight(Load("p.unw"));
        Assert.Equal(0, Unwrap("a.int", "-o", At("i.unw"), "--width", "90", "--type", "complex64", "--costs", "defo"));
        Assert.Contains("No coherence is given", program.Error, StringComparison.Ordinal);
        AssertRight(Load("i.unw"));
    }

    [Fact]
    public void Files_on_the_map_keep_their_place()
    {
        var description = new RasterBand("phase", "rad");
        ImageWriter.Write(At("a.tif"), ImageFormat.GeoTiff, Map, Scene.Wrapped, description);
        ImageWriter.Write(At("c.img"), ImageFormat.Envi, Map, Scene.Coherence, description);
        Assert.Equal(0, Unwrap("a.tif", "-o", At("u.tif"), "--coherence", At("c.img"), "--looks", "20", "--components", At("n.img")));
        using (var file = ImageFile.Open(At("u.tif")))
        {
            Assert.Equal(Map, file.Grid);
            var values = new float[Rows * Columns];
            file.ReadReal(values);
            AssertRight(values);
        }

        using var envi = ImageFile.Open(At("n.img"));
        Assert.Equal(Map, envi.Grid);
        Assert.False(envi.IsFlat);
    }

    [Fact]
    public void A_bowl_too_steep_for_its_pixels_is_right_beside_what_is_expected()
    {
        // Slopes of up to 8 radian a pixel; the model is 6 % short and lies a third of a pixel off.
        var truth = Bowl(200, 45);
        Save("s.phase", Array.ConvertAll(truth, v => (float)Math.IEEERemainder(v, 2 * Math.PI)));
        var model = Bowl(188, 45.3);
        (model[5], model[6]) = (float.NaN, float.PositiveInfinity);
        Save("s.model", model);
        string[] common = ["--coherence", At("a.coh"), "--looks", "20", "--width", "90"];
        Assert.Equal(0, Unwrap(["s.phase", "-o", At("alone.unw"), .. common]));
        Assert.True(Wrong(Load("alone.unw")) > 300);
        Assert.Equal(0, Unwrap(["s.phase", "-o", At("s.unw"), "--expected", At("s.model"), .. common]));
        var found = Load("s.unw");
        Assert.Equal(0, Wrong(found));
        Assert.Equal([5, 6], Enumerable.Range(0, found.Length).Where(p => float.IsNaN(found[p])));
        Assert.Equal(0, Unwrap(["s.phase", "-o", At("t.unw"), "--expected", At("s.model"), "--points", .. common]));
        Assert.Equal(0, Wrong(Load("t.unw")));

        int Wrong(float[] values) => Enumerable.Range(0, values.Length).Count(p => Math.Abs(values[p] - truth[p] - (values[0] - truth[0])) > 1e-3);
    }

    [Theory]
    [InlineData("--method", "statistical")]
    [InlineData("--method", "mcf")]
    [InlineData("--points", null)]
    public void A_model_bowl_is_fitted_and_what_cannot_be_trusted_is_told(string option, string? value)
    {
        var truth = Bowl(200, 45);
        Save("s.phase", Array.ConvertAll(truth, v => (float)Math.IEEERemainder(v, 2 * Math.PI)));
        string[] common = ["s.phase", "--coherence", At("a.coh"), "--looks", "20", "--width", "90", option, .. value is null ? Array.Empty<string>() : [value]];
        Assert.Equal(0, Unwrap([.. common, "-o", At("alone.unw"), "--aliasing", At("alone.steep"), "--picture", At("alone.png")]));
        Assert.Contains("pixels cannot be trusted", program.Output, StringComparison.Ordinal);
        Assert.True(Wrong(Load("alone.unw")) > 300);
        var steep = Load("alone.steep");
        var alone = Load("alone.unw");
        Assert.True(new FileInfo(At("alone.png")).Length > 1000);
        var unmarked = Enumerable.Range(0, steep.Length).Count(p => steep[p] < 1 && Math.Abs(alone[p] - truth[p] - (alone[0] - truth[0])) > 1e-3);
        Assert.True(unmarked < 0.02 * Wrong(alone), $"{unmarked} of {Wrong(alone)} wrong pixels are not marked");
        Assert.InRange(steep.Count(s => s >= 1), 300, 4000);

        Assert.Equal(0, Unwrap([.. common, "-o", At("s.unw"), "--bowl", "gaussian", "--aliasing", At("s.steep")]));
        Assert.Contains("bowl 1: 200.", program.Output, StringComparison.Ordinal);
        Assert.Contains("no pixel is too steep", program.Output, StringComparison.Ordinal);
        Assert.Equal(0, Wrong(Load("s.unw")));
        Assert.All(Load("s.steep"), s => Assert.InRange(s, 0, 0.9f));

        int Wrong(float[] values) => Enumerable.Range(0, values.Length).Count(p => Math.Abs(values[p] - truth[p] - (values[0] - truth[0])) > 1e-3);
    }

    [Fact]
    public void Where_no_bowl_gains_the_result_is_the_same_bytes()
    {
        var plain = Enumerable.Range(0, Rows * Columns).Select(p => (float)Math.IEEERemainder(0.3 * (p % Columns), 2 * Math.PI)).ToArray();
        Save("r.phase", plain);
        string[] common = ["r.phase", "--coherence", At("a.coh"), "--looks", "20", "--width", "90"];
        Assert.Equal(0, Unwrap([.. common, "-o", At("r.unw")]));
        Assert.Equal(0, Unwrap([.. common, "-o", At("b.unw"), "--bowl", "probability_integral"]));
        Assert.Contains("No model bowl was taken off", program.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(At("r.unw")), File.ReadAllBytes(At("b.unw")));
    }

    [Fact]
    public void An_expected_phase_that_cannot_serve_is_refused_and_nothing_is_written()
    {
        Save("nowhere", Enumerable.Repeat(float.NaN, Rows * Columns).ToArray());
        Save("short", new float[Columns]);
        Assert.Equal(2, Unwrap("a.phase", "-o", At("x"), "--coherence", At("a.coh"), "--width", "90", "--expected", At("nowhere")));
        Assert.Contains("No pixel has both a phase", program.Error, StringComparison.Ordinal);
        Assert.Equal(2, Unwrap("a.phase", "-o", At("x"), "--coherence", At("a.coh"), "--width", "90", "--expected", At("short")));
        Assert.Contains("expected phase", program.Error, StringComparison.Ordinal);
        Assert.Equal(2, Unwrap("a.phase", "-o", At("x"), "--coherence", At("a.coh"), "--width", "90", "--expected", At("absent")));
        Assert.Contains("does not exist", program.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("x")));
    }

    [Fact]
    public void A_mask_and_a_least_coherence_leave_pixels_out_and_points_join_what_is_left()
    {
        var mask = Enumerable.Range(0, Rows * Columns).Select(p => p % Columns is > 40 and < 44 ? (byte)0 : (byte)1).ToArray();
        File.WriteAllBytes(At("mask"), mask);
        string[] common = ["--coherence", At("a.coh"), "--looks", "20", "--width", "90", "--mask", At("mask"), "--min-coherence", "0.1", "--json"];
        Assert.Equal(0, Unwrap(["a.int", "-o", At("m.unw"), .. common]));
        var document = JsonDocument.Parse(program.Output).RootElement;
        Assert.True(document.GetProperty("regions").GetInt32() >= 2);
        Assert.Equal(Rows, document.GetProperty("rows").GetInt32());
        Assert.True(document.GetProperty("components")[0].GetProperty("reliability").GetDouble() > 0.9);
        var values = Load("m.unw");
        Assert.All(Enumerable.Range(0, values.Length), p => Assert.Equal(mask[p] == 0 || !(Scene.Coherence[p] >= 0.1f), float.IsNaN(values[p])));

        Assert.Equal(0, Unwrap(["a.int", "-o", At("p.unw"), .. common, "--points"]));
        AssertRight(Load("p.unw"));
        Assert.Equal(1, JsonDocument.Parse(program.Output).RootElement.GetProperty("regions").GetInt32());
    }

    [Theory]
    [InlineData("not whole rows of 91 pixels", "a.int", "--width", "91", "--coherence", "a.coh")]
    [InlineData("does not exist", "b.int", "--width", "90", "--coherence", "a.coh")]
    [InlineData("does not exist", "a.int", "--width", "90", "--coherence", "b.coh")]
    [InlineData("belong together", "a.coh", "--width", "90", "--coherence", "short")]
    [InlineData("--type complex64 or --type float32", "a.int", "--width", "90")]
    [InlineData("cannot be opened as a raster", "a.int")]
    [InlineData("--width W", "a.int", "--type", "complex64")]
    [InlineData("30 x 90 pixels", "a.phase", "--width", "90", "--type", "float32", "--mask", "short")]
    [InlineData("between 0 and 1", "a.phase", "--width", "90", "--coherence", "a.phase")]
    [InlineData("No pixel has a value", "nan", "--width", "90", "--coherence", "a.coh")]
    [InlineData("There are no points", "nan", "--width", "90", "--coherence", "a.coh", "--points")]
    [InlineData("needs the coherence", "a.int", "--width", "90", "--type", "complex64", "--min-coherence", "0.2")]
    [InlineData("--looks is 0.5", "a.int", "--width", "90", "--coherence", "a.coh", "--looks", "0.5")]
    [InlineData("--memory is 'much'", "a.int", "--width", "90", "--coherence", "a.coh", "--memory", "much")]
    [InlineData("--min-coherence is 2", "a.int", "--width", "90", "--coherence", "a.coh", "--min-coherence", "2")]
    [InlineData("--threads is -1", "a.int", "--width", "90", "--coherence", "a.coh", "--threads", "-1")]
    [InlineData("not whole rows of 999999999 pixels", "a.phase", "--width", "999999999", "--type", "float32")]
    [InlineData("has 0 bytes", "empty", "--width", "90", "--coherence", "a.coh")]
    [InlineData("has 0 bytes", "empty", "--width", "90", "--type", "float32")]
    [InlineData("has 0 bytes", "a.phase", "--width", "90", "--type", "float32", "--mask", "empty")]
    [InlineData("belong together", "cut", "--width", "90", "--coherence", "a.coh")]
    [InlineData("not whole rows", "cut", "--width", "90", "--type", "float32")]
    [InlineData("not whole rows", "a.phase", "--width", "90", "--type", "float32", "--mask", "cut")]
    [InlineData("30 x 90 pixels", "a.phase", "--width", "90", "--type", "float32", "--coherence", "short.coh")]
    [InlineData("no phase in radian", "swapped", "--width", "90", "--coherence", "a.coh")]
    [InlineData("lies between 0 and 1", "a.phase", "--width", "90", "--type", "float32", "--coherence", "swapped")]
    [InlineData("'int16' not recognized", "a.phase", "--width", "90", "--type", "int16")]
    [InlineData("cannot be opened as a raster", "cut")]
    [InlineData("does not exist", ".", "--width", "90", "--type", "float32")]
    [InlineData("The width is -3", "a.int", "--width", "-3", "--coherence", "a.coh")]
    [InlineData("The width is 0", "a.int", "--width", "0", "--coherence", "a.coh")]
    public void What_cannot_be_is_refused_and_nothing_is_written(string said, params string[] arguments)
    {
        Save("short", Scene.Coherence[..(30 * Columns)]);
        Save("short.coh", Scene.Coherence[..(30 * Columns)]);
        Save("empty", []);
        File.WriteAllBytes(At("cut"), File.ReadAllBytes(At("a.phase"))[..^3]);
        Save("swapped", Array.ConvertAll(Scene.Wrapped, p => BitConverter.Int32BitsToSingle(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(p)))));
        Save("nan", [.. Enumerable.Repeat(float.NaN, Rows * Columns)]);
        var named = arguments.Skip(1).Select(a => File.Exists(At(a)) || a.EndsWith(".coh", StringComparison.Ordinal) ? At(a) : a);
        Assert.Equal(2, Unwrap([arguments[0], "-o", At("out.unw"), .. named]));
        Assert.Contains(said, program.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("out.unw")));
    }

    [Fact]
    public void A_result_over_its_input_and_none_at_all_are_refused()
    {
        Assert.Equal(2, Unwrap("a.int", "-o", At("a.int"), "--width", "90", "--coherence", At("a.coh")));
        Assert.Contains("both read and written", program.Error, StringComparison.Ordinal);
        Assert.Equal(2, Unwrap("a.int", "--width", "90"));
        Assert.Contains("-o OUT", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_and_a_stop_end_the_work_part_way()
    {
        string[] arguments = ["unwrap", At("a.int"), "-o", At("x.unw"), "--width", "90", "--coherence", At("a.coh")];
        Assert.Equal(3, program.Run([new UnwrapCommand()], [.. arguments, "--points", "--memory", "100KiB"]));
        Assert.Contains("memory", program.Error, StringComparison.Ordinal);
        Assert.Equal(3, program.Run([new UnwrapCommand()], arguments, new CancellationToken(true)));
        Assert.False(File.Exists(At("x.unw")));
    }

    private static void AssertRight(float[] unwrapped)
    {
        var cycles = Enumerable.Range(0, unwrapped.Length).Where(p => !float.IsNaN(unwrapped[p]) && Scene.TrueCoherence[p] > 0.3)
            .Select(p => Math.Round((unwrapped[p] - Scene.Truth[p]) / (2 * Math.PI), 4)).ToArray();
        var common = cycles.GroupBy(k => k).MaxBy(g => g.Count())!;
        Assert.Equal(0, common.Key % 1);
        Assert.True(common.Count() > 0.998 * cycles.Length, $"{cycles.Length - common.Count()} of {cycles.Length} pixels are wrong");
    }

    private string At(string name) => Path.Combine(folder, name);

    private int Unwrap(params string[] arguments) => program.Run([new UnwrapCommand()], ["unwrap", At(arguments[0]), .. arguments[1..]]);

    private void Save(string name, float[] values) => File.WriteAllBytes(At(name), MemoryMarshal.AsBytes<float>(values).ToArray());

    private float[] Load(string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(At(name))).ToArray();

    private static float[] Bowl(double depth, double middle) => Array.ConvertAll(
        Enumerable.Range(0, Rows * Columns).ToArray(),
        p => (float)(depth * Math.Exp(-(Math.Pow((p % Columns) - middle, 2) + Math.Pow((p / Columns) - 35, 2)) / 450)));
}

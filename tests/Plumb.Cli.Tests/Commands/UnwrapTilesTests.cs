using System.Runtime.InteropServices;
using System.Text.Json;
using Plumb.Cli.Commands;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Cli.Tests.Commands;

/// <summary>Images that are unwrapped in a working file: the same bytes, whatever memory, threads and formats.</summary>
public sealed class UnwrapTilesTests : IDisposable
{
    private const int Rows = 420;
    private const int Columns = 600;
    private static readonly Lazy<WrappedScene> Scene = new(() => WrappedScene.Make(WrappedSceneKind.VeryHard, Rows, Columns, 3));
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-tiles-").FullName;
    private readonly TestProgram program = new();
    private readonly string[] flat;

    public UnwrapTilesTests()
    {
        Save("a.phase", Scene.Value.Wrapped);
        Save("a.coh", Scene.Value.Coherence);
        flat = ["--coherence", At("a.coh"), "--looks", "8", "--width", "600"];
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_working_file_changes_no_byte_of_phase_and_components()
    {
        Save("mask", Enumerable.Range(0, Rows * Columns).Select(p => p % 13 == 0 || p % Columns is > 200 and < 206 ? 0f : 1f).ToArray());
        foreach (var more in new string[][] { [], ["--mask", At("mask")], ["--costs", "defo"] })
        {
            Assert.Equal(0, Unwrap(["a.phase", "-o", At("whole"), "--components", At("whole.cc"), .. flat, .. more]));
            var said = program.Output;
            foreach (var threads in new[] { "1", "2", "3" })
            {
                Assert.Equal(0, Unwrap(["a.phase", "-o", At("tiled"), "--components", At("tiled.cc"), "--tile", "1", "--threads", threads, .. flat, .. more]));
                Assert.Contains("working file", program.Error, StringComparison.Ordinal);
                Assert.Equal(File.ReadAllBytes(At("whole")), File.ReadAllBytes(At("tiled")));
                Assert.Equal(File.ReadAllBytes(At("whole.cc")), File.ReadAllBytes(At("tiled.cc")));
                Assert.Equal(said[said.IndexOf("component", StringComparison.Ordinal)..], program.Output[program.Output.IndexOf("component", StringComparison.Ordinal)..]);
            }
        }

        Assert.Equal(["a.coh", "a.phase", "mask", "tiled", "tiled.cc", "whole", "whole.cc"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Files_on_the_map_and_expected_phases_are_worked_on_by_rows_too()
    {
        var map = new Grid(new Crs("EPSG:32650", false), 500_000, 3_800_000, 80, -80, Columns, Rows);
        var band = new RasterBand("phase", "rad");
        ImageWriter.Write(At("a.tif"), ImageFormat.GeoTiff, map, Scene.Value.Wrapped, band);
        ImageWriter.Write(At("c.img"), ImageFormat.Envi, map, Scene.Value.Coherence, band);
        ImageWriter.Write(At("e.tif"), ImageFormat.GeoTiff, map, Array.ConvertAll(Scene.Value.Truth, t => 0.5f * t), band);
        string[] common = ["--coherence", At("c.img"), "--looks", "8", "--expected", At("e.tif")];
        Assert.Equal(0, Unwrap(["a.tif", "-o", At("whole.tif"), .. common]));
        Assert.Equal(0, Unwrap(["a.tif", "-o", At("tiled.tif"), "--tile", "64", "--json", .. common]));
        Assert.True(JsonDocument.Parse(program.Output).RootElement.GetProperty("scratch_bytes").GetInt64() > 35L * Rows * Columns);
        Assert.Equal(File.ReadAllBytes(At("whole.tif")), File.ReadAllBytes(At("tiled.tif")));
    }

    [Fact]
    public void Too_little_memory_is_told_with_the_least_that_works()
    {
        Assert.Equal(2, Unwrap(["a.phase", "-o", At("x"), "--memory", "100MiB", "--tile", "100", .. flat]));
        Assert.Contains("is the least that works", program.Error, StringComparison.Ordinal);
        var least = program.Error[(program.Error.LastIndexOf("--memory ", StringComparison.Ordinal) + 9)..].Trim().TrimEnd('.');
        Assert.False(File.Exists(At("x")));
        Assert.Equal(0, Unwrap(["a.phase", "-o", At("x"), "--memory", least, "--tile", "100", .. flat]));
        Assert.Equal(2, Unwrap(["a.phase", "-o", At("y"), "--tile", "0", .. flat]));
        Assert.Contains("--tile is 0", program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_and_a_source_that_breaks_off_leave_nothing()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(15));
        string[] arguments = ["unwrap", At("a.phase"), "-o", At("x"), "--components", At("x.cc"), "--tile", "1", .. flat];
        Assert.Equal(3, program.Run([new UnwrapCommand()], arguments, stop.Token));
        var bytes = File.ReadAllBytes(At("a.coh"));
        File.WriteAllBytes(At("a.coh"), bytes[..^2400]);
        Assert.Equal(2, program.Run([new UnwrapCommand()], [.. arguments, "--type", "float32"]));
        Assert.Contains("419 x 600", program.Error, StringComparison.Ordinal);
        Assert.Equal(["a.coh", "a.phase"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    private string At(string name) => Path.Combine(folder, name);

    private int Unwrap(string[] arguments) => program.Run([new UnwrapCommand()], ["unwrap", At(arguments[0]), .. arguments[1..]]);

    private void Save(string name, float[] values) => File.WriteAllBytes(At(name), MemoryMarshal.AsBytes<float>(values).ToArray());
}

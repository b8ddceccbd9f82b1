using System.Globalization;
using System.Text.Json;

namespace Plumb.Scenes.Tests.Exports;

/// <summary>What a run writes, opened by the programs it is written for.</summary>
public sealed class OtherProgramTests(SceneLibrary scenes) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Gdal_knows_the_maps_as_cloud_optimised_with_unit_and_sign()
    {
        foreach (var map in Directory.GetFiles(Path.Combine(scenes.Finished.Out, "maps"), "*.tif"))
        {
            using var info = JsonDocument.Parse(NativeTool.Run("gdalinfo", "-json", map));
            var root = info.RootElement;
            Assert.Equal("[150,130]", root.GetProperty("size").GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
            Assert.Equal("COG", root.GetProperty("metadata").GetProperty("IMAGE_STRUCTURE").GetProperty("LAYOUT").GetString());
            Assert.Contains("32650", root.GetProperty("coordinateSystem").GetProperty("wkt").GetString()!, StringComparison.Ordinal);
        }

        var rate = NativeTool.Run("gdalinfo", Path.Combine(scenes.Finished.Out, "maps", "rate.tif"));
        Assert.Contains("m/yr", rate, StringComparison.Ordinal);
        Assert.Contains("towards the satellite", rate, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Gdal_reads_every_point_of_the_GeoPackage()
    {
        var lines = File.ReadAllLines(Path.Combine(scenes.Finished.Out, "points.csv")).Length - 1;
        var info = NativeTool.Run("ogrinfo", "-so", "-al", Path.Combine(scenes.Finished.Out, "points.gpkg"));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Feature Count: {lines}"), info, StringComparison.Ordinal);
        Assert.Contains("rate_mm_yr: Real", info, StringComparison.Ordinal);
        Assert.Contains("WGS 84", info, StringComparison.Ordinal);
    }

    [Fact]
    public void Gdal_reads_the_store()
    {
        var path = Path.Combine(scenes.Finished.Out, "store", "rate", "rate");
        var info = NativeTool.Run("gdalinfo", $"ZARR:\"{path}\"");
        Assert.Contains("Size is 150, 130", info, StringComparison.Ordinal);
    }

    [Fact]
    public void H5py_reads_MintPys_layout_with_our_numbers()
    {
        var (code, _) = NativeTool.Start(folder, "/usr/bin/python3", "-c", "import h5py");
        Assert.SkipUnless(code == 0, "Python's h5py is not installed here.");
        Export();
        var results = scenes.Finished.Results();
        var (row, column) = Good();
        var text = NativeTool.Run("/usr/bin/python3", "-c", string.Create(CultureInfo.InvariantCulture, $"""
            import h5py
            t = h5py.File('{folder}/timeseries.h5')
            v = h5py.File('{folder}/velocity.h5')
            g = h5py.File('{folder}/inputs/geometryGeo.h5')
            s = h5py.File('{folder}/inputs/ifgramStack.h5')
            print(t['timeseries'].shape, t.attrs['FILE_TYPE'], t.attrs['UNIT'], v.attrs['UNIT'], s['unwrapPhase'].shape, sorted(g.keys()))
            print('%.9e %.9e' % (t['timeseries'][11, {row}, {column}], v['velocity'][{row}, {column}]))
            """));
        var lines = text.Trim().Split('\n');
        Assert.StartsWith("(12, 130, 150) timeseries m m/year (30, 130, 150)", lines[0], StringComparison.Ordinal);
        var numbers = lines[1].Split(' ').Select(n => float.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal([results.Displacement(11)[row, column], results.Rate()[row, column]], numbers);
    }

    [Fact]
    public void MintPys_own_programs_go_on()
    {
        Assert.SkipUnless(NativeTool.Start(folder, "/usr/bin/python3", "-c", "import mintpy").Code == 0, "Debian's MintPy is not installed here.");
        Export();
        var results = scenes.Finished.Results();
        MintPy("info", "timeseries.h5");
        MintPy("info", Path.Combine("inputs", "ifgramStack.h5"));
        MintPy("timeseries2velocity", "timeseries.h5", "-o", "velocity_mintpy.h5");
        MintPy("view", "velocity.h5", "velocity", "--nodisplay", "--noverbose", "-o", "velocity.png");
        Assert.True(new FileInfo(Path.Combine(folder, "velocity.png")).Length > 1000);
        var (row, column) = Good();
        var theirs = float.Parse(NativeTool.Run("/usr/bin/python3", "-c", string.Create(CultureInfo.InvariantCulture,
            $"import h5py; print('%.9e' % h5py.File('{folder}/velocity_mintpy.h5')['velocity'][{row}, {column}])")), CultureInfo.InvariantCulture);
        Assert.Equal(results.Rate()[row, column], theirs, 1e-4f);
    }

    private void Export() => Invocation.Done("export", scenes.Finished.Out, "--format", "mintpy", "-o", folder);

    private void MintPy(string program, params string[] arguments) => NativeTool.RunIn(
        folder, "/usr/bin/python3", ["-c", $"import sys; from mintpy.cli import {program} as p; p.main(sys.argv[1:])", .. arguments]);

    private (int Row, int Column) Good()
    {
        var mask = scenes.Finished.Results().Mask();
        var pixel = Enumerable.Range(0, 130 * 150).Skip(7000).First(i => mask.IsGood(i));
        return (pixel / 150, pixel % 150);
    }
}

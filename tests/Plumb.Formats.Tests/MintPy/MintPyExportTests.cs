using Plumb.Acquisitions;
using Plumb.Formats.Hdf5;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Formats.Tests.Store;
using Plumb.Grids;

namespace Plumb.Formats.Tests.MintPy;

public class MintPyExportTests
{
    private const int Rows = 40;
    private const int Columns = 50;
    private static readonly DateOnly[] Dates = [.. Enumerable.Range(0, 12).Select(i => new DateOnly(2020, 1, 6).AddDays(12 * i))];

    private static MintPyScene Scene(Grid grid) => new()
    {
        Grid = grid,
        Sensor = Sensor.Sentinel1,
        Dates = Dates,
        ReferenceDate = Dates[0],
        ReferencePixel = (2, 3),
        Pass = PassDirection.Descending,
        Heading = double.DegreesToRadians(-169.5),
        Looks = new Looks(20, 4, 25.5),
        SlantRangeNear = 800_000,
        SatelliteHeight = 693_000,
        PixelSize = (46, 56),
        TimeOfDay = TimeSpan.FromSeconds(40_000),
        Track = 62,
    };

    private static Grid Map => new(Crs.Wgs84, 111.5, 31.2, 0.001, -0.001, Columns, Rows);

    private static float Motion(int date, int row, int column) => column >= Columns - 4 ? float.NaN
        : -0.05f * date / 11 * MathF.Exp(-(((row - 20f) * (row - 20)) + ((column - 25f) * (column - 25))) / 80);

    private static void WriteAll(string folder, MintPyScene scene)
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        static LayerRows Of(Func<int, int, float> value) => (first, count, values) =>
        {
            for (var i = 0; i < count * Columns; i++)
            {
                values[i] = value(first + (i / Columns), i % Columns);
            }
        };

        MintPyExport.WriteSeries(Path.Join(folder, "timeseries.h5"), scene, [.. Enumerable.Range(0, Dates.Length).Select(i => i * 3.5)], (first, count, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Motion(i / (count * Columns), first + (i / Columns % count), i % Columns);
            }
        });
        MintPyExport.WriteVelocity(Path.Join(folder, "velocity.h5"), scene, Of((r, c) => Motion(11, r, c) * 365.25f / 132), Of((_, _) => 0.001f));
        MintPyExport.WriteTemporalCoherence(Path.Join(folder, "temporalCoherence.h5"), scene, Of((_, c) => c >= Columns - 4 ? float.NaN : 0.9f));
        MintPyExport.WriteMask(Path.Join(folder, "maskTempCoh.h5"), scene, Of((_, c) => c >= Columns - 4 ? 0 : 1));
        var geometry = new MintPyGeometry
        {
            Height = Of((r, c) => r + c),
            Incidence = Of((_, _) => 0.6f),
            Heading = Of((_, _) => float.DegreesToRadians(-169.5f)),
            SlantRange = Of((_, c) => 800_000 + c),
            Latitude = scene.Grid.Crs.IsRadar ? Of((r, _) => 31.2f - (r * 0.001f)) : null,
            Longitude = scene.Grid.Crs.IsRadar ? Of((_, c) => 111.5f + (c * 0.001f)) : null,
            Water = Of((r, _) => r == 0 ? 1 : 0),
            LayoverShadow = Of((r, _) => r == 1 ? 1 : 0),
        };
        MintPyExport.WriteGeometry(Path.Join(folder, "inputs", scene.Grid.Crs.IsRadar ? "geometryRadar.h5" : "geometryGeo.h5"), scene, geometry);
        var pairs = Dates.Zip(Dates.Skip(1), (a, b) => new DatePair(a, b)).ToArray();
        MintPyExport.WriteStack(Path.Join(folder, "inputs", "ifgramStack.h5"), scene, new MintPyInterferograms
        {
            Pairs = pairs,
            Baselines = [.. pairs.Select((_, i) => i == 3 ? Baseline.Unknown : new Baseline(i))],
            IsUsed = [.. pairs.Select((_, i) => i != 5)],
            Phase = (p, first, count, values) => Of((r, c) => (Motion(p + 1, r, c) - Motion(p, r, c)) / (float)Sensor.Sentinel1.MetresPerRadian)(first, count, values),
            Coherence = (_, first, count, values) => Of((_, _) => 0.7f)(first, count, values),
            Components = (_, first, count, values) => Of((_, _) => 1)(first, count, values),
        });
    }

    [Fact]
    public void Plumb_reads_its_own_export()
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder.Location, Scene(Map));
        using var series = MintPyResults.OpenSeries(folder["timeseries.h5"]);
        Assert.Equal(Dates, series.Dates);
        Assert.Equal(Map, series.Header.Grid);
        Assert.Equal(PassDirection.Descending, series.Header.Pass);
        var values = new float[12];
        series.Read(new Tile(20, 25, 1, 1), values);
        Assert.Equal(Motion(7, 20, 25), values[7]);
        series.Read(new Tile(20, 48, 1, 1), values);
        Assert.All(values, v => Assert.True(float.IsNaN(v)));
        var rate = MintPyResults.ReadLayers(folder["velocity.h5"])[0];
        Assert.Equal(-0.05f * 365.25f / 132, rate[20, 25], 1e-6f);
        Assert.True(float.IsNaN(rate[20, 48]));
        Assert.Equal(0, MintPyResults.ReadLayers(folder["maskTempCoh.h5"])[0][3, 48]);

        var found = new MintPyFamily().Detect(new FolderListing([], [folder["inputs/geometryGeo.h5"], folder["inputs/ifgramStack.h5"]]));
        Assert.DoesNotContain(found.Findings, f => f.Severity != Severity.Note);
        Assert.Equal(10, found.Products.Count);
        var one = new float[1];
        using (var heading = found.Geometry.Heading!.Open())
        {
            heading.Read(new Tile(5, 5, 1, 1), one);
            Assert.Equal(float.DegreesToRadians(-169.5f), MathF.IEEERemainder(one[0], 2 * MathF.PI), 1e-5f);
        }

        using (var water = found.Geometry.Water!.Open())
        {
            water.Read(new Tile(0, 5, 1, 1), one);
            Assert.Equal(1, one[0]);
        }

        using var phase = found.Products[0].Unwrapped.Open();
        phase.Read(new Tile(20, 25, 1, 1), one);
        Assert.Equal(-0.05f / 11 / (float)Sensor.Sentinel1.MetresPerRadian, one[0], 1e-5f);
        Assert.True(one[0] > 0);
    }

    [Fact]
    public void Exports_are_the_same_bytes_each_time()
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder["a"], Scene(Map));
        WriteAll(folder["b"], Scene(Map));
        foreach (var file in Directory.GetFiles(folder["a"], "*", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Join(folder["b"], Path.GetRelativePath(folder["a"], file))));
        }
    }

    [Fact]
    public void A_callback_that_fails_leaves_no_file()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        using var folder = new TemporaryFolder();
        Assert.Throws<InvalidOperationException>(() => MintPyExport.WriteVelocity(folder["v.h5"], Scene(Map), (_, _, _) => throw new InvalidOperationException("no rows"), null));
        Assert.Throws<ArgumentException>(() => MintPyExport.WriteSeries(folder["t.h5"], Scene(Map), [0.0], (_, _, _) => { }));
        Assert.Empty(Directory.GetFiles(folder.Location));
    }

    [Theory]
    [InlineData("degrees")]
    [InlineData("metres")]
    [InlineData("radar")]
    public void Programs_of_MintPy_go_on_with_the_export(string kind)
    {
        var scripts = "/usr/lib/python3/dist-packages/mintpy/cli";
        Assert.SkipUnless(Directory.Exists(scripts), "MintPy is not installed here.");
        Python.Require("mintpy");
        using var folder = new TemporaryFolder();
        WriteAll(folder.Location, Scene(kind switch
        {
            "degrees" => Map,
            "metres" => new Grid(new Crs("EPSG:32649", false), 547_600, 3_452_000, 80, -80, Columns, Rows),
            _ => Grid.Radar(Columns, Rows),
        }));
        string Mint(string program, params string[] arguments) => Python.Start("/usr/bin/python3", ["-m", "mintpy.cli." + program, .. arguments], folder.Location);

        if (kind != "metres")
        {
            Mint("timeseries2velocity", "timeseries.h5", "-o", "again.h5");
            var again = MintPyResults.ReadLayers(folder["again.h5"])[0];
            var years = 132 / 365.25f;
            Assert.Equal(Motion(11, 20, 25) / years, again[20, 25], 1e-4f);
            Assert.True(float.IsNaN(again[20, 48]));
        }

        if (kind != "radar")
        {
            Mint("view", "velocity.h5", "velocity", "--nodisplay", "-o", "v.png", "--noverbose");
            Assert.True(new FileInfo(folder["v.png"]).Length > 5000);
        }

        if (kind == "degrees")
        {
            Assert.Contains("FILE_TYPE", Mint("info", "timeseries.h5"), StringComparison.Ordinal);
            Assert.Contains("20200106", Mint("info", "inputs/ifgramStack.h5", "--date"), StringComparison.Ordinal);
            Mint("mask", "velocity.h5", "-m", "maskTempCoh.h5");
            Mint("ifgram_inversion", "inputs/ifgramStack.h5", "-w", "no");
            using var series = MintPyResults.OpenSeries(folder["timeseries.h5"]);
            var inverted = new float[Dates.Length];
            series.Read(new Tile(20, 25, 1, 1), inverted);
            Assert.Equal(Motion(4, 20, 25), inverted[4], 1e-5f);
            if (Environment.GetEnvironmentVariable("PLUMB_KEEP_PICTURES") is { Length: > 0 } keep)
            {
                File.Copy(folder["v.png"], Path.Join(keep, "mintpy-velocity.png"), overwrite: true);
            }
        }
    }
}

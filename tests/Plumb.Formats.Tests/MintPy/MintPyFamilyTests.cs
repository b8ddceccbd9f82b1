using Plumb.Acquisitions;
using Plumb.Formats.Hdf5;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Formats.Tests.Store;
using Plumb.Grids;

namespace Plumb.Formats.Tests.MintPy;

public class MintPyFamilyTests
{
    private static ProductFindings Detect(params string[] files)
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        return new MintPyFamily().Detect(new FolderListing([], files));
    }

    private static float[] Read(IRasterSource source, Tile tile)
    {
        var values = new float[tile.PixelCount];
        using var reader = source.Open();
        reader.Read(tile, values);
        return values;
    }

    [Fact]
    public void The_reference_stack_is_read()
    {
        var folder = SharedData.Require("mintpy-reference/inputs");
        var found = Detect(Path.Join(folder, "geometryRadar.h5"), Path.Join(folder, "ifgramStack.h5"));
        Assert.DoesNotContain(found.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(106, found.Products.Count);
        Assert.Contains(found.Findings, f => f.What.StartsWith("4 of 110 pairs", StringComparison.Ordinal));
        Assert.Equal(2, found.Claimed.Count);
        var first = found.Products[0];
        Assert.Equal(new DateOnly(2019, 1, 3), first.Pair.First);
        Assert.Equal(Grid.Radar(80, 60), first.Grid);
        Assert.Equal(0.05546576, first.Sensor!.Wavelength, 12);
        Assert.Equal(20, first.Looks.Effective);
        Assert.Equal(double.DegreesToRadians(-10), first.Heading, 12);
        Assert.Equal(PassDirection.Ascending, first.Pass);
        var coherence = Read(first.Coherence!, first.Grid.Whole);
        Assert.All(coherence, c => Assert.InRange(c, 0f, 1f));
        var components = Read(first.Components!, first.Grid.Whole);
        Assert.All(components, c => Assert.Equal(c, MathF.Round(c)));
        Assert.True(float.IsNaN(Read(first.Unwrapped, new Tile(0, 0, 1, 1))[0]) || float.IsNaN(Read(first.Unwrapped, new Tile(59, 79, 1, 1))[0]) || Read(first.Unwrapped, first.Grid.Whole).Any(float.IsNaN));

        var centre = new Tile(30, 40, 1, 1);
        Assert.Equal(476.84f, Read(found.Geometry.Height!, centre)[0], 0.01f);
        Assert.Equal(double.DegreesToRadians(39.037975), Read(found.Geometry.Incidence!, centre)[0], 1e-6);
        Assert.Equal(double.DegreesToRadians(-10), Read(found.Geometry.Heading!, centre)[0], 1e-6);
        Assert.Equal(875316.44f, Read(found.Geometry.SlantRange!, centre)[0], 0.1f);
        Assert.Equal(0, Read(found.Geometry.LayoverShadow!, centre)[0]);
    }

    [Fact]
    public void The_sign_is_that_of_the_known_bowl()
    {
        var folder = SharedData.Require("mintpy-reference");
        var found = Detect(Path.Join(folder, "inputs", "ifgramStack.h5"));
        using var truth = Hdf5File.Open(Path.Join(folder, "truth.h5"));
        using var displacement = truth.OpenDataset("total");
        var dates = found.Products.SelectMany(p => new[] { p.Pair.First, p.Pair.Second }).Distinct().Order().ToList();
        Assert.Equal(displacement.Shape[0], dates.Count);
        var product = found.Products.MaxBy(p => p.Pair.Days)!;
        var pixels = product.Grid.Whole.PixelCount;
        var (first, second) = (new float[pixels], new float[pixels]);
        displacement.Read([dates.IndexOf(product.Pair.First), 0, 0], [1, 60, 80], first.AsSpan());
        displacement.Read([dates.IndexOf(product.Pair.Second), 0, 0], [1, 60, 80], second.AsSpan());
        var phase = Read(product.Unwrapped, product.Grid.Whole);
        double sxy = 0, sxx = 0, sx = 0, sy = 0, n = 0;
        for (var i = 0; i < pixels; i++)
        {
            if (!float.IsNaN(phase[i]))
            {
                var (x, y) = ((double)second[i] - first[i], product.Sensor!.MetresPerRadian * phase[i]);
                (sxy, sxx, sx, sy, n) = (sxy + (x * y), sxx + (x * x), sx + x, sy + y, n + 1);
            }
        }

        var slope = ((n * sxy) - (sx * sy)) / ((n * sxx) - (sx * sx));
        Assert.InRange(slope, 0.8, 1.2);
    }

    [Fact]
    public void Finished_files_are_read()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        var folder = SharedData.Require("mintpy-reference");
        using var series = MintPyResults.OpenSeries(Path.Join(folder, "timeseries_var.h5"));
        Assert.Equal(30, series.Dates.Count);
        Assert.Equal((3, 9), series.Header.ReferencePixel);
        Assert.Equal(series.Dates[0], series.Header.ReferenceDate);
        var whole = new float[30 * 60 * 80];
        series.Read(series.Header.Grid.Whole, whole);
        Assert.Equal(0, whole[(29 * 4800) + (3 * 80) + 9]);
        Assert.Equal(9, Enumerable.Range(0, 4800).Count(i => float.IsNaN(whole[i])));
        var part = new float[30 * 2 * 3];
        series.Read(new Tile(30, 40, 2, 3), part);
        Assert.Equal(whole[(17 * 4800) + (31 * 80) + 42], part[(17 * 6) + 5]);

        var layers = MintPyResults.ReadLayers(Path.Join(folder, "velocity_var.h5"));
        Assert.Equal(["rate", "rate_sigma"], layers.Select(l => l.Description.Name));
        Assert.Equal(Unit.MetrePerYear, layers[0].Description.Unit);
        Assert.Single(MintPyResults.ReadLayers(Path.Join(folder, "temporalCoherence_var.h5")));
        Assert.Throws<RequestException>(() => MintPyResults.ReadLayers(Path.Join(folder, "inputs", "ifgramStack.h5")));
        Assert.Throws<RequestException>(() => MintPyResults.OpenSeries(Path.Join(folder, "velocity_var.h5")));
    }

    [Fact]
    public void The_rate_of_Coso_sinks_where_it_is_known_to()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        using var folder = new TemporaryFolder();
        using (var zipped = new System.IO.Compression.GZipStream(
            File.OpenRead(SharedData.Require("mintpy_coso_velocity/velocity_a064.h5.gz")), System.IO.Compression.CompressionMode.Decompress))
        using (var plain = File.Create(folder["v.h5"]))
        {
            zipped.CopyTo(plain);
        }

        var layers = MintPyResults.ReadLayers(folder["v.h5"]);
        var rate = layers[0];
        Assert.Equal(Crs.Wgs84, rate.Grid.Crs);
        Assert.Equal(-13.7e-3, rate[268, 359], 1e-4);
        Assert.Equal(0, rate[531, 403]);
        var (row, column) = rate.Grid.PixelAt(-117.8138, 36.0313);
        var least = float.MaxValue;
        for (var r = (int)row - 2; r <= (int)row + 2; r++)
        {
            for (var c = (int)column - 2; c <= (int)column + 2; c++)
            {
                least = Math.Min(least, rate[r, c]);
            }
        }

        Assert.Equal(-15.7e-3, least, 1e-4);
    }

    [Fact]
    public void Files_of_others_are_left_alone_and_damaged_ones_are_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.h5"], "no HDF5 at all");
        File.WriteAllBytes(folder["empty.h5"], []);
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        using (var file = Hdf5File.Create(folder["other.h5"]))
        {
            file.WriteAttribute("/", "title", "not MintPy's");
            file.Finish();
        }

        var found = Detect(folder["empty.h5"], folder["other.h5"], folder["text.h5"], folder["readme.txt"]);
        Assert.Empty(found.Products);
        Assert.Equal([folder["empty.h5"], folder["text.h5"]], found.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Where));
        Assert.DoesNotContain(folder["other.h5"], found.Claimed);
    }
}

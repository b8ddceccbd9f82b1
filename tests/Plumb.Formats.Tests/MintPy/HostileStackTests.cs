using Plumb.Formats.Hdf5;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Store;

namespace Plumb.Formats.Tests.MintPy;

public class HostileStackTests
{
    private static void Make(string path, Action<Dictionary<string, string>>? attributes = null, string[]? dates = null, long[]? shape = null, bool write = true, int drops = 3)
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");
        var text = new Dictionary<string, string>
        {
            ["FILE_TYPE"] = "ifgramStack",
            ["WIDTH"] = "8",
            ["LENGTH"] = "6",
            ["WAVELENGTH"] = "0.056",
            ["X_FIRST"] = "10",
            ["Y_FIRST"] = "50",
            ["X_STEP"] = "0.01",
            ["Y_STEP"] = "-0.01",
        };
        attributes?.Invoke(text);
        using var file = Hdf5File.Create(path);
        foreach (var (name, value) in text)
        {
            file.WriteAttribute("/", name, value);
        }

        dates ??= ["20200101", "20200113", "20200113", "20200125", "20200101", "20200125"];
        using (var date = file.CreateTextDataset("date", 8, new Hdf5Layout([dates.Length / 2, 2])))
        {
            date.WriteTexts(dates);
        }

        using (var keep = file.CreateDataset("dropIfgram", Hdf5Type.Truth, new Hdf5Layout([drops])))
        {
            keep.Write<sbyte>([0], [drops], [.. Enumerable.Repeat((sbyte)1, drops)]);
        }

        shape ??= [3, 6, 8];
        using (var phase = file.CreateDataset("unwrapPhase", Hdf5Type.Real32, new Hdf5Layout(shape, [.. shape.Select(s => Math.Min(s, 64))])))
        {
            if (write)
            {
                phase.Write<float>([0, 0, 0], shape, [.. Enumerable.Range(0, (int)(shape[0] * shape[1] * shape[2])).Select(i => (float)i)]);
            }
        }

        file.Finish(Formats.Store.Durability.ProcessOnly);
    }

    private static ProductFindings Detect(string path) => new MintPyFamily().Detect(new FolderListing([], [path]));

    [Fact]
    public void The_good_one_is_good()
    {
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        var found = Detect(folder["a.h5"]);
        Assert.DoesNotContain(found.Findings, f => f.Severity == Severity.Error);
        Assert.Equal(3, found.Products.Count);
        Assert.False(found.Products[0].Grid.Crs.IsRadar);
        var values = new float[48];
        using var reader = found.Products[1].Unwrapped.Open();
        reader.Read(found.Products[1].Grid.Whole, values);
        Assert.Equal(48 + 47, values[47]);
        Assert.Throws<ArgumentException>(() => reader.Read(new Grids.Tile(0, 0, 7, 8), new float[56]));
        Assert.Throws<ArgumentException>(() => reader.Read(new Grids.Tile(0, 0, 6, 8), new float[47]));
    }

    [Fact]
    public void Reversed_dates_change_the_sign()
    {
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"], dates: ["20200113", "20200101", "20200113", "20200125", "20200101", "20200125"]);
        var product = Assert.Single(Detect(folder["a.h5"]).Products, p => p.Pair.First == new DateOnly(2020, 1, 1) && p.Pair.Days == 12);
        var values = new float[2];
        using var reader = product.Unwrapped.Open();
        reader.Read(new Grids.Tile(0, 0, 1, 2), values);
        Assert.True(float.IsNaN(values[0]));
        Assert.Equal(-1, values[1]);
    }

    [Fact]
    public void Wrong_contents_are_errors_with_the_file_named()
    {
        using var folder = new TemporaryFolder();
        var k = 0;
        void IsError(string part, Action<Dictionary<string, string>>? attributes = null, string[]? dates = null, long[]? shape = null, bool write = true, int drops = 3)
        {
            var path = folder[$"{k++}.h5"];
            Make(path, attributes, dates, shape, write, drops);
            var found = Detect(path);
            Assert.Contains(found.Findings, f => f.Severity == Severity.Error && f.Where == path && f.What.Contains(part, StringComparison.Ordinal));
        }

        IsError("20209999", dates: ["20200101", "20209999", "20200113", "20200125", "20200101", "20200125"]);
        IsError("no two days", dates: ["20200101", "20200101", "20200113", "20200125", "20200101", "20200125"]);
        IsError("garbage", dates: ["garbage", "\u0001\u0002", "20200113", "20200125", "20200101", "20200125"]);
        IsError("twice", dates: ["20200101", "20200113", "20200101", "20200113", "20200101", "20200125"]);
        IsError("WAVELENGTH", a => a.Remove("WAVELENGTH"));
        IsError("WIDTH", a => a.Remove("WIDTH"));
        IsError("WIDTH", a => a["WIDTH"] = "-8");
        IsError("(3, 6, 9)", a => a["WIDTH"] = "9");
        IsError("(3, 2000000000, 2000000000)", a => (a["WIDTH"], a["LENGTH"]) = ("2000000000", "2000000000"));
        IsError("north-up", a => a["X_STEP"] = "-0.01");
        IsError("north-up", a => a["Y_FIRST"] = "north");
        IsError("EPSG", a => a["X_UNIT"] = "meters");
        IsError("unwrapPhase", shape: [2, 6, 8]);
        IsError("dropIfgram", drops: 2);
        IsError("fewer values", write: false);
        IsError("fewer values", a => (a["WIDTH"], a["LENGTH"]) = ("2000000000", "2000000000"), shape: [3, 2_000_000_000, 2_000_000_000], write: false);
    }

    [Fact]
    public void Every_cut_of_the_file_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        var good = File.ReadAllBytes(folder["a.h5"]);
        for (var part = 0; part < 20; part++)
        {
            File.WriteAllBytes(folder["cut.h5"], good[..(good.Length * part / 20)]);
            var found = Detect(folder["cut.h5"]);
            Assert.Contains(found.Findings, f => f.Severity == Severity.Error && f.Where == folder["cut.h5"]);
        }
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_an_error()
    {
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        var good = File.ReadAllBytes(folder["a.h5"]);
        // Some of these crash or hang libhdf5 1.10.8 itself; the probe's process dies in this one's place.
        for (var trial = 165; trial < 172; trial++)
        {
            var random = new Random(trial);
            var bad = (byte[])good.Clone();
            for (var k = 0; k < 4; k++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            var path = folder[$"bad{trial}.h5"];
            File.WriteAllBytes(path, bad);
            var found = Detect(path);
            Assert.All(found.Findings.Where(f => f.Severity == Severity.Error), f => Assert.Equal(path, f.Where));
            foreach (var product in found.Products)
            {
                try
                {
                    using var reader = product.Unwrapped.Open();
                    reader.Read(product.Grid.Whole, new float[product.Grid.PixelCount]);
                }
                catch (RequestException e)
                {
                    Assert.Contains(path, e.Message, StringComparison.Ordinal);
                }
            }
        }
    }
}

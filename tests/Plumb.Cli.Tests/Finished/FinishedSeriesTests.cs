using Plumb.Formats.Hdf5;
using Plumb.Formats.MintPy;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Cli.Tests.Finished;

public sealed class FinishedSeriesTests : IDisposable
{
    private readonly FinishedFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_series_is_listed_with_dates_units_and_reference()
    {
        Assert.Equal(0, folder.Command("inspect", folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5")));
        Assert.Contains("series", folder.Program.Output, StringComparison.Ordinal);
        Assert.Contains("30, 2019-01-03 to 2020-06-08", folder.Program.Output, StringComparison.Ordinal);
        Assert.Contains("60 x 80", folder.Program.Output, StringComparison.Ordinal);
        Assert.Contains("row 3, column 9; 2019-01-03", folder.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bperp", folder.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_is_that_of_MintPy()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");

        Assert.Equal(0, folder.Command("init", folder["in"], "-o", folder["plumb.yaml"]));
        Assert.True(folder.Run("in", "rate:\n  time_axis: calendar\n") == 0, folder.Program.Error);

        var results = folder.Results();
        var expected = MintPyResults.ReadLayers(FinishedFolder.Shared("mintpy-reference/velocity_var.h5"));
        AssertClose(expected[0], results.Rate(), 1e-5f);
        AssertClose(expected[1], results.RateSigma()!, 1e-5f);
        Assert.Null(results.Network);
        Assert.Null(results.TemporalCoherence());
        Assert.Equal(4800 - 9, results.Mask().Count(MaskReasons.None));
        AssertSeriesKept(results);
        Assert.True(File.Exists(folder["out/maps/rate.tif"]));
        Assert.True(File.Exists(folder["out/points.csv"]));
        Assert.False(File.Exists(folder["out/figures/network.png"]));
        var report = File.ReadAllText(folder["out/report.html"]);
        Assert.Contains("began with a finished series of MintPy", report, StringComparison.Ordinal);
        Assert.DoesNotContain("How the dates are joined", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_finds_everything_current_and_the_report_can_be_made_again()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        Assert.True(folder.Run("in") == 0, folder.Program.Error);
        var rate = File.ReadAllBytes(folder["out/maps/rate.tif"]);
        Assert.Equal(0, folder.Run("in"));
        Assert.Contains("Everything is current.", folder.Program.Output, StringComparison.Ordinal);
        Assert.Equal(0, folder.Command("why", folder["plumb.yaml"]));
        Assert.DoesNotContain("runs ", folder.Program.Output, StringComparison.Ordinal);
        Assert.Equal(0, folder.Command("check", folder["plumb.yaml"]));
        Assert.Equal(0, folder.Command("report", folder.Out));
        foreach (var named in new[] { folder["plumb.yaml"], Path.GetDirectoryName(folder["plumb.yaml"])! })
        {
            File.Delete(folder["out/report.html"]);
            Assert.Equal(0, folder.Command("report", named));
            Assert.True(File.Exists(folder["out/report.html"]));
        }

        Assert.Equal(rate, File.ReadAllBytes(folder["out/maps/rate.tif"]));
    }

    [Fact]
    public void Coherence_and_mask_beside_the_series_mask_it()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        var coherence = MintPyResults.ReadLayers(folder.Take("mintpy-reference/temporalCoherence_var.h5", "in/temporalCoherence.h5"))[0];

        Assert.True(folder.Run("in/timeseries.h5", "mask:\n  min_temporal_coherence: 0.9\n", "mask") == 0, folder.Program.Error);

        var results = folder.Results();
        var (mask, rate) = (results.Mask(), results.Rate());
        for (var i = 0; i < 4800; i++)
        {
            Assert.Equal(coherence.Values[i] >= 0.9f && float.IsFinite(rate.Values[i]), mask.IsGood(i));
        }

        AssertClose(coherence, results.TemporalCoherence()!, 0);
        Assert.InRange(mask.Count(MaskReasons.LowTemporalCoherence), 1, 4799);
    }

    [Fact]
    public void A_run_written_for_MintPy_comes_back_the_same()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        folder.Take("mintpy-reference/temporalCoherence_var.h5", "in/temporalCoherence.h5");
        Assert.True(folder.Run("in", until: "mask") == 0, folder.Program.Error);
        var first = folder.Results();
        Assert.Equal(0, folder.Command("export", folder.Out, "--format", "mintpy", "-o", folder["again"]));
        Assert.False(File.Exists(folder["again/inputs/ifgramStack.h5"]));

        File.WriteAllText(folder["second.yaml"], "input:\n  paths: [again]\noutput:\n  folder: second\n  mintpy: true\n");
        Assert.True(folder.Command("run", folder["second.yaml"], "--until", "publish") == 0, folder.Program.Error);

        var second = FinishedRun.Open(folder["second"]).Results;
        AssertClose(first.Rate(), second.Rate(), 0);
        Assert.Equal(first.Mask().Count(MaskReasons.None), second.Mask().Count(MaskReasons.None));
        Assert.Equal(first.Reference.Areas, second.Reference.Areas);
    }

    [Fact]
    public void A_folder_of_several_series_is_refused_by_name()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        folder.Take("mintpy-reference/timeseries_coh.h5", "in/timeseries_other.h5");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("2 finished series", folder.Program.Error, StringComparison.Ordinal);
        Assert.Contains("timeseries_other.h5", folder.Program.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Out));
        Assert.Equal(2, folder.Command("check", folder["plumb.yaml"]));
    }

    [Fact]
    public void Interferograms_and_series_together_are_refused()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        folder.Take("mintpy-reference/inputs/ifgramStack.h5", "in/inputs/ifgramStack.h5");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("ifgramStack.h5", folder.Program.Error, StringComparison.Ordinal);
        Assert.Contains("a run begins with one kind", folder.Program.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Out));

        Assert.Equal(0, folder.Command("inspect", folder["in/inputs"]));
    }

    [Fact]
    public void The_folder_of_a_run_from_interferograms_is_not_written_over()
    {
        folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        folder.Take("mintpy-reference/inputs/ifgramStack.h5", "stack/ifgramStack.h5");
        File.WriteAllText(folder["stack.yaml"], "input:\n  paths: [stack]\noutput:\n  folder: out\n");
        Assert.True(folder.Command("run", folder["stack.yaml"], "--until", "import") == 0, folder.Program.Error);
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("Name another output.folder", folder.Program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    public void A_truncated_series_is_refused(double share)
    {
        var file = folder.Take("mintpy-reference/timeseries_var.h5", "in/timeseries.h5");
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength((long)(stream.Length * share));
        }

        Assert.Equal(2, folder.Run("in"));
        Assert.Equal(2, folder.Command("inspect", folder["in"]));
        Assert.False(Directory.Exists(folder.Out));
    }

    [Fact]
    public void Odd_files_are_refused()
    {
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllText(folder["in/timeseries.h5"], "no HDF5 at all");
        Assert.Equal(2, folder.Run("in"));

        Make("in/timeseries.h5", "mm", "20200101", "20200113");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("unit is 'mm'", folder.Program.Error, StringComparison.Ordinal);

        Make("in/timeseries.h5", "m", "20200113", "20200101");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("do not ascend", folder.Program.Error, StringComparison.Ordinal);

        Make("in/timeseries.h5", "m", "20200101");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("single date", folder.Program.Error, StringComparison.Ordinal);

        Make("in/timeseries.h5", "m", "20200101", "20200113");
        File.WriteAllText(folder["in/temporalCoherence.h5"], "no HDF5 at all");
        Assert.Equal(2, folder.Run("in/timeseries.h5"));
        Assert.Contains("lies beside", folder.Program.Error, StringComparison.Ordinal);

        File.Delete(folder["in/temporalCoherence.h5"]);
        Assert.Equal(2, folder.Run("in", "reference:\n  areas: ['row:1,column:1']\n"));
        Assert.Contains("reference.areas", folder.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_dates_relative_to_the_second_become_displacement_since_the_first()
    {
        Directory.CreateDirectory(folder["in"]);
        Make("in/timeseries.h5", "m", "20200101", "20200113");
        Assert.True(folder.Run("in") == 0, folder.Program.Error);
        var results = folder.Results();
        Assert.Null(results.RateSigma());
        Assert.Equal(0, results.Displacement(0).Values[7]);
        Assert.Equal(0.012f, results.Displacement(1).Values[7], 1e-6f);
        Assert.Equal(0.012 / (12 / 365.25), results.Rate().Values[7], 1e-4);
        Assert.Contains("without standard deviations", File.ReadAllText(folder["out/report.html"]), StringComparison.Ordinal);
    }

    /// <summary>A series of 8 x 6 pixels that rises 1 mm per day and is zero at its last date; pixel 0 has no data.</summary>
    private void Make(string name, string unit, params string[] dates)
    {
        File.Delete(folder[name]);
        using var file = Hdf5File.Create(folder[name]);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["FILE_TYPE"] = "timeseries",
            ["WIDTH"] = "8",
            ["LENGTH"] = "6",
            ["WAVELENGTH"] = "0.056",
            ["UNIT"] = unit,
            ["X_FIRST"] = "10",
            ["Y_FIRST"] = "50",
            ["X_STEP"] = "0.01",
            ["Y_STEP"] = "-0.01",
        })
        {
            file.WriteAttribute("/", key, value);
        }

        using (var date = file.CreateTextDataset("date", 8, new Hdf5Layout([dates.Length])))
        {
            date.WriteTexts(dates);
        }

        using (var series = file.CreateDataset("timeseries", Hdf5Type.Real32, new Hdf5Layout([dates.Length, 6, 8])))
        {
            var values = new float[dates.Length * 48];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = i % 48 == 0 ? 0 : 0.012f * ((i / 48) - dates.Length + 1);
            }

            series.Write<float>([0, 0, 0], [dates.Length, 6, 8], values);
        }

        file.Finish(Formats.Store.Durability.ProcessOnly);
    }

    private static void AssertSeriesKept(ResultSet results)
    {
        using var series = MintPyResults.OpenSeries(FinishedFolder.Shared("mintpy-reference/timeseries_var.h5"));
        var (expected, found) = (new float[30 * 4800], new float[30 * 4800]);
        series.Read(results.Grid.Whole, expected);
        results.Series(results.Grid.Whole, found);
        Assert.Equal(expected, found);
    }

    private static void AssertClose(Layer expected, Layer found, float tolerance)
    {
        Assert.Equal(expected.Grid, found.Grid);
        for (var i = 0; i < expected.Values.Length; i++)
        {
            var (e, f) = (expected.Values[i], found.Values[i]);
            Assert.True(float.IsNaN(e) ? float.IsNaN(f) : Math.Abs(e - f) <= tolerance, $"Pixel {i}: {f} where {e} is expected.");
        }
    }
}

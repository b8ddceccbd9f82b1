using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Cli.Tests.Finished;

public sealed class FinishedVelocityTests : IDisposable
{
    private readonly FinishedFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("velocity_a064.h5", -13.7e-3)]
    [InlineData("velocity_d071.h5", -10.0e-3)]
    public void The_rates_of_Coso_become_map_points_and_report(string name, double rate)
    {
        folder.Take($"mintpy_coso_velocity/{name}.gz", $"in/{name}");

        Assert.Equal(0, folder.Command("inspect", folder["in"]));
        Assert.Contains("velocity", folder.Program.Output, StringComparison.Ordinal);
        Assert.Contains("541 x 841", folder.Program.Output, StringComparison.Ordinal);
        Assert.Contains("m/yr", folder.Program.Output, StringComparison.Ordinal);
        Assert.True(folder.Run("in", "  points: false\n") == 0, folder.Program.Error);

        using var map = GdalDataset.Open(folder["out/maps/rate.tif"]);
        var grid = map.Grid;
        Assert.Equal((541, 841), (grid.Rows, grid.Columns));
        Assert.Equal(-118.10125, grid.OriginX, 1e-9);
        Assert.Equal(36.25125, grid.OriginY, 1e-9);
        Assert.Equal(-118.10125 + (841 * 0.000833333), grid.EndX, 1e-9);
        Assert.Equal(36.25125 - (541 * 0.000833333), grid.EndY, 1e-9);
        var values = new float[1];
        map.Read(1, new Tile(268, 359, 1, 1), values);
        Assert.Equal(rate, values[0], 0.05e-3);

        var results = folder.Results();
        Assert.Empty(results.Dates);
        Assert.Equal((531, 403), (results.Reference.Areas[0].Row, results.Reference.Areas[0].Column));
        Assert.True(File.Exists(folder["out/maps/rate_sigma.tif"]));
        Assert.Empty(Directory.GetFiles(folder["out/maps"], "displacement*"));
        Assert.Empty(Directory.GetFiles(folder["out/figures"], "sinking*"));
        var report = File.ReadAllText(folder["out/report.html"]);
        Assert.Contains("there is no series", report, StringComparison.Ordinal);
        Assert.Contains("Place 1", report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_crops_the_rates_and_the_reference_outside_is_told()
    {
        folder.Take("mintpy_coso_velocity/velocity_a064.h5.gz", "in/velocity.h5");
        File.WriteAllText(folder["area.yaml"], "input:\n  paths: [in]\n  area: '-117.85,36.0,-117.75,36.06'\noutput:\n  folder: out\n  mintpy: true\n");

        Assert.True(folder.Command("run", folder["area.yaml"], "--until", "publish") == 0, folder.Program.Error);

        var results = folder.Results();
        var (row, column) = results.Grid.PixelAt(-118.10125 + (359.5 * 0.000833333), 36.25125 - (268.5 * 0.000833333));
        Assert.Equal(-13.690155e-3f, results.Rate()[(int)Math.Round(row), (int)Math.Round(column)], 1e-7f);
        Assert.Empty(results.Reference.Areas);
        Assert.Contains("row 531, column 403 of the file", results.RelativeTo, StringComparison.Ordinal);
        Assert.True(new FileInfo(folder["out/points.csv"]).Length > 1000);
        Assert.True(File.Exists(folder["out/mintpy/velocity.h5"]));
        Assert.False(File.Exists(folder["out/mintpy/timeseries.h5"]));
        Assert.Equal(0, folder.Command("export", folder.Out, "--format", "cog"));
    }

    [Fact]
    public void Packed_files_ask_to_be_unpacked()
    {
        folder.Take("mintpy_coso_velocity/velocity_a064.h5.gz", "in/velocity.h5.gz");
        Assert.Equal(2, folder.Run("in"));
        Assert.Contains("gunzip", folder.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_rates_are_refused()
    {
        var file = folder.Take("mintpy_coso_velocity/velocity_a064.h5.gz", "in/velocity.h5");
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.Equal(2, folder.Run("in"));
        Assert.False(Directory.Exists(folder.Out));
    }
}

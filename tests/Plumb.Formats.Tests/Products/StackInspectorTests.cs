using System.Text.Json;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Hyp3;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Products;

public sealed class StackInspectorTests
{
    private static readonly DateOnly Start = new(2019, 1, 3);

    private static string Name(int first, int second, string id = "1DBE") =>
        $"S1AA_{Start.AddDays(first):yyyyMMdd}T005821_{Start.AddDays(second):yyyyMMdd}T005820_VVP{second - first:000}_INT80_G_ueF_{id}";

    private static string Add(ProductFolder folder, int first, int second, Grid? grid = null, string id = "1DBE", Func<int, int, float>? phase = null)
    {
        var name = Name(first, second, id);
        Hyp3Tests.WriteProduct(folder, $"{name}/{name}", Hyp3Tests.ParametersOf(Start.AddDays(first), Start.AddDays(second)), phase ?? ProductFolder.Bowl, grid);
        return folder.File($"{name}/{name}");
    }

    [Fact]
    public void Different_sizes_and_zones_are_told_and_none_is_dropped()
    {
        using var folder = new ProductFolder();
        var u = ProductFolder.Utm;
        Add(folder, 0, 12);
        Add(folder, 12, 24);
        Add(folder, 24, 36, new Grid(u.Crs, u.OriginX - 160, u.OriginY + 80, 80, -80, 50, 31));
        Add(folder, 36, 48, new Grid(new Crs("EPSG:32650", false), -70_000, 3_410_000, 80, -80, 120, 140));
        var inspection = folder.Inspect();
        Assert.Equal(u, inspection.Grid);
        var rows = InspectionTable.Rows(inspection);
        Assert.Equal(["same grid", "same grid", "offset (-1, -2)", "resampled from EPSG:32650"], rows.Select(r => r.Action));
        Assert.Equal("31 x 50", rows[2].Size);
        var text = InspectionTable.Text(inspection);
        Assert.Contains("20190103_20190115", text, StringComparison.Ordinal);
        Assert.Contains("offset (-1, -2)", text, StringComparison.Ordinal);
        Assert.Equal(rows.Count, JsonSerializer.Deserialize<InspectionRow[]>(JsonSerializer.Serialize(rows))!.Length);
        Assert.Equal("20190127_20190208", StackInspector.Inspect([folder.Path], "20190127_20190208").Products.Single(p => p.Grid.Rows == 31).Pair.ToString());
        Assert.Equal(31, StackInspector.Inspect([folder.Path], "20190127_20190208").Grid!.Rows);
        Assert.Throws<RequestException>(() => StackInspector.Inspect([folder.Path], "20200101_20200113"));
        Assert.Throws<RequestException>(() => StackInspector.Inspect([folder.Path], "largest"));
    }

    [Fact]
    public void One_pair_twice_is_an_error_that_names_both()
    {
        using var folder = new ProductFolder();
        var first = Add(folder, 0, 12);
        var second = Add(folder, 0, 12, id: "2DBE");
        var inspection = folder.Inspect();
        Assert.False(inspection.IsUsable);
        Assert.Single(inspection.Products);
        Assert.Contains(inspection.Problems, p => p.What.Contains(first, StringComparison.Ordinal) && p.What.Contains(second, StringComparison.Ordinal));
    }

    [Fact]
    public void All_bad_files_are_named_in_one_go()
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        var cut = Add(folder, 12, 24) + "_unw_phase.tif";
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^200]);
        var empty = Add(folder, 24, 36, phase: (_, _) => float.NaN) + "_unw_phase.tif";
        var foreign = Add(folder, 36, 48) + "_unw_phase.tif";
        File.WriteAllText(foreign, "this is no picture");
        var wrong = Add(folder, 48, 60) + "_corr.tif";
        File.Delete(wrong);
        folder.WriteTiff(Path.GetRelativePath(folder.Path, wrong), ProductFolder.Utm, (_, _) => 240);
        var inspection = folder.Inspect();
        foreach (var bad in (string[])[cut, empty, foreign, wrong])
        {
            Assert.Contains(inspection.Problems, p => p.Severity == Severity.Error && p.Where == bad);
        }

        Assert.Equal(2, inspection.Products.Count);
        Assert.All(inspection.Problems, p => Assert.False(p.What.StartsWith(p.Where, StringComparison.Ordinal)));
    }

    [Fact]
    public void Unknown_rasters_and_packed_products_are_told()
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        folder.WriteTiff("mystery.tif", ProductFolder.Utm, (_, _) => 1);
        folder.Write("S1AA_x.zip", "PK");
        var inspection = folder.Inspect();
        Assert.True(inspection.IsUsable);
        Assert.Contains(inspection.Problems, p => p.Where.EndsWith("mystery.tif", StringComparison.Ordinal) && p.What.Contains("not used", StringComparison.Ordinal));
        Assert.Contains(inspection.Problems, p => p.Where.EndsWith(".zip", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_found_and_no_such_folder_are_told()
    {
        using var folder = new ProductFolder();
        Assert.Contains(folder.Inspect().Problems, p => p.Severity == Severity.Error && p.What.Contains("No interferogram", StringComparison.Ordinal));
        Assert.Throws<RequestException>(() => StackInspector.Inspect([folder.Path + "/a", folder.Path + "/b"]));
        Assert.Throws<RequestException>(() => StackInspector.Inspect([]));
    }

    [Fact]
    public void Links_in_circles_end()
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        Directory.CreateSymbolicLink(folder.File("loop"), folder.Path);
        Assert.Single(folder.Inspect().Products);
    }

    [Fact]
    public void Tracks_are_not_mixed()
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        var other = Add(folder, 12, 24) + ".txt";
        File.WriteAllText(other, File.ReadAllText(other).Replace("25311", "25312", StringComparison.Ordinal).Replace("ASCENDING", "DESCENDING", StringComparison.Ordinal));
        var problems = folder.Inspect().Problems;
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.What.Contains("different tracks", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.What.Contains("directions of flight", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wave_length: 0.05\n")]
    [InlineData("wavelength: five\n")]
    [InlineData("wavelength: 5.5\n")]
    public void A_bad_sidecar_is_refused_by_name(string text)
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        var file = folder.Write(Sidecar.FileName, text);
        Assert.Contains(folder.Inspect().Problems, p => p.Severity == Severity.Error && p.Where == file);
    }

    [Fact]
    public void Two_products_that_do_not_touch_are_an_error()
    {
        using var folder = new ProductFolder();
        Add(folder, 0, 12);
        var u = ProductFolder.Utm;
        Add(folder, 12, 24, new Grid(u.Crs, u.OriginX + 100_000, u.OriginY, 80, -80, 20, 20));
        Assert.Contains(folder.Inspect().Problems, p => p.Severity == Severity.Error && p.What.Contains("does not touch", StringComparison.Ordinal));
    }

    [Fact]
    public void Truncated_geometry_is_named()
    {
        using var folder = new ProductFolder();
        var dem = Add(folder, 0, 12) + "_dem.tif";
        File.WriteAllBytes(dem, File.ReadAllBytes(dem)[..^30]);
        Assert.Contains(folder.Inspect().Problems, p => p.Severity == Severity.Error && p.Where == dem);
    }

    [Fact]
    public void Different_bursts_in_one_folder_are_told()
    {
        using var folder = new ProductFolder();
        foreach (var name in (string[])["S1_056072_IW2_20220814_20220907_VV_INT80_E09B", "S1_056073_IW2_20220907_20221001_VV_INT80_E09C"])
        {
            Hyp3Tests.WriteProduct(folder, name, Hyp3Tests.ParametersOf(new DateOnly(2022, 8, 14), new DateOnly(2022, 9, 7)), ProductFolder.Bowl);
            File.Delete(folder.File(name + ".txt"));
        }

        Assert.Contains(folder.Inspect().Problems, p => p.What.Contains("S1_056072_IW2: 1; S1_056073_IW2: 1", StringComparison.Ordinal));
    }
}

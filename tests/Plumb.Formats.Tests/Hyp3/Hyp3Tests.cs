using Plumb.Acquisitions;
using Plumb.Formats.Hyp3;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Products;
using Plumb.Geometry;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Hyp3;

public sealed class Hyp3Tests
{
    private const string Gamma = "S1AA_20190103T005821_20190115T005820_VVP012_INT80_G_ueF_1DBE";
    private const string Burst = "S1_056072_IW2_20220814_20220907_VV_INT80_E09B";
    private const string Multi = "S1_044_000000s1n00-093117s2n01-093118s3n01_IW_20250718_20250730_VV_INT80_B4FA";

    private const string Parameters = """
        Reference Granule: S1A_IW_SLC__1SDV_20190103T005821_20190103T005848_025311_02CD4B_1111
        Secondary Granule: S1A_IW_SLC__1SDV_20190115T005820_20190115T005847_025486_02D3A5_2222
        Reference Pass Direction: ASCENDING
        Reference Orbit Number: 25311
        Baseline: 48.0195
        UTC time: 3514.869576
        Heading: -12.5
        Spacecraft height: 705239.4029
        Earth radius at nadir: 6370008.3766
        Slant range near: 803591.1723
        Slant range center: 882714.7457
        Slant range far: 961838.3190
        Range looks: 20
        Azimuth looks: 4
        """;

    [Theory]
    [InlineData(Gamma, "INSAR_GAMMA", "20190103_20190115", 0)]
    [InlineData(Burst, "INSAR_ISCE_BURST", "20220814_20220907", 0)]
    [InlineData(Multi, "INSAR_ISCE_MULTI_BURST", "20250718_20250730", 44)]
    [InlineData("S1AC_20251001T204513_20251007T204359_HHR006_INT40_G_ueF_1DBE", "INSAR_GAMMA", "20251001_20251007", 0)]
    public void Names_tell_job_dates_and_track(string product, string job, string pair, int track)
    {
        var name = Hyp3Name.TryParse(product);
        Assert.NotNull(name);
        Assert.Equal((job, pair, false, track), (name.JobType, name.Dates.Pair.ToString(), name.Dates.IsReversed, name.Track));
        Assert.Equal((product, "inc_map_ell"), Hyp3Name.SplitLayer(product + "_inc_map_ell_clipped.tif"));
    }

    [Theory]
    [InlineData("S1AA_20191303T005821_20190115T005820_VVP012_INT80_G_ueF_1DBE")]
    [InlineData("S1_056072_IW2_20220814_20220814_VV_INT80_E09B")]
    [InlineData("20190103-20190115_unw")]
    public void Other_names_are_left_alone(string product) => Assert.Null(Hyp3Name.TryParse(product));

    [Theory]
    [InlineData("S1AC_20251001T204513_20251007T204359_HHR006_INT40_G_ueF_1DBE", 48.0195, -18.1505, 10, 2, PassDirection.Ascending, 90)]
    [InlineData("S1_044_000000s1n00-093117s2n01-093118s3n01_IW_20250718_20250730_VV_INT80_B4FA", 33.8897, -164.2755, 20, 4, PassDirection.Descending, 0)]
    [InlineData("S1_056072_IW2_20220814_20220907_VV_INT80_E09B", 158.5744, -13.3101, 20, 4, PassDirection.Ascending, 0)]
    public void Real_parameter_files_are_read(string name, double baseline, double heading, int range, int azimuth, PassDirection pass, int track)
    {
        ProductFolder.SkipWithoutData("hyp3_contract");
        var p = Hyp3Parameters.Read(Path.Combine(ProductFolder.SharedData, "hyp3_contract", "product_metadata", name + ".txt"));
        Assert.Equal(baseline, p.Baseline, 4);
        Assert.Equal(heading, double.RadiansToDegrees(p.Heading), 4);
        Assert.Equal((range, azimuth, pass, track), (p.RangeLooks, p.AzimuthLooks, p.Pass, p.Track));
        Assert.Empty(p.Missing);
        Assert.Equal(Hyp3Name.TryParse(name)!.Dates, OrientedPair.From(p.ReferenceDate!.Value, p.SecondaryDate!.Value));
        Assert.InRange(double.RadiansToDegrees(p.IncidenceAtCentre), 30, 46);
    }

    [Theory]
    [InlineData('A', 20027, 5)]
    [InlineData('B', 27, 1)]
    [InlineData('C', 172, 1)]
    [InlineData('?', 20027, 0)]
    public void Orbit_numbers_become_tracks(char satellite, int orbit, int track) =>
        Assert.Equal(track, new Hyp3Parameters { Satellite = satellite, ReferenceOrbit = orbit }.Track);

    [Fact]
    public void A_whole_product_is_read_and_its_bowl_sinks()
    {
        using var folder = new ProductFolder();
        WriteProduct(folder, $"{Gamma}/{Gamma}", Parameters, ProductFolder.Bowl);
        var inspection = folder.Inspect();
        Assert.True(inspection.IsUsable, InspectionTable.Text(inspection));
        var product = Assert.Single(inspection.Products);
        Assert.Equal("HyP3 INSAR_GAMMA", product.Family);
        Assert.Equal(48.0195, product.Baseline.Perpendicular);
        Assert.Equal(39, product.Track);
        Assert.Equal(EffectiveLooks.Sentinel1(20, 4), product.Looks.Effective);
        var phase = ProductFolder.ReadAll(product.Unwrapped);
        Assert.True(float.IsNaN(phase[0]));
        Assert.True(phase[(15 * 40) + 20] > 0);
        Assert.Equal(-0.040, (phase[(15 * 40) + 20] - phase[39]) * product.Sensor!.MetresPerRadian, 4);

        var geometry = inspection.Geometry;
        var look = LookVector.FromAngles(ProductFolder.ReadAll(geometry.Incidence!)[7], ProductFolder.ReadAll(geometry.Heading!)[7]);
        Assert.Equal(Math.Cos(0.9) * Math.Cos(2.9), look.East, 5);
        Assert.Equal(Math.Cos(0.9) * Math.Sin(2.9), look.North, 5);
        Assert.Equal(Math.Sin(0.9), look.Up, 5);
        Assert.Equal(123f, ProductFolder.ReadAll(geometry.Height!)[7]);
        var water = ProductFolder.ReadAll(geometry.Water!);
        Assert.Equal((0f, 1f), (water[0], water[39]));
        Assert.Empty(inspection.Problems);
    }

    [Fact]
    public void Zero_is_no_data_in_phase_and_coherence_but_a_component()
    {
        using var folder = new ProductFolder();
        WriteProduct(folder, Gamma, Parameters, ProductFolder.Bowl);
        folder.WriteTiff($"{Gamma}_conncomp.tif", ProductFolder.Utm, (_, c) => c < 20 ? 0 : 1);
        var product = Assert.Single(folder.Inspect().Products);
        Assert.True(float.IsNaN(ProductFolder.ReadAll(product.Coherence!)[0]));
        Assert.Equal(0f, ProductFolder.ReadAll(product.Components!)[0]);
    }

    [Fact]
    public void Granules_in_reverse_of_the_name_stop_the_product()
    {
        using var folder = new ProductFolder();
        var swapped = Parameters.Replace("Reference Granule", "X", StringComparison.Ordinal).Replace("Secondary Granule", "Reference Granule", StringComparison.Ordinal).Replace("X:", "Secondary Granule:", StringComparison.Ordinal);
        WriteProduct(folder, Gamma, swapped, ProductFolder.Bowl);
        var inspection = folder.Inspect();
        Assert.False(inspection.IsUsable);
        Assert.Contains(inspection.Problems, p => p.What.Contains("sign of the phase", StringComparison.Ordinal));
    }

    [Fact]
    public void Reversed_dates_change_sign_and_baseline()
    {
        using var folder = new ProductFolder();
        var name = "S1AA_20190115T005820_20190103T005821_VVP012_INT80_G_ueF_1DBE";
        var swapped = Parameters.Replace("Reference Granule", "X", StringComparison.Ordinal).Replace("Secondary Granule", "Reference Granule", StringComparison.Ordinal).Replace("X:", "Secondary Granule:", StringComparison.Ordinal);
        WriteProduct(folder, name, swapped, (r, c) => -ProductFolder.Bowl(r, c));
        var product = Assert.Single(folder.Inspect().Products);
        Assert.Equal("dates swapped, sign changed", product.Converted);
        Assert.Equal(-48.0195, product.Baseline.Perpendicular);
        Assert.Equal(ProductFolder.Bowl(15, 20), ProductFolder.ReadAll(product.Unwrapped)[(15 * 40) + 20]);
    }

    [Fact]
    public void Text_of_another_product_and_missing_text_are_named()
    {
        using var folder = new ProductFolder();
        WriteProduct(folder, Gamma, "DEM_projection: UTM\n", ProductFolder.Bowl);
        WriteProduct(folder, Burst, Parameters, ProductFolder.Bowl);
        File.Delete(folder.File(Burst + ".txt"));
        var problems = folder.Inspect().Problems;
        Assert.Contains(problems, p => p.Severity == Severity.Error && p.Where.EndsWith(Gamma + ".txt", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Severity == Severity.Warning && p.Where.EndsWith(Burst + ".txt", StringComparison.Ordinal));
    }

    internal static void WriteProduct(ProductFolder folder, string name, string parameters, Func<int, int, float> phase, Grid? grid = null)
    {
        var g = grid ?? ProductFolder.Utm;
        folder.WriteTiff(name + "_unw_phase.tif", g, (r, c) => r == 0 && c == 0 ? 0 : phase(r, c));
        folder.WriteTiff(name + "_corr.tif", g, (r, c) => r == 0 && c == 0 ? 0 : 0.7f);
        folder.WriteTiff(name + "_lv_theta.tif", g, (_, _) => 0.9f);
        folder.WriteTiff(name + "_lv_phi.tif", g, (_, _) => 2.9f);
        folder.WriteTiff(name + "_dem.tif", g, (_, _) => 123);
        folder.WriteTiff(name + "_water_mask.tif", g, (_, c) => c == g.Columns - 1 ? 0 : 1);
        folder.Write(name + ".txt", parameters);
    }

    internal static string ParametersOf(DateOnly first, DateOnly second) => Parameters
        .Replace("20190103", "FIRST", StringComparison.Ordinal)
        .Replace("20190115", $"{second:yyyyMMdd}", StringComparison.Ordinal)
        .Replace("FIRST", $"{first:yyyyMMdd}", StringComparison.Ordinal);
}

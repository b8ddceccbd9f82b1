using Plumb.Acquisitions;
using Plumb.Formats.Gamma;
using Plumb.Formats.Products;
using Plumb.Formats.Tests.Products;
using Plumb.Geometry;
using Plumb.Grids;

namespace Plumb.Formats.Tests.Gamma;

public sealed class MexicoCityTests
{
    private static readonly string Root = Path.Combine(ProductFolder.SharedData, "pyrate_mexicocity_s1");

    private static GammaImage Header(string date, string kind) => GammaImage.Read(Path.Combine(Root, "headers", $"r{date}_VV_{kind}.par"));

    [Fact]
    public void Inspection_finds_thirty_pairs_and_misses_nothing()
    {
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var inspection = StackInspector.Inspect([Path.Combine(Root, "unw"), Path.Combine(Root, "cc"), Path.Combine(Root, "headers"), Path.Combine(Root, "baselines"), Path.Combine(Root, "dem")]);
        var text = InspectionTable.Text(inspection);
        Assert.True(inspection.IsUsable, text);
        Assert.Equal(30, inspection.Products.Count);
        Assert.DoesNotContain(inspection.Problems, p => p.Severity != Severity.Note);
        Assert.All(inspection.Products, p =>
        {
            Assert.Equal("GAMMA GeoTIFF", p.Family);
            Assert.NotNull(p.Coherence);
            Assert.Equal(inspection.Grid, p.Grid);
            Assert.True(p.Baseline.IsKnown);
            Assert.Equal(0.05546576, p.Sensor!.Wavelength, 7);
            Assert.Equal(-12.27, double.RadiansToDegrees(p.Heading), 1);
            Assert.Equal((8, 2), (p.Looks.Range, p.Looks.Azimuth));
            Assert.InRange(p.Looks.Effective, 6, 9);
            Assert.Equal(PassDirection.Ascending, p.Pass);
            Assert.Equal("sign kept", p.Converted);
        });
        Assert.Equal("60 x 100", InspectionTable.Rows(inspection)[0].Size);
    }

    [Fact]
    public void The_lake_bed_moves_away_from_the_satellite_and_the_hills_do_not()
    {
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var inspection = StackInspector.Inspect([Root]);
        var product = inspection.Products.Single(p => p.Pair.ToString() == "20180106_20180130");
        var phase = ProductFolder.ReadAll(product.Unwrapped);
        var lake = Median(phase, 16, 28, 88, 99);
        var hills = Median(phase, 20, 39, 0, 9);
        var rate = (lake - hills) * product.Sensor!.MetresPerRadian * 365.25 / product.Pair.Days;
        Assert.InRange(rate, -0.40, -0.10);
    }

    [Fact]
    public void Perpendicular_baseline_agrees_with_every_table_within_a_centimetre()
    {
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var files = Directory.GetFiles(Path.Combine(Root, "baselines"), "*_bperp.par");
        Assert.Equal(30, files.Length);
        foreach (var file in files)
        {
            var pair = OrientedPair.InName(Path.GetFileName(file))!.Value.Pair;
            var image = Header($"{pair.First:yyyyMMdd}", "8rlks_mli");
            var track = GammaBaseline.ReadComponents(file.Replace("bperp", "base", StringComparison.Ordinal), image.CentreTime);
            var table = GammaBaseline.ReadTable(file);
            for (var line = 100.0; line < 4500; line += 731)
            {
                for (var sample = 50.0; sample < 8400; sample += 911)
                {
                    var time = image.StartTime + (line * image.LineTime);
                    var look = PerpendicularBaseline.LookAngle(image.Orbit, time, image.NearRange + (sample * image.RangeSpacing));
                    Assert.Equal(table.At(line, sample), track.PerpendicularAt(time, look), 0.01);
                }
            }
        }
    }

    [Fact]
    public void Orbits_alone_agree_with_the_tables_to_what_was_refined_afterwards()
    {
        // The tables come from baselines refined on ground control; the state vectors do not know of that.
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var differences = new List<double>();
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "baselines"), "*_bperp.par"))
        {
            var pair = OrientedPair.InName(Path.GetFileName(file))!.Value.Pair;
            var (first, second) = (Header($"{pair.First:yyyyMMdd}", "8rlks_mli"), Header($"{pair.Second:yyyyMMdd}", "8rlks_mli"));
            Assert.True(PerpendicularBaseline.TryFromOrbits(first.Orbit, second.Orbit, first.CentreTime, out var track));
            var look = PerpendicularBaseline.LookAngle(first.Orbit, first.CentreTime, first.CentreRange);
            var table = GammaBaseline.ReadTable(file).At(first.LineAt(first.CentreTime), first.SampleAt(first.CentreRange));
            differences.Add(Math.Abs(table - track.PerpendicularAt(first.CentreTime, look)));
        }

        Assert.True(differences.Max() < 0.8);
        Assert.True(differences.Order().ElementAt(15) < 0.3);
    }

    [Theory]
    [InlineData(29, 50, 1.02217936515808, -2.94634866714478)]
    [InlineData(94, 58, 1.0111095905304, -2.94684600830078)]
    public void Incidence_and_azimuth_agree_with_gamma(int column, int row, double elevation, double azimuth)
    {
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var geometry = StackInspector.Inspect([Root]).Geometry;
        var incidence = ProductFolder.ReadAll(geometry.Incidence!)[(row * 100) + column];
        var heading = ProductFolder.ReadAll(geometry.Heading!)[(row * 100) + column];
        Assert.Equal((Math.PI / 2) - elevation, incidence, 0.001);
        var expected = LookVector.FromElevation(elevation, azimuth);
        Assert.Equal(expected.Heading, heading, 0.01);
        var look = LookVector.FromAngles(incidence, heading);
        Assert.Equal(expected.East, look.East, 0.001);
    }

    [Fact]
    public void Map_pixels_fall_where_the_lookup_table_says()
    {
        ProductFolder.SkipWithoutData("pyrate_mexicocity_s1");
        var image = Header("20180106", "8rlks_mli");
        var grid = StackInspector.Inspect([Root]).Grid!;
        var heights = ProductFolder.ReadAll(StackInspector.Inspect([Root]).Geometry.Height!);
        var table = Path.Combine(Root, "baselines", "20180106_VV_8rlks_eqa_to_rdc.lt");
        var layout = new FlatLayout(FlatSample.Real32, BigEndian: true);
        var pairs = ProductFolder.ReadAll(new FlatRaster(table, Grid.Radar(200, 60), layout, ValueRule.Measurement));
        var (across, along) = (new List<double>(), new List<double>());
        for (var pixel = 0; pixel < heights.Length; pixel += 37)
        {
            var (x, y) = grid.CentreOf(pixel / 100, pixel % 100);
            if (float.IsNaN(heights[pixel]) || float.IsNaN(pairs[2 * pixel]) || !RadarView.TryObserve(image.Orbit, GeodeticPosition.FromDegrees(x, y, heights[pixel]), out var seen))
            {
                continue;
            }

            across.Add(image.SampleAt(seen.SlantRange) - pairs[2 * pixel]);
            along.Add(image.LineAt(seen.Time) - pairs[(2 * pixel) + 1]);
        }

        Assert.True(across.Count > 100);
        Assert.InRange(across.Order().ElementAt(across.Count / 2), -5, 5);
        Assert.InRange(along.Order().ElementAt(along.Count / 2), -5, 5);
        Assert.True(across.Max() - across.Min() < 2, $"range offsets {across.Min()} to {across.Max()}");
        Assert.True(along.Max() - along.Min() < 2, $"azimuth offsets {along.Min()} to {along.Max()}");
    }

    private static double Median(float[] values, int firstRow, int lastRow, int firstColumn, int lastColumn)
    {
        var found = new List<float>();
        for (var r = firstRow; r <= lastRow; r++)
        {
            for (var c = firstColumn; c <= lastColumn; c++)
            {
                if (!float.IsNaN(values[(r * 100) + c]))
                {
                    found.Add(values[(r * 100) + c]);
                }
            }
        }

        return found.Order().ElementAt(found.Count / 2);
    }
}

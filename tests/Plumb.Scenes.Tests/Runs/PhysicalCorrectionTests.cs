using System.Globalization;
using System.Text;
using Plumb.Corrections.Ionosphere;
using Plumb.Corrections.Plates;
using Plumb.Corrections.Tides;
using Plumb.Formats.Gdal;
using Plumb.Formats.Ionosphere;
using Plumb.Formats.Store;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Corrections;
using Plumb.Processing.Stages;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>Corrections by models of the Earth, its crust and its ionosphere, in a whole run.</summary>
public sealed class PhysicalCorrectionTests(SceneLibrary scenes)
{
    private static readonly string[] All = ["solid_tides", "plate_motion", "ionosphere"];

    [Fact]
    public void Each_layer_is_what_its_model_says_at_every_pixel_less_the_reference_and_the_first_date()
    {
        using var run = new RunFolder(scenes.Small, s => s with
        {
            Corrections = new CorrectionSettings { Sequence = All, Insist = true, PlateMotion = new() { Plate = "Eurasia" }, Ionosphere = new() { Maps = ["maps"] } },
        });
        var dates = StackDescription.Read(scenes.Finished.Out);
        var moments = scenes.Finished.Results().Dates.Select(d => d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + dates.TimeOfDay!.Value).ToArray();
        foreach (var moment in moments)
        {
            WriteMaps(run, DateOnly.FromDateTime(moment));
        }

        run.Done("--until", "correct");
        var record = CorrectionRecord.Read(run.Out)!;
        Assert.Equal(All, record.Corrections.Select(c => c.Name));
        Assert.All(record.Corrections[2].Dates, d => Assert.True(d.Sigma > 0));
        Assert.Contains("eurasia, ITRF2014", record.Corrections[1].Notes[0], StringComparison.Ordinal);

        var maps = Directory.EnumerateFiles(Path.Combine(run.Folder, "maps")).Order(StringComparer.Ordinal).Select(IonexFile.Read).ToArray();
        var metres = IonosphericDelay.MetresPerTecu(dates.Sensor.Wavelength);
        var plate = PlateMotion.Find("EURA")!;
        var first = moments[0];
        var tides = moments.Select(m => new SolidEarthTide(m)).ToArray();
        Check(run, StorePaths.SolidTides, (place, look, date) => Los(place, look, tides[date]), 3e-5);
        Check(run, StorePaths.PlateMotion, (place, look, date) => Los(look, plate.VelocityAt(place)) * (moments[date].Date - first.Date).TotalDays / 365.25, 1e-6);
        Check(run, StorePaths.Ionosphere, (place, look, date) =>
        {
            var point = ShellPoint.Of(double.RadiansToDegrees(place.Latitude), double.RadiansToDegrees(place.Longitude), look, maps[date].EarthRadius, maps[date].ShellRadius);
            return metres * point.Obliquity * maps[date].At(moments[date], point.Latitude, point.Longitude);
        }, 2e-5);
    }

    [Fact]
    public void Motion_of_the_plate_changes_the_rate_alone_and_other_maps_make_the_run_go_again()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new CorrectionSettings { Sequence = ["plate_motion"], PlateMotion = new() { Rotation = [-0.085, -0.531, 0.770] } } });
        run.Done("--until", "correct");
        var (store, grid) = (run.Store(), run.Results().Grid);
        var record = CorrectionRecord.Read(run.Out)!.Corrections[0];
        Assert.All(record.Dates, d => Assert.Equal(d.Before, d.After, 1e-6));
        var (before, after, off) = (Whole(store, StorePaths.Rate), Whole(store, StorePaths.CorrectedRate), Whole(store, StorePaths.PlateMotion));
        var dates = run.Results().Dates;
        var years = (dates[^1].DayNumber - dates[0].DayNumber) / 365.25;
        var last = (dates.Count - 1) * grid.Rows * grid.Columns;
        Assert.Contains(Enumerable.Range(0, before.Length), p => Math.Abs(off[last + p]) > 1e-5);
        for (var p = 0; p < before.Length; p++)
        {
            if (float.IsFinite(before[p]))
            {
                Assert.Equal(before[p] - (off[last + p] / years), after[p], 2e-6);
            }
        }
    }

    [Fact]
    public void Dates_without_maps_are_named_and_changed_maps_are_seen()
    {
        using var run = new RunFolder(scenes.Small, s => s with { Corrections = new CorrectionSettings { Sequence = ["ionosphere"], Insist = true, Ionosphere = new() { Maps = ["maps"], Share = 0.9 } } });
        var dates = scenes.Finished.Results().Dates;
        foreach (var date in dates.Where((_, i) => i is not (3 or 7)))
        {
            WriteMaps(run, date);
        }

        run.Run("--until", "correct").Expect(2, "2 of 12 dates have no maps of the ionosphere", dates[3].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), dates[7].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        WriteMaps(run, dates[3]);
        WriteMaps(run, dates[7]);
        run.Done("--until", "correct");
        Invocation.Of("why", run.SettingsFile).Expect(0, "correct    current");
        File.SetLastWriteTimeUtc(Directory.EnumerateFiles(Path.Combine(run.Folder, "maps")).First(), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.DoesNotContain("correct    current", Invocation.Of("why", run.SettingsFile).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence: [plate_motion], plate_motion: { plate: eurasio }", "did you mean 'eurasia'?")]
    [InlineData("sequence: [plate_motion]", "names no plate")]
    [InlineData("sequence: [plate_motion], plate_motion: { plate: eurasia, rotation: [1, 2, 3] }", "Keep one")]
    [InlineData("sequence: [plate_motion], plate_motion: { rotation: [1, 2] }", "three numbers")]
    [InlineData("sequence: [ionosphere]", "names no IONEX files")]
    [InlineData("sequence: [solid_tides], solid_tides: { time: '25:00:00' }", "is no time of day")]
    [InlineData("sequence: [ionosphere], ionosphere: { maps: [nowhere], time: noon }", "corrections.ionosphere.time: 'noon'")]
    public void What_cannot_be_is_refused_before_anything_is_written(string corrections, string words)
    {
        using var run = new RunFolder(scenes.Small);
        File.WriteAllText(run.SettingsFile, $"input: {{ paths: ['{scenes.Small}'] }}\noutput: {{ folder: out }}\ncorrections: {{ {corrections} }}\n");
        run.Run().Expect(2, words);
        Assert.False(Directory.Exists(run.Out));
    }

    private static void Check(RunFolder run, string name, Func<GeodeticPosition, LookVector, int, double> model, double tolerance)
    {
        var (grid, store, results) = (run.Results().Grid, run.Store(), run.Results());
        var off = Whole(store, name);
        var (incidence, heading) = (Whole(store, StorePaths.Incidence), Whole(store, StorePaths.Heading));
        var (x, y) = (new double[grid.PixelCount], new double[grid.PixelCount]);
        for (var p = 0; p < x.Length; p++)
        {
            (x[p], y[p]) = (grid.OriginX + (((p % grid.Columns) + 0.5) * grid.StepX), grid.OriginY + (((p / grid.Columns) + 0.5) * grid.StepY));
        }

        using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
        Assert.Equal(0, transform.Apply(x, y));
        double At(int p, int date) => model(GeodeticPosition.FromDegrees(x[p], y[p], 0), LookVector.FromAngles(incidence[p], heading[p]), date);
        var good = Enumerable.Range(0, x.Length).Where(p => float.IsFinite(off[((results.Dates.Count - 1) * x.Length) + p]) && float.IsFinite(incidence[p])).ToArray();
        var reference = results.Reference.TilesOn(grid).SelectMany(t => from r in Enumerable.Range(t.Row, t.Rows) from c in Enumerable.Range(t.Column, t.Columns) select (r * grid.Columns) + c).Intersect(good).ToArray();
        Assert.True(good.Length > 5000 && reference.Length > 0, $"{good.Length} pixels, {reference.Length} in the reference");
        var some = good.Where((_, i) => i % 97 == 0).ToArray();
        var firsts = some.Select(p => At(p, 0)).ToArray();
        var firstReference = reference.Average(p => At(p, 0));
        for (var date = 0; date < results.Dates.Count; date++)
        {
            var atReference = reference.Average(p => At(p, date)) - firstReference;
            for (var i = 0; i < some.Length; i++)
            {
                Assert.Equal(At(some[i], date) - firsts[i] - atReference, off[(date * x.Length) + some[i]], tolerance);
            }
        }
    }

    private static double Los(GeodeticPosition place, LookVector look, SolidEarthTide tide) => Los(look, Wgs84.ToLocal(place, tide.Displacement(Wgs84.ToEcef(place))));

    private static double Los(LookVector look, (double East, double North, double Up) motion) => look.Project(motion.East, motion.North, motion.Up);

    private static float[] Whole(ChunkStore store, string name)
    {
        var array = store.OpenArray<float>(name);
        int[] shape = [.. array.Shape.Select(n => (int)n)];
        var values = new float[shape.Aggregate((a, b) => a * b)];
        array.ReadRegion([.. shape.Select(_ => 0)], shape, values);
        return values;
    }

    /// <summary>Three maps of a day whose electrons slope steeply and differ from day to day.</summary>
    private static void WriteMaps(RunFolder run, DateOnly day)
    {
        static string Line(string content, string label) => content.PadRight(60) + label + "\n";
        static string Time(DateTime time) => FormattableString.Invariant($"{time.Year,6}{time.Month,6}{time.Day,6}{time.Hour,6}     0     0");
        var start = day.ToDateTime(TimeOnly.MinValue);
        var text = new StringBuilder(Line("     1.0            IONOSPHERE MAPS     GPS", "IONEX VERSION / TYPE")
            + Line(Time(start), "EPOCH OF FIRST MAP") + Line(Time(start.AddDays(1)), "EPOCH OF LAST MAP") + Line("     3", "# OF MAPS IN FILE")
            + Line("  6371.0", "BASE RADIUS") + Line("     2", "MAP DIMENSION") + Line("   450.0 450.0   0.0", "HGT1 / HGT2 / DHGT")
            + Line("    80.0 -80.0  -2.5", "LAT1 / LAT2 / DLAT") + Line("  -180.0 180.0   5.0", "LON1 / LON2 / DLON") + Line("    -1", "EXPONENT") + Line("", "END OF HEADER"));
        foreach (var kind in (string[])["TEC", "RMS"])
        {
            for (var map = 0; map < 3; map++)
            {
                text.Append(Line("     1", $"START OF {kind} MAP")).Append(Line(Time(start.AddHours(12 * map)), "EPOCH OF CURRENT MAP"));
                for (var latitude = 80.0; latitude >= -80; latitude -= 2.5)
                {
                    text.Append(Line(FormattableString.Invariant($"  {latitude,6:0.0}-180.0 180.0   5.0 450.0"), "LAT/LON1/LON2/DLON/H"));
                    for (var column = 0; column < 73; column++)
                    {
                        var value = kind == "RMS" ? 20 : 300 + (int)(2.5 * latitude) + (100 * map) + (int)(80 * Math.Sin((column * 5 * Math.PI / 180) + day.DayNumber));
                        text.Append(CultureInfo.InvariantCulture, $"{value,5}").Append(column % 16 == 15 || column == 72 ? "\n" : "");
                    }
                }

                text.Append(Line("     1", $"END OF {kind} MAP"));
            }
        }

        Directory.CreateDirectory(Path.Combine(run.Folder, "maps"));
        File.WriteAllText(Path.Combine(run.Folder, "maps", FormattableString.Invariant($"made{day.DayOfYear:000}0.{day.Year % 100:00}i")), text.Append(Line("", "END OF FILE")).ToString());
    }
}

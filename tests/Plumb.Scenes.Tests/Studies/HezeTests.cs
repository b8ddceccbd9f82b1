using System.Globalization;
using Plumb.Cli;
using Plumb.Cli.Commands;
using Plumb.Cli.Studies;
using Plumb.Grids;
using Plumb.Processing.Associations;
using Plumb.Processing.Progress;
using Plumb.Processing.Results;
using Plumb.Processing.Studies;
using Plumb.Processing.Studies.Heze;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Studies;

/// <summary>The Heze study on pixels of 400 m.</summary>
public sealed class HezeTests
{
    private const double Pixel = 400;
    private const double DaysPerMonth = 30.4375;

    [Fact]
    public void Tracks_agree_zones_have_their_lengths_and_rural_ground_follows_the_rain()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-study-").FullName;
        try
        {
            var scene = StudyFiles.Read<Scene>("heze", "scene.yaml");
            var bench = new StudyBench("heze", folder, new CommandContext(
                new ProgramConsole(TextWriter.Null, TextWriter.Null, false, 80, TimeProvider.System), SilentProgress.Instance, false, false, TestContext.Current.CancellationToken));
            var outcome = new HezeStudy().Run(scene with { Grid = scene.Grid with { Step = Pixel, Columns = scene.Grid.Columns / 2, Rows = scene.Grid.Rows / 2 } }, bench);
            var rows = outcome.Tables.Single(t => t.File == "table.csv").Content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Cells).ToDictionary(c => c[0]);
            double Of(string name, int column) => double.Parse(rows[name][column], CultureInfo.InvariantCulture);
            foreach (var track in new[] { 3, 4 })
            {
                foreach (var zone in new[] { "groundwater, beyond 1 cm/yr: length, km", "coal field, beyond 2 cm/yr: length, km" })
                {
                    Assert.Equal(Of(zone, 2), Of(zone, track), Pixel / 1000);
                }

                Assert.Equal(Of("rural: follows precipitation by, months", 2), Of("rural: follows precipitation by, months", track), 15 / DaysPerMonth);
                Assert.Equal(Of("rural: follows precipitation by, months", 2), Of("the same by the waves of one year", track), 15 / DaysPerMonth);
                Assert.Equal(Of("rural: swing over the year, +- cm", 2), Of("rural: swing over the year, +- cm", track), 0.12);
                Assert.Equal(Of("mining: rate of the group, cm/yr", 2), Of("mining: rate of the group, cm/yr", track), 0.3);
                Assert.InRange(Of("error of the profile (RMS), cm/yr", track), 0.01, 0.3);
            }

            MapsHaveTheSeason(Path.Combine(folder, "path40", "ours"), scene);
            Assert.Equal(2.0, Of("rural: follows precipitation by, months", 2), 0.1);
            Assert.Equal(("63", "61"), (rows["images"][3], rows["images"][4]));
            Assert.Equal(("192", "171"), (rows["interferograms"][3], rows["interferograms"][4]));
            Assert.True(Of("correlation of the vertical rates", 3) > 0.95);
            Assert.InRange(Of("its standard deviation, cm/yr", 3), 0.05, 0.5);
            Assert.Contains("published", outcome.Text, StringComparison.Ordinal);
            var page = outcome.Page.ToHtml();
            Assert.Contains("Vertical rate by chainage", page, StringComparison.Ordinal);
            Assert.Contains("precipitation, mm a month", page, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "comparison", "common.csv")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The median lag and amplitude of the pixels in the middle of the first piece of rural ground.</summary>
    private static void MapsHaveTheSeason(string results, Scene scene)
    {
        var (run, ground, area) = (ResultSet.Open(results), StudyFiles.Read<HezeGround>("heze", "ground.yaml"), scene.SeasonalAreas[0]);
        var maps = SeasonMaps.Of(run, [ground.Rain], 2, TestContext.Current.CancellationToken).ToDictionary(m => m.Description.Name);
        var (row, column) = ((int)((0.5 * run.Grid.Rows) - (area.North / Pixel)), (int)((0.5 * run.Grid.Columns) + (area.East / Pixel)));
        double Median(string name)
        {
            var map = maps[name];
            return OrderStatistics.MedianOfFinite(Enumerable.Range(row - 2, 5).SelectMany(r => Enumerable.Range(column - 2, 5).Select(c => (double)map[r, c])));
        }

        Assert.Equal(61, Median("annual_lag_1"), 20.0);
        Assert.Equal(0.8 * area.Amplitude, Median("annual_displacement"), 0.0025);
    }

    [Fact]
    public void What_the_study_has_not_is_refused()
    {
        Invocation.Of("study", "heze", "--mine", "urban").Expect(2, "--mine is 'urban'", "Leave it out");
        Invocation.Of("study", "heze", "--parts", "c").Expect(2, "has no parts");
    }

    private static string[] Cells(string line) => line.StartsWith('"')
        ? [line[1..line.IndexOf('"', 1)], .. line[(line.IndexOf('"', 1) + 2)..].Split(',')]
        : line.Split(',');
}

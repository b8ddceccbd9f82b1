using Plumb.Kernels;
using Plumb.Processing.Progress;
using Plumb.Processing.Tracks;
using Plumb.Simulation;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Tracks put together against the truth of a scene.</summary>
public sealed class TrackTests(TrackScene scene) : IClassFixture<TrackScene>
{
    // All cells of a scene share its weather, so that the shares of one scene scatter; four together do less.
    private static readonly long[] Seeds = [11, 201, 202, 203];

    [Fact]
    public void Components_lie_within_their_stated_deviations_and_those_of_the_neglected_north()
    {
        var (all, trough, alone) = (new Scores(), new Scores(), new Scores());
        foreach (var seed in Seeds)
        {
            var found = DecomposeTracks.Rates(Request(seed), CancellationToken.None);
            var grid = found.Tracks.Grid;
            Assert.Equal((80, 90), (grid.Rows, grid.Columns));
            Assert.True(found.Cells > 0.7 * grid.PixelCount);
            Assert.InRange(found.Relation!.Factor, -230, -130);
            var truth = Truth(seed).Rate(grid.Whole);
            Add(found, truth.Up, truth.East, (all, trough), truth.Up);
            Add(DecomposeTracks.Rates(Request(seed) with { NorthRule = NorthRule.Stated }, CancellationToken.None), truth.Up, truth.East, (new Scores(), alone), truth.Up);

            // The trough's flanks move inwards: what is west of it to the east, by more than any error.
            var deepest = Array.IndexOf(truth.Up, truth.Up.Min());
            Assert.True(found.Tile.Up[deepest] < -0.05);
            var fastest = Array.IndexOf(truth.East, truth.East.Max());
            Assert.True(found.Tile.East[fastest] > 0.6 * truth.East[fastest], $"{found.Tile.East[fastest]} of {truth.East[fastest]}");
        }

        all.Within("all", 0.62, 0.78, 0.92, 0.985);
        trough.Within("trough", 0.48, 0.85, 0.9, 1);
        Assert.True(Scores.Share(alone.Up, 1.96) < 0.75, "without the north the trough would be within its deviations too, and this scene would tell nothing");
    }

    [Fact]
    public void The_north_that_the_slope_says_takes_most_of_its_error_away()
    {
        var (without, with) = (new Scores(), new Scores());
        foreach (var seed in Seeds)
        {
            var truth = Truth(seed).Rate(DecomposeTracks.Rates(Request(seed), CancellationToken.None).Tracks.Grid.Whole);
            Add(DecomposeTracks.Rates(Request(seed), CancellationToken.None), truth.Up, truth.East, (new Scores(), without), truth.Up);
            Add(DecomposeTracks.Rates(Request(seed) with { NorthRule = NorthRule.FromSlope }, CancellationToken.None), truth.Up, truth.East, (new Scores(), with), truth.Up);
        }

        with.Within("trough", 0.52, 0.9, 0.9, 1);
        Assert.True(with.Error < 0.7 * without.Error, $"{with.Error} instead of {without.Error} m/yr");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Joint_series_lie_within_their_stated_deviations_at_every_date_of_both_tracks(bool curved)
    {
        var (all, trough) = (new Scores(), new Scores());
        foreach (var seed in Seeds)
        {
            var folder = Directory.CreateTempSubdirectory("plumb-joint-").FullName;
            try
            {
                Series(seed, curved, folder, all, trough);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        all.Within("all", 0.58, 0.8, 0.88, 0.985);
        trough.Within("trough", 0.55, 0.88, 0.88, 1);
    }

    private void Series(long seed, bool curved, string folder, Scores all, Scores trough)
    {
        var found = DecomposeTracks.Rates(Request(seed, curved), CancellationToken.None);
        var series = JoinTracks.Run(found, folder, new MemoryBudget(1L << 28), 2, SilentProgress.Instance, CancellationToken.None)!;
        Assert.Equal(39, series.Dates.Count);
        var grid = found.Tracks.Grid;
        var truth = Truth(seed, curved, series.Dates);
        var rate = truth.Displacement(series.Dates.Count - 1, grid.Whole).Up;
        float[] Read(string name, int date)
        {
            var values = new float[grid.PixelCount];
            series.Store.OpenArray<float>(name).ReadRegion([date, 0, 0], [1, grid.Rows, grid.Columns], values);
            return values;
        }

        for (var date = 1; date < series.Dates.Count; date++)
        {
            var now = truth.Displacement(date, grid.Whole);
            var (up, east) = ((Read("components/vertical", date), Read("components/vertical_sigma", date)), (Read("components/east", date), Read("components/east_sigma", date)));
            all.Add(up, now.Up, east, now.East, found.Tracks.ReferenceCells, _ => true);
            trough.Add(up, now.Up, east, now.East, found.Tracks.ReferenceCells, i => rate[i] < -0.013);
        }
    }

    private static void Add(Decomposition found, float[] up, float[] east, (Scores All, Scores Trough) scores, float[] rate)
    {
        var (a, b, reference) = ((found.Tile.Up, found.Tile.UpSigma), (found.Tile.East, found.Tile.EastSigma), found.Tracks.ReferenceCells);
        scores.All.Add(a, up, b, east, reference, _ => true);
        scores.Trough.Add(a, up, b, east, reference, i => rate[i] < -0.02);
    }

    [Fact]
    public void Tracks_compared_agree_where_the_ground_moves_up_and_down()
    {
        var found = CompareTracks.Run(Request().Tracks with { Cell = 120 }, vertical: true, CancellationToken.None);
        var record = found.Record;
        Assert.Equal(120, record.CellMetres, 1e-6);
        Assert.True(record.Comparison.Correlation > 0.8, $"{record.Comparison}");
        Assert.True(Math.Abs(record.Comparison.MeanDifference) < 0.003);
        Assert.Contains(record.Shifts, s => s.Field == "height" && s.Shift is not null && Math.Abs(s.EastMetres) < 3 && Math.Abs(s.NorthMetres) < 3);
    }

    [Fact]
    public void The_command_writes_maps_points_series_and_page()
    {
        var folder = Directory.CreateTempSubdirectory("plumb-decompose-").FullName;
        try
        {
            Invocation.Of("decompose", scene.Ascending, scene.Descending, "-o", folder, "--north-sigma", "1").Expect(0);
            foreach (var file in new[]
            {
                "maps/vertical_rate.tif", "maps/east_rate_sigma.tif", "maps/vertical_north_bias.tif", "components.csv", "components.gpkg", "decomposition.json", "decomposition.html",
                "store/components/vertical/.zarray",
            })
            {
                Assert.True(File.Exists(Path.Combine(folder, file)), file);
            }

            Invocation.Of("decompose", scene.Ascending, "-o", folder).Expect(2);
            Invocation.Of("decompose", scene.Ascending, scene.Descending, "--north-free", "-o", folder).Expect(2);
            Invocation.Of("compare", scene.Ascending, Path.Combine(folder, "nothing"), "-o", folder).Expect(2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private DecomposeRequest Request(long seed = 11, bool curved = false) => new() { Tracks = new TracksRequest { Inputs = scene.Of(seed, curved) }, Folder = "" };

    private static SceneComponents Truth(long seed, bool curved = false, IReadOnlyList<DateOnly>? dates = null)
    {
        var first = TrackScene.Variant(seed, curved).OfTracks()[0].Scene;
        return new SceneComponents(first, dates ?? new SceneSimulator(first).Network.Dates);
    }

    /// <summary>Errors over their stated deviations, the truth taken relative to the same ground.</summary>
    private sealed class Scores
    {
        private double squares;

        public List<double> Up { get; } = [];

        public List<double> East { get; } = [];

        /// <summary>Root mean square of the errors upwards.</summary>
        public double Error => Math.Sqrt(squares / Up.Count);

        public static double Share(IReadOnlyCollection<double> scores, double limit) => scores.Count(z => z < limit) / (double)scores.Count;

        public void Add((float[] Value, float[] Sigma) up, float[] trueUp, (float[] Value, float[] Sigma) east, float[] trueEast, IReadOnlyList<int> reference, Func<int, bool> where)
        {
            foreach (var (found, sigma, truth, scores) in new[] { (up.Value, up.Sigma, trueUp, Up), (east.Value, east.Sigma, trueEast, East) })
            {
                var level = reference.Where(i => float.IsFinite(found[i])).Average(i => (double)truth[i]);
                foreach (var i in Enumerable.Range(0, found.Length).Where(i => float.IsFinite(found[i]) && sigma[i] > 0 && where(i)))
                {
                    var error = found[i] - (truth[i] - level);
                    scores.Add(Math.Abs(error) / sigma[i]);
                    squares += scores == Up ? error * error : 0;
                }
            }
        }

        public void Within(string what, double least, double most, double leastWide, double mostWide)
        {
            foreach (var (name, scores) in new[] { ("up", Up), ("east", East) })
            {
                var (one, two) = (Share(scores, 1), Share(scores, 1.96));
                TestContext.Current.SendDiagnosticMessage($"{what} {name}: {one:0.00} {two:0.00} of {scores.Count}");
                Assert.True(one >= least && one <= most && two >= leastWide && two <= mostWide, $"{what} {name}: {one:0.00} and {two:0.00} of {scores.Count}");
            }
        }
    }
}

using Plumb.Grids;
using Plumb.Subsidence;
using Plumb.TimeFunctions;

namespace Plumb.Tests.Subsidence;

/// <summary>Tracks, advance, outlines and phases against constructed ones.</summary>
public class BasinTimeTests
{
    [Fact]
    public void Basins_that_grow_together_merge_and_one_that_falls_apart_splits()
    {
        var tracker = new BasinTracker();
        tracker.Add(Map("..11..22..", "..11..22.."));
        var second = tracker.Add(Map(".111..222.", ".111..222."));
        Assert.Equal([0, 1, 2], second);
        tracker.Add(Map(".11111111.", ".11111111."));
        Assert.Equal(1, tracker.Tracks[1].MergedInto);
        Assert.Equal(2, tracker.Tracks[1].MergedAt);
        var fourth = tracker.Add(Map(".2222..11.", ".2222..11."));

        // The larger part goes on as track 1; the smaller is split from it.
        Assert.Equal([0, 3, 1], fourth);
        Assert.Equal(1, tracker.Tracks[2].SplitFrom);
        Assert.Equal([0, 1, 2, 3], tracker.Tracks[0].Points.Select(p => p.Epoch));
    }

    [Fact]
    public void A_basin_that_is_lost_for_a_date_is_taken_up_again()
    {
        var tracker = new BasinTracker();
        tracker.Add(Map("..11......"));
        tracker.Add(Map(".........."));
        Assert.Equal([0, 1], tracker.Add(Map("..111.....")));
        Assert.Equal([0, 2], Assert.Single(tracker.Tracks).Points.Select(p => p.Epoch));
    }

    [Fact]
    public void The_advance_is_that_of_the_moving_centre_with_its_sigma()
    {
        var random = new Random(2);
        var (inside, trials) = (0, 60);
        for (var k = 0; k < trials; k++)
        {
            var places = Enumerable.Range(0, 12).Select(i => (
                Years: 0.25 * i, East: (300 * 0.25 * i * 0.6) + (20 * MotionMap.Normal(random)), North: (-300 * 0.25 * i * 0.8) + (20 * MotionMap.Normal(random)), Weight: 1 + (0.5 * Math.Sin(i)))).ToArray();
            var advance = BasinAdvance.Of(places)!;
            Assert.Equal(300, advance.Speed, 60.0);
            Assert.InRange(advance.Azimuth, 135, 151);
            inside += Math.Abs(advance.Speed - 300) < 2 * advance.Sigma ? 1 : 0;
        }

        Assert.InRange(inside, 48, 60);
        Assert.Null(BasinAdvance.Of([(0, 0, 0, 1), (1, 1, 1, 1)]));
    }

    [Fact]
    public void The_centre_of_a_step_follows_what_moved_between_two_dates()
    {
        var labels = Enumerable.Repeat(1, 400).ToArray();
        float At(int i, double column, double depth) => (float)(-depth * Math.Exp(-(Math.Pow((i / 20) - 10, 2) + Math.Pow((i % 20) - column, 2)) / 8));
        var before = Enumerable.Range(0, 400).Select(i => At(i, 6, 0.1)).ToArray();
        var after = Enumerable.Range(0, 400).Select(i => before[i] + At(i, 13, 0.05)).ToArray();
        var basin = Any(1, new Tile(0, 0, 20, 20));
        var (row, column, step) = BasinAdvance.Centre(before, after, labels, 20, basin, MotionDirection.Lowering);
        Assert.Equal(10, row, 0.05);
        Assert.Equal(13, column, 0.05);
        Assert.InRange(step, 0.03, 0.05);
    }

    [Fact]
    public void Outlines_have_the_area_of_their_pixels_with_holes_and_islands()
    {
        string[] picture = ["1111.....", "1..1.11..", "1.11.11..", "1111...11", ".......11"];
        var labels = picture.SelectMany(r => r.Select(c => c == '1' ? 1 : 0)).ToArray();
        var polygons = RegionOutline.Of(labels, 9, 1, new Tile(0, 0, 5, 9));
        Assert.Equal(3, polygons.Count);
        Assert.Equal(labels.Sum(), polygons.Sum(p => Math.Abs(Area(p.Outer)) - p.Holes.Sum(h => Math.Abs(Area(h)))));
        var ring = Assert.Single(polygons, p => p.Holes.Count > 0);
        Assert.Equal(3, Math.Abs(Area(Assert.Single(ring.Holes))));
        Assert.All(polygons, p => Assert.True(Area(p.Outer) > 0));
    }

    [Fact]
    public void Stretches_beside_the_fastest_that_are_half_as_fast_are_part_of_the_active_phase()
    {
        var life = LifePhases.Of(4, [1, 1.7, 2], [0.02, 0.03, 0.01], [-0.02, -0.2, -0.3, -0.03], [0.003, 0.02, 0.004, 0.003]);
        Assert.Equal([LifePhaseKind.Initial, LifePhaseKind.Active, LifePhaseKind.Residual], life.Phases.Select(p => p.Kind));
        Assert.Equal((1.0, 2.0), (life.Active!.From, life.Active.To));
        Assert.Equal(-0.23, life.Active.Rate, 6);
        Assert.Equal((0.02, 0.01), (life.FromSigma, life.ToSigma));
        Assert.Equal(LifePhaseKind.Residual, life.Now);
        var steady = LifePhases.Of(4, [2], [0.1], [-0.05, -0.06], [0.01, 0.01]);
        Assert.Null(steady.Active);
        Assert.Equal((0.0, 4.0, -0.055), (steady.Phases.Single().From, steady.Phases.Single().To, Math.Round(steady.Phases.Single().Rate, 6)));
        Assert.Equal(LifePhaseKind.Steady, steady.Now);
    }

    [Fact]
    public void A_change_that_takes_some_dates_is_dated_where_the_lines_before_and_after_it_meet()
    {
        // The end drawn out from 1.95 to 2.15 years: the lines of -0.3 and -0.03 meet at 2.05 where the stretch between has half their sum.
        var life = LifePhases.Of(4, [1, 1.95, 2.15], [0.02, 0.03, 0.03], [-0.02, -0.3, -0.165, -0.03], [0.003, 0.004, 0.02, 0.003]);
        Assert.Equal([LifePhaseKind.Initial, LifePhaseKind.Active, LifePhaseKind.Residual], life.Phases.Select(p => p.Kind));
        Assert.Equal(2.05, life.Active!.To, 9);
        Assert.Equal(-0.3, life.Active.Rate, 9);
        Assert.InRange(life.ToSigma, 0.02, 0.04);
        Assert.Equal(0.02, life.FromSigma);

        // Half a year between is a phase of its own.
        Assert.Equal(2.15, LifePhases.Of(4, [1, 1.3, 2.15], [0.02, 0.03, 0.03], [-0.02, -0.3, -0.165, -0.03], [0.003, 0.004, 0.02, 0.003]).Active!.To, 9);
    }

    [Fact]
    public void Two_active_phases_have_a_pause_between_them()
    {
        var life = LifePhases.Of(5, [1, 2, 3.5], [0.02, 0.03, 0.04], [-0.3, -0.01, -0.25, -0.02], [0.003, 0.003, 0.004, 0.003]);
        Assert.Equal([LifePhaseKind.Active, LifePhaseKind.Pause, LifePhaseKind.Active, LifePhaseKind.Residual], life.Phases.Select(p => p.Kind));
        Assert.Equal((2.0, 3.5, 0.03, 0.04), (life.Active!.From, life.Active.To, life.FromSigma, life.ToSigma));
        Assert.Equal([double.NaN, 0.02, 0.03, 0.04], life.StartSigmas);

        // A pause that is half as fast is none.
        Assert.Null(LifePhases.Of(5, [1, 2], [0.02, 0.03], [-0.3, -0.149, -0.28], [0.003, 0.003, 0.004]).Active);
    }

    private static double Area(IReadOnlyList<(double Row, double Column)> ring) => 0.5 * Enumerable.Range(0, ring.Count).Sum(i =>
        (ring[i].Row * ring[(i + 1) % ring.Count].Column) - (ring[i].Column * ring[(i + 1) % ring.Count].Row));

    private static BasinMap Map(params string[] rows)
    {
        var labels = rows.SelectMany(r => r.Select(c => c == '.' ? 0 : c - '0')).ToArray();
        return new BasinMap(labels, [.. Enumerable.Range(1, labels.Max()).Select(id => Any(id, default) with { Pixels = labels.Count(l => l == id) })], 5);
    }

    private static Basin Any(int id, Tile bounds) => new()
    {
        Id = id,
        Row = 0,
        Column = 0,
        Depth = -0.1,
        DepthSigma = 0.01,
        Extreme = -0.1,
        Contrast = 9,
        CentreRow = 0,
        CentreColumn = 0,
        Pixels = 1,
        Area = 1,
        AreaSigma = 0,
        SignificantArea = 1,
        Volume = -1,
        VolumeSigma = 0.1,
        MajorAxis = 1,
        MinorAxis = 1,
        Azimuth = 0,
        GapShare = 0,
        Bounds = bounds,
    };
}

using Plumb.Components;
using Plumb.Simulation;

namespace Plumb.Tests.Components;

/// <summary>Slopes of maps against planes and bowls, and what they say of the motion to the north.</summary>
public sealed class MotionSlopeTests
{
    private const int Rows = 64;
    private const int Columns = 80;
    private const double Cell = 50;

    [Fact]
    public void The_slope_of_a_plane_is_its_own_whatever_is_missing()
    {
        var map = new float[Rows * Columns];
        var random = new CounterRandom(3, 1);
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = random.Uniform((ulong)i) < 0.3 ? float.NaN : (float)((2e-5 * (i % Columns) * 40) - (3e-5 * (i / Columns) * 60));
        }

        var (east, north) = MotionSlope.Slopes(map, Columns, 60, 40);
        Assert.True(east.Count(float.IsFinite) > 0.65 * map.Length);
        Assert.All(Enumerable.Range(0, map.Length).Where(i => float.IsFinite(east[i])), i =>
        {
            // North is up: rows run to the south.
            Assert.Equal(2e-5, east[i], 2e-9);
            Assert.Equal(3e-5, north[i], 2e-9);
        });
        Assert.All(Enumerable.Range(0, map.Length).Where(i => float.IsNaN(map[i])), i => Assert.True(float.IsNaN(east[i])));
    }

    [Fact]
    public void The_factor_of_a_bowl_comes_back_within_its_deviation_and_tells_the_north()
    {
        var scores = new List<double>();
        for (var seed = 0; seed < 24; seed++)
        {
            var (up, east, sigma, trueNorth) = Bowl(seed, -150, 0.001);
            var (slopeEast, slopeNorth) = MotionSlope.Slopes(up, Columns, Cell, Cell);
            var relation = MotionSlope.Fit(east, sigma, slopeEast, Columns)!;
            Assert.True(relation.IsShown, $"{relation}");
            scores.Add(Math.Abs(relation.Factor + 150) / relation.Sigma);
            var north = MotionSlope.North(relation, slopeNorth, isAssumed: true);
            var largest = Array.IndexOf(trueNorth, trueNorth.Max());
            Assert.Equal(trueNorth[largest], north.Assumed[largest], 0.25 * trueNorth[largest]);
            Assert.Equal(0, MotionSlope.North(relation, slopeNorth, isAssumed: false).Assumed[largest]);
        }

        // One bowl lies in few blocks, so that leaving them out says rather too much than too little.
        Assert.InRange(Math.Sqrt(scores.Average(z => z * z)), 0.2, 1.2);
    }

    [Fact]
    public void Motion_to_the_east_that_goes_its_own_way_says_how_large_that_to_the_north_may_be()
    {
        var random = new CounterRandom(8, 2);
        float[] sigma = [.. Enumerable.Repeat(0.003f, Rows * Columns)];
        float[] slope = [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)(1e-4 * random.Normal((ulong)i)))];
        bool Slides(int i) => i / Columns is > 20 and < 40 && i % Columns is > 30 and < 60;
        float[] east = [.. Enumerable.Range(0, Rows * Columns).Select(i => (float)((Slides(i) ? 0.05 : 0) + (-150 * slope[i]) + (0.003 * random.Normal((ulong)(9000 + i)))))];
        east[0] = float.NaN;
        var found = MotionSlope.Unrelated(east, sigma, slope, -150, Columns);
        Assert.Equal(0.05, found[(30 * Columns) + 45], 0.003);
        Assert.Equal(0, found[0]);
        Assert.Equal(0, found[(50 * Columns) + 10]);
        Assert.True(MotionSlope.Unrelated(east, sigma, slope, 0, Columns)[(50 * Columns) + 10] > 0.01, "what the relation explains is unexplained without it");
        Assert.All(MotionSlope.Unrelated([.. east.Select(_ => float.NaN)], sigma, slope, 0, Columns), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Ground_whose_sideways_motion_goes_its_own_way_shows_no_relation()
    {
        var shown = 0;
        for (var seed = 0; seed < 24; seed++)
        {
            var (up, east, sigma, _) = Bowl(seed, 0, 0.001);
            var (slope, _) = MotionSlope.Slopes(up, Columns, Cell, Cell);
            shown += MotionSlope.Fit(east, sigma, slope, Columns)!.IsShown ? 1 : 0;
        }

        Assert.True(shown <= 2, $"{shown} of 24");
        Assert.Null(MotionSlope.Fit(new float[9], new float[9], new float[9], 3));
    }

    private static (float[] Up, float[] East, float[] Sigma, float[] North) Bowl(int seed, double factor, double noise)
    {
        var random = new CounterRandom(seed, 5);
        var (up, east, sigma, north) = (new float[Rows * Columns], new float[Rows * Columns], new float[Rows * Columns], new float[Rows * Columns]);
        for (var i = 0; i < up.Length; i++)
        {
            var (x, y) = (((i % Columns) - 37) * Cell, ((Rows / 2) - (i / Columns)) * Cell);
            const double Radius = 500;
            var depth = -0.08 * Math.Exp(-((x * x) + (y * y)) / (2 * Radius * Radius));
            (up[i], sigma[i]) = ((float)(depth + (noise * random.Normal(2 * (ulong)i))), (float)noise);
            east[i] = (float)((factor * depth * -x / (Radius * Radius)) + (noise * random.Normal((2 * (ulong)i) + 1)));
            north[i] = (float)(factor * depth * -y / (Radius * Radius));
        }

        return (up, east, sigma, north);
    }
}

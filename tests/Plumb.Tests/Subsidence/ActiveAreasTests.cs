using Plumb.Geometry;
using Plumb.Simulation;
using Plumb.Subsidence;

namespace Plumb.Tests.Subsidence;

/// <summary>Planted landslides are found, decoys are not.</summary>
public sealed class ActiveAreasTests
{
    private const int Rows = 120;
    private const int Columns = 160;
    private const double Cell = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_slide_on_a_seen_slope_is_found_and_no_decoy(int seed)
    {
        var random = new CounterRandom(seed, 3);
        var rate = new float[Rows * Columns];
        for (var i = 0; i < rate.Length; i++)
        {
            // One pixel in four is no measurement.
            rate[i] = random.Uniform((ulong)i) < 0.25 ? float.NaN : (float)(0.003 * random.Normal((ulong)(100_000 + i)));
        }

        var terrain = Ground();
        (int Row, int Column)[] slides = [(20, 20), (20, 60), (60, 30), (95, 55), (40, 50)];
        foreach (var (row, column) in slides)
        {
            Plant(rate, row, column, 5, -0.04);
        }

        Plant(rate, 60, 130, 6, -0.05);
        Plant(rate, 100, 15, 5, 0.03);
        rate[(110 * Columns) + 70] = 0.2f;
        var visibility = Enumerable.Repeat(VisibilityClass.Sensitive, rate.Length).ToArray();
        for (var i = 0; i < rate.Length; i++)
        {
            if (i / Columns > 85 && i % Columns < 30)
            {
                visibility[i] = VisibilityClass.Layover;
            }
        }

        var areas = ActiveAreas.Find(rate, terrain, visibility, new ActiveAreaOptions());

        var kept = areas.Where(a => a.Fate == ActiveAreaFate.Kept).ToArray();
        Assert.Equal(slides.Length, kept.Length);
        Assert.All(slides, s => Assert.Contains(kept, a => a.Cells.Contains((s.Row * Columns) + s.Column)));
        Assert.All(kept, a => Assert.True(a.MeanRate < -0.015 && a.MeanSlope is > 15 and < 35 && a.MeanAspect is > 80 and < 100, $"{a.MeanRate} {a.MeanSlope} {a.MeanAspect}"));
        Assert.Single(areas, a => a.Fate == ActiveAreaFate.TooFlat);
        Assert.Single(areas, a => a.Fate == ActiveAreaFate.Distorted);

        // The same slides with one more, as another track sees them.
        var united = ActiveAreas.Unite([kept, [.. kept.Take(2)]]);
        Assert.Equal(slides.Length, united.Count);
        Assert.Equal(2, united.Count(u => u.Tracks == 3));
    }

    [Fact]
    public void Few_points_and_slow_ones_make_no_area()
    {
        var rate = new float[Rows * Columns];
        rate[500] = rate[501] = rate[660] = 0.05f;
        Assert.Empty(ActiveAreas.Find(rate, Ground(), new VisibilityClass[rate.Length], new ActiveAreaOptions()));
        Assert.Empty(ActiveAreas.Find([.. rate.Select(_ => float.NaN)], Ground(), new VisibilityClass[rate.Length], new ActiveAreaOptions()));
    }

    /// <summary>A slope of 25 degrees that falls to the east, and a plain beyond column 110.</summary>
    private static Terrain Ground()
    {
        var height = new float[Rows * Columns];
        for (var i = 0; i < height.Length; i++)
        {
            height[i] = (float)(Math.Max(0, 110 - (i % Columns)) * Cell * Math.Tan(25 * Math.PI / 180));
        }

        return new Terrain(height, Rows, Columns, Cell, Cell);
    }

    private static void Plant(float[] rate, int row, int column, int radius, double peak)
    {
        for (var r = row - radius; r <= row + radius; r++)
        {
            for (var c = column - radius; c <= column + radius; c++)
            {
                if (((r - row) * (r - row)) + ((c - column) * (c - column)) <= radius * radius)
                {
                    rate[(r * Columns) + c] += (float)peak;
                }
            }
        }
    }
}

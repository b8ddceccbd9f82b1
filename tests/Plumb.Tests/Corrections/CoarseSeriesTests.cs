using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.Tests.Corrections;

public class CoarseSeriesTests
{
    private static readonly MemoryBudget Budget = new(1 << 28);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    public void Cells_are_means_of_their_used_pixels_whatever_the_tiles(int cell)
    {
        const int rows = 70;
        const int columns = 133;
        var random = new Random(3);
        var values = Enumerable.Range(0, 3 * rows * columns).Select(_ => random.NextDouble() < 0.02 ? float.NaN : (float)random.NextDouble()).ToArray();
        var used = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() < 0.7).ToArray();
        using var series = new CoarseSeries(3, rows, columns, cell, Budget);
        foreach (var tile in Tile.Cover(rows, columns, 64, 64).Reverse())
        {
            var part = Enumerable.Range(0, 3 * tile.PixelCount).Select(at =>
            {
                var (date, pixel) = (at / tile.PixelCount, at % tile.PixelCount);
                return values[(date * rows * columns) + ((tile.Row + (pixel / tile.Columns)) * columns) + tile.Column + (pixel % tile.Columns)];
            }).ToArray();
            series.Add(tile, part, tile.PixelCount, tile.Columns, used);
        }

        for (var at = 0; at < series.Cells; at++)
        {
            var (top, left) = (at / series.Columns * cell, at % series.Columns * cell);
            var inside = Enumerable.Range(0, rows * columns).Where(i =>
                i / columns >= top && i / columns < top + cell && i % columns >= left && i % columns < left + cell && used[i] &&
                Enumerable.Range(0, 3).All(d => float.IsFinite(values[(d * rows * columns) + i]))).ToArray();
            Assert.Equal(inside.Length, series.Counts[at]);
            for (var d = 0; d < 3; d++)
            {
                Assert.Equal(inside.Length == 0 ? 0 : inside.Average(i => (double)values[(d * rows * columns) + i]), series.Plane(d)[at], 1e-6);
            }
        }
    }

    [Fact]
    public void A_plane_comes_back_as_it_was_and_holes_are_bridged()
    {
        const int side = 128;
        float Plane(int row, int column) => (0.01f * row) + (0.02f * column);
        var used = Enumerable.Range(0, side * side).Select(i => !(i / side is > 40 and < 80 && i % side is > 40 and < 90)).ToArray();
        using var series = new CoarseSeries(1, side, side, 4, Budget);
        foreach (var tile in Tile.Cover(side, side, 64, 64))
        {
            series.Add(tile, [.. Enumerable.Range(0, tile.PixelCount).Select(i => Plane(tile.Row + (i / tile.Columns), tile.Column + (i % tile.Columns)))], tile.PixelCount, tile.Columns, used);
        }

        series.Smooth(8);
        var tileOfInterest = new Tile(20, 16, 80, 96);
        var found = new float[tileOfInterest.PixelCount];
        series.Interpolate(0, tileOfInterest, found, tileOfInterest.Columns);
        for (var i = 0; i < found.Length; i++)
        {
            var (row, column) = (tileOfInterest.Row + (i / 96), tileOfInterest.Column + (i % 96));

            // 3.7 from corner to corner; away from hole and rim nothing is lost, in the hole little.
            var near = row is > 16 and < 104 && column is > 16 and < 114;
            Assert.Equal(Plane(row, column), found[i], near ? 0.35f : 0.1f);
        }
    }

    [Fact]
    public void Fields_without_any_data_are_zero_and_single_cells_are_legal()
    {
        using var empty = new CoarseSeries(2, 30, 30, 8, Budget);
        empty.Smooth(20);
        Assert.All(empty.Plane(1).ToArray(), v => Assert.Equal(0f, v));
        using var one = new CoarseSeries(1, 5, 3, 8, Budget);
        one.Add(new Tile(0, 0, 5, 3), Enumerable.Repeat(2.5f, 15).ToArray(), 15, 3, Enumerable.Repeat(true, 15).ToArray());
        one.Smooth(20);
        var pixels = new float[15];
        one.Interpolate(0, new Tile(0, 0, 5, 3), pixels, 3);
        Assert.All(pixels, v => Assert.Equal(2.5f, v, 1e-6f));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(4, 2)]
    [InlineData(25, 8)]
    [InlineData(10_000, 64)]
    public void A_cell_resolves_the_smoothing(double length, int cell) => Assert.Equal(cell, CoarseSeries.CellFor(length));
}

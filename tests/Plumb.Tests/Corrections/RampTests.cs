using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class RampTests
{
    private const int Rows = 70;
    private const int Columns = 133;

    [Theory]
    [InlineData(RampShape.Plane)]
    [InlineData(RampShape.Quadratic)]
    public void A_ramp_is_found_by_both_fits_and_blocks_may_come_in_any_order(RampShape shape)
    {
        double Value(int date, int row, int column) => date * ((0.01 * row) - (0.02 * column) + 0.3 + (shape == RampShape.Quadratic ? (1e-4 * row * row) - (2e-4 * row * column) + (5e-5 * column * column) : 0));
        var series = Series(3, Value);
        var used = Enumerable.Range(0, Rows * Columns).Select(i => i % 7 != 0).ToArray();
        var blocks = Tile.Cover(Rows, Columns, 64, 64).ToArray();
        Ramp Fit(bool reverse)
        {
            var fit = new RampFit(shape, 3, Rows, Columns, blocks.Length);
            foreach (var (tile, block) in reverse ? blocks.Select((t, b) => (t, b)).Reverse() : blocks.Select((t, b) => (t, b)))
            {
                fit.Add(block, tile, Cut(series, 3, tile), tile.PixelCount, tile.Columns, used);
            }

            return fit.Solve();
        }

        var ramp = Fit(false);
        using var coarse = Coarse(series, 3, used);
        var robust = RampFit.Robust(shape, coarse, Rows, Columns);
        var (plain, other, line) = (new float[Columns], new float[Columns], new float[Columns]);
        for (var date = 0; date < 3; date++)
        {
            Assert.Equal(ramp.Of(date).ToArray(), Fit(true).Of(date).ToArray());
            for (var row = 0; row < Rows; row++)
            {
                ramp.Row(date, row, 0, plain);
                robust.Row(date, row, 0, other);
                ramp.Row(date, row, 5, line.AsSpan(0, 20));
                Assert.Equal(plain[5..25], line[..20]);
                for (var column = 0; column < Columns; column += 11)
                {
                    Assert.Equal(Value(date, row, column), plain[column], 2e-5);
                    Assert.Equal(Value(date, row, column), other[column], 0.03);
                }
            }
        }
    }

    [Fact]
    public void A_trough_that_no_mask_has_caught_hardly_bends_the_robust_ramp()
    {
        var random = new CounterRandom(3, 1);
        double Value(int date, int row, int column) =>
            (0.02 * row / Rows) + (row > 40 && column > 90 ? -0.3 : 0) + (0.001 * random.Normal((ulong)((row * Columns) + column)));
        var series = Series(1, Value);
        var all = Enumerable.Repeat(true, Rows * Columns).ToArray();
        using var coarse = Coarse(series, 1, all);
        var fit = new RampFit(RampShape.Plane, 1, Rows, Columns, 1);
        fit.Add(0, new Tile(0, 0, Rows, Columns), series, Rows * Columns, Columns, all);
        var (robust, plain) = (Error(RampFit.Robust(RampShape.Plane, coarse, Rows, Columns)), Error(fit.Solve()));
        Assert.True(robust < 0.0005 && plain > 0.1, $"{robust} robust, {plain} plain");

        static double Error(Ramp ramp)
        {
            var (line, largest) = (new float[Columns], 0.0);
            for (var row = 0; row < Rows; row++)
            {
                ramp.Row(0, row, 0, line);
                largest = Math.Max(largest, line.Max(v => Math.Abs(v - (0.02 * row / Rows))));
            }

            return largest;
        }
    }

    [Fact]
    public void Pixels_that_never_leave_zero_or_lack_a_date_do_not_count_and_a_line_spans_no_plane()
    {
        var series = Series(2, (date, row, column) => row == 0 ? 0 : row == 1 && date == 1 ? double.NaN : 1 + (date * column));
        var fit = new RampFit(RampShape.Plane, 2, Rows, Columns, 1);
        fit.Add(0, new Tile(0, 0, Rows, Columns), series, Rows * Columns, Columns, Enumerable.Repeat(true, Rows * Columns).ToArray());
        var line = new float[Columns];
        fit.Solve().Row(1, 0, 0, line);
        Assert.Equal(1, line[0], 1e-3);
        Assert.Equal(133, line[132], 1e-3);
        var flat = new RampFit(RampShape.Plane, 2, Rows, Columns, 1);
        flat.Add(0, new Tile(0, 0, Rows, Columns), series, Rows * Columns, Columns, [.. Enumerable.Range(0, Rows * Columns).Select(i => i / Columns == 9)]);
        Assert.Contains("does not span an area", Assert.Throws<RequestException>(flat.Solve).Message, StringComparison.Ordinal);
    }

    private static float[] Series(int dates, Func<int, int, int, double> value) =>
        [.. Enumerable.Range(0, dates * Rows * Columns).Select(at => (float)value(at / (Rows * Columns), at % (Rows * Columns) / Columns, at % Columns))];

    private static float[] Cut(float[] series, int dates, Tile tile) =>
        [.. Enumerable.Range(0, dates * tile.PixelCount).Select(at =>
        {
            var (date, pixel) = (at / tile.PixelCount, at % tile.PixelCount);
            return series[(((date * Rows) + tile.Row + (pixel / tile.Columns)) * Columns) + tile.Column + (pixel % tile.Columns)];
        })];

    private static CoarseSeries Coarse(float[] series, int dates, bool[] used)
    {
        var coarse = new CoarseSeries(dates, Rows, Columns, 8, new MemoryBudget(1 << 28));
        foreach (var tile in Tile.Cover(Rows, Columns, 64, 64))
        {
            coarse.Add(tile, Cut(series, dates, tile), tile.PixelCount, tile.Columns, used);
        }

        return coarse;
    }
}

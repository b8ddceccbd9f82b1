using Plumb.Simulation;
using Plumb.Validation;

namespace Plumb.Tests.Validation;

/// <summary>Figures of two tracks, and planted shifts of fields that come back.</summary>
public sealed class CrossTrackTests
{
    [Fact]
    public void Figures_are_those_of_the_planted_difference()
    {
        const int Cells = 20000;
        var random = new CounterRandom(9, 1);
        var (a, b) = (new float[Cells], new float[Cells]);
        float[] sigmaA = [.. Enumerable.Repeat(0.003f, Cells)], sigmaB = [.. Enumerable.Repeat(0.004f, Cells)];
        for (var i = 0; i < Cells; i++)
        {
            var truth = 0.02 * random.Normal((ulong)i);
            a[i] = (float)(truth + 0.001 + (0.003 * random.Normal((ulong)(Cells + i))));
            b[i] = i % 10 == 0 ? float.NaN : (float)(truth + (0.004 * random.Normal((ulong)((2 * Cells) + i))));
        }

        var found = CrossTrack.Of(a, b, sigmaA, sigmaB);
        Assert.Equal(Cells * 9 / 10, found.Cells);
        Assert.Equal(0.001, found.MeanDifference, 2e-4);
        Assert.Equal(0.001, found.MedianDifference, 2e-4);
        Assert.Equal(0.005, found.StandardDeviation, 2e-4);
        Assert.Equal(0.005, found.RobustDeviation, 2e-4);
        Assert.Equal(4e-4 / Math.Sqrt((4e-4 + 9e-6) * (4e-4 + 16e-6)), found.Correlation, 3e-3);
        Assert.Equal(1, found.Slope, 0.02);
        Assert.Equal(1, found.ScoreDeviation, 0.03);
        Assert.Equal(0.683, found.Within68, 0.015);
        Assert.Equal(0.95, found.Within95, 0.01);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(2.3, -1.6)]
    [InlineData(-0.4, 3.7)]
    public void A_planted_shift_comes_back_within_its_deviation(double rows, double columns)
    {
        const int Side = 90;
        var random = new CounterRandom(4, 2);
        double Field(double r, double c) => Enumerable.Range(0, 14).Sum(k =>
        {
            var (x, y, size) = (Side * random.Uniform((ulong)(3 * k)), Side * random.Uniform((ulong)((3 * k) + 1)), 4 + (6 * random.Uniform((ulong)((3 * k) + 2))));
            return Math.Exp(-(((r - x) * (r - x)) + ((c - y) * (c - y))) / (2 * size * size));
        });
        var (first, second) = (new float[Side * Side], new float[Side * Side]);
        for (var i = 0; i < first.Length; i++)
        {
            var (r, c) = (i / Side, i % Side);
            first[i] = i % 7 == 0 ? float.NaN : (float)(Field(r, c) + (0.02 * random.Normal((ulong)(1000 + i))));
            second[i] = (float)(3 + (2 * Field(r - rows, c - columns)) + (0.02 * random.Normal((ulong)(50_000 + i))));
        }

        var shift = GeolocationShift.Of(first, second, Side, Side)!;
        Assert.Equal(rows, shift.Rows, 0.06);
        Assert.Equal(columns, shift.Columns, 0.06);
        Assert.InRange(shift.RowsSigma, 1e-4, 0.05);
        Assert.True(shift.Correlation > 0.98 && shift.Correlation >= shift.CorrelationBefore - 1e-6);
    }

    [Fact]
    public void Fields_that_have_nothing_in_common_have_no_shift()
    {
        var random = new CounterRandom(4, 2);
        float[] Noise(int from) => [.. Enumerable.Range(from, 60 * 60).Select(i => (float)random.Normal((ulong)i))];
        Assert.Null(GeolocationShift.Of(Noise(0), Noise(10_000), 60, 60));
        Assert.Null(GeolocationShift.Of(Noise(0), new float[60 * 60], 60, 60));
    }
}

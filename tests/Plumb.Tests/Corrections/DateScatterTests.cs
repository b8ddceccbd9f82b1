using Plumb.Corrections;

namespace Plumb.Tests.Corrections;

public class DateScatterTests
{
    private static readonly DateOnly[] Dates = [.. Enumerable.Range(0, 9).Select(i => new DateOnly(2022, 1, 3).AddDays((12 * i) + (i % 2 * 6)))];

    [Fact]
    public void Scatter_and_differences_agree_with_brute_force_and_steady_motion_does_not_count()
    {
        const int columns = 7;
        const int rows = 6;
        var random = new Random(4);
        var noise = Enumerable.Range(0, rows * columns * 9).Select(_ => random.NextDouble() - 0.5).ToArray();
        var used = Enumerable.Range(0, rows * columns).Select(i => i % 5 != 2).ToArray();
        float[] Series(double speed) => [.. noise.Select((n, at) => used[at / 9] ? (float)(n + (speed * (at / 9) * (Dates[at % 9].DayNumber - Dates[0].DayNumber))) : float.NaN)];
        var scatter = new DateScatter(Series(0), used, columns, Dates);
        var moving = new DateScatter(Series(0.01), used, columns, Dates);
        var rest = Enumerable.Range(0, rows * columns).Select(p => Residual(noise.AsSpan(p * 9, 9).ToArray())).ToArray();
        for (var date = 0; date < 9; date++)
        {
            var values = Enumerable.Range(0, rows * columns).Where(p => used[p]).Select(p => rest[p][date]).ToArray();
            var mean = values.Average();
            Assert.Equal(Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)), scatter.StandardDeviation[date], 1e-6);
            Assert.Equal(scatter.StandardDeviation[date], moving.StandardDeviation[date], 1e-5);
        }

        Assert.Equal([1, 2], scatter.Lags);
        var pairs = from p in Enumerable.Range(0, rows * columns)
                    from q in Enumerable.Range(0, rows * columns)
                    where used[p] && used[q] && ((q - p == 2 && p / columns == q / columns) || (q - p == 2 * columns))
                    from d in Enumerable.Range(0, 9)
                    select Math.Pow(rest[p][d] - rest[q][d], 2);
        Assert.Equal(Math.Sqrt(pairs.Average()), scatter.Differences[1], 1e-6);
    }

    [Fact]
    public void Without_places_nothing_is_known()
    {
        var scatter = new DateScatter(new float[18], new bool[2], 2, Dates);
        Assert.All(scatter.StandardDeviation, v => Assert.True(double.IsNaN(v)));
        Assert.All(scatter.Differences, v => Assert.True(double.IsNaN(v)));
    }

    private static double[] Residual(double[] values)
    {
        var time = Dates.Select(d => (double)d.DayNumber).ToArray();
        var (t, x) = (time.Average(), values.Average());
        var slope = time.Zip(values, (a, b) => (a - t) * (b - x)).Sum() / time.Sum(a => (a - t) * (a - t));
        return [.. values.Select((v, i) => v - x - (slope * (time[i] - t)))];
    }
}

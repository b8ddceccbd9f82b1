using Plumb.Corrections;

namespace Plumb.Tests.Corrections;

/// <summary>The sum of variances with dates left out, against the series made anew for each choice.</summary>
public sealed class LeftOutScatterTests
{
    [Theory]
    [InlineData(1, 12, 40)]
    [InlineData(2, 31, 7)]
    [InlineData(3, 2, 2)]
    public void Each_sum_is_that_of_the_series_made_anew(int seed, int count, int places)
    {
        var random = new Random(seed);
        DateOnly[] days = [.. Enumerable.Range(0, count).Select(i => new DateOnly(2020, 1, 1).AddDays((12 * i) + random.Next(7)))];
        bool[] used = [.. Enumerable.Range(0, places + 3).Select(p => p is not (0 or 2 or 4))];
        float[] before = [.. Enumerable.Range(0, used.Length * count).Select(_ => 0.3f + (float)random.NextDouble())];
        float[] after = [.. before.Select(b => b - 1 + (1.4f * (float)random.NextDouble()))];
        var (scatter, left) = (new LeftOutScatter(before, after, used, days), new bool[count]);
        Close(Anew(), scatter.Total);
        foreach (var date in Enumerable.Range(0, count).OrderBy(_ => random.Next()).ToArray())
        {
            for (var other = 0; other < count; other++)
            {
                if (!left[other])
                {
                    left[other] = true;
                    Close(Anew(), scatter.Without(other));
                    left[other] = false;
                }
            }

            left[date] = true;
            scatter.LeaveOut(date);
            Close(Anew(), scatter.Total);
        }

        double Anew()
        {
            var series = new float[before.Length];
            for (var place = 0; place < used.Length; place++)
            {
                int[] made = [.. Enumerable.Range(0, count).Where(d => !left[d]).Select(d => (place * count) + d)];
                var mean = made.Length == 0 ? 0 : made.Average(at => (double)before[at] - after[at]);
                for (var date = 0; date < count; date++)
                {
                    var at = (place * count) + date;
                    series[at] = left[date] ? (float)(before[at] - mean) : after[at];
                }
            }

            return DateScatter.Deviations(series, used, days).Sum(d => d * d);
        }

        static void Close(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= (1e-5 * expected) + 1e-12, $"{actual} instead of {expected}");
    }

    [Fact]
    public void One_place_has_no_scatter() =>
        Assert.Throws<ArgumentException>(() => new LeftOutScatter(new float[4], new float[4], [true, false], [new DateOnly(2020, 1, 1), new DateOnly(2020, 2, 1)]));
}

using Plumb.Geometry;
using Plumb.Validation;

namespace Plumb.Tests.Validation;

public class RecordCleaningTests
{
    private static readonly DateOnly First = new(2015, 1, 1);

    /// <summary>Motion of a mine: slow, then 600 mm within a year, then slow again.</summary>
    private static double Mine(int day) => -0.6 / (1 + Math.Exp(-(day - 400) / 40.0));

    private static LineRecord Record(int seed, Func<int, double> motion, int days = 900, double white = 0.003, Func<int, bool>? isThere = null)
    {
        var random = new Random(seed);
        var noise = Enumerable.Range(0, days).Select(_ => white * Normal(random)).ToArray();
        var there = Enumerable.Range(0, days).Where(isThere ?? (_ => true)).ToArray();
        return new LineRecord([.. there.Select(First.AddDays)], [.. there.Select(d => motion(d) + noise[d])], [.. there.Select(_ => white)]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_change_of_antenna_is_measured_within_its_sigma_and_taken_off(int seed)
    {
        var record = Record(seed, d => (-2e-4 * d) + (d >= 500 ? 0.012 : 0) + (0.004 * Math.Sin(d / 58.0)));
        var cleaned = RecordCleaning.Clean(record, [new("X", First.AddDays(500), false, "antenna")], new());
        var taken = Assert.Single(cleaned.Record.StepsTaken);
        var size = record.Values[600] - cleaned.Record.Values[600];
        Assert.True(Math.Abs(size - 0.012) < 4 * Math.Sqrt(taken.Variance), $"{size} with {Math.Sqrt(taken.Variance)}");
        Assert.InRange(Math.Sqrt(taken.Variance), 0.0003, 0.003);
        Assert.Contains("antenna", Assert.Single(cleaned.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_of_steps_over_many_seeds_spread_as_their_sigmas_say()
    {
        var scores = Enumerable.Range(0, 200).Select(seed =>
        {
            var record = Record(seed, d => (-3e-4 * d) + (d >= 300 ? 0.02 : 0), 600);
            var cleaned = RecordCleaning.Clean(record, [new("X", First.AddDays(300), false, "")], new());
            return (record.Values[^1] - cleaned.Record.Values[^1] - 0.02) / Math.Sqrt(cleaned.Record.StepsTaken[0].Variance);
        }).ToArray();
        Assert.InRange(Math.Sqrt(scores.Average(z => z * z)), 0.85, 1.2);
    }

    [Fact]
    public void An_earthquake_is_motion_and_stays()
    {
        var record = Record(4, d => d >= 450 ? -0.3 : 0);
        var cleaned = RecordCleaning.Clean(record, [new("X", First.AddDays(450), true, "earthquake")], new());
        Assert.Equal(0, cleaned.Outliers);
        Assert.Equal(record.Values, cleaned.Record.Values);
    }

    [Fact]
    public void Outliers_go_and_the_steepest_motion_of_a_mine_stays()
    {
        var clean = Record(5, Mine);
        Assert.InRange(RecordCleaning.Clean(clean, [], new()).Outliers, 0, 1);
        var values = clean.Values.ToArray();
        int[] wrong = [50, 51, 300, 415, 700];
        foreach (var day in wrong)
        {
            values[day] += day % 2 == 0 ? 0.05 : -0.05;
        }

        var cleaned = RecordCleaning.Clean(clean with { Values = values }, [], new());
        Assert.InRange(cleaned.Outliers, 5, 6);
        Assert.DoesNotContain(cleaned.Record.Dates, d => wrong.Contains(d.DayNumber - First.DayNumber));
        Assert.Equal(0, RecordCleaning.Clean(clean with { Values = values }, [], new() { Outlier = 0 }).Outliers);
    }

    [Fact]
    public void A_step_without_days_on_a_side_cuts_the_record()
    {
        var record = Record(6, _ => 0, isThere: d => d is < 500 or > 895);
        var cleaned = RecordCleaning.Clean(record, [new("X", First.AddDays(700), false, "")], new());
        Assert.Equal(First.AddDays(499), cleaned.Record.Dates[^1]);
        Assert.Contains("before", Assert.Single(cleaned.Notes), StringComparison.Ordinal);
        var empty = new LineRecord([], [], []);
        Assert.Empty(RecordCleaning.Clean(empty, [new("X", First, false, "")], new()).Record.Dates);
        Assert.Single(RecordCleaning.Clean(new LineRecord([First], [1], [1]), [], new()).Record.Dates);
    }

    [Fact]
    public void Flicker_noise_of_window_means_is_what_the_integrator_makes()
    {
        const int Days = 1500, Draws = 600;
        var h = new double[Days];
        h[0] = 1;
        for (var i = 1; i < Days; i++)
        {
            h[i] = h[i - 1] * (i - 0.5) / i;
        }

        var (random, sum) = (new Random(11), new double[3]);
        int[] lags = [12, 100, 600];
        for (var draw = 0; draw < Draws; draw++)
        {
            var impulses = Enumerable.Range(0, Days).Select(_ => Normal(random)).ToArray();
            double At(int day) => Enumerable.Range(0, day + 1).Sum(j => impulses[j] * h[day - j]);
            double Mean(int day) => Enumerable.Range(day - 3, 7).Average(At);
            var start = Mean(800);
            for (var k = 0; k < 3; k++)
            {
                sum[k] += Math.Pow(Mean(800 + lags[k]) - start, 2) / Draws;
            }
        }

        var noise = new FlickerNoise();
        for (var k = 0; k < 3; k++)
        {
            // Noise that began 800 days ago has forgotten little; five per cent are chance of 600 draws.
            Assert.Equal(1, sum[k] * Math.Sqrt(1 / 365.25) * 4e-6 / noise.Difference(0.002, 7, lags[k]), 0.2);
        }

        Assert.Equal(0, noise.Difference(0.002, 7, 0));
        Assert.Equal(0, FlickerNoise.None.Difference(0, 7, 100));
        Assert.Equal(0.006, noise.Along(new LookVector(0, 0, 1)), 1e-15);
    }

    [Fact]
    public void The_standard_deviation_of_a_step_knows_of_noise_that_lasts_longer_than_the_days_around_it()
    {
        const double White = 0.002;
        const double Flicker = 0.008;
        const int Count = 240;
        var ratios = new List<double>();
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var (impulse, filter) = (Enumerable.Range(0, 3 * Count).Select(_ => Flicker * Math.Pow(1 / 365.25, 0.25) * Normal()).ToArray(), new double[3 * Count]);
            filter[0] = 1;
            for (var i = 1; i < filter.Length; i++)
            {
                filter[i] = filter[i - 1] * (i - 0.5) / i;
            }

            double[] values = [.. Enumerable.Range(2 * Count, Count).Select(d => Enumerable.Range(0, d + 1).Sum(i => filter[i] * impulse[d - i]) + (White * Normal()) + (d >= 2.5 * Count ? 0.03 : 0))];
            DateOnly[] dates = [.. Enumerable.Range(0, Count).Select(k => new DateOnly(2021, 1, 1).AddDays(k))];
            var record = new LineRecord(dates, values, [.. values.Select(_ => White)]) { Flicker = Flicker };
            var cleaned = RecordCleaning.Clean(record, [new StationStep("S", dates[Count / 2], false, "")], new CleaningOptions { Outlier = 0 }).Record;
            ratios.Add((values[^1] - cleaned.Values[^1] - 0.03) / Math.Sqrt(cleaned.StepsTaken.Single().Variance));
        }

        Assert.InRange(Math.Sqrt(ratios.Average(r => r * r)), 0.75, 1.15);
    }
}

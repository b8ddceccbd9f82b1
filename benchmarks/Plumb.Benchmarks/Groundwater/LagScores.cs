using System.Globalization;
using Plumb.Groundwater;

namespace Plumb.Benchmarks.Groundwater;

/// <summary>Question: how near is the lag of motion behind a driver to the planted one, and how often does its span hold it?</summary>
public static class LagScores
{
    /// <summary>Tries every kind of driver with every sampling and prints shares.</summary>
    /// <param name="args">[seeds of each = 60] [first seed = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Whole(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (seeds, first) = (Whole(0, 60), Whole(1, 1));
        Console.WriteLine($"{"driver",-34} {"motion",-34} {"lags",5} {"in 15 d",8} {"median",7} {"bias",6} {"1 sigma",8} {"2 sigma",8} {"in span",8} {"sharp",6} {"in 15 d",8}");
        (string Name, Func<Random, TimeSeries> Make)[] drivers =
        [
            ("rain a month, season and storms", r => Rain(r, 365.25)), ("rain a month, years wet and dry", r => Rain(r, 1500)), ("daily head, some months slow", r => Head(r, 60)),
            ("daily head, slower than a season", r => Head(r, 150)), ("head a month, with gaps", r => Gaps(r, Head(r, 60))), ("daily head rising for years", r => Rising(r)),
        ];
        (string Name, int Step, double Years, bool IsRate, double Memory)[] motions =
        [
            ("6 days, 2 years", 6, 2, false, 0), ("12 days, 3 years", 12, 3, false, 0), ("24 days, 8 years", 24, 8, false, 0), ("12 days, 4 years, noise with memory", 12, 4, false, 0.6),
            ("rate, twice a year, 18 years", 183, 18, true, 0), ("rate, 30 days, 5 years", 30, 5, true, 0),
        ];
        foreach (var driver in drivers)
        {
            foreach (var motion in motions)
            {
                Score(driver.Name, driver.Make, motion, seeds, first);
            }
        }

        return 0;
    }

    private static void Score(string name, Func<Random, TimeSeries> make, (string Name, int Step, double Years, bool IsRate, double Memory) kind, int seeds, int first)
    {
        var found = new List<(double Error, double Sigma, bool InSpan)>();
        for (var seed = first; seed < first + seeds; seed++)
        {
            var random = new Random(seed);
            var driver = make(random);
            var lag = 10 + (170 * random.NextDouble());
            var motion = Motion(random, driver, lag, kind);
            var result = LagResult.Of(motion, driver, new LagOptions { Sign = LagSign.Positive, Surrogates = 0, Trend = kind.IsRate ? 0 : 1 });
            found.Add((result.BestLag - lag, result.LagSigma, result.LowLag <= lag && result.HighLag >= lag));
        }

        string Share(IEnumerable<(double Error, double Sigma, bool InSpan)> of, Func<(double Error, double Sigma, bool InSpan), bool> holds) =>
            of.Any() ? (100.0 * of.Count(holds) / of.Count()).ToString("0", CultureInfo.InvariantCulture) : "-";
        var sharp = found.Where(f => f.Sigma <= 7.5).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-34} {kind.Name,-34} {found.Count,5} {Share(found, f => Math.Abs(f.Error) <= 15),8} {found.Select(f => Math.Abs(f.Error)).Order().ElementAt(found.Count / 2),7:0.0} {found.Average(f => f.Error),6:0.0} {Share(found, f => Math.Abs(f.Error) <= f.Sigma),8} {Share(found, f => Math.Abs(f.Error) <= 2 * f.Sigma),8} {Share(found, f => f.InSpan),8} {sharp.Length,6} {Share(sharp, f => Math.Abs(f.Error) <= 15),8}"));
    }

    /// <summary>Motion that follows the driver, with noise of a third of its scatter; the record of levelling is a displacement, read as rates.</summary>
    private static TimeSeries Motion(Random random, TimeSeries driver, double lag, (string Name, int Step, double Years, bool IsRate, double Memory) kind)
    {
        var start = 800 + random.Next(200);
        var count = (int)(kind.Years * 365.25 / kind.Step);
        var days = Enumerable.Range(0, count).Select(k => (double)(start + (k * kind.Step) + (kind.IsRate ? random.Next(9) - 4 : 0))).Where(d => d < driver.Days[^1]).ToArray();
        double[] clean;
        if (kind.IsRate)
        {
            var sum = 0.0;
            clean = new double[days.Length];
            for (var k = 1; k < days.Length; k++)
            {
                for (var d = days[k - 1]; d < days[k]; d++)
                {
                    sum += driver.At(d + 0.5 - lag, double.PositiveInfinity) / 365.25;
                }

                clean[k] = sum;
            }
        }
        else
        {
            clean = [.. days.Select(d => driver.At(d - lag, double.PositiveInfinity))];
        }

        var (level, changes) = (new TimeSeries(days, clean), new TimeSeries(days, clean).Changes());
        var scatter = kind.IsRate ? Deviation(changes.Values) * (kind.Step / 365.25) / Math.Sqrt(2) : Deviation(level.Detrended(1).Values);
        var (noise, memory) = (new double[count], 0.0);
        for (var k = 0; k < days.Length; k++)
        {
            memory = (kind.Memory * memory) + (Math.Sqrt(1 - (kind.Memory * kind.Memory)) * Normal(random));
            noise[k] = scatter / 3 * memory;
        }

        var series = new TimeSeries(days, [.. clean.Select((v, k) => (1e-4 * (v + noise[k])) - (kind.IsRate ? 0 : 2e-5 * days[k]))]);
        return kind.IsRate ? series.Changes() : series;
    }

    private static TimeSeries Rain(Random random, double period)
    {
        var (days, values, memory, phase) = (new double[300], new double[300], 0.0, 2 * Math.PI * random.NextDouble());
        for (var k = 0; k < days.Length; k++)
        {
            days[k] = k * 30.4375;
            memory = (0.5 * memory) + (15 * Normal(random));
            values[k] = 60 + (40 * Math.Sin((2 * Math.PI * days[k] / period) + phase)) + memory;
        }

        return new TimeSeries(days, values);
    }

    /// <summary>A head that varies over some months: noise with a memory of so many days, twice smoothed.</summary>
    private static TimeSeries Head(Random random, double memory)
    {
        const int Count = 8500;
        var (days, values, fast, slow, keep) = (new double[Count], new double[Count], 0.0, 0.0, Math.Exp(-1 / memory));
        for (var k = -1000; k < Count; k++)
        {
            fast = (keep * fast) + Normal(random);
            slow = (keep * slow) + ((1 - keep) * fast);
            if (k >= 0)
            {
                (days[k], values[k]) = (k, -60 + slow);
            }
        }

        return new TimeSeries(days, values);
    }

    private static TimeSeries Rising(Random random)
    {
        var head = Head(random, 60);
        var deviation = Deviation(head.Values);
        return head with { Values = [.. head.Values.Select((v, k) => v + (10 * deviation / (1 + Math.Exp(-(k - 3600) / 900.0))) + (1.5 * deviation * Math.Sin(k / 40.0)))] };
    }

    private static TimeSeries Gaps(Random random, TimeSeries driver)
    {
        var at = Enumerable.Range(0, driver.Count).Where(k => k % 30 == 0).Where(k => k == 0 || random.NextDouble() > 0.1).Where(k => k is < 3000 or > 3200).ToArray();
        return new TimeSeries([.. at.Select(k => driver.Days[k])], [.. at.Select(k => driver.Values[k])]);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

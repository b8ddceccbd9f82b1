using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Geometry;
using Plumb.Validation;

namespace Plumb.Benchmarks.Validations;

/// <summary>Question: are z-scores of radar against GNSS those of right standard deviations, and do the tests refute at the level they say?</summary>
public static class StationScores
{
    private const int Days = 1200;
    private static readonly DateOnly First = new(2020, 1, 1);
    private static readonly LookVector Look = LookVector.FromAngles(0.65, -0.22);

    /// <summary>Makes sets of stations and prints z-scores and shares of refutations.</summary>
    /// <param name="args">[sets = 100] [stations = 10] [first seed = 1].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        int Whole(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
        var (sets, stations, first) = (Whole(0, 100), Whole(1, 10), Whole(2, 1));
        Console.WriteLine($"{"records",-44} {"date z",7} {"rate z",7} {"in 1",6} {"in 2",6} {"t refutes",10} {"of bias",8}");
        (string Name, Kind Kind)[] kinds =
        [
            ("daily", new(0, 0, 0)), ("a fifth of the days missing in outages", new(0.2, 0, 0)), ("one outlier in fifty days", new(0, 0.02, 0)), ("a step of 20 mm that is listed", new(0, 0, 0.02)), ("all of these", new(0.2, 0.02, 0.02)),
        ];
        foreach (var (name, kind) in kinds)
        {
            Score(name, kind, sets, stations, first);
        }

        return 0;
    }

    private static void Score(string name, Kind kind, int sets, int stations, int first)
    {
        var (dates, rates, refuted, found) = (new List<double>(), new List<double>(), 0, 0);
        var all = new (double Radar, double Ground)[sets][];
        var scores = new (List<double> Dates, List<double> Rates)[sets];
        Parallel.For(0, sets, set =>
        {
            var random = new Random((1000 * first) + set);
            scores[set] = ([], []);
            all[set] = [.. Enumerable.Range(0, stations).Select(_ => One(random, kind)).Where(c => c.IsUsed).Select(c =>
            {
                scores[set].Dates.AddRange(c.Dates.Select(d => d.ZScore));
                scores[set].Rates.Add(c.Rates!.ZScore);
                return (c.Rates.Radar, c.Rates.Ground);
            })];
        });
        for (var set = 0; set < sets; set++)
        {
            dates.AddRange(scores[set].Dates);
            rates.AddRange(scores[set].Rates);
            double[] radar = [.. all[set].Select(r => r.Radar)], ground = [.. all[set].Select(r => r.Ground)];
            refuted += SignificanceTest.Of(radar, ground, "rates")[0].IsRefuted ? 1 : 0;
            found += SignificanceTest.Of([.. radar.Select(r => r + 0.003)], ground, "rates")[0].IsRefuted ? 1 : 0;
        }

        var (ofDates, ofRates) = (ZScores.Of(dates), ZScores.Of(rates));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-44} {ofDates.Spread,7:0.00} {ofRates.Spread,7:0.00} {100 * ofRates.WithinOne,6:0} {100 * ofRates.WithinTwo,6:0} {100.0 * refuted / sets,10:0.0} {100.0 * found / sets,8:0.0}"));
    }

    private static StationComparison One(Random random, Kind kind)
    {
        double rate = 0.02 * Normal(random), season = 0.004 * random.NextDouble(), phase = 6.28 * random.NextDouble();
        double Up(double day) => (rate * day / 365.25) + (season * Math.Sin((day / 58.1) + phase));
        var (east, north, up) = (Noise(random, 0.0015, 0.002), Noise(random, 0.0015, 0.002), Noise(random, 0.004, 0.006));
        var (stepDay, outage) = (300 + random.Next(600), 0);
        var positions = new List<GnssPosition>();
        for (var day = 0; day < Days; day++)
        {
            outage = outage > 0 ? outage - 1 : random.NextDouble() < kind.Gaps / 15 ? 15 : 0;
            var far = random.NextDouble() < kind.Outliers ? 0.06 * Normal(random) : 0;
            if (outage == 0)
            {
                positions.Add(new GnssPosition(First.AddDays(day), east[day], north[day], Up(day) + up[day] + far + (day >= stepDay ? kind.Step : 0), 0.0015, 0.0015, 0.004));
            }
        }

        int[] at = [.. Enumerable.Range(0, 97).Select(k => 10 + (12 * k))];
        const double Sigma = 0.005;
        double[] moved = [.. at.Select(d => (Look.Up * Up(d)) + (Sigma * Normal(random)))];
        var mean = at.Average();
        var radar = new RadarSeries([.. at.Select(d => First.AddDays(d))], moved, [.. at.Select(_ => Sigma)], Look) { RateSigma = 365.25 * Sigma / Math.Sqrt(at.Sum(d => (d - mean) * (d - mean))) };
        var options = new StationOptions { Steps = kind.Step > 0 ? [new StationStep("S", First.AddDays(stepDay), false, "antenna")] : [] };
        return StationComparison.Of(new GnssStation("S", 100, 30, "", new GnssSeries(positions)), radar, options);
    }

    /// <summary>White and flicker noise (Kasdin 1995, doi:10.1109/5.381848), metres; shape (day). The flicker noise is old when the record begins.</summary>
    private static double[] Noise(Random random, double white, double flicker)
    {
        const int Before = 600;
        var (noise, filter, impulse) = (new double[Days], new double[Days + Before], new double[Days + Before]);
        for (var i = 0; i < filter.Length; i++)
        {
            filter[i] = i == 0 ? 1 : filter[i - 1] * (i - 0.5) / i;
            impulse[i] = flicker * Math.Pow(1 / 365.25, 0.25) * Normal(random);
        }

        filter.AsSpan().Reverse();
        for (var day = 0; day < Days; day++)
        {
            noise[day] = white * Normal(random);
            noise[day] += TensorPrimitives.Dot<double>(filter.AsSpan(Days - 1 - day), impulse.AsSpan(0, day + Before + 1));
        }

        return noise;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed record Kind(double Gaps, double Outliers, double Step);
}

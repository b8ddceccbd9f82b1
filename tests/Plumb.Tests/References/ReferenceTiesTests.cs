using Plumb.Grids;
using Plumb.Networks;
using Plumb.References;
using Plumb.Simulation;
using static Plumb.Tests.Networks.TestNetworks;

namespace Plumb.Tests.References;

public class ReferenceTiesTests
{
    private const double MetresPerRadian = -0.0044;
    private static readonly ReferenceArea[] Areas = [new(5, 5, 1), new(5, 45, 1), new(45, 5, 1), new(45, 45, 1)];

    [Fact]
    public void An_area_that_moves_is_named_and_left_out_and_the_others_hold()
    {
        var truth = new Truth(seed: 4, dates: 20) { Rates = [0, 0, 0.03, 0] };
        var reference = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, DropMoving = true });
        Assert.Equal(0, reference.AreaReports[2].Weight);
        Assert.Equal(0.03, reference.AreaReports[2].Rate, 3 * reference.AreaReports[2].RateSigma);
        Assert.Contains("It moves: +", reference.AreaReports[2].Verdict, StringComparison.Ordinal);
        Assert.Contains(reference.Reasons, r => r.StartsWith("Area 3: It moves", StringComparison.Ordinal) && r.EndsWith("It was left out.", StringComparison.Ordinal));
        Assert.All([0, 1, 3], a => Assert.Equal(1.0 / 3, reference.AreaReports[a].Weight, 1e-12));
        Assert.DoesNotContain("row 45, column 5,", reference.Describe(truth.Grid), StringComparison.Ordinal);

        // The truth is a reference that does not move: the moving area would have drawn it away by a quarter of its motion.
        var kept = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian });
        Assert.Equal(0.25, kept.AreaReports[2].Weight, 1e-12);
        Assert.Contains("set reference.drop_moving", kept.AreaReports[2].Verdict, StringComparison.Ordinal);
        Assert.Equal(0, truth.Drift(reference), 0.003);
        Assert.Equal(0.03 / 4, truth.Drift(kept), 0.003);
    }

    [Fact]
    public void Areas_that_stand_still_stay()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var reference = new Truth(seed, 25).Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, DropMoving = true });
            Assert.All(reference.AreaReports, r => Assert.Equal(0.25, r.Weight, 1e-12));
        }
    }

    [Fact]
    public void Of_two_areas_none_is_said_to_move()
    {
        var reference = new Truth(3, 20) { Rates = [0, 0.05], Count = 2 }.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, DropMoving = true });
        Assert.All(reference.AreaReports, r => Assert.Equal(0.5, r.Weight));
        Assert.Contains("of two areas it cannot be told which moves", reference.AreaReports[1].Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Known_motion_is_added_back()
    {
        var truth = new Truth(8, 20) { Rates = [0.03, -0.02, 0.01, 0.04], Weather = 0.0005 };
        var motions = truth.Rates.Select(r => KnownMotion.AtRate(r, truth.Network.Dates)).ToArray();
        var reference = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, DropMoving = true, Motions = motions });
        Assert.All(reference.AreaReports, r => Assert.True(r.Weight > 0, r.Verdict));

        // Against it, ground that does not move at all stands still.
        Assert.Equal(0, truth.Drift(reference), 0.001);
        Assert.Equal(0.015, truth.Drift(truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian })), 0.001);
        var wrong = Assert.Throws<RequestException>(() => truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, Motions = motions[..2] }));
        Assert.Contains("2 entries for 4 reference areas", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_that_lacks_pairs_does_not_draw_the_reference_to_the_others()
    {
        // Much weather over the first area, which is missing in a third of the pairs.
        var truth = new Truth(6, 15) { Weather = 0.02, Missing = (area, pair) => area == 0 && pair % 3 == 1 };
        var whole = new Truth(6, 15) { Weather = 0.02 };
        var options = new ReferenceTieOptions { MetresPerRadian = MetresPerRadian };
        var (tied, full) = (truth.Reference(options), whole.Reference(options));
        var (apart, plain) = (0.0, 0.0);
        for (var k = 0; k < truth.Network.Pairs.Count; k++)
        {
            apart += Math.Pow(tied.Phase[k] - full.Phase[k], 2);
            plain += Math.Pow(truth.PlainMean(k) - full.Phase[k], 2);
        }

        Assert.True(apart < 0.01 * plain, $"{apart} against {plain}");
    }

    [Fact]
    public void Standard_deviations_are_those_of_many_draws()
    {
        var (errors, expected) = (0.0, 0.0);
        for (var seed = 100; seed < 160; seed++)
        {
            var truth = new Truth(seed, 10) { Weather = 0.004, Noise = 0.6 };
            var reference = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian });
            for (var k = 0; k < truth.Network.Pairs.Count; k++)
            {
                errors += Math.Pow(reference.Phase[k] - truth.Constant(k), 2);
                expected += reference.Sigma[k] * reference.Sigma[k];
            }
        }

        Assert.InRange(Math.Sqrt(errors / expected), 0.9, 1.1);
    }

    [Fact]
    public void With_one_area_the_standard_deviation_is_that_of_its_pixels()
    {
        var truth = new Truth(2, 10) { Count = 1, Weather = 0, Noise = 0.5 };
        var sigma = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian }).Sigma.ToArray();
        Assert.Equal(0.5 / 3 * Math.Sqrt(Math.PI / 2), Math.Sqrt(sigma.Average(s => s * s)), 0.03);
    }

    [Fact]
    public void Decorrelation_that_the_pixels_do_not_show_is_in_the_standard_deviation()
    {
        var truth = new Truth(2, 10) { Count = 1, Weather = 0, Noise = 0, Coherence = 0.5 };
        var sigma = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, Looks = 6 }).Sigma.ToArray();
        var variance = (1 - 0.25) / (2 * 6 * 0.25) / 9 * Math.PI / 2;
        Assert.All(sigma, s => Assert.Equal(Math.Sqrt(variance), s, 1e-9));
    }

    [Fact]
    public void Weights_by_scatter_trust_the_quiet_areas_and_pixels_make_one_statistic()
    {
        var truth = new Truth(9, 25) { WeatherOf = a => a == 1 ? 0.02 : 0.002, Weather = 0.002 };
        var scatter = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, Weights = ReferenceWeights.Scatter });
        Assert.True(scatter.AreaReports[1].Weight < 0.15, $"{scatter.AreaReports[1].Weight}");
        Assert.Equal(1, scatter.AreaReports.Sum(r => r.Weight), 1e-12);
        var pooled = truth.Reference(new ReferenceTieOptions { MetresPerRadian = MetresPerRadian, Weights = ReferenceWeights.Pixels });
        for (var k = 0; k < truth.Network.Pairs.Count; k++)
        {
            Assert.Equal(OrderStatistics.Median(truth.AllPixels(k)), pooled.Phase[k], 1e-12);
        }
    }

    [Fact]
    public void Known_motion_of_a_record_is_linear_between_its_dates_and_must_cover_them()
    {
        DateOnly[] dates = [new(2022, 1, 1), new(2022, 1, 11), new(2022, 1, 31)];
        (DateOnly, double)[] record = [(new(2021, 12, 31), 0.5), (new(2022, 1, 1), 0.6), (new(2022, 1, 21), 0.8), (new(2022, 1, 31), 0.7)];
        Assert.Equal([0, 0.1, 0.1], KnownMotion.FromRecord(record, dates, "x").Displacement.ToArray().Select(v => Math.Round(v, 12)));
        Assert.Contains("reach from 2022-01-01 to 2022-01-31", Assert.Throws<RequestException>(() => KnownMotion.FromRecord(record[..3], dates, "x.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("holds no date", Assert.Throws<RequestException>(() => KnownMotion.FromRecord([], dates, "x.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("2022-01-01", Assert.Throws<RequestException>(() => KnownMotion.FromRecord([record[2], record[1]], dates, "x.csv")).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => KnownMotion.AtRate(double.NaN, dates));
    }

    /// <summary>Areas of nine pixels over which weather and motion are known, each pair with a constant of its own.</summary>
    private sealed class Truth(int seed, int dates)
    {
        public Network Network { get; } = Of([.. from i in Enumerable.Range(0, dates) from j in Enumerable.Range(i + 1, 3) where j < dates select (12 * i, 12 * j)]);

        public int Count { get; init; } = 4;

        public double[] Rates { get; init; } = [0, 0, 0, 0];

        /// <summary>Standard deviation of the weather over an area at a date, metres.</summary>
        public double Weather { get; init; } = 0.002;

        public Func<int, double>? WeatherOf { get; init; }

        /// <summary>Standard deviation of a pixel's phase, radians.</summary>
        public double Noise { get; init; } = 0.2;

        public double Coherence { get; init; } = double.NaN;

        public Func<int, int, bool> Missing { get; init; } = (_, _) => false;

        public Grid Grid { get; } = Grid.Radar(50, 50);

        public double Constant(int pair) => 1 + (3 * Math.Sin(7.0 * pair));

        public Reference Reference(ReferenceTieOptions options)
        {
            var scene = new TestScene(50, 50);
            var choice = ReferenceSelection.Accept(Areas[..Count], scene.Layers, new ReferenceOptions());
            var collector = new ReferencePhase(Network, choice, scene.Mask);
            for (var area = 0; area < Count; area++)
            {
                for (var k = 0; k < Network.Pairs.Count; k++)
                {
                    collector.Add(k, Areas[area].On(Grid), Pixels(area, k));
                    collector.AddCoherence(k, Areas[area].On(Grid), [.. Enumerable.Repeat((float)Coherence, 9)]);
                }
            }

            return collector.Compute(options);
        }

        public float[] AllPixels(int pair) => [.. Enumerable.Range(0, Count).SelectMany(a => Pixels(a, pair)).Where(float.IsFinite)];

        public double PlainMean(int pair) => Enumerable.Range(0, Count).Where(a => !Missing(a, pair)).Average(a => OrderStatistics.Median(Pixels(a, pair)));

        /// <summary>Rate at which still ground seems to move away from the reference, metres per year.</summary>
        public double Drift(Reference reference)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var k = 0; k < Network.Pairs.Count; k++)
            {
                var years = Network.Pairs[k].Days / 365.25;
                sum += years * (reference.Phase[k] - Constant(k)) * MetresPerRadian;
                squares += years * years;
            }

            return sum / squares;
        }

        private float[] Pixels(int area, int pair)
        {
            if (Missing(area, pair))
            {
                return [.. Enumerable.Repeat(float.NaN, 9)];
            }

            var (noise, weather) = (new CounterRandom(seed, 100 + area), new CounterRandom(seed, 200 + area));
            double Moved(int date) => (Rates[area] * 12 * date / 365.25) + ((WeatherOf?.Invoke(area) ?? Weather) * weather.Normal((ulong)date));
            var (first, second) = (Network.FirstIndex[pair], Network.SecondIndex[pair]);
            var phase = Constant(pair) + ((Moved(second) - Moved(first)) / MetresPerRadian);
            return [.. Enumerable.Range(0, 9).Select(i => (float)(phase + (Noise * noise.Normal((ulong)((9 * pair) + i)))))];
        }
    }
}

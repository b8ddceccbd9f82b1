using Plumb.Subsidence;

namespace Plumb.Tests.Subsidence;

/// <summary>Corridors against brute force and against zones of known length.</summary>
public class CorridorTests
{
    private const double Pixel = 30;
    private const int Rows = 120;
    private const int Columns = 400;
    private static readonly CorridorOptions Options = new() { Width = 300, ProfileWidth = 60, Step = 30, DifferenceLength = 240, RateLimit = 0.02, DistortionLimit = 5e-5 };

    [Fact]
    public void Points_are_those_of_brute_force_with_the_nearest_chainage()
    {
        var line = new CorridorLine([200, 3000, 5000, 4500, 11_000], [-400, -2500, -900, -900, -3000]);
        var points = Corridor.Points(line, Rows, Columns, Pixel, Pixel, 300).ToDictionary(p => (p.Row, p.Column));
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var nearest = Enumerable.Range(0, line.Parts).Select(p => line.Nearest(p, (column + 0.5) * Pixel, -(row + 0.5) * Pixel)).MinBy(n => n.Distance);
                Assert.Equal(nearest.Distance <= 300, points.ContainsKey((row, column)));
                if (nearest.Distance <= 300)
                {
                    Assert.Equal(nearest.Distance, points[(row, column)].Distance, 9);
                    Assert.Equal(nearest.Chainage, points[(row, column)].Chainage, 6);
                }
            }
        }
    }

    [Fact]
    public void Chainages_and_places_belong_together()
    {
        var line = new CorridorLine([0, 300, 300, 300], [0, -400, -400, -1400]);
        Assert.Equal(1500, line.Length);
        Assert.Equal((150, -200), line.At(250));
        Assert.Equal((300, -900), line.At(1000));
        Assert.Equal((300, -1400), line.At(9999));
        Assert.Equal((0, 0), line.At(-5));
        Assert.Throws<ArgumentException>(() => new CorridorLine([0, 0], [0, 0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lengths_of_zones_are_right_within_a_pixel(int seed)
    {
        // Two basins across an oblique line; the truth is where its rate passes the limit.
        double Rate(double x, double y) => MotionMap.Bowl(x, y, 3500, -1700, 700, -0.08) + MotionMap.Bowl(x, y, 8500, -1900, 400, -0.05);
        var line = new CorridorLine([300, 11_500], [-1500, -2100]);
        var (steps, zones) = Run(line, Rate, seed, 0.001);
        var truth = TrueZones(line, Rate);
        var found = zones.Where(z => z.Limit == CorridorLimit.Rate).OrderBy(z => z.From).ToArray();
        Assert.Equal(truth.Count, found.Length);
        foreach (var (t, f) in truth.Zip(found))
        {
            Assert.Equal(t.To - t.From, f.Length, Pixel);
            Assert.True(f.IsSure);
        }

        // The worst comes first; the differences are those of the truth within three of their standard deviations.
        Assert.True(Math.Abs(zones[0].Worst) > Math.Abs(zones[1].Worst));
        Assert.All(steps.Where(s => double.IsFinite(s.Difference)), s =>
        {
            var (a, b) = (line.At(s.Chainage - 120), line.At(s.Chainage + 120));
            Assert.Equal(2 * (Rate(b.East, b.North) - Rate(a.East, a.North)), s.Difference, (4.5 * s.DifferenceSigma) + 5e-4);
        });
    }

    [Fact]
    public void A_long_gap_parts_a_zone_and_an_unsure_one_is_told()
    {
        double Rate(double x, double y) => -0.021;
        var line = new CorridorLine([100, 11_000], [-1500, -1500]);
        var near = Corridor.Points(line, Rows, Columns, Pixel, Pixel, 300).Where(p => p.Chainage is < 4000 or > 6000).ToArray();
        var values = near.Select(_ => (float)Rate(0, 0)).ToArray();
        var sigmas = near.Select(_ => 0.01f).ToArray();
        var shared = new CorridorSigmas(sigmas, sigmas, sigmas, sigmas, _ => 0.001);
        var zones = Corridor.Zones(Corridor.Profile(line, near, values, values, shared, Options), Options);
        Assert.Equal(2, zones.Count(z => z.Limit == CorridorLimit.Rate));
        Assert.All(zones, z => Assert.False(z.IsSure));
        Assert.Equal(8900, zones.Sum(z => z.Length), 100.0);
        Assert.Empty(Corridor.Zones(Corridor.Profile(line, [], [], [], shared, Options), Options));
    }

    [Theory]
    [InlineData(30, 100, 50)]
    [InlineData(60, 100, 50)]
    [InlineData(80, 100, 50)]
    [InlineData(80, 60, 80)]
    public void A_trough_hardly_wider_than_the_profile_is_as_long_as_it_is(double pixel, double width, double step)
    {
        // Two hundred metres across above the limit: a mean over 100 m to either side makes it a fifth shorter.
        double Rate(double x, double y) => MotionMap.Bowl(x, y, 2600, -1800, 170, -0.05);
        for (var k = 0; k < 6; k++)
        {
            var (sin, cos) = Math.SinCos(0.5 * k);
            var line = new CorridorLine([2600 - (900 * cos), 2613 + (900 * cos)], [-1800 - (900 * sin), -1788 + (900 * sin)]);
            var options = Options with { ProfileWidth = width, Step = step, RateLimit = 0.025 };
            var near = Corridor.Points(line, (int)(3600 / pixel), (int)(5200 / pixel), pixel, pixel, 300);
            float[] values = [.. near.Select(p => (float)Rate(p.East, p.North))], none = new float[near.Count];
            var zone = Assert.Single(Corridor.Zones(Corridor.Profile(line, near, values, none, new CorridorSigmas(none, none, none, none, _ => 0), options), options), z => z.Limit == CorridorLimit.Rate);
            double[] truth = [.. Enumerable.Range(0, (int)line.Length).Where(s => Rate(line.At(s).East, line.At(s).North) < -0.025).Select(s => (double)s)];
            Assert.Equal(truth[0], zone.From, 0.25 * pixel);
            Assert.Equal(truth[^1], zone.To, 0.25 * pixel);
        }
    }

    [Fact]
    public void Standard_deviations_of_ends_and_lengths_hold_what_they_say()
    {
        const int Trials = 100;
        const double Own = 0.002;
        const double Shared = 0.002;
        double Rate(double x, double y) => MotionMap.Bowl(x, y, 2600, -1800, 500, -0.06);
        var line = new CorridorLine([300, 5200], [-1600, -2100]);
        var near = Corridor.Points(line, Rows, 180, Pixel, Pixel, 100);
        double[] truth = [.. Enumerable.Range(0, (int)line.Length).Where(s => Rate(line.At(s).East, line.At(s).North) < -0.02).Select(s => (double)s)];
        float[] own = [.. near.Select(_ => (float)Own)], shared = [.. near.Select(_ => (float)Shared)], none = new float[near.Count];
        var ratios = new List<(double From, double To, double Length)>();
        for (var seed = 0; seed < Trials; seed++)
        {
            var random = new Random(seed);
            var offset = Shared * MotionMap.Normal(random);
            float[] values = [.. near.Select(p => (float)(Rate(p.East, p.North) + offset + (Own * MotionMap.Normal(random))))];
            var zone = Corridor.Zones(Corridor.Profile(line, near, values, none, new CorridorSigmas(own, shared, none, none, _ => 0), Options), Options).Where(z => z.Limit == CorridorLimit.Rate).MaxBy(z => z.Length)!;
            ratios.Add(((zone.From - truth[0]) / zone.FromSigma, (zone.To - truth[^1]) / zone.ToSigma, (zone.Length - (truth[^1] - truth[0])) / zone.LengthSigma));
        }

        foreach (var part in (Func<(double From, double To, double Length), double>[])[r => r.From, r => r.To, r => r.Length])
        {
            Assert.InRange(ratios.Count(r => Math.Abs(part(r)) <= 1) / (double)Trials, 0.55, 0.85);
            Assert.InRange(ratios.Count(r => Math.Abs(part(r)) <= 2) / (double)Trials, 0.88, 1);
        }

        // At the end of the line nothing is known of where the zone would end.
        var half = new CorridorLine([2600, 5200], [-1800, -2100]);
        var beside = Corridor.Points(half, Rows, 180, Pixel, Pixel, 100);
        float[] some = [.. beside.Select(p => (float)Rate(p.East, p.North))], sigma = new float[beside.Count];
        var cut = Corridor.Zones(Corridor.Profile(half, beside, some, sigma, new CorridorSigmas(sigma, sigma, sigma, sigma, _ => 0), Options), Options).First(z => z.Limit == CorridorLimit.Rate);
        Assert.True(double.IsNaN(cut.FromSigma) && double.IsNaN(cut.LengthSigma) && double.IsFinite(cut.ToSigma));
    }

    private static (IReadOnlyList<CorridorStep> Steps, IReadOnlyList<CorridorZone> Zones) Run(CorridorLine line, Func<double, double, double> rate, int seed, double noise)
    {
        var random = new Random(seed);
        var near = Corridor.Points(line, Rows, Columns, Pixel, Pixel, Options.Width);
        float[] Values(double scale) => [.. near.Select(p => (float)((scale * rate((p.Column + 0.5) * Pixel, -(p.Row + 0.5) * Pixel)) + (noise * MotionMap.Normal(random))))];
        var sigmas = near.Select(_ => (float)noise).ToArray();
        var none = new float[near.Count];
        var steps = Corridor.Profile(line, near, Values(1), Values(2), new CorridorSigmas(sigmas, none, sigmas, none, _ => 0), Options);
        return (steps, Corridor.Zones(steps, Options));
    }

    private static List<(double From, double To)> TrueZones(CorridorLine line, Func<double, double, double> rate)
    {
        var zones = new List<(double From, double To)>();
        for (var s = 0.0; s < line.Length; s += 1)
        {
            var (x, y) = line.At(s);
            if (Math.Abs(rate(x, y)) > Options.RateLimit)
            {
                if (zones.Count > 0 && s - zones[^1].To < 1.5)
                {
                    zones[^1] = (zones[^1].From, s);
                }
                else
                {
                    zones.Add((s, s));
                }
            }
        }

        return zones;
    }
}

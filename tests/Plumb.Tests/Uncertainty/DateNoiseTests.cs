using System.Globalization;
using Plumb.Corrections;
using Plumb.Uncertainty;

namespace Plumb.Tests.Uncertainty;

public class DateNoiseTests
{
    private static readonly double[] Years = [.. Enumerable.Range(0, 30).Select(i => i * 12 / 365.25)];

    [Fact]
    public void The_filter_takes_steady_motion_and_slow_waves_off_and_is_a_projection()
    {
        var filter = new MotionFilter(Years);
        Assert.Equal(7, filter.Terms);
        var series = Array.ConvertAll(Years, t => (float)(0.02 + (0.05 * t) + (0.01 * Math.Cos(Math.PI * 2 * t / Years[^1]))));
        filter.Apply(series);
        Assert.All(series, r => Assert.Equal(0, r, 1e-7));
        for (var i = 0; i < 30; i += 7)
        {
            for (var j = 0; j < 30; j += 5)
            {
                Assert.Equal(filter.Projection(i, j), Enumerable.Range(0, 30).Sum(k => filter.Projection(i, k) * filter.Projection(k, j)), 1e-12);
            }
        }

        Assert.Equal(1, new MotionFilter([0, 1, 2]).Terms);
        Assert.Throws<RequestException>(() => new MotionFilter([0]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(61)]
    [InlineData(100)]
    public void What_the_filter_leaves_is_the_projection_of_the_series(int dates)
    {
        var random = new Random(dates);
        var years = Enumerable.Range(0, dates).Select(i => (i + (0.3 * random.NextDouble())) * 12 / 365.25).ToArray();
        var series = Array.ConvertAll(years, _ => random.NextSingle() - 0.5f);
        var filter = new MotionFilter(years);
        var residual = (float[])series.Clone();
        filter.Apply(residual);
        for (var i = 0; i < dates; i++)
        {
            Assert.Equal(Enumerable.Range(0, dates).Sum(j => filter.Projection(i, j) * series[j]), residual[i], 2e-7);
        }
    }

    [Fact]
    public void Variances_of_dates_come_back_from_those_of_the_residuals()
    {
        var filter = new MotionFilter(Years);
        var truth = Enumerable.Range(0, 30).Select(i => 1 + (i % 3)).Select(v => (double)v).ToArray();
        var mixed = Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 30).Sum(j => Math.Pow(filter.Projection(i, j), 2) * truth[j])).ToArray();
        var found = new double[30];
        filter.Unmix(mixed, found);
        for (var i = 1; i < 29; i++)
        {
            Assert.Equal(truth[i], found[i], 0.15);
        }

        filter.Unmix(new double[30], found);
        Assert.All(found, v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(VariogramFamily.Power, 3000, 1.3)]
    [InlineData(VariogramFamily.Exponential, 2500, 0)]
    [InlineData(VariogramFamily.Matern, 1200, 0)]
    public void A_model_comes_back_from_its_own_semivariances(VariogramFamily family, double range, double exponent)
    {
        var truth = new VariogramModel(family, 2e-6, 3e-5, range, exponent);
        double[] distance = [.. Enumerable.Range(0, 14).Select(k => 100 * Math.Pow(1.4, k))];
        var factor = distance.Select((_, k) => 1 + (0.1 * (k % 3)) - 0.1).ToArray();
        var values = distance.Select((d, k) => (truth.Nugget * factor[k]) + truth.Shared(d)).ToArray();
        var weight = Array.ConvertAll(distance, _ => 1.0);
        var found = VariogramFit.Fit(distance, values, weight, factor);
        Assert.Equal(family, found.Family);
        foreach (var d in distance)
        {
            Assert.Equal(1, found.Shared(d) / truth.Shared(d), 0.06);
        }

        Assert.Equal(1, found.Nugget / truth.Nugget, 0.1);
        var scaled = VariogramFit.Scale(truth with { Nugget = 0, Sill = 1 }, distance, values, weight, factor);
        Assert.Equal(truth.Sill, scaled.Sill, 1e-12);
        Assert.Equal(truth.Nugget, scaled.Nugget, 1e-12);
        Assert.Throws<ArgumentException>(() => VariogramFit.Fit([1], [1], [1], [1]));
    }

    /// <summary>The empirical semivariogram that another program (CSI) printed beside its own exponential fit.</summary>
    [Fact]
    public void The_exponential_of_a_published_track_is_found()
    {
        var path = SharedData("csi_naf_creep_s1/Covariance_Sentinel-1_65.cov");
        Assert.SkipUnless(File.Exists(path), "../shared/data is not there.");
        var rows = File.ReadAllLines(path).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var (distance, values) = (rows.Select(r => r[0]).ToArray(), rows.Select(r => r[^1]).ToArray());
        var ones = Array.ConvertAll(distance, _ => 1.0);
        var found = VariogramFit.Fit(distance, values, ones, ones, VariogramFamily.Exponential);
        Assert.Equal(0.0938, found.Nugget + found.Sill, 0.006);

        // CSI fits the covariances alone, without nugget; what counts is the semivariogram over the distances that matter.
        foreach (var (d, v) in distance.Zip(values).Where(p => p.First is > 0.5 and < 8))
        {
            Assert.Equal(1, found.Of(d) / v, 0.12);
        }
    }

    [Fact]
    public void Pairs_are_the_same_each_time_and_lie_in_their_classes()
    {
        var serves = new bool[80 * 120];
        for (var i = 0; i < serves.Length; i++)
        {
            serves[i] = (i / 7) % 3 != 0;
        }

        var (a, b) = (new PlacePairs(80, 120, 40, 50, serves, 300), new PlacePairs(80, 120, 40, 50, serves, 300));
        Assert.Equal(a.Pixels.ToArray(), b.Pixels.ToArray());
        Assert.Equal(a.Second.ToArray(), b.Second.ToArray());
        Assert.True(a.Distance.Length > 12);
        Assert.All(a.Pixels.ToArray(), p => Assert.True(serves[p]));
        for (var k = 1; k < a.Distance.Length; k++)
        {
            Assert.True(a.Distance[k] > a.Distance[k - 1]);
        }

        Assert.Equal(1, a.Relevance([(40, 60)]).Sum(), 1e-9);
        Assert.Equal(0, new PlacePairs(80, 120, 40, 50, new bool[80 * 120], 300).Distance.Length);
    }

    [Fact]
    public void Difference_to_a_reference_is_that_of_the_plain_double_sum()
    {
        double[] distance = [.. Enumerable.Range(1, 200).Select(k => 60.0 * k)];
        var form = new DistanceForm(distance, Array.ConvertAll(distance, d => Math.Pow(d, 1.4)));
        var reference = (from r in Enumerable.Range(10, 4) from c in Enumerable.Range(20, 4) select (r, c)).ToArray();
        var area = new AreaVariance(form, reference, 60, 80, 90, 110);
        double Form((int R, int C) x, (int R, int C) y) => form.At(Math.Sqrt(Math.Pow((x.R - y.R) * 110, 2) + Math.Pow((x.C - y.C) * 90, 2)));
        var found = new float[80];
        foreach (var row in new[] { 0, 11, 59 })
        {
            area.Row(row, 0, found);
            for (var c = 0; c < 80; c += 9)
            {
                var expected = (2 * reference.Average(a => Form((row, c), a))) - reference.Average(a => reference.Average(b => Form(a, b)));
                Assert.Equal(expected, found[c], 1e-3 + (2e-3 * expected));
            }
        }

        Assert.Throws<ArgumentException>(() => new AreaVariance(form, [], 60, 80, 90, 110));
    }

    [Fact]
    public void What_a_filter_over_the_dates_leaves_is_counted_and_short_waves_pass_it()
    {
        // Each date less the mean of its neighbours: rows of S sum to 0.
        const int n = 6;
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var (a, b) = (i == 0 ? 1 : i - 1, i == n - 1 ? n - 2 : i + 1);
            matrix[(i * n) + i] += 1;
            matrix[(i * n) + a] -= 0.5;
            matrix[(i * n) + b] -= 0.5;
        }

        var filter = new TimeFilter(matrix, 500);
        var fields = AtmosphereModel.Fields([0, 0, 0, 1, 0, 0]);
        Assert.Equal([-1.0, 0, 0, 1, 0, 0], fields);
        var rest = filter.Rest(fields);
        Assert.Equal(0, rest.Sum(), 1e-12);
        Assert.Equal(0.5, rest[4], 1e-12);

        // Of a linear semivariogram the smoothing leaves 2 E|u| - E|sqrt 2 u| = (2 - sqrt 2) sigma sqrt(pi / 2).
        var line = new DistanceForm([100_000], [1]);
        Assert.Equal((2 - Math.Sqrt(2)) * 500 * Math.Sqrt(Math.PI / 2) / 100_000, filter.Unseen(line), 2e-5);
        Assert.Equal(0, new TimeFilter(matrix, 0).Unseen(line));

        var total = new float[2];
        SigmaBudget.Combine(new FunctionNoise(1, [new NoiseLevel(0, 8), new NoiseLevel(0.5, 2)], 0), [1, float.NaN], [3, 3], [], total, []);
        Assert.Equal(Math.Sqrt(1 + 1 + (2 * 2.5) + (8 * 0.5)), total[0], 1e-5);
        Assert.True(float.IsNaN(total[1]));
        Assert.Throws<ArgumentException>(() => new TimeFilter([1, 2, 3], 0));
    }

    [Fact]
    public void Ramps_of_the_dates_take_what_is_wide_off_but_for_its_trend()
    {
        double[] years = [.. Enumerable.Range(0, 9).Select(k => 0.1 * k)];
        var (mean, square) = (years.Average(), years.Sum(t => Math.Pow(t - years.Average(), 2)));
        double[] slope = [.. years.Select(t => (t - mean) / square)];
        var form = new DistanceForm([.. Enumerable.Range(1, 100).Select(k => 200.0 * k)], [.. Enumerable.Range(1, 100).Select(k => 200.0 * k)]);
        var kept = TimeFilter.OfRamps(years, RampShape.Plane, 10_000, 8_000);

        // A rate is as noisy as without ramps at every level, a date in wide waves only as far as a line does not follow it.
        foreach (var (_, left) in kept.Levels(AtmosphereModel.Fields(slope), form))
        {
            Assert.All(left.Zip(slope), p => Assert.Equal(p.Second, p.First, 1e-12));
        }

        var date = AtmosphereModel.Fields([0, 0, 0, 0, 0, 1, 0, 0, 0]);
        var levels = kept.Levels(date, form);
        Assert.Equal(2, levels.Count);
        Assert.Equal(date, levels[0].Left);
        Assert.All(levels[1].Left.Select((v, k) => v - ((years[5] - years[0]) * slope[k])), v => Assert.Equal(0, v, 1e-12));

        // Of the trend a share of the variance is left.
        var weighed = kept.Then(TimeFilter.OfRampTrend(years, 0.6, 10_000, 8_000));
        Assert.Equal(0.6, weighed.Rest(slope).Sum(c => c * c) * square, 1e-9);
        Assert.Equal(slope, weighed.RestWithoutRamps(slope));
    }

    [Fact]
    public void Noise_that_pixels_share_is_that_of_each_level_of_the_filters()
    {
        const int n = 9;
        double[] years = [.. Enumerable.Range(0, n).Select(k => 0.1 * k)];
        var form = new DistanceForm([.. Enumerable.Range(1, 100).Select(k => 200.0 * k)], [.. Enumerable.Range(1, 100).Select(k => 200.0 * k)]);
        var own = new VariogramModel(VariogramFamily.Power, 0, 1, 1, 1);
        var atmosphere = new AtmosphereModel(form, own, [.. years.Select((_, d) => new DateNoise(1e-5 * (1 + d), 0, 0, 1e-9 * (1 + d), own))], [], double.NaN);
        var ramps = TimeFilter.OfRamps(years, RampShape.Plane, 10_000, 8_000);
        var both = new TimeFilter([.. Enumerable.Range(0, n * n).Select(k => k / n == k % n ? 0.5 : -0.5 / (n - 1))], 300).Then(ramps).Then(ramps);
        double[] function = [.. years.Select((t, d) => d == 0 ? 0 : Math.Sin(7 * t))];
        var fields = AtmosphereModel.Fields(function);
        var shared = new SharedNoise(null, atmosphere, both);
        var noise = shared.Of(function);
        var levels = both.Levels(fields, form);
        Assert.Equal(3, noise.Levels.Count);
        foreach (var (found, (from, left)) in noise.Levels.Zip(levels))
        {
            Assert.Equal(2 * from, found.From, 1e-12);
            Assert.Equal(1, found.Sill / atmosphere.Of(left).Sill, 1e-9);
        }

        Assert.Equal(1, noise.HeightSlope / atmosphere.Of(both.RestWithoutRamps(fields)).HeightSlope, 1e-9);
        float[] pairs = [0.001f, float.NaN], area = [1.5f, 1.5f], rise = [300, 300], total = [0, 0], expected = [0, 0];
        SigmaBudget.Combine(noise, pairs, area, rise, expected, []);
        shared.Combine([.. function.SelectMany(g => Enumerable.Repeat((float)g, 2))], pairs, area, rise, new double[n], new double[SharedNoise.WorkLength(n)], total);
        Assert.Equal(1, total[0] / expected[0], 1e-6);
        Assert.True(float.IsNaN(total[1]));
    }

    [Fact]
    public void What_a_ramp_leaves_of_a_field_is_what_simulated_fields_keep()
    {
        // A field that is a random plane alone is gone with it: its semivariogram goes with the square of the distance.
        double[] distance = [.. Enumerable.Range(1, 400).Select(k => 50.0 * k)];
        var plane = new DistanceForm(distance, Array.ConvertAll(distance, d => d * d));
        Assert.Equal(0, RampResidue.Of(RampShape.Plane, plane, 10_000, 10_000), 1e-4);

        // Without any likeness but with itself, a field keeps all but the ramp's degrees of freedom.
        var noise = new DistanceForm([1e-3], [1]);
        Assert.Equal(1 - (3 / 144.0), RampResidue.Of(RampShape.Plane, noise, 10_000, 10_000), 1e-9);
        Assert.Equal(1 - (6 / 144.0), RampResidue.Of(RampShape.Quadratic, noise, 10_000, 10_000), 1e-9);
        var line = new DistanceForm(distance, distance);
        Assert.True(RampResidue.Of(RampShape.Quadratic, line, 10_000, 10_000) < 0.8 * RampResidue.Of(RampShape.Plane, line, 10_000, 10_000));
    }

    private static string SharedData(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return name;
    }
}

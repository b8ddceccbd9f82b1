using Plumb.Corrections.Delays;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections.Delays;

public class StationDelayTests
{
    private static readonly TurbulenceLaw Law = new(0.013, 40_000);

    /// <summary>Fields drawn from the law itself are met within the standard deviations that are given out, and better than by a mean of the stations or their heights alone.</summary>
    [Fact]
    public void Drawn_fields_are_met_as_their_standard_deviations_say()
    {
        var (squares, byHeight, scaled, count) = (0.0, 0.0, 0.0, 0);
        for (var seed = 1; seed <= 60; seed++)
        {
            var draw = new Draw(seed, stations: 14);
            var field = new StationDelayField(draw.Samples, Law);
            var only = new StationDelayField(draw.Samples, new TurbulenceLaw(0.0001, 1000));
            foreach (var (latitude, longitude, height, delay) in draw.Places)
            {
                var error = field.At(latitude, longitude, height) - delay;
                var sigma = field.Sigma(latitude, longitude, height, null);
                (squares, scaled, count) = (squares + (error * error), scaled + (error * error / (sigma * sigma)), count + 1);
                byHeight += Math.Pow(only.At(latitude, longitude, height) - delay, 2);
            }
        }

        Assert.InRange(scaled / count, 0.75, 1.35);
        Assert.True(squares < 0.7 * byHeight, $"RMS {Math.Sqrt(squares / count)} m, by heights alone {Math.Sqrt(byHeight / count)} m");
    }

    /// <summary>The difference of two places is known as its standard deviation says: what both share does not count.</summary>
    [Fact]
    public void Differences_are_met_as_their_standard_deviations_say()
    {
        var (scaled, count) = (0.0, 0);
        for (var seed = 101; seed <= 160; seed++)
        {
            var draw = new Draw(seed, stations: 10);
            var field = new StationDelayField(draw.Samples, Law);
            for (var k = 1; k < draw.Places.Count; k++)
            {
                var ((lat, lon, h, z), (lat0, lon0, h0, z0)) = (draw.Places[k], draw.Places[0]);
                var sigma = field.Sigma(lat, lon, h, (lat0, lon0, h0));
                scaled += Math.Pow((field.At(lat, lon, h) - field.At(lat0, lon0, h0) - (z - z0)) / sigma, 2);
                count++;
            }
        }

        Assert.InRange(scaled / count, 0.75, 1.35);
    }

    /// <summary>Without noise a station is met exactly, and stations of one air column give back its scale height.</summary>
    [Fact]
    public void Still_air_is_met_exactly()
    {
        ZenithSample[] samples = [.. Enumerable.Range(0, 9).Select(k => new ZenithSample(k, 30 + (0.1 * (k % 3)), 100 + (0.1 * (k / 3)), 300 * k, 2.4 * Math.Exp(-300 * k / 7100.0), 1e-5))];
        var field = new StationDelayField(samples, new TurbulenceLaw(1e-4, 20_000));
        Assert.Equal(7100, field.ScaleHeight, 5.0);
        Assert.Equal(2.4 * Math.Exp(-1000 / 7100.0), field.At(30.15, 100.12, 1000), 1e-4);
        Assert.Equal(samples[4].Delay, field.At(samples[4].Latitude, samples[4].Longitude, samples[4].Height), 1e-4);

        // One station alone: its own value, and the usual fall with height.
        var alone = new StationDelayField([samples[0]], Law);
        Assert.Equal(7500, alone.ScaleHeight, 1e-3);
        Assert.Equal(2.4 * Math.Exp(-750 / 7500.0), alone.At(30, 100, 750), 1e-6);
    }

    [Fact]
    public void The_law_is_learnt_from_the_dates()
    {
        var dates = Enumerable.Range(1, 24).Select(seed => (IReadOnlyList<ZenithSample>)new Draw(seed, stations: 20).Samples).ToList();
        var law = TurbulenceLaw.Of(dates);
        Assert.InRange(law.Sigma, 0.009, 0.02);
        Assert.InRange(law.Length, 20_000, 80_000);
        Assert.Throws<RequestException>(() => TurbulenceLaw.Of([]));
        Assert.Throws<RequestException>(() => new StationDelayField([], Law));
    }

    [Fact]
    public void Times_are_met_between_values_and_never_far_from_them()
    {
        var start = new DateTime(2022, 3, 28, 0, 0, 0, DateTimeKind.Utc);
        var station = new ZenithStation("A", 30, 100, 50, [start, start.AddHours(1), start.AddHours(6)], [2.4, 2.42, 2.5], [0.003, 0.004, 0.005]);
        Assert.Equal(2.405, station.At(start.AddMinutes(15), TimeSpan.FromHours(2))!.Value.Delay, 1e-9);
        Assert.Equal((2.42, 0.004), station.At(start.AddHours(1), TimeSpan.FromHours(2)));
        Assert.Equal(2.42, station.At(start.AddHours(1.5), TimeSpan.FromHours(2))!.Value.Delay);
        Assert.Null(station.At(start.AddHours(3.5), TimeSpan.FromHours(2)));
        Assert.Equal(2.4, station.At(start.AddMinutes(-50), TimeSpan.FromHours(2))!.Value.Delay);
        Assert.Null(station.At(start.AddMinutes(-70), TimeSpan.FromHours(2)));
        Assert.Null(station.At(start.AddHours(9), TimeSpan.FromHours(2)));
    }

    /// <summary>Stations and places of a field of the law over ground of 0 to 2000 m, by a Cholesky factor of all their covariances.</summary>
    private sealed class Draw
    {
        private const int PlaceCount = 12;

        public Draw(int seed, int stations)
        {
            var random = new CounterRandom(seed, 77);
            var n = stations + PlaceCount;
            double Uniform(int k) => 0.5 * (1 + Math.Tanh(0.9 * random.Normal((ulong)k)));
            double[] latitude = [.. Enumerable.Range(0, n).Select(k => 30 + Uniform(k))];
            double[] longitude = [.. Enumerable.Range(0, n).Select(k => 100 + Uniform(1000 + k))];
            double[] height = [.. Enumerable.Range(0, n).Select(k => 2000 * Uniform(2000 + k))];
            var factor = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var sum = Law.Of(TurbulenceLaw.Distance(latitude[i], longitude[i], latitude[j], longitude[j])) + (i == j ? 1e-12 : 0);
                    for (var k = 0; k < j; k++)
                    {
                        sum -= factor[i, k] * factor[j, k];
                    }

                    factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
                }
            }

            var scale = 7500 * (1 + (0.08 * random.Normal(5000)));
            for (var i = 0; i < n; i++)
            {
                var delay = 2.38 * Math.Exp(-height[i] / scale);
                for (var k = 0; k <= i; k++)
                {
                    delay += factor[i, k] * random.Normal((ulong)(6000 + k));
                }

                if (i < stations)
                {
                    Samples.Add(new ZenithSample(i, latitude[i], longitude[i], height[i], delay + (0.004 * random.Normal((ulong)(8000 + i))), 0.004));
                }
                else
                {
                    Places.Add((latitude[i], longitude[i], height[i], delay));
                }
            }
        }

        public List<ZenithSample> Samples { get; } = [];

        public List<(double Latitude, double Longitude, double Height, double Delay)> Places { get; } = [];
    }
}

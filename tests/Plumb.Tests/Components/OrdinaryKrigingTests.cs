using Plumb.Components;
using Plumb.Simulation;
using Plumb.Uncertainty;

namespace Plumb.Tests.Components;

/// <summary>Kriging against the dense system with its multiplier, its properties, and its variance against fields drawn at random.</summary>
public sealed class OrdinaryKrigingTests
{
    private static readonly VariogramModel Field = new(VariogramFamily.Exponential, 0, 4, 900);

    [Theory]
    [InlineData(1, 1, 0.0)]
    [InlineData(5, 9, 0.0)]
    [InlineData(12, 17, 0.3)]
    [InlineData(32, 8, 0.3)]
    public void Agrees_with_the_dense_system(int places, int targets, double noise)
    {
        var (data, aims) = Drawn(60, targets, noise, 3);
        var (nearest, weights, variances) = Solve(Field, data, aims, places);
        for (var t = 0; t < targets; t++)
        {
            var (expected, variance) = Dense(data, nearest.AsSpan(t * places, places), aims.East[t], aims.North[t]);
            for (var k = 0; k < places; k++)
            {
                Assert.Equal(expected[k], weights[(t * places) + k], 1e-7);
            }

            Assert.Equal(variance, variances[t], 1e-7);
            Assert.Equal(1, weights.AsSpan(t * places, places).ToArray().Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_place_without_noise_is_met_exactly_and_one_with_noise_is_not()
    {
        var (data, _) = Drawn(30, 1, 0, 5);
        (double[], double[]) on = ([data.East[7]], [data.North[7]]);
        var (nearest, weights, variances) = Solve(Field, data, on, 8);
        Assert.Equal(7, nearest[0]);
        Assert.Equal(1, weights[0], 1e-6);
        Assert.Equal(0, variances[0], 1e-6);
        var (_, filtered, left) = Solve(Field, data with { Noise = [.. data.Noise.Select(_ => 1.0)] }, on, 8);
        Assert.InRange(filtered[0], 0.2, 0.95);
        Assert.InRange(left[0], 0.1, 1);
    }

    [Fact]
    public void Missing_places_have_no_weight_and_a_target_without_any_has_no_value()
    {
        var (data, aims) = Drawn(20, 2, 0.1, 6);
        int[] nearest = [3, 8, -1, -1, -1, -1];
        var (weights, variances) = (new double[6], new double[2]);
        OrdinaryKriging.Solve(Field, data, nearest, aims, weights, variances, new double[OrdinaryKriging.ScratchLength(3)]);
        Assert.Equal(1, weights[0] + weights[1], 1e-12);
        Assert.Equal(0, weights[2]);
        Assert.True(double.IsNaN(weights[3]) && double.IsNaN(variances[1]));
        Assert.Throws<ArgumentException>(() => OrdinaryKriging.Solve(new VariogramModel(VariogramFamily.Power, 0, 1, 100, 1), data, nearest, aims, weights, variances, new double[400]));
    }

    [Fact]
    public void The_stated_variance_is_that_of_the_errors()
    {
        // Fields with the covariance of the model by its Cholesky factor; the last place is the target.
        const int Count = 41;
        var (data, _) = Drawn(Count, 1, 0.25, 9);
        var factor = Factor(data, Count);
        var random = new CounterRandom(4, 12);
        var drawn = 0UL;
        var known = new KrigingData(data.East[..^1], data.North[..^1], data.Noise[..^1]);
        var (nearest, weights, variances) = Solve(Field, known, ([data.East[^1]], [data.North[^1]]), 32);
        var squares = 0.0;
        const int Fields = 4000;
        for (var f = 0; f < Fields; f++)
        {
            var white = Enumerable.Range(0, Count).Select(_ => random.Normal(drawn++)).ToArray();
            var value = Enumerable.Range(0, Count).Select(j => Enumerable.Range(0, j + 1).Sum(k => factor[j, k] * white[k])).ToArray();
            var estimate = Enumerable.Range(0, 32).Sum(k => weights[k] * (value[nearest[k]] + (Math.Sqrt(known.Noise[nearest[k]]) * random.Normal(drawn++))));
            squares += Math.Pow(estimate - value[^1], 2);
        }

        Assert.Equal(1, squares / Fields / variances[0], 0.08);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void The_nearest_places_are_those_of_a_full_search(int count)
    {
        var (data, aims) = Drawn(count, 40, 0, 14);
        var search = new NearestPlaces(data.East, data.North);
        var (found, squares) = (new int[16], new double[16]);
        for (var t = 0; t < 40; t++)
        {
            // Some targets lie outside all buckets.
            var (x, y) = ((aims.East[t] * 2) - 1500, (aims.North[t] * 2) - 1500);
            var number = search.Find(x, y, found, squares);
            int[] expected = [.. Enumerable.Range(0, count).OrderBy(i => Math.Pow(data.East[i] - x, 2) + Math.Pow(data.North[i] - y, 2)).Take(16)];
            Assert.Equal(expected, found[..number]);
        }
    }

    private static (int[] Nearest, double[] Weights, double[] Variances) Solve(VariogramModel field, KrigingData data, (double[] East, double[] North) targets, int places)
    {
        var count = targets.East.Length;
        var (nearest, weights, variances) = (new int[count * places], new double[count * places], new double[count]);
        var (search, squares) = (new NearestPlaces(data.East, data.North), new double[places]);
        for (var t = 0; t < count; t++)
        {
            Assert.Equal(places, search.Find(targets.East[t], targets.North[t], nearest.AsSpan(t * places, places), squares));
        }

        OrdinaryKriging.Solve(field, data, nearest, targets, weights, variances, new double[OrdinaryKriging.ScratchLength(places)]);
        return (nearest, weights, variances);
    }

    private static (KrigingData Data, (double[] East, double[] North) Targets) Drawn(int places, int targets, double noise, long seed)
    {
        var random = new CounterRandom(seed, 31);
        double[] Some(int count, int offset) => [.. Enumerable.Range(0, count).Select(k => 3000 * random.Uniform((ulong)(k + offset)))];
        return (new KrigingData(Some(places, 0), Some(places, 10_000), [.. Enumerable.Range(0, places).Select(k => noise * (1 + (k % 3)))]), (Some(targets, 20_000), Some(targets, 30_000)));
    }

    private static double Covariance(double dx, double dy) => Field.Sill * Math.Exp(-Math.Sqrt((dx * dx) + (dy * dy)) / Field.Range);

    private static double[,] Factor(KrigingData data, int count)
    {
        var factor = new double[count, count];
        for (var j = 0; j < count; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var sum = Covariance(data.East[j] - data.East[k], data.North[j] - data.North[k]);
                for (var m = 0; m < k; m++)
                {
                    sum -= factor[j, m] * factor[k, m];
                }

                factor[j, k] = j == k ? Math.Sqrt(sum + 1e-12) : sum / factor[k, k];
            }
        }

        return factor;
    }

    /// <summary>The system of Kriging with its multiplier as the last unknown, by elimination with pivots.</summary>
    private static (double[] Weights, double Variance) Dense(KrigingData data, ReadOnlySpan<int> places, double x, double y)
    {
        var n = places.Length;
        var a = new double[n + 1, n + 2];
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < n; k++)
            {
                a[j, k] = Covariance(data.East[places[j]] - data.East[places[k]], data.North[places[j]] - data.North[places[k]]) + (j == k ? data.Noise[places[j]] : 0);
            }

            (a[j, n], a[n, j]) = (1, 1);
            a[j, n + 1] = Covariance(data.East[places[j]] - x, data.North[places[j]] - y);
        }

        a[n, n + 1] = 1;
        for (var p = 0; p <= n; p++)
        {
            var best = Enumerable.Range(p, n + 1 - p).MaxBy(r => Math.Abs(a[r, p]));
            for (var k = 0; k <= n + 1; k++)
            {
                (a[p, k], a[best, k]) = (a[best, k], a[p, k]);
            }

            for (var j = 0; j <= n; j++)
            {
                var f = j == p ? 0 : a[j, p] / a[p, p];
                for (var k = 0; k <= n + 1; k++)
                {
                    a[j, k] -= f * a[p, k];
                }
            }
        }

        var weights = Enumerable.Range(0, n).Select(j => a[j, n + 1] / a[j, j]).ToArray();
        var variance = Field.Sill - (a[n, n + 1] / a[n, n]);
        for (var j = 0; j < n; j++)
        {
            variance -= weights[j] * Covariance(data.East[places[j]] - x, data.North[places[j]] - y);
        }

        return (weights, variance);
    }
}

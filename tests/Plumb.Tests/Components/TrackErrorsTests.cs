using Plumb.Components;
using Plumb.Simulation;

namespace Plumb.Tests.Components;

/// <summary>Errors of tracks that hang together: the growth that was planted is found, and adjustments know what such errors do, shown by drawing them.</summary>
public sealed class TrackErrorsTests
{
    private const int Draws = 300;
    private static readonly TrackErrors Left = new(9e-6, 8, 1.5, [-12], [0]);
    private static readonly TrackErrors Right = new(16e-6, 5, 1, [14], [3]);

    [Fact]
    public void The_growth_of_variances_with_the_distance_is_found()
    {
        var random = new CounterRandom(4, 1);
        double[] east = [.. Enumerable.Range(0, 4000).Select(i => 40 * random.Uniform((ulong)i))], north = [.. Enumerable.Range(4000, 4000).Select(i => 40 * random.Uniform((ulong)i))];
        var planted = new TrackErrors(4e-6, 6, 1, [5, 30], [5, 20]);
        double[] variance = [.. east.Zip(north, (e, n) => 1e-6 + planted.Shared(e, n))];
        var found = TrackErrors.Fit(east, north, variance, [(5, 5), (30, 20)]);
        foreach (var distance in new[] { 1.0, 3, 8, 15 })
        {
            Assert.Equal(planted.Growth(distance), found.Growth(distance), 5e-7);
        }

        Assert.Equal(0, TrackErrors.Fit(east, north, [.. variance.Select(_ => 2e-6)], [(5, 5)]).Sill);
        Assert.Equal(0, TrackErrors.Fit(east, north, variance, []).Sill);
        Assert.Equal(0, TrackErrors.Fit([], [], [], [(0, 0)]).Sill);
        Assert.Equal(planted.Shared(20, 12), planted.Covariance(20, 12, 20, 12), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Corrections_and_what_is_left_after_them_scatter_as_stated(bool ramps)
    {
        // Blocks of the overlap, and places in both tracks at which the corrected rates are wanted.
        (double East, double North)[] blocks = [.. Enumerable.Range(0, 48).Select(i => (-3.0 + (2 * (i % 4)), -11.0 + (2 * (i / 4))))];
        (double East, double North)[] wanted = [(0, 0), (9, -4), (14, 8)];
        (double East, double North)[] all = [.. blocks, .. wanted];
        var (first, second) = (FactorOf(Left, all), FactorOf(Right, all));
        var planted = ramps ? new[] { 0.004, 2e-4, -1e-4 } : [0.004, 0, 0];
        var (own, levels) = (0.5e-3, new List<double>());
        var left = wanted.Select(_ => new List<double>()).ToArray();
        for (var draw = 0; draw < Draws; draw++)
        {
            var random = new CounterRandom(draw, 7);
            double[] a = Drawn(first, random, 0), b = Drawn(second, random, 1000);
            double[] difference = [.. blocks.Select((p, i) => a[i] - b[i] - planted[0] - (planted[1] * p.East) - (planted[2] * p.North) + (own * random.Normal((ulong)(5000 + i))))];
            double[] sigma = [.. blocks.Select(p => Math.Sqrt(Left.Shared(p.East, p.North) + Right.Shared(p.East, p.North) + (own * own)))];
            var overlap = new TrackOverlap(0, 1, [.. blocks.Select(p => p.East)], [.. blocks.Select(p => p.North)], difference, sigma);
            var found = TrackAdjustment.Fit([overlap], 2, 0, ramps, [Left, Right]);
            levels.Add((found.Correction(1, 0, 0) - planted[0]) / Math.Sqrt(found.Covariance(1, 1, 0, 0)));
            for (var k = 0; k < wanted.Length; k++)
            {
                // The second track's rate with its correction taken off, less the truth.
                var (east, north) = wanted[k];
                var error = b[blocks.Length + k] + planted[0] + (planted[1] * east) + (planted[2] * north) - found.Correction(1, east, north);
                var shared = new double[found.Unknowns];
                found.SharedWith(1, east, north, shared);
                var variance = Right.Shared(east, north) + found.Covariance(1, 1, east, north) - (2 * found.CorrectionShares(1, east, north, shared));
                left[k].Add(error / Math.Sqrt(variance));
            }
        }

        Assert.All([levels, .. left], scores => Assert.InRange(Math.Sqrt(scores.Average(z => z * z)), 0.88, 1.14));
    }

    private static double[] Drawn(double[,] factor, CounterRandom random, int start)
    {
        var order = factor.GetLength(0);
        double[] normal = [.. Enumerable.Range(start, order).Select(i => random.Normal((ulong)i))];
        return [.. Enumerable.Range(0, order).Select(i => Enumerable.Range(0, i + 1).Sum(j => factor[i, j] * normal[j]))];
    }

    /// <summary>Plain Cholesky factor of the covariance at places.</summary>
    private static double[,] FactorOf(TrackErrors errors, (double East, double North)[] places)
    {
        var factor = new double[places.Length, places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = errors.Covariance(places[i].East, places[i].North, places[j].East, places[j].North) + (i == j ? 1e-12 : 0);
                for (var k = 0; k < j; k++)
                {
                    value -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(value) : value / factor[j, j];
            }
        }

        return factor;
    }
}

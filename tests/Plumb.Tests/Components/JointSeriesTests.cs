using Plumb.Components;
using Plumb.Geometry;
using Plumb.Simulation;

namespace Plumb.Tests.Components;

/// <summary>Joint series against a dense least-squares solution of the same model, and their standard deviations against simulated walks.</summary>
public sealed class JointSeriesTests
{
    private static readonly LookVector[] Looks = [LookVector.FromAngles(0.62, -0.19), LookVector.FromAngles(0.7, Math.PI + 0.19), LookVector.FromAngles(0.55, -0.23)];

    [Theory]
    [InlineData(2, 0.0, 0)]
    [InlineData(2, 0.005, 0)]
    [InlineData(3, 0.005, 0)]
    [InlineData(2, 0.005, 3e-5)]
    [InlineData(3, 0.005, 2e-4)]
    public void Agrees_with_a_dense_solution(int tracks, double northSigma, double drift)
    {
        const int Pixels = 11;
        var scene = new Walks(tracks, Pixels, 9, 20 + tracks, 0.004, drift: drift);
        var model = scene.Model with { North = new DecompositionOptions { North = 0.002, NorthSigma = northSigma }, NoiseFactors = [1.3, 0.8, 2] };
        var result = new JointTile(scene.Dates, Pixels);
        var scratch = new double[JointSeries.ScratchLength(scene.Dates, tracks)];

        JointSeries.Solve(scene.Tracks, model, result, 0, Pixels, scratch);

        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            var (value, sigma) = Dense(scene.Tracks, model, Pixels, pixel);
            for (var date = 0; date < scene.Dates; date++)
            {
                var at = (date * Pixels) + pixel;
                Assert.Equal(value[2 * date], result.East[at], 2e-7);
                Assert.Equal(value[(2 * date) + 1], result.Up[at], 2e-7);
                Assert.Equal(sigma[2 * date], result.EastSigma[at], 2e-6);
                Assert.Equal(sigma[(2 * date) + 1], result.UpSigma[at], 2e-6);
            }
        }
    }

    [Fact]
    public void Each_pixel_may_assume_its_own_north()
    {
        const int Pixels = 13;
        var scene = new Walks(2, Pixels, 7, 31, 0.004);
        var own = new NorthTile(new float[Pixels], new float[Pixels]);
        for (var i = 0; i < Pixels; i++)
        {
            (own.Assumed[i], own.Sigma[i]) = (i == 3 ? float.NaN : 0.001f * i, i % 4 == 0 ? 0 : 0.002f * i);
        }

        var everywhere = new DecompositionOptions { North = 0.002, NorthSigma = 0.005 };
        var model = scene.Model with { North = everywhere, NorthOf = own, NoiseFactors = [1, 1] };
        var result = new JointTile(scene.Dates, Pixels);
        JointSeries.Solve(scene.Tracks, model, result, 0, Pixels, new double[JointSeries.ScratchLength(scene.Dates, 2)]);

        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            var north = float.IsNaN(own.Assumed[pixel]) ? everywhere : new DecompositionOptions { North = own.Assumed[pixel], NorthSigma = own.Sigma[pixel] };
            var (value, sigma) = Dense(scene.Tracks, model with { North = north }, Pixels, pixel);
            var at = ((scene.Dates - 1) * Pixels) + pixel;
            Assert.Equal(value[^1], result.Up[at], 2e-7);
            Assert.Equal(sigma[^1], result.UpSigma[at], 2e-6);
            Assert.Equal(sigma[^2], result.EastSigma[at], 2e-6);
        }
    }

    [Fact]
    public void Calibration_on_still_and_on_moving_ground_keeps_the_noise_apart_from_the_motion()
    {
        const int Pixels = 64;
        // Half of the ground keeps its rate, half walks: one walk for all would take the noise for motion.
        var scene = new Walks(2, Pixels, 20, 9, 0.003, walkOf: i => i % 2 == 0 ? 1e-9 : 4e-3);
        var fitted = JointCalibration.Fit(scene.Tracks, scene.Model with { EastWalk = 1e-5, UpWalk = 1e-5, WalkFactors = [1.0 / 256, 1.0 / 16, 1, 16, 256] }, Pixels, Pixels);
        Assert.All(fitted.NoiseFactors, f => Assert.InRange(f, 0.7, 1.4));
    }

    [Fact]
    public void Pixels_that_share_their_noise_leave_what_is_stated_of_it_nearly_alone()
    {
        const int Pixels = 32;
        var (shared, own) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 12; seed++)
        {
            // Every pixel is the first one again: many pixels, one noise.
            var scene = new Walks(2, Pixels, 8, seed, 0.003, walkOf: _ => 1e-9);
            JointTrack[] same = [.. scene.Tracks.Select(t => t with { Value = [.. t.Value.Select((_, k) => t.Value[k - (k % Pixels)])] })];
            var start = scene.Model with { EastWalk = 1e-7, UpWalk = 1e-7 };
            shared.AddRange(JointCalibration.Fit(same, start, Pixels, 1.5).NoiseFactors.Select(f => Math.Log(f)));
            own.AddRange(JointCalibration.Fit(same, start, Pixels, Pixels).NoiseFactors.Select(f => Math.Log(f)));
        }

        static double Spread(List<double> logs) => Math.Sqrt(logs.Average(x => x * x));
        Assert.True(Spread(shared) < 0.35 && Spread(shared) < 0.7 * Spread(own), $"{Spread(shared)} and {Spread(own)}");

        // Where the noise is far from what is stated, pixels of their own noise say so.
        var wrong = new Walks(2, Pixels, 24, 3, 0.003, walkOf: _ => 1e-9);
        var fitted = JointCalibration.Fit([.. wrong.Tracks.Select(t => t with { Sigma = [.. t.Sigma.Select(s => s / 2)] })], wrong.Model with { EastWalk = 1e-7, UpWalk = 1e-7 }, Pixels, 4);
        Assert.All(fitted.NoiseFactors, f => Assert.InRange(f, 2.8, 5));
    }

    [Fact]
    public void Stated_deviations_hold_on_walks_whose_parameters_are_found()
    {
        const int Pixels = 96;
        var scene = new Walks(2, Pixels, 24, 5, 0.004);
        var fitted = JointCalibration.Fit(scene.Tracks, scene.Model with { EastWalk = 1e-6, UpWalk = 1e-3 }, Pixels, Pixels);
        Assert.InRange(fitted.EastWalk / scene.Model.EastWalk, 0.6, 1.7);
        Assert.InRange(fitted.UpWalk / scene.Model.UpWalk, 0.6, 1.7);
        Assert.All(fitted.NoiseFactors, f => Assert.InRange(f, 0.7, 1.4));

        var result = new JointTile(scene.Dates, Pixels);
        JointSeries.Solve(scene.Tracks, fitted with { WalkFactors = [0.25, 1, 4] }, result, 0, Pixels, new double[JointSeries.ScratchLength(scene.Dates, 2)]);

        foreach (var (values, sigmas, truth) in new[] { (result.East, result.EastSigma, scene.East), (result.Up, result.UpSigma, scene.Up) })
        {
            var scores = Enumerable.Range(Pixels, values.Length - Pixels).Select(i => Math.Abs(values[i] - truth[i]) / sigmas[i]).ToArray();
            Assert.InRange(scores.Count(z => z < 1) / (double)scores.Length, 0.63, 0.74);
            Assert.InRange(scores.Count(z => z < 1.96) / (double)scores.Length, 0.925, 0.975);
        }
    }

    [Fact]
    public void Noise_that_adds_up_from_pair_to_pair_is_in_the_stated_deviations()
    {
        const int Pixels = 160;
        var scene = new Walks(2, Pixels, 24, 9, 0.0007, walkOf: _ => 1e-9, drift: 2e-6);
        double[] Shares(JointTrack[] tracks)
        {
            var model = JointCalibration.Fit(tracks, scene.Model with { EastWalk = 1e-6, UpWalk = 1e-6 }, Pixels, Pixels) with { WalkFactors = [1.0 / 64, 1.0 / 16, 0.25, 1, 4] };
            var result = new JointTile(scene.Dates, Pixels);
            JointSeries.Solve(tracks, model, result, 0, Pixels, new double[JointSeries.ScratchLength(scene.Dates, 2)]);
            var scores = Enumerable.Range(Pixels, result.Up.Length - Pixels).Select(i => Math.Abs(result.Up[i] - scene.Up[i]) / result.UpSigma[i]).ToArray();
            return [scores.Count(z => z < 1) / (double)scores.Length, scores.Count(z => z < 1.96) / (double)scores.Length];
        }

        var (with, without) = (Shares(scene.Tracks), Shares([.. scene.Tracks.Select(t => t with { Drift = [] })]));
        Assert.InRange(with[0], 0.64, 0.73);
        Assert.InRange(with[1], 0.93, 0.975);
        Assert.True(without[0] < 0.6 && without[1] < 0.9, $"{without[0]} and {without[1]} without");
    }

    [Fact]
    public void Ground_that_is_still_is_smoothed_and_ground_that_moves_is_followed()
    {
        const int Pixels = 16;
        var scene = new Walks(2, Pixels, 24, 8, 0.002, walkOf: i => i < 8 ? 1e-7 : 4e-3);
        var result = new JointTile(scene.Dates, Pixels);

        JointSeries.Solve(scene.Tracks, scene.Model with { EastWalk = 1e-5, UpWalk = 1e-5, WalkFactors = [1e-3, 1e-2, 0.1, 1, 10, 100, 1000] }, result, 0, Pixels, new double[JointSeries.ScratchLength(scene.Dates, 2)]);

        Assert.True(result.WalkFactor[..8].Max() < 1);
        Assert.True(result.WalkFactor[8..].Min() > 10);
        var last = (scene.Dates - 1) * Pixels;
        Assert.True(result.UpSigma[last] < 0.5 * result.UpSigma[last + 8]);
    }

    [Fact]
    public void A_pixel_that_one_track_does_not_see_has_no_series()
    {
        var scene = new Walks(2, 9, 6, 3, 0.002);
        for (var d = 0; d < scene.Tracks[1].DateOf.Length; d++)
        {
            scene.Tracks[1].Value[(d * 9) + 4] = float.NaN;
        }

        var result = new JointTile(scene.Dates, 9);
        JointSeries.Solve(scene.Tracks, scene.Model, result, 0, 9, new double[JointSeries.ScratchLength(scene.Dates, 2)]);

        for (var i = 0; i < result.East.Length; i++)
        {
            Assert.Equal(i % 9 == 4, float.IsNaN(result.East[i]));
            Assert.Equal(i % 9 == 4, float.IsNaN(result.UpSigma[i]));
        }
    }

    /// <summary>All observations and increments as rows of one dense system with unknown motion at the dates, rates, north and levels.</summary>
    private static (double[] Value, double[] Sigma) Dense(JointTrack[] tracks, JointModel model, int pixels, int pixel)
    {
        var dates = model.Years.Length;
        var hasDrift = tracks[0].Drift.Length > 0;
        var own = hasDrift ? 2 + tracks.Length : 2;
        var order = (own * (dates - 1)) + 3 + tracks.Length;
        var (ve, vu, vn) = (order - 3 - tracks.Length, order - 2 - tracks.Length, order - 1 - tracks.Length);
        int At(int date, int component) => (own * (date - 1)) + component;
        var (normal, right) = (new double[order, order], new double[order]);
        void Row(IReadOnlyList<(int Index, double Value)> row, double value, double weight)
        {
            foreach (var (j, x) in row)
            {
                right[j] += weight * x * value;
                foreach (var (k, y) in row)
                {
                    normal[j, k] += weight * x * y;
                }
            }
        }

        for (var d = 1; d < dates; d++)
        {
            var step = model.Years[d] - model.Years[d - 1];
            for (var c = 0; c < own; c++)
            {
                var row = new List<(int, double)> { (At(d, c), 1) };
                if (c < 2)
                {
                    row.Add((c == 0 ? ve : vu, -step));
                }

                if (d > 1)
                {
                    row.Add((At(d - 1, c), -1));
                }

                Row(row, 0, 1 / ((c == 0 ? model.EastWalk : c == 1 ? model.UpWalk : tracks[c - 2].Drift[pixel]) * step));
            }
        }

        for (var t = 0; t < tracks.Length; t++)
        {
            var track = tracks[t];
            for (var d = 0; d < track.DateOf.Length; d++)
            {
                var at = (d * pixels) + pixel;
                if (!float.IsFinite(track.Value[at]))
                {
                    continue;
                }

                var years = model.Years[track.DateOf[d]];
                var row = new List<(int, double)> { (order - tracks.Length + t, 1), (vn, track.North[pixel] * years) };
                if (track.DateOf[d] > 0)
                {
                    row.Add((At(track.DateOf[d], 0), track.East[pixel]));
                    row.Add((At(track.DateOf[d], 1), track.Up[pixel]));
                    if (hasDrift)
                    {
                        row.Add((At(track.DateOf[d], 2 + t), 1));
                    }
                }

                Row(row, track.Value[at] - (track.North[pixel] * years * model.North.North), 1 / (model.NoiseFactors[t] * track.Sigma[at] * track.Sigma[at]));
            }
        }

        normal[vn, vn] += model.North.NorthSigma > 0 ? 1 / (model.North.NorthSigma * model.North.NorthSigma) : 1e22;
        var inverse = Inverse(normal, order);
        var (value, sigma) = (new double[2 * dates], new double[2 * dates]);
        for (var i = 0; i < 2 * (dates - 1); i++)
        {
            var at = At(1 + (i / 2), i % 2);
            for (var k = 0; k < order; k++)
            {
                value[i + 2] += inverse[at, k] * right[k];
            }

            sigma[i + 2] = Math.Sqrt(inverse[at, at]);
        }

        return (value, sigma);
    }

    private static double[,] Inverse(double[,] matrix, int order)
    {
        var (a, inverse) = ((double[,])matrix.Clone(), new double[order, order]);
        for (var i = 0; i < order; i++)
        {
            inverse[i, i] = 1;
        }

        for (var p = 0; p < order; p++)
        {
            var pivot = a[p, p];
            for (var k = 0; k < order; k++)
            {
                (a[p, k], inverse[p, k]) = (a[p, k] / pivot, inverse[p, k] / pivot);
            }

            for (var j = 0; j < order; j++)
            {
                var f = a[j, p];
                for (var k = 0; j != p && k < order; k++)
                {
                    (a[j, k], inverse[j, k]) = (a[j, k] - (f * a[p, k]), inverse[j, k] - (f * inverse[p, k]));
                }
            }
        }

        return inverse;
    }

    /// <summary>Steady rates with random walks, seen by tracks on dates of their own.</summary>
    private sealed class Walks
    {
        public Walks(int tracks, int pixels, int datesPerTrack, long seed, double noise, Func<int, double>? walkOf = null, double drift = 0)
        {
            int[] Days(int t) => [.. Enumerable.Range(0, datesPerTrack).Select(d => (12 * d) + (5 * t))];
            int[] all = [.. Enumerable.Range(0, tracks).SelectMany(Days).Distinct().Order()];
            Dates = all.Length;
            Model = new JointModel([.. all.Select(d => d / 365.25)], 2e-4, 6e-4);
            (East, Up) = (new double[Dates * pixels], new double[Dates * pixels]);
            var random = new CounterRandom(seed, 77);
            var drawn = 0UL;
            double Normal() => random.Normal(drawn++);
            for (var i = 0; i < pixels; i++)
            {
                var (east, up) = (0.02 * Normal(), 0.03 * Normal());
                for (var d = 1; d < Dates; d++)
                {
                    var step = Model.Years[d] - Model.Years[d - 1];
                    East[(d * pixels) + i] = East[((d - 1) * pixels) + i] + (east * step) + (Math.Sqrt((walkOf?.Invoke(i) ?? Model.EastWalk) * step) * Normal());
                    Up[(d * pixels) + i] = Up[((d - 1) * pixels) + i] + (up * step) + (Math.Sqrt((walkOf?.Invoke(i) ?? Model.UpWalk) * step) * Normal());
                }
            }

            Tracks = [.. Enumerable.Range(0, tracks).Select(t =>
            {
                int[] dateOf = [.. Days(t).Select(d => Array.BinarySearch(all, d))];
                var (value, sigma) = (new float[dateOf.Length * pixels], new float[dateOf.Length * pixels]);
                var drifts = new double[pixels];
                var days = Days(t);
                for (var k = 0; k < value.Length; k++)
                {
                    var at = (dateOf[k / pixels] * pixels) + (k % pixels);
                    sigma[k] = (float)(noise * (1 + (0.3 * t)));
                    drifts[k % pixels] += drift > 0 && k >= pixels ? Math.Sqrt(drift * (days[k / pixels] - days[(k / pixels) - 1]) / 365.25) * Normal() : 0;
                    value[k] = k % 37 == 36 ? float.NaN : (float)((0.05 * t) + drifts[k % pixels] + Looks[t].Project(East[at], 0, Up[at]) + (sigma[k] * Normal()));
                }

                float[] Every(double v) => [.. Enumerable.Repeat((float)v, pixels)];
                return new JointTrack(dateOf, value, sigma, Every(Looks[t].East), Every(Looks[t].North), Every(Looks[t].Up)) { Drift = drift > 0 ? Every(drift) : [] };
            })];
        }

        public int Dates { get; }

        public JointModel Model { get; }

        public JointTrack[] Tracks { get; }

        public double[] East { get; }

        public double[] Up { get; }
    }
}

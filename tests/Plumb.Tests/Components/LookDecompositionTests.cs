using Plumb.Components;
using Plumb.Geometry;

namespace Plumb.Tests.Components;

/// <summary>Components against a dense solution with the whole covariance, against the truth, and their standard deviations against what is found.</summary>
public sealed class LookDecompositionTests
{
    [Theory]
    [InlineData(2, false, 0.0)]
    [InlineData(2, false, 0.004)]
    [InlineData(3, false, 0.004)]
    [InlineData(4, true, 0.0)]
    [InlineData(3, true, 0.0)]
    public void Agrees_with_a_dense_solution(int tracks, bool free, double northSigma)
    {
        var random = new Random(tracks + (free ? 10 : 0));
        const int Pixels = 43;
        var tiles = RandomTracks(random, tracks, Pixels, 0.1);
        var options = new DecompositionOptions { North = free ? 0 : 0.003, NorthSigma = northSigma, NorthFree = free };
        var result = new ComponentTile(Pixels);

        LookDecomposition.Solve(tiles, options, result, 0, Pixels);

        var solved = 0;
        for (var i = 0; i < Pixels; i++)
        {
            var expected = Dense(tiles, options, i);
            if (expected is null)
            {
                Assert.True(float.IsNaN(result.East[i]) && float.IsNaN(result.Up[i]) && float.IsNaN(result.EastSigma[i]));
                continue;
            }

            solved++;
            Close(expected.Value.East, result.East[i]);
            Close(expected.Value.Up, result.Up[i]);
            Close(expected.Value.North, result.North[i]);
            Close(expected.Value.EastSigma, result.EastSigma[i]);
            Close(expected.Value.UpSigma, result.UpSigma[i]);
        }

        Assert.True(solved > Pixels / 3);
    }

    [Fact]
    public void Each_pixel_may_assume_its_own_north()
    {
        const int Pixels = 29;
        var random = new Random(71);
        var tiles = RandomTracks(random, 2, Pixels, 0.1);
        var north = new NorthTile(new float[Pixels], new float[Pixels]);
        for (var i = 0; i < Pixels; i++)
        {
            (north.Assumed[i], north.Sigma[i]) = (i % 9 == 4 ? float.NaN : (float)(0.02 * (random.NextDouble() - 0.5)), i % 5 == 0 ? 0 : (float)(0.01 * random.NextDouble()));
        }

        var everywhere = new DecompositionOptions { North = 0.004, NorthSigma = 0.002 };
        var result = new ComponentTile(Pixels);
        LookDecomposition.Solve(tiles, everywhere, north, result, 0, Pixels);

        for (var i = 0; i < Pixels; i++)
        {
            var own = float.IsNaN(north.Assumed[i]) ? everywhere : new DecompositionOptions { North = north.Assumed[i], NorthSigma = north.Sigma[i] };
            if (Dense(tiles, own, i) is { } expected)
            {
                Close(expected.East, result.East[i]);
                Close(expected.Up, result.Up[i]);
                Close(expected.North, result.North[i]);
                Close(expected.UpSigma, result.UpSigma[i]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    public void Motion_without_noise_comes_back_and_north_biases_as_said(int pixels)
    {
        var looks = new[] { LookVector.FromAngles(0.65, -0.2), LookVector.FromAngles(0.7, Math.PI + 0.2) };
        var (east, north, up) = (0.012, 0.02, -0.03);
        var tiles = looks.Select(l => Constant(l, l.Project(east, north, up), 0.001, pixels)).ToArray();
        var result = new ComponentTile(pixels);

        LookDecomposition.Solve(tiles, new DecompositionOptions(), result, 0, pixels);

        for (var i = 0; i < pixels; i++)
        {
            Assert.Equal(east, result.East[i] - (north * result.EastBias[i]), 5e-7);
            Assert.Equal(up, result.Up[i] - (north * result.UpBias[i]), 5e-7);
        }

        LookDecomposition.Solve(tiles, new DecompositionOptions { North = north }, result, 0, pixels);
        Assert.Equal(east, result.East[pixels - 1], 5e-7);
        Assert.Equal(up, result.Up[pixels - 1], 5e-7);
    }

    [Fact]
    public void Stated_deviations_hold_with_noise_and_an_unknown_north()
    {
        const int Pixels = 20000;
        var random = new Random(4);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var looks = new[] { LookVector.FromAngles(0.6, -0.18), LookVector.FromAngles(0.72, Math.PI + 0.19), LookVector.FromAngles(0.5, -0.2) };
        var tiles = looks.Select(_ => TrackTile.Empty(Pixels)).ToArray();
        const double NorthSigma = 0.006;
        for (var i = 0; i < Pixels; i++)
        {
            var north = NorthSigma * Normal();
            for (var t = 0; t < looks.Length; t++)
            {
                var sigma = 0.001 * (1 + t);
                (tiles[t].Value[i], tiles[t].Sigma[i]) = ((float)(looks[t].Project(0.01, north, -0.02) + (sigma * Normal())), (float)sigma);
                (tiles[t].East[i], tiles[t].North[i], tiles[t].Up[i]) = ((float)looks[t].East, (float)looks[t].North, (float)looks[t].Up);
            }
        }

        var result = new ComponentTile(Pixels);
        LookDecomposition.Solve(tiles, new DecompositionOptions { NorthSigma = NorthSigma }, result, 0, Pixels);

        foreach (var (values, sigma, truth) in new[] { (result.East, result.EastSigma, 0.01), (result.Up, result.UpSigma, -0.02) })
        {
            var scores = values.Zip(sigma, (v, s) => Math.Abs(v - truth) / s).ToArray();
            Assert.InRange(scores.Count(z => z < 1) / (double)Pixels, 0.67, 0.695);
            Assert.InRange(scores.Count(z => z < 1.96) / (double)Pixels, 0.942, 0.958);
        }
    }

    [Fact]
    public void Looks_of_one_direction_tell_nothing()
    {
        var look = LookVector.FromAngles(0.65, -0.2);
        var result = new ComponentTile(3);

        LookDecomposition.Solve([Constant(look, 0.01, 0.001, 3), Constant(look, 0.01, 0.001, 3)], new DecompositionOptions(), result, 0, 3);
        Assert.All(result.East, e => Assert.True(float.IsNaN(e)));
        Assert.All(result.Looks, l => Assert.Equal(2, l));

        // Two directions of flight and one incidence do not tell three components apart.
        var pair = new[] { Constant(look, 0.01, 0.001, 3), Constant(LookVector.FromAngles(0.7, 3.3), 0.01, 0.001, 3), Constant(look, 0.01, 0.001, 3) };
        LookDecomposition.Solve(pair, new DecompositionOptions { NorthFree = true }, result, 0, 3);
        Assert.All(result.Up, u => Assert.True(float.IsNaN(u)));
    }

    private static TrackTile[] RandomTracks(Random random, int tracks, int pixels, double missing)
    {
        var tiles = new TrackTile[tracks];
        for (var t = 0; t < tracks; t++)
        {
            tiles[t] = TrackTile.Empty(pixels);
            for (var i = 0; i < pixels; i++)
            {
                var look = LookVector.FromAngles(0.45 + (0.4 * random.NextDouble()), (t % 2 == 0 ? -0.2 : Math.PI + 0.2) + (0.6 * (random.NextDouble() - 0.5)));
                (tiles[t].East[i], tiles[t].North[i], tiles[t].Up[i]) = ((float)look.East, (float)look.North, (float)look.Up);
                tiles[t].Value[i] = random.NextDouble() < missing ? float.NaN : (float)((random.NextDouble() - 0.5) * 0.1);
                tiles[t].Sigma[i] = random.NextDouble() < 0.05 ? 0 : (float)(0.0005 + (0.003 * random.NextDouble()));
            }
        }

        return tiles;
    }

    private static TrackTile Constant(LookVector look, double value, double sigma, int pixels)
    {
        var tile = TrackTile.Empty(pixels);
        Array.Fill(tile.Value, (float)value);
        Array.Fill(tile.Sigma, (float)sigma);
        Array.Fill(tile.East, (float)look.East);
        Array.Fill(tile.North, (float)look.North);
        Array.Fill(tile.Up, (float)look.Up);
        return tile;
    }

    /// <summary>The normal equations of all three components, the prior of north as an observation: exactly where it is known, none where it is free.</summary>
    private static (double East, double Up, double North, double EastSigma, double UpSigma)? Dense(TrackTile[] tiles, DecompositionOptions options, int i)
    {
        var normal = new double[3, 3];
        var right = new double[3];
        var used = 0;
        foreach (var tile in tiles.Where(t => float.IsFinite(t.Value[i]) && t.Sigma[i] > 0))
        {
            double[] a = [tile.East[i], tile.Up[i], tile.North[i]];
            var w = 1 / ((double)tile.Sigma[i] * tile.Sigma[i]);
            used++;
            for (var j = 0; j < 3; j++)
            {
                right[j] += w * a[j] * (tile.Value[i] - (options.NorthFree ? 0 : a[2] * options.North));
                for (var k = 0; k < 3; k++)
                {
                    normal[j, k] += w * a[j] * a[k];
                }
            }
        }

        if (used < (options.NorthFree ? 3 : 2))
        {
            return null;
        }

        normal[2, 2] += options.NorthFree ? 0 : options.NorthSigma > 0 ? 1 / (options.NorthSigma * options.NorthSigma) : 1e30;
        var inverse = Inverse(normal);
        double Of(int j) => (inverse[j, 0] * right[0]) + (inverse[j, 1] * right[1]) + (inverse[j, 2] * right[2]);
        return (Of(0), Of(1), Of(2) + (options.NorthFree ? 0 : options.North), Math.Sqrt(inverse[0, 0]), Math.Sqrt(inverse[1, 1]));
    }

    private static double[,] Inverse(double[,] a)
    {
        double Minor(int r, int c) => (a[(r + 1) % 3, (c + 1) % 3] * a[(r + 2) % 3, (c + 2) % 3]) - (a[(r + 1) % 3, (c + 2) % 3] * a[(r + 2) % 3, (c + 1) % 3]);
        var determinant = (a[0, 0] * Minor(0, 0)) + (a[0, 1] * Minor(0, 1)) + (a[0, 2] * Minor(0, 2));
        var inverse = new double[3, 3];
        for (var r = 0; r < 3; r++)
        {
            for (var c = 0; c < 3; c++)
            {
                inverse[c, r] = Minor(r, c) / determinant;
            }
        }

        return inverse;
    }

    private static void Close(double expected, float found) => Assert.True(Math.Abs(expected - found) <= 1e-5 * Math.Max(Math.Abs(expected), 1e-3) * 10, $"{found} instead of {expected}");
}

using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class PointUnwrapperTests
{
    [Fact]
    public void Points_of_a_bowl_without_noise_come_back()
    {
        var (x, y) = Scatter(2000, 1);
        var truth = x.Zip(y, (a, b) => (float)(40 * Math.Exp(-(((a - 50) * (a - 50)) + ((b - 40) * (b - 40))) / 1250))).ToArray();
        var result = PointUnwrapper.Unwrap(new WrappedPoints(x, y, Array.ConvertAll(truth, p => p - (float)(4 * Math.PI))), new UnwrapOptions { Looks = 10 });
        PhaseUnwrapperTests.AssertSame(truth, result.Phase, 0);
        Assert.Equal(2000, Assert.Single(result.Components).Pixels);
    }

    [Fact]
    public void Noisy_points_are_nearly_all_right_and_errors_stay_out_of_the_component()
    {
        var (x, y) = Scatter(4000, 2);
        var random = new CounterRandom(3, 1);
        var coherence = x.Zip(y, (a, b) => a is > 60 and < 64 && b > 20 ? 0.05f : 0.7f).ToArray();
        var truth = new float[x.Length];
        for (var i = 0; i < truth.Length; i++)
        {
            var clean = 25 * Math.Exp(-(((x[i] - 50) * (x[i] - 50)) + ((y[i] - 40) * (y[i] - 40))) / 800);
            truth[i] = (float)(clean + WishartNoise.DrawPixel(random, i, 0, 8, coherence[i]).Phase);
        }

        var wrapped = Array.ConvertAll(truth, p => (float)Math.IEEERemainder(p, 2 * Math.PI));
        var result = PointUnwrapper.Unwrap(new WrappedPoints(x, y, wrapped, coherence), new UnwrapOptions { Looks = 8 });
        PhaseUnwrapperTests.AssertCongruent(wrapped, result.Phase);
        Assert.InRange(result.Residues, 20, 4000);
        Assert.InRange(SharedScenes.Wrong(result.Phase, truth, coherence, 0.3), 0, 0.3);
        var inComponent = Enumerable.Range(0, truth.Length).Where(i => result.ComponentOf[i] == 1).ToArray();
        Assert.InRange(inComponent.Length, 3000, 4000);
        Assert.True(inComponent.Count(i => coherence[i] > 0.5) > 0.95 * coherence.Count(g => g > 0.5));
    }

    [Fact]
    public void A_full_raster_as_points_is_nearly_the_raster()
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Standard, 80, 80, 3);
        var x = Enumerable.Range(0, 6400).Select(p => (double)(p % 80)).ToArray();
        var y = Enumerable.Range(0, 6400).Select(p => (double)(p / 80)).ToArray();
        var result = PointUnwrapper.Unwrap(new WrappedPoints(x, y, scene.Wrapped, scene.Coherence), new UnwrapOptions { Looks = scene.Looks });
        Assert.InRange(SharedScenes.Wrong(result.Phase, scene.Truth, scene.TrueCoherence, 0.3), 0, 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Points_on_a_line_are_added_up_along_it(int count)
    {
        var x = Enumerable.Range(0, count).Select(i => 2.0 * i).ToArray();
        var y = Enumerable.Range(0, count).Select(i => -1.0 * i).ToArray();
        var truth = Enumerable.Range(0, count).Select(i => 2.2f * i).ToArray();
        var result = PointUnwrapper.Unwrap(new WrappedPoints(x, y, truth), new UnwrapOptions());
        PhaseUnwrapperTests.AssertSame(truth, result.Phase, 0);
    }

    [Fact]
    public void Cycles_constants_transposes_and_mirrors_change_nothing_but_that()
    {
        var (x, y) = Scatter(1500, 5);
        var random = new CounterRandom(8, 1);
        var coherence = Array.ConvertAll(x, _ => 0.6f);
        var wrapped = x.Zip(y, (a, b) => (float)(30 * Math.Exp(-(((a - 50) * (a - 50)) + ((b - 40) * (b - 40))) / 600))).Select((p, i) => (float)Math.IEEERemainder(p + WishartNoise.DrawPixel(random, i, 0, 8, 0.6f).Phase, 2 * Math.PI)).ToArray();
        float[] Unwrap(double[] px, double[] py, float[] phase) => PointUnwrapper.Unwrap(new WrappedPoints(px, py, phase, coherence), new UnwrapOptions { Looks = 8 }).Phase;
        var plain = Unwrap(x, y, wrapped);
        PhaseUnwrapperTests.AssertSame(plain, Unwrap(x, y, [.. wrapped.Select((p, i) => p + (float)(2 * Math.PI * ((i % 5) - 2)))]), 0);
        PhaseUnwrapperTests.AssertSame(plain, Unwrap(x, y, Array.ConvertAll(wrapped, p => (float)Math.IEEERemainder(p + 0.777, 2 * Math.PI))), 0.777);
        PhaseUnwrapperTests.AssertSame(plain, Unwrap(y, x, wrapped), 0);
        PhaseUnwrapperTests.AssertSame(plain, Unwrap(Array.ConvertAll(x, a => -a), y, wrapped), 0);
    }

    [Fact]
    public void Points_that_cannot_be_are_refused()
    {
        Assert.Throws<RequestException>(() => new WrappedPoints([], [], []));
        Assert.Throws<RequestException>(() => new WrappedPoints([1, 2], [1], [1, 2]));
        Assert.Throws<RequestException>(() => new WrappedPoints([1, 2], [1, double.NaN], [1, 2]));
        Assert.Throws<RequestException>(() => PointUnwrapper.Unwrap(new WrappedPoints([1, 1], [2, 2], [0, 0]), new UnwrapOptions()));
        Assert.Throws<RequestException>(() => PointUnwrapper.Unwrap(new WrappedPoints([1], [2], [0]), new UnwrapOptions { Looks = 0 }));
    }

    private static (double[] X, double[] Y) Scatter(int count, int stream)
    {
        var random = new CounterRandom(12, stream);
        return ([.. Enumerable.Range(0, count).Select(i => 100 * random.Uniform((ulong)(2 * i)))], [.. Enumerable.Range(0, count).Select(i => 80 * random.Uniform((ulong)((2 * i) + 1)))]);
    }
}

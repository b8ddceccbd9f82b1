using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class UnwrapMaskTests
{
    [Fact]
    public void Pixels_without_a_value_are_left_out_and_the_rest_is_right()
    {
        // Speckle, a lake, and a bay that is open to the border are left out of a steep bowl.
        const int side = 160;
        var scene = WrappedScene.Make(WrappedSceneKind.Standard, side, side, 31);
        var random = new CounterRandom(2, 2);
        var (phase, coherence, amplitude) = ((float[])scene.Wrapped.Clone(), (float[])scene.Coherence.Clone(), new float[side * side]);
        Array.Fill(amplitude, 1f);
        var gone = new bool[side * side];
        for (var p = 0; p < gone.Length; p++)
        {
            var (x, y) = (p % side, p / side);
            var lake = ((x - 110) * (x - 110)) + ((y - 60) * (y - 60)) < 900;
            gone[p] = lake || (x < 50 && y is > 70 and < 90) || random.Uniform((ulong)p) < 0.03;
            if (gone[p])
            {
                (phase[p], coherence[p], amplitude[p]) = (p % 4) switch
                {
                    0 => (float.NaN, 0.5f, 1f),
                    1 => (0.1f, 0f, 1f),
                    2 => (0.1f, float.NaN, 1f),
                    _ => (0.1f, 0.5f, 0f),
                };
            }
        }

        var result = PhaseUnwrapperTests.Unwrap(new WrappedImage(side, side, phase, coherence, amplitude), scene.Looks);
        Assert.Equal(gone.Count(g => !g), result.Pixels);
        Assert.All(Enumerable.Range(0, gone.Length), p => Assert.Equal(gone[p], float.IsNaN(result.Phase[p])));
        Assert.All(Enumerable.Range(0, gone.Length), p => Assert.True(!gone[p] || result.ComponentOf[p] == 0));
        Assert.True(SharedScenes.Wrong(result.Phase, scene.Truth, scene.TrueCoherence, 0.3) < 0.02);
    }

    [Fact]
    public void Regions_that_hang_apart_are_each_unwrapped_and_numbered_by_size()
    {
        // Three strips of a ramp, 70, 40 and 20 columns wide, with gaps of one column.
        const int rows = 60;
        const int columns = 132;
        var truth = new float[rows * columns];
        for (var p = 0; p < truth.Length; p++)
        {
            truth[p] = p % columns is 20 or 91 ? float.NaN : (0.9f * (p % columns)) + (1.1f * (p / columns));
        }

        var coherence = new float[rows * columns];
        Array.Fill(coherence, 0.9f);
        var result = PhaseUnwrapperTests.Unwrap(new WrappedImage(rows, columns, truth, coherence), 10);
        Assert.Equal(3, result.Regions);
        Assert.Equal([70 * rows, 40 * rows, 20 * rows], result.Components.Select(c => (int)c.Pixels));
        Assert.Equal([1, 2, 3], result.Components.Select(c => c.Number));
        Assert.All(result.Components, c => Assert.InRange(c.Reliability, 0.999, 1));
        Assert.Equal((3, 1, 2), (result.ComponentOf[5], result.ComponentOf[50], result.ComponentOf[120]));
        foreach (var (from, to) in new[] { (0, 20), (21, 91), (92, 132) })
        {
            var offsets = Enumerable.Range(0, truth.Length).Where(p => p % columns >= from && p % columns < to).Select(p => Math.Round((result.Phase[p] - truth[p]) / (2 * Math.PI), 3)).Distinct();
            Assert.Equal(0, Assert.Single(offsets) % 1, 3);

            // The cycles added to a region average to zero.
            var added = Enumerable.Range(0, truth.Length).Where(p => p % columns >= from && p % columns < to)
                .Average(p => Math.Round((result.Phase[p] - Math.IEEERemainder(truth[p], 2 * Math.PI)) / (2 * Math.PI)));
            Assert.InRange(added, -0.5, 0.5);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(50, 1)]
    [InlineData(2, 2)]
    public void Images_of_a_pixel_or_a_line_are_images(int rows, int columns)
    {
        var truth = Enumerable.Range(0, rows * columns).Select(i => 1.5f * i).ToArray();
        var result = PhaseUnwrapperTests.Unwrap(new WrappedImage(rows, columns, truth), 5);
        PhaseUnwrapperTests.AssertSame(truth, result.Phase, 0);
        Assert.Equal(1, result.Regions);
    }

    [Fact]
    public void A_checkerboard_of_gaps_leaves_every_pixel_by_itself()
    {
        var phase = Enumerable.Range(0, 400).Select(p => ((p % 20) + (p / 20)) % 2 == 0 ? 1.5f : float.NaN).ToArray();
        var result = PhaseUnwrapperTests.Unwrap(new WrappedImage(20, 20, phase), 5);
        Assert.Equal(200, result.Regions);
        Assert.Equal(phase, result.Phase);
    }

    [Fact]
    public void A_hole_with_a_charge_is_cut_to_where_it_is_cheapest()
    {
        // The phase turns once around a hole: a cut must run from it to the border, and it runs through the strip of low coherence.
        const int side = 64;
        var (phase, coherence) = (new float[side * side], new float[side * side]);
        for (var p = 0; p < phase.Length; p++)
        {
            var (x, y) = ((p % side) - 31.5, (p / side) - 31.5);
            var hole = (x * x) + (y * y) < 64;
            phase[p] = hole ? float.NaN : (float)Math.Atan2(y, x);
            coherence[p] = p / side is 20 or 21 && x > 0 ? 0.05f : 0.9f;
        }

        var result = PhaseUnwrapperTests.Unwrap(new WrappedImage(side, side, phase, coherence), 10);
        var cut = Enumerable.Range(0, side * (side - 1)).Where(p => Math.Abs(result.Phase[p + side] - result.Phase[p]) > Math.PI).Select(p => p / side).Distinct();
        var across = Enumerable.Range(0, side * side).Count(p => p % side < side - 1 && Math.Abs(result.Phase[p + 1] - result.Phase[p]) > Math.PI);
        Assert.All(cut, row => Assert.InRange(row, 17, 31));
        Assert.True(cut.Any() && across < 14, $"{across} edges across are cut");
    }

    [Fact]
    public void Nothing_to_unwrap_and_wrong_arrays_are_refused()
    {
        var nothing = new WrappedImage(4, 4, [.. Enumerable.Repeat(float.NaN, 16)]);
        Assert.Contains("No pixel has a value", Assert.Throws<RequestException>(() => PhaseUnwrapperTests.Unwrap(nothing, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("16 pixels", Assert.Throws<RequestException>(() => new WrappedImage(4, 5, new float[16])).Message, StringComparison.Ordinal);
        var percent = Enumerable.Repeat(80f, 16).ToArray();
        Assert.Contains("between 0 and 1", Assert.Throws<RequestException>(() => new WrappedImage(4, 4, new float[16], percent)).Message, StringComparison.Ordinal);
        var image = new WrappedImage(4, 4, new float[16]);
        Assert.Contains("looks", Assert.Throws<RequestException>(() => PhaseUnwrapperTests.Unwrap(image, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<MemoryBudgetException>(() => PhaseUnwrapper.Unwrap(image, new UnwrapOptions(), new MemoryBudget(1000)));
        Assert.Throws<OperationCanceledException>(() => PhaseUnwrapper.Unwrap(image, new UnwrapOptions(), new MemoryBudget(1 << 30), stop: new CancellationToken(true)));
    }
}

using Plumb.Corrections;
using Plumb.Simulation;

namespace Plumb.Tests.Corrections;

public class SteadyGroundTests
{
    private const int Side = 60;
    private static readonly SteadyGroundOptions Options = new(4, 2, 3);

    [Fact]
    public void Fast_ground_and_ground_that_changes_its_speed_are_left_out_with_a_margin()
    {
        var random = new CounterRandom(2, 1);
        var rate = Make(i => (0.001 * random.Normal((ulong)i)) + (Inside(i, 10, 10) ? -0.05 : 0));
        var sigma = Make(i => 0.002 + (0.0002 * random.Normal((ulong)(i + 100_000))) + (Inside(i, 40, 40) ? 0.01 : 0));
        var steady = SteadyGround.Find(rate, sigma, All(), Side, Side, Options);
        for (var i = 0; i < steady.Length; i++)
        {
            var near = Distance(i, 10, 10) <= 3 || Distance(i, 40, 40) <= 3;
            Assert.True(!near || !steady[i], $"pixel {i / Side}, {i % Side}");
        }

        Assert.InRange(steady.Count(s => s), 0.85 * Side * Side, 0.97 * Side * Side);
        Assert.All(SteadyGround.Find(rate, sigma, All(), Side, Side, Options with { Spreads = 0 }), Assert.True);
    }

    [Fact]
    public void Masked_ground_and_ground_without_a_rate_is_never_steady()
    {
        var rate = Make(i => i % 5 == 0 ? double.NaN : 0.001 * (i % 7));
        var good = All();
        good[3] = false;
        var steady = SteadyGround.Find(rate, [], good, Side, Side, Options);
        Assert.False(steady[3]);
        Assert.False(steady[5]);
        Assert.True(steady[6]);
        Assert.DoesNotContain(true, SteadyGround.Find(Make(_ => double.NaN), [], All(), Side, Side, Options));
    }

    [Fact]
    public void A_scene_half_of_which_sinks_keeps_the_other_half()
    {
        var random = new CounterRandom(5, 1);
        var rate = Make(i => (0.001 * random.Normal((ulong)i)) + (i % Side < 27 ? -0.02 - (0.001 * (i % Side)) : 0));
        var steady = SteadyGround.Find(rate, [], All(), Side, Side, Options);
        Assert.DoesNotContain(true, steady.Where((_, i) => i % Side < 27));
        Assert.True(steady.Where((_, i) => i % Side > 32).Count(s => s) > 0.9 * 27 * Side);
    }

    private static bool Inside(int pixel, int row, int column) => Distance(pixel, row, column) == 0;

    // Squares of 8 pixels.
    private static double Distance(int pixel, int row, int column)
    {
        var (down, right) = (Math.Max(0, Math.Max(row - (pixel / Side), (pixel / Side) - row - 7)), Math.Max(0, Math.Max(column - (pixel % Side), (pixel % Side) - column - 7)));
        return Math.Sqrt((down * down) + (right * right));
    }

    private static bool[] All() => [.. Enumerable.Repeat(true, Side * Side)];

    private static float[] Make(Func<int, double> value) => [.. Enumerable.Range(0, Side * Side).Select(i => (float)value(i))];
}

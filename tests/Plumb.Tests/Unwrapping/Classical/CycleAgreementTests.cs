using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping.Classical;

public class CycleAgreementTests
{
    private const float Cycle = 2 * MathF.PI;

    [Fact]
    public void Wrong_cycles_are_counted_and_means_are_whole_multiples()
    {
        var first = Enumerable.Range(0, 100).Select(i => 0.1f * i).ToArray();
        var second = first.Select((v, i) => v + (Cycle * (i < 3 ? 4 : i == 3 ? 2 : 3))).ToArray();
        second[10] = float.NaN;
        var agreement = CycleAgreement.Of(first, second);
        Assert.Equal((99, 3, 4), (agreement.Pixels, agreement.Cycles, agreement.WrongPixels));

        // Three pixels a cycle more and one a cycle less: n M / 2 pi is 2, n MSE / (2 pi)^2 is 4.
        Assert.Equal(2, agreement.MeanKMinusI * 99 / Cycle, 1e-4);
        Assert.Equal(-agreement.MeanKMinusI, agreement.MeanIMinusK);
        Assert.Equal(4, agreement.MeanSquare * 99 / (Cycle * Cycle), 1e-4);
        Assert.Equal(0.3 - Cycle, agreement.Least, 1e-4);
    }

    [Theory]
    [InlineData(-1.011, 14.0628, 2, true)]
    [InlineData(-1.689, 20.559, 4, false)]
    [InlineData(-3.040, 24.985, 4, true)]
    [InlineData(-1.689, 94.393, 4, false)]
    [InlineData(-12.5783, 25.0858, 4, false)]
    [InlineData(-4.2959, 22.4704, 4, true)]
    public void Ranges_are_judged_as_the_study_did(double least, double most, int fringes, bool isWithin) =>
        Assert.Equal(isWithin, CycleAgreement.Of([(float)least, (float)most], [(float)least, (float)most]).IsWithinRange(fringes));

    [Fact]
    public void Nothing_in_common_is_no_pixel()
    {
        var agreement = CycleAgreement.Of([1, float.NaN], [float.NaN, 2]);
        Assert.Equal((0, 0, 0.0, 0.0), (agreement.Pixels, agreement.WrongPixels, agreement.MeanSquare, agreement.WrongShare));
        Assert.Throws<ArgumentException>(() => CycleAgreement.Of([1], [1, 2]));
    }
}

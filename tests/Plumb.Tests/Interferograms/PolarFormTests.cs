using Plumb.Interferograms;

namespace Plumb.Tests.Interferograms;

public class PolarFormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(1000)]
    public void Phase_and_amplitude_are_those_of_plain_mathematics(int count)
    {
        var random = new Random(count);
        var pairs = Enumerable.Range(0, 2 * count).Select(_ => (float)Math.Pow(10, (8 * random.NextDouble()) - 4) * (random.Next(2) == 0 ? -1 : 1)).ToArray();
        var (phase, amplitude) = (new float[count], new float[count]);
        PolarForm.Of(pairs, phase, amplitude);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = ((double)pairs[2 * i], (double)pairs[(2 * i) + 1]);
            Assert.True(Math.Abs(Math.IEEERemainder(phase[i] - Math.Atan2(y, x), 2 * Math.PI)) < 6e-7);
            Assert.Equal(1, amplitude[i] / Math.Sqrt((x * x) + (y * y)), 1e-6);
        }
    }

    [Fact]
    public void Numbers_without_a_phase_have_none_and_the_axes_are_exact()
    {
        float[] pairs = [0, 0, float.NaN, 1, 1, float.PositiveInfinity, 1, 0, -1, 0, 0, 2, 0, -2];
        var (phase, amplitude) = (new float[7], new float[7]);
        PolarForm.Of(pairs, phase, amplitude);
        Assert.All(phase[..3], p => Assert.True(float.IsNaN(p)));
        Assert.Equal([0, MathF.PI, MathF.PI / 2, -MathF.PI / 2], phase[3..]);
        Assert.Throws<ArgumentException>(() => PolarForm.Of(pairs, phase, amplitude.AsSpan(1)));
    }
}

using Plumb.Grids;

namespace Plumb.Tests.Grids;

public sealed class ResamplingTests
{
    private static float One(ResamplingKind kind, float[] source, int rows, int columns, double row, double column)
    {
        var target = new float[1];
        Resampling.Resample(kind, source, rows, columns, [row], [column], target);
        return target[0];
    }

    [Fact]
    public void Bilinear_is_exact_on_a_plane()
    {
        var source = Enumerable.Range(0, 20).Select(i => (float)((2 * (i / 5)) + (3 * (i % 5)))).ToArray();
        Assert.Equal((2 * 1.25) + (3 * 2.5), One(ResamplingKind.Bilinear, source, 4, 5, 1.25, 2.5), 5);
        Assert.Equal(source[7], One(ResamplingKind.Bilinear, source, 4, 5, 1, 2));
    }

    [Fact]
    public void Phase_keeps_whole_cycles_where_a_plain_mean_would_invent_a_fringe()
    {
        // An unwrapping jump of 2 pi between neighbours is no change of the complex number.
        var jump = new[] { 0.5f, (float)(0.5 + (2 * Math.PI)) };
        Assert.Equal(0.5, One(ResamplingKind.Phase, jump, 1, 2, 0, 0.4), 5);
        Assert.Equal(0.5 + (2 * Math.PI), One(ResamplingKind.Phase, jump, 1, 2, 0, 0.6), 5);
        Assert.Equal(0.5 + (0.4 * 2 * Math.PI), One(ResamplingKind.Bilinear, jump, 1, 2, 0, 0.4), 5);
    }

    [Fact]
    public void Phase_follows_a_gentle_ramp_with_its_ambiguity()
    {
        var ramp = Enumerable.Range(0, 10).Select(i => 100 + (0.3f * i)).ToArray();
        Assert.Equal(100 + (0.3 * 4.3), One(ResamplingKind.Phase, ramp, 1, 10, 0, 4.3), 3);
    }

    [Theory]
    [InlineData(ResamplingKind.Nearest)]
    [InlineData(ResamplingKind.Bilinear)]
    [InlineData(ResamplingKind.Phase)]
    public void Nothing_is_made_up_outside_or_where_the_nearest_pixel_is_missing(ResamplingKind kind)
    {
        float[] source = [1, float.NaN, 1, 1];
        Assert.True(float.IsNaN(One(kind, source, 2, 2, 0.2, 0.8)));
        Assert.True(float.IsNaN(One(kind, source, 2, 2, -0.6, 0)));
        Assert.True(float.IsNaN(One(kind, source, 2, 2, 0, 1.6)));
        Assert.True(float.IsNaN(One(kind, source, 2, 2, double.NaN, 0)));
        Assert.Equal(1f, One(kind, source, 2, 2, 0.2, 0.2), 6);
        Assert.Equal(1f, One(kind, source, 2, 2, -0.4, -0.4), 6);
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Resampling.Resample(ResamplingKind.Nearest, new float[3], 2, 2, [0], [0], new float[1]));
        Assert.Throws<ArgumentException>(() => Resampling.Resample(ResamplingKind.Nearest, new float[4], 2, 2, [0], [0, 1], new float[1]));
    }
}

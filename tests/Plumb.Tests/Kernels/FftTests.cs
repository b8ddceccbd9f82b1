using Plumb.Kernels;

namespace Plumb.Tests.Kernels;

public class FftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(128)]
    public void Forward_equals_the_direct_sum(int length)
    {
        var random = new Random(length);
        var real = Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray();
        var imaginary = Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5).ToArray();
        var (re, im) = ((double[])real.Clone(), (double[])imaginary.Clone());
        new Fft(length).Forward(re, im);
        for (var k = 0; k < length; k++)
        {
            var (a, b) = (0.0, 0.0);
            for (var n = 0; n < length; n++)
            {
                var (s, c) = Math.SinCos(-2 * Math.PI * k * n / length);
                a += (real[n] * c) - (imaginary[n] * s);
                b += (real[n] * s) + (imaginary[n] * c);
            }

            Assert.Equal(a, re[k], 1e-12 * length);
            Assert.Equal(b, im[k], 1e-12 * length);
        }
    }

    [Fact]
    public void Inverse_undoes_forward()
    {
        var random = new Random(3);
        var real = Enumerable.Range(0, 256).Select(_ => random.NextDouble()).ToArray();
        var imaginary = Enumerable.Range(0, 256).Select(_ => random.NextDouble()).ToArray();
        var (re, im) = ((double[])real.Clone(), (double[])imaginary.Clone());
        var plan = new Fft(256);
        plan.Forward(re, im);
        Assert.NotEqual(real[3], re[3], 1e-3);
        plan.Inverse(re, im);
        for (var k = 0; k < 256; k++)
        {
            Assert.Equal(real[k], re[k], 1e-12);
            Assert.Equal(imaginary[k], im[k], 1e-12);
        }
    }

    [Fact]
    public void Square_sum_of_one_coefficient_is_its_wave()
    {
        const int n = 64;
        var (re, im) = (new double[n * n], new double[n * n]);
        re[(3 * n) + 5] = 2;
        new Fft(n).SumSquare(re, im);
        for (var j = 0; j < n; j += 7)
        {
            for (var k = 0; k < n; k += 5)
            {
                var angle = 2 * Math.PI * ((3.0 * j) + (5.0 * k)) / n;
                Assert.Equal(2 * Math.Cos(angle), re[(j * n) + k], 1e-12);
                Assert.Equal(2 * Math.Sin(angle), im[(j * n) + k], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(-8)]
    [InlineData(1 << 25)]
    public void Other_lengths_are_refused(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new Fft(length));

    [Fact]
    public void Spans_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Fft(8).Forward(new double[8], new double[7]));
}

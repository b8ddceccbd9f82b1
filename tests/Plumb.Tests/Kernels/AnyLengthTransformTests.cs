using System.Numerics;
using Plumb.Kernels;

namespace Plumb.Tests.Kernels;

/// <summary>Fourier sums of any length against the sums themselves.</summary>
public sealed class AnyLengthTransformTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(1000)]
    public void Sums_are_those_written_out(int length)
    {
        var random = new Random(length);
        var plan = new AnyLengthTransform(length);
        for (var round = 0; round < 2; round++)
        {
            Complex[] terms = [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5))];
            var (real, imaginary) = (terms.Select(t => t.Real).ToArray(), terms.Select(t => t.Imaginary).ToArray());
            plan.Sum(real, imaginary);
            for (var n = 0; n < length; n++)
            {
                var expected = Complex.Zero;
                for (var k = 0; k < length; k++)
                {
                    expected += terms[k] * Complex.FromPolarCoordinates(1, 2 * Math.PI * ((long)k * n % length) / length);
                }

                Assert.Equal(expected.Real, real[n], 1e-10 * length);
                Assert.Equal(expected.Imaginary, imaginary[n], 1e-10 * length);
            }
        }
    }

    [Fact]
    public void Lengths_that_make_no_sense_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new AnyLengthTransform(0));
}

using System.Numerics;
using Plumb.Kernels;

namespace Plumb.Tests.Kernels;

public class PatchTransformTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void A_spectrum_is_that_of_the_definition_and_turns_back(int size)
    {
        AssertRight<Lane128>(size);
        AssertRight<Lane256>(size);
        AssertRight<Lane512>(size);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(48)]
    [InlineData(512)]
    public void Other_sides_are_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new PatchTransform(size));

    private static unsafe void AssertRight<T>(int size)
        where T : unmanaged, ILane<T>
    {
        var random = new Random(size);
        using var memory = new MemoryBudget(1 << 24).Lease<float>(4 * size * size, "test");
        var plane = size * size;
        var start = memory.Pointer;
        var work = new PatchBuffers(start, start + plane, start + (2 * plane), start + (3 * plane));
        var values = Enumerable.Range(0, plane).Select(_ => new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5)).ToArray();
        for (var i = 0; i < plane; i++)
        {
            (work.Real[i], work.Imaginary[i]) = ((float)values[i].Real, (float)values[i].Imaginary);
        }

        new PatchTransform(size).Transform<T>(ref work);
        for (var trial = 0; trial < 40; trial++)
        {
            var (j, k) = (random.Next(size), random.Next(size));
            var expected = Complex.Zero;
            for (var m = 0; m < size; m++)
            {
                for (var n = 0; n < size; n++)
                {
                    expected += values[(m * size) + n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * (((j * m) + (k * n)) % size) / size);
                }
            }

            // Transposed: row k, column j.
            Assert.Equal(expected.Real, work.Real[(k * size) + j], 2e-6 * size);
            Assert.Equal(expected.Imaginary, work.Imaginary[(k * size) + j], 2e-6 * size);
        }

        work.Turn();
        new PatchTransform(size).Transform<T>(ref work);
        work.Turn();
        for (var i = 0; i < plane; i++)
        {
            Assert.Equal(values[i].Real, work.Real[i] / plane, 1e-6);
            Assert.Equal(values[i].Imaginary, work.Imaginary[i] / plane, 1e-6);
        }
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using Plumb.Kernels;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Tests.Unwrapping.Temporal;

public class SmoothArcKernelTests
{
    private const int Wide = SmoothArcKernel.Wide;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(29, false)]
    [InlineData(29, true)]
    public void Lanes_are_the_formula_at_every_width(int steps, bool hasBaselines)
    {
        var random = new Random(steps);
        var days = Enumerable.Range(0, steps).Select(_ => 12.0 * (1 + random.Next(3))).ToArray();
        var rates = new ArcRates(days, hasBaselines ? [.. days.Select(_ => (200 * random.NextDouble()) - 100)] : null);
        var window = new float[steps * steps];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = i % (steps + 1) == 0 ? 0 : (float)random.NextDouble();
        }

        var scratch = new float[SmoothArcKernel.Layers * steps * Wide];
        for (var k = 0; k < steps * Wide; k++)
        {
            scratch[k] = (float)(12 * (random.NextDouble() - 0.5));
            scratch[(2 * steps * Wide) + k] = k % Wide == 5 || random.NextDouble() < 0.2 ? 0 : (float)(10 * random.NextDouble());
        }

        var narrow = (float[])scratch.Clone();
        SmoothArcKernel.Solve<Lane128>(rates, window, narrow);
        for (var arc = 0; arc < Wide; arc++)
        {
            Compare(rates, window, scratch, narrow, steps, arc);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var middle = (float[])scratch.Clone();
            SmoothArcKernel.Solve<Lane256>(rates, window, middle);
            Assert.Equal(narrow, middle);
        }

        if (Vector512.IsHardwareAccelerated)
        {
            var wide = (float[])scratch.Clone();
            SmoothArcKernel.Solve<Lane512>(rates, window, wide);
            Assert.Equal(narrow, wide);
        }
    }

    private static void Compare(ArcRates rates, float[] window, float[] given, float[] found, int steps, int arc)
    {
        var w = Enumerable.Range(0, steps).Select(k => (double)given[(2 * steps * Wide) + (k * Wide) + arc]).ToArray();
        var z = Enumerable.Range(0, steps).Select(k => Complex.FromPolarCoordinates(w[k], given[(k * Wide) + arc])).ToArray();
        double Sum(int m) => Enumerable.Range(0, steps).Sum(k => (z[k] * Complex.FromPolarCoordinates(1, -rates.PhaseOf(m, k))).Real);
        var sums = Enumerable.Range(0, rates.Models.Length).Select(Sum).ToArray();
        var best = Array.IndexOf(sums, sums.Max());
        if (sums.Where((_, m) => m != best).Max() > sums[best] - (1e-4 * (1 + sums[best])))
        {
            // Two models are as good: the last bits choose.
            return;
        }

        var (slope, curve) = (0.0, 0.0);
        for (var k = 0; k < steps; k++)
        {
            var rest = z[k] * Complex.FromPolarCoordinates(1, -rates.PhaseOf(best, k));
            (slope, curve) = (slope + (rates.Days[k] * rest.Imaginary), curve + (rates.Days[k] * rates.Days[k] * rest.Real));
        }

        var most = Math.PI / 8 / rates.Days.Max();
        var rate = rates.Models[best].Rate + Math.Clamp(slope / Math.Max(curve, 1e-6), -most, most);
        double Model(int k) => (rate * rates.Days[k]) + (rates.Models[best].Height * rates.Baselines[k]);
        for (var i = 0; i < steps; i++)
        {
            var terms = Enumerable.Range(0, steps).Select(j => (G: (double)window[(i * steps) + j], J: j)).ToArray();
            var total = terms.Sum(t => t.G * w[t.J]);
            var mean = terms.Aggregate(Complex.Zero, (a, t) => a + (t.G * z[t.J] * Complex.FromPolarCoordinates(1, -Model(t.J))));
            var variance = Math.PI * Math.PI / 3;
            if (total > 1e-6)
            {
                var length2 = Math.Min(1, mean.Magnitude * mean.Magnitude / (total * total));
                var seen = 0.5 * terms.Sum(t => t.G * t.G * w[t.J] * w[t.J]) / (total * total) * (1 - length2) / Math.Max(length2, 1e-6);
                variance = Math.Min(variance, Math.Max(seen, terms.Sum(t => t.G * t.G * w[t.J]) / (total * total)) + 0.02);

                // An angle of nearly nothing is anybody's.
                if (length2 > 1e-4)
                {
                    Assert.Equal(0, Math.IEEERemainder(Model(i) + mean.Phase - found[(3 * steps * Wide) + (i * Wide) + arc], 2 * Math.PI), 2e-3);
                }
            }

            Assert.Equal(variance, found[(4 * steps * Wide) + (i * Wide) + arc], 2e-3 * variance);
        }
    }
}

using Plumb.Simulation;

namespace Plumb.Tests.Simulation;

public class WishartNoiseTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    [InlineData(37.0)]
    public void Row_equals_the_pixel_form(double looks)
    {
        const int width = 512;
        var random = new CounterRandom(5, 10, 3);
        var coherence = Enumerable.Range(0, width).Select(i => i / (width - 1f)).ToArray();
        var (phase, sample) = (new float[width], new float[width]);
        for (var row = 0; row < 40; row++)
        {
            WishartNoise.DrawRow(random, row, 4096, looks, coherence, phase, sample);
            for (var i = 0; i < width; i++)
            {
                var (expectedPhase, expectedCoherence) = WishartNoise.DrawPixel(random, row, 4096 + i, looks, coherence[i]);
                var turn = MathF.IEEERemainder(phase[i] - expectedPhase, 2 * MathF.PI);
                Assert.True(Math.Abs(turn) < 2e-4, $"row {row}, pixel {i}: {phase[i]} against {expectedPhase}");
                Assert.Equal(expectedCoherence, sample[i], 2e-5);
            }
        }
    }

    /// <summary>
    /// The laws themselves, integrated from the Wishart density: mean sample coherence (Touzi and Lopes) and the moments of
    /// the phase (Tough et al.) by quadrature of the density of the phase.
    /// </summary>
    [Theory]
    [InlineData(2, 0.0f)]
    [InlineData(2, 0.6f)]
    [InlineData(4, 0.3f)]
    [InlineData(8, 0.8f)]
    [InlineData(37, 0.2f)]
    [InlineData(37, 0.9f)]
    public void Moments_are_those_of_the_exact_law(int looks, float coherence)
    {
        const int width = 4096;
        const int rows = 100;
        var random = new CounterRandom(11, 10, looks);
        var truth = new float[width];
        Array.Fill(truth, coherence);
        var (phase, sample) = (new float[width], new float[width]);
        var (meanCoherence, meanSquare, meanCosine, joint) = (0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            WishartNoise.DrawRow(random, row, 0, looks, truth, phase, sample);
            for (var i = 0; i < width; i++)
            {
                meanCoherence += sample[i];
                meanSquare += phase[i] * phase[i];
                meanCosine += Math.Cos(phase[i]);
                joint += sample[i] * Math.Cos(phase[i]);
            }
        }

        const double n = (double)width * rows;
        var (expectedSquare, expectedCosine) = PhaseMoments(looks, coherence);
        Assert.Equal(MeanCoherence(looks, coherence), meanCoherence / n, 0.003);
        Assert.Equal(expectedSquare, meanSquare / n, Math.Max(0.02 * expectedSquare, 1e-4));
        Assert.Equal(expectedCosine, meanCosine / n, 0.006);
        // A joint moment: the sample coherence is higher where the phase is right.
        if (coherence is > 0.1f and < 0.7f)
        {
            Assert.True(joint / n > (meanCoherence / n * meanCosine / n) + 0.001);
        }
    }

    [Fact]
    public void Perfect_coherence_has_no_noise()
    {
        var (phase, sample) = (new float[16], new float[16]);
        WishartNoise.DrawRow(new CounterRandom(1, 2), 0, 0, 10, Enumerable.Repeat(1f, 16).ToArray(), phase, sample);
        Assert.All(phase, p => Assert.Equal(0f, p));
        Assert.All(sample, c => Assert.Equal(1f, c, 1e-6f));
    }

    [Fact]
    public void Blocks_must_be_aligned()
    {
        var row = new float[32];
        Assert.Throws<ArgumentException>(() => WishartNoise.DrawRow(new CounterRandom(1, 2), 0, 8, 4, row, row, row));
        Assert.Throws<ArgumentException>(() => WishartNoise.DrawRow(new CounterRandom(1, 2), 0, 0, 4, new float[17], new float[17], new float[17]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WishartNoise.DrawRow(new CounterRandom(1, 2), 0, 0, 0.5, row, row, row));
    }

    /// <summary>Touzi and Lopes 1996: the density of the sample coherence d is 2 (L - 1) (1 - g^2)^L d (1 - d^2)^(L - 2) F(L, L; 1; d^2 g^2).</summary>
    private static double MeanCoherence(int looks, double g)
    {
        var (sum, norm) = (0.0, 0.0);
        const int steps = 4000;
        for (var k = 0; k < steps; k++)
        {
            var d = (k + 0.5) / steps;
            var density = 2 * (looks - 1) * Math.Pow(1 - (g * g), looks) * d * Math.Pow(1 - (d * d), looks - 2) * Gauss(looks, looks, 1, d * d * g * g);
            norm += density / steps;
            sum += d * density / steps;
        }

        Assert.Equal(1, norm, 1e-3);
        return sum / norm;
    }

    /// <summary>
    /// Tough et al. 1995, equation for the density of the phase p with b = g cos p:
    /// (1 - g^2)^L / (2 pi) (F(L, 1; 1/2; b^2) + Gamma(1/2) Gamma(L + 1/2) / Gamma(L) b (1 - b^2)^(-L - 1/2)).
    /// </summary>
    private static (double Square, double Cosine) PhaseMoments(int looks, double g)
    {
        var (norm, square, cosine) = (0.0, 0.0, 0.0);
        var ratio = 0.5 * Math.PI;
        for (var k = 2; k <= looks; k++)
        {
            ratio *= (k - 0.5) / (k - 1);
        }

        const int steps = 20000;
        for (var k = 0; k < steps; k++)
        {
            var p = Math.PI * (((2.0 * k) + 1 - steps) / steps);
            var b = g * Math.Cos(p);
            // Euler: F(L, 1; 1/2; z) = (1 - z)^(-L - 1/2) F(1/2 - L, -1/2; 1/2; z)
            var density = Math.Pow(1 - (g * g), looks) / (2 * Math.PI) * Math.Pow(1 - (b * b), -looks - 0.5) *
                (Gauss(0.5 - looks, -0.5, 0.5, b * b) + (ratio * b));
            norm += density;
            square += p * p * density;
            cosine += Math.Cos(p) * density;
        }

        var step = 2 * Math.PI / steps;
        Assert.Equal(1, norm * step, 1e-4);
        return (square * step, cosine * step);
    }

    private static double Gauss(double a, double b, double c, double z)
    {
        var (term, sum) = (1.0, 1.0);
        for (var n = 0; n < 20000 && Math.Abs(term) > 1e-16 * Math.Abs(sum); n++)
        {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
        }

        return sum;
    }
}

using System.Numerics;
using Plumb.Interferograms;
using Plumb.Kernels;

namespace Plumb.Tests.Interferograms;

public class CoherenceEstimatorTests
{
    private const int Rows = 41;
    private const int Columns = 67;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Coherence_is_that_of_its_definition_and_holes_do_not_spread(bool isPair)
    {
        var (a, b) = SpeckledPair.Make(Rows, Columns, (_, _) => 0.6, (_, _) => 0, 3);
        SpeckledPair.Hole(a, Columns, 10, 14, 20, 40);
        SpeckledPair.Hole(b, Columns, 30, 31, 0, Columns);
        var second = isPair ? b : [];
        var coherence = Estimate(new CoherenceOptions { WindowRows = 3, WindowColumns = 5 }, a, second, Rows, LaneWidth.Widest).Coherence;
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var expected = Definition(a, second, r, c, 1, 2);
                Assert.Equal(expected, coherence[(r * Columns) + c], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Bands_and_widths_do_not_change_a_bit(bool fringe, bool unbiased)
    {
        var (a, b) = SpeckledPair.Make(Rows, Columns, (_, _) => 0.5, (r, c) => (0.3 * r) + (0.8 * c), 4);
        SpeckledPair.Hole(a, Columns, 5, 20, 11, 13);
        var options = new CoherenceOptions { WindowRows = 3, WindowColumns = 9, Fringe = fringe, Unbiased = unbiased };
        var whole = Estimate(options, a, b, Rows, LaneWidth.Bits128);
        foreach (var (band, width) in new[] { (Rows, LaneWidth.Bits256), (Rows, LaneWidth.Bits512), (6, LaneWidth.Widest), (17, LaneWidth.Widest) })
        {
            var other = Estimate(options, a, b, band, width);
            Assert.Equal(Array.ConvertAll(whole.Coherence, BitConverter.SingleToInt32Bits), Array.ConvertAll(other.Coherence, BitConverter.SingleToInt32Bits));
            Assert.Equal(Array.ConvertAll(whole.Sigma, BitConverter.SingleToInt32Bits), Array.ConvertAll(other.Sigma, BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [InlineData(0.9, 0.35)]
    [InlineData(0.6, -0.5)]
    public void Fringes_cost_no_coherence_where_their_rate_is_taken_off(double truth, double rate)
    {
        var flat = SpeckledPair.Make(96, 128, (_, _) => truth, (_, _) => 0, 8);
        var steep = SpeckledPair.Make(96, 128, (_, _) => truth, (r, c) => (0.2 * r) + (rate * c), 8);
        double Mean(CoherenceOptions options, (float[] A, float[] B) pair)
        {
            var estimator = new CoherenceEstimator(options, 128);
            using var scratch = new MemoryBudget(1 << 28).Lease<float>(estimator.ScratchLength(96), "test");
            var coherence = new float[96 * 128];
            estimator.Estimate(pair.A, pair.B, 0, 0, coherence, [], scratch);
            return coherence.Average();
        }

        var plain = new CoherenceOptions();
        var without = Mean(plain, flat);
        Assert.True(Mean(plain, steep) < without - 0.25);
        Assert.Equal(without, Mean(plain with { Fringe = true }, steep), 0.02);
        Assert.Equal(without, Mean(plain with { Fringe = true }, flat), 0.02);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.95)]
    public void The_bias_comes_off_and_the_standard_deviation_is_that_of_the_samples(double truth)
    {
        var (a, b) = SpeckledPair.Make(180, 180, (_, _) => truth, (_, _) => 0, 12);
        CoherenceOptions options = new() { WindowRows = 5, WindowColumns = 5 };
        var estimator = new CoherenceEstimator(options, 180);
        using var scratch = new MemoryBudget(1 << 28).Lease<float>(estimator.ScratchLength(180), "test");
        var (sample, sigma) = (new float[180 * 180], new float[180 * 180]);
        estimator.Estimate(a, b, 0, 0, sample, sigma, scratch);
        var unbiased = new float[180 * 180];
        new CoherenceEstimator(options with { Unbiased = true }, 180).Estimate(a, b, 0, 0, unbiased, [], scratch);

        // Windows that do not overlap, away from the edges.
        var apart = (from r in Enumerable.Range(0, 35) from c in Enumerable.Range(0, 35) select ((3 + (5 * r)) * 180) + 3 + (5 * c)).ToArray();
        var mean = apart.Average(p => (double)sample[p]);
        var spread = Math.Sqrt(apart.Average(p => Math.Pow(sample[p] - mean, 2)));
        var (expected, expectedSpread) = CoherenceBias.Moments(25, truth);
        Assert.Equal(expected, mean, 4 * expectedSpread / 35);
        Assert.Equal(expectedSpread, spread, 0.12 * expectedSpread);
        Assert.Equal(expectedSpread, apart.Average(p => (double)sigma[p]), 0.12 * expectedSpread);
        Assert.Equal(truth, apart.Average(p => (double)unbiased[p]), truth < 0.2 ? 0.06 : 0.02);
        Assert.True(truth > 0.2 ? mean > truth - 0.02 : mean > 0.15);
    }

    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(5, 0.5)]
    [InlineData(5, 0)]
    [InlineData(12.5, 0.8)]
    [InlineData(75, 0.99)]
    public void Moments_are_those_of_the_hypergeometric_series_and_turn_back(double looks, double truth)
    {
        var (mean, sigma) = CoherenceBias.Moments(looks, truth);

        // Gamma(L) Gamma(3/2) / Gamma(L + 1/2) (1 - D^2)^L 3F2(3/2, L, L; L + 1/2, 1; D^2), term by term.
        var term = Math.Exp(LogGamma(looks) + LogGamma(1.5) - LogGamma(looks + 0.5)) * Math.Pow(1 - (truth * truth), looks);
        var sum = 0.0;
        for (var k = 0; k < 200000; k++)
        {
            sum += term;
            term *= (1.5 + k) * (looks + k) * (looks + k) / ((looks + 0.5 + k) * (1 + k) * (1 + k)) * truth * truth;
        }

        Assert.Equal(sum, mean, 1e-9);
        Assert.InRange(sigma, 0, 0.5);
        var law = new CoherenceBias(looks);
        Assert.Equal(truth, law.Invert(mean).Coherence, 2e-3);
        Assert.True(law.Invert(mean).Sigma >= 0.9 * sigma);
        Assert.Equal(0, law.Invert(0).Coherence);
        Assert.Equal(1, law.Invert(1).Coherence);
    }

    [Fact]
    public void Windows_that_cannot_be_are_refused_and_estimating_allocates_nothing()
    {
        Assert.Contains("4x5", Assert.Throws<RequestException>(() => new CoherenceOptions { WindowRows = 4, WindowColumns = 5 }.Check()).Message, StringComparison.Ordinal);
        Assert.Contains("always 1", Assert.Throws<RequestException>(() => new CoherenceOptions { WindowRows = 1, WindowColumns = 1 }.Check()).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => new CoherenceOptions { LooksPerPixel = 0 }.Check());
        var (a, b) = SpeckledPair.Make(Rows, Columns, (_, _) => 0.5, (_, _) => 0, 1);
        var estimator = new CoherenceEstimator(new CoherenceOptions { Fringe = true, Unbiased = true }, Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(estimator.ScratchLength(Rows), "test");
        var coherence = new float[Rows * Columns];
        Assert.Equal(0, Allocation.Of(() => estimator.Estimate(a, b, 0, 0, coherence, [], scratch)));
        Assert.Throws<ArgumentException>(() => estimator.Estimate(a, b.AsSpan(2), 0, 0, coherence, [], scratch));
    }

    private static double LogGamma(double x)
    {
        var sum = 0.0;
        for (; x < 40; x++)
        {
            sum -= Math.Log(x);
        }

        return sum + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }

    private static double Definition(float[] a, float[] b, int row, int column, int down, int across)
    {
        Complex At(float[] image, int r, int c) => new(image[2 * ((r * Columns) + c)], image[(2 * ((r * Columns) + c)) + 1]);
        bool Has(int r, int c) => r >= 0 && r < Rows && c >= 0 && c < Columns && At(a, r, c) != 0 && (b.Length == 0 || At(b, r, c) != 0);
        var (sum, first, second, count) = (Complex.Zero, 0.0, 0.0, 0);
        for (var r = row - down; r <= row + down; r++)
        {
            for (var c = column - across; c <= column + across; c++)
            {
                if (Has(r, c))
                {
                    var z = At(a, r, c);
                    sum += b.Length == 0 ? z : z * Complex.Conjugate(At(b, r, c));
                    first += b.Length == 0 ? z.Magnitude : z.Magnitude * z.Magnitude;
                    second += b.Length == 0 ? z.Magnitude : Math.Pow(At(b, r, c).Magnitude, 2);
                    count++;
                }
            }
        }

        return Has(row, column) && count > 1 ? sum.Magnitude / Math.Sqrt(first * second) : double.NaN;
    }

    private static (float[] Coherence, float[] Sigma) Estimate(CoherenceOptions options, float[] a, float[] b, int band, LaneWidth width)
    {
        var estimator = new CoherenceEstimator(options, Columns);
        using var scratch = new MemoryBudget(1 << 26).Lease<float>(estimator.ScratchLength(band), "test");
        var (coherence, sigma) = (new float[Rows * Columns], new float[Rows * Columns]);
        for (var top = 0; top < Rows; top += band)
        {
            var count = Math.Min(band, Rows - top);
            var (from, end) = (Math.Max(0, top - estimator.Halo), Math.Min(Rows, top + count + estimator.Halo));
            var second = b.Length == 0 ? [] : b.AsSpan(2 * from * Columns, 2 * (end - from) * Columns);
            estimator.Estimate(
                a.AsSpan(2 * from * Columns, 2 * (end - from) * Columns), second, from, top, coherence.AsSpan(top * Columns, count * Columns), sigma.AsSpan(top * Columns, count * Columns), scratch, width);
        }

        return (coherence, sigma);
    }
}

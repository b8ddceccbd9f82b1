using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Tests.Inversion;

public class PhaseVarianceTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(5, 0.6)]
    [InlineData(20, 0.0)]
    [InlineData(20, 0.9)]
    [InlineData(80, 0.5)]
    [InlineData(80, 0.95)]
    public void The_density_is_that_of_the_hypergeometric_form_and_integrates_to_one(int looks, double coherence)
    {
        const int steps = 20000;
        var sum = 0.0;
        for (var k = 0; k < steps; k++)
        {
            sum += PhaseVariance.Density(((2.0 * k / steps) - 1) * Math.PI, coherence, looks) * 2 * Math.PI / steps;
        }

        Assert.Equal(1, sum, 1e-9);
        foreach (var phase in new[] { 0, 0.4, 1.1, -1.4 })
        {
            var expected = Hypergeometric(phase, coherence, looks);
            Assert.Equal(1, PhaseVariance.Density(phase, coherence, looks) / expected, 1e-8);
        }
    }

    [Fact]
    public void The_table_falls_with_coherence_and_begins_at_that_of_pure_noise()
    {
        foreach (var looks in new[] { 1, 3, 20, 80 })
        {
            var table = new PhaseVariance(looks).Table;
            Assert.Equal(Math.PI * Math.PI / 3, table[0], 0.07);
            for (var i = 1; i < 150; i++)
            {
                Assert.True(table[i] < table[i - 1] && table[i] > 0);
            }
        }
    }

    [Fact]
    public void Looks_are_rounded_and_bounded_and_coherences_clipped()
    {
        Assert.Equal(20, new PhaseVariance(20.4).Looks);
        Assert.Equal(80, new PhaseVariance(1e6).Looks);
        var table = new PhaseVariance(10);
        Assert.Equal(table.Table[0], table.Of(double.NaN));
        Assert.Equal(table.Table[0], table.Of(-1));
        Assert.Equal(table.Table[199], table.Of(2));
        Assert.Equal(table.Table[12], table.Of(0.0625));
        Assert.Equal(table.Table[11], table.Of(0.0624999));
        foreach (var looks in new[] { 0, 0.5, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("looks", Assert.Throws<RequestException>(() => new PhaseVariance(looks)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public unsafe void The_lanes_take_the_same_entry_as_the_table()
    {
        var table = new LaneTable();
        for (var i = 0; i < LaneTable.Length; i++)
        {
            table.Entries[i] = WeightConstants.FirstEntry + i;
        }

        var constants = new WeightConstants(1, table.Start);
        for (var i = 10; i < PhaseVariance.Entries; i++)
        {
            var edge = (float)(PhaseVariance.FirstCoherence + (i / PhaseVariance.EntriesPerCoherence));
            for (var step = -20; step <= 20; step++)
            {
                var c = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(edge) + step);
                var expected = (int)((Math.Min((double)c, 0.9975) - 0.0025) / 0.005);
                var (four, eight, sixteen) = (
                    VarianceWeight.Of(Lane128.Splat(c), constants), VarianceWeight.Of(Lane256.Splat(c), constants), VarianceWeight.Of(Lane512.Splat(c), constants));
                Assert.Equal((expected, expected, expected), ((int)*(float*)&four, (int)*(float*)&eight, (int)*(float*)&sixteen));
            }
        }

        var least = VarianceWeight.Of(Lane512.Splat(0.05f), constants);
        Assert.Equal(9, *(float*)&least);
    }

    /// <summary>Tough et al. 1995 with 2F1(L, 1; 1/2; b^2) as its power series.</summary>
    private static double Hypergeometric(double phase, double coherence, int looks)
    {
        var b = coherence * Math.Cos(phase);
        var power = Math.Pow(1 - (coherence * coherence), looks);
        var (term, series) = (1.0, 1.0);
        for (var n = 0; n < 20000 && term > 1e-18 * series; n++)
        {
            term *= (looks + n) / (0.5 + n) * b * b;
            series += term;
        }

        var gamma = Math.Sqrt(Math.PI) / 2;
        for (var l = 1; l < looks; l++)
        {
            gamma *= (l + 0.5) / l;
        }

        return (power * series / (2 * Math.PI)) + (gamma * power * b / (2 * Math.Sqrt(Math.PI) * Math.Pow(1 - (b * b), looks + 0.5)));
    }
}

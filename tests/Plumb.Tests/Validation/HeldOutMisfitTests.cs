using Plumb.Validation;

namespace Plumb.Tests.Validation;

public sealed class HeldOutMisfitTests
{
    [Fact]
    public void Sums_agree_with_plain_ones()
    {
        var random = new Random(5);
        var account = new HeldOutMisfit(2, 6, 9);
        var all = new List<(int Block, int Pair, double A, double B)>();
        for (var n = 0; n < 5000; n++)
        {
            float[] errors = [(float)(random.NextDouble() - 0.5) * 0.01f, (float)(random.NextDouble() - 0.4) * 0.01f];
            var (block, pair) = (random.Next(6), random.Next(9));
            account.Add(block, pair, errors);
            all.Add((block, pair, Math.Abs(errors[0]), Math.Abs(errors[1])));
        }

        Assert.Equal(5000, account.Count);
        var summary = account.Of(1);
        Assert.Equal(all.Average(e => e.B), summary.Mean, 1e-7);
        Assert.Equal(Math.Sqrt(all.Average(e => e.B * e.B)), summary.Rms, 1e-7);
        var median = all.Select(e => e.B).Order().ElementAt(2500);
        Assert.Equal(1, summary.Spread * 0.674489750196082 / median, 0.01);
        var difference = account.Difference(0, 1);
        Assert.Equal(all.Average(e => e.A - e.B), difference.Mean, 1e-7);
        Assert.Equal(Sigma(all, e => e.A - e.B), difference.Sigma, 1e-8);
        Assert.Equal(Sigma(all, e => e.B), summary.MeanSigma, 1e-8);
        Assert.Equal(-difference.Mean, account.Difference(1, 0).Mean, 1e-12);
        Assert.Equal(1, account.Difference(0, 0).Probability);
    }

    [Theory]
    [InlineData(16, 40, 0, 0)]
    [InlineData(16, 40, 1, 0)]
    [InlineData(12, 30, 0, 1)]
    [InlineData(12, 30, 1, 1)]
    public void Where_there_is_no_difference_chance_seldom_makes_one(int blocks, int pairs, double blockEffect, double pairEffect)
    {
        // Difference of two solvers per cell: noise, and what a block or a pair does to all its cells. The mean over all of them is 0.
        const int trials = 400;
        var random = new Random(8);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var told = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var account = new HeldOutMisfit(2, blocks, pairs);
            var ofBlock = Enumerable.Range(0, blocks).Select(_ => blockEffect * Normal()).ToArray();
            var ofPair = Enumerable.Range(0, pairs).Select(_ => pairEffect * Normal()).ToArray();
            for (var b = 0; b < blocks; b++)
            {
                for (var p = 0; p < pairs; p++)
                {
                    account.Add(b, p, [(float)(100 + ofBlock[b] + ofPair[p] + Normal()), 100f]);
                }
            }

            told += account.Difference(0, 1).Probability < 0.05 ? 1 : 0;
        }

        // 5 % are asked for; three standard errors of 400 trials are 3.3 %. Too few is no fault of what takes the larger of two variances.
        Assert.InRange(told, 0, 0.085 * trials);
    }

    [Fact]
    public void A_difference_that_is_there_is_told_and_shared_gross_errors_do_not_hide_it()
    {
        var random = new Random(3);
        var account = new HeldOutMisfit(2, 12, 20);
        for (var n = 0; n < 40_000; n++)
        {
            var e = 0.002 * (random.NextDouble() - 0.5);
            var gross = random.Next(15) == 0 ? 0.028 : 0;
            account.Add(random.Next(12), random.Next(20), [(float)(gross + e), (float)(gross + (1.05 * e))]);
        }

        var difference = account.Difference(1, 0);
        Assert.True(difference.Mean > 0 && difference.Probability < 1e-4, $"{difference}");
        Assert.True(account.Of(0).Spread < 0.001 && account.Of(0).Rms > 0.005, $"{account.Of(0)}");
    }

    [Fact]
    public void One_block_counts_by_its_pairs_and_nothing_at_all_is_nothing()
    {
        var account = new HeldOutMisfit(2, 1, 8);
        Assert.True(double.IsNaN(account.Of(0).Mean));
        for (var p = 0; p < 8; p++)
        {
            account.Add(0, p, [0.001f * p, 0.002f]);
        }

        Assert.True(account.Of(0).MeanSigma > 0);
        Assert.True(double.IsNaN(account.Of(0).SpreadSigma));
        Assert.InRange(account.Difference(0, 1).Probability, 0, 1);
        Assert.True(HeldOutMisfit.Bytes(2, 1, 8) > 0);
    }

    private static double Sigma(List<(int Block, int Pair, double A, double B)> all, Func<(int Block, int Pair, double A, double B), double> of)
    {
        var mean = all.Average(of);
        double Variance(Func<(int Block, int Pair, double A, double B), int> key)
        {
            var groups = all.GroupBy(key).Select(g => g.Sum(e => of(e) - mean)).ToArray();
            return groups.Sum(g => g * g) * groups.Length / (groups.Length - 1.0);
        }

        var (blocks, pairs, cells) = (Variance(e => e.Block), Variance(e => e.Pair), Variance(e => (e.Block * 100) + e.Pair));
        return Math.Sqrt(Math.Max(blocks + pairs - cells, Math.Max(blocks, pairs))) / all.Count;
    }
}

using Plumb.Unwrapping.Temporal;

namespace Plumb.Tests.Unwrapping.Temporal;

public class DateFlowTests
{
    [Fact]
    public void The_cost_is_the_least_of_all_choices()
    {
        var random = new Random(17);
        for (var n = 0; n < 300; n++)
        {
            var dates = 2 + random.Next(3);
            var all = (from a in Enumerable.Range(0, dates) from b in Enumerable.Range(a + 1, dates - a - 1) select (a, b)).Where(_ => random.NextDouble() < 0.8).ToArray();
            var charges = all.Select(_ => random.Next(-2, 3)).ToArray();
            var exists = all.Select(_ => random.NextDouble() < 0.9).ToArray();
            var flow = new DateFlow(dates, Array.ConvertAll(all, e => e.a), Array.ConvertAll(all, e => e.b));
            Assert.Equal(Least(dates, all, charges, exists), flow.Solve(charges, exists));

            // The cycles that it leaves have that cost, and the same network may be solved again.
            var own = Enumerable.Range(0, all.Length).Where(k => exists[k]).Sum(k => Math.Abs(flow.Cycles[all[k].b] - flow.Cycles[all[k].a] + charges[k]));
            Assert.Equal(own, flow.Solve(charges, exists));
        }
    }

    [Fact]
    public void Loops_that_close_cost_nothing_and_one_wrong_pair_costs_its_cycles()
    {
        (int A, int B)[] pairs = [.. from a in Enumerable.Range(0, 30) from b in Enumerable.Range(a + 1, 3) where b < 30 select (a, b)];
        var random = new Random(2);
        var dates = Enumerable.Range(0, 30).Select(_ => random.Next(-20, 20)).ToArray();
        var charges = Array.ConvertAll(pairs, p => dates[p.A] - dates[p.B]);
        var exists = Array.ConvertAll(pairs, _ => true);
        var flow = new DateFlow(30, Array.ConvertAll(pairs, p => p.A), Array.ConvertAll(pairs, p => p.B));
        Assert.Equal(0, flow.Solve(charges, exists));
        charges[40] += 2;
        Assert.Equal(2, flow.Solve(charges, exists));
        Assert.All(Enumerable.Range(0, pairs.Length).Where(k => k != 40), k => Assert.Equal(dates[pairs[k].B] - dates[pairs[k].A], flow.Cycles[pairs[k].B] - flow.Cycles[pairs[k].A]));
    }

    private static int Least(int dates, (int A, int B)[] pairs, int[] charges, bool[] exists)
    {
        var least = int.MaxValue;
        var choices = (int)Math.Pow(17, dates - 1);
        for (var choice = 0; choice < choices; choice++)
        {
            var cycles = new int[dates];
            for (var (d, rest) = (1, choice); d < dates; d++, rest /= 17)
            {
                cycles[d] = (rest % 17) - 8;
            }

            var cost = 0;
            for (var k = 0; k < pairs.Length; k++)
            {
                cost += exists[k] ? Math.Abs(cycles[pairs[k].B] - cycles[pairs[k].A] + charges[k]) : 0;
            }

            least = Math.Min(least, cost);
        }

        return least;
    }
}

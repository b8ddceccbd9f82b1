using Plumb.Acquisitions;
using Plumb.Kernels;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class StackLinkerTests
{
    private static readonly DateOnly Start = new(2024, 1, 1);

    [Fact]
    public void Phases_without_noise_are_those_of_the_dates_whatever_is_missing()
    {
        var linker = new StackLinker(Network(9, 3), 10);
        var random = new Random(5);
        const int pixels = 37;
        var dates = Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, pixels).Select(_ => 6.0 * (random.NextDouble() - 0.5)).ToArray()).ToArray();
        var pairs = Network(9, 3);
        var phases = new float[pairs.Length * pixels];
        for (var k = 0; k < pairs.Length; k++)
        {
            for (var i = 0; i < pixels; i++)
            {
                var (a, b) = (DateOf(pairs[k].First), DateOf(pairs[k].Second));
                phases[(k * pixels) + i] = random.NextDouble() < 0.2 ? float.NaN : (float)Math.IEEERemainder(dates[b][i] - dates[a][i], 2 * Math.PI);
            }
        }

        var (steps, quality) = Link(linker, phases, [], pixels);
        for (var s = 0; s < linker.Steps.Count; s++)
        {
            var (a, b) = (DateOf(linker.Steps[s].First), DateOf(linker.Steps[s].Second));
            for (var i = 0; i < pixels; i++)
            {
                if (Reached(pairs, phases, pixels, i))
                {
                    Assert.Equal(0, Math.IEEERemainder(steps[(s * pixels) + i] - (dates[b][i] - dates[a][i]), 2 * Math.PI), 0.02);
                    Assert.InRange(quality[(s * pixels) + i], 0.01f, 0.999f);
                }
            }
        }
    }

    [Fact]
    public void Noisy_phases_reach_the_optimum_of_a_dense_search()
    {
        const int dates = 6;
        const double looks = 6;
        var pairs = Network(dates, 3);
        var linker = new StackLinker(pairs, looks);
        var random = new Random(11);
        const int pixels = 50;
        var (phases, coherence) = (new float[pairs.Length * pixels], new float[pairs.Length * pixels]);
        for (var i = 0; i < pixels; i++)
        {
            var truth = Enumerable.Range(0, dates).Select(_ => 6 * random.NextDouble()).ToArray();
            for (var k = 0; k < pairs.Length; k++)
            {
                phases[(k * pixels) + i] = (float)Math.IEEERemainder(truth[DateOf(pairs[k].Second)] - truth[DateOf(pairs[k].First)] + (random.NextDouble() - 0.5), 2 * Math.PI);
                coherence[(k * pixels) + i] = (float)(0.2 + (0.7 * random.NextDouble()));
            }
        }

        var (steps, _) = Link(linker, phases, coherence, pixels);
        for (var i = 0; i < pixels; i++)
        {
            var found = new double[dates];
            for (var s = 0; s < linker.Steps.Count; s++)
            {
                found[DateOf(linker.Steps[s].Second)] = found[DateOf(linker.Steps[s].First)] + steps[(s * pixels) + i];
            }

            // Newton's way to the optimum in double precision from there: nothing is to be gained by more than the rest of the rounds.
            var best = Ascend(found, pairs, phases, coherence, pixels, i, looks);
            Assert.InRange(best - Agreement(found, pairs, phases, coherence, pixels, i, looks), -1e-6, 2e-3 * best);
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        var linker = new StackLinker(Network(7, 2), 4);
        var random = new Random(3);
        var scratch = new float[((3 * 11) + (3 * 7)) * 16];
        for (var i = 0; i < 11 * 16; i++)
        {
            scratch[i] = (float)(6 * (random.NextDouble() - 0.5));
            scratch[(2 * 11 * 16) + i] = random.NextDouble() < 0.3 ? 0 : (float)random.NextDouble();
        }

        var (narrow, middle, wide) = ((float[])scratch.Clone(), (float[])scratch.Clone(), (float[])scratch.Clone());
        LinkKernel.Solve<Lane128>(linker, narrow);
        if (System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated)
        {
            LinkKernel.Solve<Lane256>(linker, middle);
            Assert.Equal(narrow, middle);
        }

        if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
        {
            LinkKernel.Solve<Lane512>(linker, wide);
            Assert.Equal(narrow, wide);
        }
    }

    [Fact]
    public void Path_of_a_pair_adds_up_to_it_in_parted_networks_too()
    {
        DatePair[] pairs = [Pair(0, 1), Pair(1, 3), Pair(0, 3), Pair(0, 2), Pair(2, 3), Pair(5, 6), Pair(6, 8), Pair(5, 8)];
        var linker = new StackLinker(pairs, 1);
        Assert.Equal(5, linker.Steps.Count);
        for (var k = 0; k < pairs.Length; k++)
        {
            var days = 0;
            foreach (var entry in linker.PathOf(k))
            {
                days += entry < 0 ? -linker.Steps[~entry].Days : linker.Steps[entry].Days;
            }

            Assert.Equal(pairs[k].Days, days);
        }
    }

    internal static DatePair[] Network(int dates, int links) =>
        [.. from i in Enumerable.Range(0, dates) from j in Enumerable.Range(i + 1, links) where j < dates select Pair(i, j)];

    private static DatePair Pair(int first, int second) => new(Start.AddDays(12 * first), Start.AddDays(12 * second));

    private static int DateOf(DateOnly date) => (date.DayNumber - Start.DayNumber) / 12;

    private static (float[] Steps, float[] Quality) Link(StackLinker linker, float[] phases, float[] coherence, int pixels)
    {
        var (steps, quality) = (new float[linker.Steps.Count * pixels], new float[linker.Steps.Count * pixels]);
        linker.Link(phases, coherence, pixels, steps, quality);
        return (steps, quality);
    }

    private static bool Reached(DatePair[] pairs, float[] phases, int pixels, int pixel)
    {
        var seen = new HashSet<int> { 0 };
        for (var n = 0; n < pairs.Length; n++)
        {
            for (var k = 0; k < pairs.Length; k++)
            {
                var (a, b) = (DateOf(pairs[k].First), DateOf(pairs[k].Second));
                if (float.IsFinite(phases[(k * pixels) + pixel]) && (seen.Contains(a) || seen.Contains(b)))
                {
                    seen.UnionWith([a, b]);
                }
            }
        }

        return seen.Count == 9;
    }

    private static double Agreement(double[] dates, DatePair[] pairs, float[] phases, float[] coherence, int pixels, int pixel, double looks) =>
        Enumerable.Range(0, pairs.Length).Sum(k =>
            Weight(coherence[(k * pixels) + pixel], looks) * Math.Cos(phases[(k * pixels) + pixel] - (dates[DateOf(pairs[k].Second)] - dates[DateOf(pairs[k].First)])));

    private static double Weight(double g, double looks) => 2 * looks * g * g / (1 - (g * g));

    private static double Ascend(double[] start, DatePair[] pairs, float[] phases, float[] coherence, int pixels, int pixel, double looks)
    {
        var dates = (double[])start.Clone();
        for (var round = 0; round < 2000; round++)
        {
            for (var d = 0; d < dates.Length; d++)
            {
                var sum = System.Numerics.Complex.Zero;
                for (var k = 0; k < pairs.Length; k++)
                {
                    var (a, b) = (DateOf(pairs[k].First), DateOf(pairs[k].Second));
                    if (a == d || b == d)
                    {
                        var angle = b == d ? dates[a] + phases[(k * pixels) + pixel] : dates[b] - phases[(k * pixels) + pixel];
                        sum += System.Numerics.Complex.FromPolarCoordinates(Weight(coherence[(k * pixels) + pixel], looks), angle);
                    }
                }

                dates[d] = sum.Phase;
            }
        }

        return Agreement(dates, pairs, phases, coherence, pixels, pixel, looks);
    }
}

using Plumb.Acquisitions;
using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Temporal;

namespace Plumb.Tests.Unwrapping.Temporal;

public class ArcTimesTests
{
    private const int Side = 96;
    private const int Looks = 8;

    public static TheoryData<ArcTimeMethod> Methods => [ArcTimeMethod.Smooth, ArcTimeMethod.Flow];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Differences_without_noise_are_those_of_the_motion(ArcTimeMethod method)
    {
        // Two and a half radian a step across, one less down, a height error besides; every third pixel of one date is missing.
        DatePair[] pairs = StackLinkerTests.Network(9, 3);
        var dates = pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().Order().ToList();
        double[] positions = [0, 70, -40, 110, 20, -90, 60, -10, 35];
        var baselines = pairs.Select(p => positions[dates.IndexOf(p.Second)] - positions[dates.IndexOf(p.First)]).ToArray();
        var linker = new StackLinker(pairs, Looks, baselines);
        const int rows = 5;
        const int columns = 21;
        double Of(int date, int p) => (date * ((2.5 * (p % columns)) - (1.5 * (p / columns)))) + (0.004 * positions[date] * (p % columns));
        float Phase(DatePair pair, int p) => (float)Math.IEEERemainder(Of(dates.IndexOf(pair.Second), p) - Of(dates.IndexOf(pair.First), p), 2 * Math.PI);
        bool Lacks(DatePair pair, int p) => p % 3 == 1 && (pair.First == dates[4] || pair.Second == dates[4]);
        var phases = pairs.SelectMany(k => Enumerable.Range(0, rows * columns).Select(p => Lacks(k, p) ? float.NaN : Phase(k, p))).ToArray();
        var steps = linker.Steps.SelectMany(k => Enumerable.Range(0, rows * columns).Select(p => Lacks(k, p) ? float.NaN : Phase(k, p))).ToArray();
        var coherence = Array.ConvertAll(steps, _ => 0.9f);
        var times = new ArcTimes(linker, new ArcTimeOptions { Method = method });
        var (expected, spread) = (new float[2 * linker.Steps.Count * rows * columns], new float[2 * linker.Steps.Count * rows * columns]);
        times.Run(columns, rows, rows, steps, coherence, phases, expected, spread);
        for (var s = 0; s < linker.Steps.Count; s++)
        {
            var (a, b) = (dates.IndexOf(linker.Steps[s].First), dates.IndexOf(linker.Steps[s].Second));
            for (var p = 0; p < rows * columns; p++)
            {
                foreach (var (direction, other, exists) in ((int, int, bool)[])[(0, p + 1, p % columns < columns - 1), (1, p + columns, p / columns < rows - 1)])
                {
                    var at = (((direction * linker.Steps.Count) + s) * rows * columns) + p;
                    if (!exists)
                    {
                        Assert.True(float.IsNaN(expected[at]));
                    }
                    else if (!float.IsNaN(expected[at]))
                    {
                        Assert.Equal(Of(b, other) - Of(a, other) - (Of(b, p) - Of(a, p)), expected[at], method == ArcTimeMethod.Smooth ? 0.4 : 1e-3);
                        Assert.True(method == ArcTimeMethod.Smooth ? spread[at] < 0.3 : spread[at] == 1000);
                    }
                }
            }
        }

        Assert.True(expected.Count(float.IsNaN) < 0.3 * expected.Length);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Bands_change_no_bit(ArcTimeMethod method)
    {
        var stack = Steep(12, 20, 0.5, 1.5, 4, out _);
        var linker = new StackLinker(stack.Pairs, Looks);
        var times = new ArcTimes(linker, new ArcTimeOptions { Method = method });
        var (steps, quality) = (new float[linker.Steps.Count * 240], new float[linker.Steps.Count * 240]);
        var phases = stack.Wrapped.SelectMany(w => w).ToArray();
        linker.Link(phases, stack.Coherence.SelectMany(c => c).ToArray(), 240, steps, quality);
        var (whole, part) = (new float[2 * steps.Length], new float[2 * steps.Length]);
        var (wholeSpread, partSpread) = (new float[2 * steps.Length], new float[2 * steps.Length]);
        times.Run(20, 12, 12, steps, quality, phases, whole, wholeSpread);
        foreach (var (first, owned) in ((int, int)[])[(0, 5), (5, 6), (11, 1)])
        {
            var with = Math.Min(owned + 1, 12 - first);
            float[] Cut(float[] all) => [.. Enumerable.Range(0, all.Length / 240).SelectMany(k => all.Skip((k * 240) + (first * 20)).Take(with * 20))];
            var (e, v) = (new float[2 * linker.Steps.Count * owned * 20], new float[2 * linker.Steps.Count * owned * 20]);
            times.Run(20, with, owned, Cut(steps), Cut(quality), Cut(phases), e, v);
            for (var k = 0; k < 2 * linker.Steps.Count; k++)
            {
                e.AsSpan(k * owned * 20, owned * 20).CopyTo(part.AsSpan((k * 240) + (first * 20)));
                v.AsSpan(k * owned * 20, owned * 20).CopyTo(partSpread.AsSpan((k * 240) + (first * 20)));
            }
        }

        Assert.Equal(whole, part);
        Assert.Equal(wholeSpread, partSpread);
    }

    [Theory]
    [InlineData(0.5, 2.6, 31, 12)]
    [InlineData(0.35, 1.6, 32, 12)]
    [InlineData(0.7, 3.6, 38, 12)]
    [InlineData(0.5, 2.6, 31, 4)]
    [InlineData(0.4, -2, 31, 0)]
    public void Steep_motion_of_little_coherence_is_right_where_pairs_by_themselves_are_not(double coherence, double slope, int seed, double width)
    {
        var stack = Steep(Side, Side, coherence, slope, seed, out var truth, width);
        var alone = stack.Wrapped.Select((w, k) => SharedScenes.Wrong(PhaseUnwrapperTests.Unwrap(new WrappedImage(Side, Side, w, stack.Coherence[k]), Looks).Phase, truth[k], stack.Coherence[k], 0)).Average();
        double Together(ArcTimeMethod? method)
        {
            var linker = new StackLinker(stack.Pairs, Looks);
            var times = method is { } m ? new ArcTimes(linker, new ArcTimeOptions { Method = m }) : null;
            var found = StackUnwrapper.Unwrap(linker, Side, Side, stack.Wrapped, stack.Coherence, new UnwrapOptions { Threads = 2 }, new MemoryBudget(1 << 30), times);
            return found.Select((f, k) => SharedScenes.Wrong(f, truth[k], stack.Coherence[k], 0)).Average();
        }

        var (linked, smooth, flow) = (Together(null), Together(ArcTimeMethod.Smooth), Together(ArcTimeMethod.Flow));
        TestContext.Current.TestOutputHelper?.WriteLine($"alone {alone} %, stack {linked} %, smooth {smooth} %, flow {flow} %");
        Assert.True(new[] { linked, smooth, flow }.Max() < 0.25 * alone && smooth < linked + 0.03 && flow < linked + 0.02, $"alone {alone} %, stack {linked} %, smooth {smooth} %, flow {flow} %");
    }

    /// <summary>
    /// A bowl that sinks steadily, so many radian a pixel and step where it is steepest, or, below 0, a disc that sinks as a block by so many radian a step; each date with
    /// the next three.
    /// </summary>
    private static Stack Steep(int rows, int columns, double coherence, double slope, int seed, out float[][] truth, double width = 12)
    {
        var pairs = StackLinkerTests.Network(16, 3);
        var (wrapped, sample) = (new float[pairs.Length][], new float[pairs.Length][]);
        truth = new float[pairs.Length][];
        for (var k = 0; k < pairs.Length; k++)
        {
            var random = new CounterRandom(seed, 950 + k);
            (wrapped[k], sample[k], truth[k]) = (new float[rows * columns], new float[rows * columns], new float[rows * columns]);
            for (var p = 0; p < wrapped[k].Length; p++)
            {
                var (x, y) = ((p % columns) - (0.5 * columns), (p / columns) - (0.45 * rows));
                var depth = slope < 0 ? (((x * x) + (y * y) < 400) ? -slope : 0) : slope * width * Math.Exp(0.5) * Math.Exp(-((x * x) + (y * y)) / (2 * width * width));
                var (noise, g) = WishartNoise.DrawPixel(random, p / columns, p % columns, Looks, (float)coherence);
                truth[k][p] = (float)((pairs[k].Days / 12 * depth) + noise);
                (wrapped[k][p], sample[k][p]) = ((float)Math.IEEERemainder(truth[k][p], 2 * Math.PI), g);
            }
        }

        return new Stack(pairs, wrapped, sample);
    }

    private sealed record Stack(DatePair[] Pairs, float[][] Wrapped, float[][] Coherence);
}

using System.Globalization;
using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Networks;
using Plumb.Networks.Closure;
using Plumb.Tests.Inversion;

namespace Plumb.Tests.Networks.Closure;

/// <summary>Single pixels of a real stack of Sentinel-1 over California, some with unwrapping errors.</summary>
public class CaliforniaClosureTests
{
    [Theory]
    [InlineData(0, 0.0747, 0.0747, 0.0747, 0, 0)]
    [InlineData(2, 0.0321, 0.0321, 0.0321, 0, 0)]
    [InlineData(6, 0.1361, 0.1361, 0.1361, 0, 0)]
    [InlineData(1, 1.8292, 1.0430, 0.3295, 35, 14)]
    [InlineData(9, 2.1644, 0.7134, 0.1226, 66, 11)]
    public void Errors_of_real_pixels_are_corrected_and_clean_pixels_left(int pixel, double before, double decided, double least, int corrected, int ambiguous)
    {
        var (network, phase) = Read(pixel);
        Assert.Equal(before, Rms(network, phase), 0.001);
        var (explainer, cycles) = Close(network, phase);
        Assert.True(explainer.IsConsistent(cycles));
        var blames = explainer.Explain(cycles, [], 0.75);
        Assert.Equal(corrected, blames.Count(b => b.Verdict == BlameVerdict.Corrected));
        Assert.Equal(ambiguous, blames.Count(b => b.Verdict == BlameVerdict.Ambiguous));
        var clear = phase.ToArray();
        foreach (var blame in blames.Where(b => b.Verdict == BlameVerdict.Corrected))
        {
            clear[blame.Pair] += (float)(2 * Math.PI * blame.Cycles);
        }

        Assert.Equal(decided, Rms(network, clear), 0.001);
        Assert.All(clear.Zip(phase), p => Assert.Equal(Math.Cos(p.Second), Math.Cos(p.First), 1e-4));
        Assert.Equal(least, Rms(network, phase.Select((p, k) => (float)(p + (2 * Math.PI * explainer.Corrections[k]))).ToArray()), 0.001);
    }

    [Fact]
    public void Pixel_of_the_how_to_has_the_numbers_that_stand_there()
    {
        var (network, phase) = Read(9);
        var (explainer, cycles) = Close(network, phase);
        Assert.Equal(343, network.Pairs.Count);
        Assert.Equal((368, 156), (cycles.Length, Open(cycles)));
        Assert.Equal(0.152, ShareBeyondHalfCycle(network, phase), 0.0005);
        var blames = explainer.Explain(cycles, [], 0.75);
        Assert.Equal(77, explainer.Corrections.ToArray().Count(c => c != 0));
        var all = phase.Select((p, k) => (float)(p + (2 * Math.PI * explainer.Corrections[k]))).ToArray();
        Assert.Equal(0, Open(Close(network, all).Cycles));
        Assert.Equal(0, ShareBeyondHalfCycle(network, all));
        var clear = phase.ToArray();
        foreach (var blame in blames.Where(b => b.Verdict == BlameVerdict.Corrected))
        {
            clear[blame.Pair] += (float)(2 * Math.PI * blame.Cycles);
        }

        Assert.Equal(16, Open(Close(network, clear).Cycles));
        Assert.Equal(0.01, ShareBeyondHalfCycle(network, clear), 0.01);
    }

    [Fact]
    public void Noisy_pixel_whose_loops_contradict_each_other_is_told()
    {
        var (network, phase) = Read(4);
        var (explainer, cycles) = Close(network, phase);
        Assert.False(explainer.IsConsistent(cycles));
    }

    private static (LoopExplainer Explainer, sbyte[] Cycles) Close(Network network, float[] phase)
    {
        var loops = ClosureLoops.Of(network);
        var cycles = new sbyte[loops.Count];
        for (var l = 0; l < cycles.Length; l++)
        {
            LoopKernel.Cycles(phase, 1, loops.PairsOf(l), loops.SignsOf(l), 0, cycles.AsSpan(l, 1));
        }

        return (new LoopExplainer(loops, new ClosureOptions(), Enumerable.Repeat(PairCost.One, phase.Length).ToArray()), cycles);
    }

    private static int Open(sbyte[] cycles) => cycles.Count(c => c is not (0 or LoopKernel.Missing));

    /// <summary>Share of the residuals of the unweighted inversion that are larger than half a cycle, pure number.</summary>
    private static double ShareBeyondHalfCycle(Network network, float[] phase)
    {
        var run = SeriesRun.Of(
            new NetworkInversion(network, new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1), 1), phase, Enumerable.Repeat(1f, phase.Length).ToArray(), 1);
        return phase.Where((p, k) => Math.Abs(p - (run.Series[network.SecondIndex[k]] - run.Series[network.FirstIndex[k]])) > Math.PI).Count() / (double)phase.Length;
    }

    private static double Rms(Network network, float[] phase)
    {
        var run = SeriesRun.Of(
            new NetworkInversion(network, new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1), 1), phase, Enumerable.Repeat(1f, phase.Length).ToArray(), 1);
        Assert.Equal(MaskReasons.None, run.Reasons[0]);
        return run.Rms[0];
    }

    private static (Network Network, float[] Phase) Read(int pixel)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        var file = Path.Join(folder?.Parent?.FullName, "shared", "data", "gmtsar_california_pixels", string.Create(CultureInfo.InvariantCulture, $"testing_pixel_{pixel}.txt"));
        Assert.SkipUnless(File.Exists(file), "The shared data hold no gmtsar_california_pixels here.");
        var rows = File.ReadAllLines(file)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(w => (Pair: new DatePair(Day(w[1][..7]), Day(w[1][8..])), Phase: float.Parse(w[2], CultureInfo.InvariantCulture)))
            .Where(r => float.IsFinite(r.Phase))
            .OrderBy(r => r.Pair)
            .ToArray();
        return (new Network(rows.Select(r => r.Pair)), Array.ConvertAll(rows, r => r.Phase));
    }

    private static DateOnly Day(string yearAndDay) =>
        new DateOnly(int.Parse(yearAndDay[..4], CultureInfo.InvariantCulture), 1, 1).AddDays(int.Parse(yearAndDay[4..], CultureInfo.InvariantCulture) - 1);
}

using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Tests.Inversion;

public class InversionRequestTests
{
    private static readonly InversionOptions Usual = new(Weighting.Variance, MinimumNorm.Velocity, 20, 1);
    private static readonly RandomStack Stack = new(1, 6, 2, 4, 0);

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Refused("looks", Usual with { Looks = 0.2 });
        Refused("looks", Usual with { Looks = double.NaN });
        Refused("min_redundancy", Usual with { MinRedundancy = -1 });
        Refused("observation_threshold", Usual with { ObservationThreshold = 1.5 });
        foreach (var metres in new[] { 0, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("wavelength", Assert.Throws<RequestException>(() => new NetworkInversion(Stack.Network, Usual, metres)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Coherence_and_components_that_are_needed_are_asked_for()
    {
        Assert.Contains("coherence", Assert.Throws<RequestException>(() => Run(Usual, Stack.Phase, [])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "coherence",
            Assert.Throws<RequestException>(() => Run(Usual with { Weighting = Weighting.None, ObservationMask = ObservationMask.Coherence }, Stack.Phase, [])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "components",
            Assert.Throws<RequestException>(() => Run(Usual with { ObservationMask = ObservationMask.Component }, Stack.Phase, Stack.Coherence)).Message,
            StringComparison.Ordinal);
        Run(Usual with { Weighting = Weighting.None }, Stack.Phase, []);
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused_before_anything_is_read()
    {
        Assert.Throws<ArgumentException>(() => Run(Usual, Stack.Phase[..^1], Stack.Coherence));
        Assert.Throws<ArgumentException>(() => Run(Usual, Stack.Phase, Stack.Coherence[..^1]));
        Assert.Throws<ArgumentException>(() => SeriesRun.Of(Stack, Usual, reference: [1, 2]));
        var inversion = new NetworkInversion(Stack.Network, Usual, 1);
        using var scratch = inversion.CreateScratch(new MemoryBudget(1 << 24));
        InversionTile Tile(int pixels, int stride) => new() { Pixels = pixels, PairStride = stride, Phase = Stack.Phase, Coherence = Stack.Coherence };
        Assert.Throws<ArgumentException>(() => inversion.Invert(Tile(4, 0), new InversionResult { Series = new float[23] }, scratch));
        Assert.Throws<ArgumentException>(() => inversion.Invert(Tile(4, 0), new InversionResult { Sigma = new float[23] }, scratch));
        Assert.Throws<ArgumentException>(() => inversion.Invert(Tile(4, 0), new InversionResult { PairCount = new int[3] }, scratch));
        Assert.Throws<ArgumentOutOfRangeException>(() => inversion.Invert(Tile(4, 3), default, scratch));
        Assert.Throws<ArgumentOutOfRangeException>(() => inversion.Invert(Tile(-1, 0), default, scratch));
        var other = new NetworkInversion(Stack.Network, Usual, 1);
        Assert.Throws<ArgumentException>(() => other.Invert(Tile(4, 0), default, scratch));
    }

    [Fact]
    public void The_working_memory_is_leased_from_the_budget()
    {
        var inversion = new NetworkInversion(Stack.Network, Usual, 1);
        var budget = new MemoryBudget(inversion.ScratchBytes);
        using (inversion.CreateScratch(budget))
        {
            Assert.Equal(inversion.ScratchBytes, budget.Leased);
            Assert.Throws<MemoryBudgetException>(() => inversion.CreateScratch(budget));
        }

        Assert.Equal(0, budget.Leased);
    }

    private static void Refused(string word, InversionOptions options) =>
        Assert.Contains(word, Assert.Throws<RequestException>(() => new NetworkInversion(Stack.Network, options, 1)).Message, StringComparison.Ordinal);

    private static void Run(InversionOptions options, float[] phase, float[] coherence) =>
        SeriesRun.Of(new NetworkInversion(Stack.Network, options, 1), phase, coherence, Stack.Pixels);
}

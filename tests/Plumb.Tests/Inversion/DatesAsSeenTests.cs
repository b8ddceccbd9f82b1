using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Tests.Inversion;

/// <summary>What solvers predict of pairs: without noise all of it, whatever a solver takes off the series.</summary>
public sealed class DatesAsSeenTests
{
    private const double MetresPerRadian = -0.0555 / (4 * Math.PI);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pair_without_noise_is_predicted_the_error_of_the_elevation_model_with_it(bool withHeight)
    {
        var stack = new RandomStack(4, 14, 3, 37, 0);
        var (network, pixels) = (stack.Network, stack.Pixels);
        var baselines = Enumerable.Range(0, 14).Select(i => 100 * Math.Sin(3.1 * i)).ToArray();
        var range = Enumerable.Range(0, pixels).Select(p => 500_000f + (100 * p)).ToArray();
        var phase = new float[network.Pairs.Count * pixels];
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            for (var p = 0; p < pixels; p++)
            {
                // A velocity and, of up to 20 m, an error of the elevation model: nothing that a smoothing of changes of velocity would resist.
                var years = (network.Pairs[k].Second.DayNumber - network.Pairs[k].First.DayNumber) / 365.25;
                var height = 1.1 * (p - 18) * (baselines[network.SecondIndex[k]] - baselines[network.FirstIndex[k]]) / range[p];
                phase[(k * pixels) + p] = (float)(((0.01 * years) + height) / MetresPerRadian);
            }
        }

        var options = new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1)
        {
            Smoothing = withHeight ? Smoothing.Acceleration : Smoothing.None,
            DateBaselines = withHeight ? baselines : null,
        };
        using var solver = new DatesAsSeen(new NetworkInversion(network, options, MetresPerRadian), pixels, new MemoryBudget(1 << 26));
        const int held = 6;
        var reference = new float[network.Pairs.Count];
        reference[held] = float.NaN;
        solver.Solve(new InversionTile { Pixels = pixels, Phase = phase, ReferencePhase = reference, HorizontalRange = range });
        var largest = 0.0;
        for (var p = 0; p < pixels; p++)
        {
            var predicted = solver.Seen[(network.SecondIndex[held] * pixels) + p] - solver.Seen[(network.FirstIndex[held] * pixels) + p];
            Assert.Equal(phase[(held * pixels) + p] * MetresPerRadian, predicted, 2e-6);
            largest = Math.Max(largest, Math.Abs(predicted));
            Assert.Equal(1, solver.TemporalCoherence[p], 1e-4);
        }

        Assert.True(largest > 1e-3, "the pair shows too little to tell a sign by");
    }

    [Fact]
    public void A_stack_predicts_its_rate()
    {
        var stack = new RandomStack(4, 10, 3, 9, 0);
        var network = stack.Network;
        var phase = new float[network.Pairs.Count * 9];
        for (var k = 0; k < network.Pairs.Count; k++)
        {
            phase.AsSpan(k * 9, 9).Fill((float)(0.02 * (network.Pairs[k].Second.DayNumber - network.Pairs[k].First.DayNumber) / 365.25 / MetresPerRadian));
        }

        var options = new InversionOptions(Weighting.None, MinimumNorm.Velocity, 20, 1);
        using var solver = new DatesAsSeen(new PairStacking(network, new StackingOptions(Stacking.Plain, options), MetresPerRadian), 9, new MemoryBudget(1 << 26));
        solver.Solve(new InversionTile { Pixels = 9, Phase = phase });
        var years = (network.Dates[^1].DayNumber - network.Dates[0].DayNumber) / 365.25;
        Assert.Equal(0.02 * years, solver.Seen[(9 * 9) + 4], 1e-6);
        Assert.Equal(0, solver.Seen[4]);
        Assert.True(float.IsNaN(solver.ResidualRms[0]));
    }
}

using Plumb.Kernels;
using Plumb.Simulation;
using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

/// <summary>Islands of coherence joined across noise.</summary>
public sealed class IslandBridgeTests
{
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(1, 40, 0.1)]
    [InlineData(40, 1, 0.1)]
    [InlineData(23, 31, 0.02)]
    [InlineData(30, 17, 0.4)]
    public void The_nearest_marked_pixel_is_that_of_a_search_through_all(int rows, int columns, double share)
    {
        var random = new CounterRandom(rows, columns);
        bool[] marked = [.. Enumerable.Range(0, rows * columns).Select(i => random.Uniform((ulong)i) < share)];
        marked[rows * columns / 2] = true;

        var nearest = IslandBridge.Nearest(marked, rows, columns);

        int[] all = [.. Enumerable.Range(0, marked.Length).Where(i => marked[i])];
        for (var i = 0; i < nearest.Length; i++)
        {
            int Square(int to) => (((to / columns) - (i / columns)) * ((to / columns) - (i / columns))) + (((to % columns) - (i % columns)) * ((to % columns) - (i % columns)));
            Assert.True(marked[nearest[i]]);
            Assert.Equal(all.Min(Square), Square(nearest[i]));
        }
    }

    [Fact]
    public void Villages_in_a_field_of_noise_keep_their_cycles_when_joined_and_lose_them_alone()
    {
        var (alone, joined) = (0, 0);
        for (var seed = 1; seed <= 6; seed++)
        {
            var (phase, coherence, truth, isVillage) = Villages(seed);
            alone += Wrong(phase, coherence, truth, isVillage);
            var (filled, of) = ((float[])phase.Clone(), (float[])coherence.Clone());
            Assert.True(IslandBridge.Fill(filled, of, Side, 0.5) > 0);
            Assert.All(Enumerable.Range(0, phase.Length).Where(i => float.IsNaN(phase[i])), i => Assert.True(float.IsNaN(filled[i])));
            joined += Wrong(filled, of, truth, isVillage);
        }

        Assert.True(alone > 300, $"{alone} pixels are wrong without, so that this scene tells nothing");
        Assert.True(joined * 20 < alone, $"{joined} pixels are wrong, {alone} without");
    }

    [Fact]
    public void Ground_that_is_coherent_everywhere_or_nowhere_is_left_as_it_is()
    {
        float[] phase = [1, 2, 3, float.NaN], coherence = [0.9f, 0.8f, 0.9f, 0.9f];
        Assert.Equal(0, IslandBridge.Fill(phase, coherence, 2, 0.5));
        Assert.Equal(0, IslandBridge.Fill(phase, coherence, 2, 0.95));
        Assert.Equal([1, 2, 3, float.NaN], phase);
    }

    private const int Side = 120;

    /// <summary>Villages 12 pixels wide, 24 apart, over a slope of a cycle in 90 pixels; the phase between them is uniform and the coherence of 8 looks' noise.</summary>
    private static (float[] Phase, float[] Coherence, double[] Truth, bool[] IsVillage) Villages(int seed)
    {
        var random = new CounterRandom(seed, 5);
        var (phase, coherence, truth, village) = (new float[Side * Side], new float[Side * Side], new double[Side * Side], new bool[Side * Side]);
        for (var i = 0; i < phase.Length; i++)
        {
            var (row, column) = (i / Side, i % Side);
            truth[i] = 2 * Math.PI * ((row / 90.0) + (0.5 * column / 90.0));
            village[i] = row % 36 >= 24 && column % 36 >= 24;
            var noise = village[i] ? 0.3 * random.Normal((ulong)i) : 2 * Math.PI * random.Uniform((ulong)i);
            phase[i] = (float)Math.IEEERemainder(truth[i] + noise, 2 * Math.PI);
            coherence[i] = village[i] ? 0.85f : (float)Math.Clamp(0.31 + (0.15 * random.Normal((ulong)(i + phase.Length))), 0.01, 0.9);
        }

        phase[5] = float.NaN;
        return (phase, coherence, truth, village);
    }

    /// <summary>Pixels of villages that are off the truth by cycles, against most of them.</summary>
    private static int Wrong(float[] phase, float[] coherence, double[] truth, bool[] isVillage)
    {
        var found = PhaseUnwrapper.Unwrap(new WrappedImage(Side, Side, phase, coherence), new UnwrapOptions { Looks = 8 }, new MemoryBudget(1L << 28));
        return Enumerable.Range(0, phase.Length).Where(i => isVillage[i] && float.IsFinite(phase[i]))
            .GroupBy(i => (int)Math.Round((found.Phase[i] - truth[i]) / (2 * Math.PI))).OrderByDescending(g => g.Count()).Skip(1).Sum(g => g.Count());
    }
}

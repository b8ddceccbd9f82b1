using Plumb.Interferograms;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Operations;
using Plumb.Simulation;

namespace Plumb.Processing.Tests.Operations;

public class FilterTileTests
{
    private const int Rows = 50;
    private const int Columns = 64;

    [Theory]
    [InlineData(FilterMethod.Baran)]
    [InlineData(FilterMethod.Goldstein)]
    [InlineData(FilterMethod.Adaptive)]
    public void Bands_of_a_pair_give_the_phase_of_the_whole_with_less_noise_and_its_holes(FilterMethod method)
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Standard, Rows, Columns, 3);
        scene.Wrapped.AsSpan(700, 40).Fill(float.NaN);
        var options = new FilterSettings { Method = method, Patch = 16 }.Options(scene.Looks);
        var whole = Filter(options, scene, Rows);
        Assert.Equal(Array.ConvertAll(whole, BitConverter.SingleToInt32Bits), Array.ConvertAll(Filter(options, scene, 11), BitConverter.SingleToInt32Bits));
        var (before, after) = (0.0, 0.0);
        for (var p = 0; p < whole.Length; p++)
        {
            Assert.Equal(float.IsNaN(scene.Wrapped[p]), float.IsNaN(whole[p]));
            if (!float.IsNaN(whole[p]) && scene.TrueCoherence[p] > 0.2)
            {
                before += Math.Pow(Math.IEEERemainder(scene.Wrapped[p] - scene.Clean[p], 2 * Math.PI), 2);
                after += Math.Pow(Math.IEEERemainder(whole[p] - scene.Clean[p], 2 * Math.PI), 2);
            }
        }

        Assert.True(after < 0.8 * before, $"{after / before}");
    }

    [Fact]
    public void None_keeps_the_phase_and_wrong_spans_are_refused()
    {
        var scene = WrappedScene.Make(WrappedSceneKind.Standard, Rows, Columns, 4);
        var kept = Filter(new FilterSettings().Options(20), scene, 9);
        for (var p = 0; p < kept.Length; p++)
        {
            Assert.Equal(0, Math.IEEERemainder(kept[p] - scene.Wrapped[p], 2 * Math.PI), 2e-6);
        }

        using var tile = new FilterTile(new FilterOptions(), 4, Columns, new MemoryBudget(1 << 24));
        Assert.Throws<ArgumentException>(() => tile.Filter(scene.Wrapped, [], 0, 0, new float[5 * Columns]));
        Assert.Throws<ArgumentException>(() => tile.Filter(scene.Wrapped.AsSpan(0, 4 * Columns), new float[1], 0, 0, new float[4 * Columns]));
    }

    private static float[] Filter(FilterOptions options, WrappedScene scene, int band)
    {
        using var tile = new FilterTile(options, band, Columns, new MemoryBudget(1 << 26));
        var filtered = new float[Rows * Columns];
        for (var top = 0; top < Rows; top += band)
        {
            var count = Math.Min(band, Rows - top);
            var (from, end) = (Math.Max(0, top - tile.Halo), Math.Min(Rows, top + count + tile.Halo));
            tile.Filter(
                scene.Wrapped.AsSpan(from * Columns, (end - from) * Columns), scene.Coherence.AsSpan(from * Columns, (end - from) * Columns), from, top, filtered.AsSpan(top * Columns, count * Columns));
        }

        return filtered;
    }
}

using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping.Classical;

/// <summary>Minimum-cost flow and minimum discontinuity have one objective; two independent ways to its least value must meet.</summary>
public class FlowOptimumTests
{
    [Theory]
    [InlineData(WrappedSceneKind.Standard, PixelQuality.Coherence)]
    [InlineData(WrappedSceneKind.Hard, PixelQuality.Coherence)]
    [InlineData(WrappedSceneKind.VeryHard, PixelQuality.Coherence)]
    [InlineData(WrappedSceneKind.VeryHard, PixelQuality.Equal)]
    [InlineData(WrappedSceneKind.Hard, PixelQuality.DerivativeVariance)]
    [InlineData(WrappedSceneKind.Hard, PixelQuality.PseudoCoherence)]
    public void Both_reach_the_same_weighted_discontinuity(WrappedSceneKind kind, PixelQuality quality)
    {
        const int rows = 90;
        const int columns = 77;
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var scene = WrappedScene.Make(kind, rows, columns, seed);
            var phase = scene.Wrapped;
            for (var p = 0; p < phase.Length && seed > 1; p++)
            {
                // Gaps make holes, some of them with a charge.
                phase[p] = Math.Sin(0.31 * (p % columns)) * Math.Cos(0.23 * (p / columns)) > 0.93 ? float.NaN : phase[p];
            }

            var image = new WrappedImage(rows, columns, phase, scene.Coherence);
            var weights = Weights(image, quality);
            var options = new ClassicalOptions { Quality = quality };
            var byFlow = ClassicalUnwrapperTests.Unwrap(image, ClassicalMethod.MinimumCostFlow, options);
            var byLoops = ClassicalUnwrapperTests.Unwrap(image, ClassicalMethod.MinimumDiscontinuity, options);
            var least = Discontinuity(byFlow.Phase, columns, weights);
            Assert.Equal(least, Discontinuity(byLoops.Phase, columns, weights));
            Assert.True(least > 0);
            foreach (var method in new[] { ClassicalMethod.QualityGuided, ClassicalMethod.LpNorm })
            {
                Assert.True(Discontinuity(ClassicalUnwrapperTests.Unwrap(image, method, options).Phase, columns, weights) >= least);
            }
        }
    }

    [Theory]
    [InlineData(ClassicalMethod.MinimumCostFlow)]
    [InlineData(ClassicalMethod.MinimumDiscontinuity)]
    public void Transposes_and_mirrors_keep_the_least_discontinuity(ClassicalMethod method)
    {
        const int rows = 60;
        const int columns = 80;
        var scene = WrappedScene.Make(WrappedSceneKind.VeryHard, rows, columns, 8);
        var image = new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence);
        var weights = Weights(image, PixelQuality.Coherence);
        var least = Discontinuity(ClassicalUnwrapperTests.Unwrap(image, method).Phase, columns, weights);
        foreach (var (places, isTransposed) in Turns.Of(rows, columns))
        {
            var turned = Turns.Unwrap(image, places, isTransposed, method);
            Assert.Equal(least, Discontinuity(turned, columns, weights));
        }
    }

    /// <summary>Weights as the methods take them: one and 255 times the lesser quality, rounded; shape (pixel, right or below).</summary>
    internal static unsafe int[,] Weights(WrappedImage image, PixelQuality kind)
    {
        var quality = new float[image.Phase.Length];
        fixed (float* phase = image.Phase)
        fixed (float* q = quality)
        {
            QualityMap.Fill(image, phase, kind, q, 1);
        }

        var weights = new int[quality.Length, 2];
        for (var p = 0; p < quality.Length; p++)
        {
            weights[p, 0] = (p + 1) % image.Columns == 0 ? 0 : 1 + (int)Math.Round(255f * Math.Min(quality[p], quality[p + 1]));
            weights[p, 1] = p + image.Columns >= quality.Length ? 0 : 1 + (int)Math.Round(255f * Math.Min(quality[p], quality[p + image.Columns]));
        }

        return weights;
    }

    /// <summary>Sum over the edges of weight times the whole cycles nearest to the unwrapped difference, in plain double precision.</summary>
    internal static long Discontinuity(float[] phase, int columns, int[,] weights)
    {
        var total = 0L;
        for (var p = 0; p < phase.Length; p++)
        {
            total += weights[p, 0] == 0 ? 0 : weights[p, 0] * Cycles(phase[p + 1] - (double)phase[p]);
            total += weights[p, 1] == 0 ? 0 : weights[p, 1] * Cycles(phase[p + columns] - (double)phase[p]);
        }

        return total;
    }

    private static long Cycles(double difference) => double.IsNaN(difference) ? 0 : (long)Math.Abs(Math.Round(difference / (2 * Math.PI)));
}

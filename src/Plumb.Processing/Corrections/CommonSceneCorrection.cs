using System.Globalization;
using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Atmosphere of each date by common-scene stacking, see <see cref="CommonScene"/>.</summary>
internal sealed class CommonSceneCorrection : ICorrection
{
    private const int SampleCell = 8;

    public string Name => "common_scene";

    public string Title => "atmosphere of each date by common-scene stacking";

    public IReadOnlyList<string> Writes => [StorePaths.CommonScene];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.CommonScene, settings.Insist };

    public void Check(CorrectionSettings settings) => settings.CommonScene.Options().Validate();

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        scene.NeedSteadyGround();
        var settings = scene.Settings.CommonScene;
        var plan = scene.Network is { } network ? CommonScene.For(network, settings.Options()) : CommonScene.ForSeries(scene.Dates, settings.Options());
        var grid = scene.Stack.Grid;
        var length = scene.Pixels(settings.Smoothing);
        var cell = settings.Smoothing > 0 ? CoarseSeries.CellFor(length) : SampleCell;
        var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, cell, scene.Run.Budget);
        try
        {
            scene.Pass(_ => true, (_, tile, buffers) => coarse.Add(tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, scene.Steady));
            var estimate = plan.Estimate(coarse.Moments());
            var dates = estimate.Dates.Select((d, i) => new CorrectionDate
            {
                Date = scene.Dates[i],
                Pairs = d.Pairs,
                Coefficient = Math.Round(d.Coefficient, 4),
                Sigma = d.Sigma,
            }).ToArray();
            string[] notes =
            [
                string.Create(CultureInfo.InvariantCulture, $"{estimate.Iterations} iterations; {scene.SteadyWords()}."),
                settings.Trend switch
                {
                    TrendRule.Kept => "The rate by least squares is the same with and without it.",
                    TrendRule.Weighted => "The rate is that of the least squares in which dates count by the inverse of their noise.",
                    _ => "The rate is what the estimates leave: they also took a trend off.",
                },
            ];
            if (settings.Smoothing > 0)
            {
                coarse.Multiply(estimate.Matrix);
                coarse.Smooth(length);
                return new Smooth(coarse, scene.Chunks) { Dates = dates, Notes = notes };
            }

            coarse.Dispose();
            return new PixelByPixel(estimate.Matrix.ToArray(), scene.Chunks) { Dates = dates, Notes = notes };
        }
        catch
        {
            coarse.Dispose();
            throw;
        }
    }

    private static StackLayer Layer { get; } = new(
        StorePaths.CommonScene, "metre", "positive_towards_satellite", "Atmosphere by common-scene stacking, as displacement");

    /// <summary>A smooth field per date, kept on cells.</summary>
    private sealed class Smooth(CoarseSeries coarse, ChunkPlan chunks) : PreparedCorrection
    {
        public override StackLayer Stack => Layer;

        public override bool IsFilterInTime => true;

        public override bool IsJudged => true;

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            var pixels = chunks.ChunkPixels;
            for (var date = 0; date < coarse.Dates; date++)
            {
                coarse.Interpolate(date, tile, layer.Slice(date * pixels, pixels), chunks.ChunkColumns);
            }
        }

        public override void Dispose()
        {
            coarse.Dispose();
            base.Dispose();
        }
    }

    /// <summary>The matrix over the dates times each pixel's own series.</summary>
    private sealed class PixelByPixel(double[] matrix, ChunkPlan chunks) : PreparedCorrection
    {
        private readonly float[] factors = Array.ConvertAll(matrix, m => (float)m);

        public override StackLayer Stack => Layer;

        public override bool IsFilterInTime => true;

        public override bool IsJudged => true;

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            var pixels = chunks.ChunkPixels;
            var dates = series.Length / pixels;
            layer.Clear();
            for (var t = 0; t < dates; t++)
            {
                var into = layer.Slice(t * pixels, pixels);
                for (var j = 0; j < dates; j++)
                {
                    var factor = factors[(t * dates) + j];
                    if (factor != 0)
                    {
                        TensorPrimitives.MultiplyAdd(series.Slice(j * pixels, pixels), factor, into, into);
                    }
                }
            }
        }
    }
}

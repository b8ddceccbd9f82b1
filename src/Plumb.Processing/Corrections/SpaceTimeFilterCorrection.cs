using System.Globalization;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>What is rough in time and smooth in space, see <see cref="SpaceTimeFilter"/>.</summary>
internal sealed class SpaceTimeFilterCorrection : ICorrection
{
    public string Name => "space_time_filter";

    public string Title => "what is rough in time and smooth in space";

    public IReadOnlyList<string> Writes => [StorePaths.SpaceTimeFilter];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.SpaceTimeFilter, settings.Insist };

    public void Check(CorrectionSettings settings) => settings.SpaceTimeFilter.Options().Validate();

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        scene.NeedSteadyGround();
        var (settings, grid) = (scene.Settings.SpaceTimeFilter, scene.Stack.Grid);
        var matrix = SpaceTimeFilter.HighPass(DecimalYears.Since(scene.Dates, TimeAxis.Julian), settings.Options());
        var length = scene.Pixels(settings.Smoothing);
        var coarse = new CoarseSeries(scene.Dates.Count, grid.Rows, grid.Columns, CoarseSeries.CellFor(length), scene.Run.Budget);
        try
        {
            scene.Pass(_ => true, (_, tile, buffers) => coarse.Add(tile, buffers.Series, scene.Chunks.ChunkPixels, scene.Chunks.ChunkColumns, scene.Steady));
            coarse.Multiply(matrix);
            coarse.Smooth(length);
            return new Prepared(coarse, scene.Chunks)
            {
                Notes =
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Motion that changes its speed within {settings.Days:0} days and is wider than {settings.Smoothing:0} m is taken off with it where it does not stand out of the steady ground."),
                ],
                Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
            };
        }
        catch
        {
            coarse.Dispose();
            throw;
        }
    }

    private sealed class Prepared(CoarseSeries coarse, ChunkPlan chunks) : PreparedCorrection
    {
        public override StackLayer Stack { get; } = new(
            StorePaths.SpaceTimeFilter, "metre", "positive_towards_satellite", "What is rough in time and smooth in space, as displacement");

        public override bool IsFilterInTime => true;

        public override bool IsJudged => true;

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            for (var date = 0; date < coarse.Dates; date++)
            {
                coarse.Interpolate(date, tile, layer.Slice(date * chunks.ChunkPixels, chunks.ChunkPixels), chunks.ChunkColumns);
            }
        }

        public override void Dispose()
        {
            coarse.Dispose();
            base.Dispose();
        }
    }
}

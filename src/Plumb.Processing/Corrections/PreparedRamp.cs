using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>A correction that is a ramp at each date.</summary>
/// <param name="ramp">The ramps, metres.</param>
/// <param name="chunks">How chunks are cut.</param>
/// <param name="stack">The layer that they are written to.</param>
/// <param name="isJudged">Whether they are judged date by date.</param>
internal sealed class PreparedRamp(Ramp ramp, ChunkPlan chunks, StackLayer stack, bool isJudged) : PreparedCorrection
{
    public override StackLayer Stack { get; } = stack;

    public override bool IsJudged { get; } = isJudged;

    public override bool IsFilterInTime => TrendLeft is not null;

    public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
    {
        for (var date = 0; date < ramp.Dates; date++)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                ramp.Row(date, tile.Row + r, tile.Column, layer.Slice((date * chunks.ChunkPixels) + (r * chunks.ChunkColumns), tile.Columns));
            }
        }
    }
}

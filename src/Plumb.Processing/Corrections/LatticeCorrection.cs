using System.Numerics.Tensors;
using Plumb.Corrections;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>A correction whose values are smooth fields, one for each date or one for all with a factor for each.</summary>
/// <param name="lattice">The fields, metres, or metres per unit of the factors.</param>
/// <param name="factors">Factor of the one field at each date; null where each date has a field.</param>
/// <param name="stack">The array it writes.</param>
/// <param name="isJudged">Whether it is made only at dates where it gains anything.</param>
/// <param name="chunks">The chunks of the series.</param>
internal sealed class LatticeCorrection(FieldLattice lattice, float[]? factors, StackLayer stack, bool isJudged, ChunkPlan chunks) : PreparedCorrection
{
    public override StackLayer Stack => stack;

    public override bool IsJudged => isJudged;

    public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
    {
        layer.Clear();
        for (var date = 0; date < (factors?.Length ?? lattice.Fields); date++)
        {
            for (var r = 0; r < tile.Rows; r++)
            {
                var row = layer.Slice((date * chunks.ChunkPixels) + (r * chunks.ChunkColumns), tile.Columns);
                lattice.Row(factors is null ? date : 0, tile.Row + r, tile.Column, row);
                if (factors is not null)
                {
                    TensorPrimitives.Multiply(row, factors[date], row);
                }
            }
        }
    }
}

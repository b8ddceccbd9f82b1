using Plumb.Grids;

namespace Plumb.Web.Figures;

/// <summary>
/// A layer turned into colours, reduced by whole factors where it is larger than a figure can show: each block shows the
/// mean of its good pixels (of classes the one in its middle), grey where all its values are masked, clear where it has no data.
/// </summary>
internal sealed class MapPicture
{
    private readonly Tile tile;
    private readonly Raster raster;
    private readonly int factor;

    /// <summary>The picture of a part of a layer, at most so many pixels wide and high.</summary>
    public MapPicture(Layer layer, Mask? mask, Tile tile, ColourScale scale, int limit)
    {
        this.tile = tile;
        factor = Math.Max(1, (Math.Max(tile.Columns, tile.Rows) + limit - 1) / limit);
        raster = new Raster((tile.Columns + factor - 1) / factor, (tile.Rows + factor - 1) / factor);
        for (var row = 0; row < raster.Rows; row++)
        {
            for (var column = 0; column < raster.Columns; column++)
            {
                var block = new Tile(tile.Row + (row * factor), tile.Column + (column * factor), factor, factor).Intersect(tile);
                if (scale.Classes.Count > 0)
                {
                    block = new Tile(block.Row + (block.Rows / 2), block.Column + (block.Columns / 2), 1, 1);
                }

                var (mean, masked) = MeanOf(layer, mask, block);
                raster.Row(row)[column] = double.IsNaN(mean) ? masked ? Colour.Masked : Colour.Clear : scale.Of(mean);
                HasMasked |= double.IsNaN(mean) && masked;
                HasNoData |= double.IsNaN(mean) && !masked;
                HasGood |= !double.IsNaN(mean);
            }
        }
    }

    /// <summary>Whether something is grey because a mask covers it.</summary>
    public bool HasMasked { get; }

    /// <summary>Whether something is clear because there is no value.</summary>
    public bool HasNoData { get; }

    /// <summary>Whether any value is shown.</summary>
    public bool HasGood { get; }

    /// <summary>Draws the picture so that its tile fills the box.</summary>
    public void Draw(Canvas canvas, Box box)
    {
        canvas.PushClip(box);
        canvas.Image(raster, new Box(
            box.X,
            box.Y,
            box.Width * raster.Columns * factor / tile.Columns,
            box.Height * raster.Rows * factor / tile.Rows));
        canvas.PopClip();
    }

    private static (double Mean, bool Masked) MeanOf(Layer layer, Mask? mask, Tile block)
    {
        var (sum, count, masked) = (0.0, 0, false);
        for (var row = block.Row; row < block.EndRow; row++)
        {
            for (var column = block.Column; column < block.EndColumn; column++)
            {
                var reasons = mask?[row, column] ?? MaskReasons.None;
                var value = layer[row, column];
                if (reasons == MaskReasons.None && float.IsFinite(value))
                {
                    sum += value;
                    count++;
                }
                else
                {
                    masked |= reasons != MaskReasons.None && (reasons & (MaskReasons.NoData | MaskReasons.OutsideArea)) == 0;
                }
            }
        }

        return (count > 0 ? sum / count : double.NaN, masked);
    }
}

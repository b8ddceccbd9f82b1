using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>
/// How the arrays of a stack are cut into chunks: long along dates or pairs, small in space, so that an inversion tile,
/// a click on one series and an appended pair each touch few bytes. Fixed for a grid; never a function of memory or threads.
/// </summary>
public sealed class ChunkPlan
{
    /// <summary>Side of a chunk of a stack array, pixels.</summary>
    public const int Side = 64;

    /// <summary>Side of a chunk of a map array, pixels; a block of this side is the unit of work of a stage.</summary>
    public const int BlockSide = 256;

    /// <summary>Most dates or pairs in one chunk (count).</summary>
    public const int Depth = 32;

    /// <summary>The plan of a grid.</summary>
    /// <param name="grid">The grid.</param>
    public ChunkPlan(Grid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Grid = grid;
        ChunkRows = Math.Min(Side, grid.Rows);
        ChunkColumns = Math.Min(Side, grid.Columns);
        Blocks = Tile.Cover(grid.Rows, grid.Columns, BlockSide, BlockSide).ToArray();
    }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>Rows of a chunk of a stack array, pixels.</summary>
    public int ChunkRows { get; }

    /// <summary>Columns of a chunk of a stack array, pixels.</summary>
    public int ChunkColumns { get; }

    /// <summary>Pixels of a chunk of a stack array (count), edge chunks included: these are padded.</summary>
    public int ChunkPixels => ChunkRows * ChunkColumns;

    /// <summary>The blocks that the grid is worked through in, row by row.</summary>
    public IReadOnlyList<Tile> Blocks { get; }

    /// <summary>
    /// Length of a chunk along dates or pairs (count): <see cref="Depth"/>, and less only where there are fewer. It does not change as a stack grows, so
    /// that what is appended touches only the last chunks.
    /// </summary>
    /// <param name="length">Number of dates or pairs (count).</param>
    public static int DepthOf(int length) => Math.Clamp(length, 1, Depth);

    /// <summary>Indices (row, column) of the stack chunks inside a block, row by row.</summary>
    /// <param name="block">A block of <see cref="Blocks"/>.</param>
    public IEnumerable<(int Row, int Column, Tile Tile)> ChunksOf(Tile block)
    {
        for (var row = block.Row / ChunkRows; row * ChunkRows < block.EndRow; row++)
        {
            for (var column = block.Column / ChunkColumns; column * ChunkColumns < block.EndColumn; column++)
            {
                var tile = new Tile(row * ChunkRows, column * ChunkColumns, ChunkRows, ChunkColumns);
                yield return (row, column, tile.Intersect(Grid.Whole));
            }
        }
    }
}

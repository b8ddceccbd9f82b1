using System.Runtime.InteropServices;
using Plumb.Formats.Store;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>Arrays of shape (row, column) in the store.</summary>
internal static class MapArrays
{
    public static ZarrArray<T> Create<T>(ChunkStore store, Grid grid, string name, T fill, string unit, string sign, string title)
        where T : unmanaged => store.CreateArray(name, new ArrayLayout<T>(
            [grid.Rows, grid.Columns],
            [Math.Min(ChunkPlan.BlockSide, grid.Rows), Math.Min(ChunkPlan.BlockSide, grid.Columns)],
            ["y", "x"],
            fill,
            CompressionLevel: typeof(T) == typeof(float) ? 0 : 1,
            StackArrays.Attributes(unit, sign, title)));

    public static void Write(ChunkStore store, Grid grid, string name, ReadOnlySpan<float> values, string unit, string sign, string title) =>
        WriteWhole(Create(store, grid, name, float.NaN, unit, sign, title), grid, values);

    public static void WriteMask(ChunkStore store, Mask mask, string name) =>
        WriteWhole(
            Create<ushort>(store, mask.Grid, name, 0, "flags", "none", MaskReasonWords.FlagMeanings),
            mask.Grid,
            MemoryMarshal.Cast<MaskReasons, ushort>(mask.Reasons));

    public static float[] Read(ChunkStore store, Grid grid, string name)
    {
        var values = new float[grid.PixelCount];
        store.OpenArray<float>(name).ReadRegion([0, 0], [grid.Rows, grid.Columns], values);
        return values;
    }

    /// <summary>A map of the view or the ground that the products may bring; null where they do not.</summary>
    public static float[]? ReadGeometry(ChunkStore store, StackDescription stack, string name) => stack.Geometry.Contains(name) ? Read(store, stack.Grid, name) : null;

    public static Mask ReadMask(ChunkStore store, Grid grid, string name)
    {
        var reasons = new MaskReasons[grid.PixelCount];
        store.OpenArray<ushort>(name).ReadRegion([0, 0], [grid.Rows, grid.Columns], MemoryMarshal.Cast<MaskReasons, ushort>(reasons.AsSpan()));
        return new Mask(grid, reasons);
    }

    /// <summary>Writes one block; the array's chunks are the blocks, except on grids smaller than a block.</summary>
    public static void WriteBlock<T>(ZarrArray<T> array, Tile block, ReadOnlySpan<T> values)
        where T : unmanaged => array.WriteRegion([block.Row, block.Column], [block.Rows, block.Columns], values);

    private static void WriteWhole<T>(ZarrArray<T> array, Grid grid, ReadOnlySpan<T> values)
        where T : unmanaged => array.WriteRegion([0, 0], [grid.Rows, grid.Columns], values);
}

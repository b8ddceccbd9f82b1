using System.Text.Json.Nodes;
using Plumb.Formats.Store;

namespace Plumb.Processing.Stages;

/// <summary>Layouts of the arrays of shape (date or pair, row, column).</summary>
internal static class StackArrays
{
    public static ArrayLayout<T> Stack<T>(ChunkPlan chunks, string axis, int length, T fill, string unit, string sign, string title, int compression = 0)
        where T : unmanaged => new(
            [length, chunks.Grid.Rows, chunks.Grid.Columns],
            [ChunkPlan.DepthOf(length), chunks.ChunkRows, chunks.ChunkColumns],
            [axis, "y", "x"],
            fill,
            compression,
            Attributes(unit, sign, title));

    public static JsonObject Attributes(string unit, string sign, string title) =>
        new() { ["long_name"] = title, ["units"] = unit, ["sign"] = sign };
}

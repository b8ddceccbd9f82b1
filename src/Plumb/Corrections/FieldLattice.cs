using System.Numerics.Tensors;

namespace Plumb.Corrections;

/// <summary>
/// Smooth fields over an image, as a model gives them (tides, plate motion, ionosphere): values at every <see cref="Step"/>th pixel, bilinear between. The nodes reach
/// past the last row and column, so that every pixel lies between four. Reading allocates nothing and may go on in several threads.
/// </summary>
public sealed class FieldLattice
{
    /// <summary>Distance of the nodes, pixels.</summary>
    public const int Step = 32;

    private static readonly float[] Share = [.. Enumerable.Range(0, Step).Select(i => (float)i / Step)];
    private readonly float[] nodes;

    /// <summary>Fields of zeros.</summary>
    /// <param name="fields">Number of fields (count).</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    public FieldLattice(int fields, int rows, int columns)
    {
        (Fields, Rows, Columns) = (fields, NodesAlong(rows), NodesAlong(columns));
        nodes = new float[fields * Rows * Columns];
    }

    /// <summary>Number of fields (count).</summary>
    public int Fields { get; }

    /// <summary>Rows of nodes (count).</summary>
    public int Rows { get; }

    /// <summary>Columns of nodes (count).</summary>
    public int Columns { get; }

    /// <summary>Nodes along a side of an image (count).</summary>
    /// <param name="pixels">Length of the side, pixels.</param>
    public static int NodesAlong(int pixels) => ((pixels - 1) / Step) + 2;

    /// <summary>Values of one field at the nodes, in the unit of the field; shape (row, column) of nodes.</summary>
    /// <param name="field">Index of the field.</param>
    public Span<float> Nodes(int field) => nodes.AsSpan(field * Rows * Columns, Rows * Columns);

    /// <summary>Values of one field along part of an image row, in the unit of the field.</summary>
    /// <param name="field">Index of the field.</param>
    /// <param name="row">Row of the image (pixels).</param>
    /// <param name="column">First column (pixels).</param>
    /// <param name="values">Receives the values; shape (pixel). NaN where a node about it is NaN.</param>
    public void Row(int field, int row, int column, Span<float> values)
    {
        var north = Nodes(field).Slice(row / Step * Columns, Columns);
        var south = Nodes(field).Slice(((row / Step) + 1) * Columns, Columns);
        var down = Share[row % Step];
        for (var done = 0; done < values.Length;)
        {
            var (node, at) = ((column + done) / Step, (column + done) % Step);
            var part = values.Slice(done, Math.Min(Step - at, values.Length - done));
            var west = north[node] + (down * (south[node] - north[node]));
            var east = north[node + 1] + (down * (south[node + 1] - north[node + 1]));
            TensorPrimitives.Multiply(Share.AsSpan(at, part.Length), east - west, part);
            TensorPrimitives.Add(part, west, part);
            done += part.Length;
        }
    }
}

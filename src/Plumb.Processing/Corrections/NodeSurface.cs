using Plumb.Corrections;
using Plumb.Grids;

namespace Plumb.Processing.Corrections;

/// <summary>Maps that change smoothly over a scene, at the nodes of a <see cref="FieldLattice"/>: planes with bend fitted to them, which have values where the maps have none and past the edges.</summary>
internal static class NodeSurface
{
    private const int Apart = 4;

    /// <summary>The maps at the nodes, in their unit; shape (map, node).</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="maps">The maps; shape (map, row, column).</param>
    /// <param name="count">Number of maps.</param>
    /// <param name="what">What they are, for people.</param>
    /// <exception cref="RequestException">The maps have values at too few pixels.</exception>
    public static float[] Of(Grid grid, float[] maps, int count, string what)
    {
        var pixels = maps.Length / count;
        var used = new bool[pixels];
        for (var i = 0; i < pixels; i++)
        {
            used[i] = (i / grid.Columns % Apart == 0 || grid.Rows < 8 * Apart) && (i % grid.Columns % Apart == 0 || grid.Columns < 8 * Apart);
        }

        var smooth = Smooth(grid, maps, count, used, what);
        var (rows, columns) = (FieldLattice.NodesAlong(grid.Rows), FieldLattice.NodesAlong(grid.Columns));
        var nodes = new float[count * rows * columns];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = i % (rows * columns);
            smooth.Row(i / (rows * columns), node / columns * FieldLattice.Step, node % columns * FieldLattice.Step, nodes.AsSpan(i, 1));
        }

        return nodes;
    }

    private static Ramp Smooth(Grid grid, float[] maps, int count, bool[] used, string what)
    {
        RequestException? problem = null;
        foreach (var shape in (RampShape[])[RampShape.Quadratic, RampShape.Plane])
        {
            try
            {
                var fit = new RampFit(shape, count, grid.Rows, grid.Columns, 1);
                fit.Add(0, new Tile(0, 0, grid.Rows, grid.Columns), maps, used.Length, grid.Columns, used);
                return fit.Solve();
            }
            catch (RequestException e)
            {
                problem = e;
            }
        }

        throw new RequestException($"The products' maps of {what} have values at too few pixels. Check them.", problem!);
    }
}

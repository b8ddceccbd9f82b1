using Plumb.Corrections;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>
/// Unit vectors from the ground to the satellite at the nodes of a <see cref="FieldLattice"/>. Look vectors change smoothly over a scene, so a plane with bend is fitted to
/// those of the products; it has values where these have none, and past the edges.
/// </summary>
internal sealed class LookNodes
{
    private const int Apart = 4;
    private readonly LookVector[] looks;

    /// <summary>Look vectors of a scene.</summary>
    /// <exception cref="RequestException">The products name no incidence angle or no heading.</exception>
    public LookNodes(CorrectionScene scene)
    {
        var (stack, store) = (scene.Stack, scene.Run.Store);
        float[]? Of(string name) => stack.Geometry.Contains(name) ? MapArrays.Read(store, stack.Grid, name) : null;
        var (incidence, heading) = (Of(StorePaths.Incidence), Of(StorePaths.Heading));
        if ((incidence is null && double.IsNaN(stack.Incidence)) || (heading is null && double.IsNaN(stack.Heading)))
        {
            var lacking = incidence is null && double.IsNaN(stack.Incidence) ? "incidence angle" : "heading of the satellite";
            throw new RequestException($"The products name no {lacking}, so the direction of the look is not known. Add the product's angle maps, or leave the correction out of corrections.sequence.");
        }

        var grid = stack.Grid;
        var (rows, columns) = (FieldLattice.NodesAlong(grid.Rows), FieldLattice.NodesAlong(grid.Columns));
        looks = new LookVector[rows * columns];
        if (incidence is null && heading is null)
        {
            Array.Fill(looks, LookVector.FromAngles(stack.Incidence, stack.Heading));
            return;
        }

        var used = new bool[grid.PixelCount];
        var components = new float[3 * used.Length];
        for (var i = 0; i < used.Length; i++)
        {
            var look = LookVector.FromAngles(incidence?[i] ?? stack.Incidence, heading?[i] ?? stack.Heading);
            (components[i], components[used.Length + i], components[(2 * used.Length) + i]) = ((float)look.East, (float)look.North, (float)look.Up);
            used[i] = (i / grid.Columns % Apart == 0 || grid.Rows < 8 * Apart) && (i % grid.Columns % Apart == 0 || grid.Columns < 8 * Apart);
        }

        Fill(Smooth(grid, components, used), rows, columns);
    }

    /// <summary>Incidence at a node, radians, and all else.</summary>
    public LookVector this[int node] => looks[node];

    private static Ramp Smooth(Grid grid, float[] components, bool[] used)
    {
        RequestException? problem = null;
        foreach (var shape in (RampShape[])[RampShape.Quadratic, RampShape.Plane])
        {
            try
            {
                var fit = new RampFit(shape, 3, grid.Rows, grid.Columns, 1);
                fit.Add(0, new Tile(0, 0, grid.Rows, grid.Columns), components, used.Length, grid.Columns, used);
                return fit.Solve();
            }
            catch (RequestException e)
            {
                problem = e;
            }
        }

        throw new RequestException("The products' angles of the look have values at too few pixels. Check the incidence and heading maps.", problem!);
    }

    private void Fill(Ramp smooth, int rows, int columns)
    {
        Span<float> one = stackalloc float[1];
        Span<double> look = stackalloc double[3];
        for (var node = 0; node < rows * columns; node++)
        {
            for (var component = 0; component < 3; component++)
            {
                smooth.Row(component, node / columns * FieldLattice.Step, node % columns * FieldLattice.Step, one);
                look[component] = one[0];
            }

            var length = Math.Sqrt((look[0] * look[0]) + (look[1] * look[1]) + (look[2] * look[2]));
            looks[node] = new LookVector(look[0] / length, look[1] / length, look[2] / length);
        }
    }
}

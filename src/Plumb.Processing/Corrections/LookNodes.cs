using Plumb.Corrections;
using Plumb.Geometry;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>
/// Unit vectors from the ground to the satellite at the nodes of a <see cref="FieldLattice"/>. They are those of the products made smooth, see
/// <see cref="NodeSurface"/>.
/// </summary>
internal sealed class LookNodes
{
    private readonly LookVector[] looks;

    /// <summary>Look vectors of a scene.</summary>
    /// <exception cref="RequestException">The products name no incidence angle or no heading.</exception>
    public LookNodes(CorrectionScene scene)
    {
        var (stack, store) = (scene.Stack, scene.Run.Store);
        float[]? Of(string name) => MapArrays.ReadGeometry(store, stack, name);
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

        var pixels = (int)grid.PixelCount;
        var components = new float[3 * pixels];
        for (var i = 0; i < pixels; i++)
        {
            var look = LookVector.FromAngles(incidence?[i] ?? stack.Incidence, heading?[i] ?? stack.Heading);
            (components[i], components[pixels + i], components[(2 * pixels) + i]) = ((float)look.East, (float)look.North, (float)look.Up);
        }

        var nodes = NodeSurface.Of(grid, components, 3, "the incidence angle and the heading");
        for (var i = 0; i < looks.Length; i++)
        {
            var (east, north, up) = (nodes[i], nodes[looks.Length + i], nodes[(2 * looks.Length) + i]);
            var length = Math.Sqrt(((double)east * east) + ((double)north * north) + ((double)up * up));
            looks[i] = new LookVector(east / length, north / length, up / length);
        }
    }

    /// <summary>The look vector of a node (pure numbers).</summary>
    public LookVector this[int node] => looks[node];
}

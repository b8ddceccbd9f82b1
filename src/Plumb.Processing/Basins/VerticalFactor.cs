using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Basins;

/// <summary>What a motion along the line of sight is multiplied by to be vertical where nothing moves sideways: one over the cosine of the incidence.</summary>
internal static class VerticalFactor
{
    /// <summary>Multiplies a map of motion by the factors, in place.</summary>
    public static float[] Apply(float[] factor, float[] motion)
    {
        TensorPrimitives.Multiply<float>(motion, factor, motion);
        return motion;
    }

    /// <summary>A copy of a map of motion, multiplied by the factors.</summary>
    public static float[] Apply(float[] factor, Layer motion) => Apply(factor, motion.Values.ToArray());

    /// <summary>The factor of each pixel (pure number), shape (rows, columns), and the direction in words; 1 along the line of sight or where no incidence is known.</summary>
    public static (float[] Factor, string Words) Of(ResultSet results, SubsidenceAxis axis)
    {
        var factor = new float[results.Grid.PixelCount];
        Array.Fill(factor, 1f);
        var incidence = MapArrays.ReadGeometry(results.Store, results.Stack, StorePaths.Incidence);
        if (axis == SubsidenceAxis.LineOfSight || (incidence is null && !double.IsFinite(results.Stack.Incidence)))
        {
            return (factor, axis == SubsidenceAxis.LineOfSight
                ? "along the line of sight, positive towards the satellite"
                : "along the line of sight, positive towards the satellite: the products tell no incidence, so nothing can be made vertical");
        }

        var scene = double.IsFinite(results.Stack.Incidence) ? (float)(1 / Math.Cos(results.Stack.Incidence)) : float.NaN;
        Array.Fill(factor, scene);
        if (incidence is not null)
        {
            for (var i = 0; i < factor.Length; i++)
            {
                factor[i] = float.IsFinite(incidence[i]) ? 1 / MathF.Cos(incidence[i]) : scene;
            }
        }

        return (factor, "vertical, positive upwards: line of sight over the cosine of the incidence, as if nothing moved sideways");
    }
}

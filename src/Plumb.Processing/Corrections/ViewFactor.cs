using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>R sin theta, metres: height over displacement per metre of perpendicular baseline. NaN where the view is not known.</summary>
internal sealed class ViewFactor
{
    private readonly float[]? range;
    private readonly float[]? incidence;
    private readonly double rangeAtCentre;
    private readonly double incidenceAtCentre;
    private readonly int columns;

    private ViewFactor(CorrectionScene scene)
    {
        var (stack, store) = (scene.Stack, scene.Run.Store);
        float[]? Of(string name) => MapArrays.ReadGeometry(store, stack, name);
        (range, incidence) = (Of(StorePaths.SlantRange), Of(StorePaths.Incidence));
        (rangeAtCentre, incidenceAtCentre) = (stack.SlantRange, stack.Incidence);
        columns = stack.Grid.Columns;
        Typical = At(stack.Grid.Rows / 2, columns / 2);
        if (double.IsNaN(Typical))
        {
            Typical = rangeAtCentre * Math.Sin(incidenceAtCentre);
        }
    }

    /// <summary>At the centre of the scene.</summary>
    public double Typical { get; }

    public static ViewFactor Of(CorrectionScene scene) => new(scene);

    public float At(int row, int column)
    {
        var pixel = (row * columns) + column;
        return (float)((range?[pixel] ?? rangeAtCentre) * Math.Sin(incidence?[pixel] ?? incidenceAtCentre));
    }
}

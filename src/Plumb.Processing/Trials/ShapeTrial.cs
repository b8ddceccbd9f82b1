using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Trials;

/// <summary>A shape whose parameters are searched, with its truth.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Size">All of its motion, metres.</param>
/// <param name="Parameters">Its parameters in their units (days, one over years).</param>
internal sealed record KnownShape(TimeShape Shape, double Size, double[] Parameters);

/// <summary>
/// Puts the standard deviations of a searched shape on trial: the errors of one simulated scene's series with a known curve on them, the standard deviations worked out by the same
/// operations as in the stage 'uncertainty'.
/// </summary>
internal sealed class ShapeTrial
{
    /// <summary>Fits the curve to every pixel.</summary>
    public ShapeTrial(SimulatedScene stack, KnownShape known)
    {
        var dates = new SeriesDates(stack.Inversion.Network.Dates);
        var model = new TimeModel(new ConstantTerm());
        var fit = new ShapeFit(model, known.Shape, dates);
        var pixels = stack.Pixels;
        var series = new float[dates.Count * pixels];
        var motion = new TimeModel(known.Shape.At(dates, known.Parameters)).Columns(dates, dates.Years);
        for (var d = 0; d < dates.Count; d++)
        {
            var truth = stack.Truth(d);
            for (var i = 0; i < pixels; i++)
            {
                series[(d * pixels) + i] = (float)(stack.Series[(d * pixels) + i] - truth[i] + (known.Size * motion[d]));
            }
        }

        var (found, states) = (new float[fit.Rows * pixels], new ShapeState[pixels]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1L << 28));
        fit.Fit(new FitTile { Pixels = pixels, Series = series }, new FitResult { Coefficients = found }, states, scratch);
        var operators = new ShapeOperator(model, known.Shape, dates);
        var functions = new float[operators.Rows * dates.Count * pixels];
        using var other = operators.CreateScratch(new MemoryBudget(1L << 28));
        var first = model.Coefficients.Count;
        operators.Evaluate(pixels, found.AsSpan(first * pixels), series, functions, other);
        var sigma = new SigmaTrial(stack, TimeModel.Line).Own(operators.Rows, functions);
        int[] resolved = [.. Enumerable.Range(0, pixels).Where(i => stack.Good[i] && states[i] == ShapeState.Resolved)];
        ResolvedShare = (double)resolved.Length / pixels;
        double[] truths = [known.Size, .. known.Parameters];
        Ratios = [.. truths.Select((value, j) => resolved.Select(i => (found[((first + j) * pixels) + i] - value) / sigma[((first + j) * pixels) + i]).ToArray())];
    }

    /// <summary>Share (0 to 1) of all pixels that are good and whose curve the dates tell.</summary>
    public double ResolvedShare { get; }

    /// <summary>Errors over standard deviations (pure numbers) of size and parameters; shape (quantity, pixel).</summary>
    public IReadOnlyList<double[]> Ratios { get; }
}

using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Trials;

/// <summary>Puts the standard deviations of a searched S-curve on trial: the errors of one simulated scene's series with a known curve on them.</summary>
internal sealed class ShapeTrial
{
    private const double Size = -0.08;
    private const double CentreShare = 0.45;
    private const double ConstantShare = 0.07;

    /// <summary>Fits the curve to every good pixel.</summary>
    public ShapeTrial(SimulatedScene stack)
    {
        var dates = new SeriesDates(stack.Inversion.Network.Dates);
        var days = dates.Dates.Select(d => (double)(d.DayNumber - dates.Dates[0].DayNumber)).ToArray();
        var (centre, constant) = (CentreShare * days[^1], ConstantShare * days[^1]);
        var shape = new LogisticShape();
        var fit = new ShapeFit(new TimeModel(new ConstantTerm()), shape, dates);
        int[] good = [.. Enumerable.Range(0, stack.Pixels).Where(i => stack.Good[i])];
        var series = new float[days.Length * good.Length];
        for (var d = 0; d < days.Length; d++)
        {
            var truth = stack.Truth(d);
            var motion = Size / (1 + Math.Exp(-(days[d] - centre) / constant));
            for (var k = 0; k < good.Length; k++)
            {
                series[(d * good.Length) + k] = (float)(stack.Series[(d * stack.Pixels) + good[k]] - truth[good[k]] + motion);
            }
        }

        var (found, sigma, states) = (new float[fit.Rows * good.Length], new float[fit.Rows * good.Length], new ShapeState[good.Length]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1L << 28));
        fit.Fit(new FitTile { Pixels = good.Length, Series = series }, new FitResult { Coefficients = found, Sigma = sigma }, states, scratch);
        int[] resolved = [.. Enumerable.Range(0, good.Length).Where(k => states[k] == ShapeState.Resolved)];
        ResolvedShare = (double)resolved.Length / stack.Pixels;
        var first = fit.Model.Coefficients.Count;
        double[] known = [Size, centre, 365.25 / constant];
        Ratios = [.. known.Select((value, j) => resolved.Select(k => (found[((first + j) * good.Length) + k] - value) / sigma[((first + j) * good.Length) + k]).ToArray())];
    }

    /// <summary>Share (0 to 1) of all pixels that are good and whose curve the dates tell.</summary>
    public double ResolvedShare { get; }

    /// <summary>Errors over standard deviations (pure numbers) of size, centre and constant; shape (quantity, pixel).</summary>
    public IReadOnlyList<double[]> Ratios { get; }
}

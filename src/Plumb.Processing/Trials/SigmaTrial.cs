using Plumb.Kernels;
using Plumb.References;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Processing.Trials;

/// <summary>
/// Puts the standard deviations of one simulated scene on trial: by the same operations as the stage 'uncertainty', and held against the true errors.
/// </summary>
public sealed class SigmaTrial
{
    private readonly SimulatedScene stack;
    private readonly CoefficientOperator model;
    private readonly float[] sigma;
    private readonly float[] area;
    private readonly float[] heights;
    private readonly SharedNoise shared;
    private readonly FunctionNoise[] noise;
    private readonly double[][] functions;

    /// <summary>Works the standard deviations out.</summary>
    /// <param name="stack">The scene, inverted.</param>
    /// <param name="timeModel">Model of the motion whose coefficients are tried; its first is the constant.</param>
    /// <param name="withAtmosphere">Whether the noise of the dates is measured and counted.</param>
    public SigmaTrial(SimulatedScene stack, TimeModel timeModel, bool withAtmosphere = true)
    {
        ArgumentNullException.ThrowIfNull(stack);
        this.stack = stack;
        var network = stack.Inversion.Network;
        var dates = network.Dates.Count;
        model = new CoefficientOperator(timeModel, new SeriesDates(network.Dates));
        functions =
        [
            .. Enumerable.Range(0, timeModel.Coefficients.Count).Select(c => model.Values.Slice(c * dates, dates).ToArray()),
            .. SeriesScale.CheckDates(dates).Select(d => SeriesScale.Unit(dates, d)),
        ];
        var plan = new NetworkPropagation(stack.Inversion, stack.Simulator.Scene.Sensor.Looks, functions);
        sigma = new float[functions.Length * stack.Pixels];
        using var scratch = plan.CreateScratch(new MemoryBudget(1L << 30));
        plan.Propagate(
            new PropagationTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence, ReferencePhase = stack.ReferencePhase },
            new PropagationResult { Sigma = sigma },
            scratch);
        heights = new float[stack.Pixels];
        stack.Simulator.Height(stack.Simulator.Grid.Whole, heights);
        Atmosphere = withAtmosphere ? Measure() : null;
        var grid = stack.Simulator.Grid;
        area = new float[stack.Pixels];
        if (Atmosphere is not null)
        {
            var geometry = new AreaVariance(Atmosphere.Form, stack.ReferencePixels, grid.Rows, grid.Columns, Step.X, Step.Y);
            for (var row = 0; row < grid.Rows; row++)
            {
                geometry.Row(row, 0, area.AsSpan(row * grid.Columns, grid.Columns));
            }
        }

        var reference = Reference(plan);
        shared = new SharedNoise(reference, Atmosphere);
        noise = Array.ConvertAll(functions, f => shared.Of(f));
        var referenceHeight = stack.ReferencePixels.Average(p => heights[(p.Row * grid.Columns) + p.Column]);
        for (var i = 0; i < heights.Length; i++)
        {
            heights[i] -= referenceHeight;
        }

        DateNoise = [.. Enumerable.Range(0, dates).Select(d => shared.Of(SeriesScale.Unit(dates, d)))];
    }

    /// <summary>What was measured of the noise of the dates; null where not asked for or not measurable.</summary>
    public AtmosphereModel? Atmosphere { get; }

    /// <summary>Noise of the displacement at each date; shape (date).</summary>
    public IReadOnlyList<FunctionNoise> DateNoise { get; }

    private (double X, double Y) Step => (stack.Simulator.Scene.Grid.Step, stack.Simulator.Scene.Grid.Step);

    /// <summary>Errors of a coefficient of the model over its standard deviation.</summary>
    /// <param name="coefficient">Index of the coefficient.</param>
    /// <param name="serves">Which pixels are asked; shape (pixel).</param>
    /// <returns>Ratios (pure numbers); shape (pixel asked).</returns>
    public double[] Coefficient(int coefficient, Func<int, bool> serves)
    {
        ArgumentNullException.ThrowIfNull(serves);
        var (found, truth, total) = (new double[stack.Pixels], new double[stack.Pixels], new float[stack.Pixels]);
        for (var d = 0; d < functions[coefficient].Length; d++)
        {
            var (g, motion) = (functions[coefficient][d], stack.Truth(d));
            for (var i = 0; i < stack.Pixels; i++)
            {
                found[i] += g * stack.Series[(d * stack.Pixels) + i];
                truth[i] += g * motion[i];
            }
        }

        SigmaBudget.Combine(noise[coefficient], sigma.AsSpan(coefficient * stack.Pixels, stack.Pixels), area, heights, total, []);
        return [.. Enumerable.Range(0, stack.Pixels).Where(i => stack.Good[i] && serves(i)).Select(i => (found[i] - truth[i]) / total[i])];
    }

    /// <summary>Standard deviations of functions that are each pixel's own.</summary>
    /// <param name="own">Number of functions (count).</param>
    /// <param name="functions">Their coefficients, any unit; shape (function, date, pixel); NaN where there is none.</param>
    /// <returns>Standard deviations, metres times the unit of the function; shape (function, pixel).</returns>
    public float[] Own(int own, ReadOnlySpan<float> functions)
    {
        var dates = DateNoise.Count;
        var plan = new NetworkPropagation(stack.Inversion, stack.Simulator.Scene.Sensor.Looks, [], own);
        var (pairs, total) = (new float[own * stack.Pixels], new float[own * stack.Pixels]);
        using var scratch = plan.CreateScratch(new MemoryBudget(1L << 30));
        plan.Propagate(
            new PropagationTile { Pixels = stack.Pixels, Phase = stack.Phase, Coherence = stack.Coherence, ReferencePhase = stack.ReferencePhase, OwnFunctions = functions },
            new PropagationResult { Sigma = pairs },
            scratch);
        var (one, work) = (new double[dates], new double[SharedNoise.WorkLength(dates)]);
        for (var f = 0; f < own; f++)
        {
            shared.Combine(functions.Slice(f * dates * stack.Pixels, dates * stack.Pixels), pairs.AsSpan(f * stack.Pixels, stack.Pixels), area, heights, one, work, total.AsSpan(f * stack.Pixels, stack.Pixels));
        }

        return total;
    }

    /// <summary>Errors of the displacement at a date over its standard deviation.</summary>
    /// <param name="date">Index of the date, from 1.</param>
    /// <param name="serves">Which pixels are asked; shape (pixel).</param>
    /// <returns>Ratios (pure numbers); shape (pixel asked).</returns>
    public double[] Displacement(int date, Func<int, bool> serves)
    {
        ArgumentNullException.ThrowIfNull(serves);
        var checks = SeriesScale.CheckDates(functions[0].Length);
        var scale = new float[stack.Pixels];
        SeriesScale.Of(checks, sigma.AsSpan(model.Model.Coefficients.Count * stack.Pixels), stack.Pixels, stack.SeriesSigma, stack.Pixels, scale);
        var (pairs, total, truth) = (new float[stack.Pixels], new float[stack.Pixels], stack.Truth(date));
        for (var i = 0; i < stack.Pixels; i++)
        {
            pairs[i] = scale[i] * stack.SeriesSigma[(date * stack.Pixels) + i];
        }

        SigmaBudget.Combine(DateNoise[date], pairs, area, heights, total, []);
        return [.. Enumerable.Range(0, stack.Pixels).Where(i => stack.Good[i] && serves(i)).Select(i => (stack.Series[(date * stack.Pixels) + i] - truth[i]) / (double)total[i])];
    }

    private ReferenceNoise Reference(NetworkPropagation plan)
    {
        var (pairs, n, columns) = (stack.Inversion.Network.Pairs.Count, stack.ReferencePixels.Count, stack.Simulator.Grid.Columns);
        var (phase, coherence) = (new float[pairs * n], new float[pairs * n]);
        for (var p = 0; p < pairs; p++)
        {
            for (var i = 0; i < n; i++)
            {
                var at = (p * stack.Pixels) + (stack.ReferencePixels[i].Row * columns) + stack.ReferencePixels[i].Column;
                (phase[(p * n) + i], coherence[(p * n) + i]) = (stack.Phase[at], stack.Coherence[at]);
            }
        }

        return new ReferenceNoise(plan, ReferenceNoise.PairVariances(plan, phase, coherence, n, stack.ReferenceCounts, ReferenceStatistic.Median, 0));
    }

    private AtmosphereModel? Measure()
    {
        var (grid, dates) = (stack.Simulator.Grid, stack.Inversion.Network.Dates.Count);
        var places = new PlacePairs(grid.Rows, grid.Columns, Step.X, Step.Y, stack.Good, 2000);
        var (series, height, noise) = (new float[places.Pixels.Length * dates], new float[places.Pixels.Length], new float[places.Pixels.Length]);
        for (var k = 0; k < places.Pixels.Length; k++)
        {
            height[k] = heights[places.Pixels[k]];
            noise[k] = stack.SeriesSigma[((dates - 1) * stack.Pixels) + places.Pixels[k]];
            for (var d = 0; d < dates; d++)
            {
                series[(k * dates) + d] = stack.Series[(d * stack.Pixels) + places.Pixels[k]];
            }
        }

        return AtmosphereEstimate.Of(
            places,
            new MotionFilter([.. new SeriesDates(stack.Inversion.Network.Dates).Years]),
            new PlaceSeries { Series = series, Heights = height, PairNoise = noise, Relevance = places.Relevance(stack.ReferencePixels) });
    }
}

namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// Differences of two neighbouring pixels in all pairs, unwrapped in time by the flow over the network of the dates (Pepe and Lanari 2006): a model of the rate and
/// of the error of height is taken off, the rests are wrapped, and the flow with the least cost over the models that agree best is taken. The published search solves the
/// flow of every model; here it ends as soon as a flow costs nothing, and after the best few. For one thread.
/// </summary>
internal sealed class FlowArcs
{
    private const int Tried = 4;
    private const double Cycle = 2 * Math.PI;
    private readonly StackLinker linker;
    private readonly ArcRates rates;
    private readonly DateFlow flow;
    private readonly int[] charges;
    private readonly bool[] exists;
    private readonly double[] differences;
    private readonly double[] models;
    private readonly double[] linked;
    private readonly double[] dates;
    private readonly float[] agreements;
    private readonly float[] real;
    private readonly float[] imaginary;

    internal FlowArcs(StackLinker linker)
    {
        this.linker = linker;
        rates = new ArcRates(linker.PairDays, linker.PairBaselines);
        flow = new DateFlow(linker.Dates, linker.First, linker.Second);
        (charges, exists, differences) = (new int[linker.Pairs], new bool[linker.Pairs], new double[linker.Pairs]);
        (models, linked, dates) = (new double[linker.Dates], new double[linker.Dates], new double[linker.Dates]);
        (agreements, real, imaginary) = (new float[rates.Models.Length], new float[linker.Pairs], new float[linker.Pairs]);
    }

    /// <summary>Pairs of the arc that was unwrapped last (count).</summary>
    internal int Pairs { get; private set; }

    /// <summary>Unwraps one arc.</summary>
    /// <param name="pairs">Differences of the pairs, radian; shape (pair); NaN where there is none.</param>
    /// <param name="steps">Differences of the linked steps, radian; shape (step).</param>
    /// <param name="unwrapped">Receives the unwrapped differences of the steps, each the linked one and whole cycles, radian; shape (step).</param>
    /// <returns>The cost of the flow in time (count).</returns>
    internal int Unwrap(ReadOnlySpan<float> pairs, ReadOnlySpan<float> steps, Span<float> unwrapped)
    {
        Pairs = 0;
        for (var k = 0; k < pairs.Length; k++)
        {
            exists[k] = float.IsFinite(pairs[k]);
            Pairs += exists[k] ? 1 : 0;
            differences[k] = exists[k] ? pairs[k] : 0;
            (imaginary[k], real[k]) = exists[k] ? MathF.SinCos(pairs[k]) : (0, 0);
        }

        Sum(steps);
        Agree();
        var least = int.MaxValue;
        for (var tried = 0; tried < Math.Min(Tried, agreements.Length) && least > 0; tried++)
        {
            var model = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(agreements);
            agreements[model] = float.NegativeInfinity;
            Charge(model);
            var cost = flow.Solve(charges, exists);
            if (cost < least)
            {
                least = cost;
                for (var s = 0; s < steps.Length; s++)
                {
                    var (a, b) = linker.StepEnds[s];
                    unwrapped[s] = (float)(dates[b] - dates[a] + (Cycle * (flow.Cycles[b] - flow.Cycles[a])));
                }
            }
        }

        return least;
    }

    /// <summary>Sum of the cosines of what each model leaves of the pairs.</summary>
    private void Agree()
    {
        for (var m = 0; m < agreements.Length; m++)
        {
            var at = m * real.Length;
            agreements[m] = System.Numerics.Tensors.TensorPrimitives.Dot<float>(real, rates.Cosine.AsSpan(at, real.Length))
                + System.Numerics.Tensors.TensorPrimitives.Dot<float>(imaginary, rates.Sine.AsSpan(at, real.Length));
        }
    }

    /// <summary>Dates within half a cycle of a model, and how many cycles each pair lies off them.</summary>
    private void Charge(int model)
    {
        var (rate, height) = rates.Models[model];
        var ends = linker.StepEnds;
        foreach (var d in linker.Order)
        {
            models[d] = 0;
            if (linker.Parent[d] is var parent && parent >= 0)
            {
                var s = linker.StepTo[d];
                var phase = ((double)rate * linker.StepDays[s]) + (height * linker.StepBaselines[s]);
                models[d] = models[parent] + (ends[s].To == d ? phase : -phase);
            }

            dates[d] = models[d] + Math.IEEERemainder(linked[d] - models[d], Cycle);
        }

        for (var k = 0; k < charges.Length; k++)
        {
            var expected = rates.PhaseOf(model, k);
            var rest = Math.IEEERemainder(differences[k] - expected, Cycle);
            charges[k] = (int)Math.Round((dates[linker.Second[k]] - dates[linker.First[k]] - expected - rest) / Cycle);
        }
    }

    /// <summary>Phases of the dates as sums of steps from the root of their tree.</summary>
    private void Sum(ReadOnlySpan<float> steps)
    {
        foreach (var d in linker.Order)
        {
            var parent = linker.Parent[d];
            if (parent < 0)
            {
                linked[d] = 0;
                continue;
            }

            var s = linker.StepTo[d];
            var step = float.IsFinite(steps[s]) ? steps[s] : 0;
            linked[d] = linked[parent] + (linker.StepEnds[s].To == d ? step : -step);
        }
    }
}

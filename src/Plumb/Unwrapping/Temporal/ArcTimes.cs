namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// Unwraps the differences between neighbouring pixels in time, for a band of rows of a stack at once, and says what is to be expected of each step between dates when
/// it is unwrapped in space. The rows of a band do not depend on how the stack is cut into bands. May be used by many threads.
/// </summary>
public sealed class ArcTimes
{
    // Steps further away than so many standard deviations of the window are left out of a mean.
    private const double Reach = 3;
    private const float LargestCoherence = 0.98f;
    private readonly StackLinker linker;
    private readonly ArcTimeOptions options;
    private readonly ArcRates rates;
    private readonly float[] window;

    /// <summary>For the steps of a network.</summary>
    /// <param name="linker">The network.</param>
    /// <param name="options">The method.</param>
    public ArcTimes(StackLinker linker, ArcTimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(linker);
        ArgumentNullException.ThrowIfNull(options);
        (this.linker, this.options) = (linker, options);
        rates = new ArcRates(linker.StepDays, linker.StepBaselines);
        window = Window(linker.Steps, linker.StepDays, options.WindowDays);
    }

    /// <summary>Whether the phases of the pairs are needed beside the steps.</summary>
    public bool NeedsPairs => options.Method == ArcTimeMethod.Flow;

    /// <summary>Whether the result is decided cycles and prices; otherwise a density.</summary>
    public bool IsDecided => options.Method == ArcTimeMethod.Flow;

    /// <summary>Unwraps the arcs that begin in the first rows of a band.</summary>
    /// <param name="columns">Number of columns, pixels.</param>
    /// <param name="rows">Rows of the band (count): one more than <paramref name="owned"/>, or as many at the last row of the image.</param>
    /// <param name="owned">Rows whose arcs are wanted (count).</param>
    /// <param name="steps">Wrapped phases of the steps, radian; shape (step, rows, columns); NaN is no-data.</param>
    /// <param name="coherence">Coherence of the steps, 0 to 1 (pure number); the same shape.</param>
    /// <param name="phases">Wrapped phases of the pairs, radian; shape (pair, rows, columns); NaN is no-data; may be empty unless <see cref="NeedsPairs"/>.</param>
    /// <param name="expected">Receives the expected differences across, then down, radian; shape (2 x step, owned, columns); NaN where there is no arc.</param>
    /// <param name="spread">Receives their variances (radian squared), or prices (pure number) where <see cref="IsDecided"/>; the same shape.</param>
    public void Run(int columns, int rows, int owned, ReadOnlySpan<float> steps, ReadOnlySpan<float> coherence, ReadOnlySpan<float> phases, Span<float> expected, Span<float> spread)
    {
        var count = linker.Steps.Count;
        if (rows < owned || steps.Length < count * rows * columns || expected.Length < 2 * count * owned * columns || spread.Length < 2 * count * owned * columns
            || (NeedsPairs && phases.Length < linker.Pairs * rows * columns))
        {
            throw new ArgumentException("The spans are shorter than steps or pairs times rows times columns.", nameof(rows));
        }

        expected.Fill(float.NaN);
        spread.Clear();
        var flow = NeedsPairs ? new FlowArcs(linker) : null;
        var scratch = new float[Math.Max(SmoothArcKernel.Layers * SmoothArcKernel.Wide * count, linker.Pairs + (2 * count))];
        foreach (var (direction, offset) in ((int, int)[])[(0, 1), (1, columns)])
        {
            for (var r = 0; r < Math.Min(owned, direction == 0 ? rows : rows - 1); r++)
            {
                var band = new Band(r * columns, (direction * count * owned * columns) + (r * columns), direction == 0 ? columns - 1 : columns, offset, rows * columns, owned * columns);
                if (flow is null)
                {
                    Smooth(band, steps, coherence, scratch, expected, spread);
                }
                else
                {
                    Flow(flow, band, steps, phases, scratch, expected, spread);
                }
            }
        }
    }

    /// <summary>Weights of the steps in each other's means: a Gaussian of the time between their middles, 0 of a step in its own.</summary>
    private static float[] Window(IReadOnlyList<Acquisitions.DatePair> steps, double[] days, double windowDays)
    {
        var usual = days.Order().ElementAt(days.Length / 2);
        var sigma = windowDays > 0 ? windowDays : 2 * usual;
        var middles = steps.Select(s => 0.5 * (s.First.DayNumber + s.Second.DayNumber)).ToArray();
        var weights = new float[middles.Length * middles.Length];
        for (var i = 0; i < middles.Length; i++)
        {
            for (var j = 0; j < middles.Length; j++)
            {
                var distance = (middles[j] - middles[i]) / sigma;
                weights[(i * middles.Length) + j] = i == j || Math.Abs(distance) > Reach ? 0 : (float)Math.Exp(-0.5 * distance * distance);
            }
        }

        return weights;
    }

    private void Smooth(Band band, ReadOnlySpan<float> steps, ReadOnlySpan<float> coherence, float[] scratch, Span<float> expected, Span<float> spread)
    {
        var count = linker.Steps.Count;
        var layer = count * SmoothArcKernel.Wide;
        for (var at = 0; at < band.Count; at += SmoothArcKernel.Wide)
        {
            var arcs = Math.Min(SmoothArcKernel.Wide, band.Count - at);
            Array.Clear(scratch);
            for (var s = 0; s < count; s++)
            {
                for (var i = 0; i < arcs; i++)
                {
                    var p = (s * band.Stride) + band.From + at + i;
                    var difference = steps[p + band.Offset] - steps[p];
                    if (float.IsFinite(difference))
                    {
                        scratch[(s * SmoothArcKernel.Wide) + i] = difference;
                        scratch[(2 * layer) + (s * SmoothArcKernel.Wide) + i] = 1 / (VarianceOf(coherence[p]) + VarianceOf(coherence[p + band.Offset]));
                    }
                }
            }

            SmoothArcKernel.Solve(rates, window, scratch);
            for (var s = 0; s < count; s++)
            {
                var to = (s * band.OutStride) + band.To + at;
                scratch.AsSpan((3 * layer) + (s * SmoothArcKernel.Wide), arcs).CopyTo(expected[to..]);
                scratch.AsSpan((4 * layer) + (s * SmoothArcKernel.Wide), arcs).CopyTo(spread[to..]);
            }
        }
    }

    private void Flow(FlowArcs flow, Band band, ReadOnlySpan<float> steps, ReadOnlySpan<float> phases, float[] scratch, Span<float> expected, Span<float> spread)
    {
        var count = linker.Steps.Count;
        var pairs = scratch.AsSpan(0, linker.Pairs);
        var own = scratch.AsSpan(linker.Pairs, count);
        var unwrapped = scratch.AsSpan(linker.Pairs + count, count);
        for (var i = 0; i < band.Count; i++)
        {
            var p = band.From + i;
            for (var k = 0; k < pairs.Length; k++)
            {
                pairs[k] = phases[(k * band.Stride) + p + band.Offset] - phases[(k * band.Stride) + p];
            }

            for (var s = 0; s < count; s++)
            {
                own[s] = steps[(s * band.Stride) + p + band.Offset] - steps[(s * band.Stride) + p];
            }

            var cost = flow.Unwrap(pairs, own, unwrapped);
            var price = flow.Pairs > 0 && cost <= options.LargestCostShare * flow.Pairs ? options.Reliable : 1;
            for (var s = 0; s < count; s++)
            {
                var to = (s * band.OutStride) + band.To + i;
                (expected[to], spread[to]) = float.IsFinite(own[s]) ? (unwrapped[s], price) : (float.NaN, 0);
            }
        }
    }

    private float VarianceOf(float coherence)
    {
        var square = Math.Clamp(coherence, 0.02f, LargestCoherence);
        square *= square;
        return Math.Min((1 - square) / (2 * (float)linker.Looks * square), SmoothArcKernel.Unknown);
    }

    private readonly record struct Band(int From, int To, int Count, int Offset, int Stride, int OutStride);
}

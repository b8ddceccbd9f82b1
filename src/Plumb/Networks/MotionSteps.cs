using System.Numerics;
using System.Numerics.Tensors;
using Plumb.Grids;

namespace Plumb.Networks;

/// <summary>How the steepness of motion is judged.</summary>
public sealed record MotionStepOptions
{
    /// <summary>Number of independent looks behind the coherence (pure number, at least 1).</summary>
    public double Looks { get; init; } = 20;

    /// <summary>A step counts when it is at least this many of its standard deviations (pure number): among a hundred million steps a few are larger by chance.</summary>
    public double Significance { get; init; } = 5;

    /// <summary>Coherence is lost where less than this share (pure number) of what is usual at the place and for the length of the pair is left.</summary>
    public double LostShare { get; init; } = 0.4;

    /// <summary>A pair is in doubt where its step, made larger by this many standard deviations (pure number) of the noise of one of its own single steps, reaches half a cycle.</summary>
    public double Doubt { get; init; } = 1.5;
}

/// <summary>
/// Steepness of the motion between neighbouring pixels, as a share of what unwrapping can follow: half a cycle of phase from one pixel to the next, a
/// quarter of the wavelength along the line of sight. It is judged from the wrapped steps of the pairs, which no unwrapping error
/// can spoil: the step of a pair is the sum of those of the shortest pairs between its dates (<see cref="ShortestPairs"/>), and may so exceed half a cycle,
/// though the pair itself, unwrapped, never shows it. A step that is not above its own noise counts as none.
/// <para>Where even the shortest pairs are too long, steps fold back and are seen too small, or drown in noise: averaging over a resolution cell that
/// moves unevenly takes the coherence away. Such ground is told by <see cref="CoherenceLoss"/>.</para>
/// <para>Steps below half a cycle are unwrapped wrongly too where noise carries many of them over it: <see cref="PairDoubt"/> tells where.</para>
/// <para>For one network; immutable and safe for threads, each of which brings its own working space.</para>
/// </summary>
public sealed class MotionSteps
{
    // Squared coherence times looks at which the noise of a pixel is half a radian.
    internal const float LeastInformation = 2f;

    private const int Surroundings = 8;
    private const int LeastDifferences = 3;
    private readonly Network network;
    private readonly MotionStepOptions options;
    private readonly CoherenceLoss loss;
    private readonly PairDoubt doubt;
    private readonly StepPaths paths;
    private readonly int[] days;
    private readonly int[] tree;

    /// <summary>A judgement for the pairs of a network.</summary>
    /// <param name="network">The network of the pairs used.</param>
    /// <param name="options">How.</param>
    public MotionSteps(Network network, MotionStepOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Looks, 1.0, nameof(options));
        (this.network, this.options) = (network, options);
        var shortest = new ShortestPairs(network);
        tree = [.. shortest.Tree];
        days = [.. tree.Select(k => network.Pairs[k].Days)];
        loss = new CoherenceLoss(days, options);
        doubt = new PairDoubt(network, options);
        var slotOfPair = new int[network.Pairs.Count];
        Array.Fill(slotOfPair, -1);
        for (var slot = 0; slot < tree.Length; slot++)
        {
            slotOfPair[tree[slot]] = slot;
        }

        paths = new StepPaths(shortest, slotOfPair, doubt, options);
    }

    /// <summary>Working space of one thread for images of a size, bytes.</summary>
    /// <param name="pixels">Number of pixels of an image (count).</param>
    public long WorkingBytes(int pixels) => MotionStepSpace.Bytes(tree.Length, doubt.Words, pixels);

    /// <summary>
    /// Largest share of half a cycle that any pair reaches between a pixel and one of its four neighbours within the image; 0 where no step is
    /// above its noise.
    /// </summary>
    /// <param name="phase">Unwrapped or wrapped phase, radians; shape (pair, rows, columns), pairs as in the network; NaN is no-data.</param>
    /// <param name="coherence">Coherence (pure number, 0 to 1), same shape; empty when unknown, and the noise is then judged by the scatter of the steps alone.</param>
    /// <param name="columns">Number of columns of the image.</param>
    /// <param name="shares">Receives the shares (pure number, 1 is half a cycle); shape (rows, columns).</param>
    /// <param name="lost">Receives the number of shortest pairs whose coherence is lost (a count), NaN where there is none to lose; shape (rows, columns); 0 everywhere without coherence.</param>
    /// <param name="doubtful">Receives the number of pairs in doubt that the other pairs cannot set right (a count); shape (rows, columns).</param>
    /// <param name="space">Working space of this thread.</param>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public void Shares(ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int columns, Span<float> shares, Span<float> lost, Span<float> doubtful, MotionStepSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var pixels = shares.Length;
        if (phase.Length != (long)network.Pairs.Count * pixels || (coherence.Length != 0 && coherence.Length != phase.Length) ||
            lost.Length != pixels || doubtful.Length != pixels || pixels % columns != 0)
        {
            throw new ArgumentException($"{phase.Length} phases, {coherence.Length} coherences and {pixels} shares do not fit {network.Pairs.Count} pairs of rows of {columns} pixels.", nameof(phase));
        }

        space.Fit(network.Pairs.Count, tree.Length, doubt.Words, pixels);
        space.Doubts.Clear();
        shares.Clear();
        lost.Clear();
        for (var slot = 0; slot < tree.Length && !coherence.IsEmpty; slot++)
        {
            StepKernel.WindowSquares(coherence.Slice(tree[slot] * pixels, pixels), columns, CoherenceLoss.Radius, space.Single, space.Coherence(slot));
        }

        if (!coherence.IsEmpty)
        {
            loss.Count(space, lost);
        }

        foreach (var south in (ReadOnlySpan<bool>)[false, true])
        {
            for (var slot = 0; slot < tree.Length; slot++)
            {
                Measure(tree[slot], phase, coherence, columns, south, space, space.Steps(slot), space.Variances(slot));
            }

            AddScatter(space, pixels);
            FillFromNeighbours(space, pixels);
            Judge(phase, coherence, columns, south, space, shares);
        }

        doubt.Count(space.Doubts, doubtful);
    }

    /// <summary>
    /// Wrapped mean steps of a pair and their variances: two pixels of (1 - c^2) / (2 L c^2) each (Rodriguez and Martin 1992,
    /// doi:10.1049/ip-f-2.1992.0018), over the steps averaged; infinite where the noise of a pixel exceeds half a radian, beyond which the formula is
    /// too small and wrapping cuts the tails.
    /// </summary>
    private void Measure(
        int pair, ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int columns, bool south, MotionStepSpace space, Span<float> means, Span<float> variances)
    {
        var pixels = means.Length;
        var counts = space.Counts;
        StepKernel.Means(phase.Slice(pair * pixels, pixels), columns, south, space.Single, means, counts);
        if (coherence.IsEmpty)
        {
            variances.Clear();
            return;
        }

        var own = coherence.Slice(pair * pixels, pixels);
        var window = space.Window;
        StepKernel.WindowSquares(own, columns, 1, space.Single, window);
        var ahead = south ? columns : 1;
        var pixel = 0;
        for (; pixel <= pixels - ahead - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            VariancesAt(pixel, ahead, own, window, counts, variances);
        }

        for (; pixel < pixels; pixel++)
        {
            VarianceAt(pixel, ahead, own, window, counts, variances);
        }
    }

    private void VarianceAt(int i, int ahead, ReadOnlySpan<float> own, ReadOnlySpan<float> window, ReadOnlySpan<float> counts, Span<float> variances)
    {
        // The window may reach over coherent ground beside: the step's own two pixels have a say.
        var looks = (float)options.Looks;
        var c = MathF.Min(own[i], own[Math.Min(i + ahead, own.Length - 1)]);
        var c2 = Unbiased(MathF.Min(window[i], c * c), looks);
        variances[i] = c2 >= LeastInformation / looks ? (1f - c2) / (looks * c2 * counts[i]) : float.PositiveInfinity;
    }

    /// <summary>The same for as many pixels as a vector has lanes.</summary>
    private void VariancesAt(int i, int ahead, ReadOnlySpan<float> own, ReadOnlySpan<float> window, ReadOnlySpan<float> counts, Span<float> variances)
    {
        var width = Vector<float>.Count;
        var looks = (float)options.Looks;
        var c = Vector.Min(new Vector<float>(own.Slice(i, width)), new Vector<float>(own.Slice(i + ahead, width)));
        var c2 = Unbiased(Vector.Min(new Vector<float>(window.Slice(i, width)), c * c), looks);
        var variance = (Vector<float>.One - c2) / (new Vector<float>(looks) * c2 * new Vector<float>(counts.Slice(i, width)));
        var isKnown = Vector.GreaterThanOrEqual(c2, new Vector<float>(LeastInformation / looks));
        Vector.ConditionalSelect(isKnown, variance, new Vector<float>(float.PositiveInfinity)).CopyTo(variances[i..]);
    }

    /// <summary>Squared coherence (pure number) without the bias of its estimate from few looks, (c^2 - 1/L) / (1 - 1/L) at least 0; NaN counts as 0.</summary>
    internal static float Unbiased(float squared, float looks) =>
        looks <= 1f ? Math.Max(0f, squared) : squared > 1f / looks ? (squared - (1f / looks)) / (1f - (1f / looks)) : 0f;

    /// <summary>The same for as many pixels as a vector has lanes.</summary>
    internal static Vector<float> Unbiased(Vector<float> squared, float looks)
    {
        if (looks <= 1f)
        {
            return Vector.Max(Vector<float>.Zero, squared);
        }

        var bias = new Vector<float>(1f / looks);
        var rest = (squared - bias) / new Vector<float>(1f - (1f / looks));
        return Vector.ConditionalSelect(Vector.GreaterThan(squared, bias), rest, Vector<float>.Zero);
    }

    /// <summary>
    /// Raises the variances to what the steps of a place themselves show: the median of the differences of successive short pairs, which steady
    /// motion does not change and a short burst hardly.
    /// </summary>
    private void AddScatter(MotionStepSpace space, int pixels)
    {
        if (tree.Length < 4)
        {
            return;
        }

        var scatter = space.Own;
        var pixel = 0;
        for (; pixel <= pixels - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            ScattersAt(pixel, space, scatter);
        }

        for (; pixel < pixels; pixel++)
        {
            ScatterAt(pixel, space, scatter);
        }

        for (var slot = 0; slot < tree.Length; slot++)
        {
            TensorPrimitives.Max(space.Variances(slot), scatter, space.Variances(slot));
        }
    }

    private void ScatterAt(int pixel, MotionStepSpace space, Span<float> scatter)
    {
        var differences = space.SingleColumn;
        var count = 0;
        for (var slot = 1; slot < tree.Length; slot++)
        {
            var difference = MathF.Abs(space.Steps(slot)[pixel] - space.Steps(slot - 1)[pixel]);
            if (!float.IsNaN(difference))
            {
                differences[count++] = difference;
            }
        }

        var median = count < LeastDifferences ? float.NaN : (float)OrderStatistics.Median(differences[..count]);
        scatter[pixel] = count < LeastDifferences ? float.NegativeInfinity : 1.0990f * median * median;
    }

    /// <summary>The same for as many pixels as a vector has lanes.</summary>
    private void ScattersAt(int pixel, MotionStepSpace space, Span<float> scatter)
    {
        var differences = space.Column[1..];
        var before = new Vector<float>(space.Steps(0)[pixel..]);
        for (var slot = 1; slot < tree.Length; slot++)
        {
            var step = new Vector<float>(space.Steps(slot)[pixel..]);
            differences[slot - 1] = Vector.AsVectorInt32(Vector.Abs(step - before));
            before = step;
        }

        var median = StackMedian.Of(differences, out var counts);
        var isKnown = Vector.GreaterThanOrEqual(counts, new Vector<int>(LeastDifferences));
        Vector.ConditionalSelect(isKnown, new Vector<float>(1.0990f) * median * median, new Vector<float>(float.NegativeInfinity)).CopyTo(scatter[pixel..]);
    }

    /// <summary>
    /// Where one of the shortest pairs is too incoherent to show its step, the rate of the pairs before and after has to do, times its length, if both show
    /// one of the same sign above its noise: a long gap in the dates is crossed by pairs that are wrong long before they look so.
    /// </summary>
    private void FillFromNeighbours(MotionStepSpace space, int pixels)
    {
        for (var slot = 1; slot < tree.Length - 1; slot++)
        {
            var (infinity, limit) = (new Vector<float>(float.PositiveInfinity), new Vector<float>((float)(0.999 * options.Significance * options.Significance)));
            var (i, width) = (0, Vector<float>.Count);
            for (; i <= pixels - width; i += width)
            {
                // Few ask for it: what cannot be, with a little to spare, is told of many at once.
                var (a, b) = (new Vector<float>(space.Steps(slot - 1)[i..]), new Vector<float>(space.Steps(slot + 1)[i..]));
                var isWanted = Vector.Equals(new Vector<float>(space.Variances(slot)[i..]), infinity) & Vector.GreaterThan(a * b, Vector<float>.Zero) &
                    Vector.GreaterThanOrEqual(a * a, limit * new Vector<float>(space.Variances(slot - 1)[i..])) &
                    Vector.GreaterThanOrEqual(b * b, limit * new Vector<float>(space.Variances(slot + 1)[i..]));
                for (var pixel = i; isWanted != Vector<int>.Zero && pixel < i + width; pixel++)
                {
                    FillFromNeighbours(slot, pixel, space);
                }
            }

            for (; i < pixels; i++)
            {
                FillFromNeighbours(slot, i, space);
            }
        }

        var usual = OrderStatistics.Median([.. days.Select(d => (float)d)]);
        for (var slot = 0; slot < tree.Length; slot++)
        {
            if (days[slot] > 2 * usual)
            {
                FillFromSurroundings(slot, space);
            }
        }
    }

    private void FillFromNeighbours(int slot, int pixel, MotionStepSpace space)
    {
        var (before, after) = (days[slot] / (float)days[slot - 1], days[slot] / (float)days[slot + 1]);
        var (a, b) = (space.Steps(slot - 1)[pixel], space.Steps(slot + 1)[pixel]);
        var (va, vb) = (space.Variances(slot - 1)[pixel], space.Variances(slot + 1)[pixel]);
        if (float.IsPositiveInfinity(space.Variances(slot)[pixel]) && a * b > 0f && IsAbove(a, va) && IsAbove(b, vb))
        {
            space.Steps(slot)[pixel] = 0.5f * ((before * a) + (after * b));
            space.Variances(slot)[pixel] = 0.25f * ((before * before * va) + (after * after * vb));
        }
    }

    /// <summary>A single short pair beside a long gap is seldom above its noise; the mean rate of several is.</summary>
    private void FillFromSurroundings(int slot, MotionStepSpace space)
    {
        var (from, to) = (Math.Max(0, slot - Surroundings), Math.Min(tree.Length - 1, slot + Surroundings));
        var steps = space.Steps(slot);
        var variances = space.Variances(slot);
        for (var i = 0; i < steps.Length; i++)
        {
            if (!float.IsPositiveInfinity(variances[i]))
            {
                continue;
            }

            var (sum, variance, length) = (0f, 0f, 0f);
            for (var other = from; other <= to; other++)
            {
                var of = space.Variances(other)[i];
                if (float.IsFinite(of) && float.IsFinite(space.Steps(other)[i]))
                {
                    (sum, variance, length) = (sum + space.Steps(other)[i], variance + of, length + days[other]);
                }
            }

            if (sum != 0f && IsAbove(sum, variance))
            {
                var scale = days[slot] / length;
                (steps[i], variances[i]) = (scale * sum, scale * scale * variance);
            }
        }
    }

    private bool IsAbove(float step, float variance) => step * step >= options.Significance * options.Significance * variance;

    private void Judge(ReadOnlySpan<float> phase, ReadOnlySpan<float> coherence, int columns, bool south, MotionStepSpace space, Span<float> shares)
    {
        var (pixels, ahead) = (shares.Length, south ? columns : 1);
        paths.Judge(phase, coherence, columns, south, space);
        for (var pair = 0; pair < network.Pairs.Count; pair++)
        {
            if (space.Incomplete[pair])
            {
                Measure(pair, phase, coherence, columns, south, space, space.Own, space.OwnVariance);
                paths.Complete(pair, coherence.IsEmpty ? default : coherence.Slice(pair * pixels, pixels), ahead, space);
            }
        }

        var largest = space.Largest;
        TensorPrimitives.Divide(largest, MathF.PI, largest);
        TensorPrimitives.Max(shares, largest, shares);
        TensorPrimitives.Max(shares[ahead..], largest[..^ahead], shares[ahead..]);
    }
}

using Plumb.Inversion;
using Plumb.Kernels;

namespace Plumb.Uncertainty;

/// <summary>
/// From the coherence of the pairs to the standard deviation of any linear function g'x of a pixel's series x, for the estimator that
/// <see cref="NetworkInversion"/> is: x = N^-1 A'W y with the Laplacian N = A'WA, so g'x = c'y with c = W A N^-1 g, and with independent pairs
/// <c>var(g'x) = sum over pairs of c_k^2 v_k</c>.
/// One solve with the factors of N per function; no covariance matrix is formed (<see cref="PixelCovariance"/> forms it for one pixel). v_k is not one over the weight
/// but <see cref="SampledVariance"/> of the pair's sample coherence and leverage: weights from a sample coherence are noisy, and one over them promises too much.
/// <para>Pairs count as independent. For distributed scatterers that share an image this holds where coherence is lost to noise of the single pair, as in the
/// simulator, and not where a scatterer decorrelates once and for all; then long pairs carry more than is told here.</para>
/// <para>Functions may be the same for all pixels, as those of a linear model are, or each pixel's own, as those of a model that was linearised where a search ended.</para>
/// <para>Where the pixel's own network falls apart the function's share of the join is added, see <see cref="NetworkInversion"/>.</para>
/// A plan: immutable, safe for threads; each thread brings its own scratch. A pixel's result has the same bits whatever tile and lane it stands in.
/// </summary>
public sealed class NetworkPropagation
{
    /// <summary>Leverage (share) from which on a pair counts as unchecked by the others for <see cref="PropagationResult.UncheckedDates"/>.</summary>
    public const double CheckedLeverage = 0.9;

    private readonly PropagationEngine engine;

    /// <summary>Plans the propagation.</summary>
    /// <param name="inversion">The inversion that made the series; least squares over the pairs alone, with weights from the coherence.</param>
    /// <param name="looks">Number of independent looks behind the coherence (pure number), at least 1.</param>
    /// <param name="functions">Coefficients of each function by date, any unit; shape (function, date). That of the first date, whose displacement is 0, counts for nothing.</param>
    /// <param name="ownFunctions">Number of functions that differ from pixel to pixel (count), see <see cref="PropagationTile.OwnFunctions"/>.</param>
    /// <exception cref="RequestException">The looks are out of range, or the inversion is of another kind.</exception>
    /// <exception cref="ArgumentException">A function has not one coefficient per date.</exception>
    public NetworkPropagation(NetworkInversion inversion, double looks, IReadOnlyList<double[]> functions, int ownFunctions = 0)
        : this(inversion, looks, functions, ownFunctions, LaneWidth.Widest)
    {
    }

    internal NetworkPropagation(NetworkInversion inversion, double looks, IReadOnlyList<double[]> functions, int ownFunctions, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(inversion);
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentOutOfRangeException.ThrowIfNegative(ownFunctions);
        if (!inversion.IsPlain || inversion.Options.Weighting == Weighting.Given)
        {
            throw new RequestException("The noise of pairs is propagated through least squares over the pairs alone, with weights from their coherence; this inversion adds an assumption, another norm or variances of its own.");
        }

        if (functions.Any(f => f.Length != inversion.Network.Dates.Count || !f.All(double.IsFinite)))
        {
            throw new ArgumentException($"A function of the series needs {inversion.Network.Dates.Count} finite coefficients, one per date.", nameof(functions));
        }

        Inversion = inversion;
        Functions = functions;
        OwnFunctions = ownFunctions;
        Variance = new SampledVariance(new CoherenceLaw(looks), PairWeights.ByEntry(inversion.Options));
        engine = PropagationEngine.For(this, width);
    }

    /// <summary>The inversion that made the series.</summary>
    public NetworkInversion Inversion { get; }

    /// <summary>Coefficients of each function by date, any unit; shape (function, date).</summary>
    public IReadOnlyList<double[]> Functions { get; }

    /// <summary>Number of functions that differ from pixel to pixel (count); in all results they follow <see cref="Functions"/>.</summary>
    public int OwnFunctions { get; }

    /// <summary>What stands for the variance of a pair, radian squared.</summary>
    public SampledVariance Variance { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public PropagationScratch CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return new PropagationScratch(this, budget, engine.ScratchFloats);
    }

    /// <summary>Propagates the noise of the pixels of a tile. Allocates nothing.</summary>
    /// <param name="tile">The observations (phase in radian, coherence a pure number).</param>
    /// <param name="result">Where the results go (metres, counts, flags).</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile.</param>
    /// <exception cref="RequestException">The options of the inversion need a coherence or component that the tile does not have.</exception>
    /// <exception cref="ArgumentException">A span is too short for the pixels and strides, or the scratch belongs to another plan.</exception>
    public void Propagate(in PropagationTile tile, in PropagationResult result, PropagationScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (!ReferenceEquals(scratch.Owner, this))
        {
            throw new ArgumentException("The scratch belongs to another plan.", nameof(scratch));
        }

        Check(tile);
        Check(tile.Pixels, result);
        engine.Propagate(tile, result, scratch);
    }

    private static void Check(int length, int rows, int stride, int pixels, string name)
    {
        if (pixels > 0 && length < ((long)(rows - 1) * stride) + pixels)
        {
            throw new ArgumentException($"{name} has {length} values, too few for {rows} x {pixels} at a stride of {stride}.", name);
        }
    }

    private void Check(in PropagationTile tile)
    {
        var pairs = Inversion.Network.Pairs.Count;
        var options = Inversion.Options;
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Pixels, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Stride, tile.Pixels, nameof(tile));
        Check(tile.Phase.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Phase));
        if (!tile.Coherence.IsEmpty)
        {
            Check(tile.Coherence.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Coherence));
        }
        else if (tile.Pixels > 0 && (options.Weighting != Weighting.None || options.ObservationMask == ObservationMask.Coherence))
        {
            throw new RequestException("The weights or the observation mask need the coherence of every pair, and the stack has none. Set inversion.weighting to none and observation_mask to none or component.");
        }

        if (!tile.Components.IsEmpty)
        {
            Check(tile.Components.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Components));
        }
        else if (tile.Pixels > 0 && options.ObservationMask == ObservationMask.Component)
        {
            throw new RequestException("The observation mask needs the connected components of every pair, and the stack has none. Set inversion.observation_mask to none or coherence.");
        }

        Check(tile.OwnFunctions.Length, OwnFunctions * Inversion.Network.Dates.Count, tile.Pixels, OwnFunctions == 0 ? 0 : tile.Pixels, nameof(tile.OwnFunctions));
        if (!tile.ReferencePhase.IsEmpty && tile.ReferencePhase.Length != pairs)
        {
            throw new ArgumentException($"There are {tile.ReferencePhase.Length} reference phases for {pairs} pairs.", nameof(tile));
        }
    }

    private void Check(int pixels, in PropagationResult result)
    {
        var stride = result.Stride(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, pixels, nameof(result));
        if (!result.Sigma.IsEmpty)
        {
            Check(result.Sigma.Length, Functions.Count + OwnFunctions, stride, pixels, nameof(result.Sigma));
        }

        foreach (var length in (ReadOnlySpan<int>)[result.UncheckedDates.Length, result.LoopsPerDate.Length, result.ExpectedResidual.Length, result.Weaknesses.Length])
        {
            if (length != 0 && length < pixels)
            {
                throw new ArgumentException($"A result has {length} values for {pixels} pixels.", nameof(result));
            }
        }
    }
}

using Plumb.Kernels;
using Plumb.Networks;

namespace Plumb.Inversion;

/// <summary>
/// From a network of unwrapped interferograms to a displacement series per pixel by least squares, each pixel with the pairs and weights it
/// has (Berardino et al. 2002, doi:10.1109/TGRS.2002.803792; weights: Yunjun et al. 2019, doi:10.1016/j.cageo.2019.104331, section
/// 2.2). The normal matrix is the weighted Laplacian of the network, see <see cref="LaplacianKernel"/>.
/// <para>Where a pixel's own network falls apart into parts that share no pair, the pairs leave the offsets of the parts open. The pixel is
/// flagged, and the offsets are those of the smallest velocity between neighbouring dates (or of the smallest phase). The
/// smallest velocity is the best guess for interval velocities that are independent with mean 0 and one spread; with the pixel's own root mean
/// square velocity as that spread, the same model gives the standard deviation of each offset, which is added in quadrature to that of the date. With the
/// smallest phase, so is the distance between the two offsets. Noise of the values that are joined is left out of the join's part.</para>
/// <para>A plan for one network and one set of options: immutable, safe for threads; each thread brings its own scratch. A pixel's result has
/// the same bits whatever tile and lane it stands in. Time: proportional to pixels times pairs; memory: some hundred kilobytes per thread.</para>
/// </summary>
public sealed class NetworkInversion
{
    private readonly InversionEngine engine;

    /// <summary>Plans the inversion.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How pairs are weighted, left out and completed.</param>
    /// <param name="metresPerRadian">Displacement along the line of sight, metres per radian of phase, -wavelength / (4 pi) for two-way travel.</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public NetworkInversion(Network network, InversionOptions options, double metresPerRadian)
        : this(network, options, metresPerRadian, LaneWidth.Widest)
    {
    }

    internal NetworkInversion(Network network, InversionOptions options, double metresPerRadian, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        Check(options, metresPerRadian);
        Network = network;
        Options = options;
        MetresPerRadian = metresPerRadian;
        Plan = new LaplacianPlan(network.Dates.Count, network.FirstIndex, network.SecondIndex);
        engine = InversionEngine.For(this, width);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The options.</summary>
    public InversionOptions Options { get; }

    /// <summary>Displacement, metres per radian of phase.</summary>
    public double MetresPerRadian { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    internal LaplacianPlan Plan { get; }

    internal bool NeedsCoherence => Options.Weighting != Weighting.None || Options.ObservationMask == ObservationMask.Coherence;

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public InversionScratch CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return new InversionScratch(this, budget, engine.ScratchFloats);
    }

    /// <summary>Inverts the pixels of a tile. Allocates nothing.</summary>
    /// <param name="tile">The observations (phase in radian, coherence a pure number).</param>
    /// <param name="result">Where the results go (metres, radian, pure numbers).</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile.</param>
    /// <exception cref="RequestException">The options need a coherence or component that the tile does not have.</exception>
    /// <exception cref="ArgumentException">A span is too short for the pixels and strides, or the scratch belongs to another plan.</exception>
    public void Invert(in InversionTile tile, in InversionResult result, InversionScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (!ReferenceEquals(scratch.Owner, this))
        {
            throw new ArgumentException("The scratch belongs to another inversion plan.", nameof(scratch));
        }

        CheckTile(tile);
        CheckResult(tile.Pixels, result);
        engine.Invert(tile, result, scratch);
    }

    private static void Check(InversionOptions options, double metresPerRadian)
    {
        if (!double.IsFinite(metresPerRadian) || metresPerRadian == 0)
        {
            throw new RequestException("The wavelength of the stack is not known: metres per radian must be finite and not 0. State the wavelength.");
        }

        if (!(options.MinRedundancy >= 0))
        {
            throw new RequestException("inversion.min_redundancy is a number of pairs and cannot be negative. Set it to 1 for what is usual.");
        }

        if (!(options.Looks >= 1) || double.IsInfinity(options.Looks))
        {
            throw new RequestException("The number of looks behind the coherence must be at least 1. Set input.looks to range looks times azimuth looks.");
        }

        if (!(options.ObservationThreshold is >= 0 and <= 1))
        {
            throw new RequestException("inversion.observation_threshold is a coherence between 0 and 1.");
        }
    }

    private static void CheckLength(int length, int rows, int stride, int pixels, string name)
    {
        if (pixels > 0 && length < ((long)(rows - 1) * stride) + pixels)
        {
            throw new ArgumentException($"{name} has {length} values, too few for {rows} x {pixels} at a stride of {stride}.", name);
        }
    }

    private static void CheckLine(int length, int pixels, string name)
    {
        if (length != 0 && length < pixels)
        {
            throw new ArgumentException($"{name} has {length} values for {pixels} pixels.", name);
        }
    }

    private void CheckTile(in InversionTile tile)
    {
        var pairs = Network.Pairs.Count;
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Pixels, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Stride, tile.Pixels, nameof(tile));
        CheckLength(tile.Phase.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Phase));
        if (!tile.Coherence.IsEmpty)
        {
            CheckLength(tile.Coherence.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Coherence));
        }
        else if (NeedsCoherence && tile.Pixels > 0)
        {
            throw new RequestException("The weights or the observation mask need the coherence of every pair, and the stack has none. Set inversion.weighting to none and observation_mask to none or component.");
        }

        if (Options.ObservationMask == ObservationMask.Component && tile.Pixels > 0)
        {
            if (tile.Components.IsEmpty && tile.WideComponents.IsEmpty)
            {
                throw new RequestException("The observation mask needs the connected components of every pair, and the stack has none. Set inversion.observation_mask to none or coherence.");
            }

            var length = tile.Components.IsEmpty ? tile.WideComponents.Length : tile.Components.Length;
            CheckLength(length, pairs, tile.Stride, tile.Pixels, nameof(tile.Components));
        }

        if (!tile.ReferencePhase.IsEmpty && tile.ReferencePhase.Length != pairs)
        {
            throw new ArgumentException($"There are {tile.ReferencePhase.Length} reference phases for {pairs} pairs.", nameof(tile));
        }
    }

    private void CheckResult(int pixels, in InversionResult result)
    {
        var stride = result.Stride(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, pixels, nameof(result));
        if (!result.Series.IsEmpty)
        {
            CheckLength(result.Series.Length, Network.Dates.Count, stride, pixels, nameof(result.Series));
        }

        if (!result.Sigma.IsEmpty)
        {
            CheckLength(result.Sigma.Length, Network.Dates.Count, stride, pixels, nameof(result.Sigma));
        }

        CheckLine(result.TemporalCoherence.Length, pixels, nameof(result.TemporalCoherence));
        CheckLine(result.ResidualRms.Length, pixels, nameof(result.ResidualRms));
        CheckLine(result.WeightedResidual.Length, pixels, nameof(result.WeightedResidual));
        CheckLine(result.MeanCoherence.Length, pixels, nameof(result.MeanCoherence));
        CheckLine(result.PairCount.Length, pixels, nameof(result.PairCount));
        CheckLine(result.Reasons.Length, pixels, nameof(result.Reasons));
    }
}

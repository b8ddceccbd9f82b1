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
    /// <param name="metresPerUnit">
    /// Displacement along the line of sight, metres per unit of the observations: per radian of phase -wavelength / (4 pi) for two-way travel; 1 for offsets in
    /// metres along the track or in range, whose displacement then points where the offset does.
    /// </param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public NetworkInversion(Network network, InversionOptions options, double metresPerUnit)
        : this(network, options, metresPerUnit, LaneWidth.Widest)
    {
    }

    internal NetworkInversion(Network network, InversionOptions options, double metresPerUnit, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        InversionRequest.Check(network, options, metresPerUnit);
        Network = network;
        Options = options;
        MetresPerUnit = metresPerUnit;
        Assumption = SeriesAssumption.Of(network, options);
        Plan = Assumption?.Plan ?? new LaplacianPlan(network.Dates.Count, network.FirstIndex, network.SecondIndex);
        engine = options.IsPlain ? InversionEngine.For(this, width) : InversionEngine.Bordered(this);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The options.</summary>
    public InversionOptions Options { get; }

    /// <summary>Whether the options ask for least squares over the pairs alone.</summary>
    public bool IsPlain => Options.IsPlain;

    /// <summary>Displacement, metres per unit of the observations: per radian of phase, 1 for offsets in metres.</summary>
    public double MetresPerUnit { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    internal LaplacianPlan Plan { get; }

    internal SeriesAssumption? Assumption { get; }


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

        InversionRequest.Check(this, tile);
        InversionRequest.Check(this, tile, result);
        engine.Invert(tile, result, scratch);
    }
}

using Plumb.Kernels;
using Plumb.Networks;

namespace Plumb.Inversion;

/// <summary>
/// The rate of each pixel from its pairs at once, without a series, for a few pairs that no network joins or as a check of one that does. With phi the phases and t
/// the time spans of the pairs:
/// <para><see cref="Stacking.Plain"/>: v = sum(phi t) / sum(t^2), standard deviation sqrt(sum(t^2 (phi / t - v)^2) / (N sum(t^2))) (Sandwell and Price 1998,
/// doi:10.1029/1998JB900008).</para>
/// <para><see cref="Stacking.Covariance"/>: v = t'C^-1 phi / t'C^-1 t, variance 1 / t'C^-1 t, with C = D + A S A': D the variances of the pairs' decorrelation (one
/// over weight), S those of the dates, A the incidence matrix of the network; so that C_kk = s_i^2 + s_j^2 + d_k and pairs that share a date have
/// covariance +s^2 or -s^2. C is never formed: by the Woodbury identity the same v is the slope of a line that ties the dates with strengths 1/s.</para>
/// <para>Rejection: pairs whose residual phi - v t is larger than so many standard deviations are left out and the rate is taken again, until none is left
/// out. The standard deviation is the residuals' root mean square for the plain stack, sqrt(C_kk) for the covariance.</para>
/// Immutable and safe for threads; each thread brings its own scratch. Time: proportional to pixels times pairs.
/// </summary>
public sealed class PairStacking
{
    private readonly StackingEngine engine;

    /// <summary>Plans the stacking.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How pairs are weighted and left out.</param>
    /// <param name="metresPerUnit">Displacement along the line of sight, metres per unit of the observations: per radian -wavelength / (4 pi), 1 for metres.</param>
    /// <exception cref="RequestException">An option is out of its range.</exception>
    public PairStacking(Network network, StackingOptions options, double metresPerUnit)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        Options = options;
        var covariance = options.Kind == Stacking.Covariance;
        System = new NetworkInversion(
            network,
            options.Pairs with
            {
                Norm = ResidualNorm.L2,
                Smoothing = Smoothing.None,
                DateBaselines = null,
                MinRedundancy = 0,
                MinimumNorm = covariance ? MinimumNorm.Model : MinimumNorm.Velocity,
                Model = SeriesModel.Linear,
                DateStrengths = covariance ? [.. Enumerable.Repeat(Math.Abs(metresPerUnit) / options.DateSigma, network.Dates.Count)] : null,
                Weighting = covariance ? options.Pairs.Weighting : Weighting.None,
            },
            metresPerUnit);
        engine = StackingEngine.For(this);
    }

    /// <summary>The options.</summary>
    public StackingOptions Options { get; }

    /// <summary>Working memory of one thread, bytes.</summary>
    public long ScratchBytes => engine.ScratchFloats * (long)sizeof(float);

    internal NetworkInversion System { get; }

    /// <summary>Leases the working memory of one thread.</summary>
    /// <param name="budget">The budget it is leased from.</param>
    /// <returns>The working memory, to be disposed by the caller.</returns>
    public InversionScratch CreateScratch(MemoryBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return new InversionScratch(System, budget, engine.ScratchFloats);
    }

    /// <summary>Stacks the pixels of a tile. Allocates nothing.</summary>
    /// <param name="tile">The observations (phase in radian or what the metres are per unit of, coherence a pure number).</param>
    /// <param name="result">Where the results go (metres per year, counts).</param>
    /// <param name="scratch">Working memory of this plan that no other thread uses meanwhile.</param>
    /// <exception cref="RequestException">The options need a coherence, variance or component that the tile does not have.</exception>
    /// <exception cref="ArgumentException">A span is too short for the pixels and strides, or the scratch belongs to another plan.</exception>
    public void Stack(in InversionTile tile, in StackingResult result, InversionScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (!ReferenceEquals(scratch.Owner, System))
        {
            throw new ArgumentException("The scratch belongs to another plan.", nameof(scratch));
        }

        InversionRequest.Check(System, tile);
        if ((result.Rate.Length != 0 && result.Rate.Length < tile.Pixels) || (result.Sigma.Length != 0 && result.Sigma.Length < tile.Pixels) ||
            (result.PairCount.Length != 0 && result.PairCount.Length < tile.Pixels))
        {
            throw new ArgumentException($"A result has fewer values than the {tile.Pixels} pixels.", nameof(result));
        }

        engine.Stack(tile, result, scratch);
    }

    private static void Check(StackingOptions options)
    {
        if (options.Kind == Stacking.None)
        {
            throw new ArgumentException("Stacking needs to know how.", nameof(options));
        }

        if (!(options.Rejection >= 0) || options.Rejection is > 0 and < 1)
        {
            throw new RequestException("inversion.stacking_rejection is a number of standard deviations of at least 1, or 0 to leave no pair out. 3 is usual.");
        }

        if (!(options.DateSigma > 0) || double.IsInfinity(options.DateSigma))
        {
            throw new RequestException("inversion.stacking_date_sigma is a positive number of millimetres: the standard deviation of one date, atmosphere above all.");
        }

        if (options.MinPairs < 2)
        {
            throw new RequestException("A stack needs at least 2 pairs.");
        }
    }
}

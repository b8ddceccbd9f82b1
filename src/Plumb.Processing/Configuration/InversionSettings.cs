using Plumb.Inversion;

namespace Plumb.Processing.Configuration;

/// <summary>From the network to the series.</summary>
public sealed record InversionSettings
{
    /// <summary>How pairs are weighted.</summary>
    [Setting("Weight of each pair: variance (one over the phase variance), coherence, coherence_squared (rows times coherence), fisher (Fisher information) or none. 'given' is for observations that bring variances, which interferograms do not.", Paper = "Tough et al. 1995, doi:10.1098/rspa.1995.0071; Guarnieri and Tebaldini 2008, doi:10.1109/TGRS.2008.2001756")]
    public Weighting Weighting { get; init; } = Weighting.Variance;

    /// <summary>Which size of the residuals is smallest.</summary>
    [Setting("Which size of the residuals is smallest: l2 (least squares), l1 (pairs that are wrong by whole cycles pull no harder than others) or huber (l2 for small residuals, l1 for large ones). l1 and huber want about twice as many pairs as dates.", Paper = "Huber 1964, doi:10.1214/aoms/1177703732; Lauknes et al. 2011, doi:10.1109/TGRS.2010.2051951")]
    public ResidualNorm Norm { get; init; } = ResidualNorm.L2;

    /// <summary>From which residual on the Huber norm counts sizes (standard deviations).</summary>
    [Setting("Residual, in standard deviations, from which on the huber norm counts its size and not its square. 1.345 loses 5 % to least squares where the noise is normal.", Minimum = 0.1, Maximum = 100)]
    public double HuberThreshold { get; init; } = 1.345;

    /// <summary>What is minimised where a pixel's network falls apart.</summary>
    [Setting("What is smallest where the network of a pixel falls apart: the velocity between dates, the phase of the dates, or the distance from a time function (model).", Paper = "Berardino et al. 2002, doi:10.1109/TGRS.2002.803792; Lopez-Quiroz et al. 2009, doi:10.1016/j.jappgeo.2009.02.006")]
    public MinimumNorm MinimumNorm { get; init; } = MinimumNorm.Velocity;

    /// <summary>Time function that ties the dates.</summary>
    [Setting("Time function of minimum_norm: model: linear, quadratic, linear_seasonal or quadratic_seasonal. Its coefficients are solved for with the series.", Paper = "Doin et al. 2011, Proc. Fringe 2011, ESA SP-697")]
    public SeriesModel Model { get; init; } = SeriesModel.Linear;

    /// <summary>Strength of that tie (pure number, or one over radian for weights that are inverse variances).</summary>
    [Setting("Strength of that tie beside a pair of weight 1. Small: it decides only what the pairs leave open.", Minimum = 1e-6, Maximum = 1000)]
    public double ModelStrength { get; init; } = 1e-3;

    /// <summary>What of the series is kept small beside the residuals.</summary>
    [Setting("What of the series is kept small beside the residuals: none, velocity (order 1) or acceleration (order 2, the change of velocity between neighbouring intervals).", Paper = "Schmidt and Burgmann 2003, doi:10.1029/2002JB002267")]
    public Smoothing Smoothing { get; init; } = Smoothing.None;

    /// <summary>Strength of the smoothing, years.</summary>
    [Setting("Strength of the smoothing. With weights that are inverse variances, 1 / strength is the size, in radian per year, that changes of velocity are expected to have.", Unit = "years", Minimum = 1e-9, Maximum = 1000)]
    public double SmoothingStrength { get; init; } = 0.01;

    /// <summary>Whether the error of the elevation model is solved for with the series.</summary>
    [Setting("Solve for the error of the elevation model with the series, from the perpendicular baselines. Needs smoothing or minimum_norm: model, which tell it from motion.", Paper = "Fattahi and Amelung 2013, doi:10.1109/TGRS.2012.2227761")]
    public bool DemError { get; init; }

    /// <summary>Rates from pairs alone.</summary>
    [Setting("A rate from the pairs at once, beside the series: none, plain (by time spans) or covariance (by decorrelation and the atmosphere of shared dates).", Paper = "Sandwell and Price 1998, doi:10.1029/1998JB900008")]
    public Stacking Stacking { get; init; } = Stacking.None;

    /// <summary>Standard deviation of a date in the stack, millimetres.</summary>
    [Setting("Standard deviation of one date, atmosphere above all, for stacking: covariance.", Unit = "mm", Minimum = 0.01, Maximum = 1000)]
    public double StackingDateSigma { get; init; } = 10;

    /// <summary>From how many standard deviations (a pure number) on a pair is left out of the stack.</summary>
    [Setting("Pairs farther from the stacked rate than so many standard deviations are left out, again and again until none is. 0: none is left out.", Minimum = 0, Maximum = 100)]
    public double StackingRejection { get; init; }

    /// <summary>Least number of pairs that touch each date of a pixel (count).</summary>
    [Setting("Least number of valid pairs at every date of a pixel; pixels with fewer have no series. 0 lets smoothing or a time function fill dates that no pair touches.", Minimum = 0, Maximum = 100)]
    public double MinRedundancy { get; init; } = 1;

    /// <summary>Which observations are left out pixel by pixel.</summary>
    [Setting("Observations left out pixel by pixel: none, component (connected component 0), coherence (below observation_threshold).")]
    public ObservationMask ObservationMask { get; init; } = ObservationMask.None;

    /// <summary>Coherence (pure number) below which an observation is left out.</summary>
    [Setting("Coherence below which an observation is left out, with observation_mask: coherence.", Minimum = 0, Maximum = 1)]
    public double ObservationThreshold { get; init; } = 0.3;

    /// <summary>Whether the standard deviation of every date is computed and stored.</summary>
    [Setting("Compute and store the standard deviation of every date, of the size of the series. false saves about a third of the time and half of the space of the inversion.")]
    public bool Sigma { get; init; } = true;
}

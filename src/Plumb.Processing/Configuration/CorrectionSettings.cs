using Plumb.Corrections;

namespace Plumb.Processing.Configuration;

/// <summary>What is taken off the series.</summary>
public sealed record CorrectionSettings
{
    /// <summary>What stands in <see cref="Sequence"/> for the corrections that suit the run.</summary>
    public const string Automatic = "auto";

    /// <summary>Names of the corrections, in the order in which they are made; empty for none.</summary>
    [Setting("Corrections of the series, in this order; each is estimated from what the ones before it leave: troposphere, station_delay, height, best_delay, ionosphere, solid_tides, plate_motion, oscillator, range_bias, fading, wide_trend, ramp, common_scene, space_time_filter, dem_error. auto: troposphere if weather is named, or else station_delay if files of stations are, ionosphere if maps are, plate_motion if a plate is, height, ramp, common_scene, dem_error, each only where the evidence speaks for it; none for a series that came finished. Empty: none.")]
    public IReadOnlyList<string> Sequence { get; init; } = [Automatic];

    /// <summary>Largest distance of a pixel's rate from the usual one, in spreads of the stiller half of the scene (pure number), up to which it counts as steady ground.</summary>
    [Setting("Disturbances are estimated on steady ground: pixels whose rate lies within this many spreads of the usual one. 0: on all ground.", Minimum = 0, Maximum = 1000)]
    public double SteadySpreads { get; init; } = 4;

    /// <summary>Largest scatter of a pixel about its straight line, as a ratio to the usual (pure number), up to which it counts as steady ground.</summary>
    [Setting("Largest scatter of a pixel about its straight line as a ratio to the usual; above it the motion is taken to change its speed.", Minimum = 1, Maximum = 1000)]
    public double SteadyScatter { get; init; } = 2;

    /// <summary>Lowest temporal coherence of steady ground (pure number).</summary>
    [Setting("Lowest temporal coherence of steady ground.", Minimum = 0, Maximum = 1)]
    public double SteadyCoherence { get; init; } = 0.7;

    /// <summary>Distance to moving ground that is left out too, metres.</summary>
    [Setting("Distance around moving ground that is left out too.", Unit = "m", Minimum = 0, Maximum = 100000)]
    public double SteadyMargin { get; init; } = 300;

    /// <summary>Whether a correction is made where it makes matters worse.</summary>
    [Setting("A correction is left out at dates where steady ground scatters more with it, and altogether where it gains nothing. true: it is made all the same.")]
    public bool Insist { get; init; }

    /// <summary>Delay of the troposphere by weather models.</summary>
    [Setting("Delay of the troposphere by weather models, from the acquisition's place along its look.", Paper = "Jolivet et al. 2011, doi:10.1029/2011GL048757")]
    public TroposphereSettings Troposphere { get; init; } = new();

    /// <summary>Delay of the troposphere by GNSS stations.</summary>
    [Setting("station_delay: delay of the troposphere by zenith total delays over GNSS stations, in a part that goes with height and one that goes with place.", Paper = "Yu, Li and Penna 2018, doi:10.1016/j.rse.2017.10.038")]
    public StationDelaySettings StationDelay { get; init; } = new();

    /// <summary>Delay that goes with height.</summary>
    [Setting("Delay of the troposphere that goes with height, found from the series over steady ground: for scenes with relief and without weather, or after it.", Paper = "Bekaert et al. 2015, doi:10.1029/2014JB011558")]
    public HeightDelaySettings Height { get; init; } = new();

    /// <summary>The best of several delays at each date.</summary>
    [Setting("best_delay: of several delays of the troposphere, at each date the one with which steady ground scatters least, or none.")]
    public BestDelaySettings BestDelay { get; init; } = new();

    /// <summary>Phase of the ionosphere by maps of its electrons.</summary>
    [Setting("Phase of the ionosphere by maps of its electrons, along the look through their shell. Matters in the L band, where the slopes of the maps are centimetres over a scene.", Paper = "Schaer, Gurtner and Feltens 1998, IONEX")]
    public IonosphereSettings Ionosphere { get; init; } = new();

    /// <summary>Tides of the solid earth.</summary>
    [Setting("Tides of the solid earth by the model of the IERS.", Paper = "Petit and Luzum 2010, IERS Conventions, chapter 7")]
    public SolidTidesSettings SolidTides { get; init; } = new();

    /// <summary>Motion of the plate.</summary>
    [Setting("Motion of the tectonic plate, which tilts the rates over a scene because the look changes.", Paper = "Altamimi et al. 2017, doi:10.1093/gji/ggx136; Stephenson et al. 2022, doi:10.1029/2022GL099835")]
    public PlateMotionSettings PlateMotion { get; init; } = new();

    /// <summary>Drift of Envisat's oscillator.</summary>
    [Setting("Drift of Envisat's local oscillator, which tilts the rates along the range.", Paper = "Marinkovic and Larsen 2013, ESA Living Planet Symposium")]
    public OscillatorSettings Oscillator { get; init; } = new();

    /// <summary>Offset between the dates of two satellites.</summary>
    [Setting("range_bias: offset between the dates of two satellites of one kind, as Sentinel-1A and 1B, as a plane over the scene; made only where it stands out of chance.")]
    public RangeBiasSettings RangeBias { get; init; } = new();

    /// <summary>Fading bias of short pairs.</summary>
    [Setting("Bias of the rate by a phase in short multilooked pairs that does not last, told from loops of three pairs that do not close.", Paper = "Zheng et al. 2022, doi:10.1109/TGRS.2022.3167648")]
    public FadingSettings Fading { get; init; } = new();

    /// <summary>Trend of the air in wide waves.</summary>
    [Setting("wide_trend: what the air of the dates gives to the rate in wide waves. Taken off octave by octave where steady ground has no more trend than the scatter of its dates leads to expect of air alone; kept as motion where it has more.")]
    public WideTrendSettings WideTrend { get; init; } = new();

    /// <summary>A ramp per date.</summary>
    [Setting("A ramp over the scene at each date: errors of the orbit, long waves of the atmosphere - and any tilt of the ground.")]
    public RampSettings Ramp { get; init; } = new();

    /// <summary>Atmosphere by common-scene stacking.</summary>
    [Setting("Atmosphere of each date by common-scene stacking.", Paper = "Tymofyeyeva and Fialko 2015, doi:10.1002/2015JB011886")]
    public CommonSceneSettings CommonScene { get; init; } = new();

    /// <summary>What is rough in time and smooth in space.</summary>
    [Setting("space_time_filter: what is rough in time and smooth in space is taken for atmosphere. Motion that changes its speed within the time is taken off too where it is wide.", Paper = "Ferretti et al. 2001, doi:10.1109/36.898661")]
    public SpaceTimeFilterSettings SpaceTimeFilter { get; init; } = new();

    /// <summary>Error of the elevation model.</summary>
    [Setting("Error of the elevation model, by its share in the perpendicular baselines.", Paper = "Fattahi and Amelung 2013, doi:10.1109/TGRS.2012.2227761")]
    public DemErrorSettings DemError { get; init; } = new();
}

/// <summary>A ramp per date.</summary>
public sealed record RampSettings
{
    /// <summary>Shape of the ramp.</summary>
    [Setting("quadratic: a plane with bend, or plane.")]
    public RampShape Shape { get; init; } = RampShape.Quadratic;

    /// <summary>What it is fitted to.</summary>
    [Setting("series: fitted to the series date by date. pairs: to the interferograms, pair by pair and robustly, and brought to the dates by the network with weights by how each pair scatters, so that loops stay closed; for stacks with noisy pairs.", Paper = "Biggs et al. 2007, doi:10.1111/j.1365-246X.2007.03415.x")]
    public RampSource From { get; init; } = RampSource.Series;

    /// <summary>What becomes of its trend.</summary>
    [Setting("Trend in time of the ramps: weighed (of the plane's trend what the ramps' own scatter over the dates explains is taken off, what stands out of it is kept as a tilt of the ground), kept (the rate by least squares does not change; for wide_trend, which judges the trend), or free (taken off).", Paper = "James and Stein 1961, Proceedings of the Fourth Berkeley Symposium 1, 361")]
    public RampTrend Trend { get; init; } = RampTrend.Weighed;

    /// <summary>Whether it is fitted to steady ground alone.</summary>
    [Setting("Fit to steady ground alone. false: to all pixels that have a series.")]
    public bool SteadyGround { get; init; } = true;

    /// <summary>Whether outliers count less.</summary>
    [Setting("Fit to means of 8 x 8 pixels with outliers counting less. false: plain least squares over the pixels.")]
    public bool Robust { get; init; } = true;
}

/// <summary>Error of the elevation model.</summary>
public sealed record DemErrorSettings
{
    /// <summary>How it is estimated.</summary>
    [Setting("prior (smooth motion of any form taken off first, the estimate scaled down by its noise, and made only where it gains anything) or plain (least squares with a polynomial in time, pixel by pixel, always).")]
    public DemErrorMethod Method { get; init; } = DemErrorMethod.Prior;

    /// <summary>Order of the polynomial in time of the plain estimate.</summary>
    [Setting("Order of the polynomial in time of the plain estimate.", Minimum = 0, Maximum = 5)]
    public int PolynomialOrder { get; init; } = 2;

    /// <summary>Time constant of the motion that the estimate with a prior takes off, days.</summary>
    [Setting("Time constant of the motion that the estimate with a prior takes off first.", Unit = "days", Minimum = 1, Maximum = 100000)]
    public double MotionDays { get; init; } = 60;

    /// <summary>These settings as options of the computation.</summary>
    internal DemErrorOptions Options() => new() { Method = Method, PolynomialOrder = PolynomialOrder, MotionDays = MotionDays };
}

/// <summary>Atmosphere by common-scene stacking.</summary>
public sealed record CommonSceneSettings
{
    /// <summary>Most partners of a date on each side (count).</summary>
    [Setting("Most partners of a date before it, and as many after it, whose pairs are averaged.", Minimum = 1, Maximum = 100)]
    public int Partners { get; init; } = 3;

    /// <summary>Longest time to a partner, days; 0 for no limit.</summary>
    [Setting("Longest time to a partner. Motion that bends within it is taken for atmosphere. 0: no limit.", Unit = "days", Minimum = 0)]
    public double MaxDays { get; init; }

    /// <summary>Length of the smoothing in space, metres; 0 for none.</summary>
    [Setting("Standard deviation of the smoothing of each date's estimate in space, so that noise and small troughs are not taken for atmosphere. 0: none, every pixel on its own.", Unit = "m", Minimum = 0, Maximum = 1000000)]
    public double Smoothing { get; init; } = 1000;

    /// <summary>How often estimation and inversion follow each other (count).</summary>
    [Setting("How often estimation and inversion follow each other; from the second time on the smooth motion found so far is taken off first.", Minimum = 1, Maximum = 20)]
    public int Iterations { get; init; } = 2;

    /// <summary>Change of the estimates, as a share of their size (pure number), below which the iterations stop.</summary>
    [Setting("The iterations stop once the estimates change by less than this share of their size.", Minimum = 0, Maximum = 1)]
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Time constant of smooth motion, days.</summary>
    [Setting("Time constant of the motion that is taken off before the last estimate; it is doubled for each estimate before. 0: none is taken off.", Unit = "days", Minimum = 0)]
    public double MotionDays { get; init; } = 120;

    /// <summary>Whether an estimate is scaled down by the noise of its partners.</summary>
    [Setting("Blend each date with its partners by their noise, so that a quiet date among noisy ones is not made worse. false: the plain average of the paper.")]
    public bool Shrink { get; init; } = true;

    /// <summary>What becomes of the trend.</summary>
    [Setting("Trend in time of all estimates together: kept (the rate by least squares does not change), weighted (noisy dates no longer turn the rate), free (the plain average of the paper).")]
    public TrendRule Trend { get; init; } = TrendRule.Kept;

    /// <summary>These settings as options of the computation.</summary>
    internal CommonSceneOptions Options() => new()
    {
        Partners = Partners,
        MaxDays = MaxDays,
        Iterations = Iterations,
        Tolerance = Tolerance,
        MotionDays = MotionDays,
        Shrink = Shrink,
        Trend = Trend,
    };
}

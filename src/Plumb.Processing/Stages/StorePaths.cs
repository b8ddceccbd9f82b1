namespace Plumb.Processing.Stages;

/// <summary>Names of the arrays of the store. Shapes are (pair, row, column), (date, row, column) or (row, column).</summary>
public static class StorePaths
{
    /// <summary>Unwrapped phase as delivered, radians, shape (pair, row, column); NaN is no-data.</summary>
    public const string UnwrappedPhase = "interferograms/unwrapped_phase";

    /// <summary>Wrapped phase as delivered, radians, shape (pair, row, column); NaN is no-data. There is either this or <see cref="UnwrappedPhase"/>.</summary>
    public const string WrappedPhase = "interferograms/wrapped_phase";

    /// <summary>
    /// Whole cycles that unwrapping adds to the phase as delivered, a count, shape (pair, row, column): unwrapped phase = phase + 2 pi cycles; -32768 where the pixel was
    /// left out. Not there where products are unwrapped and taken as they are.
    /// </summary>
    public const string UnwrapCycles = "interferograms/unwrap_cycles";

    /// <summary>Connected component of Plumb's own unwrapping, a count, shape (pair, row, column); 0 is none.</summary>
    public const string UnwrapComponent = "interferograms/unwrap_component";

    /// <summary>Working copy of <see cref="UnwrapCycles"/> pair by pair, a count, shape (pair, row, column); removed when the stage ends.</summary>
    internal const string PlaneCycles = "unwrap/cycles";

    /// <summary>Working copy of <see cref="UnwrapComponent"/> pair by pair, a count, shape (pair, row, column); removed when the stage ends.</summary>
    internal const string PlaneComponent = "unwrap/component";

    /// <summary>Working copy of the wrapped phases of the steps between dates, radians, shape (step, row, column); removed when the stage ends.</summary>
    internal const string LinkedSteps = "unwrap/steps";

    /// <summary>Working copy of the coherence that these amount to, pure number 0 to 1, shape (step, row, column); removed when the stage ends.</summary>
    internal const string LinkedCoherence = "unwrap/step_coherence";

    /// <summary>What other times say of the difference of a step to the pixel right of each, radian, shape (step, row, column).</summary>
    internal const string ArcAcross = "unwrap/arc_across";

    /// <summary>The same to the pixel below, radian, shape (step, row, column).</summary>
    internal const string ArcDown = "unwrap/arc_down";

    /// <summary>Variance of the first, radian squared, or the price of another cycle, pure number; shape (step, row, column).</summary>
    internal const string ArcAcrossSpread = "unwrap/arc_across_spread";

    /// <summary>Variance or price of the second; shape (step, row, column).</summary>
    internal const string ArcDownSpread = "unwrap/arc_down_spread";

    /// <summary>Working copy of the unwrapped steps between dates, radians, shape (step, row, column); removed when the stage ends.</summary>
    internal const string PlaneSteps = "unwrap/unwrapped_steps";

    /// <summary>Working table of what unwrapping found in each image, counts and pure numbers, shape (image, 1, entry); removed when the stage ends.</summary>
    internal const string PlaneFindings = "unwrap/findings";

    /// <summary>
    /// Displacement that the series of an earlier run let expect, metres, positive towards the satellite, shape (date, row, column): taken off before unwrapping and put back after.
    /// There only where unwrapping.expected_motion names a run.
    /// </summary>
    public const string ForecastMotion = "unwrap/expected_displacement";

    /// <summary>
    /// Whole cycles that the closure adds to the unwrapped phase, a count, shape (pair, row, column): corrected phase = phase + 2 pi cycles. A chunk that
    /// is not there holds zeros.
    /// </summary>
    public const string Cycles = "interferograms/cycles";

    /// <summary>Coherence, pure number 0 to 1, shape (pair, row, column); NaN is no-data.</summary>
    public const string Coherence = "interferograms/coherence";

    /// <summary>Connected component of the unwrapping, a count, shape (pair, row, column); 0 is none.</summary>
    public const string Component = "interferograms/component";

    /// <summary>Height above the ellipsoid or geoid as the product says, metres, shape (row, column).</summary>
    public const string Height = "geometry/height";

    /// <summary>Incidence angle from the vertical, radians, shape (row, column).</summary>
    public const string Incidence = "geometry/incidence";

    /// <summary>Heading of the satellite clockwise from north, radians, shape (row, column).</summary>
    public const string Heading = "geometry/heading";

    /// <summary>Slant range, metres, shape (row, column).</summary>
    public const string SlantRange = "geometry/slant_range";

    /// <summary>Reasons known at import (outside the area, water, layover or shadow), flags, shape (row, column).</summary>
    public const string ImportMask = "mask/import";

    /// <summary>Loops of pairs that can be told at a pixel, a count, shape (row, column).</summary>
    public const string LoopsTold = "quality/loops_told";

    /// <summary>Loops of pairs that do not close before the correction of unwrapping errors, a count, shape (row, column); NaN where none can be told.</summary>
    public const string LoopsOpenBefore = "quality/loops_open_before";

    /// <summary>Loops of pairs that do not close after the correction of unwrapping errors, a count, shape (row, column); NaN where none can be told.</summary>
    public const string LoopsOpenAfter = "quality/loops_open_after";

    /// <summary>Pairs whose phase is corrected by whole cycles at a pixel, a count, shape (row, column); NaN where no loop can be told.</summary>
    public const string PairsChanged = "quality/pairs_changed";

    /// <summary>Why loops stay open, a code, shape (row, column): 0 none does, 1 several explanations cost nearly the same, 2 nothing explains them.</summary>
    public const string ClosureUndecided = "quality/closure_undecided";

    /// <summary>Mean coherence over the pairs used, pure number, shape (row, column).</summary>
    public const string MeanCoherence = "quality/mean_coherence";

    /// <summary>Share of the pairs used that have a value, pure number, shape (row, column).</summary>
    public const string PairShare = "quality/pair_share";

    /// <summary>Reasons known before the inversion, flags, shape (row, column).</summary>
    public const string ReferenceMask = "mask/before_inversion";

    /// <summary>
    /// Largest share of the steepness that can be unwrapped which the used pairs reach on the easiest way from the reference to a pixel, pure number, 1 is the
    /// limit (half a cycle of phase from one pixel to the next), shape (row, column).
    /// </summary>
    public const string Aliasing = "quality/aliasing";

    /// <summary>Displacement along the line of sight since the first date, metres, positive towards the satellite, shape (date, row, column).</summary>
    public const string Displacement = "series/displacement";

    /// <summary>Standard deviation of the displacement by the noise of the pairs, metres, shape (date, row, column).</summary>
    public const string DisplacementSigma = "series/displacement_sigma";

    /// <summary>Linear rate along the line of sight, metres per year, positive towards the satellite, shape (row, column).</summary>
    public const string Rate = "rate/rate";

    /// <summary>Standard deviation of the rate from the residuals of the straight line, metres per year, shape (row, column).</summary>
    public const string RateSigma = "rate/rate_sigma";

    /// <summary>Velocity of the time function that ties the dates, metres per year, positive towards the satellite, shape (row, column); with minimum_norm: model.</summary>
    public const string ModelRate = "rate/model";

    /// <summary>Standard deviation of <see cref="ModelRate"/>, metres per year, shape (row, column).</summary>
    public const string ModelRateSigma = "rate/model_sigma";

    /// <summary>Rate from the pairs at once, without a series, metres per year, positive towards the satellite, shape (row, column); with stacking.</summary>
    public const string StackedRate = "rate/stacked";

    /// <summary>Standard deviation of <see cref="StackedRate"/>, metres per year, shape (row, column).</summary>
    public const string StackedRateSigma = "rate/stacked_sigma";

    /// <summary>Number of pairs that <see cref="StackedRate"/> was taken from, a count, shape (row, column).</summary>
    public const string StackedPairs = "quality/stacked_pairs";

    /// <summary>Error of the elevation model, metres, true height minus the model's, shape (row, column); with dem_error.</summary>
    public const string DemError = "quality/dem_error";

    /// <summary>Standard deviation of <see cref="DemError"/>, metres, shape (row, column).</summary>
    public const string DemErrorSigma = "quality/dem_error_sigma";

    /// <summary>Share of the series' degrees of freedom that smoothing or time function fix and not the pairs, pure number 0 to 1, shape (row, column).</summary>
    public const string AssumedShare = "quality/assumed_share";

    /// <summary>Number of systems solved with a robust norm, a count, shape (row, column); the most allowed where the pixel did not converge.</summary>
    public const string Iterations = "quality/iterations";

    /// <summary>Displacement with the corrections taken off, metres, positive towards the satellite, shape (date, row, column).</summary>
    public const string CorrectedDisplacement = "series/corrected";

    /// <summary>Linear rate of <see cref="CorrectedDisplacement"/>, metres per year, positive towards the satellite, shape (row, column).</summary>
    public const string CorrectedRate = "rate/corrected";

    /// <summary>Standard deviation of <see cref="CorrectedRate"/>, metres per year, shape (row, column).</summary>
    public const string CorrectedRateSigma = "rate/corrected_sigma";

    /// <summary>
    /// What common-scene stacking takes off the displacement: the atmosphere of each date relative to the first date and the reference, metres, in the sign of the
    /// displacement; shape (date, row, column).
    /// </summary>
    public const string CommonScene = "corrections/common_scene";

    /// <summary>
    /// Folder of the time functions: one map for each coefficient (metres; metres per year, per year squared, per year cubed), for amplitudes (metres) and days
    /// (days), with "_sigma" for its standard deviation in the same unit; shape (row, column). fit.json lists them with names and units.
    /// </summary>
    public const string FitFolder = "fit/";

    /// <summary>RMS of the residuals of the time functions, metres, shape (row, column).</summary>
    public const string FitResidual = "fit/residual_rms";

    /// <summary>Correlation of each residual of the time functions with the next, a pure number from -1 to 1, shape (row, column).</summary>
    public const string FitCorrelation = "fit/residual_correlation";

    /// <summary>Index of the chosen model in fit.json, a count from 0, shape (row, column); NaN where none was fitted.</summary>
    public const string FitModel = "fit/model";

    /// <summary>Number of changes, a count, shape (row, column).</summary>
    public const string FitChanges = "fit/changes";

    /// <summary>
    /// Delay of the troposphere by weather models at each date, relative to the first date and the reference, metres, in the sign of the displacement (a longer path is
    /// negative); shape (date, row, column).
    /// </summary>
    public const string Troposphere = "corrections/troposphere";

    /// <summary>
    /// Delay of the troposphere by zenith delays over GNSS stations at each date, relative to the first date and the reference, metres, in the sign of the displacement; shape
    /// (date, row, column).
    /// </summary>
    public const string StationDelay = "corrections/station_delay";

    /// <summary>Standard deviation of <see cref="StationDelay"/> at one date relative to the reference, RMS over the dates, metres, shape (row, column).</summary>
    public const string StationDelaySigma = "corrections/station_delay_sigma";

    /// <summary>
    /// Delay of the troposphere that goes with height, found from the series, of each date relative to the first date and the reference, metres, in the sign of the displacement; shape
    /// (date, row, column).
    /// </summary>
    public const string HeightDelay = "corrections/height";

    /// <summary>The best delay at each date, relative to the first date and the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string BestDelay = "corrections/best_delay";

    /// <summary>What is rough in time and smooth in space, relative to the first date and the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string SpaceTimeFilter = "corrections/space_time_filter";

    /// <summary>
    /// Phase of the ionosphere by maps of its electrons at each date, relative to the first date and the reference, metres, in the sign of the displacement (more electrons
    /// are positive: the phase runs ahead); shape (date, row, column).
    /// </summary>
    public const string Ionosphere = "corrections/ionosphere";

    /// <summary>Tides of the solid earth along the line of sight at each date, relative to the first date and the reference, metres, positive towards the satellite; shape (date, row, column).</summary>
    public const string SolidTides = "corrections/solid_tides";

    /// <summary>Motion of the plate along the line of sight since the first date, relative to the reference, metres, positive towards the satellite; shape (date, row, column).</summary>
    public const string PlateMotion = "corrections/plate_motion";

    /// <summary>Offset between the dates of two satellites, relative to the first date and the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string RangeBias = "corrections/range_bias";

    /// <summary>Drift of the radar's oscillator since the first date, relative to the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string Oscillator = "corrections/oscillator";

    /// <summary>Fading bias of short pairs since the first date, relative to the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string Fading = "corrections/fading";

    /// <summary>
    /// Bias of the rate by fading signals in short pairs, metres per year, in the sign of the displacement, shape (row, column); as each pixel has it, not relative to the
    /// reference. NaN where the loops of pairs do not tell.
    /// </summary>
    public const string FadingRate = "corrections/fading_rate";

    /// <summary>Standard deviation of <see cref="FadingRate"/> by the noise of the pairs, metres per year, shape (row, column).</summary>
    public const string FadingRateSigma = "corrections/fading_rate_sigma";

    /// <summary>
    /// What the air of the dates gives to the rate in wide waves, metres per year, in the sign of the displacement, shape (row, column); relative to the mean of steady ground, not to
    /// the reference.
    /// </summary>
    public const string WideTrendRate = "corrections/wide_trend_rate";

    /// <summary>Ramp of each date relative to the first date and the reference, metres, in the sign of the displacement; shape (date, row, column).</summary>
    public const string Ramp = "corrections/ramp";

    /// <summary>
    /// Error of the elevation model: true height minus its height, metres, shape (row, column). Displacement that was taken off: this times the perpendicular baseline over
    /// slant range and sine of the incidence, less its mean at the reference.
    /// </summary>
    public const string SeriesDemError = "corrections/dem_error";

    /// <summary>Standard deviation of <see cref="SeriesDemError"/>, metres, shape (row, column).</summary>
    public const string SeriesDemErrorSigma = "corrections/dem_error_sigma";

    /// <summary>
    /// Standard deviation of the linear rate that is given out, metres per year, shape (row, column): noise of the pairs, of the reference and of the dates with the
    /// distance from the reference.
    /// </summary>
    public const string TotalRateSigma = "uncertainty/rate_sigma";

    /// <summary>Part of <see cref="TotalRateSigma"/> by the noise of the pixel's own pairs, metres per year, shape (row, column).</summary>
    public const string PairRateSigma = "uncertainty/rate_sigma_pairs";

    /// <summary>Part of <see cref="TotalRateSigma"/> by noise that pixels share (atmosphere, reference), metres per year, shape (row, column).</summary>
    public const string SharedRateSigma = "uncertainty/rate_sigma_shared";

    /// <summary>Standard deviation of the rate by the scatter of the dates, neighbouring dates allowed to be alike, metres per year, shape (row, column).</summary>
    public const string ScatterRateSigma = "uncertainty/rate_sigma_scatter";

    /// <summary>Standard deviation of the rate by drawing pairs, metres per year, shape (row, column); NaN where not drawn.</summary>
    public const string PairBootstrapSigma = "uncertainty/rate_sigma_drawn_pairs";

    /// <summary>Standard deviation of the rate by drawing blocks of dates, metres per year, shape (row, column); NaN where not drawn.</summary>
    public const string BlockBootstrapSigma = "uncertainty/rate_sigma_drawn_dates";

    /// <summary>Standard deviation of the final series, metres, shape (date, row, column): all parts, relative to the first date and the reference.</summary>
    public const string SeriesSigma = "uncertainty/series_sigma";

    /// <summary>
    /// Folder of the standard deviations of fitted terms, all parts, each under the name that it has in <see cref="FitFolder"/> and in its unit (metres and years); shape (row, column).
    /// </summary>
    public const string FitSigmaFolder = "uncertainty/fit/";

    /// <summary>What makes the network of a pixel weak, flags, shape (row, column); 0 is sound.</summary>
    public const string Weakness = "uncertainty/weakness";

    /// <summary>Number of dates none of whose pairs is checked by others, a count, shape (row, column).</summary>
    public const string UncheckedDates = "uncertainty/unchecked_dates";

    /// <summary>Displacement upwards since the first joint date of several tracks, metres, shape (date, row, column); written by plumb decompose.</summary>
    public const string VerticalSeries = "components/vertical";

    /// <summary>Displacement to the east since the first joint date, metres, shape (date, row, column).</summary>
    public const string EastSeries = "components/east";

    /// <summary>Standard deviation of <see cref="VerticalSeries"/>, metres, shape (date, row, column).</summary>
    public const string VerticalSeriesSigma = "components/vertical_sigma";

    /// <summary>Standard deviation of <see cref="EastSeries"/>, metres, shape (date, row, column).</summary>
    public const string EastSeriesSigma = "components/east_sigma";

    /// <summary>Number of the basin of each pixel as subsidence.json lists them, a count, shape (row, column); 0 is none.</summary>
    public const string Basins = "subsidence/basins";

    /// <summary>Beginning of the active phase in days since the first date, shape (row, column); 0 where it began before, NaN where there is none or no basin.</summary>
    public const string ActiveFrom = "subsidence/active_from";

    /// <summary>Standard deviation of <see cref="ActiveFrom"/>, days, shape (row, column); NaN where it began before the first date.</summary>
    public const string ActiveFromSigma = "subsidence/active_from_sigma";

    /// <summary>End of the active phase in days since the first date, shape (row, column); NaN where it has not ended, or there is none.</summary>
    public const string ActiveTo = "subsidence/active_to";

    /// <summary>Standard deviation of <see cref="ActiveTo"/>, days, shape (row, column).</summary>
    public const string ActiveToSigma = "subsidence/active_to_sigma";

    /// <summary>Rate of the initial phase, metres per year in the direction of subsidence.axis, shape (row, column); NaN where there is none.</summary>
    public const string InitialRate = "subsidence/initial_rate";

    /// <summary>Rate of the active phase, metres per year in the direction of subsidence.axis, shape (row, column); the only rate where no phase stands out.</summary>
    public const string ActiveRate = "subsidence/active_rate";

    /// <summary>Standard deviation of <see cref="ActiveRate"/>, metres per year, shape (row, column).</summary>
    public const string ActiveRateSigma = "subsidence/active_rate_sigma";

    /// <summary>Rate of the residual phase, metres per year in the direction of subsidence.axis, shape (row, column); NaN where there is none.</summary>
    public const string ResidualRate = "subsidence/residual_rate";

    /// <summary>Phase at the last date, a code, shape (row, column): 0 steady, 1 initial, 2 active, 3 residual; NaN outside basins.</summary>
    public const string PhaseNow = "subsidence/phase_now";

    /// <summary>Tilt of the displacement from the first to the last date in basins, metre per metre (pure number), shape (row, column).</summary>
    public const string Tilt = "subsidence/tilt";

    /// <summary>Standard deviation of <see cref="Tilt"/>, pure number, shape (row, column).</summary>
    public const string TiltSigma = "subsidence/tilt_sigma";

    /// <summary>Principal curvature of larger size of that displacement, per metre, shape (row, column); positive where the ground sags.</summary>
    public const string Curvature = "subsidence/curvature";

    /// <summary>Standard deviation of <see cref="Curvature"/>, per metre, shape (row, column).</summary>
    public const string CurvatureSigma = "subsidence/curvature_sigma";

    /// <summary>Horizontal strain of larger size (pure number), shape (row, column); negative where the ground is pressed together.</summary>
    public const string Strain = "subsidence/strain";

    /// <summary>Class of damage by subsidence.damage_code, a count from 0, shape (row, column); 255 outside basins.</summary>
    public const string DamageClass = "subsidence/damage_class";

    /// <summary>Temporal coherence, pure number 0 to 1, shape (row, column).</summary>
    public const string TemporalCoherence = "quality/temporal_coherence";

    /// <summary>RMS of the residual phases of the pairs, radians, shape (row, column).</summary>
    public const string ResidualRms = "quality/residual_rms";

    /// <summary>Number of pairs used, a count, shape (row, column).</summary>
    public const string PairCount = "quality/pair_count";

    /// <summary>Reasons found by the inversion, flags, shape (row, column).</summary>
    public const string InversionMask = "mask/inversion";

    /// <summary>All reasons together, flags, shape (row, column); 0 is a good pixel.</summary>
    public const string FinalMask = "mask/final";
}

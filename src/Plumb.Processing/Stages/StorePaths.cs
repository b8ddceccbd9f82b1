namespace Plumb.Processing.Stages;

/// <summary>Names of the arrays of the store. Shapes are (pair, row, column), (date, row, column) or (row, column).</summary>
public static class StorePaths
{
    /// <summary>Unwrapped phase as delivered, radians, shape (pair, row, column); NaN is no-data.</summary>
    public const string UnwrappedPhase = "interferograms/unwrapped_phase";

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

    /// <summary>Displacement along the line of sight since the first date, metres, positive towards the satellite, shape (date, row, column).</summary>
    public const string Displacement = "series/displacement";

    /// <summary>Standard deviation of the displacement by the noise of the pairs, metres, shape (date, row, column).</summary>
    public const string DisplacementSigma = "series/displacement_sigma";

    /// <summary>Linear rate along the line of sight, metres per year, positive towards the satellite, shape (row, column).</summary>
    public const string Rate = "rate/rate";

    /// <summary>Standard deviation of the rate from the residuals of the straight line, metres per year, shape (row, column).</summary>
    public const string RateSigma = "rate/rate_sigma";

    /// <summary>Displacement with the corrections taken off, metres, positive towards the satellite, shape (date, row, column).</summary>
    public const string CorrectedDisplacement = "series/corrected";

    /// <summary>Linear rate of <see cref="CorrectedDisplacement"/>, metres per year, positive towards the satellite, shape (row, column).</summary>
    public const string CorrectedRate = "rate/corrected";

    /// <summary>Standard deviation of <see cref="CorrectedRate"/>, metres per year, shape (row, column).</summary>
    public const string CorrectedRateSigma = "rate/corrected_sigma";

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

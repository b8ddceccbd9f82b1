using Plumb.Networks;

namespace Plumb.Inversion;

/// <summary>Refuses what an inversion cannot do: options out of their range before anything is read, spans that do not fit before anything is computed.</summary>
internal static class InversionRequest
{
    public static void Check(Network network, InversionOptions options, double metresPerUnit)
    {
        Refuse(!double.IsFinite(metresPerUnit) || metresPerUnit == 0, "The wavelength of the stack is not known: metres per radian must be finite and not 0. State the wavelength.");
        Refuse(!(options.MinRedundancy >= 0), "inversion.min_redundancy is a number of pairs and cannot be negative. Set it to 1 for what is usual.");
        Refuse(!(options.Looks >= 1) || double.IsInfinity(options.Looks), "The number of looks behind the coherence must be at least 1. Set input.looks to range looks times azimuth looks.");
        Refuse(!(options.ObservationThreshold is >= 0 and <= 1), "inversion.observation_threshold is a coherence between 0 and 1.");
        Refuse(
            options is { Weighting: Weighting.Given, ObservationMask: ObservationMask.Coherence },
            "Observations with variances of their own have no coherence to leave them out by. Set inversion.observation_mask to none or component.");
        Refuse(!(options.HuberThreshold > 0) || double.IsInfinity(options.HuberThreshold), "inversion.huber_threshold is a positive number of standard deviations. 1.345 is usual.");
        CheckAssumption(network, options);
    }

    public static void Check(NetworkInversion owner, in InversionTile tile)
    {
        var (pairs, options) = (owner.Network.Pairs.Count, owner.Options);
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Pixels, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Stride, tile.Pixels, nameof(tile));
        CheckLength(tile.Phase.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Phase));
        if (!tile.Coherence.IsEmpty)
        {
            CheckLength(tile.Coherence.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Coherence));
        }

        if (tile.Pixels > 0)
        {
            Refuse(
                options.Weighting == Weighting.Given && tile.Variance.IsEmpty,
                "Weights from given variances need the variance of every observation, and the stack has none. Set inversion.weighting to none, or to variance where there is coherence.");
            Refuse(
                tile.Coherence.IsEmpty && (options.Weighting is not (Weighting.None or Weighting.Given) || options.ObservationMask == ObservationMask.Coherence),
                "The weights or the observation mask need the coherence of every pair, and the stack has none. Set inversion.weighting to none and observation_mask to none or component.");
            Refuse(
                options.ObservationMask == ObservationMask.Component && tile.Components.IsEmpty && tile.WideComponents.IsEmpty,
                "The observation mask needs the connected components of every pair, and the stack has none. Set inversion.observation_mask to none or coherence.");
        }

        if (options.Weighting == Weighting.Given)
        {
            CheckLength(tile.Variance.Length, pairs, tile.Stride, tile.Pixels, nameof(tile.Variance));
        }

        if (options.ObservationMask == ObservationMask.Component)
        {
            var length = tile.Components.IsEmpty ? tile.WideComponents.Length : tile.Components.Length;
            CheckLength(length, pairs, tile.Stride, tile.Pixels, nameof(tile.Components));
        }

        if (!tile.ReferencePhase.IsEmpty && tile.ReferencePhase.Length != pairs)
        {
            throw new ArgumentException($"There are {tile.ReferencePhase.Length} reference phases for {pairs} pairs.", nameof(tile));
        }
    }

    public static void Check(NetworkInversion owner, in InversionTile tile, in InversionResult result)
    {
        var (pixels, dates) = (tile.Pixels, owner.Network.Dates.Count);
        var stride = result.Stride(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, pixels, nameof(result));
        if (!result.Series.IsEmpty)
        {
            CheckLength(result.Series.Length, dates, stride, pixels, nameof(result.Series));
        }

        if (!result.Sigma.IsEmpty)
        {
            CheckLength(result.Sigma.Length, dates, stride, pixels, nameof(result.Sigma));
        }

        CheckLine(result.TemporalCoherence.Length, pixels, nameof(result.TemporalCoherence));
        CheckLine(result.ResidualRms.Length, pixels, nameof(result.ResidualRms));
        CheckLine(result.WeightedResidual.Length, pixels, nameof(result.WeightedResidual));
        CheckLine(result.MeanCoherence.Length, pixels, nameof(result.MeanCoherence));
        CheckLine(result.PairCount.Length, pixels, nameof(result.PairCount));
        CheckLine(result.Reasons.Length, pixels, nameof(result.Reasons));
        CheckExtra(result.DemError.Length, pixels, owner.Options.DateBaselines is not null, nameof(result.DemError));
        CheckExtra(result.DemErrorSigma.Length, pixels, owner.Options.DateBaselines is not null, nameof(result.DemErrorSigma));
        CheckExtra(result.ModelRate.Length, pixels, owner.Options.MinimumNorm == MinimumNorm.Model, nameof(result.ModelRate));
        CheckExtra(result.ModelRateSigma.Length, pixels, owner.Options.MinimumNorm == MinimumNorm.Model, nameof(result.ModelRateSigma));
        CheckExtra(result.AssumedShare.Length, pixels, !owner.Options.IsPlain, nameof(result.AssumedShare));
        CheckExtra(result.Iterations.Length, pixels, !owner.Options.IsPlain, nameof(result.Iterations));
        if (!(result.DemError.IsEmpty && result.DemErrorSigma.IsEmpty) && tile.HorizontalRange.Length < pixels)
        {
            throw new ArgumentException($"The error of the elevation model needs the horizontal range of {pixels} pixels; {tile.HorizontalRange.Length} are given.", nameof(tile));
        }
    }

    private static void CheckAssumption(Network network, InversionOptions options)
    {
        var dates = network.Dates.Count;
        if (options.Smoothing != Smoothing.None)
        {
            Refuse(!(options.SmoothingStrength > 0) || double.IsInfinity(options.SmoothingStrength), "inversion.smoothing_strength is a positive number of years. Set inversion.smoothing to none for no smoothing.");
            Refuse(options.Smoothing == Smoothing.Acceleration && dates < 3, $"inversion.smoothing: acceleration compares the velocities of two intervals, and the network has {dates} dates. Set it to none.");
        }

        if (options.MinimumNorm == MinimumNorm.Model)
        {
            Refuse(!(options.ModelStrength > 0) || double.IsInfinity(options.ModelStrength), "inversion.model_strength is a positive number. Set inversion.minimum_norm to velocity for no time function.");
            if (options.DateStrengths is { } strengths)
            {
                Refuse(strengths.Count != dates || strengths.Any(s => !(s > 0) || double.IsInfinity(s)), $"The tie to the time function needs a positive strength for each of the {dates} dates.");
            }
        }

        if (options.DateBaselines is { } baselines)
        {
            Refuse(
                options.Smoothing == Smoothing.None && options.MinimumNorm != MinimumNorm.Model,
                "inversion.dem_error needs inversion.smoothing or inversion.minimum_norm: model. Pairs alone cannot tell an error of the elevation model from motion that follows the baselines.");
            Refuse(baselines.Count != dates, $"The error of the elevation model needs the perpendicular baseline of each of the {dates} dates; {baselines.Count} are given.");
            var unknown = Enumerable.Range(0, dates).FirstOrDefault(i => !double.IsFinite(baselines[i]), -1);
            Refuse(unknown >= 0, $"The perpendicular baseline of {network.Dates[Math.Max(unknown, 0)]:yyyy-MM-dd} is not known. Set inversion.dem_error to false, or leave the date out with network.exclude_dates.");
            Refuse(baselines.Max() - baselines.Min() < 1e-6, "All dates have the same perpendicular baseline, so that an error of the elevation model shows in no pair. Set inversion.dem_error to false.");
        }
    }

    private static void Refuse(bool wrong, string message)
    {
        if (wrong)
        {
            throw new RequestException(message);
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

    private static void CheckExtra(int length, int pixels, bool isKnown, string name)
    {
        CheckLine(length, pixels, name);
        if (length != 0 && !isKnown)
        {
            throw new ArgumentException($"{name} is asked for, but the options of the inversion do not give it.", name);
        }
    }
}

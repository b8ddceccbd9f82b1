using Plumb.Inversion;
using Plumb.Networks;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>The solvers of an inversion as the settings and the stack ask for them.</summary>
internal static class InvertPlan
{
    /// <summary>Options of the inversion.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="stack">What the store holds.</param>
    /// <param name="network">The network as it was chosen, with the baselines of its dates.</param>
    /// <exception cref="RequestException">The stack lacks what the settings need.</exception>
    public static InversionOptions Options(InversionSettings settings, StackDescription stack, NetworkRecord network)
    {
        if (settings.Weighting == Weighting.Given)
        {
            throw new RequestException("inversion.weighting: given is for observations with variances of their own, and interferograms have none. Set it to variance, or to none where there is no coherence.");
        }

        return new InversionOptions(settings.Weighting, settings.MinimumNorm, stack.Looks, settings.MinRedundancy)
        {
            ObservationMask = settings.ObservationMask,
            ObservationThreshold = settings.ObservationThreshold,
            Norm = settings.Norm,
            HuberThreshold = settings.HuberThreshold,
            Smoothing = settings.Smoothing,
            SmoothingStrength = settings.SmoothingStrength,
            Model = settings.Model,
            ModelStrength = settings.ModelStrength,
            DateBaselines = settings.DemError ? Baselines(stack, network) : null,
        };
    }

    /// <summary>The stacking that goes with it; null where none is asked for.</summary>
    public static PairStacking? Stacking(InversionSettings settings, InversionOptions options, Network network, double metresPerRadian) =>
        settings.Stacking == Inversion.Stacking.None
            ? null
            : new PairStacking(
                network,
                new StackingOptions(settings.Stacking, options) { DateSigma = settings.StackingDateSigma / 1000, Rejection = settings.StackingRejection },
                metresPerRadian);

    /// <summary>What was asked for beyond least squares, in words; empty for nothing.</summary>
    public static string Describe(InversionSettings settings)
    {
        var words = new List<string>();
        if (settings.Norm != ResidualNorm.L2)
        {
            words.Add(settings.Norm == ResidualNorm.L1 ? "least absolute residuals" : "Huber norm");
        }

        if (settings.Smoothing != Smoothing.None)
        {
            words.Add(settings.Smoothing == Smoothing.Velocity ? "velocity kept small" : "changes of velocity kept small");
        }

        if (settings.MinimumNorm == MinimumNorm.Model)
        {
            words.Add("dates tied by a time function");
        }

        if (settings.DemError)
        {
            words.Add("with the elevation model's error");
        }

        if (settings.Stacking != Inversion.Stacking.None)
        {
            words.Add("stacked rate beside it");
        }

        return words.Count == 0 ? "" : ", " + string.Join(", ", words);
    }

    private static IReadOnlyList<double> Baselines(StackDescription stack, NetworkRecord network)
    {
        if (network.Parts.Count > 1)
        {
            throw new RequestException(
                $"inversion.dem_error: the network falls into {network.Parts.Count} parts, between which no pair tells the perpendicular baseline. Join them (network.*), or set inversion.dem_error to false.");
        }

        var geometry = stack.Geometry;
        if ((double.IsNaN(stack.SlantRange) && !geometry.Contains(StorePaths.SlantRange)) || (double.IsNaN(stack.Incidence) && !geometry.Contains(StorePaths.Incidence)))
        {
            throw new RequestException("inversion.dem_error needs slant range and incidence, and the products tell neither for each pixel nor for the scene. Set inversion.dem_error to false, or add the geometry to input.paths.");
        }

        return network.DateBaselines;
    }
}

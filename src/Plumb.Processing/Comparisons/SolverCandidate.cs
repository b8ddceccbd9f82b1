using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Comparisons;

/// <summary>A solver that is held against others: the settings of the run with the solver's own in their place.</summary>
/// <param name="Name">Name for people and files, lower case.</param>
/// <param name="Settings">The settings it is made from.</param>
/// <param name="IsRanked">Whether it makes a series and is ranked; a stack makes a constant rate, which predicts less by its nature.</param>
public sealed record SolverCandidate(string Name, InversionSettings Settings, bool IsRanked)
{
    /// <summary>Name of the settings of the run where they are none of the list's.</summary>
    public const string Own = "settings";

    /// <summary>The solvers that are compared, those with fewer assumptions and less work first; the settings' own comes first where it is none of the others.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="hasCoherence">Whether the stack has coherence; without it robust norms and assumptions weigh all pairs alike.</param>
    public static IReadOnlyList<SolverCandidate> All(InversionSettings settings, bool hasCoherence)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var own = OwnOf(settings);
        var plain = own with
        {
            Weighting = Weighting.Variance,
            Norm = ResidualNorm.L2,
            MinimumNorm = settings.MinimumNorm == MinimumNorm.Model ? MinimumNorm.Velocity : settings.MinimumNorm,
            Smoothing = Smoothing.None,
            DemError = false,
        };
        var weighted = plain with { Weighting = hasCoherence ? Weighting.Variance : Weighting.None };
        var list = new List<SolverCandidate>
        {
            new("variance", plain, true),
            new("coherence", plain with { Weighting = Weighting.Coherence }, true),
            new("fisher", plain with { Weighting = Weighting.Fisher }, true),
            new("none", plain with { Weighting = Weighting.None }, true),
            new("huber", weighted with { Norm = ResidualNorm.Huber }, true),
            new("l1", weighted with { Norm = ResidualNorm.L1 }, true),
            new("nsbas", weighted with { MinimumNorm = MinimumNorm.Model }, true),
            new("smoothing", weighted with { Smoothing = Smoothing.Acceleration }, true),
            new("dem_error", weighted with { Smoothing = Smoothing.Acceleration, DemError = true }, true),
            new("stack_plain", weighted with { Stacking = Stacking.Plain }, false),
            new("stack_covariance", weighted with { Stacking = Stacking.Covariance }, false),
        };
        if (list.TrueForAll(c => c.Settings != own))
        {
            list.Insert(0, new SolverCandidate(Own, own, true));
        }

        return list;
    }

    /// <summary>Whether this is the solver of the settings of the run.</summary>
    /// <param name="settings">The settings of the run.</param>
    public bool IsOf(InversionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Settings == OwnOf(settings);
    }

    /// <summary>What decides the series: neither standard deviations nor a stack beside it.</summary>
    private static InversionSettings OwnOf(InversionSettings settings) => settings with { Stacking = Stacking.None, Sigma = false };
}

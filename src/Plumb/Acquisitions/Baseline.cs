namespace Plumb.Acquisitions;

/// <summary>
/// Spatial baseline of a pair at the scene centre, seen from the first acquisition: component perpendicular to the
/// line of sight, metres (m), positive as in GAMMA's base_perp and MintPy's bperp. NaN where it is not known.
/// </summary>
/// <param name="Perpendicular">Perpendicular component, metres (m); NaN when unknown.</param>
public readonly record struct Baseline(double Perpendicular)
{
    /// <summary>A baseline nobody told us, NaN metres.</summary>
    public static Baseline Unknown { get; } = new(double.NaN);

    /// <summary>Whether the perpendicular component is a finite number of metres.</summary>
    public bool IsKnown => double.IsFinite(Perpendicular);
}

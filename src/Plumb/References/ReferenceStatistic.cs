namespace Plumb.References;

/// <summary>How the pixels of the reference areas become one value per pair (radian of that pair).</summary>
public enum ReferenceStatistic
{
    /// <summary>The median: not moved by single bad pixels.</summary>
    Median,

    /// <summary>The mean.</summary>
    Mean,
}

namespace Plumb.References;

/// <summary>How several reference areas become one value per pair.</summary>
public enum ReferenceWeights
{
    /// <summary>Every area counts once, whatever its size.</summary>
    Equal,

    /// <summary>All pixels of all areas together make one statistic: large areas count more.</summary>
    Pixels,

    /// <summary>Areas count by the inverse of the variance of their own series against the others.</summary>
    Scatter,
}

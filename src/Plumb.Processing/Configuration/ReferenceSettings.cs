using Plumb.References;

namespace Plumb.Processing.Configuration;

/// <summary>What motion is measured against.</summary>
public sealed record ReferenceSettings
{
    /// <summary>Reference areas; empty for an automatic choice.</summary>
    [Setting("Reference areas, each \"longitude,latitude[,radius in m]\" or \"row:R,column:C[,radius in pixels]\". Empty: chosen after all masks.")]
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Number of areas that are chosen automatically.</summary>
    [Setting("Number of areas chosen automatically, spread over the scene and its patches of coherent ground. The mean of several holds less of the atmosphere over each.", Minimum = 1, Maximum = 1000)]
    public int Count { get; init; } = 1;

    /// <summary>How several areas become one value per pair.</summary>
    [Setting("How several areas become one value: equal (each counts once), scatter (by the inverse variance of each one's own series against the others) or pixels (all pixels make one statistic).")]
    public ReferenceWeights Weights { get; init; } = ReferenceWeights.Equal;

    /// <summary>Whether areas of your own that move against the others are left out.</summary>
    [Setting("Leave out areas of yours that move against the others; otherwise they are only named. Chosen areas that move are always left out. Needs three areas.")]
    public bool DropMoving { get; init; }

    /// <summary>What is known of the motion of the areas.</summary>
    [Setting("Known motion of each of the areas, along the line of sight and positive towards the satellite: a rate in mm/yr (\"-3.2\") or a CSV file of date,displacement_mm, such as a GNSS station tells it. It is added back, so that results are relative to what it is relative to. Empty: the areas are taken not to move.")]
    public IReadOnlyList<string> Motion { get; init; } = [];

    /// <summary>How the pixels of the areas become one value per pair.</summary>
    [Setting("How the pixels of the reference areas become one value per pair. The median is not moved by single bad pixels.")]
    public ReferenceStatistic Statistic { get; init; } = ReferenceStatistic.Median;

    /// <summary>Radius of an automatic reference area, pixels.</summary>
    [Setting("Radius of an automatically chosen area.", Unit = "pixels", Minimum = 0, Maximum = 100)]
    public int Radius { get; init; } = 3;

    /// <summary>Lowest mean coherence of a reference pixel.</summary>
    [Setting("Lowest mean coherence of a reference pixel.", Minimum = 0, Maximum = 1)]
    public double MinCoherence { get; init; } = 0.6;
}

using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>What a set of folders and files holds: every interferogram, the geometry, everything missing, and one grid for all.</summary>
public sealed record StackInspection
{
    /// <summary>The interferograms, sorted by pair; one per pair.</summary>
    public required IReadOnlyList<InterferogramProduct> Products { get; init; }

    /// <summary>Series, rates and their quality that another program has finished.</summary>
    public IReadOnlyList<FinishedProduct> Finished { get; init; } = [];

    /// <summary>The scene's geometry.</summary>
    public required StackGeometry Geometry { get; init; }

    /// <summary>All that is wrong, missing or noteworthy, worst first.</summary>
    public required IReadOnlyList<Finding> Problems { get; init; }

    /// <summary>The grid all products are aligned to; null when there is no product.</summary>
    public required Grid? Grid { get; init; }

    /// <summary>Whether a run could go on: at least one product to begin with and no error.</summary>
    public bool IsUsable => (Products.Count > 0 || Finished.Any(f => f.IsEntry)) && !Problems.Any(p => p.Severity == Severity.Error);
}

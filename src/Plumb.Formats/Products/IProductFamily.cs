namespace Plumb.Formats.Products;

/// <summary>
/// All files under the paths the user named, found once and offered to every family. Sorted by path (ordinal), so that
/// what is found does not depend on the file system.
/// </summary>
/// <param name="Roots">The paths the user named, made absolute.</param>
/// <param name="Files">Absolute paths of all files, sorted.</param>
public sealed record FolderListing(IReadOnlyList<string> Roots, IReadOnlyList<string> Files)
{
    /// <summary>GeoTIFFs that were looked at before; null for none.</summary>
    public RasterMemory? Rasters { get; init; }
}

/// <summary>What one family recognised among the files.</summary>
public sealed record ProductFindings
{
    /// <summary>Nothing of this family.</summary>
    public static ProductFindings Nothing { get; } = new();

    /// <summary>The interferograms.</summary>
    public IReadOnlyList<InterferogramProduct> Products { get; init; } = [];

    /// <summary>Series, rates and their quality that another program has finished.</summary>
    public IReadOnlyList<FinishedProduct> Finished { get; init; } = [];

    /// <summary>The scene's geometry, as far as this family's files bring it.</summary>
    public StackGeometry Geometry { get; init; } = StackGeometry.Empty;

    /// <summary>Files that belong to this family, whether read or not; other families leave them alone.</summary>
    public IReadOnlyList<string> Claimed { get; init; } = [];

    /// <summary>What is wrong or missing, all of it at once.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>
/// A kind of product that can be read. A family recognises its files by name and content, never throws for a bad
/// file (it reports a <see cref="Finding"/> instead) and opens no file longer than it looks at it.
/// </summary>
public interface IProductFamily
{
    /// <summary>Name of the family, such as "HyP3".</summary>
    string Name { get; }

    /// <summary>Recognises this family's products among files.</summary>
    /// <param name="listing">The files; those that an earlier family claimed are not among them.</param>
    /// <returns>What was recognised; <see cref="ProductFindings.Nothing"/> when nothing was.</returns>
    ProductFindings Detect(FolderListing listing);
}

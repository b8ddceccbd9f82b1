namespace Plumb.Formats.Products;

/// <summary>
/// Looks through folders for interferograms of every family, checks them against each other and says all that is wrong
/// or missing at once. Reads headers and a few lines of each raster; changes nothing.
/// </summary>
public static class StackInspector
{
    /// <summary>Inspects files and folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="gridSetting">Grid wanted: "most_common" or a pair as yyyyMMdd_yyyyMMdd.</param>
    /// <param name="isKnown">Whether a file's numbers were looked at before and the file has not changed since; null for none.</param>
    /// <exception cref="RequestException">A path does not exist, or the grid's pair is not among the products.</exception>
    public static StackInspection Inspect(
        IReadOnlyList<string> paths, string gridSetting = GridChoice.MostCommonName, Func<string, bool>? isKnown = null) =>
        Inspect(FileWalk.List(paths), ProductFamilies.All, gridSetting, isKnown);

    /// <summary>Inspects a listing with chosen families.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="families">The families, in the order in which they are asked.</param>
    /// <param name="gridSetting">Grid wanted: "most_common" or a pair as yyyyMMdd_yyyyMMdd.</param>
    /// <param name="isKnown">Whether a file's numbers were looked at before and the file has not changed since; null for none.</param>
    /// <exception cref="RequestException">The grid's pair is not among the products.</exception>
    public static StackInspection Inspect(
        FolderListing listing, IReadOnlyList<IProductFamily> families, string gridSetting, Func<string, bool>? isKnown = null)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(families);
        var findings = new FindingList();
        var sidecars = Sidecars(listing, findings);
        var left = listing with { Files = [.. listing.Files.Where(f => Path.GetFileName(f) != Sidecar.FileName)] };
        var (products, geometry, problems) = (new List<InterferogramProduct>(), StackGeometry.Empty, new List<Finding>());
        var finished = new List<FinishedProduct>();
        foreach (var family in families)
        {
            var found = family.Detect(left);
            products.AddRange(found.Products.Select(p => Fill(p, sidecars)));
            finished.AddRange(found.Finished);
            geometry = geometry.FilledFrom(found.Geometry);
            problems.AddRange(found.Findings);
            var claimed = found.Claimed.ToHashSet(StringComparer.Ordinal);
            left = left with { Files = [.. left.Files.Where(f => !claimed.Contains(f))] };
        }

        StackChecks.Unrecognised(left, products.Count + finished.Count(f => f.IsEntry), findings);
        FinishedChecks.Check(products, finished, findings);
        products = StackChecks.Unique([.. products.OrderBy(p => p.Pair).ThenBy(p => p.Source, StringComparer.Ordinal)], findings);
        var grid = products.Count == 0 ? null : GridChoice.Choose(gridSetting, products);
        if (grid is not null)
        {
            StackChecks.Consistency(products, findings);
            StackChecks.Wrapping(products, findings);
            StackChecks.Completeness(products, geometry, findings);
            StackChecks.Grids(products, grid, findings);
            products = StackChecks.Readable(products, isKnown ?? (_ => false), findings);
            StackChecks.Readable(geometry, isKnown ?? (_ => false), findings);
        }

        return new StackInspection
        {
            Products = products,
            Finished = finished,
            Geometry = geometry,
            Problems = [.. problems.Concat(findings.All).OrderByDescending(f => f.Severity)],
            Grid = grid,
        };
    }

    private static List<Sidecar> Sidecars(FolderListing listing, FindingList findings) =>
        [.. listing.Files
            .Where(f => Path.GetFileName(f) == Sidecar.FileName)
            .Select(f => findings.Try(f, () => Sidecar.Read(f)))
            .OfType<Sidecar>()
            .OrderByDescending(s => s.Path.Length)];

    /// <summary>The nearest folder's file counts first.</summary>
    private static InterferogramProduct Fill(InterferogramProduct product, List<Sidecar> sidecars)
    {
        OffsetObservation? offsets = null;
        foreach (var sidecar in sidecars)
        {
            var folder = Path.GetDirectoryName(sidecar.Path) + Path.DirectorySeparatorChar;
            if (product.Unwrapped.Path.StartsWith(folder, StringComparison.Ordinal))
            {
                product = sidecar.Fill(product);
                offsets ??= sidecar.Offsets;
            }
        }

        // Last, when all that the files tell is filled in.
        return offsets?.Apply(product) ?? product;
    }
}

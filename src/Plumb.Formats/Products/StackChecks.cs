using Plumb.Acquisitions;
using Plumb.Grids;

namespace Plumb.Formats.Products;

/// <summary>What must hold among the products of a stack.</summary>
internal static class StackChecks
{
    private const int MostListed = 10;
    private static readonly string[] RasterEndings = [".tif", ".tiff", ".unw", ".int", ".cor", ".cc", ".h5", ".he5", ".nc", ".grd", ".img", ".zip"];

    /// <summary>Files that look like products but belong to no family.</summary>
    public static void Unrecognised(FolderListing left, int products, FindingList findings)
    {
        var suspects = left.Files.Where(f => RasterEndings.Contains(Path.GetExtension(f).ToLowerInvariant())).ToArray();
        var zips = suspects.Where(f => f.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (zips.Length > 0)
        {
            findings.Warn(Listed(zips), $"{Count(zips.Length, "file is", "files are")} still packed and not read.", "Unzip and inspect again.");
        }

        var packed = left.Files.Where(f => f.EndsWith(".h5.gz", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (packed.Length > 0)
        {
            findings.Warn(Listed(packed), $"{Count(packed.Length, "file is", "files are")} still packed and not read.", "gunzip and inspect again.");
        }

        var others = suspects.Except(zips).ToArray();
        if (others.Length > 0)
        {
            findings.Warn(Listed(others), $"{Count(others.Length, "raster belongs", "rasters belong")} to no known product and {(others.Length == 1 ? "is" : "are")} not used.", "Restore the products' own names, or convert to a family that is read: HyP3, GAMMA, ROI_PAC, MintPy.");
        }

        if (products == 0)
        {
            findings.Error(string.Join(", ", left.Roots), packed.Length > 0 ? $"Nothing that can be read was found; {Listed(packed)} must be unpacked first." : "No interferogram was found.", packed.Length > 0 ? "gunzip it first." : "Name folders that hold unwrapped interferograms of HyP3, GAMMA, ROI_PAC or MintPy.");
        }
    }

    /// <summary>One product per pair; the others are named as errors.</summary>
    public static List<InterferogramProduct> Unique(IReadOnlyList<InterferogramProduct> products, FindingList findings)
    {
        var unique = new List<InterferogramProduct>();
        foreach (var group in products.GroupBy(p => p.Pair))
        {
            var all = group.ToArray();
            unique.Add(all[0]);
            if (all.Length > 1)
            {
                findings.Error(group.Key.ToString(), $"The pair is there {all.Length} times: {string.Join("; ", all.Select(p => p.Source))}.", "Keep one of them.");
            }
        }

        return unique;
    }

    /// <summary>One wavelength, one track, one direction.</summary>
    public static void Consistency(IReadOnlyList<InterferogramProduct> products, FindingList findings)
    {
        Groups(products, p => p.Observation.ToString().ToLowerInvariant(), "observations", findings);
        Groups(products.Where(p => p.Sensor is not null), p => FormattableString.Invariant($"{p.Sensor!.Wavelength:F4} m"), "wavelengths", findings);
        Groups(products.Where(p => p.Track != 0), p => FormattableString.Invariant($"track {p.Track}"), "tracks", findings);
        Groups(products.Where(p => p.Pass != PassDirection.Unknown), p => p.Pass.ToString().ToLowerInvariant(), "directions of flight", findings);
    }

    /// <summary>Phase that is wrapped in all products or in none.</summary>
    public static void Wrapping(IReadOnlyList<InterferogramProduct> products, FindingList findings)
    {
        var wrapped = products.Where(p => p.IsWrapped).Select(p => p.Pair.ToString()).ToArray();
        if (wrapped.Length == 0)
        {
            return;
        }

        if (wrapped.Length < products.Count)
        {
            findings.Error(
                Listed(wrapped), $"{Count(wrapped.Length, "product has", "products have")} wrapped phase only, the other {products.Count - wrapped.Length} are unwrapped; one stack is unwrapped in one way.",
                "Add the unwrapped phase of these, or leave only the wrapped phase of all.");
            return;
        }

        findings.Note(wrapped.Length == 1 ? "the only product" : $"all {wrapped.Length} products", "The phase is wrapped; a run unwraps it (settings unwrapping.*).");
    }

    /// <summary>Numbers that later stages need, and the file that would hold them.</summary>
    public static void Completeness(IReadOnlyList<InterferogramProduct> products, StackGeometry geometry, FindingList findings)
    {
        Missing(
            products, p => p.Observation == ObservationKind.Phase && OffsetObservation.IsNameOf(p.Source), Severity.Error,
            "By their name these are offsets, and nothing tells which way they count and how well they are known.",
            $"Write observation, positive and sigma into a {Sidecar.FileName} beside the products.", findings);
        var sidecar = $"Write it into a {Sidecar.FileName} beside the products (key {{0}}).";
        Missing(products, p => p.Sensor is null, Severity.Error, "The wavelength is missing; without it phase is no displacement. GAMMA's .par and ROI_PAC's .rsc files hold it.", Fill(sidecar, "wavelength"), findings);
        if (geometry.Incidence is null)
        {
            Missing(products, p => double.IsNaN(p.IncidenceAtCentre), Severity.Warning, "The incidence angle is missing; vertical motion cannot be told.", Fill(sidecar, "incidence"), findings);
        }

        if (geometry.Heading is null)
        {
            Missing(products, p => double.IsNaN(p.Heading), Severity.Warning, "The heading is missing; the look direction cannot be told.", Fill(sidecar, "heading"), findings);
        }

        Missing(products, p => double.IsNaN(p.Looks.Effective), Severity.Warning, "The number of independent looks is missing; weights from coherence need it.", Fill(sidecar, "effective_looks"), findings);
        Missing(products, p => !p.Baseline.IsKnown, Severity.Warning, "The perpendicular baseline is missing; these pairs pass every baseline limit.", "Add the product's parameter file.", findings);
        Missing(products, p => p.Coherence is null, Severity.Warning, "There is no coherence; these pairs get no weight from it.", "Copy the coherence files beside the phase.", findings);
        var reversed = products.Where(p => p.Unwrapped is not null && p.Converted.StartsWith("dates swapped", StringComparison.Ordinal)).ToArray();
        if (reversed.Length > 0)
        {
            findings.Note(Listed([.. reversed.Select(p => p.Pair.ToString())]), $"{Count(reversed.Length, "product counts", "products count")} from the later to the earlier date; dates were swapped and the sign of the phase changed.");
        }
    }

    /// <summary>How each product is brought to the chosen grid.</summary>
    public static void Grids(IReadOnlyList<InterferogramProduct> products, Grid grid, FindingList findings)
    {
        var changed = 0;
        foreach (var product in products)
        {
            var alignment = Alignment.Of(product.Grid, grid);
            if (alignment.Kind == AlignmentKind.Impossible)
            {
                findings.Error(product.Pair.ToString(), $"The product ({product.Grid.Rows} x {product.Grid.Columns}, {Alignment.ShortName(product.Grid.Crs)}) cannot be brought to the chosen grid ({grid.Rows} x {grid.Columns}, {Alignment.ShortName(grid.Crs)}).", "Geocode it, or inspect radar and map products apart.");
                continue;
            }

            changed += alignment.Kind == AlignmentKind.Same ? 0 : 1;
            if (alignment.Kind != AlignmentKind.Impossible && GridCover.Share(product.Grid, grid) == 0)
            {
                findings.Error(product.Pair.ToString(), $"The product does not touch the chosen grid ({GridCover.Extent(grid)}); it covers {GridCover.Extent(product.Grid)}.", "Take it out, or choose another grid with input.grid.");
            }
        }

        if (changed > 0)
        {
            findings.Note(Alignment.ShortName(grid.Crs), $"{Count(changed, "product lies", "products lie")} on another grid than the chosen one of {grid.Rows} x {grid.Columns} pixels and {(changed == 1 ? "is" : "are")} aligned to it (see the table).");
        }
    }

    /// <summary>Products whose phase can be read and is not empty; the others become errors.</summary>
    public static List<InterferogramProduct> Readable(IReadOnlyList<InterferogramProduct> products, Func<string, bool> isKnown, FindingList findings)
    {
        var good = new List<InterferogramProduct>();
        foreach (var product in products)
        {
            var ok = true;
            foreach (var raster in (IRasterSource?[])[product.Unwrapped, product.Coherence, product.Components])
            {
                if (raster is null || isKnown(raster.Path))
                {
                    continue;
                }

                var state = findings.Try(raster.Path, () => RasterProbe.Look(raster));
                if (state is null)
                {
                    ok &= raster != product.Unwrapped;
                }
                else if (state == RasterProbe.Empty && raster != product.Components)
                {
                    findings.Error(raster.Path, "The raster holds no value at all.", "Take the product out, or get it again.");
                    ok &= raster != product.Unwrapped;
                }
                else if (state == RasterProbe.Absurd && raster == product.Unwrapped)
                {
                    findings.Error(raster.Path, "Its numbers are no phase in radians (beyond a million).", "The file is of another kind or byte order; take the product's own file.");
                    ok = false;
                }
                else if (state == RasterProbe.OutsideUnit && raster == product.Coherence)
                {
                    findings.Error(raster.Path, "Its numbers lie outside 0 to 1, so they are no coherence.", "The file is of another kind; take the product's own file.");
                }
            }

            if (ok)
            {
                good.Add(product);
            }
        }

        return good;
    }

    /// <summary>Geometry that can be read; what cannot be is an error.</summary>
    public static void Readable(StackGeometry geometry, Func<string, bool> isKnown, FindingList findings)
    {
        foreach (var raster in (IRasterSource?[])[geometry.Height, geometry.Incidence, geometry.Heading, geometry.Water, geometry.LayoverShadow])
        {
            if (raster is not null and not OrbitAngles && !isKnown(raster.Path) && findings.Try(raster.Path, () => RasterProbe.Look(raster)) == RasterProbe.Empty)
            {
                findings.Warn(raster.Path, "The raster holds no value at all.", "Get it again, or take it out.");
            }
        }
    }

    private static string Fill(string text, string key) => text.Replace("{0}", key, StringComparison.Ordinal);

    private static void Missing(IReadOnlyList<InterferogramProduct> products, Func<InterferogramProduct, bool> lacks, Severity severity, string what, string whatToDo, FindingList findings)
    {
        var pairs = products.Where(lacks).Select(p => p.Pair.ToString()).ToArray();
        if (pairs.Length == 0)
        {
            return;
        }

        var where = pairs.Length == products.Count ? products.Count == 1 ? "the only product" : $"all {products.Count} products" : Listed(pairs);
        if (severity == Severity.Error)
        {
            findings.Error(where, what, whatToDo);
        }
        else
        {
            findings.Warn(where, what, whatToDo);
        }
    }

    private static void Groups(IEnumerable<InterferogramProduct> products, Func<InterferogramProduct, string> key, string what, FindingList findings)
    {
        var groups = products.GroupBy(key).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        if (groups.Length > 1)
        {
            var told = string.Join("; ", groups.Select(g => $"{g.Key}: {g.Count()} ({Listed([.. g.Select(p => p.Pair.ToString())], 3)})"));
            findings.Error("the stack", $"The products have different {what}: {told}.", "Keep those of one, and run the others apart.");
        }
    }

    private static string Count(int count, string one, string many) => count == 1 ? $"One {one}" : $"{count} {many}";

    private static string Listed(string[] names, int most = MostListed) =>
        names.Length <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Length - most} more";
}

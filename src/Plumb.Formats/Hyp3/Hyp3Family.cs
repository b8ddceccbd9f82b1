using Plumb.Acquisitions;
using Plumb.Formats.Products;

namespace Plumb.Formats.Hyp3;

/// <summary>
/// Interferograms of ASF's HyP3 service: INSAR_GAMMA, INSAR_ISCE_BURST and INSAR_ISCE_MULTI_BURST, in a folder each or
/// all in one. Both of ASF's product guides say of the unwrapped phase that negative values are motion towards the sensor
/// and positive ones away from it, which is Plumb's sign; it is kept. 0 is no-data in phase and coherence (the one pixel
/// that was the service's unwrapping reference is 0 too, and is lost). A product without the unwrapped phase is taken by its wrapped one. lv_theta is the elevation of the direction to the
/// satellite above the horizontal and lv_phi its orientation counter-clockwise from east, both radians. The
/// water mask holds 1 for land and 0 for water.
/// </summary>
public sealed class Hyp3Family : IProductFamily
{
    /// <inheritdoc/>
    public string Name => "HyP3";

    /// <inheritdoc/>
    public ProductFindings Detect(FolderListing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var findings = new FindingList(listing.Rasters);
        var groups = new SortedDictionary<string, Layers>(StringComparer.Ordinal);
        foreach (var file in listing.Files)
        {
            if (Hyp3Name.SplitLayer(Path.GetFileName(file)) is { } split && Hyp3Name.TryParse(split.Product) is { } name)
            {
                var key = Path.Combine(Path.GetDirectoryName(file) ?? "", name.Product);
                if (!groups.TryGetValue(key, out var layers))
                {
                    groups[key] = layers = new Layers(key, name);
                }

                layers.Files.TryAdd(split.Layer, file);
                layers.Claimed.Add(file);
            }
        }

        if (groups.Count == 0)
        {
            return ProductFindings.Nothing;
        }

        var products = new List<InterferogramProduct>();
        var geometries = new List<(InterferogramProduct Product, Layers Layers)>();
        foreach (var layers in groups.Values)
        {
            if (Product(layers, findings) is { } product)
            {
                products.Add(product);
                geometries.Add((product, layers));
            }
        }

        OneFootprint(geometries, findings);
        return new ProductFindings
        {
            Products = products,
            Geometry = Geometry(geometries, findings),
            Claimed = [.. groups.Values.SelectMany(l => l.Claimed)],
            Findings = findings.All,
        };
    }

    private static void OneFootprint(List<(InterferogramProduct Product, Layers Layers)> all, FindingList findings)
    {
        var footprints = all.GroupBy(a => a.Layers.Name.Footprint).Where(g => g.Key.Length > 0).OrderByDescending(g => g.Count()).ToArray();
        if (footprints.Length > 1)
        {
            var told = string.Join("; ", footprints.Select(g => $"{g.Key}: {g.Count()}"));
            findings.Warn("the HyP3 burst products", $"They show different sets of bursts ({told}); pixels outside the chosen grid are lost.", "Inspect each set apart, or order one multi-burst product for all.");
        }
    }

    private static InterferogramProduct? Product(Layers layers, FindingList findings)
    {
        if ((layers.File("unw_phase") ?? layers.File("wrapped_phase")) is not { } phaseFile)
        {
            findings.Warn(layers.Key, "The product has no phase, neither unwrapped (_unw_phase.tif) nor wrapped (_wrapped_phase.tif), so it is not used.", "Copy the whole product.");
            return null;
        }

        var text = layers.Key + ".txt";
        var parameters = File.Exists(text) ? findings.Try(text, () => Hyp3Parameters.Read(text)) : null;
        if (File.Exists(text))
        {
            layers.Claimed.Add(text);
        }
        else
        {
            findings.Warn(text, "The parameter file is not there; it holds baseline, heading, looks and time.", "Copy it beside the GeoTIFFs.");
        }

        if (parameters is { Missing.Count: > 0 })
        {
            findings.Warn(text, $"The parameter file lacks: {string.Join(", ", parameters.Missing)}.", "Take the product's own .txt file, or fill in a plumb-product.yaml.");
        }

        if (Dates(layers, parameters, text, findings) is not { } dates || findings.TryLook(phaseFile, dates.PhaseRule) is not { } phase)
        {
            return null;
        }

        return Describe(layers, parameters, dates, phase, findings);
    }

    private static InterferogramProduct Describe(Layers layers, Hyp3Parameters? parameters, OrientedPair dates, GdalRaster phase, FindingList findings)
    {
        var p = parameters ?? new Hyp3Parameters();
        var effective = p.RangeLooks > 0 && p.AzimuthLooks > 0 ? EffectiveLooks.Sentinel1(p.RangeLooks, p.AzimuthLooks) : double.NaN;
        return new InterferogramProduct
        {
            Pair = dates.Pair,
            Family = $"HyP3 {layers.Name.JobType}",
            Source = layers.Key,
            Unwrapped = phase,
            IsWrapped = layers.File("unw_phase") is null,
            Coherence = findings.TryLook(layers.File("corr"), ValueRule.Measurement),
            Components = findings.TryLook(layers.File("conncomp"), ValueRule.Flags),
            Sensor = Sensor.Sentinel1,
            Baseline = dates.Orient(p.Baseline),
            IncidenceAtCentre = p.IncidenceAtCentre,
            Heading = p.Heading,
            Looks = new Looks(p.RangeLooks, p.AzimuthLooks, effective),
            Pass = p.Pass,
            Track = layers.Name.Track != 0 ? layers.Name.Track : p.Track,
            TimeOfDay = p.TimeOfDay,
            SlantRangeNear = p.SlantRangeNear,
            SlantRangeCentre = p.SlantRangeCentre,
            Converted = dates.Converted,
        };
    }

    private static OrientedPair? Dates(Layers layers, Hyp3Parameters? parameters, string text, FindingList findings)
    {
        var named = layers.Name.Dates;
        if (parameters is not { ReferenceDate: { } reference, SecondaryDate: { } secondary })
        {
            return named;
        }

        if (OrientedPair.From(reference, secondary) is { } told && told == named)
        {
            return named;
        }

        findings.Error(text, $"The granules are of {reference:yyyy-MM-dd} and {secondary:yyyy-MM-dd}, the name says {named.Pair}{(named.IsReversed ? " in reverse" : "")}; the sign of the phase depends on it.", "Put the product's own .txt file there, or restore the product's own name.");
        return null;
    }

    /// <summary>Each layer is taken from the earliest product on the most common grid that has it, then from any other.</summary>
    private static StackGeometry Geometry(List<(InterferogramProduct Product, Layers Layers)> all, FindingList findings)
    {
        if (all.Count == 0)
        {
            return StackGeometry.Empty;
        }

        var grid = GridChoice.MostCommon([.. all.Select(a => a.Product)]);
        var ordered = all.OrderByDescending(a => a.Product.Grid == grid).ThenBy(a => a.Product.Pair).Select(a => a.Layers).ToArray();
        GdalRaster? First(string layer, ValueRule rule) => findings.TryLook(ordered.Select(l => l.File(layer)).FirstOrDefault(f => f is not null), rule);
        return new StackGeometry
        {
            Height = First("dem", ValueRule.Plain),
            Incidence = First("lv_theta", ValueRule.ElevationToIncidence) ?? First("inc_map_ell", ValueRule.Measurement),
            Heading = First("lv_phi", ValueRule.OrientationToHeading),
            Water = First("water_mask", ValueRule.Inverted),
        };
    }

    private sealed record Layers(string Key, Hyp3Name Name)
    {
        public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

        public List<string> Claimed { get; } = [];

        public string? File(string layer) => Files.GetValueOrDefault(layer);
    }
}

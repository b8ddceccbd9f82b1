using System.Text.RegularExpressions;
using Plumb.Acquisitions;
using Plumb.Formats.Products;
using Plumb.Geometry;
using Plumb.Grids;

namespace Plumb.Formats.Gamma;

/// <summary>
/// GAMMA interferograms: geocoded GeoTIFFs, or flat binary files (big-endian float32) whose grid stands in a DEM/MAP
/// parameter file; with image parameter files (.par) for wavelength, looks and orbits, and base.par or bperp.par for
/// baselines where they are there. GeoTIFFs of offsets are found by "off" in their name and read as a sidecar says. The pair is the two dates of the file name. GAMMA's interferometric phase of a pair
/// (first, second) grows with the range of the second, which is Plumb's sign; it is kept. 0 is no-data.
/// </summary>
public sealed partial class GammaFamily : IProductFamily
{
    /// <inheritdoc/>
    public string Name => "GAMMA";

    /// <inheritdoc/>
    public ProductFindings Detect(FolderListing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var phases = listing.Files.Where(IsPhase).ToArray();
        if (phases.Length == 0)
        {
            return ProductFindings.Nothing;
        }

        var findings = new FindingList(listing.Rasters);
        var headers = GammaHeaders.Read(listing, findings);
        var coherences = Coherences(listing);
        var claimed = new List<string>(headers.Claimed);
        var height = Height(listing, headers, findings, claimed);
        var products = new List<InterferogramProduct>();
        foreach (var file in phases)
        {
            claimed.Add(file);
            var dates = OrientedPair.InName(Path.GetFileName(file))!.Value;
            var isFlat = !IsTiff(file);
            IRasterSource? phase = isFlat ? Flat(file, headers, dates.PhaseRule, findings) : findings.TryLook(file, dates.PhaseRule);
            if (phase is null)
            {
                continue;
            }

            var coherence = coherences.GetValueOrDefault((dates.Pair, isFlat));
            var family = isFlat ? "GAMMA binary" : OffsetObservation.IsNameOf(file) ? "GeoTIFF offsets" : "GAMMA GeoTIFF";
            products.Add(Describe(file, family, dates, phase, height, headers, findings) with
            {
                Coherence = coherence is null ? null : isFlat ? Flat(coherence, headers, ValueRule.Measurement, findings) : findings.TryLook(coherence, ValueRule.Measurement),
            });
        }

        claimed.AddRange(coherences.Values);
        claimed.AddRange(listing.Files.Where(f => f.EndsWith(".lt", StringComparison.OrdinalIgnoreCase)));
        return new ProductFindings
        {
            Products = products,
            Geometry = Geometry(height, headers),
            Claimed = claimed,
            Findings = findings.All,
        };
    }

    private static InterferogramProduct Describe(string file, string family, OrientedPair dates, IRasterSource phase, IRasterSource? height, GammaHeaders headers, FindingList findings)
    {
        var image = headers.Images.GetValueOrDefault(dates.Pair.First) ?? headers.Images.GetValueOrDefault(dates.Pair.Second) ?? headers.Images.Values.MinBy(i => i.Date);
        if (!headers.Images.ContainsKey(dates.Pair.First) || !headers.Images.ContainsKey(dates.Pair.Second))
        {
            findings.Warn(file, $"The image parameter file of {(headers.Images.ContainsKey(dates.Pair.First) ? dates.Pair.Second : dates.Pair.First):yyyy-MM-dd} (*_mli.par or *_slc.par) is not there; it holds wavelength, looks and orbit.", "Copy it, or fill in a plumb-product.yaml.");
        }

        var centre = GammaHeaders.CentreOf(phase.Grid, height);
        var seen = default(Observation);
        var isSeen = image is not null && centre is { } point && RadarView.TryObserve(image.Orbit, point, out seen);
        return new InterferogramProduct
        {
            Pair = dates.Pair,
            Family = family,
            Source = file,
            Unwrapped = phase,
            Sensor = image?.Sensor,
            Baseline = headers.BaselineOf(dates.Pair, centre, findings),
            IncidenceAtCentre = isSeen ? seen.Look.Incidence : image?.Incidence ?? double.NaN,
            Heading = image?.Heading ?? double.NaN,
            Looks = image?.Looks ?? Looks.Unknown,
            Pass = image?.Pass ?? PassDirection.Unknown,
            TimeOfDay = image?.CentreTime is >= 0 and < 86400 ? TimeSpan.FromSeconds(image.CentreTime) : null,
            SlantRangeNear = image?.NearRange ?? double.NaN,
            SlantRangeCentre = isSeen ? seen.SlantRange : image?.CentreRange ?? double.NaN,
            Converted = dates.Converted,
        };
    }

    private static FlatRaster? Flat(string file, GammaHeaders headers, ValueRule rule, FindingList findings)
    {
        var layout = new FlatLayout(FlatSample.Real32, BigEndian: true);
        var length = new FileInfo(file).Length;
        var grids = headers.Maps.Select(m => m.Grid)
            .Concat(headers.Images.Values.Where(i => i.RangeSamples > 0 && i.AzimuthLines > 0).Select(i => Grid.Radar(i.RangeSamples, i.AzimuthLines)));
        var fitting = grids.FirstOrDefault(g => layout.FileBytes(g) == length);
        if (fitting is not null)
        {
            return new FlatRaster(file, fitting, layout, rule);
        }

        var known = headers.Maps.Count == 0 ? "There is no DEM/MAP parameter file (*dem.par) that could give its grid." : $"The parameter files give {string.Join(", ", headers.Maps.Select(m => $"{m.Grid.Rows} x {m.Grid.Columns}").Distinct())}.";
        findings.Error(file, $"The file has {length} bytes, which no known grid has at four bytes per pixel. {known}", "The file is truncated or the dem.par of its grid is missing; copy both again.");
        return null;
    }

    private static StackGeometry Geometry(IRasterSource? height, GammaHeaders headers)
    {
        if (height is null || height.Grid.Crs.IsRadar || headers.Images.Values.MinBy(i => i.Date) is not { } image)
        {
            return new StackGeometry { Height = height };
        }

        return new StackGeometry
        {
            Height = height,
            Incidence = new OrbitAngles(height, image.Orbit, ViewQuantity.Incidence),
            Heading = new OrbitAngles(height, image.Orbit, ViewQuantity.Heading),
            SlantRange = new OrbitAngles(height, image.Orbit, ViewQuantity.SlantRange),
        };
    }

    private static IRasterSource? Height(FolderListing listing, GammaHeaders headers, FindingList findings, List<string> claimed)
    {
        foreach (var map in headers.Maps)
        {
            var file = map.Path[..^".par".Length];
            if (File.Exists(file))
            {
                claimed.Add(file);
                var flat = new FlatRaster(file, map.Grid, new FlatLayout(map.HeightSample, BigEndian: true), new ValueRule(map.HeightScale, map.HeightOffset, false, false));
                if (flat.SizeProblem() is { } problem)
                {
                    findings.Error(file, problem, "The file is truncated or its parameter file belongs to another one; copy both again.");
                    continue;
                }

                return flat;
            }
        }

        var tiff = listing.Files.FirstOrDefault(f => IsTiff(f) && DemName().IsMatch(Path.GetFileName(f)) && OrientedPair.DatesIn(Path.GetFileName(f)).Count < 2);
        if (tiff is not null)
        {
            claimed.Add(tiff);
        }

        return findings.TryLook(tiff, ValueRule.Plain);
    }

    private static Dictionary<(DatePair Pair, bool IsFlat), string> Coherences(FolderListing listing)
    {
        var found = new Dictionary<(DatePair, bool), string>();
        foreach (var file in listing.Files)
        {
            var name = Path.GetFileName(file);
            var isTiff = IsTiff(file);
            if ((isTiff ? CoherenceTiff().IsMatch(name) : CoherenceFlat().IsMatch(name) && !File.Exists(file + ".rsc")) && OrientedPair.InName(name) is { } pair)
            {
                found.TryAdd((pair.Pair, !isTiff), file);
            }
        }

        return found;
    }

    private static bool IsPhase(string file)
    {
        var name = Path.GetFileName(file);
        return OrientedPair.InName(name) is not null &&
            (IsTiff(file) ? PhaseTiff().IsMatch(name) : name.EndsWith(".unw", StringComparison.OrdinalIgnoreCase) && !File.Exists(file + ".rsc") && !File.Exists(file + ".xml"));
    }

    private static bool IsTiff(string file) =>
        file.EndsWith(".tif", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".tiff", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(^|[._-])(unw|off|offsets?)([._-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PhaseTiff();

    [GeneratedRegex(@"(^|[._-])(cc|coh|cor|corr|coherence)([._-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CoherenceTiff();

    [GeneratedRegex(@"\.(cc|coh|cor)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CoherenceFlat();

    [GeneratedRegex(@"(^|[._-])(dem|hgt)([._-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DemName();
}

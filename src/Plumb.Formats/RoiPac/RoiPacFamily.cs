using Plumb.Acquisitions;
using Plumb.Formats.Products;

namespace Plumb.Formats.RoiPac;

/// <summary>
/// ROI_PAC interferograms: .unw files with amplitude and phase as two bands interleaved by line (little-endian float32)
/// and their .rsc headers, .cor files of the same layout with coherence as the second band, a .dem file of signed 16-bit
/// heights or a .hgt file of two bands. The interferogram is the first image times the conjugate of the second in the
/// order of DATE12, so that the phase grows with the range of the second: Plumb's sign, kept. 0 is no-data.
/// </summary>
public sealed class RoiPacFamily : IProductFamily
{
    /// <inheritdoc/>
    public string Name => "ROI_PAC";

    /// <inheritdoc/>
    public ProductFindings Detect(FolderListing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var files = listing.Files.ToHashSet(StringComparer.Ordinal);
        var headed = listing.Files.Where(f => files.Contains(f + ".rsc")).ToArray();
        var phases = headed.Where(f => f.EndsWith(".unw", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (phases.Length == 0)
        {
            return ProductFindings.Nothing;
        }

        var findings = new FindingList();
        var claimed = new List<string>();
        var coherences = new Dictionary<DatePair, (string File, RscHeader Header)>();
        foreach (var file in headed.Where(f => f.EndsWith(".cor", StringComparison.OrdinalIgnoreCase)))
        {
            claimed.AddRange([file, file + ".rsc"]);
            if (findings.Try(file + ".rsc", () => RscHeader.Read(file + ".rsc")) is { } header && DatesOf(file, header) is { } dates)
            {
                coherences.TryAdd(dates.Pair, (file, header));
            }
        }

        var products = new List<InterferogramProduct>();
        foreach (var file in phases)
        {
            claimed.AddRange([file, file + ".rsc"]);
            if (Product(file, coherences, findings) is { } product)
            {
                products.Add(product);
            }
        }

        return new ProductFindings
        {
            Products = products,
            Geometry = new StackGeometry { Height = Height(headed, findings, claimed) },
            Claimed = claimed,
            Findings = findings.All,
        };
    }

    private static InterferogramProduct? Product(string file, Dictionary<DatePair, (string File, RscHeader Header)> coherences, FindingList findings)
    {
        if (findings.Try(file + ".rsc", () => RscHeader.Read(file + ".rsc")) is not { } header)
        {
            return null;
        }

        if (DatesOf(file, header) is not { } dates)
        {
            findings.Error(file + ".rsc", "The header has no DATE12 (yyMMdd-yyMMdd), and the file's name holds no two dates.", "Add the line 'DATE12 091001-091205' with the pair's dates.");
            return null;
        }

        if (Band(file, header, FlatSample.Real32, 2, 1, dates.PhaseRule, findings) is not { } phase)
        {
            return null;
        }

        var coherence = coherences.TryGetValue(dates.Pair, out var found) ? Band(found.File, found.Header, FlatSample.Real32, 2, 1, ValueRule.Measurement, findings) : null;
        return new InterferogramProduct
        {
            Pair = dates.Pair,
            Family = "ROI_PAC",
            Source = file,
            Unwrapped = phase,
            Coherence = coherence,
            Sensor = header.Sensor,
            Baseline = dates.Orient(header.Baseline),
            IncidenceAtCentre = header.Incidence,
            Heading = header.Heading,
            Looks = header.Looks,
            Pass = double.IsNaN(header.Heading) ? PassDirection.Unknown : Math.Cos(header.Heading) > 0 ? PassDirection.Ascending : PassDirection.Descending,
            TimeOfDay = header.TimeOfDay,
            SlantRangeNear = header.NearRange,
            Converted = dates.Converted,
        };
    }

    private static OrientedPair? DatesOf(string file, RscHeader header) => header.Dates ?? OrientedPair.InName(Path.GetFileName(file));

    private static FlatRaster? Band(string file, RscHeader header, FlatSample sample, int bands, int band, ValueRule rule, FindingList findings)
    {
        var raster = new FlatRaster(file, header.Grid, new FlatLayout(sample, BigEndian: false, bands, band), rule);
        if (raster.SizeProblem() is { } problem)
        {
            findings.Error(file, problem, "The file is truncated or its .rsc belongs to another one; copy both again.");
            return null;
        }

        return raster;
    }

    private static FlatRaster? Height(IReadOnlyList<string> headed, FindingList findings, List<string> claimed)
    {
        foreach (var file in headed)
        {
            var isDem = file.EndsWith(".dem", StringComparison.OrdinalIgnoreCase);
            if (!isDem && !file.EndsWith(".hgt", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            claimed.AddRange([file, file + ".rsc"]);
            if (findings.Try(file + ".rsc", () => RscHeader.Read(file + ".rsc")) is { } header)
            {
                return isDem
                    ? Band(file, header, FlatSample.Signed16, 1, 0, ValueRule.Plain, findings)
                    : Band(file, header, FlatSample.Real32, 2, 1, ValueRule.Measurement, findings);
            }
        }

        return null;
    }
}

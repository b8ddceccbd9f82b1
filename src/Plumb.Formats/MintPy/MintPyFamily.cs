using System.Globalization;
using Plumb.Formats.Hdf5;
using Plumb.Formats.Products;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>
/// MintPy's inputs: ifgramStack.h5 (unwrapPhase radians, coherence, connectComponent) and geometryRadar.h5 or
/// geometryGeo.h5. MintPy's phase of d1_d2 is phi(d2) - phi(d1) and its displacement -lambda / (4 pi) times it: Plumb's
/// sign, kept. 0 is no-data of a phase. Finished files (series, velocity, temporal coherence, mask) are listed as such and
/// read by <see cref="MintPyResults"/>.
/// </summary>
public sealed class MintPyFamily : IProductFamily
{
    private const int MostPairs = 1_000_000;
    private static readonly ValueRule Angle = new(Math.PI / 180, 0, true, false);

    // Azimuth of the line of sight, counter-clockwise from north, to the heading of a right-looking satellite: 90 - a.
    private static readonly ValueRule AzimuthToHeading = new(-Math.PI / 180, Math.PI / 2, true, false);

    /// <inheritdoc/>
    public string Name => "MintPy";

    /// <inheritdoc/>
    public ProductFindings Detect(FolderListing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var files = listing.Files.Where(f => f.EndsWith(".h5", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (files.Length == 0)
        {
            return ProductFindings.Nothing;
        }

        var findings = new FindingList();
        var claimed = new List<string>();
        var products = new Dictionary<Acquisitions.DatePair, InterferogramProduct>();
        var finished = new List<FinishedProduct>();
        var geometry = StackGeometry.Empty;
        foreach (var path in files)
        {
            try
            {
                Hdf5Probe.Require(path);
                using var file = Hdf5File.Open(path);
                if (MintPyHeader.Read(file) is not { } header)
                {
                    continue;
                }

                claimed.Add(path);
                geometry = header.FileType switch
                {
                    "ifgramStack" => AddStack(file, header, products, findings, geometry),
                    "geometry" or "waterMask" => geometry.FilledFrom(GeometryOf(file, header, findings)),
                    _ => Finished(file, header, finished, findings, geometry),
                };
            }
            catch (RequestException e)
            {
                claimed.Add(path);
                findings.Error(path, e.Message, "");
            }
        }

        return new ProductFindings { Products = [.. products.Values], Finished = finished, Geometry = geometry, Claimed = claimed, Findings = findings.All };
    }

    private static StackGeometry Finished(Hdf5File file, MintPyHeader header, List<FinishedProduct> finished, FindingList findings, StackGeometry geometry)
    {
        if (MintPyFinished.Look(file, header) is { } product)
        {
            finished.Add(product);
        }
        else
        {
            findings.Note(file.Location, $"A finished MintPy file of type '{header.FileType}'; it is no input of the chain.");
        }

        return geometry;
    }

    private static StackGeometry AddStack(
        Hdf5File file, MintPyHeader header, Dictionary<Acquisitions.DatePair, InterferogramProduct> products, FindingList findings, StackGeometry geometry)
    {
        var dates = StackDates(file);
        var count = dates.Length / 2;
        var keep = Vector<byte>(file, "dropIfgram", count) ?? [.. Enumerable.Repeat((byte)1, count)];
        var baselines = Vector<double>(file, "bperp", count);
        foreach (var name in new[] { "unwrapPhase", "coherence", "connectComponent" })
        {
            CheckCube(file, name, count, header.Grid, required: name == "unwrapPhase");
        }

        if (header.Sensor is null)
        {
            findings.Error(file.Location, "The file has no WAVELENGTH, without which phase is no displacement.", "Add the attribute, in metres.");
        }

        var dropped = new List<string>();
        for (var k = 0; k < count; k++)
        {
            var (first, second) = (dates[2 * k], dates[(2 * k) + 1]);
            if (MintPyHeader.DateOf(first) is not { } a || MintPyHeader.DateOf(second) is not { } b || OrientedPair.From(a, b) is not { } pair)
            {
                findings.Error(file.Location, $"Pair {k} has the dates '{first}' and '{second}', which are no two days.", "The file is damaged; copy it again.");
            }
            else if (keep[k] == 0)
            {
                dropped.Add(pair.Pair.ToString());
            }
            else if (!products.TryAdd(pair.Pair, ProductOf(file, header, k, pair, baselines)))
            {
                findings.Error(file.Location, $"The pair {pair.Pair} stands twice.", "Keep one of the two.");
            }
        }

        if (dropped.Count > 0)
        {
            findings.Note(file.Location, $"{dropped.Count} of {count} pairs are marked as left out (dropIfgram = False): {string.Join(", ", dropped.Take(10))}{(dropped.Count > 10 ? ", ..." : "")}.");
        }

        if (header.ReferencePixel is { } pixel)
        {
            findings.Note(file.Location, string.Create(CultureInfo.InvariantCulture, $"MintPy's reference pixel is row {pixel.Row}, column {pixel.Column}."));
        }

        return geometry;
    }

    private static InterferogramProduct ProductOf(Hdf5File file, MintPyHeader header, int k, OrientedPair pair, double[]? baselines) => new()
    {
        Pair = pair.Pair,
        Family = "MintPy",
        Source = string.Create(CultureInfo.InvariantCulture, $"{file.Location}[{k}]"),
        Unwrapped = new Hdf5Raster(file.Location, "unwrapPhase", k, header.Grid, pair.PhaseRule),
        Coherence = file.Exists("coherence") ? new Hdf5Raster(file.Location, "coherence", k, header.Grid, ValueRule.Plain) : null,
        Components = file.Exists("connectComponent") ? new Hdf5Raster(file.Location, "connectComponent", k, header.Grid, ValueRule.Flags) : null,
        Sensor = header.Sensor,
        Baseline = baselines is null ? Acquisitions.Baseline.Unknown : pair.Orient(baselines[k]),
        Heading = header.Heading,
        Looks = header.Looks,
        Pass = header.Pass,
        Track = header.Track,
        TimeOfDay = header.TimeOfDay,
        SlantRangeNear = header.SlantRangeNear,
        Converted = pair.Converted,
    };

    private static string[] StackDates(Hdf5File file)
    {
        using var dataset = file.OpenDataset("date");
        return dataset.Shape is [_, 2] && dataset.IsBacked
            ? dataset.ReadTexts(2 * MostPairs)
            : throw new RequestException($"{file.Location}: dataset date has shape ({string.Join(", ", dataset.Shape)}); (pairs, 2) is expected. The file is damaged; copy it again.");
    }

    private static T[]? Vector<T>(Hdf5File file, string name, int count)
        where T : unmanaged
    {
        if (!file.Exists(name))
        {
            return null;
        }

        using var dataset = file.OpenDataset(name);
        return dataset.Shape is [var length] && length == count && dataset.IsBacked
            ? dataset.ReadAll<T>(MostPairs)
            : throw new RequestException($"{file.Location}: dataset {name} has shape ({string.Join(", ", dataset.Shape)}) for {count} pairs. The file is damaged; copy it again.");
    }

    private static void CheckCube(Hdf5File file, string name, int count, Grid grid, bool required)
    {
        if (!required && !file.Exists(name))
        {
            return;
        }

        using var dataset = file.OpenDataset(name);
        if (!Hdf5Raster.Fits(dataset.Shape, Math.Max(0, count - 1), grid) || dataset.Shape[0] != count || !dataset.IsBacked)
        {
            throw new RequestException(
                $"{file.Location}: dataset {name} has shape ({string.Join(", ", dataset.Shape)}) and {(dataset.IsBacked ? "" : "fewer values in the file, ")}" +
                $"where ({count}, {grid.Rows}, {grid.Columns}) is expected. The file is damaged or unfinished; copy it again.");
        }
    }

    private static StackGeometry GeometryOf(Hdf5File file, MintPyHeader header, FindingList findings)
    {
        Hdf5Raster? Layer(string name, ValueRule rule)
        {
            if (!file.Exists(name))
            {
                return null;
            }

            using var dataset = file.OpenDataset(name);
            if (Hdf5Raster.Fits(dataset.Shape, -1, header.Grid) && dataset.IsBacked)
            {
                return new Hdf5Raster(file.Location, name, -1, header.Grid, rule);
            }

            findings.Warn(file.Location, $"Dataset {name} has shape ({string.Join(", ", dataset.Shape)}) on a grid of {header.Grid.Rows} x {header.Grid.Columns}, or lacks values, and is left out.", "Make the file again.");
            return null;
        }

        return new StackGeometry
        {
            Height = Layer("height", ValueRule.Plain),
            Incidence = Layer("incidenceAngle", Angle),
            Heading = Layer("azimuthAngle", AzimuthToHeading),
            SlantRange = Layer("slantRangeDistance", ValueRule.Measurement),
            Water = Layer("waterMask", ValueRule.Inverted),
            LayoverShadow = Layer("shadowMask", ValueRule.Flags),
        };
    }
}

using Plumb.Acquisitions;
using Plumb.Formats.Csv;
using Plumb.Formats.Gdal;
using Plumb.Formats.GeoTiff;
using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>What the user adds to an input of tracks that its file does not tell.</summary>
/// <param name="Look">Heading and incidence, radians, that stand for the whole input; null for its own.</param>
/// <param name="Sigma">Standard deviation of the rate where the input brings none, metres per year; NaN for none.</param>
public sealed record TrackHints((double Heading, double Incidence)? Look, double Sigma)
{
    /// <summary>Nothing added.</summary>
    public static TrackHints None { get; } = new(null, double.NaN);
}

/// <summary>
/// Reads the rates of a track from a result folder of a run, a MintPy velocity file with its geometry beside it, a GeoTIFF of rates in metres per year, or a CSV file of points.
/// </summary>
public static class TrackReader
{
    /// <summary>Reads an input.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="hints">What the file does not tell.</param>
    /// <param name="run">The run of the folder, where it is open already; null to open it.</param>
    /// <exception cref="RequestException">It is none of these, or lacks look vectors or standard deviations that are not given by hand.</exception>
    public static TrackSource Open(string path, TrackHints hints, ResultSet? run = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(hints);
        var source = Directory.Exists(path) ? OfRun(path, run ?? ResultSet.Open(path))
            : !File.Exists(path) ? throw new RequestException($"{path} is not there. Give a result folder, a velocity.h5 of MintPy, a GeoTIFF of rates in metres per year, or a CSV file of points.")
            : System.IO.Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".h5" or ".he5" => OfMintPy(path),
                ".csv" => OfPoints(path),
                ".tif" or ".tiff" => OfRaster(path),
                var other => throw new RequestException($"{path}: '{other}' is no kind of rates that is known. Give a result folder, a velocity.h5 of MintPy, a GeoTIFF (.tif) or a CSV file of points."),
            };
        return Complete(source, hints);
    }

    /// <summary>The files with the geometry of a MintPy velocity in a folder that are there.</summary>
    internal static IEnumerable<string> MintPyGeometry(string folder) =>
        new[] { "geometryGeo.h5", System.IO.Path.Combine("inputs", "geometryGeo.h5"), System.IO.Path.Combine("..", "inputs", "geometryGeo.h5") }.Select(f => System.IO.Path.Combine(folder, f)).Where(File.Exists);

    /// <summary>The GeoTIFF of standard deviations that belongs to one of rates.</summary>
    internal static string SigmaBeside(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, System.IO.Path.GetFileNameWithoutExtension(path) + "_sigma.tif");

    private static TrackSource Complete(TrackSource source, TrackHints hints)
    {
        if (hints.Look is var (heading, incidence))
        {
            var look = LookVector.FromAngles(incidence, heading);
            source = source with { East = Constant(source.Rate.Length, look.East), North = Constant(source.Rate.Length, look.North), Up = Constant(source.Rate.Length, look.Up) };
        }

        if (source.Count == 0)
        {
            throw new RequestException($"{source.Path} has no good pixel with a rate. Check that it is the one meant.");
        }

        if (!Any(source, source.Up))
        {
            throw new RequestException($"{source.Path} does not say how it was seen. Give heading and incidence in degrees with --look HEADING,INCIDENCE, once for each input in their order ('-' for its own).");
        }

        if (!Any(source, source.Sigma))
        {
            source = double.IsFinite(hints.Sigma)
                ? source with { Sigma = Constant(source.Rate.Length, hints.Sigma) }
                : throw new RequestException($"{source.Path} has no standard deviation of the rate, without which nothing can be weighted. Give one in mm/yr with --sigma.");
        }

        return source;
    }

    private static bool Any(TrackSource source, float[] values) => values.Where((v, i) => float.IsFinite(v) && float.IsFinite(source.Rate[i])).Any();

    private static TrackSource OfRun(string path, ResultSet run)
    {
        if (!run.Store.Exists(StorePaths.FinalMask))
        {
            throw new RequestException($"The run of {path} has not come to its mask, which says what pixels are good. Run it: 'plumb run SETTINGS --until mask'.");
        }

        if (run.Grid.Crs.IsRadar)
        {
            throw new RequestException($"{path} is in radar coordinates; tracks are put together on a map. Geocode the products first.");
        }

        var mask = run.Mask();
        float[] Good(Layer? layer) => layer is null ? [] : MapFiles.GoodOnly(layer, mask).Values.ToArray();
        var (incidence, heading) = (Geometry(run, StorePaths.Incidence, run.Stack.Incidence), Geometry(run, StorePaths.Heading, run.Stack.Heading));
        var (east, north, up) = Looks(incidence, heading);
        var (width, _) = run.PixelSize();
        var rate = Good(run.Rate());
        return new TrackSource
        {
            Name = NameOf(path),
            Path = path,
            Grid = run.Grid,
            Crs = run.Grid.Crs,
            Rate = rate,
            Sigma = run.RateSigma() is { } sigma ? Good(sigma) : Missing(rate.Length),
            East = east,
            North = north,
            Up = up,
            Coherence = Good(run.TemporalCoherence() ?? run.MeanCoherence()),
            Height = run.Height()?.Values.ToArray() ?? [],
            References = [.. run.Reference.KeptAreas().Select(a => (At: run.Grid.CentreOf(a.Row, a.Column), a.Radius)).Select(a => new ReferenceCircle(a.At.X, a.At.Y, (a.Radius + 0.5) * width))],
            RelativeTo = run.RelativeTo,
            Run = run.Dates.Count > 0 ? run : null,
            Pass = run.Stack.Pass,
        };
    }

    private static float[] Geometry(ResultSet run, string name, double otherwise) =>
        MapArrays.ReadGeometry(run.Store, run.Stack, name) ?? Constant((int)run.Grid.PixelCount, otherwise);

    private static TrackSource OfMintPy(string path)
    {
        var layers = MintPyResults.ReadLayers(path);
        var rate = layers.FirstOrDefault(l => l.Description.Name == "rate")
            ?? throw new RequestException($"{path} holds no velocity. Give a velocity.h5; a series becomes one with 'plumb run'.");
        if (rate.Grid.Crs.IsRadar)
        {
            throw new RequestException($"{path} is in radar coordinates; tracks are put together on a map. Geocode it first (geocode.py).");
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        string[] around = [path, .. MintPyGeometry(folder)];
        var found = new MintPyFamily().Detect(new FolderListing([], around));
        var product = found.Finished.FirstOrDefault(f => f.Source == path);
        float[] Of(IRasterSource? source, double otherwise) => source is null ? Constant(rate.Values.Length, otherwise) : Whole(AlignedSource.Align(source, rate.Grid, ResamplingKind.Bilinear));
        var (east, north, up) = Looks(Of(found.Geometry.Incidence, product?.IncidenceAtCentre ?? double.NaN), Of(found.Geometry.Heading, product?.Heading ?? double.NaN));
        var values = rate.Values.ToArray();
        var size = ResultSet.PixelSizeOf(rate.Grid);
        return new TrackSource
        {
            Name = NameOf(path),
            Path = path,
            Grid = rate.Grid,
            Crs = rate.Grid.Crs,
            Rate = values,
            Sigma = layers.FirstOrDefault(l => l.Description.Name == "rate_sigma") is { } sigma ? [.. sigma.Values.ToArray().Select(s => s > 0 ? s : float.NaN)] : Missing(values.Length),
            East = east,
            North = north,
            Up = up,
            Height = found.Geometry.Height is { } height ? Whole(AlignedSource.Align(height, rate.Grid, ResamplingKind.Bilinear)) : [],
            References = product?.ReferencePixel is var (row, column) ? [new ReferenceCircle(rate.Grid.CentreOf(row, column).X, rate.Grid.CentreOf(row, column).Y, 2.5 * size.Height)] : [],
            RelativeTo = "MintPy's reference pixel",
            Pass = product?.Pass ?? PassDirection.Unknown,
        };
    }

    private static TrackSource OfRaster(string path)
    {
        var raster = GdalRaster.Look(path, ValueRule.Plain);
        if (raster.Grid.Crs.IsRadar)
        {
            throw new RequestException($"{path} has no place on the map. Give a georeferenced GeoTIFF.");
        }

        using (var dataset = GdalDataset.Open(path, "GTiff"))
        {
            if (dataset.Metadata().GetValueOrDefault("UNIT") is { } unit && LayerText.UnitOf(unit) is { } known && known != Unit.MetrePerYear)
            {
                throw new RequestException($"{path} holds '{dataset.Metadata().GetValueOrDefault("TITLE")}' in {unit}; rates in m/yr are expected. Give rate.tif.");
            }
        }

        var values = Whole(raster);
        var beside = SigmaBeside(path);
        return new TrackSource
        {
            Name = NameOf(path),
            Path = path,
            Grid = raster.Grid,
            Crs = raster.Grid.Crs,
            Rate = values,
            Sigma = File.Exists(beside) ? Whole(AlignedSource.Align(GdalRaster.Look(beside, ValueRule.Plain), raster.Grid, ResamplingKind.Bilinear)) : Missing(values.Length),
            East = Missing(values.Length),
            North = Missing(values.Length),
            Up = Missing(values.Length),
        };
    }

    private static TrackSource OfPoints(string path)
    {
        var points = RatePointReader.Read(path);
        return new TrackSource
        {
            Name = NameOf(path),
            Path = path,
            Crs = Crs.Wgs84,
            X = points.Longitude,
            Y = points.Latitude,
            Rate = points.Rate,
            Sigma = points.Sigma,
            East = points.East,
            North = points.North,
            Up = points.Up,
        };
    }

    private static float[] Whole(IRasterSource source)
    {
        var values = new float[source.Grid.PixelCount];
        using var reader = source.Open();
        reader.Read(source.Grid.Whole, values);
        return values;
    }

    private static (float[] East, float[] North, float[] Up) Looks(float[] incidence, float[] heading)
    {
        var (east, north, up) = (new float[incidence.Length], new float[incidence.Length], new float[incidence.Length]);
        for (var i = 0; i < incidence.Length; i++)
        {
            var look = LookVector.FromAngles(incidence[i], heading[i]);
            (east[i], north[i], up[i]) = ((float)look.East, (float)look.North, (float)look.Up);
        }

        return (east, north, up);
    }

    private static float[] Missing(int count) => Constant(count, double.NaN);

    private static float[] Constant(int count, double value)
    {
        var values = new float[count];
        Array.Fill(values, (float)value);
        return values;
    }

    private static string NameOf(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var name = System.IO.Path.GetFileNameWithoutExtension(full);
        // A result folder is often called 'results' under a name that tells more.
        return name is "results" or "out" or "plumb-out" or "velocity" or "rate" && System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(full)) is { Length: > 0 } above ? above : name;
    }
}

using Plumb.Formats.Hdf5;
using Plumb.Formats.Products;

namespace Plumb.Formats.MintPy;

/// <summary>Looks at finished MintPy files: what they hold, and whether it is whole.</summary>
internal static class MintPyFinished
{
    /// <summary>The product of a file; null when it is of a type that no run begins with.</summary>
    public static FinishedProduct? Look(Hdf5File file, MintPyHeader header)
    {
        FinishedKind? kind = header.FileType switch
        {
            "timeseries" => FinishedKind.Series,
            "velocity" => FinishedKind.Velocity,
            "temporalCoherence" => FinishedKind.TemporalCoherence,
            "mask" => FinishedKind.Mask,
            _ => null,
        };
        if (kind is null)
        {
            return null;
        }

        var product = new FinishedProduct
        {
            Kind = kind.Value,
            Family = "MintPy",
            Source = file.Location,
            Grid = header.Grid,
            ReferencePixel = header.ReferencePixel,
            ReferenceDate = header.ReferenceDate,
            Sensor = header.Sensor,
            Pass = header.Pass,
            Heading = header.Heading,
            IncidenceAtCentre = header.IncidenceAtCentre,
            SlantRangeNear = header.SlantRangeNear,
            Looks = header.Looks,
            Track = header.Track,
            TimeOfDay = header.TimeOfDay,
        };
        switch (kind)
        {
            case FinishedKind.Series:
                CheckUnit(file, header, "m");
                using (var series = MintPyResults.OpenSeries(file.Location))
                {
                    return product with { Dates = series.Dates };
                }

            case FinishedKind.Velocity:
                CheckUnit(file, header, "m/year", "m/yr");
                CheckMap(file, header, "velocity");
                var hasSigma = file.Exists("velocityStd");
                if (hasSigma)
                {
                    CheckMap(file, header, "velocityStd");
                }

                return product with { HasSigma = hasSigma, Dates = header.Period is { } p ? [p.First, p.Last] : [] };
            default:
                CheckMap(file, header, kind == FinishedKind.Mask ? "mask" : "temporalCoherence");
                return product;
        }
    }

    private static void CheckUnit(Hdf5File file, MintPyHeader header, params string[] known)
    {
        if (header.Unit.Length > 0 && !known.Contains(header.Unit, StringComparer.Ordinal))
        {
            throw new RequestException($"{file.Location}: its unit is '{header.Unit}', where {known[0]} is expected. Scale the values and set the attribute UNIT.");
        }
    }

    private static void CheckMap(Hdf5File file, MintPyHeader header, string name)
    {
        if (!file.Exists(name))
        {
            throw new RequestException($"{file.Location} says it is a '{header.FileType}' and has no dataset {name}. The file is damaged or unfinished; copy it again.");
        }

        using var dataset = file.OpenDataset(name);
        if (!Hdf5Raster.Fits(dataset.Shape, -1, header.Grid) || !dataset.IsBacked)
        {
            throw new RequestException($"{file.Location}: dataset {name} of shape ({string.Join(", ", dataset.Shape)}) does not fill the grid of {header.Grid.Rows} x {header.Grid.Columns}. The file is damaged; copy it again.");
        }
    }
}

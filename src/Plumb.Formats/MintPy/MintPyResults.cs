using Plumb.Formats.Hdf5;
using Plumb.Grids;

namespace Plumb.Formats.MintPy;

/// <summary>
/// Finished MintPy files: displacement series and single layers. MintPy writes 0 where it has no value, and 0 at its
/// reference pixel, where 0 is the value.
/// </summary>
public static class MintPyResults
{
    private static readonly (string Dataset, LayerDescription Description, bool ZeroIsNoData)[] Known =
    [
        ("velocity", new("rate", "Mean rate along the line of sight", Unit.MetrePerYear, Sign.TowardsSatellite, "MintPy's reference pixel"), true),
        ("velocityStd", new("rate_sigma", "Standard deviation of the rate", Unit.MetrePerYear, Sign.None, "MintPy's reference pixel"), true),
        ("temporalCoherence", new("temporal_coherence", "Temporal coherence of the inversion", Unit.One, Sign.None), true),
        ("mask", new("mask", "Mask, 1 where a pixel is good", Unit.One, Sign.None), false),
    ];

    /// <summary>Opens a displacement series.</summary>
    /// <param name="path">The file, timeseries.h5 or one of its variants.</param>
    /// <exception cref="RequestException">It is no MintPy series, or it is damaged.</exception>
    public static SeriesProduct OpenSeries(string path)
    {
        Hdf5Probe.Require(path);
        var file = Hdf5File.Open(path);
        try
        {
            var header = MintPyHeader.Read(file);
            if (header?.FileType != "timeseries")
            {
                throw new RequestException($"{path} is no MintPy series (FILE_TYPE is '{header?.FileType}'). Give a timeseries.h5.");
            }

            return new SeriesProduct(file, header, SeriesDates(file));
        }
        catch (RequestException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads the layers of a finished file that Plumb knows: velocity and velocityStd (metres per year, positive towards
    /// the satellite), temporalCoherence and mask (pure numbers). NaN is no-data.
    /// </summary>
    /// <param name="path">The file: velocity.h5, temporalCoherence.h5, maskTempCoh.h5.</param>
    /// <returns>The layers, shape (rows, columns).</returns>
    /// <exception cref="RequestException">It holds none of them, or is damaged.</exception>
    public static IReadOnlyList<Layer> ReadLayers(string path)
    {
        Hdf5Probe.Require(path);
        using var file = Hdf5File.Open(path);
        var header = MintPyHeader.Read(file) ?? throw new RequestException($"{path} is no MintPy file: it has no FILE_TYPE. Check the path.");
        var layers = Known.Where(k => file.Exists(k.Dataset)).Select(k => ReadLayer(file, header, k.Dataset, k.Description, k.ZeroIsNoData)).ToArray();
        return layers.Length > 0
            ? layers
            : throw new RequestException($"{path} holds none of {string.Join(", ", Known.Select(k => k.Dataset))}. Give a velocity.h5, temporalCoherence.h5 or maskTempCoh.h5.");
    }

    private static Layer ReadLayer(Hdf5File file, MintPyHeader header, string name, LayerDescription description, bool zeroIsNoData)
    {
        using var dataset = file.OpenDataset(name);
        var grid = header.Grid;
        if (!Hdf5Raster.Fits(dataset.Shape, -1, grid) || !dataset.IsBacked || grid.PixelCount > Array.MaxLength)
        {
            throw new RequestException($"{file.Location}: dataset {name} of shape ({string.Join(", ", dataset.Shape)}) does not fill the grid of {grid.Rows} x {grid.Columns}. The file is damaged; copy it again.");
        }

        var values = new float[grid.PixelCount];
        dataset.Read([0, 0], [grid.Rows, grid.Columns], values.AsSpan());
        if (zeroIsNoData)
        {
            var reference = header.ReferencePixel is { } p ? (p.Row * grid.Columns) + p.Column : -1;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = values[i] == 0 && i != reference ? float.NaN : values[i];
            }
        }

        return new Layer(description, grid, values);
    }

    private static DateOnly[] SeriesDates(Hdf5File file)
    {
        using var dataset = file.OpenDataset("date");
        if (dataset.Shape is not [> 0] || !dataset.IsBacked)
        {
            throw new RequestException($"{file.Location}: dataset date has shape ({string.Join(", ", dataset.Shape)}); one date per image is expected. The file is damaged; copy it again.");
        }

        var dates = dataset.ReadTexts(100_000).Select(t => MintPyHeader.DateOf(t) ??
            throw new RequestException($"{file.Location}: '{t}' is no date (yyyyMMdd). The file is damaged; copy it again.")).ToArray();
        return dates.Zip(dates.Skip(1)).All(p => p.First < p.Second)
            ? dates
            : throw new RequestException($"{file.Location}: the dates do not ascend. Sort the series and run again.");
    }
}

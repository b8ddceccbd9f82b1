using Plumb.Formats.MintPy;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Results;

/// <summary>A run in MintPy's layout, on which MintPy's own programs go on.</summary>
public static class MintPyFiles
{
    /// <summary>Writes timeseries.h5, velocity.h5, temporalCoherence.h5, maskTempCoh.h5, inputs/geometry*.h5 and inputs/ifgramStack.h5, each where the run has what it holds.</summary>
    /// <param name="results">The run.</param>
    /// <param name="mask">Which pixels are good.</param>
    /// <param name="folder">The folder of the files.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ResultSet results, Mask mask, string folder)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(mask);
        var inputs = Path.Combine(folder, "inputs");
        Directory.CreateDirectory(inputs);
        var scene = Scene(results);
        var columns = results.Grid.Columns;
        if (results.Dates.Count > 0)
        {
            var baselines = results.NetworkRecord?.DateBaselines.Select(b => double.IsFinite(b) ? b : 0).ToArray() ?? new double[results.Dates.Count];
            MintPyExport.WriteSeries(
                Path.Combine(folder, "timeseries.h5"), scene, baselines,
                (row, rows, values) => results.Series(new Tile(row, 0, rows, columns), values));
        }

        MintPyExport.WriteVelocity(Path.Combine(folder, "velocity.h5"), scene, Rows(results.Rate()), results.RateSigma() is { } sigma ? Rows(sigma) : null);
        if (results.TemporalCoherence() is { } coherence)
        {
            MintPyExport.WriteTemporalCoherence(Path.Combine(folder, "temporalCoherence.h5"), scene, Rows(coherence));
        }

        MintPyExport.WriteMask(Path.Combine(folder, "maskTempCoh.h5"), scene, (row, rows, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = mask.IsGood((row * columns) + i) ? 1 : 0;
            }
        });
        MintPyExport.WriteGeometry(
            Path.Combine(inputs, results.Grid.Crs.IsRadar ? "geometryRadar.h5" : "geometryGeo.h5"), scene, Geometry(results));
        if (results.Network is { } network)
        {
            MintPyExport.WriteStack(Path.Combine(inputs, "ifgramStack.h5"), scene, Interferograms(results, network));
        }
    }

    private static MintPyScene Scene(ResultSet results)
    {
        var stack = results.Stack;
        var period = stack.Finished is { First: { } first, Last: { } last } ? new[] { first, last } : [];
        var dates = results.Dates.Count > 0 ? results.Dates : period.Length > 0 ? period
            : throw new RequestException($"{stack.Finished?.Source} does not tell its first and last date (START_DATE, END_DATE), which MintPy's files need. Add the attributes, or leave output.mintpy off.");
        return new MintPyScene
        {
            Grid = stack.Grid,
            Sensor = stack.Sensor,
            Dates = dates,
            ReferenceDate = dates[0],
            ReferencePixel = results.Reference.Areas is [var area, ..] ? (area.Row, area.Column) : null,
            Pass = stack.Pass,
            Heading = stack.Heading,
            Looks = new Looks(0, 0, stack.Looks),
            SlantRangeNear = stack.SlantRange,
            PixelSize = results.PixelSize(),
            TimeOfDay = stack.TimeOfDay,
            Track = stack.Track,
        };
    }

    private static MintPyGeometry Geometry(ResultSet results)
    {
        LayerRows? Of(string name) => results.Stack.Geometry.Contains(name) ? Rows(MapArrays.Read(results.Store, results.Grid, name), results.Grid.Columns) : null;
        return new MintPyGeometry
        {
            Height = Of(StorePaths.Height),
            Incidence = Of(StorePaths.Incidence),
            Heading = Of(StorePaths.Heading),
            SlantRange = Of(StorePaths.SlantRange),
        };
    }

    private static MintPyInterferograms Interferograms(ResultSet results, Network network)
    {
        var stack = results.Stack;
        var used = network.Pairs.ToHashSet();
        PairRows Of(string name)
        {
            var array = results.Store.OpenArray<float>(name);
            return (pair, row, rows, values) => array.ReadRegion([pair, row, 0], [1, rows, stack.Grid.Columns], values);
        }

        return new MintPyInterferograms
        {
            Pairs = stack.Pairs.Select(p => p.Pair).ToArray(),
            Baselines = stack.Pairs.Select(p => p.Baseline).ToArray(),
            IsUsed = stack.Pairs.Select(p => used.Contains(p.Pair)).ToArray(),
            Phase = (pair, row, rows, values) => WholeCycles.ReadRows(results.Store, pair, row, rows, stack.Grid.Columns, values),
            Coherence = stack.HasCoherence ? Of(StorePaths.Coherence) : null,
        };
    }

    private static LayerRows Rows(Layer layer) => Rows(layer.Values.ToArray(), layer.Grid.Columns);

    private static LayerRows Rows(float[] map, int columns) =>
        (row, rows, values) => map.AsSpan(row * columns, rows * columns).CopyTo(values);
}

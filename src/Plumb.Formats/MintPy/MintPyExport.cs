using Plumb.Formats.Hdf5;

namespace Plumb.Formats.MintPy;

/// <summary>Gives some rows of a layer, called from the north to the south.</summary>
/// <param name="firstRow">First row.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="values">Receives the values in the layer's unit, shape (rows, columns), NaN is no-data.</param>
public delegate void LayerRows(int firstRow, int rows, Span<float> values);

/// <summary>Gives some rows of every date of a series, called from the north to the south.</summary>
/// <param name="firstRow">First row.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="values">Receives displacement, metres, positive towards the satellite, shape (date, rows, columns), NaN is no-data.</param>
public delegate void SeriesRows(int firstRow, int rows, Span<float> values);

/// <summary>Gives some rows of one pair of a stack, called pair by pair, from the north to the south; all layers of a pair before the next pair.</summary>
/// <param name="pair">Index of the pair.</param>
/// <param name="firstRow">First row.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="values">Receives the values (radians, or pure numbers for coherence and components), shape (rows, columns), NaN is no-data.</param>
public delegate void PairRows(int pair, int firstRow, int rows, Span<float> values);

/// <summary>
/// Writes MintPy's own HDF5 files, on which its programs go on. Values are asked for in blocks of rows, so that memory
/// does not grow with the scene. MintPy's no-data is 0 in series, phase, coherence and temporal coherence, and its
/// time functions fail on NaN: a pixel that lacks a date is written as 0 at all dates. Rates and geometry keep NaN.
/// Files appear whole or not at all, and the same values make the same bytes.
/// </summary>
public static class MintPyExport
{
    private const long BlockBytes = 32 << 20;
    private const long ChunkBytes = 1 << 20;

    /// <summary>Writes timeseries.h5.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene; its dates are those of the series.</param>
    /// <param name="baselines">Perpendicular baseline of each date relative to the first, metres, shape (date).</param>
    /// <param name="series">Gives displacement, metres, positive towards the satellite.</param>
    /// <param name="deflateLevel">0 for none, 1 to 9.</param>
    /// <exception cref="ArgumentException">There is not one baseline for each date.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteSeries(string path, MintPyScene scene, ReadOnlySpan<double> baselines, SeriesRows series, int deflateLevel = 0)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(series);
        var dates = scene.Dates.Count;
        if (baselines.Length != dates)
        {
            throw new ArgumentException($"{baselines.Length} baselines for {dates} dates.", nameof(baselines));
        }

        using var file = Start(path, scene, "timeseries", "m");
        WriteNumbers(file, "bperp", baselines);
        WriteDates(file, [dates], scene.Dates.Select(MintPyScene.Text));
        var (rows, columns) = (scene.Grid.Rows, scene.Grid.Columns);
        var block = (int)Math.Clamp(BlockBytes / ((long)dates * columns * sizeof(float)), 1, rows);
        using (var cube = file.CreateDataset("timeseries", Hdf5Type.Real32, new Hdf5Layout([dates, rows, columns], [1, Math.Min(block, ChunkRows(columns)), columns], deflateLevel)))
        {
            var values = new float[checked(dates * block * columns)];
            for (var row = 0; row < rows; row += block)
            {
                var count = Math.Min(block, rows - row);
                var part = values.AsSpan(0, dates * count * columns);
                series(row, count, part);
                EmptyWhereIncomplete(part, count * columns);
                cube.Write<float>([0, row, 0], [dates, count, columns], part);
            }
        }

        file.Finish();
    }

    /// <summary>Writes velocity.h5.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="rate">Gives the rate, metres per year, positive towards the satellite.</param>
    /// <param name="sigma">Gives its standard deviation, metres per year; null for none.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteVelocity(string path, MintPyScene scene, LayerRows rate, LayerRows? sigma)
    {
        ArgumentNullException.ThrowIfNull(scene);
        using var file = Start(path, scene, "velocity", "m/year");
        file.WriteAttribute("/", "DATE12", $"{MintPyScene.Text(scene.Dates[0])}_{MintPyScene.Text(scene.Dates[^1])}");
        WriteLayer(file, "velocity", Hdf5Type.Real32, scene, rate, float.NaN);
        file.WriteAttribute("velocity", "UNIT", "m/year");
        if (sigma is not null)
        {
            WriteLayer(file, "velocityStd", Hdf5Type.Real32, scene, sigma, float.NaN);
            file.WriteAttribute("velocityStd", "UNIT", "m/year");
        }

        file.Finish();
    }

    /// <summary>Writes temporalCoherence.h5.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="coherence">Gives temporal coherence, pure number 0 to 1.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteTemporalCoherence(string path, MintPyScene scene, LayerRows coherence)
    {
        using var file = Start(path, scene, "temporalCoherence", "1");
        WriteLayer(file, "temporalCoherence", Hdf5Type.Real32, scene, coherence, 0);
        file.Finish();
    }

    /// <summary>Writes maskTempCoh.h5: truth values as h5py writes them.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="good">Gives 1 where a pixel is good and 0 elsewhere (pure numbers); NaN is not good.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteMask(string path, MintPyScene scene, LayerRows good)
    {
        using var file = Start(path, scene, "mask", "1");
        WriteLayer(file, "mask", Hdf5Type.Truth, scene, good, 0);
        file.Finish();
    }

    /// <summary>Writes geometryGeo.h5 or geometryRadar.h5.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="geometry">The layers; those that are null are left out.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteGeometry(string path, MintPyScene scene, MintPyGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        using var file = Start(path, scene, "geometry", "1");
        void Write(string name, Hdf5Type type, LayerRows? rows, double scale, double offset)
        {
            if (rows is not null)
            {
                WriteLayer(file, name, type, scene, Scaled(rows, scene.Grid.Columns, scale, offset), type == Hdf5Type.Truth ? 0 : float.NaN);
            }
        }

        Write("height", Hdf5Type.Real32, geometry.Height, 1, 0);
        Write("incidenceAngle", Hdf5Type.Real32, geometry.Incidence, 180 / Math.PI, 0);
        Write("azimuthAngle", Hdf5Type.Real32, geometry.Heading, -180 / Math.PI, 90);
        Write("slantRangeDistance", Hdf5Type.Real32, geometry.SlantRange, 1, 0);
        Write("latitude", Hdf5Type.Real32, geometry.Latitude, 1, 0);
        Write("longitude", Hdf5Type.Real32, geometry.Longitude, 1, 0);
        Write("waterMask", Hdf5Type.Truth, geometry.Water, -1, 1);
        Write("shadowMask", Hdf5Type.Truth, geometry.LayoverShadow, 1, 0);
        file.Finish();
    }

    /// <summary>Writes inputs/ifgramStack.h5.</summary>
    /// <param name="path">The file to make.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="stack">The pairs and their images.</param>
    /// <param name="deflateLevel">0 for none, 1 to 9.</param>
    /// <exception cref="ArgumentException">There is not one baseline and one mark for each pair.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteStack(string path, MintPyScene scene, MintPyInterferograms stack, int deflateLevel = 0)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var count = stack.Pairs.Count;
        if (stack.Baselines.Count != count || stack.IsUsed.Count != count)
        {
            throw new ArgumentException($"{stack.Baselines.Count} baselines and {stack.IsUsed.Count} marks for {count} pairs.", nameof(stack));
        }

        using var file = Start(path, scene, "ifgramStack", "radian");
        WriteDates(file, [count, 2], stack.Pairs.SelectMany(p => new[] { MintPyScene.Text(p.First), MintPyScene.Text(p.Second) }));
        WriteNumbers(file, "bperp", [.. stack.Baselines.Select(b => b.IsKnown ? b.Perpendicular : 0)]);
        using (var keep = file.CreateDataset("dropIfgram", Hdf5Type.Truth, new Hdf5Layout([count])))
        {
            keep.Write<sbyte>([0], [count], [.. stack.IsUsed.Select(u => u ? (sbyte)1 : (sbyte)0)]);
        }

        var cubes = new List<PairCube>();
        try
        {
            cubes.Add(new PairCube(file, "unwrapPhase", Hdf5Type.Real32, scene, count, stack.Phase, deflateLevel));
            if (stack.Coherence is not null)
            {
                cubes.Add(new PairCube(file, "coherence", Hdf5Type.Real32, scene, count, stack.Coherence, deflateLevel));
            }

            if (stack.Components is not null)
            {
                cubes.Add(new PairCube(file, "connectComponent", Hdf5Type.Signed16, scene, count, stack.Components, deflateLevel));
            }

            for (var pair = 0; pair < count; pair++)
            {
                cubes.ForEach(cube => cube.Write(pair));
            }
        }
        finally
        {
            cubes.ForEach(cube => cube.Dispose());
        }

        file.Finish();
    }

    private static Hdf5File Start(string path, MintPyScene scene, string fileType, string unit)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Dates.Count == 0)
        {
            throw new ArgumentException("A scene has at least one date.", nameof(scene));
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var file = Hdf5File.Create(path);
        try
        {
            foreach (var (name, value) in scene.Attributes(fileType, unit))
            {
                file.WriteAttribute("/", name, value);
            }

            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    private static int ChunkRows(int columns) => (int)Math.Max(1, ChunkBytes / (columns * (long)sizeof(float)));

    private static void WriteNumbers(Hdf5File file, string name, ReadOnlySpan<double> values)
    {
        using var dataset = file.CreateDataset(name, Hdf5Type.Real32, new Hdf5Layout([values.Length]));
        dataset.Write([0], [values.Length], values);
    }

    private static void WriteDates(Hdf5File file, long[] shape, IEnumerable<string> dates)
    {
        using var dataset = file.CreateTextDataset("date", 8, new Hdf5Layout(shape));
        dataset.WriteTexts([.. dates]);
    }

    private static void WriteLayer(Hdf5File file, string name, Hdf5Type type, MintPyScene scene, LayerRows layer, float noData)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var (rows, columns) = (scene.Grid.Rows, scene.Grid.Columns);
        var block = Math.Min(rows, ChunkRows(columns));
        using var dataset = file.CreateDataset(name, type, new Hdf5Layout([rows, columns]));
        var values = new float[checked(block * columns)];
        var marks = type == Hdf5Type.Truth ? new sbyte[values.Length] : [];
        for (var row = 0; row < rows; row += block)
        {
            var count = Math.Min(block, rows - row);
            var part = values.AsSpan(0, count * columns);
            layer(row, count, part);
            Replace(part, noData);
            if (type == Hdf5Type.Truth)
            {
                for (var i = 0; i < part.Length; i++)
                {
                    marks[i] = part[i] != 0 ? (sbyte)1 : (sbyte)0;
                }

                dataset.Write<sbyte>([row, 0], [count, columns], marks.AsSpan(0, part.Length));
            }
            else
            {
                dataset.Write<float>([row, 0], [count, columns], part);
            }
        }
    }

    /// <summary>One image a pair; the images of a pair are asked for one after the other, so that they may be made together.</summary>
    private sealed class PairCube : IDisposable
    {
        private readonly Hdf5Dataset dataset;
        private readonly PairRows source;
        private readonly int rows;
        private readonly int columns;
        private readonly int block;
        private readonly float[] values;

        internal PairCube(Hdf5File file, string name, Hdf5Type type, MintPyScene scene, int count, PairRows source, int deflateLevel)
        {
            (rows, columns, this.source) = (scene.Grid.Rows, scene.Grid.Columns, source);
            block = Math.Min(rows, ChunkRows(columns));
            values = new float[checked(block * columns)];
            dataset = file.CreateDataset(name, type, new Hdf5Layout([count, rows, columns], [1, block, columns], deflateLevel));
        }

        public void Dispose() => dataset.Dispose();

        internal void Write(int pair)
        {
            for (var row = 0; row < rows; row += block)
            {
                var height = Math.Min(block, rows - row);
                var part = values.AsSpan(0, height * columns);
                source(pair, row, height, part);
                Replace(part, 0);
                dataset.Write<float>([pair, row, 0], [1, height, columns], part);
            }
        }
    }

    private static LayerRows Scaled(LayerRows rows, int columns, double scale, double offset) => (firstRow, count, values) =>
    {
        rows(firstRow, count, values);
        foreach (ref var value in values[..(count * columns)])
        {
            value = (float)((value * scale) + offset);
        }
    };

    private static void Replace(Span<float> values, float noData)
    {
        foreach (ref var value in values)
        {
            value = float.IsNaN(value) ? noData : value;
        }
    }

    private static void EmptyWhereIncomplete(Span<float> values, int pixels)
    {
        for (var i = 0; i < pixels; i++)
        {
            var incomplete = false;
            for (var at = i; !incomplete && at < values.Length; at += pixels)
            {
                incomplete = float.IsNaN(values[at]);
            }

            for (var at = i; incomplete && at < values.Length; at += pixels)
            {
                values[at] = 0;
            }
        }
    }
}

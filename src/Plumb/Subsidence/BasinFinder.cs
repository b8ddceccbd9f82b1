namespace Plumb.Subsidence;

/// <summary>
/// Finds basins in a map of motion. A basin stands out from its surroundings (a contrast over windows of all sizes that chance passes far less than once in a whole map, noise that
/// neighbours share taken into account), reaches its edge in size and in significance, and is at least half as wide as the least extent. Memory: some 60 bytes for each pixel.
/// </summary>
public static class BasinFinder
{
    /// <summary>Finds the basins of a map.</summary>
    /// <param name="field">Motion with its noise.</param>
    /// <param name="options">How basins are found.</param>
    /// <returns>Labels and basins; motions in the unit of the map (metres per year or metres).</returns>
    /// <exception cref="ArgumentException">The layers differ in size, or a pixel size is not positive.</exception>
    public static BasinMap Find(BasinField field, BasinOptions options)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(options);
        var (rows, columns) = (field.Motion.Grid.Rows, field.Motion.Grid.Columns);
        if (field.OwnSigma.Values.Length != rows * columns || field.Mask.Reasons.Length != rows * columns || (field.SharedSigma is { } s && s.Values.Length != rows * columns))
        {
            throw new ArgumentException("Motion, standard deviations and mask lie on one grid.", nameof(field));
        }

        if (!(options.PixelWidth > 0) || !(options.PixelHeight > 0))
        {
            throw new ArgumentException("The size of a pixel is a positive number of metres.", nameof(options));
        }

        var values = field.GoodMotion();
        var table = new WindowTable(values, field.OwnSigma.Values, rows, columns);
        var scan = new ContrastScan(field, options, table);
        scan.Run();
        var motion = new SmoothedMotion(field, options, table, scan.HalfWidths[0], scan.Excess);
        var hollows = new BasinExtents(motion, rows, columns, options.SplitShare).Divide();
        var (labels, contrasts) = Keep(hollows, motion, scan, options, columns);
        var measure = new BasinMeasure(field, options, motion, values, scan.Excess);
        return measure.Measure(labels, contrasts, scan.Threshold);
    }

    /// <summary>A map averaged over the window of least extent.</summary>
    /// <param name="values">The map in its unit (metres), shape (rows, columns); NaN is no-data.</param>
    /// <param name="rows">Rows (count).</param>
    /// <param name="columns">Columns (count).</param>
    /// <param name="options">Pixel size and least extent, metres.</param>
    /// <returns>The means, shape (rows, columns); NaN where the window has too few data.</returns>
    public static float[] Smoothed(float[] values, int rows, int columns, BasinOptions options)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(options);
        var table = new WindowTable(values, new float[values.Length], rows, columns);
        var half = options.HalfWindow;
        var least = Math.Max(1, options.MinGoodShare * ((2 * half.Rows) + 1) * ((2 * half.Columns) + 1));
        var means = new float[values.Length];
        for (var i = 0; i < means.Length; i++)
        {
            var window = table.Around(i / columns, i % columns, half.Rows, half.Columns);
            means[i] = window.Count >= least ? (float)window.Mean : float.NaN;
        }

        return means;
    }

    /// <summary>Hollows that stand out, are significant and wide enough, numbered from 1, with their contrast.</summary>
    private static (int[] Labels, List<float> Contrasts) Keep(int[] hollows, SmoothedMotion motion, ContrastScan scan, BasinOptions options, int columns)
    {
        var (count, strongest) = (new Dictionary<int, int>(), new Dictionary<int, float>());
        for (var i = 0; i < hollows.Length; i++)
        {
            if (hollows[i] >= 0)
            {
                count[hollows[i]] = count.GetValueOrDefault(hollows[i]) + 1;
            }
        }

        double Diameter(int hollow) => Math.Sqrt(4 / Math.PI * count[hollow] * options.PixelWidth * options.PixelHeight);
        for (var i = 0; i < hollows.Length; i++)
        {
            // A large window may stand out by a basin beside the hollow that it is centred on.
            if (scan.Scale[i] > 0 && hollows[i] >= 0 && 2 * scan.HalfWidths[scan.Scale[i] - 1].Columns * options.PixelWidth <= 2 * Diameter(hollows[i]))
            {
                strongest[hollows[i]] = Math.Max(strongest.GetValueOrDefault(hollows[i]), scan.Strongest[i]);
            }
        }

        var numbers = new Dictionary<int, int>();
        var contrasts = new List<float> { 0 };
        foreach (var (hollow, contrast) in strongest.OrderBy(h => h.Key))
        {
            if (motion.Size[hollow] >= options.MinSignificance * motion.Sigma[hollow] && Diameter(hollow) >= 0.5 * options.MinExtent)
            {
                numbers[hollow] = contrasts.Count;
                contrasts.Add(contrast);
            }
        }

        var labels = new int[hollows.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = hollows[i] < 0 ? 0 : numbers.GetValueOrDefault(hollows[i]);
        }

        return (labels, contrasts);
    }
}

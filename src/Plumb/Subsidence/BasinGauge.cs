namespace Plumb.Subsidence;

/// <summary>Measures regions of one map that were found elsewhere, such as the displacement of basins of a rate or areas on a map. What does not depend on the regions is done once.</summary>
public sealed class BasinGauge
{
    private readonly BasinMeasure measure;

    /// <summary>A gauge of a map.</summary>
    /// <param name="field">Motion with its noise.</param>
    /// <param name="options">Direction, pixel size, and what counts as the edge.</param>
    public BasinGauge(BasinField field, BasinOptions options)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(options);
        var values = field.GoodMotion();
        var table = new WindowTable(values, field.OwnSigma.Values, field.Motion.Grid.Rows, field.Motion.Grid.Columns);
        measure = new BasinMeasure(field, options, new SmoothedMotion(field, options, table, options.HalfWindow, 1), values, 1);
    }

    /// <summary>Measures regions.</summary>
    /// <param name="labels">Number of the region that each pixel belongs to, from 1; 0 for none; shape (rows, columns).</param>
    /// <param name="count">Number of regions (count).</param>
    /// <returns>The measures of the regions, motions in the unit of the map (metres per year or metres), numbered as the labels are; null for a region without a pixel. There is no contrast.</returns>
    public IReadOnlyList<Basin?> Measure(int[] labels, int count)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return measure.Regions(labels, count);
    }
}

namespace Plumb.Grids;

/// <summary>Medians and their kin, in place: the given span is reordered. No-data must be left out before. No allocation.</summary>
public static class OrderStatistics
{
    private const double NormalQuartile = 0.674489750196082;

    /// <summary>Median, in the unit of the values; the mean of the middle two for an even number; NaN for none.</summary>
    /// <param name="values">Values of any one unit without NaN, reordered; shape (value).</param>
    public static double Median(Span<float> values)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (0.5 * values[middle - 1]) + (0.5 * values[middle]);
    }

    /// <summary>
    /// Middle of the shortest interval that holds half of the values, and the standard deviation of the normal law whose inner half is as
    /// wide: location and scale that hold while up to half of the values are foreign, and that lean less than the median to a
    /// one-sided minority (least median of squares, Rousseeuw 1984, doi:10.1080/01621459.1984.10477105). Of equally short intervals the
    /// lowest is taken.
    /// </summary>
    /// <param name="values">Values of any one unit without NaN, reordered; shape (value).</param>
    /// <returns>Centre and spread in the unit of the values; NaN for none.</returns>
    public static (double Centre, double Spread) ShortestHalf(Span<float> values)
    {
        if (values.IsEmpty)
        {
            return (double.NaN, double.NaN);
        }

        values.Sort();
        var half = values.Length / 2;
        var best = 0;
        for (var i = 1; i + half < values.Length; i++)
        {
            if ((double)values[i + half] - values[i] < (double)values[best + half] - values[best])
            {
                best = i;
            }
        }

        var width = (double)values[best + half] - values[best];
        return ((0.5 * values[best]) + (0.5 * values[best + half]), 0.5 * width / NormalQuartile);
    }
}

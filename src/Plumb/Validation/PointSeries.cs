namespace Plumb.Validation;

/// <summary>What a record of one component is of.</summary>
public enum PointQuantity
{
    /// <summary>Height of the ground, metres, positive upwards; only differences count.</summary>
    Height,

    /// <summary>Displacement along the line of sight, metres, positive towards the satellite.</summary>
    LineOfSight,

    /// <summary>Something that may drive motion, such as head, precipitation or storage, in a unit of its own.</summary>
    Driver,
}

/// <summary>
/// A record of one component at one point. Heights and displacements are metres, drivers have a unit of their own. Dates ascend; there may be
/// any time between them. Immutable.
/// </summary>
public sealed class PointSeries
{
    private readonly DateOnly[] dates;
    private readonly double[] values;
    private readonly double[] sigmas;

    /// <summary>A series.</summary>
    /// <param name="quantity">What it is of.</param>
    /// <param name="values">Dates (UTC), values and standard deviations, metres or the driver's unit; ascending, each date once. A standard deviation of NaN is unknown.</param>
    /// <param name="unit">Unit of a driver as people write it; "m" for motion.</param>
    /// <exception cref="RequestException">A date stands twice, dates do not ascend, or a number is not finite.</exception>
    public PointSeries(PointQuantity quantity, IEnumerable<(DateOnly Date, double Value, double Sigma)> values, string unit = "m")
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(unit);
        var list = values.ToArray();
        for (var k = 0; k < list.Length; k++)
        {
            if (k > 0 && list[k].Date <= list[k - 1].Date)
            {
                throw new RequestException($"The date {list[k].Date:yyyy-MM-dd} stands after {list[k - 1].Date:yyyy-MM-dd}. Dates must ascend, each once.");
            }

            if (!double.IsFinite(list[k].Value) || double.IsInfinity(list[k].Sigma) || list[k].Sigma < 0)
            {
                throw new RequestException($"The value of {list[k].Date:yyyy-MM-dd} is not a finite number with a standard deviation of 0 or more. Take it out.");
            }
        }

        Quantity = quantity;
        Unit = unit;
        dates = [.. list.Select(v => v.Date)];
        this.values = [.. list.Select(v => v.Value)];
        sigmas = [.. list.Select(v => v.Sigma)];
    }

    /// <summary>What the record is of.</summary>
    public PointQuantity Quantity { get; }

    /// <summary>Unit of the values as people write it.</summary>
    public string Unit { get; }

    /// <summary>Dates (UTC), ascending; shape (date).</summary>
    public IReadOnlyList<DateOnly> Dates => dates;

    /// <summary>Values, metres or the driver's unit; shape (date).</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Standard deviations, metres or the driver's unit; shape (date); NaN when unknown.</summary>
    public IReadOnlyList<double> Sigmas => sigmas;
}

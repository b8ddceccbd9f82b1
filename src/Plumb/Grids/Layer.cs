namespace Plumb.Grids;

/// <summary>Unit of the values of a layer.</summary>
public enum Unit
{
    /// <summary>A pure number.</summary>
    One,

    /// <summary>Radian of phase or angle.</summary>
    Radian,

    /// <summary>Degree of angle.</summary>
    Degree,

    /// <summary>Metre.</summary>
    Metre,

    /// <summary>Metre per year (365.25 days).</summary>
    MetrePerYear,

    /// <summary>Metre per year squared: an acceleration.</summary>
    MetrePerYearSquared,

    /// <summary>Metre per year cubed: the change of an acceleration.</summary>
    MetrePerYearCubed,

    /// <summary>Day: a time since a stated date, or a length of time.</summary>
    Day,

    /// <summary>One over a year: the constant of a growth or a decay.</summary>
    PerYear,

    /// <summary>A count of things.</summary>
    Count,
}

/// <summary>Which way a layer's values count as positive.</summary>
public enum Sign
{
    /// <summary>The values have no direction (coherence, counts, heights).</summary>
    None,

    /// <summary>Displacement along the line of sight, positive towards the satellite.</summary>
    TowardsSatellite,

    /// <summary>Phase, positive when range grows: phi = -(4 pi / lambda) d with d positive towards the satellite.</summary>
    PhaseGrowsWithRange,

    /// <summary>Positive upwards.</summary>
    Up,

    /// <summary>Positive eastwards.</summary>
    East,

    /// <summary>Positive northwards.</summary>
    North,

    /// <summary>Positive down the slope.</summary>
    DownSlope,

    /// <summary>Displacement along the direction of flight, positive where the satellite flies.</summary>
    AlongFlight,
}

/// <summary>What the values of a layer are. Unit and sign belong to the type and are written into every file made of it.</summary>
/// <param name="Name">Short name in lower case with underscores, also the file name: "rate_sigma".</param>
/// <param name="Title">A few words for people: "Standard deviation of the rate".</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Sign">Direction that counts as positive.</param>
/// <param name="RelativeTo">What the values are relative to (reference area, reference date); empty when absolute.</param>
public sealed record LayerDescription(string Name, string Title, Unit Unit, Sign Sign, string RelativeTo = "");

/// <summary>A raster of single numbers with unit and sign. Shape (rows, columns), row 0 at the north; NaN is no-data.</summary>
public sealed class Layer
{
    private readonly float[] values;

    /// <summary>A layer over an array, which is not copied.</summary>
    /// <param name="description">What the values are: name, unit, sign.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="values">Values, shape (rows, columns), row by row; NaN is no-data.</param>
    /// <exception cref="ArgumentException">The number of values is not the number of pixels of the grid.</exception>
    public Layer(LayerDescription description, Grid grid, float[] values)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != grid.PixelCount)
        {
            throw new ArgumentException($"Layer '{description.Name}' has {values.LongLength} values for a grid of {grid.Rows} x {grid.Columns} pixels.", nameof(values));
        }

        Description = description;
        Grid = grid;
        this.values = values;
    }

    /// <summary>What the values are: name, unit, sign.</summary>
    public LayerDescription Description { get; }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>All values, in the layer's unit, shape (rows, columns), row by row; NaN is no-data.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>One value, in the layer's unit; NaN is no-data.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public float this[int row, int column] => values[((long)row * Grid.Columns) + column];
}

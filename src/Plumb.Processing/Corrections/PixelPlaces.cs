using Plumb.Corrections;
using Plumb.Formats.Gdal;
using Plumb.Grids;

namespace Plumb.Processing.Corrections;

/// <summary>Latitude and longitude of the pixels of a grid on the map, transformed at every 32nd pixel and linear between.</summary>
internal sealed class PixelPlaces
{
    private const int Step = FieldLattice.Step;
    private readonly double[] latitude;
    private readonly double[] longitude;
    private readonly int columns;

    /// <summary>Places of a grid.</summary>
    /// <exception cref="RequestException">The grid is in radar coordinates.</exception>
    public PixelPlaces(Grid grid)
    {
        if (grid.Crs.IsRadar)
        {
            throw new RequestException("The scene is in radar coordinates, so it is not known where its pixels lie. Geocode the interferograms first.");
        }

        columns = ((grid.Columns - 1) / Step) + 2;
        var rows = ((grid.Rows - 1) / Step) + 2;
        (latitude, longitude) = (new double[rows * columns], new double[rows * columns]);
        for (var i = 0; i < latitude.Length; i++)
        {
            longitude[i] = grid.OriginX + (((i % columns * Step) + 0.5) * grid.StepX);
            latitude[i] = grid.OriginY + (((i / columns * Step) + 0.5) * grid.StepY);
        }

        using var transform = new CoordinateTransform(grid.Crs, Crs.Wgs84);
        if (transform.Apply(longitude, latitude) > 0)
        {
            throw new RequestException($"Some pixels have no longitude and latitude in {grid.Crs.Definition}. Check the reference system of the products.");
        }

        (South, North, West, East) = (90, -90, double.MaxValue, double.MinValue);
        var (up, along) = (new double[grid.Columns], new double[grid.Columns]);
        for (var row = 0; row < grid.Rows; row = row < grid.Rows - 1 ? Math.Min(row + Step, grid.Rows - 1) : grid.Rows)
        {
            Row(row, 0, up, along);
            (South, North) = (Math.Min(South, up.Min()), Math.Max(North, up.Max()));
            (West, East) = (Math.Min(West, along.Min()), Math.Max(East, along.Max()));
        }

        if (East - West > 180)
        {
            throw new RequestException("The scene lies across the date line, where places are not looked up. Leave corrections by place (troposphere, ionosphere, solid_tides, plate_motion) out of corrections.sequence.");
        }
    }

    /// <summary>Edges of what the centres of all pixels span, degrees.</summary>
    public double South { get; }

    public double North { get; }

    public double West { get; }

    public double East { get; }

    /// <summary>Latitudes of the nodes of a <see cref="FieldLattice"/>, degrees; shape (row, column) of nodes.</summary>
    public ReadOnlySpan<double> NodeLatitudes => latitude;

    /// <summary>Longitudes of the nodes of a <see cref="FieldLattice"/>, degrees; shape (row, column) of nodes.</summary>
    public ReadOnlySpan<double> NodeLongitudes => longitude;

    /// <summary>Places along part of a row, degrees; shape (pixel).</summary>
    public void Row(int row, int column, Span<double> latitudes, Span<double> longitudes)
    {
        var (r, down) = (row / Step, (double)(row % Step) / Step);
        for (var i = 0; i < latitudes.Length; i++)
        {
            var at = (r * columns) + ((column + i) / Step);
            var right = (double)((column + i) % Step) / Step;
            latitudes[i] = Between(latitude, at, down, right);
            longitudes[i] = Between(longitude, at, down, right);
        }
    }

    private double Between(double[] values, int at, double down, double right)
    {
        var north = values[at] + (right * (values[at + 1] - values[at]));
        var south = values[at + columns] + (right * (values[at + columns + 1] - values[at + columns]));
        return north + (down * (south - north));
    }
}

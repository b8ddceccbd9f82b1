namespace Plumb.Corrections.Delays;

/// <summary>Nodes of a weather model on even steps of latitude and longitude; row 0 is the northernmost.</summary>
/// <param name="North">Latitude of row 0, degrees.</param>
/// <param name="West">Longitude of column 0, degrees.</param>
/// <param name="LatitudeStep">Step to the south from row to row, degrees, positive.</param>
/// <param name="LongitudeStep">Step to the east from column to column, degrees, positive.</param>
/// <param name="Rows">Number of rows (count).</param>
/// <param name="Columns">Number of columns (count).</param>
public readonly record struct NodeGrid(double North, double West, double LatitudeStep, double LongitudeStep, int Rows, int Columns)
{
    /// <summary>Number of nodes (count).</summary>
    public int Count => Rows * Columns;

    /// <summary>Latitude of a row, degrees.</summary>
    /// <param name="row">Row (index).</param>
    public double Latitude(double row) => North - (row * LatitudeStep);

    /// <summary>Longitude of a column, degrees.</summary>
    /// <param name="column">Column (index).</param>
    public double Longitude(double column) => West + (column * LongitudeStep);

    /// <summary>Fractional row of a latitude (index).</summary>
    /// <param name="latitude">Latitude, degrees.</param>
    public double RowOf(double latitude) => (North - latitude) / LatitudeStep;

    /// <summary>Fractional column of a longitude (index), by the turn around the Earth that lies nearest to the middle of the nodes.</summary>
    /// <param name="longitude">Longitude, degrees.</param>
    public double ColumnOf(double longitude)
    {
        var middle = Longitude((Columns - 1) / 2.0);
        return (longitude - West - (360 * Math.Round((longitude - middle) / 360))) / LongitudeStep;
    }

    /// <summary>Whether a place lies between nodes on all sides.</summary>
    /// <param name="latitude">Latitude, degrees.</param>
    /// <param name="longitude">Longitude, degrees.</param>
    public bool Covers(double latitude, double longitude)
    {
        const double Edge = 1e-6;
        var (row, column) = (RowOf(latitude), ColumnOf(longitude));
        return row >= -Edge && row <= Rows - 1 + Edge && column >= -Edge && column <= Columns - 1 + Edge;
    }

    /// <summary>Where the nodes lie, for people.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"latitude {Latitude(Rows - 1):0.##} to {North:0.##}, longitude {West:0.##} to {Longitude(Columns - 1):0.##} degrees");
}

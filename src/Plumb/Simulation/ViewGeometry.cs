namespace Plumb.Simulation;

/// <summary>
/// How a right-looking radar sees a scene: incidence grows linearly with the ground range across the grid, the heading is
/// the same everywhere, the Earth is a sphere. Also the local map: metres east and north of the grid's centre. Immutable.
/// </summary>
public sealed class ViewGeometry
{
    /// <summary>Mean radius of the Earth, metres.</summary>
    public const double EarthRadius = 6_371_008.8;

    private const int TableSize = 2048;
    private readonly double cosHeading;
    private readonly double sinHeading;
    private readonly double nearest;
    private readonly double extent;
    private readonly double centreRow;
    private readonly double centreColumn;
    private readonly SceneSensor sensor;
    private readonly float[] sine = new float[TableSize + 2];
    private readonly float[] cosine = new float[TableSize + 2];
    private readonly float[] heightFactor = new float[TableSize + 2];

    internal ViewGeometry(Scene scene)
    {
        sensor = scene.Sensor;
        var grid = scene.Grid;
        var degree = EarthRadius * Math.PI / 180.0;
        var middle = (grid.North - (0.5 * grid.Step * grid.Rows)) * Math.PI / 180.0;
        StepX = grid.Geographic ? grid.Step * degree * Math.Cos(middle) : grid.Step;
        StepY = grid.Geographic ? grid.Step * degree : grid.Step;
        centreRow = 0.5 * (grid.Rows - 1);
        centreColumn = 0.5 * (grid.Columns - 1);
        (sinHeading, cosHeading) = Math.SinCos(sensor.Heading * Math.PI / 180.0);
        var half = (Math.Abs(centreColumn * StepX * cosHeading) + Math.Abs(centreRow * StepY * sinHeading)) + 1e-9;
        (nearest, extent) = (-half, 2.0 * half);
        for (var k = 0; k < sine.Length; k++)
        {
            var angle = IncidenceOfPart((double)k / TableSize);
            (sine[k], cosine[k]) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
            heightFactor[k] = (float)(1.0 / (SlantRange(angle) * Math.Sin(angle)));
        }
    }

    /// <summary>Pixel width on the ground, metres.</summary>
    public double StepX { get; }

    /// <summary>Pixel height on the ground, metres, positive.</summary>
    public double StepY { get; }

    /// <summary>Heading of the satellite, radians clockwise from north.</summary>
    public double Heading => sensor.Heading * Math.PI / 180.0;

    /// <summary>
    /// Orientation of the look vector's horizontal part, from the ground to the satellite: radians counter-clockwise from
    /// east, as HyP3's lv_phi; pi minus the heading, brought between -pi and pi.
    /// </summary>
    public double Orientation => Math.Atan2(sinHeading, -cosHeading);

    /// <summary>Metres east and north of the grid's centre of a pixel.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public (double East, double North) Position(double row, double column) =>
        ((column - centreColumn) * StepX, (centreRow - row) * StepY);

    /// <summary>Pixel (row, column), with fractions, at metres east and north of the grid's centre.</summary>
    /// <param name="east">East of the grid's centre, metres.</param>
    /// <param name="north">North of the grid's centre, metres.</param>
    public (double Row, double Column) Pixel(double east, double north) =>
        (centreRow - (north / StepY), centreColumn + (east / StepX));

    /// <summary>Incidence at a pixel, radians from the vertical.</summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public double Incidence(double row, double column) => IncidenceOfPart(Part(row, column));

    /// <summary>
    /// Unit vector from the ground to the satellite (pure numbers): (-sin i cos h, sin i sin h, cos i) for incidence i and
    /// heading h.
    /// </summary>
    /// <param name="row">Row, 0 at the north.</param>
    /// <param name="column">Column, 0 at the west.</param>
    public (double East, double North, double Up) Look(double row, double column)
    {
        var (sin, cos) = Math.SinCos(Incidence(row, column));
        return (-sin * cosHeading, sin * sinHeading, cos);
    }

    /// <summary>Distance from the satellite to the ground, metres, on a spherical Earth.</summary>
    /// <param name="incidence">Incidence, radians.</param>
    public double SlantRange(double incidence)
    {
        var orbit = EarthRadius + sensor.Altitude;
        var look = Math.Asin(EarthRadius / orbit * Math.Sin(incidence));
        return orbit * Math.Sin(incidence - look) / Math.Sin(incidence);
    }

    /// <summary>The factor 1 / (R sin i) of heights at a pixel, per metre: slant range R, incidence i.</summary>
    internal float HeightFactor(int row, int column) => Interpolate(heightFactor, row, column);

    /// <summary>Sine and cosine of the incidence at a pixel.</summary>
    internal (float Sine, float Cosine) IncidenceSinCos(int row, int column) =>
        (Interpolate(sine, row, column), Interpolate(cosine, row, column));

    internal (float Cosine, float Sine) HeadingCosSin => ((float)cosHeading, (float)sinHeading);

    private double Part(double row, double column) =>
        ((((column - centreColumn) * StepX * cosHeading) - ((centreRow - row) * StepY * sinHeading)) - nearest) / extent;

    private double IncidenceOfPart(double part) =>
        (sensor.IncidenceNear + ((sensor.IncidenceFar - sensor.IncidenceNear) * part)) * Math.PI / 180.0;

    private float Interpolate(float[] table, int row, int column)
    {
        var position = Math.Clamp(Part(row, column), 0.0, 1.0) * TableSize;
        var k = (int)position;
        var t = (float)(position - k);
        return table[k] + (t * (table[k + 1] - table[k]));
    }
}

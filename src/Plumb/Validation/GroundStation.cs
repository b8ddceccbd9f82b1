using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>A place on the ground whose motion was measured by other means than radar: a GNSS station, a levelling benchmark, an extensometer.</summary>
/// <param name="Name">Name of the station or point.</param>
/// <param name="Longitude">Longitude on WGS 84, degrees east, -180 to 180; NaN when unknown.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees north; NaN when unknown.</param>
/// <param name="Area">Name of the mine or area it belongs to; may be empty.</param>
public abstract record GroundStation(string Name, double Longitude, double Latitude, string Area)
{
    /// <summary>Whether the place is known; without it there are no pixels to hold the record against.</summary>
    public bool HasPlace => double.IsFinite(Longitude + Latitude);

    /// <summary>Its motion along the line of sight, metres, positive towards the satellite; shape (date).</summary>
    /// <param name="look">Look vector at the station.</param>
    /// <param name="flicker">Flicker noise of GNSS positions; records of other kinds pass it over.</param>
    /// <exception cref="RequestException">The record is of something that does not move.</exception>
    public abstract LineRecord Along(LookVector look, FlickerNoise flicker);

    /// <summary>The same record at another place or in another area, degrees.</summary>
    /// <param name="longitude">Longitude, degrees east.</param>
    /// <param name="latitude">Latitude, degrees north.</param>
    /// <param name="area">Mine or area.</param>
    public GroundStation At(double longitude, double latitude, string area) => this with { Longitude = longitude, Latitude = latitude, Area = area };
}

/// <summary>A GNSS station with its record.</summary>
/// <param name="Name">Name, usually four letters or digits.</param>
/// <param name="Longitude">Longitude on WGS 84, degrees east, -180 to 180.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees north.</param>
/// <param name="Area">Name of the mine or area it belongs to; may be empty.</param>
/// <param name="Series">Its daily positions, metres.</param>
public sealed record GnssStation(string Name, double Longitude, double Latitude, string Area, GnssSeries Series)
    : GroundStation(Name, Longitude, Latitude, Area)
{
    /// <inheritdoc/>
    public override LineRecord Along(LookVector look, FlickerNoise flicker)
    {
        ArgumentNullException.ThrowIfNull(flicker);
        var n = Series.Positions.Count;
        var (dates, values, sigmas) = (new DateOnly[n], new double[n], new double[n]);
        for (var k = 0; k < n; k++)
        {
            var p = Series.Positions[k];
            dates[k] = p.Date;
            values[k] = look.Project(p.East, p.North, p.Up);
            sigmas[k] = Math.Sqrt(Square(look.East * p.SigmaEast) + Square(look.North * p.SigmaNorth) + Square(look.Up * p.SigmaUp));
        }

        return new LineRecord(dates, values, sigmas) { Flicker = flicker.Along(look) };
    }

    private static double Square(double value) => value * value;
}

/// <summary>A point with a record of one component: a levelling benchmark, an extensometer, a well.</summary>
/// <param name="Name">Name of the point.</param>
/// <param name="Longitude">Longitude on WGS 84, degrees east, -180 to 180; NaN when unknown.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees north; NaN when unknown.</param>
/// <param name="Area">Name of the mine or area it belongs to; may be empty.</param>
/// <param name="Series">Its record, in the unit that the series names.</param>
public sealed record PointStation(string Name, double Longitude, double Latitude, string Area, PointSeries Series)
    : GroundStation(Name, Longitude, Latitude, Area)
{
    /// <inheritdoc/>
    public override LineRecord Along(LookVector look, FlickerNoise flicker)
    {
        var factor = Series.Quantity switch
        {
            PointQuantity.Height => look.Up,
            PointQuantity.LineOfSight => 1,
            _ => throw new RequestException($"The record of {Name} is no motion, so it has no line of sight. Use it as a driver of motion ('plumb associate')."),
        };
        return new LineRecord(Series.Dates, [.. Series.Values.Select(v => factor * v)], [.. Series.Sigmas.Select(s => Math.Abs(factor) * s)]);
    }
}

using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>How a radar series is held against a GNSS station.</summary>
public sealed record StationOptions
{
    /// <summary>Radius around the station whose pixels are averaged, metres.</summary>
    public double Radius { get; init; } = 50;

    /// <summary>Farthest that the nearest good pixel may lie to stand in where the radius holds none, metres.</summary>
    public double WidestRadius { get; init; } = 150;

    /// <summary>Window over which daily positions are averaged, days, odd.</summary>
    public int WindowDays { get; init; } = 7;

    /// <summary>Least number of days with a position within the window (count).</summary>
    public int LeastDays { get; init; } = 4;

    /// <summary>Least number of common dates beside the reference date (count).</summary>
    public int LeastDates { get; init; } = 5;
}

/// <summary>The radar's series at a station: the mean of its pixels.</summary>
/// <param name="Dates">Dates (UTC), ascending; shape (date).</param>
/// <param name="Displacement">Displacement along the line of sight, metres, positive towards the satellite; shape (date); NaN is no-data.</param>
/// <param name="Sigma">Standard deviation of each date, metres; shape (date); NaN or empty when unknown.</param>
/// <param name="Look">Look vector at the station.</param>
public sealed record RadarSeries(IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Displacement, IReadOnlyList<double> Sigma, LookVector Look);

/// <summary>One common date of radar and station.</summary>
/// <param name="Date">The date (UTC).</param>
/// <param name="Gnss">Motion of the station along the line of sight since the reference date, metres, positive towards the satellite.</param>
/// <param name="Radar">Motion by the radar, metres.</param>
/// <param name="GnssSigma">Standard deviation of the station's motion, metres: that of both days.</param>
/// <param name="RadarSigma">Standard deviation of the radar's motion, metres; NaN when unknown.</param>
public readonly record struct CommonDate(DateOnly Date, double Gnss, double Radar, double GnssSigma, double RadarSigma);

/// <summary>
/// A radar series against a GNSS station, both along the line of sight and since one common reference date. The radar's motion is relative to
/// its reference area, the station's to its own frame: a motion of the frame or of the area is in the difference.
/// </summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Area">Mine or area of the station; may be empty.</param>
/// <param name="Reason">Why the station cannot be used; empty when it can.</param>
/// <param name="Notes">What a reader should know; empty when nothing.</param>
/// <param name="ReferenceDate">The common reference date (UTC); null when the station cannot be used.</param>
/// <param name="Dates">The common dates after the reference date was taken out, ascending; metres.</param>
public sealed record StationComparison(
    string Station, string Area, string Reason, string Notes, DateOnly? ReferenceDate, IReadOnlyList<CommonDate> Dates)
{
    /// <summary>Whether there is a comparison.</summary>
    public bool IsUsed => Reason.Length == 0;

    /// <summary>Root mean square of radar minus station, metres; NaN when the station cannot be used.</summary>
    public double Rmse => Root(Dates.Select(d => Square(d.Radar - d.Gnss)));

    /// <summary>Mean of radar minus station, metres: mostly the error of both at the reference date. NaN when the station cannot be used.</summary>
    public double Bias => Dates.Count == 0 ? double.NaN : Dates.Average(d => d.Radar - d.Gnss);

    /// <summary>Standard deviation of radar minus station about their mean, metres: what is left when the reference date's own error is taken off.</summary>
    public double Scatter
    {
        get
        {
            var bias = Bias;
            return Root(Dates.Select(d => Square(d.Radar - d.Gnss - bias)));
        }
    }

    /// <summary>Root mean square that the standard deviations of both sides lead to expect, metres; of the station alone where the radar's are unknown.</summary>
    public double Expected => Root(Dates.Select(d => Square(d.GnssSigma) + (double.IsNaN(d.RadarSigma) ? 0 : Square(d.RadarSigma))));

    /// <summary>A station that cannot be used.</summary>
    /// <param name="station">The station.</param>
    /// <param name="reason">Why.</param>
    public static StationComparison Unused(GnssStation station, string reason)
    {
        ArgumentNullException.ThrowIfNull(station);
        return new StationComparison(station.Name, station.Area, reason, "", null, []);
    }

    /// <summary>Compares.</summary>
    /// <param name="station">The station.</param>
    /// <param name="radar">The radar's series there.</param>
    /// <param name="options">How.</param>
    /// <param name="notes">What a reader should know of the pixels.</param>
    public static StationComparison Of(GnssStation station, RadarSeries radar, StationOptions options, string notes = "")
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(radar);
        ArgumentNullException.ThrowIfNull(options);
        var common = new List<CommonDate>();
        for (var k = 0; k < radar.Dates.Count; k++)
        {
            var (value, sigma) = station.Series.LineOfSight(radar.Dates[k], options.WindowDays, options.LeastDays, radar.Look);
            if (double.IsFinite(value) && double.IsFinite(radar.Displacement[k]))
            {
                common.Add(new CommonDate(radar.Dates[k], value, radar.Displacement[k], sigma, radar.Sigma.Count > k ? radar.Sigma[k] : double.NaN));
            }
        }

        if (common.Count <= options.LeastDates)
        {
            return Unused(station, $"{common.Count} dates of the radar have a position within {options.WindowDays} days; {options.LeastDates + 1} are needed");
        }

        var start = common[0];
        var since = common.Skip(1).Select(d => new CommonDate(
            d.Date,
            d.Gnss - start.Gnss,
            d.Radar - start.Radar,
            Math.Sqrt(Square(d.GnssSigma) + Square(start.GnssSigma)),
            Math.Sqrt(Square(d.RadarSigma) + Square(start.RadarSigma)))).ToArray();
        return new StationComparison(station.Name, station.Area, "", notes, start.Date, since);
    }

    /// <summary>Root mean square of radar minus station over all dates of several stations, metres; NaN where none can be used.</summary>
    /// <param name="stations">The stations.</param>
    public static double PooledRmse(IEnumerable<StationComparison> stations)
    {
        ArgumentNullException.ThrowIfNull(stations);
        return Root(stations.SelectMany(s => s.Dates).Select(d => Square(d.Radar - d.Gnss)));
    }

    private static double Square(double value) => value * value;

    private static double Root(IEnumerable<double> squares)
    {
        var (sum, count) = (0.0, 0);
        foreach (var square in squares)
        {
            sum += square;
            count++;
        }

        return count == 0 ? double.NaN : Math.Sqrt(sum / count);
    }
}

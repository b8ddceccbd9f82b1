using Plumb.Geometry;

namespace Plumb.Validation;

/// <summary>How a radar series is held against a station on the ground.</summary>
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

    /// <summary>Least number of common dates beside the reference date (count), for records of at least daily values.</summary>
    public int LeastDates { get; init; } = 5;

    /// <summary>Least number of common dates beside the reference date (count), for surveys such as levelling.</summary>
    public int LeastSurveys { get; init; } = 1;

    /// <summary>Longest time between two acquisitions over which the radar is interpolated to the day of a survey, days.</summary>
    public int LongestGap { get; init; } = 60;

    /// <summary>Flicker noise of GNSS positions.</summary>
    public FlickerNoise Flicker { get; init; } = new();

    /// <summary>How records are cleaned before.</summary>
    public CleaningOptions Cleaning { get; init; } = new();

    /// <summary>Steps of the stations' records.</summary>
    public IReadOnlyList<StationStep> Steps { get; init; } = [];
}

/// <summary>The radar's series at a station: the mean of its pixels.</summary>
/// <param name="Dates">Dates (UTC), ascending; shape (date).</param>
/// <param name="Displacement">Displacement along the line of sight, metres, positive towards the satellite; shape (date); NaN is no-data.</param>
/// <param name="Sigma">Standard deviation of each date, metres; shape (date); NaN or empty when unknown.</param>
/// <param name="Look">Look vector at the station.</param>
public sealed record RadarSeries(IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Displacement, IReadOnlyList<double> Sigma, LookVector Look)
{
    /// <summary>Standard deviation of the rate with all its parts, metres per year; NaN when unknown.</summary>
    public double RateSigma { get; init; } = double.NaN;
}

/// <summary>One common date of radar and station.</summary>
/// <param name="Date">The date (UTC).</param>
/// <param name="Ground">Motion of the station along the line of sight since the reference date, metres, positive towards the satellite.</param>
/// <param name="Radar">Motion by the radar, metres.</param>
/// <param name="GroundSigma">Standard deviation of the station's motion, metres: that of both days; NaN when unknown.</param>
/// <param name="RadarSigma">Standard deviation of the radar's motion, metres; NaN when unknown.</param>
public readonly record struct CommonDate(DateOnly Date, double Ground, double Radar, double GroundSigma, double RadarSigma)
{
    /// <summary>Radar minus station over the standard deviation of both, pure number; where one is unknown, of the other alone; NaN where neither is known.</summary>
    public double ZScore
    {
        get
        {
            var variance = (double.IsNaN(GroundSigma) ? 0 : GroundSigma * GroundSigma) + (double.IsNaN(RadarSigma) ? 0 : RadarSigma * RadarSigma);
            return variance > 0 ? (Radar - Ground) / Math.Sqrt(variance) : double.NaN;
        }
    }
}

/// <summary>
/// A radar series against a station, both along the line of sight and since one common reference date. The radar's motion is relative to
/// its reference area, the station's to its own frame: a motion of the frame or of the area is in the difference, unless both are taken relative to a reference station.
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
    /// <summary>Rates of both over the common dates, metres per year; null when the station cannot be used.</summary>
    public StationRates? Rates { get; init; }

    /// <summary>Whether there is a comparison.</summary>
    public bool IsUsed => Reason.Length == 0;

    /// <summary>Root mean square of radar minus station, metres; NaN when the station cannot be used.</summary>
    public double Rmse => Root(Dates.Select(d => Square(d.Radar - d.Ground)));

    /// <summary>Mean of radar minus station, metres: mostly the error of both at the reference date. NaN when the station cannot be used.</summary>
    public double Bias => Dates.Count == 0 ? double.NaN : Dates.Average(d => d.Radar - d.Ground);

    /// <summary>Standard deviation of radar minus station about their mean, metres: what is left when the reference date's own error is taken off.</summary>
    public double Scatter
    {
        get
        {
            var bias = Bias;
            return Root(Dates.Select(d => Square(d.Radar - d.Ground - bias)));
        }
    }

    /// <summary>Root mean square that the standard deviations of both sides lead to expect, metres; of the station alone where the radar's are unknown.</summary>
    public double Expected => Root(Dates.Select(d => (double.IsNaN(d.GroundSigma) ? 0 : Square(d.GroundSigma)) + (double.IsNaN(d.RadarSigma) ? 0 : Square(d.RadarSigma))));

    /// <summary>A station that cannot be used.</summary>
    /// <param name="station">The station.</param>
    /// <param name="reason">Why.</param>
    public static StationComparison Unused(GroundStation station, string reason)
    {
        ArgumentNullException.ThrowIfNull(station);
        return new StationComparison(station.Name, station.Area, reason, "", null, []);
    }

    /// <summary>Compares.</summary>
    /// <param name="station">The station.</param>
    /// <param name="radar">The radar's series there.</param>
    /// <param name="options">How.</param>
    /// <param name="notes">What a reader should know of the pixels.</param>
    public static StationComparison Of(GroundStation station, RadarSeries radar, StationOptions options, string notes = "") =>
        Of(station, CommonRecord.Of(station, radar, options), options, null, notes);

    /// <summary>Compares what was matched, relative to a reference station where one is given.</summary>
    /// <param name="station">The station.</param>
    /// <param name="record">Its common dates.</param>
    /// <param name="options">How.</param>
    /// <param name="reference">Common dates of the reference station; null for the radar's reference area.</param>
    /// <param name="notes">What a reader should know of the pixels.</param>
    public static StationComparison Of(GroundStation station, CommonRecord record, StationOptions options, CommonRecord? reference, string notes = "")
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(options);
        var all = reference is null ? record : record.RelativeTo(reference);
        var least = record.IsSurvey ? options.LeastSurveys : options.LeastDates;
        if (all.Dates.Count <= least)
        {
            return Unused(station, record.IsSurvey
                ? $"{all.Dates.Count} surveys lie within the radar's dates{(reference is null ? "" : " and those of the reference")}; {least + 1} are needed"
                : $"{all.Dates.Count} dates of the radar have a position within {options.WindowDays} days{(reference is null ? "" : " at both stations")}; {least + 1} are needed");
        }

        var said = string.Join("; ", all.Notes.Prepend(notes).Where(n => n.Length > 0));
        return new StationComparison(station.Name, station.Area, "", said, all.Dates[0].Date, all.Since(options)) { Rates = StationRates.Of(all, options) };
    }

    /// <summary>Root mean square of radar minus station over all dates of several stations, metres; NaN where none can be used.</summary>
    /// <param name="stations">The stations.</param>
    public static double PooledRmse(IEnumerable<StationComparison> stations)
    {
        ArgumentNullException.ThrowIfNull(stations);
        return Root(stations.SelectMany(s => s.Dates).Select(d => Square(d.Radar - d.Ground)));
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

namespace Plumb.Validation;

/// <summary>
/// What radar and station say at the dates that both have, before a reference date is taken out. A daily record is averaged around the radar's dates; a survey keeps its
/// days, and the radar is interpolated to them between the acquisitions before and after.
/// </summary>
/// <param name="Dates">The common dates, ascending, metres: motion with each date's own standard deviation.</param>
/// <param name="IsSurvey">Whether the station's days are too far apart to be averaged.</param>
public sealed record CommonRecord(IReadOnlyList<CommonDate> Dates, bool IsSurvey)
{
    /// <summary>What was done to the record; may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Standard deviation of the radar's rate with all its parts, metres per year; NaN when unknown.</summary>
    public double RadarRateSigma { get; init; } = double.NaN;

    /// <summary>The cleaned records of the stations that are in it, metres: the station's and, where it is relative, the reference's.</summary>
    public IReadOnlyList<LineRecord> Records { get; init; } = [];

    /// <summary>Matches a station with the radar.</summary>
    /// <param name="station">The station.</param>
    /// <param name="radar">The radar's series there, metres.</param>
    /// <param name="options">How.</param>
    public static CommonRecord Of(GroundStation station, RadarSeries radar, StationOptions options)
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(radar);
        ArgumentNullException.ThrowIfNull(options);
        var steps = options.Steps.Where(s => s.Station == "*" || string.Equals(s.Station, station.Name, StringComparison.OrdinalIgnoreCase)).ToArray();
        var cleaned = RecordCleaning.Clean(station.Along(radar.Look, options.Flicker), steps, options.Cleaning);
        var isSurvey = cleaned.Record.IsSparse(options.WindowDays);
        IEnumerable<string> notes = cleaned.Notes;
        if (cleaned.Outliers > 0)
        {
            notes = notes.Prepend(cleaned.Outliers == 1 ? "1 day left out as an outlier" : $"{cleaned.Outliers} days left out as outliers");
        }

        return new CommonRecord(isSurvey ? AtSurveys(cleaned.Record, radar, options.LongestGap) : AtAcquisitions(cleaned.Record, radar, options), isSurvey)
        {
            Notes = [.. notes],
            RadarRateSigma = radar.RateSigma,
            Records = [cleaned.Record],
        };
    }

    /// <summary>The difference to a reference station at the dates that both have; variances add up, so that what both share counts twice.</summary>
    /// <param name="reference">The reference station's record.</param>
    public CommonRecord RelativeTo(CommonRecord reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var there = reference.Dates.ToDictionary(d => d.Date);
        var both = new List<CommonDate>();
        foreach (var date in Dates)
        {
            if (there.TryGetValue(date.Date, out var other))
            {
                both.Add(new CommonDate(
                    date.Date, date.Ground - other.Ground, date.Radar - other.Radar,
                    Hypotenuse(date.GroundSigma, other.GroundSigma), Hypotenuse(date.RadarSigma, other.RadarSigma)));
            }
        }

        return this with
        {
            Dates = both,
            RadarRateSigma = Hypotenuse(RadarRateSigma, reference.RadarRateSigma),
            Records = [.. Records, .. reference.Records],
        };
    }

    /// <summary>The dates after the first, with the first taken off; its error is in the standard deviations, with flicker noise and steps in between.</summary>
    /// <param name="options">How.</param>
    internal CommonDate[] Since(StationOptions options)
    {
        var start = Dates[0];
        return [.. Dates.Skip(1).Select(d => new CommonDate(
            d.Date,
            d.Ground - start.Ground,
            d.Radar - start.Radar,
            Math.Sqrt((d.GroundSigma * d.GroundSigma) + (start.GroundSigma * start.GroundSigma) + LastingVariance(start.Date, d.Date, options)),
            Hypotenuse(d.RadarSigma, start.RadarSigma)))];
    }

    /// <summary>Variance of the motion between two dates by what lasts beyond a window, square metres: flicker noise and steps.</summary>
    internal double LastingVariance(DateOnly from, DateOnly to, StationOptions options) => Records.Sum(r =>
        options.Flicker.Difference(r.Flicker, IsSurvey ? 1 : options.WindowDays, to.DayNumber - from.DayNumber) + r.StepVariance(from, to));

    private static List<CommonDate> AtAcquisitions(LineRecord record, RadarSeries radar, StationOptions options)
    {
        var common = new List<CommonDate>();
        for (var k = 0; k < radar.Dates.Count; k++)
        {
            var (value, sigma) = record.Mean(radar.Dates[k], options.WindowDays, options.LeastDays);
            if (double.IsFinite(value) && double.IsFinite(radar.Displacement[k]))
            {
                common.Add(new CommonDate(radar.Dates[k], value, radar.Displacement[k], sigma, SigmaAt(radar, k)));
            }
        }

        return common;
    }

    private static List<CommonDate> AtSurveys(LineRecord record, RadarSeries radar, int longestGap)
    {
        var common = new List<CommonDate>();
        var good = Enumerable.Range(0, radar.Dates.Count).Where(k => double.IsFinite(radar.Displacement[k])).ToArray();
        var next = 0;
        for (var k = 0; k < record.Dates.Count && good.Length > 0; k++)
        {
            while (next < good.Length && radar.Dates[good[next]] < record.Dates[k])
            {
                next++;
            }

            if (next < good.Length && radar.Dates[good[next]] == record.Dates[k])
            {
                common.Add(new CommonDate(record.Dates[k], record.Values[k], radar.Displacement[good[next]], record.Sigmas[k], SigmaAt(radar, good[next])));
            }
            else if (next > 0 && next < good.Length && radar.Dates[good[next]].DayNumber - radar.Dates[good[next - 1]].DayNumber is var gap && gap <= longestGap)
            {
                var (a, b) = (good[next - 1], good[next]);
                var f = (double)(record.Dates[k].DayNumber - radar.Dates[a].DayNumber) / gap;
                common.Add(new CommonDate(
                    record.Dates[k], record.Values[k], ((1 - f) * radar.Displacement[a]) + (f * radar.Displacement[b]), record.Sigmas[k],
                    Hypotenuse((1 - f) * SigmaAt(radar, a), f * SigmaAt(radar, b))));
            }
        }

        return common;
    }

    private static double SigmaAt(RadarSeries radar, int k) => radar.Sigma.Count > k ? radar.Sigma[k] : double.NaN;

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));
}

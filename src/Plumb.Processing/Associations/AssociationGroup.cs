using Plumb.Groundwater;
using Plumb.Processing.Groups;
using Plumb.Processing.Results;
using Plumb.Validation;

namespace Plumb.Processing.Associations;

/// <summary>Ground that moves together: the mean of the good pixels of an area or around a point, or a record of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">Pixels averaged (count); 0 for a record of a file.</param>
/// <param name="Dates">Dates (UTC), ascending; shape (date).</param>
/// <param name="Motion">Its motion, metres; shape (date).</param>
public sealed record AssociationGroup(string Name, int Pixels, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Motion)
{
    /// <summary>The motion over days since 1 January 2000, metres.</summary>
    public TimeSeries Series => new([.. Dates.Select(DayOf)], [.. Motion]);

    /// <summary>Days since 1 January 2000.</summary>
    /// <param name="date">The date (UTC).</param>
    public static double DayOf(DateOnly date) => date.DayNumber - new DateOnly(2000, 1, 1).DayNumber;

    /// <summary>The mean motion of groups of a run.</summary>
    /// <param name="results">The run; metres along the line of sight.</param>
    /// <param name="groups">The groups.</param>
    /// <exception cref="RequestException">The run has no series, or a group holds no good pixel.</exception>
    public static IReadOnlyList<AssociationGroup> Of(ResultSet results, IReadOnlyList<PixelGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(groups);
        if (results.Dates.Count == 0)
        {
            throw NoSeries();
        }

        if (groups.FirstOrDefault(g => g.Pixels.Length == 0) is { } empty)
        {
            throw NoPixel(empty.Name);
        }

        return [.. GroupSeries.Of(results, groups, null, withNoise: false).Select((course, g) =>
        {
            var good = Enumerable.Range(0, results.Dates.Count).Where(d => course.Count[d] > 0).ToArray();
            return new AssociationGroup(groups[g].Name, groups[g].Pixels.Length, [.. good.Select(d => results.Dates[d])], [.. good.Select(d => course.Mean[d])]);
        })];
    }

    /// <summary>What is said of a run without a series.</summary>
    internal static RequestException NoSeries() => new("The run began with finished rates and has no series to associate with anything. Take one with a series.");

    /// <summary>What is said of a group without a good pixel.</summary>
    internal static RequestException NoPixel(string name) => new($"{name} holds no good pixel of the run. Draw it larger, or take it out.");

    /// <summary>Groups of the records of files.</summary>
    /// <param name="stations">The records: heights or displacements, metres.</param>
    public static IReadOnlyList<AssociationGroup> Of(IReadOnlyList<GroundStation> stations)
    {
        ArgumentNullException.ThrowIfNull(stations);
        return [.. stations.OfType<PointStation>().Select(s => new AssociationGroup(s.Name, 0, s.Series.Dates, s.Series.Values))];
    }
}

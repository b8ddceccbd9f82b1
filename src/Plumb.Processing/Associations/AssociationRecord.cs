using Plumb.Groundwater;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.Validation;

namespace Plumb.Processing.Associations;

/// <summary>How groups of ground follow drivers, as it is stored (association.json).</summary>
/// <param name="Trend">Degree of the polynomial taken off both (count).</param>
/// <param name="IsRate">Whether the rate of motion between dates was compared, not the motion itself.</param>
/// <param name="Surrogates">Number of surrogates (count).</param>
/// <param name="Pairs">Each group with each driver.</param>
public sealed record AssociationRecord(int Trend, bool IsRate, int Surrogates, IReadOnlyList<AssociatedPair> Pairs)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "association.json";

    /// <summary>Names of groups that hold no good pixel; they are in no pair.</summary>
    public IReadOnlyList<string> Empty { get; init; } = [];

    /// <summary>Associates what the settings ask for with the motion of a run.</summary>
    /// <param name="results">The run; metres along the line of sight.</param>
    /// <param name="inputs">Drivers and groups.</param>
    /// <param name="threads">Number of threads (count).</param>
    /// <exception cref="RequestException">The run has no series, or no group holds a good pixel.</exception>
    public static AssociationRecord Of(ResultSet results, AssociationInputs inputs, int threads)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(inputs);
        var groups = inputs.Groups(results.Mask());
        var seen = groups.Where(g => g.Pixels.Length > 0).ToArray();
        var means = AssociationGroup.Of(results, seen.Length > 0 ? seen : groups);
        return Of(means, inputs.Drivers, inputs.Options, inputs.IsRate, threads) with { Empty = [.. groups.Where(g => g.Pixels.Length == 0).Select(g => g.Name)] };
    }

    /// <summary>Associates each group with each driver.</summary>
    /// <param name="groups">The groups, metres.</param>
    /// <param name="drivers">The drivers, each in its unit.</param>
    /// <param name="options">How; days.</param>
    /// <param name="isRate">Whether rates between dates are compared.</param>
    /// <param name="threads">Number of threads (count).</param>
    public static AssociationRecord Of(IReadOnlyList<AssociationGroup> groups, IReadOnlyList<PointStation> drivers, LagOptions options, bool isRate, int threads)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(drivers);
        ArgumentNullException.ThrowIfNull(options);
        var pairs = new AssociatedPair[groups.Count * drivers.Count];
        Parallel.For(0, pairs.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, k =>
        {
            var (group, driver) = (groups[k / drivers.Count], drivers[k % drivers.Count]);
            var motion = isRate ? group.Series.Changes() : group.Series;
            var cause = new TimeSeries([.. driver.Series.Dates.Select(AssociationGroup.DayOf)], [.. driver.Series.Values]);
            pairs[k] = AssociatedPair.Of(group, driver, motion, cause, options);
        });
        return new AssociationRecord(options.Trend, isRate, options.Surrogates, pairs);
    }

    /// <summary>Reads the record of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The record; null where nothing was associated.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static AssociationRecord? Read(string folder) => File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<AssociationRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a folder.</summary>
    /// <param name="folder">The folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>One group with one driver.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Pixels">Pixels averaged (count); 0 for a record of a file.</param>
/// <param name="Driver">Name of the driver.</param>
/// <param name="Unit">Unit of the driver; may be empty.</param>
/// <param name="Result">The lags, days.</param>
/// <param name="Season">Annual motion of the group; null where it spans less than a year.</param>
/// <param name="DriverSeason">Annual course of the driver; null where it spans less than a year.</param>
/// <param name="Motion">Motion without its trend, metres (metres per year for rates), over days since 1 January 2000.</param>
/// <param name="Followed">The driver without its trend, shifted by the best lag and scaled by the slope, in the unit of the motion, over the same days; NaN where it has no value.</param>
public sealed record AssociatedPair(
    string Group, int Pixels, string Driver, string Unit, LagResult Result, AnnualCourse? Season, AnnualCourse? DriverSeason, TimeSeries Motion, IReadOnlyList<double> Followed)
{
    internal static AssociatedPair Of(AssociationGroup group, PointStation driver, TimeSeries motion, TimeSeries cause, LagOptions options)
    {
        var result = LagResult.Of(motion, cause, options);
        return new AssociatedPair(
            group.Name, group.Pixels, driver.Name, driver.Series.Unit, result, AnnualCourse.Of(motion), AnnualCourse.Of(cause), motion.Detrended(options.Trend),
            result.Followed(motion, cause, options));
    }
}

using System.Text.Json.Serialization;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>What was taken off the series and what it did, as it is stored (corrections.json).</summary>
public sealed record CorrectionRecord
{
    /// <summary>Name of the file in the result folder.</summary>
    public const string FileName = "corrections.json";

    /// <summary>The corrections in the order in which they were made.</summary>
    public required IReadOnlyList<CorrectionReport> Corrections { get; init; }

    /// <summary>Corrections that were not made, and why.</summary>
    public IReadOnlyList<CorrectionSkipped> Skipped { get; init; } = [];

    /// <summary>Share of the pixels with a series that are steady ground (pure number).</summary>
    public required double SteadyShare { get; init; }

    /// <summary>Number of places the evidence is taken from (count).</summary>
    public required int EvidencePlaces { get; init; }

    /// <summary>Distances of <see cref="CorrectionReport.DifferenceBefore"/>, metres (pixels in radar coordinates).</summary>
    public required IReadOnlyList<double> Distances { get; init; }

    /// <summary>Reads the record of a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    /// <returns>The record; null where the run has no corrections.</returns>
    /// <exception cref="RequestException">It is damaged.</exception>
    public static CorrectionRecord? Read(string folder) =>
        File.Exists(Path.Combine(folder, FileName)) ? ResultJson.Read<CorrectionRecord>(folder, FileName) : null;

    /// <summary>Writes the record into a result folder.</summary>
    /// <param name="folder">The result folder.</param>
    public void Write(string folder) => ResultJson.Write(folder, FileName, this);
}

/// <summary>A correction that was not made.</summary>
/// <param name="Name">Name in corrections.sequence.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record CorrectionSkipped(string Name, string Reason);

/// <summary>
/// One correction and its evidence: how much the dates scatter over steady ground, before and after. A pixel's own straight line is taken off
/// first, so that steady motion does not count.
/// </summary>
public sealed record CorrectionReport
{
    /// <summary>Name in corrections.sequence.</summary>
    public required string Name { get; init; }

    /// <summary>What it takes off, for people.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader should know, each a sentence.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The dates.</summary>
    public required IReadOnlyList<CorrectionDate> Dates { get; init; }

    /// <summary>
    /// Name of the array of what was taken off where it was made of the dates themselves: it makes a series smooth, but nothing better known of it as a whole, and the noise of dates is
    /// measured with it put back. Null where it was not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FilterLayer { get; init; }

    /// <summary>Variance of the trend in time that is left of ramps, as a share (pure number) of what their dates give by chance; null where that is no question.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrendLeft { get; init; }

    /// <summary>RMS difference of two places over all dates before, metres; shape (distance).</summary>
    public required IReadOnlyList<double> DifferenceBefore { get; init; }

    /// <summary>RMS difference of two places over all dates after, metres; shape (distance).</summary>
    public required IReadOnlyList<double> DifferenceAfter { get; init; }

    /// <summary>A date is harmed where it scatters more than this many times what it did before (pure number).</summary>
    public const double HarmRatio = 1.005;

    /// <summary>Dates that scatter more after than before.</summary>
    [JsonIgnore]
    public IEnumerable<DateOnly> Harmed => Dates.Where(d => d.Harmed).Select(d => d.Date);

    /// <summary>Root mean square over the dates of the scatter of steady ground before, metres.</summary>
    public double StableRmsBefore => Scatter.Before;

    /// <summary>Root mean square over the dates of the scatter of steady ground after, metres.</summary>
    public double StableRmsAfter => Scatter.After;

    /// <summary>Root mean square over the dates of the scatter before and after, metres.</summary>
    [JsonIgnore]
    public (double Before, double After) Scatter => (
        Math.Sqrt(Dates.Select(d => d.Before * d.Before).DefaultIfEmpty(double.NaN).Average()),
        Math.Sqrt(Dates.Select(d => d.After * d.After).DefaultIfEmpty(double.NaN).Average()));
}

/// <summary>One date of a correction. What a correction does not know is NaN.</summary>
public sealed record CorrectionDate
{
    /// <summary>The date (UTC).</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Standard deviation over steady ground before the correction, metres.</summary>
    public double Before { get; init; } = double.NaN;

    /// <summary>Standard deviation over steady ground after the correction, metres.</summary>
    public double After { get; init; } = double.NaN;

    /// <summary>Whether the date scatters more after than before.</summary>
    public bool Harmed { get; init; }

    /// <summary>Number of pairs behind the estimate (count); null where it is not made of pairs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pairs { get; init; }

    /// <summary>Noise coefficient relative to the usual date (pure number); null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Coefficient { get; init; }

    /// <summary>Name of the correction that was chosen at this date, empty for none; null where there is no choice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chosen { get; init; }

    /// <summary>Displacement per metre of height that was taken off (pure number), relative to the mean of all dates; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gradient { get; init; }

    /// <summary>Standard deviation of the estimate, metres; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Sigma { get; init; }
}

using System.Globalization;

namespace Plumb.Validation;

/// <summary>A sudden change in a station's record.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Date">First day after it (UTC).</param>
/// <param name="IsMotion">Whether the ground itself moved (an earthquake), so that the step belongs to the motion; false for a change of antenna and the like, which is taken off.</param>
/// <param name="Why">What happened, in a few words.</param>
public sealed record StationStep(string Station, DateOnly Date, bool IsMotion, string Why);

/// <summary>How records are cleaned.</summary>
public sealed record CleaningOptions
{
    /// <summary>A day is an outlier where it differs from the running median by more than so many robust standard deviations (pure number); 0 keeps all days.</summary>
    public double Outlier { get; init; } = 5;

    /// <summary>Length of the running median, days.</summary>
    public int MedianDays { get; init; } = 31;

    /// <summary>Days on either side of a step from which its size is estimated, days.</summary>
    public int StepDays { get; init; } = 60;
}

/// <summary>What cleaning did to a record.</summary>
/// <param name="Record">The cleaned record, metres.</param>
/// <param name="Outliers">Days left out as outliers (count).</param>
/// <param name="Notes">Each step with its size, or why the record was cut; may be empty.</param>
public sealed record CleanedRecord(LineRecord Record, int Outliers, IReadOnlyList<string> Notes);

/// <summary>
/// Steps that are no motion are taken off and outliers left out, both without an assumption on how the ground moves over longer times: a step's size is that between two
/// straight lines of one slope fitted around it with Huber's weights (Huber 1964, doi:10.1214/aoms/1177703732); an outlier is a day far from the running median
/// (Hampel's identifier; Davies and Gather 1993, doi:10.1080/01621459.1993.10476339).
/// </summary>
public static class RecordCleaning
{
    private const int LeastDays = 20;
    private const int LeastPerSide = 10;

    /// <summary>Cleans a record.</summary>
    /// <param name="record">The record, metres.</param>
    /// <param name="steps">Its steps, in any order.</param>
    /// <param name="options">How.</param>
    public static CleanedRecord Clean(LineRecord record, IReadOnlyList<StationStep> steps, CleaningOptions options)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(options);
        var notes = new List<string>();
        var within = steps.Where(s => record.Dates.Count > 0 && s.Date > record.Dates[0] && s.Date <= record.Dates[^1]).OrderBy(s => s.Date).ToArray();
        var (kept, outliers) = WithoutOutliers(record, within, options);
        foreach (var step in within.Where(s => !s.IsMotion))
        {
            kept = WithoutStep(kept, step, within, options, notes);
        }

        return new CleanedRecord(kept, outliers, notes);
    }

    private static (LineRecord Record, int Outliers) WithoutOutliers(LineRecord record, StationStep[] steps, CleaningOptions options)
    {
        var n = record.Dates.Count;
        if (options.Outlier <= 0 || n < LeastDays || record.IsSparse(options.MedianDays))
        {
            return (record, 0);
        }

        var residual = Residuals(record, steps, options.MedianDays);
        var sizes = residual.Where(double.IsFinite).Select(Math.Abs).Order().ToArray();
        var scale = sizes.Length == 0 ? 0 : 1.4826 * sizes[sizes.Length / 2];
        var keep = Enumerable.Range(0, n).Where(k => !(Math.Abs(residual[k]) > options.Outlier * scale) || scale == 0).ToArray();
        return keep.Length == n ? (record, 0) : (Take(record, keep), n - keep.Length);
    }

    /// <summary>Each day less the median of as many days before as after it, within the window and no step between; NaN where fewer than two stand on either side.</summary>
    private static double[] Residuals(LineRecord record, StationStep[] steps, int window)
    {
        var n = record.Dates.Count;
        var residual = new double[n];
        Array.Fill(residual, double.NaN);
        var segment = record.Dates.Select(d => steps.Count(s => s.Date <= d)).ToArray();
        Span<double> near = stackalloc double[(2 * (window / 2)) + 1];
        for (var k = 0; k < n; k++)
        {
            bool IsNear(int other) => other >= 0 && other < n && segment[other] == segment[k]
                && Math.Abs(record.Dates[other].DayNumber - record.Dates[k].DayNumber) <= window / 2;
            var side = 0;
            while (side < window / 2 && IsNear(k - side - 1) && IsNear(k + side + 1))
            {
                side++;
            }

            if (side < 2)
            {
                continue;
            }

            for (var i = -side; i <= side; i++)
            {
                near[i + side] = record.Values[k + i];
            }

            var sorted = near[..((2 * side) + 1)];
            sorted.Sort();
            residual[k] = record.Values[k] - sorted[side];
        }

        return residual;
    }

    private static LineRecord WithoutStep(LineRecord record, StationStep step, StationStep[] all, CleaningOptions options, List<string> notes)
    {
        var from = Later(step.Date.AddDays(-options.StepDays), all.Where(s => s.Date < step.Date).Select(s => s.Date).DefaultIfEmpty(DateOnly.MinValue).Max());
        var to = Earlier(step.Date.AddDays(options.StepDays), all.Where(s => s.Date > step.Date).Select(s => s.Date).DefaultIfEmpty(DateOnly.MaxValue).Min());
        var near = Enumerable.Range(0, record.Dates.Count).Where(k => record.Dates[k] >= from && record.Dates[k] < to).ToArray();
        var before = near.Count(k => record.Dates[k] < step.Date);
        if (before < LeastPerSide || near.Length - before < LeastPerSide)
        {
            return Cut(record, step, notes);
        }

        var (size, variance) = StepFit.Of(
            [.. near.Select(k => (double)(record.Dates[k].DayNumber - step.Date.DayNumber))], [.. near.Select(k => record.Values[k])], [.. near.Select(k => record.Sigmas[k])], record.Flicker);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"step of {1000 * size:0.0} ± {1000 * Math.Sqrt(variance):0.0} mm on {step.Date:yyyy-MM-dd} taken off{(step.Why.Length > 0 ? $" ({step.Why})" : "")}"));
        return record with
        {
            Values = [.. record.Values.Select((v, k) => record.Dates[k] < step.Date ? v : v - size)],
            StepsTaken = [.. record.StepsTaken, (step.Date, variance)],
        };
    }

    private static LineRecord Cut(LineRecord record, StationStep step, List<string> notes)
    {
        var before = Enumerable.Range(0, record.Dates.Count).Where(k => record.Dates[k] < step.Date).ToArray();
        var after = Enumerable.Range(0, record.Dates.Count).Where(k => record.Dates[k] >= step.Date).ToArray();
        var longer = before.Length >= after.Length ? before : after;
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"the step on {step.Date:yyyy-MM-dd} has too few days on a side to be measured; only the days {(longer == before ? "before" : "after")} it are used"));
        return Take(record, longer);
    }

    private static LineRecord Take(LineRecord record, int[] keep) => record with
    {
        Dates = [.. keep.Select(k => record.Dates[k])],
        Values = [.. keep.Select(k => record.Values[k])],
        Sigmas = [.. keep.Select(k => record.Sigmas[k])],
    };

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
